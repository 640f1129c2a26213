//! Middleware: assigns the request id, and records the duration and the status of each request. It never records the
//! address, which may contain a guest's link.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;
use seat_dealer_db::TRACES;
use tracing::{Instrument, Span, field, info_span};

use crate::http::health::READINESS;
use crate::http::state::State;
use crate::operations::metrics::{Latencies, Shard, known_method};
use crate::operations::traces;

/// The header with the request id, in a response and in a request of a trusted proxy.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The route in logs and metrics of a request that matches no route: of a file of the web app, or of a path that does
/// not exist.
const NO_ROUTE: &str = "elsewhere";

/// The state of one worker of the server. Workers share none, so that they do not wait for each other.
pub(crate) struct Observer {
    /// Hashes the number of a request to its id, so that an id does not show how many requests the server gets.
    hasher: RandomState,
    requests: AtomicU64,
    latencies: Option<Arc<Shard>>,
}

impl Observer {
    pub(crate) fn new(latencies: Option<&Latencies>) -> Self {
        Self {
            hasher: RandomState::new(),
            requests: AtomicU64::new(0),
            latencies: latencies.map(Latencies::shard),
        }
    }

    fn new_id(&self) -> HeaderValue {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:016x}", self.hasher.hash_one(number));
        HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("unnamed"))
    }
}

/// Adds the request id to the log and to the response, and records how the request ended.
pub(crate) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(observer) = request.app_data::<web::Data<Observer>>().cloned() else {
        return next.call(request).await;
    };
    let started = Instant::now();
    let trusted = comes_from_trusted_proxy(&request);
    let id = id_of_proxy(&request).filter(|_| trusted);
    let id = id.unwrap_or_else(|| observer.new_id());
    let span = info_span!("request", id = id.to_str().unwrap_or_default());
    let trace = span.in_scope(|| start_trace(&request, &id, trusted));
    let handled = next.call(request).instrument(trace.clone());
    let mut response = handled.instrument(span.clone()).await?;
    let took = started.elapsed();
    let status = response.status();
    end_trace(&trace, status);
    let is_debugged = tracing::enabled!(tracing::Level::DEBUG);
    if status.is_server_error() || is_debugged || observer.latencies.is_some() {
        let request = response.request();
        let route = request.match_pattern();
        let route = route.as_deref().unwrap_or(NO_ROUTE);
        let (method, status) = (request.method().as_str(), status.as_u16());
        if let Some(latencies) = &observer.latencies {
            latencies.add(method, route, status, took);
        }
        // A readiness check that fails is not an error of the server, and everybody can send one.
        let has_failed = status >= 500 && !READINESS.contains(&route);
        if has_failed || is_debugged {
            let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            span.in_scope(|| {
                if has_failed {
                    tracing::warn!(method, route, status, milliseconds, "answered");
                } else {
                    tracing::debug!(method, route, status, milliseconds, "answered");
                }
            });
        }
    }
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    // A handler sets `identity` so that the response is not compressed. It has no meaning for a client.
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|name| name == "identity")
    {
        headers.remove(CONTENT_ENCODING);
    }
    Ok(response)
}

/// Starts the span of a request, or continues the trace of a trusted proxy. The span has the route, not the address.
fn start_trace(request: &ServiceRequest, id: &HeaderValue, trusted: bool) -> Span {
    let method = known_method(request.method().as_str());
    let trace = info_span!(
        target: TRACES,
        "request",
        otel.name = field::Empty,
        otel.kind = "server",
        otel.status_code = field::Empty,
        http.request.method = method,
        http.route = field::Empty,
        http.response.status_code = field::Empty,
        request.id = id.to_str().unwrap_or_default(),
    );
    if !trace.is_disabled() {
        // The exporter ignores a name that is recorded after the span has been entered.
        let route = request.match_pattern();
        let route = route.as_deref().unwrap_or(NO_ROUTE);
        trace.record("otel.name", format!("{method} {route}"));
        trace.record("http.route", route);
        if trusted {
            traces::continue_from(&trace, request.headers());
        }
    }
    trace
}

fn end_trace(trace: &Span, status: StatusCode) {
    trace.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        trace.record("otel.status_code", "ERROR");
    }
}

fn comes_from_trusted_proxy(request: &ServiceRequest) -> bool {
    let state = request.app_data::<web::Data<State>>();
    let peer = request.peer_addr();
    state
        .zip(peer)
        .is_some_and(|(state, peer)| state.config.limits.trusts(peer.ip()))
}

/// The request id that a proxy has assigned, if it is valid.
fn id_of_proxy(request: &ServiceRequest) -> Option<HeaderValue> {
    let id = request.headers().get(REQUEST_ID)?;
    is_valid_id(id.as_bytes()).then(|| id.clone())
}

/// Whether an id needs no escaping in logs and headers.
fn is_valid_id(id: &[u8]) -> bool {
    (8..=64).contains(&id.len())
        && id
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_valid() {
        let (one, other) = (Observer::new(None), Observer::new(None));
        let ids: std::collections::BTreeSet<_> = (0..1000)
            .flat_map(|_| [one.new_id(), other.new_id()])
            .map(|id| id.to_str().unwrap().to_owned())
            .collect();
        assert_eq!(ids.len(), 2000);
        assert!(ids.iter().all(|id| is_valid_id(id.as_bytes())));
    }

    #[test]
    fn an_id_of_a_proxy_is_short_ascii() {
        for id in [
            "0af7651916cd43dd8448eb211c80319c",
            "abc-DEF_1.2",
            "12345678",
        ] {
            assert!(is_valid_id(id.as_bytes()), "{id}");
        }
        let long = "x".repeat(65);
        for id in [
            "",
            "1234567",
            &long,
            "with blank",
            "quo\"te-123",
            "söhne-123",
            "a,b,c,d,e",
        ] {
            assert!(!is_valid_id(id.as_bytes()), "{id}");
        }
    }
}
