//! What is taken in of a request before a handler sees it: a head that is not too long, and a body
//! that is not compressed, not too large, and arrives in time.

use std::rc::Rc;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, RequestHead, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, ResponseError, web};
use futures_util::{StreamExt, stream};
use tokio::sync::SemaphorePermit;

use crate::http::auth::SignedIn;
use crate::http::connection::ReadAhead;
use crate::http::errors::ApiError;
use crate::http::limits::{Client, Place};
use crate::http::sizes::{ADDRESS_LIMIT, BODY_LIMIT, FIELDS_LIMIT, IMPORT_LIMIT, KEYLESS_LIMIT};
use crate::http::state::State;

/// Why a body was not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unreceived {
    /// It is larger than so many bytes.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes that are taken.
        limit: usize,
    },
    /// It took longer than `Config::patience`.
    #[error("the body did not arrive in time")]
    TooSlow,
    /// All bodies together hold too much.
    #[error("there is no room for the body")]
    NoRoom,
    /// It broke off, or is malformed.
    #[error("the body did not arrive whole")]
    Broken,
}

/// Refuses what is not taken, and receives the body. Every body is received, also where nobody reads
/// it: the connection can then be used again, and no answer shows who looked at the body.
pub(crate) async fn receive(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    let read_ahead = request.conn_data::<Rc<ReadAhead>>().cloned();
    let place = match admit(&request, &state).await {
        Ok(place) => place,
        Err(error) => {
            let response = error.error_response();
            return Ok(request.into_response(response).map_into_right_body());
        }
    };
    // Nothing is inflated, whatever reads the body.
    request.headers_mut().remove(header::CONTENT_ENCODING);
    let mut held = Vec::new();
    let body = match request.take_payload() {
        Payload::None => Payload::None,
        mut body => {
            if let Some(read_ahead) = &read_ahead {
                read_ahead.open();
            }
            let receiving = whole(&request, &mut body, &state, &mut held);
            let received = tokio::time::timeout(state.config.patience, receiving).await;
            match received.unwrap_or(Err(Unreceived::TooSlow)) {
                Ok(bytes) => Payload::from(bytes),
                // Whoever reads the body hears of it; where a key is missing, that is said first.
                Err(why) => failing(why),
            }
        }
    };
    request.set_payload(body);
    if let Some(read_ahead) = &read_ahead {
        read_ahead.narrow();
    }
    let response = next.call(request).await?;
    Ok(match place {
        Some(place) => response
            .map_body(|_, body| place.with(body))
            .map_into_right_body(),
        None => response.map_into_left_body(),
    })
}

/// Looks at the head of a request. Those that come through a trusted proxy get a place for their
/// client, until they are answered; for all others their connection has one.
async fn admit(request: &ServiceRequest, state: &State) -> Result<Option<Place>, ApiError> {
    if let Some(error) = too_long(request.head()) {
        return Err(error);
    }
    if is_encoded(request.headers()) {
        return Err(ApiError::Encoded);
    }
    let peer = request.peer_addr();
    if !peer.is_some_and(|peer| state.config.limits.trusts(peer.ip())) {
        return Ok(None);
    }
    let Ok(client) = Client::extract(request.request()).await;
    match state.limits.places.take(client) {
        Some(place) => Ok(Some(place)),
        None => Err(ApiError::TooMany(state.config.patience)),
    }
}

fn too_long(head: &RequestHead) -> Option<ApiError> {
    let address = head
        .uri
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if address > ADDRESS_LIMIT {
        return Some(ApiError::AddressTooLong);
    }
    let fields = head.headers().iter();
    let length: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    (length > FIELDS_LIMIT).then_some(ApiError::FieldsTooLong)
}

/// Whether the body is said to be anything but itself.
fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING);
    encodings.any(|name| !name.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// A body, which counts as long as `held` is kept. Only a valid key takes it beyond [`KEYLESS_LIMIT`].
async fn whole<'a>(
    request: &ServiceRequest,
    body: &mut Payload,
    state: &'a State,
    held: &mut Vec<SemaphorePermit<'a>>,
) -> Result<web::Bytes, Unreceived> {
    let mut bytes = web::BytesMut::new();
    let mut limit = KEYLESS_LIMIT;
    let mut room = &state.body_budget.small;
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Unreceived::Broken)?;
        let length = bytes.len() + chunk.len();
        if length > limit && limit == KEYLESS_LIMIT && has_key(request).await {
            limit = limit_with_key(request.path());
            room = &state.body_budget.large;
        }
        if length > limit {
            return Err(Unreceived::TooLarge { limit });
        }
        let more = u32::try_from(chunk.len()).map_err(|_| Unreceived::NoRoom)?;
        held.push(
            room.try_acquire_many(more)
                .map_err(|_| Unreceived::NoRoom)?,
        );
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// A body of which nothing can be read.
fn failing(why: Unreceived) -> Payload {
    let error = PayloadError::Io(std::io::Error::other(why));
    Payload::Stream {
        payload: Box::pin(stream::iter([Err(error)])),
    }
}

async fn has_key(request: &ServiceRequest) -> bool {
    SignedIn::extract(request.request()).await.is_ok()
}

fn limit_with_key(path: &str) -> usize {
    match path {
        "/api/v1/imports" => IMPORT_LIMIT,
        _ => BODY_LIMIT,
    }
}
