//! The routes of the development mailbox.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};
use seat_dealer_db::dev_mailbox;
use seat_dealer_sign_in::LocalRequestGuard;

use super::{MailboxMessage, SCRIPT, content_security_policy, mailbox_page};
use crate::http::errors::ApiError;
use crate::http::state::State;

/// The maximum number of messages on the page.
const MESSAGE_LIMIT: i64 = 1_000;

/// What an email may do in the browser: what mail programs let it do.
const EMAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:; sandbox \
                            allow-popups allow-popups-to-escape-sandbox";

/// Registers the mailbox. Must be called only in development.
pub(crate) fn pages(services: &mut ServiceConfig) {
    services.service(
        web::resource("/dev/messages")
            .guard(LocalRequestGuard)
            .get(page),
    );
    services.service(
        web::resource("/dev/messages.json")
            .guard(LocalRequestGuard)
            .get(json),
    );
    services.service(
        web::resource("/dev/messages/{id}.html")
            .guard(LocalRequestGuard)
            .get(html),
    );
    services.service(
        web::resource("/dev/messages.js")
            .guard(LocalRequestGuard)
            .get(script),
    );
}

async fn html(state: web::Data<State>, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let html = state
        .db
        .read(move |conn| dev_mailbox::html(conn, &id))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, EMAIL_POLICY))
        .body(html))
}

async fn script() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/javascript; charset=utf-8"))
        .body(SCRIPT)
}

async fn page(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let messages = stored_messages(&state).await?;
    let html = mailbox_page(&messages).map_err(|error| {
        tracing::error!(%error, "the mailbox could not be rendered");
        ApiError::Internal
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, content_security_policy()))
        .body(html))
}

async fn json(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let messages = stored_messages(&state).await?;
    let items: Vec<_> = messages
        .iter()
        .map(|message| {
            serde_json::json!({
                "id": message.id,
                "to": message.to,
                "channel": message.channel,
                "subject": message.subject,
                "body": message.body,
                "at": message.at,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(items))
}

async fn stored_messages(state: &State) -> Result<Vec<MailboxMessage>, ApiError> {
    let messages = state
        .db
        .read(|conn| dev_mailbox::newest(conn, MESSAGE_LIMIT))
        .await?;
    Ok(messages
        .into_iter()
        .map(|message| MailboxMessage {
            id: message.id,
            to: message.to,
            channel: message.channel.to_string(),
            subject: message.subject,
            body: message.body,
            has_html: message.has_html,
            at: format!("{:.3}", message.at),
        })
        .collect())
}
