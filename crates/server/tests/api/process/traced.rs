//! Traces, as an OpenTelemetry collector receives them.

mod collector;

use std::collections::BTreeSet;
use std::process::Command;

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use seat_dealer_delivery::fake_twilio::FakeTwilio;
use seat_dealer_test_support::app::{Client, EXPOSED, eventually};
use serde_json::{Value, json};

use self::collector::{FakeCollector, attribute};
use super::{Installation, Running, SECRET};

/// All attributes that a span may have.
const ATTRIBUTES: [&str; 16] = [
    "event.decided",
    "event.id",
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "message.attempt",
    "message.channel",
    "message.result",
    "message.id",
    "message.kind",
    "provider.name",
    "provider.outcome",
    "provider.question",
    "request.id",
    "seat-dealer",
    "service.name",
];

/// A server that sends its traces only when it stops.
fn traced(installation: &Installation, collector: &FakeCollector) -> Command {
    let mut command = installation.program(&["serve"]);
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.base())
        .env("OTEL_BSP_SCHEDULE_DELAY", "3600000");
    command
}

async fn end(running: Running) -> String {
    running.tell_to_stop();
    // The fake servers run on this thread's runtime.
    tokio::task::spawn_blocking(move || running.end())
        .await
        .unwrap()
}

/// Invites Grace, who answers. Returns the token of her link and the request id of her answer.
async fn dinner(
    installation: &Installation,
    twilio: &FakeTwilio,
    ada: &Client,
) -> (String, String) {
    let grace = json!({ "name": "Grace Hopper", "phoneNumber": "+14155550132" });
    ada.post("/api/v1/contacts", grace).await.is(201);
    let event = json!({
        "title": "Bouillabaisse", "description": "Bring slippers", "location": "Hidden Street",
        "seats": 2, "quietHours": null,
    });
    let event = ada.post("/api/v1/events", event).await.is(201);
    let event = event["id"].as_str().unwrap();
    ada.post(&format!("/api/v1/events/{event}/deal"), Value::Null)
        .await
        .is(200);
    eventually("a text that is noted as sent", async || {
        let invites = ada.get(&format!("/api/v1/invites?eventId={event}")).await;
        let status = invites.is(200)["items"][0]["messages"][0]["status"].clone();
        (status == "sent").then_some(())
    })
    .await;
    let text = twilio.journal().remove(0).body;
    let (_, link) = text.split_once("/rsvp/").unwrap();
    let token: String = link
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let answer = json!({ "response": "YES", "note": "with Wagner" });
    let path = format!("/api/v1/rsvp/{token}");
    let answer = installation.client(None).post(&path, answer).await;
    let name = answer.header("x-request-id").to_owned();
    answer.is(200);
    (token, name)
}

#[tokio::test]
async fn a_dinner_is_traced_without_personal_data() {
    let (installation, collector) = (Installation::new(), FakeCollector::start());
    let twilio = FakeTwilio::start().unwrap();
    let key = installation.api_key();
    let mut command = traced(&installation, &collector);
    command
        .envs(twilio.environment())
        .env("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
        .env("OTEL_EXPORTER_OTLP_HEADERS", "x-team=dinners")
        .env("OTEL_SERVICE_NAME", "dinners")
        .env("LOG_FORMAT", "json")
        .env("RUST_LOG", "debug");
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    let (token, name) = dinner(&installation, &twilio, &installation.client(Some(&key))).await;
    let stranger = installation.client(None);
    stranger.get("/api/v1/Wagner").await.problem(404);
    let brewed = stranger.request("WAGNER", "/healthz").send();
    assert!(brewed.await.unwrap().status().is_client_error());
    assert_eq!(collector.requests(), 0, "it is too early");
    let log = end(running).await;

    let spans = collector.spans();
    let answer = one(&spans, "POST /api/v1/rsvp/{token}");
    assert_eq!(answer.kind(), SpanKind::Server);
    assert_eq!(attribute(answer, "request.id"), name);
    assert_eq!(attribute(answer, "http.route"), "/api/v1/rsvp/{token}");
    assert_eq!(attribute(answer, "http.response.status_code"), "200");
    let change = child(&spans, answer, "change event");
    let decided = attribute(change, "event.decided");
    assert!(decided.contains("answered"), "{decided}");
    let transaction = child(&spans, child(&spans, change, "write"), "transaction");
    child(&spans, transaction, "decide");

    let send = one(&spans, "send message");
    assert!(send.parent_span_id.is_empty());
    assert_eq!(attribute(send, "message.kind"), "invitation");
    assert_eq!(attribute(send, "message.result"), "sent");
    let asked = child(&spans, send, "ask provider");
    assert_eq!(asked.kind(), SpanKind::Client);
    assert_eq!(attribute(asked, "provider.name"), "twilio");
    assert_eq!(attribute(asked, "provider.outcome"), "sent");
    child(&spans, send, "change event");
    for stranger in ["GET elsewhere", "other /healthz"] {
        one(&spans, stranger);
    }

    let told: BTreeSet<_> = spans
        .iter()
        .flat_map(|span| &span.attributes)
        .map(|attribute| attribute.key.as_str())
        .collect();
    let more: Vec<_> = told
        .iter()
        .filter(|name| !ATTRIBUTES.contains(name))
        .collect();
    assert!(more.is_empty(), "is nobody named in {more:?}?");
    let twilios: Vec<_> = twilio.environment().map(|(_, value)| value)[3..5].to_vec();
    let mut private = vec![
        "Grace",
        "Hopper",
        "4155550132",
        "Bouillabaisse",
        "slippers",
        "Hidden",
        "Wagner",
        "WAGNER",
        "ada@example.com",
        SECRET,
        &token,
        &key,
    ];
    private.extend(twilios.iter().map(String::as_str));
    for words in private {
        assert!(
            !collector.contains(words),
            "the collector was told: {words}"
        );
    }
    assert_eq!(collector.header("x-team"), "dinners");
    assert_eq!(collector.header("content-encoding"), "gzip");
    assert_eq!(collector.resource("service.name"), "dinners");
    assert_eq!(
        collector.resource("service.version"),
        env!("CARGO_PKG_VERSION")
    );

    let is_told = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["span"]["id"] == name.as_str() && line["fields"]["message"] == "answered"
    };
    assert!(log.lines().any(is_told), "the log has lost {name}: {log}");
    assert!(
        !log.contains("otel."),
        "what is for traces is in the log: {log}"
    );
}

