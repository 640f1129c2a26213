//! Requests with an `Idempotency-Key`.

use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, web};
use seat_dealer_core::HostId;
use seat_dealer_db::repeats::{Answer, Once};
use seat_dealer_db::{self as db};
use serde::Serialize;

use super::errors::ApiError;
use super::etags::Tagged;
use super::in_progress::Working;
use super::state::State;

/// The header of requests that may be repeated.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header of responses that were given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// The longest key.
const MOST_CHARACTERS: usize = 255;

/// The bytes of the body of a request with an idempotency key. The middleware adds them to the request.
pub(crate) struct Body(pub(crate) web::Bytes);

/// What makes a request repeatable, if it has a key.
pub(crate) struct Repeatable {
    key: Option<Result<String, ApiError>>,
    request: String,
    body: web::Bytes,
}

impl FromRequest for Repeatable {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let body = request.extensions();
        let body = body.get::<Body>().map(|body| body.0.clone());
        std::future::ready(Ok(Self {
            key: request.headers().get(IDEMPOTENCY_KEY).map(key),
            request: format!("{} {}", request.method(), request.uri()),
            body: body.unwrap_or_default(),
        }))
    }
}

fn key(value: &HeaderValue) -> Result<String, ApiError> {
    let key = value.to_str().unwrap_or_default();
    if (1..=MOST_CHARACTERS).contains(&key.len()) {
        return Ok(key.to_owned());
    }
    Err(ApiError::invalid(
        "Idempotency-Key",
        "invalid-value",
        format!("The header must have 1 to {MOST_CHARACTERS} ASCII characters."),
    ))
}

impl Repeatable {
    /// Begins to work on a request of this host. What is returned second must be kept until the response is
    /// there.
    ///
    /// # Errors
    /// [`ApiError::InProgress`] while this process works on a request with the same key. Other processes are
    /// waited for by the database.
    pub(crate) fn begin(
        self,
        state: &State,
        host: &HostId,
    ) -> Result<(Option<Once>, Option<Working>), ApiError> {
        let Some(key) = self.key.transpose()? else {
            return Ok((None, None));
        };
        let working = Working::begin(&state.in_progress, (host.clone(), key.clone()))?;
        let request = [self.request.as_bytes(), &self.body];
        let once = Once::new(state.db.tokens(), host, &key, &request, db::now());
        Ok((Some(once), Some(working)))
    }
}

/// The response to an earlier request with the same key.
pub(crate) async fn answered(
    state: &State,
    request: Option<&Once>,
) -> Result<Option<Answer>, ApiError> {
    let Some(request) = request.cloned() else {
        return Ok(None);
    };
    let answered = state.db.read(move |conn| request.answered(conn));
    Ok(answered.await?)
}

/// A response with the ETag of its body.
pub(crate) fn tagged(answer: Answer, thing: &impl Tagged) -> Answer {
    Answer {
        etag: Some(thing.etag().to_owned()),
        ..answer
    }
}

/// The response 200 with this body.
pub(crate) fn ok(body: &impl Serialize) -> db::Result<Answer> {
    answer(200, None, body)
}

/// The response 201 with this new object of a collection.
pub(crate) fn created(collection: &str, id: &str, body: &impl Serialize) -> db::Result<Answer> {
    answer(201, Some(format!("/api/v1/{collection}/{id}")), body)
}

fn answer(status: u16, location: Option<String>, body: &impl Serialize) -> db::Result<Answer> {
    Ok(Answer {
        status,
        location,
        etag: None,
        body: serde_json::to_string(body)
            .map_err(|error| db::Error::Unreadable(error.to_string()))?,
        replayed: false,
    })
}

/// The response as it is sent.
pub(crate) fn respond(answer: Answer) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(answer.status).unwrap_or_default();
    let mut response = HttpResponseBuilder::new(status);
    response.content_type("application/json");
    if let Some(location) = answer.location {
        response.insert_header(("Location", location));
    }
    if let Some(etag) = answer.etag {
        response.insert_header((ETAG, etag));
    }
    if answer.replayed {
        response.insert_header((REPLAYED, "true"));
    }
    response.body(answer.body)
}
