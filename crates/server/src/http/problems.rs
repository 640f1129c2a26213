//! The error responses in the OpenAPI document, all of them `application/problem+json`. Each enum has the responses
//! of one kind of endpoint.
//!
//! Only the descriptions are used: [`ApiError`](crate::http::errors::ApiError) makes the responses.
#![allow(dead_code)]

use seat_dealer_api_types::Problem;
use utoipa::IntoResponses;

/// Responses of every endpoint that needs the database.
#[derive(IntoResponses)]
pub(crate) enum Database {
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Responses of every endpoint that needs a key.
#[derive(IntoResponses)]
pub(crate) enum Private {
    /// The key is missing or not valid.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The key may not be used for this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// The query has unknown parameters; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Responses of an endpoint whose path contains an id.
#[derive(IntoResponses)]
pub(crate) enum Named {
    /// Nothing has this id, or it belongs to another host.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}

/// Responses of an endpoint that the rules of the deal may refuse.
#[derive(IntoResponses)]
pub(crate) enum Ruled {
    /// The current state does not allow it; `detail` says why and what to do.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// Responses of an endpoint with a query.
#[derive(IntoResponses)]
pub(crate) enum Queried {
    /// Parameters are invalid; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// Responses of an endpoint with a body.
#[derive(IntoResponses)]
pub(crate) enum Sent {
    /// The body is not valid JSON.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// The body did not arrive in time.
    #[response(status = 408, content_type = "application/problem+json")]
    TooSlow(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body is not JSON, or has a `Content-Encoding`.
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// Fields are invalid; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// Responses of an endpoint without a key.
#[derive(IntoResponses)]
pub(crate) enum Limited {
    /// There were too many requests from this address, or with this link.
    #[response(
        status = 429,
        content_type = "application/problem+json",
        headers(("Retry-After" = i32, description = "Seconds until the next request is allowed"))
    )]
    TooMany(Problem),
}

/// Responses of an endpoint of a guest's link.
#[derive(IntoResponses)]
pub(crate) enum TakenBack {
    /// The invitation was withdrawn.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(Problem),
}

/// Responses of both steps of a sign-in.
#[derive(IntoResponses)]
pub(crate) enum Provided {
    /// The sign-in provider or its settings are at fault.
    #[response(status = 502, content_type = "application/problem+json")]
    BadGateway(Problem),
    /// The provider or the database is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Responses of the second step of a sign-in.
#[derive(IntoResponses)]
pub(crate) enum Proved {
    /// The provider's token is not valid.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The provider has not verified the email address, or its owner may not sign in here.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
}

/// Responses of a webhook, whose requests the provider signs.
#[derive(IntoResponses)]
pub(crate) enum Signed {
    /// The signature is missing or not valid.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// This server has no settings for this provider.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Responses of an endpoint with a signed body.
#[derive(IntoResponses)]
pub(crate) enum SignedBody {
    /// The body is incomplete.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body has a `Content-Encoding`.
    #[response(status = 415, content_type = "application/problem+json")]
    Encoded(Problem),
}
