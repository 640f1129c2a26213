//! ETags, and the preconditions of requests (RFC 9110, section 13).
//!
//! An ETag has two parts: a hash of what the host can change, and one of the whole representation. `If-Match`
//! compares only the first part, so that a guest's answer, which changes the counts of an event, does not stand in
//! the way of a new title. `If-None-Match` of a `GET` compares both.

use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, EntityTag, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use seat_dealer_api_types::{Contact, Deck, Event, Me, Preview};
use seat_dealer_db as db;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::errors::ApiError;

/// The bytes of each hash in an ETag.
const HASH_BYTES: usize = 12;

/// Something with an ETag.
pub(crate) trait Tagged: Serialize {
    /// Its ETag.
    fn etag(&self) -> &str;
}

macro_rules! tagged {
    ($($thing:ty),+) => {
        $(impl Tagged for $thing {
            fn etag(&self) -> &str {
                &self.etag
            }
        })+
    };
}

tagged!(Contact, Deck, Event, Me, Preview);

/// The ETag of a representation. `changeable` is what the host can change of it.
pub(crate) fn etag(changeable: &impl Serialize, whole: &impl Serialize) -> String {
    format!("\"{}.{}\"", hash(changeable), hash(whole))
}

fn hash(value: &impl Serialize) -> String {
    // Nothing that has an ETag can fail to become JSON.
    let json = serde_json::to_vec(value).unwrap_or_default();
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(json)[..HASH_BYTES])
}

/// The response 200 with its ETag.
pub(crate) fn respond(thing: &impl Tagged) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((ETAG, thing.etag()))
        .json(thing)
}

/// The preconditions of a request, not yet checked.
pub(crate) struct Conditional {
    if_match: Option<Result<Condition, ApiError>>,
    if_none_match: Option<Result<Condition, ApiError>>,
}

impl FromRequest for Conditional {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self {
            if_match: condition(request, &IF_MATCH),
            if_none_match: condition(request, &IF_NONE_MATCH),
        }))
    }
}

impl Conditional {
    /// The response to a `GET`: 304 if the client has this representation already.
    pub(crate) fn respond(self, thing: &impl Tagged) -> Result<HttpResponse, ApiError> {
        if self.knows(thing.etag())? {
            let etag = (ETAG, thing.etag());
            return Ok(HttpResponse::NotModified().insert_header(etag).finish());
        }
        Ok(respond(thing))
    }

    /// Whether the client of a `GET` has the representation with this ETag already.
    pub(crate) fn knows(self, etag: &str) -> Result<bool, ApiError> {
        let known = self.if_none_match.transpose()?;
        Ok(known.is_some_and(|known| known.is_met_by(|tag| tag.tag() == opaque(etag))))
    }

    /// What a change expects to find.
    pub(crate) fn expected(self) -> Result<Expected, ApiError> {
        let if_match = self.if_match.transpose()?;
        let if_none_match = self.if_none_match.transpose()?;
        Ok(Expected(match (if_match, if_none_match) {
            (Some(condition), _) => Some((condition, true)),
            (None, Some(condition)) => Some((condition, false)),
            (None, None) => None,
        }))
    }
}

/// What a change expects to find: a condition, and whether it must be met or must not be met.
#[derive(Clone)]
pub(crate) struct Expected(Option<(Condition, bool)>);

impl Expected {
    /// Checks what is there. To be called in the transaction of the change, after it has locked what it changes.
    ///
    /// # Errors
    /// [`db::Error::Changed`] if something else is there.
    pub(crate) fn check<T: Tagged>(
        &self,
        current: impl FnOnce() -> db::Result<T>,
    ) -> db::Result<()> {
        let Some((condition, must_be_met)) = &self.0 else {
            return Ok(());
        };
        let current = current()?;
        let has_changeable_part = |tag: &EntityTag| {
            !tag.weak && changeable(tag.tag()) == changeable(opaque(current.etag()))
        };
        if condition.is_met_by(has_changeable_part) == *must_be_met {
            return Ok(());
        }
        Err(db::Error::Changed {
            etag: current.etag().to_owned(),
            current: serde_json::to_value(current)
                .map_err(|error| db::Error::Unreadable(error.to_string()))?,
        })
    }
}

/// The value of `If-Match` or `If-None-Match`.
#[derive(Clone)]
enum Condition {
    Any,
    OneOf(Vec<EntityTag>),
}

impl Condition {
    fn is_met_by(&self, is_current: impl Fn(&EntityTag) -> bool) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(tags) => tags.iter().any(is_current),
        }
    }
}

fn condition(request: &HttpRequest, name: &HeaderName) -> Option<Result<Condition, ApiError>> {
    let mut values = request.headers().get_all(name).peekable();
    values.peek()?;
    let texts: Result<Vec<_>, _> = values.map(HeaderValue::to_str).collect();
    let condition = texts.ok().and_then(|texts| parse(&texts.join(",")));
    Some(condition.ok_or_else(|| {
        let field = if *name == IF_MATCH {
            "If-Match"
        } else {
            "If-None-Match"
        };
        let message = "The header must be * or ETags in double quotes, with commas between them.";
        ApiError::invalid(field, "invalid-value", message)
    }))
}

fn parse(text: &str) -> Option<Condition> {
    if text.trim() == "*" {
        return Some(Condition::Any);
    }
    let tags = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let tags: Vec<_> = tags.map(|tag| tag.parse().ok()).collect::<Option<_>>()?;
    (!tags.is_empty()).then_some(Condition::OneOf(tags))
}

/// An ETag without its quotes.
fn opaque(etag: &str) -> &str {
    etag.trim_matches('"')
}

/// The first part of an ETag.
fn changeable(opaque: &str) -> &str {
    opaque.split('.').next().unwrap_or_default()
}
