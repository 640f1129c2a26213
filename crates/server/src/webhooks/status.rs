use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, post, web};
use seat_dealer_core::{Channel, Command, Delay, MessageStatus, News, PhoneNumber, Report};
use seat_dealer_db as db;
use seat_dealer_db::messages;
use seat_dealer_delivery::jitter;
use seat_dealer_delivery::twilio::{Callback, Failure};

use super::{signed, value};
use crate::http::errors::ApiError;
use crate::http::problems::{Signed, SignedBody};
use crate::http::state::State;

/// Hears what became of a text that Twilio has taken.
///
/// Twilio is given this address, with the message and the try in its query, with every text. Reports
/// may come in any order and more than once.
#[utoipa::path(
    operation_id = "hearTextStatus",
    tag = "twilio",
    request_body(
        content = std::collections::HashMap<String, String>,
        content_type = "application/x-www-form-urlencoded",
        description = "A status callback as Twilio documents it",
    ),
    security(()),
    params(("X-Twilio-Signature" = String, Header, description = "Twilio's signature")),
    responses(
        (status = 204, description = "It has been heard"),
        Signed, SignedBody,
    ),
)]
#[post("/webhooks/twilio/status")]
pub(crate) async fn hear_status(
    state: web::Data<State>,
    request: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> Result<HttpResponse, ApiError> {
    let (settings, form) = signed(&state, &request, body)?;
    if let Some(callback) = Callback::parse(&form, request.query_string()) {
        let opted_out = callback.error.as_ref().is_some_and(Failure::is_opt_out);
        hear(&state, callback).await?;
        let number = value(&form, "To").and_then(|to| PhoneNumber::parse(to).ok());
        if let Some(number) = number.filter(|_| opted_out) {
            let sender = settings.sender.as_str();
            state
                .db
                .opt_out(Channel::Sms, sender, number.as_str(), db::now())
                .await?;
        }
    }
    Ok(HttpResponse::NoContent().finish())
}

async fn hear(state: &State, callback: Callback) -> Result<(), ApiError> {
    let (id, sid) = (
        callback.attempt.as_ref().map(|of| of.message.clone()),
        callback.sid.clone(),
    );
    let about = state
        .db
        .read(move |conn| messages::reported_on(conn, id.as_ref(), &sid))
        .await?;
    let Some((message, event, known)) = about else {
        return Ok(());
    };
    // Most reports say what is known already, and need no lock to be told so.
    if known != MessageStatus::Cancelled && !callback.is_news_for(known) {
        return Ok(());
    }
    let report = report(callback);
    state
        .db
        .advance_event(&event, db::now(), move |_, _| {
            Ok(Command::Reported {
                message: message.clone(),
                report: report.clone(),
            })
        })
        .await?;
    Ok(())
}

fn report(callback: Callback) -> Report {
    let news = match (callback.status, callback.error) {
        (_, Some(failure)) => News::Failed {
            about: failure.about,
            passing: failure.passes(),
            why: failure.reason,
            delay: Delay {
                jitter: jitter(),
                retry_after: None,
            },
        },
        (MessageStatus::Delivered, None) => News::Delivered,
        (_, None) => News::Sent,
    };
    Report {
        provider_id: callback.sid,
        attempt: callback.attempt.map(|of| of.number),
        news,
    }
}
