//! What Twilio calls. Every request is signed; what is not is refused before anything else is
//! looked at, and what comes again has no second effect.

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

/// The parameters of a form as they came.
type Form = Vec<(String, String)>;

/// The form that Twilio sent, and how texts are set up here.
///
/// # Errors
/// [`ApiError::NotFound`] where Twilio is not set up, [`ApiError::Forbidden`] when the signature is
/// not Twilio's.
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
    // The address as Twilio was told it: behind a proxy it is not the one that the request came to.
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
