use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, post, web};
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, MessageStatus, PhoneNumber};
use seat_dealer_db as db;
use seat_dealer_db::messages::{self, News, Report, Reported};
use seat_dealer_delivery::retry::{jitter, next_try};
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
    tag = "webhooks",
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
    let Some(about) = about else { return Ok(()) };
    // Most reports say what is known already, and need no lock to be told so.
    if about.status != MessageStatus::Cancelled && !callback.is_news_for(about.status) {
        return Ok(());
    }
    let now = db::now();
    let report = report(callback, &about, now);
    state
        .db
        .advance_event(&about.event_id, now, move |conn, _| {
            messages::reported(conn, &about.id, &report, now)
        })
        .await?;
    Ok(())
}

fn report(callback: Callback, about: &Reported, now: Timestamp) -> Report {
    let news = match (callback.status, callback.error) {
        (_, Some(failure)) => News::Failed {
            again: again(&failure, about, now),
            why: failure.reason,
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

/// When to try a text again that failed for a reason that passes; not in quiet hours (rule 9).
fn again(failure: &Failure, about: &Reported, now: Timestamp) -> Option<Timestamp> {
    let wait = next_try(about.attempts, jitter(), None).filter(|_| failure.passes())?;
    let at = now.checked_add(SignedDuration::try_from(wait).ok()?).ok()?;
    Some(about.event.quiet_until(at).unwrap_or(at))
}
