//! The development mailbox: every message that was kept instead of sent.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};
use seat_dealer_db::letters;
use seat_dealer_sign_in::FromThisMachine;

use crate::dev_mailbox::{self, Letter};
use crate::http::errors::ApiError;
use crate::http::state::State;

/// How many messages are shown.
const SHOWN: i64 = 1_000;

/// Registers the mailbox. Only in development.
pub(crate) fn pages(services: &mut ServiceConfig) {
    services.service(
        web::resource("/dev/messages")
            .guard(FromThisMachine)
            .get(page),
    );
    services.service(
        web::resource("/dev/messages.json")
            .guard(FromThisMachine)
            .get(json),
    );
    services.service(
        web::resource("/dev/messages.js")
            .guard(FromThisMachine)
            .get(script),
    );
}

async fn script() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/javascript; charset=utf-8"))
        .body(dev_mailbox::SCRIPT)
}

async fn page(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let letters = kept(&state).await?;
    let html = dev_mailbox::mailbox_page(&letters).map_err(|error| {
        tracing::error!(%error, "the mailbox could not be rendered");
        ApiError::Internal
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            dev_mailbox::content_security_policy(),
        ))
        .body(html))
}

async fn json(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let letters = kept(&state).await?;
    let items: Vec<_> = letters
        .iter()
        .map(|letter| {
            serde_json::json!({
                "id": letter.id,
                "to": letter.to,
                "channel": letter.channel,
                "subject": letter.subject,
                "body": letter.body,
                "at": letter.at,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(items))
}

async fn kept(state: &State) -> Result<Vec<Letter>, ApiError> {
    let letters = state.db.read(|conn| letters::newest(conn, SHOWN)).await?;
    Ok(letters
        .into_iter()
        .map(|letter| Letter {
            id: letter.id,
            to: letter.to,
            channel: letter.channel.to_string(),
            subject: letter.subject,
            body: letter.body,
            at: letter.at.to_string(),
        })
        .collect())
}
