//! Errors of the API, and their responses.
//!
//! Use [`ApiError::invalid`] if one field is invalid, [`ApiError::Unreadable`] if the body cannot be parsed,
//! [`ApiError::Refused`] if the rules of the deal, or another part of the state, do not allow a valid request now, and
//! [`ApiError::NotFound`] for everything that does not exist or belongs to another host: a client must not be able to
//! distinguish these two.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use seat_dealer_api_types::{FieldError, Problem};
use seat_dealer_core::{Refusal, Scope};
use seat_dealer_db as db;
use seat_dealer_sign_in::SignInError;
use serde_json::Value;

use super::problem_kinds::kind_of;

/// An error with its status and its sentence.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    /// The key is missing or not valid.
    #[error("Sign in, or send a valid key: Authorization: Bearer KEY.")]
    Unauthorized,
    /// The host of the key may not sign in any more.
    #[error(
        "{0} may not use this seat-dealer any more, so this key is not valid. Ask the person who runs it to \
         let you in."
    )]
    NoLongerAllowed(String),
    /// The key may not be used for this.
    #[error("This key has no scope {0}. Use another key, or make one with this scope.")]
    OutOfScope(Scope),
    /// No API key can be used for this.
    #[error("No API key can do this. Do it in the app, where you are signed in.")]
    SessionNeeded,
    /// An API key may not make this key.
    #[error(
        "An API key cannot make a key with more scopes than it has, or one that is valid for longer. Leave out \
         scopes, or say an earlier expiresAt."
    )]
    WiderKey,
    /// The provider has not signed the request.
    #[error("This address accepts only requests that the provider has signed.")]
    Forbidden,
    /// Nothing at this address belongs to this host.
    #[error("There is nothing at this address.")]
    NotFound,
    /// The address does not allow the method.
    #[error("This address allows only {0}.")]
    MethodNotAllowed(String),
    /// The request cannot be parsed.
    #[error("{0}")]
    Unreadable(String),
    /// The media type of the body is not JSON.
    #[error("Send JSON, with the header Content-Type: application/json.")]
    NotJson,
    /// The media type of the body is neither JSON nor that of an address book.
    #[error(
        "Send JSON, or a file with its header Content-Type: text/csv, text/vcard, text/plain or \
         application/octet-stream."
    )]
    NoAddressBook,
    /// The body has a `Content-Encoding`.
    #[error("The body has a Content-Encoding. Send it unencoded and without that header.")]
    Encoded,
    /// The body is larger than the limit.
    #[error("The body is larger than {} KB.", .limit / 1024)]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    /// The body took too long.
    #[error("The body did not arrive in time. Send it again, without pauses.")]
    TooSlow,
    /// The address is longer than the limit.
    #[error("The address is longer than {} KB.", crate::http::sizes::ADDRESS_LIMIT / 1024)]
    AddressTooLong,
    /// The header fields are longer than the limit.
    #[error("The header fields are longer than {} KB.", crate::http::sizes::FIELDS_LIMIT / 1024)]
    FieldsTooLong,
    /// There were too many requests. Contains the time until the next one is allowed.
    #[error("Too many requests. Try again in {} s.", whole_seconds(.0))]
    TooMany(Duration),
    /// The idempotency key is that of another request.
    #[error("This Idempotency-Key was sent with another request. Make a new one for each request.")]
    KeyReused,
    /// The first request with this idempotency key has no response yet.
    #[error("The first request with this Idempotency-Key is under way. Try again in a moment.")]
    InProgress,
    /// Fields are invalid.
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// The rules, or another part of the state, do not allow it now.
    #[error("{sentence}")]
    Refused {
        /// The code for programs.
        code: &'static str,
        /// The reason, and what to do.
        sentence: String,
    },
    /// The rules do not allow a party of this size.
    #[error("partySize: {0}")]
    PartyLimit(String),
    /// It has changed since the client read it.
    #[error(
        "This has changed in the meantime, so nothing was done. Look at what is there now, and decide again."
    )]
    Changed {
        /// The ETag of what is there now.
        etag: String,
        /// What is there now.
        current: Value,
    },
    /// It exists already.
    #[error("{sentence}")]
    Existing {
        /// The code for programs.
        code: &'static str,
        /// Its id.
        id: String,
        /// A sentence that says what it is and what to do.
        sentence: String,
    },
    /// The invitation of the link was withdrawn.
    #[error("{0}")]
    Gone(String),
    /// The sign-in has failed.
    #[error("{0}")]
    SignIn(#[from] SignInError),
    /// The owner of this address may not be a host here.
    #[error("{0} may not sign in here. Ask the person who runs this seat-dealer to let you in.")]
    NotAllowed(String),
    /// The database does not answer.
    #[error("The service is not available right now. Try again in a moment.")]
    Unavailable,
    /// The same in a guest's language.
    #[error("{0}")]
    UnavailableToGuest(&'static str),
    /// An internal error. The log has the cause.
    #[error("The server has made an error and logged it. Try again.")]
    Internal,
}

impl ApiError {
    /// One field is invalid.
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

    /// The seconds after which the same request may succeed, if they are known.
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
            Self::OutOfScope(_) => "insufficient-scope",
            Self::SessionNeeded => "session-needed",
            Self::WiderKey => "wider-key",
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
            Self::Refused { code, .. } | Self::Existing { code, .. } => code,
            Self::Changed { .. } => "changed-meanwhile",
            Self::Gone(_) => "invitation-withdrawn",
            Self::SignIn(_) => "sign-in",
            Self::NotAllowed(_) => "not-allowed",
            Self::Unavailable | Self::UnavailableToGuest(_) => "unavailable",
            Self::Internal => "internal",
        }
    }

    /// The body of the response.
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
            existing_id: match self {
                Self::Existing { id, .. } => Some(id.clone()),
                _ => None,
            },
            current: match self {
                Self::Changed { current, .. } => Some(current.clone()),
                _ => None,
            },
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::NoLongerAllowed(_) => StatusCode::UNAUTHORIZED,
            Self::OutOfScope(_)
            | Self::SessionNeeded
            | Self::WiderKey
            | Self::Forbidden
            | Self::NotAllowed(_) => StatusCode::FORBIDDEN,
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
            Self::InProgress | Self::Refused { .. } | Self::Existing { .. } => StatusCode::CONFLICT,
            Self::Changed { .. } => StatusCode::PRECONDITION_FAILED,
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
        if let Self::Changed { etag, .. } = self {
            response.insert_header((header::ETAG, etag.as_str()));
        }
        if matches!(self, Self::Encoded) {
            response.insert_header((header::ACCEPT_ENCODING, "identity"));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Self::OutOfScope(scope) = self {
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
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

impl From<seat_dealer_delivery::RenderError> for ApiError {
    fn from(error: seat_dealer_delivery::RenderError) -> Self {
        tracing::error!(%error, "a message could not be rendered");
        Self::Internal
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownInvitation => Self::NotFound,
            Refusal::PartyLimit { .. } => Self::PartyLimit(refusal.to_string()),
            _ => Self::Refused {
                code: refusal.code(),
                sentence: refusal.to_string(),
            },
        }
    }
}

impl From<db::Error> for ApiError {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::NotFound => Self::NotFound,
            db::Error::Refused(refusal, _) => refusal.into(),
            db::Error::KeyReused => Self::KeyReused,
            db::Error::Changed { etag, current } => Self::Changed { etag, current },
            db::Error::Disallowed { code, sentence } => Self::Refused { code, sentence },
            db::Error::Conflict(sentence) => Self::Refused {
                code: "conflict",
                sentence,
            },
            db::Error::Existing { code, id, sentence } => Self::Existing { code, id, sentence },
            db::Error::Invalid {
                field,
                code,
                message,
            } => Self::invalid(field, code, message),
            // The next request may succeed.
            error if error.is_conflict_of_transactions() => {
                tracing::warn!(%error, "other transactions were in the way");
                Self::Unavailable
            }
            error if error.is_outage() => {
                tracing::error!(%error, "the database is not available");
                Self::Unavailable
            }
            error => {
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
        [] => "A field is invalid.".to_owned(),
        [only] => format!("{}: {}", only.field, only.message),
        more => format!(
            "{} fields are invalid. Please correct the fields in `errors`.",
            more.len()
        ),
    }
}
