//! Webhooks of Twilio. A request without a valid signature is refused before it is parsed further, and a repeated
//! request has no second effect.

mod inbound;
mod replies;
mod status;

use actix_web::HttpRequest;
use actix_web::web::Bytes;
use seat_dealer_delivery::{TwilioSettings, twilio};

pub(super) use self::inbound::hear_text;
pub(super) use self::status::hear_status;
use crate::http::errors::ApiError;
use crate::http::extractors;
use crate::http::state::State;

/// The decoded parameters of a form, in their order.
type Form = Vec<(String, String)>;

/// Checks the signature of a request. Returns its form and the settings of Twilio.
///
/// # Errors
/// [`ApiError::NotFound`] if Twilio is not configured, [`ApiError::Forbidden`] if the signature is not valid.
fn signed<'a>(
    state: &'a State,
    request: &HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> Result<(&'a TwilioSettings, Form), ApiError> {
    let settings = state.config.twilio.as_ref().ok_or(ApiError::NotFound)?;
    let body = body.map_err(|error| extractors::body_error(&error))?;
    let form = twilio::form(&body);
    let signature = request
        .headers()
        .get("X-Twilio-Signature")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    // Twilio signs the public address, which differs from that of the request behind a proxy.
    let path = request
        .uri()
        .path_and_query()
        .map_or("", actix_web::http::uri::PathAndQuery::as_str);
    let url = format!("{}{path}", state.config.api_base);
    if twilio::verify(settings.auth_token.expose(), &url, &form, signature) {
        Ok((settings, form))
    } else {
        Err(ApiError::Forbidden)
    }
}

/// A parameter of a form.
fn value<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}
