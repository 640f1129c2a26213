//! What endpoints may answer instead, all of it `application/problem+json`, by what makes it
//! possible.
//!
//! Only the descriptions are used: each enum documents what [`ApiError`](crate::http::errors::ApiError)
//! does.
#![allow(dead_code)]

use seat_dealer_api_types::Problem;
use utoipa::IntoResponses;

/// Of every endpoint that needs the database.
#[derive(IntoResponses)]
pub(crate) enum Database {
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Of every endpoint that needs a key.
#[derive(IntoResponses)]
pub(crate) enum Private {
    /// No key, or one that is not valid any more.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Of an endpoint whose address names something.
#[derive(IntoResponses)]
pub(crate) enum Named {
    /// No such thing, or another host's.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}

/// Of an endpoint that asks the rules.
#[derive(IntoResponses)]
pub(crate) enum Ruled {
    /// The state of things does not allow it; `detail` says why and what to do.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
}

/// Of an endpoint with a query.
#[derive(IntoResponses)]
pub(crate) enum Queried {
    /// Parameters have to be mended; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// Of an endpoint with a body.
#[derive(IntoResponses)]
pub(crate) enum Sent {
    /// The body is not well-formed JSON.
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
    /// Fields have to be mended; `errors` says which.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// Of an endpoint for strangers.
#[derive(IntoResponses)]
pub(crate) enum Limited {
    /// Too many requests from this address, or by this link.
    #[response(
        status = 429,
        content_type = "application/problem+json",
        headers(("Retry-After" = i32, description = "Seconds until the next one"))
    )]
    TooMany(Problem),
}

/// Of an endpoint that a guest's link leads to.
#[derive(IntoResponses)]
pub(crate) enum TakenBack {
    /// The invitation was withdrawn.
    #[response(status = 410, content_type = "application/problem+json")]
    Gone(Problem),
}

/// Of both steps of a sign-in.
#[derive(IntoResponses)]
pub(crate) enum Provided {
    /// The sign-in provider, or how it is set up here, is at fault.
    #[response(status = 502, content_type = "application/problem+json")]
    BadGateway(Problem),
    /// The provider or the database is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Of the end of a sign-in.
#[derive(IntoResponses)]
pub(crate) enum Proved {
    /// The provider's token proves nothing.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The provider does not vouch for an email address, or its owner may not sign in here.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
}

/// Of an endpoint that takes what a provider has signed.
#[derive(IntoResponses)]
pub(crate) enum Signed {
    /// The signature is missing, or not the provider's.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// This provider is not set up here.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// The service is not available right now.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// Of an endpoint with a signed body.
#[derive(IntoResponses)]
pub(crate) enum SignedBody {
    /// The body did not arrive whole.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body has a `Content-Encoding`.
    #[response(status = 415, content_type = "application/problem+json")]
    Encoded(Problem),
}