#[tokio::test]
async fn only_a_trusted_proxy_starts_a_trace() {
    const TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;
    const PARENT: u64 = 0x00f0_67aa_0ba9_02b7;
    for (proxies, is_trusted) in [("127.0.0.1", true), ("10.0.0.0/8", false)] {
        let (installation, collector) = (Installation::new(), FakeCollector::start());
        let mut command = traced(&installation, &collector);
        let command = command.envs(EXPOSED).env("TRUSTED_PROXIES", proxies);
        let running = installation.start(command, "serve.log");
        installation.is_ready().await;
        let guest = installation.client(None);
        // A trace that the proxy does not sample is not sampled here.
        for (path, flags) in [("/api/v1/me", "01"), ("/api/v1/events", "00")] {
            let request = guest.request("GET", path);
            let parent = format!("00-{TRACE:032x}-{PARENT:016x}-{flags}");
            let answer = request.header("traceparent", parent).send().await.unwrap();
            assert_eq!(answer.status(), 401);
        }
        end(running).await;
        let spans = collector.spans();
        let span = one(&spans, "GET /api/v1/me");
        assert_eq!(span.trace_id == TRACE.to_be_bytes(), is_trusted);
        assert_eq!(span.parent_span_id == PARENT.to_be_bytes(), is_trusted);
        let unsampled = spans.iter().any(|span| span.name == "GET /api/v1/events");
        assert_eq!(unsampled, !is_trusted);
    }
}

#[tokio::test]
async fn an_unreachable_collector_delays_nothing() {
    let installation = Installation::new();
    let collector = {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://hush:hush@{}", nobody.local_addr().unwrap())
    };
    let mut command = installation.program(&["serve"]);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    installation
        .client(None)
        .get("/api/v1/me")
        .await
        .problem(401);
    let log = end(running).await;
    assert!(log.contains("ExportError"), "nobody is told: {log}");
    assert!(!log.contains("hush"), "{log}");
}

#[tokio::test]
async fn disabled_traces_are_not_sent() {
    let (installation, collector) = (Installation::new(), FakeCollector::start());
    let mut command = traced(&installation, &collector);
    let running = installation.start(command.env("OTEL_SDK_DISABLED", "true"), "serve.log");
    installation.is_ready().await;
    end(running).await;
    assert_eq!(collector.requests(), 0);
}

#[track_caller]
fn one<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let mut found = spans.iter().filter(|span| span.name == name);
    match (found.next(), found.next()) {
        (Some(span), None) => span,
        (None, _) => panic!("no {name}: {:#?}", names(spans)),
        (Some(_), Some(_)) => panic!("several {name}"),
    }
}

#[track_caller]
fn child<'a>(spans: &'a [Span], parent: &Span, name: &str) -> &'a Span {
    let found = spans.iter().find(|span| {
        span.name == name
            && span.parent_span_id == parent.span_id
            && span.trace_id == parent.trace_id
    });
    found.unwrap_or_else(|| panic!("no {name} in {}: {:#?}", parent.name, names(spans)))
}

fn names(spans: &[Span]) -> Vec<&str> {
    spans.iter().map(|span| span.name.as_str()).collect()
}
