//! What is taken in of a request before a handler sees it: a head that is not too long, and a body
//! that is not compressed, not too large, and arrives in time.

use std::rc::Rc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, RequestHead, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, ResponseError, web};
use futures_util::{StreamExt, stream};

use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::holding::Holding;
use crate::http::limits::{Client, Share};
use crate::http::reading::{Pause, Reading};
use crate::http::repeats::{Body, IDEMPOTENCY_KEY};
use crate::http::sizes::{
    ADDRESS_LIMIT, BODY_LIMIT, FIELDS_LIMIT, IMPORT_LIMIT, KEYLESS_LIMIT, SMALL_BODY,
};
use crate::http::state::State;

/// After how long there is room again for a body: most do not take longer to arrive.
pub(crate) const ROOM_AGAIN: Duration = Duration::from_secs(5);

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
    /// The client's bodies, or those of all clients together, hold too much.
    #[error("there is no room for the body")]
    NoRoom,
    /// It broke off, or is malformed.
    #[error("the body did not arrive whole")]
    Broken,
}

/// Refuses what is not taken, and receives the body. Every body is received, also where nobody reads
/// it: the connection can then be used again, and no answer shows who looked at the body. The next
/// request of a connection is not read until this one's answer has been handed on.
pub(crate) async fn receive(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let place = match admit(&request, &state).await {
        Ok(place) => place,
        Err(error) => {
            leave_rest(&request);
            let response = error.error_response();
            return Ok(request.into_response(response));
        }
    };
    // Nothing is inflated, whatever reads the body.
    request.headers_mut().remove(header::CONTENT_ENCODING);
    let mut held = None;
    let body = match request.take_payload() {
        Payload::None => Payload::None,
        mut body => {
            let receiving = whole(&request, &mut body, &state, &mut held);
            let received = tokio::time::timeout(state.config.patience, receiving).await;
            match received.unwrap_or(Err(Unreceived::TooSlow)) {
                Ok(bytes) => {
                    if request.headers().contains_key(IDEMPOTENCY_KEY) {
                        request.extensions_mut().insert(Body(bytes.clone()));
                    }
                    Payload::from(bytes)
                }
                // Whoever reads the body hears of it; where a key is missing, that is said first.
                Err(why) => {
                    leave_rest(&request);
                    failing(why)
                }
            }
        }
    };
    request.set_payload(body);
    let pause = pause(&request);
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| Holding::until_sent(body, (place, pause))))
}

/// Lets no more requests of this connection come.
fn pause(request: &ServiceRequest) -> Option<Pause> {
    let reading = request.conn_data::<Rc<Reading>>();
    reading.map(Reading::pause)
}

/// Lets the connection discard what still comes of the body before it closes.
fn leave_rest(request: &ServiceRequest) {
    if let Some(reading) = request.conn_data::<Rc<Reading>>() {
        reading.leave_rest();
    }
}

/// Looks at the head of a request. Those that come through a trusted proxy get a place for their
/// client, until they are answered; for all others their connection has one.
async fn admit(request: &ServiceRequest, state: &State) -> Result<Option<Share>, ApiError> {
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
    match state.limits.places.take(client_of(request).await, 1) {
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

/// A body, which counts as long as `held` is kept. Beyond [`SMALL_BODY`] it needs room that all
/// clients share; only a valid key takes it beyond [`KEYLESS_LIMIT`]. Its chunks, which may be of one
/// byte each, are copied and not kept.
async fn whole(
    request: &ServiceRequest,
    body: &mut Payload,
    state: &State,
    held: &mut Option<(Share, usize)>,
) -> Result<web::Bytes, Unreceived> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Unreceived::Broken)?;
        let length = bytes.len() + chunk.len();
        if length > SMALL_BODY {
            let (share, limit) = match held {
                Some(held) => held,
                None => held.insert(share_and_limit(request, state).await),
            };
            if length > *limit {
                return Err(Unreceived::TooLarge { limit: *limit });
            }
            if !share.grow(chunk.len()) {
                return Err(Unreceived::NoRoom);
            }
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// What a body that is not small takes of the room for it, which is nothing yet, and how large it may
/// be, in bytes.
async fn share_and_limit(request: &ServiceRequest, state: &State) -> (Share, usize) {
    // What comes meanwhile would not be looked at.
    let _pause = pause(request);
    let budget = &state.body_budget;
    let (room, limit) = match SignedIn::extract(request.request()).await {
        Ok(_) => (&budget.hosts, limit_with_key(request.path())),
        Err(_) => (&budget.strangers, KEYLESS_LIMIT),
    };
    (room.nothing(client_of(request).await), limit)
}

/// A body of which nothing can be read.
fn failing(why: Unreceived) -> Payload {
    let error = PayloadError::Io(std::io::Error::other(why));
    Payload::Stream {
        payload: Box::pin(stream::iter([Err(error)])),
    }
}

async fn client_of(request: &ServiceRequest) -> Client {
    let Ok(client) = Client::extract(request.request()).await;
    client
}

fn limit_with_key(path: &str) -> usize {
    match path {
        "/api/v1/imports" => IMPORT_LIMIT,
        _ => BODY_LIMIT,
    }
}
