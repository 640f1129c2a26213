//! Middleware: refuses a head that is too long and a body that is compressed, too large or too slow. It receives
//! the whole body before a handler runs.

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
use crate::http::guarded_body::GuardedBody;
use crate::http::limits::{Client, Share};
use crate::http::read_pause::{ReadPause, ReadPauseGuard};
use crate::http::repeats::{Body, IDEMPOTENCY_KEY};
use crate::http::sizes::{
    ADDRESS_LIMIT, BODY_LIMIT, FIELDS_LIMIT, IMPORT_LIMIT, KEYLESS_LIMIT, SMALL_BODY,
};
use crate::http::state::State;

/// `Retry-After` when the budget of bodies is used up: most bodies arrive in less time.
pub(crate) const RETRY_AFTER_FULL: Duration = Duration::from_secs(5);

/// Why a body was not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// The body is larger than the limit.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    /// The body took longer than `Config::patience`.
    #[error("the body did not arrive in time")]
    TooSlow,
    /// The bodies of this client, or of all clients together, have used up the budget.
    #[error("the budget of bodies is used up")]
    BudgetExceeded,
    /// The connection ended within the body, or the body is malformed.
    #[error("the body is incomplete")]
    Incomplete,
}

/// Checks the head and receives the body. It receives also a body that the handler does not read: the
/// connection can then be used again, and no response shows whether the handler read the body. The server reads
/// the next request of a connection after it has sent the response.
pub(crate) async fn receive(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let share = match admit(&request, &state).await {
        Ok(share) => share,
        Err(error) => {
            leave_rest(&request);
            let response = error.error_response();
            return Ok(request.into_response(response));
        }
    };
    // Without this header, no extractor decompresses the body.
    request.headers_mut().remove(header::CONTENT_ENCODING);
    let mut held = None;
    let body = match request.take_payload() {
        Payload::None => Payload::None,
        mut body => {
            let receiving = whole(&request, &mut body, &state, &mut held);
            let received = tokio::time::timeout(state.config.patience, receiving).await;
            match received.unwrap_or(Err(BodyError::TooSlow)) {
                Ok(bytes) => {
                    if request.headers().contains_key(IDEMPOTENCY_KEY) {
                        request.extensions_mut().insert(Body(bytes.clone()));
                    }
                    Payload::from(bytes)
                }
                // The extractor of the body gets this error, after the one that checks the key.
                Err(error) => {
                    leave_rest(&request);
                    failing(error)
                }
            }
        }
    };
    request.set_payload(body);
    let pause = pause(&request);
    let response = next.call(request).await?;
    Ok(response.map_body(|_, body| GuardedBody::boxed(body, (share, pause))))
}

/// Pauses reading from the connection of this request.
fn pause(request: &ServiceRequest) -> Option<ReadPauseGuard> {
    let read_pause = request.conn_data::<Rc<ReadPause>>();
    read_pause.map(ReadPause::pause)
}

/// Makes the connection discard the rest of the body before it closes.
fn leave_rest(request: &ServiceRequest) {
    if let Some(read_pause) = request.conn_data::<Rc<ReadPause>>() {
        read_pause.leave_rest();
    }
}

/// Checks the head of a request. A request through a trusted proxy counts as a connection of its client until
/// the response is sent. All other clients are counted by their connections.
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
    match state.limits.connections.take(client_of(request).await, 1) {
        Some(share) => Ok(Some(share)),
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

/// Whether `Content-Encoding` names an encoding other than `identity`.
fn is_encoded(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING);
    encodings.any(|name| !name.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Receives a body. A body larger than [`SMALL_BODY`] takes from the budget that all clients share until `held`
/// is dropped, and one larger than [`KEYLESS_LIMIT`] needs a valid key. The chunks are copied, because each of them
/// may have one byte.
async fn whole(
    request: &ServiceRequest,
    body: &mut Payload,
    state: &State,
    held: &mut Option<(Share, usize)>,
) -> Result<web::Bytes, BodyError> {
    let mut bytes = web::BytesMut::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| BodyError::Incomplete)?;
        let length = bytes.len() + chunk.len();
        if length > SMALL_BODY {
            let (share, limit) = match held {
                Some(held) => held,
                None => held.insert(share_and_limit(request, state).await),
            };
            if length > *limit {
                return Err(BodyError::TooLarge { limit: *limit });
            }
            if !share.grow(chunk.len()) {
                return Err(BodyError::BudgetExceeded);
            }
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

/// An empty share of the budget for a body that is not small, and the limit of the body in bytes.
async fn share_and_limit(request: &ServiceRequest, state: &State) -> (Share, usize) {
    // Otherwise bytes would pile up during the query for the key.
    let _pause = pause(request);
    let budget = &state.body_budget;
    let (budget, limit) = match SignedIn::extract(request.request()).await {
        Ok(_) => (&budget.hosts, limit_with_key(request.path())),
        Err(_) => (&budget.strangers, KEYLESS_LIMIT),
    };
    (budget.empty_share(client_of(request).await), limit)
}

/// A body whose first read fails with this error.
fn failing(error: BodyError) -> Payload {
    let error = PayloadError::Io(std::io::Error::other(error));
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
        "/api/v1/imports" | "/api/v1/contacts/batch" => IMPORT_LIMIT,
        _ => BODY_LIMIT,
    }
}
