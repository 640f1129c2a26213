//! What is known of every request from outside: a name by which its log is found again, how long it
//! took, and how it ended. Never its address, which may hold a guest's link.

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

/// The header with a request's name, in an answer and from a trusted proxy.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What stands for the address of a request that no route has taken: files of the web app, and what
/// is not there.
const ELSEWHERE: &str = "elsewhere";

/// What one worker of the server keeps for itself, so that workers never wait for each other.
pub(crate) struct Observer {
    /// Makes names of numbers that nobody can turn back into numbers: how much goes on here is
    /// nobody's business.
    keys: RandomState,
    requests: AtomicU64,
    latencies: Option<Arc<Shard>>,
}

impl Observer {
    pub(crate) fn new(latencies: Option<&Latencies>) -> Self {
        Self {
            keys: RandomState::new(),
            requests: AtomicU64::new(0),
            latencies: latencies.map(Latencies::shard),
        }
    }

    fn name(&self) -> HeaderValue {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let name = format!("{:016x}", self.keys.hash_one(number));
        HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("unnamed"))
    }
}

/// Names a request, in its log and in its answer, and notes how it went.
pub(crate) async fn observe(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let Some(observer) = request.app_data::<web::Data<Observer>>().cloned() else {
        return next.call(request).await;
    };
    let started = Instant::now();
    let trusted = comes_from_trusted_proxy(&request);
    let name = name_of_proxy(&request).filter(|_| trusted);
    let name = name.unwrap_or_else(|| observer.name());
    let span = info_span!("request", id = name.to_str().unwrap_or_default());
    let trace = span.in_scope(|| trace_of(&request, &name, trusted));
    let handled = next.call(request).instrument(trace.clone());
    let mut response = handled.instrument(span.clone()).await?;
    let took = started.elapsed();
    let status = response.status();
    end_trace(&trace, status);
    let is_debugged = tracing::enabled!(tracing::Level::DEBUG);
    if status.is_server_error() || is_debugged || observer.latencies.is_some() {
        let request = response.request();
        let route = request.match_pattern();
        let route = route.as_deref().unwrap_or(ELSEWHERE);
        let (method, status) = (request.method().as_str(), status.as_u16());
        if let Some(latencies) = &observer.latencies {
            latencies.add(method, route, status, took);
        }
        // Not to be ready is an answer like any other, and anybody may ask.
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
    headers.insert(REQUEST_ID, name);
    // This has kept an answer from being compressed on its way here, and tells a client nothing.
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|name| name == "identity")
    {
        headers.remove(CONTENT_ENCODING);
    }
    Ok(response)
}

/// The trace of a request: by its route, never by its address. A trusted proxy may have begun it.
fn trace_of(request: &ServiceRequest, name: &HeaderValue, trusted: bool) -> Span {
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
        request.id = name.to_str().unwrap_or_default(),
    );
    if !trace.is_disabled() {
        // A name that is given later is not heard.
        let route = request.match_pattern();
        let route = route.as_deref().unwrap_or(ELSEWHERE);
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

/// The name that a proxy has given, if it is one.
fn name_of_proxy(request: &ServiceRequest) -> Option<HeaderValue> {
    let name = request.headers().get(REQUEST_ID)?;
    is_name(name.as_bytes()).then(|| name.clone())
}

/// Whether it can stand in a log and a header, whatever reads them.
fn is_name(name: &[u8]) -> bool {
    (8..=64).contains(&name.len())
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_different_and_well_formed() {
        let (one, other) = (Observer::new(None), Observer::new(None));
        let names: std::collections::BTreeSet<_> = (0..1000)
            .flat_map(|_| [one.name(), other.name()])
            .map(|name| name.to_str().unwrap().to_owned())
            .collect();
        assert_eq!(names.len(), 2000);
        assert!(names.iter().all(|name| is_name(name.as_bytes())));
    }

    #[test]
    fn only_plain_names_are_taken_over() {
        for name in [
            "0af7651916cd43dd8448eb211c80319c",
            "abc-DEF_1.2",
            "12345678",
        ] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        let long = "x".repeat(65);
        for name in [
            "",
            "1234567",
            &long,
            "with blank",
            "quo\"te-123",
            "söhne-123",
            "a,b,c,d,e",
        ] {
            assert!(!is_name(name.as_bytes()), "{name}");
        }
    }
}
