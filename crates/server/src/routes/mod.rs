//! The API's routes, one file for each noun. The document is made from the same registrations that
//! serve the requests.

mod api_keys;
mod contacts;
mod deck;
mod events;
pub(crate) mod health;
mod invites;
mod log;
mod me;
pub(crate) mod rsvp;
mod sign_in;

use seat_dealer_api_types::Problem;
use utoipa::IntoResponses;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers everything under `/api/v1`.
pub(crate) fn api(config: &mut ServiceConfig) {
    config.service(
        scope("/api/v1")
            .service(sign_in::start)
            .service(sign_in::finish)
            .service(sign_in::logout)
            .service(me::read)
            .service(me::change)
            .service(contacts::list)
            .service(contacts::add)
            .service(contacts::read)
            .service(contacts::change)
            .service(contacts::remove)
            .service(events::list)
            .service(events::add)
            .service(events::read)
            .service(events::change)
            .service(events::remove)
            .service(events::deal)
            .service(events::pause)
            .service(events::cancel)
            .service(deck::read)
            .service(deck::arrange)
            .service(deck::preview)
            .service(log::read)
            .service(log::stream)
            .service(invites::list)
            .service(invites::add)
            .service(invites::change)
            .service(invites::resend)
            .service(rsvp::read)
            .service(rsvp::answer)
            .service(api_keys::list)
            .service(api_keys::add)
            .service(api_keys::remove),
    );
}

/// What any endpoint may answer instead: `application/problem+json`.
#[derive(IntoResponses)]
#[allow(dead_code)] // Only its description is used.
pub(crate) enum Problems {
    /// The request cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// No key, or one that is not valid any more.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// No such thing, or another host's.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The state of things does not allow it.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// Fields have to be mended; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}
