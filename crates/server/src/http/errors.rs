//! What goes wrong in a request, as its client is told.
//!
//! Which one to use: [`ApiError::invalid`] when one field has to be mended, [`ApiError::Unreadable`]
//! when the body is not what the endpoint reads at all, [`ApiError::Refused`] when the request is
//! fine but the state of things does not allow it now, and [`ApiError::NotFound`] for everything that
//! does not exist or belongs to another host: the two must not be told apart.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use seat_dealer_api_types::{FieldError, Problem};
use seat_dealer_core::Refusal;
use seat_dealer_db as db;
use seat_dealer_sign_in::SignInError;

use super::problem_kinds::kind_of;

/// An error with its status and its sentence.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// No key, or one that is not valid any more.
    #[error("Sign in, or send a valid key: Authorization: Bearer KEY.")]
    Unauthorized,
    /// The key is of a host who may not sign in any more.
    #[error(
        "{0} may not use this seat-dealer any more, so this key is not valid. Ask whoever runs it to \
         let you in."
    )]
    NoLongerAllowed(String),
    /// Whoever sent the request did not sign it as a provider does.
    #[error("This address takes only what the provider itself has signed.")]
    Forbidden,
    /// There is no such thing for this host.
    #[error("There is nothing here under this address.")]
    NotFound,
    /// The method does not exist at this address.
    #[error("This address takes {0} only.")]
    MethodNotAllowed(String),
    /// The request cannot be read at all.
    #[error("{0}")]
    Unreadable(String),
    /// The body is of a kind that no endpoint reads.
    #[error("Send JSON, with the header Content-Type: application/json.")]
    NotJson,
    /// The body is of a kind in which no address book comes.
    #[error(
        "Send JSON, or a file with its header Content-Type: text/csv, text/vcard, text/plain or \
         application/octet-stream."
    )]
    NoAddressBook,
    /// The body is compressed, or encoded in another way.
    #[error("The body has a Content-Encoding. Send it as it is, without that header.")]
    Encoded,
    /// The body is larger than any valid one.
    #[error("The body is larger than {} KB.", .limit / 1024)]
    TooLarge {
        /// The most bytes that are taken.
        limit: usize,
    },
    /// The body came so slowly that nobody waits for the rest.
    #[error("The body did not arrive in time. Send it again, without pauses.")]
    TooSlow,
    /// The address is longer than any that leads somewhere.
    #[error("The address is longer than {} KB.", crate::http::sizes::ADDRESS_LIMIT / 1024)]
    AddressTooLong,
    /// The header fields are longer than any request needs.
    #[error("The header fields are longer than {} KB.", crate::http::sizes::FIELDS_LIMIT / 1024)]
    FieldsTooLong,
    /// Too many requests; how long to wait for the next one.
    #[error("Too many requests. Try again in {} s.", whole_seconds(.0))]
    TooMany(Duration),
    /// The idempotency key is that of another request.
    #[error("This Idempotency-Key was sent with another request. Make a new one for each request.")]
    KeyReused,
    /// The first request with this idempotency key is not answered yet.
    #[error("The first request with this Idempotency-Key is under way. Try again in a moment.")]
    InProgress,
    /// Fields have to be mended.
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// The rules, or something else in the state of things, do not allow it now.
    #[error("{sentence}")]
    Refused {
        /// The code for programs.
        code: &'static str,
        /// Why, and what to do.
        sentence: String,
    },
    /// The rules do not allow a party of this size.
    #[error("partySize: {0}")]
    PartyLimit(String),
    /// The link leads to an invitation that was taken back.
    #[error("{0}")]
    Gone(String),
    /// Signing in did not work.
    #[error("{0}")]
    SignIn(#[from] SignInError),
    /// Whoever signed in may not be a host here.
    #[error("{0} may not sign in here. Ask whoever runs this seat-dealer to let you in.")]
    NotAllowed(String),
    /// The database does not answer.
    #[error("The service is not available right now. Try again in a moment.")]
    Unavailable,
    /// The same for a guest, in the guest's language.
    #[error("{0}")]
    UnavailableToGuest(&'static str),
    /// A defect of ours; the log has the cause.
    #[error("Something went wrong here. It has been noted; try again.")]
    Internal,
}

impl ApiError {
    /// One field has to be mended.
    pub(crate) fn invalid(
        field: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            code: code.to_owned(),
            message: message.into(),
        }])
    }

    /// After how many seconds the same request may succeed, where that can be said.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany(wait) => Some(whole_seconds(wait)),
            _ if self.status_code() == StatusCode::SERVICE_UNAVAILABLE => Some(2),
            _ => None,
        }
    }

    /// The code, which is one of [`PROBLEM_KINDS`](super::problem_kinds::PROBLEM_KINDS).
    fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::NoLongerAllowed(_) => "no-longer-allowed",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed(_) => "method-not-allowed",
            Self::Unreadable(_) => "unreadable",
            Self::NotJson => "not-json",
            Self::NoAddressBook => "no-address-book",
            Self::Encoded => "encoded",
            Self::TooLarge { .. } => "too-large",
            Self::TooSlow => "too-slow",
            Self::AddressTooLong => "address-too-long",
            Self::FieldsTooLong => "fields-too-long",
            Self::TooMany(_) => "too-many-requests",
            Self::KeyReused => "idempotency-key-reused",
            Self::InProgress => "idempotency-in-progress",
            Self::Invalid(_) => "invalid-input",
            Self::PartyLimit(_) => "party-limit",
            Self::Refused { code, .. } => code,
            Self::Gone(_) => "invitation-withdrawn",
            Self::SignIn(_) => "sign-in",
            Self::NotAllowed(_) => "not-allowed",
            Self::Unavailable | Self::UnavailableToGuest(_) => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The problem as it is sent.
    pub(crate) fn problem(&self) -> Problem {
        let code = self.code();
        Problem {
            kind: format!("/problems/{code}"),
            code: code.to_owned(),
            title: kind_of(code).map_or("", |kind| kind.title).to_owned(),
            status: self.status_code().as_u16(),
            detail: self.to_string(),
            errors: match self {
                Self::Invalid(errors) => errors.clone(),
                Self::PartyLimit(message) => vec![FieldError {
                    field: "partySize".to_owned(),
                    code: "party-limit".to_owned(),
                    message: message.clone(),
                }],
                _ => Vec::new(),
            },
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::NoLongerAllowed(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::NotAllowed(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unreadable(_) => StatusCode::BAD_REQUEST,
            Self::NotJson | Self::NoAddressBook | Self::Encoded => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::AddressTooLong => StatusCode::URI_TOO_LONG,
            Self::FieldsTooLong => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::KeyReused | Self::Invalid(_) | Self::PartyLimit(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::InProgress | Self::Refused { .. } => StatusCode::CONFLICT,
            Self::Gone(_) => StatusCode::GONE,
            Self::SignIn(error) => {
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_GATEWAY)
            }
            Self::Unavailable | Self::UnavailableToGuest(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponseBuilder::new(self.status_code());
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        if let Self::MethodNotAllowed(methods) = self {
            response.insert_header((header::ALLOW, methods.as_str()));
        }
        if matches!(self, Self::Encoded) {
            response.insert_header((header::ACCEPT_ENCODING, "identity"));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after() {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        match serde_json::to_string(&self.problem()) {
            Ok(body) => response.body(body),
            Err(_) => response.insert_header(ContentType::plaintext()).finish(),
        }
    }
}

impl From<db::Error> for ApiError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound | db::Error::Refused(Refusal::UnknownInvitation, _) => {
                Self::NotFound
            }
            db::Error::Refused(Refusal::PartyLimit { .. }, _) => {
                Self::PartyLimit(error.to_string())
            }
            db::Error::Refused(refusal, _) => Self::Refused {
                code: refusal.code(),
                sentence: refusal.to_string(),
            },
            db::Error::KeyReused => Self::KeyReused,
            db::Error::Disallowed { code, sentence } => Self::Refused { code, sentence },
            db::Error::Conflict(sentence) => Self::Refused {
                code: "conflict",
                sentence,
            },
            db::Error::Invalid {
                field,
                code,
                message,
            } => Self::invalid(field, code, message),
            // It met senders again and again; the next request may succeed.
            db::Error::Overtaken => Self::Unavailable,
            error if error.is_outage() => {
                tracing::error!(%error, "the database is not available");
                Self::Unavailable
            }
            db::Error::Unavailable(_) | db::Error::Statement(_) | db::Error::Unreadable(_) => {
                tracing::error!(%error, "a statement failed");
                Self::Internal
            }
        }
    }
}

/// The time in whole seconds, rounded up.
fn whole_seconds(wait: &Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn summary(errors: &[FieldError]) -> String {
    match errors {
        [] => "Something has to be mended.".to_owned(),
        [only] => format!("{}: {}", only.field, only.message),
        more => format!("{} fields have to be mended; see errors.", more.len()),
    }
}
