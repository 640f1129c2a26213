//! Metrics, without private data.

use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![events_are_counted];

/// The value of the line that begins with this text.
#[track_caller]
fn value(metrics: &str, beginning: &str) -> f64 {
    let mut lines = metrics.lines();
    let line = lines.find(|line| {
        line.strip_prefix(beginning)
            .is_some_and(|rest| rest.starts_with(' '))
    });
    let line = line.unwrap_or_else(|| panic!("no {beginning} in\n{metrics}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[track_caller]
fn is(metrics: &str, beginning: &str, expected: f64) {
    let found = value(metrics, beginning);
    assert!(
        (found - expected).abs() < f64::EPSILON,
        "{beginning} is {found}, not {expected}"
    );
}

async fn events_are_counted(db: TestDb) {
    let is_sqlite = db.is_sqlite();
    let app = TestApp::on(db)
        .setting("METRICS_ADDR", "127.0.0.1:0")
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 2, "handSize": 2 })).await;
    let pause = format!("/api/v1/events/{event}/pause");
    ada.post(&pause, Value::Null).await.problem(409);
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    for _ in 0..3 {
        guest.get(&link).await;
    }
    guest
        .post(&format!("/api/v1{link}"), json!({ "response": "NO" }))
        .await
        .is(200);
    app.messages_to(&phone(3), 1).await;
    app.outbox_is_empty().await;
    guest.get("/rsvp/1111111111111111111111").await;
    // Any path of the web app has the route of its page.
    guest.get("/private/path/of/somebody").await;
    guest.request("BREW", &link).send().await.unwrap();

    // A sent message is counted after its outcome was stored.
    let sent = "seat_dealer_sends_total{channel=\"sms\",outcome=\"sent\"}";
    let metrics = app
        .eventually("three messages that are counted", async || {
            let metrics = app.metrics().await;
            (value(&metrics, sent) >= 3.0).then_some(metrics)
        })
        .await;
    is(&metrics, sent, 3.0);
    assert!(metrics.ends_with("# EOF\n"));
    is(&metrics, "seat_dealer_decided_total{kind=\"dealt\"}", 3.0);
    is(&metrics, "seat_dealer_decided_total{kind=\"created\"}", 1.0);
    is(&metrics, "seat_dealer_decided_total{kind=\"refused\"}", 1.0);
    is(
        &metrics,
        "seat_dealer_decided_total{kind=\"answered\"}",
        1.0,
    );
    is(&metrics, "seat_dealer_decided_total{kind=\"lapsed\"}", 0.0);
    is(
        &metrics,
        "seat_dealer_sends_total{channel=\"email\",outcome=\"failed\"}",
        0.0,
    );
    is(&metrics, "seat_dealer_outbox_messages", 0.0);
    is(&metrics, "seat_dealer_outbox_oldest_overdue_seconds", 0.0);
    is(&metrics, "seat_dealer_database_up", 1.0);
    let build = format!(
        "seat_dealer_build_info{{version=\"{}\"}}",
        env!("CARGO_PKG_VERSION")
    );
    is(&metrics, &build, 1.0);
    assert_eq!(metrics.contains("seat_dealer_queued_writes"), is_sqlite);
    let count = "seat_dealer_request_duration_seconds_count";
    let of = |method: &str, route: &str, status: &str| {
        format!("{count}{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}")
    };
    is(&metrics, &of("GET", "/rsvp/{token}", "2xx"), 3.0);
    is(&metrics, &of("GET", "/rsvp/{token}", "4xx"), 1.0);
    is(&metrics, &of("GET", "elsewhere", "2xx"), 1.0);
    is(&metrics, &of("POST", "/api/v1/rsvp/{token}", "2xx"), 1.0);
    is(&metrics, &of("POST", "/api/v1/contacts", "2xx"), 3.0);
    let last = "seat_dealer_request_duration_seconds_bucket{le=\"+Inf\",method=\"GET\",\
                route=\"/rsvp/{token}\",status=\"2xx\"}";
    is(&metrics, last, 3.0);
    assert!(
        metrics.contains("method=\"other\""),
        "whoever invents a method is one of them"
    );
    let token = link.rsplit('/').next().unwrap();
    for private in [
        token,
        "somebody",
        "1111111",
        "+1415",
        "Ada",
        "BREW",
        event.as_str(),
    ] {
        assert!(!metrics.contains(private), "{private} in\n{metrics}");
    }
    app.finish().await;
}

#[tokio::test]
async fn waiting_messages_are_counted() {
    let db = TestDb::sqlite();
    let app = TestApp::on(db)
        .setting("METRICS_ADDR", "127.0.0.1:0")
        .without_worker()
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2, "handSize": 2 })).await;
    ada.deal(&event).await;
    is(&app.metrics().await, "seat_dealer_outbox_messages", 2.0);
    app.eventually("a message that is late", async || {
        let metrics = app.metrics().await;
        (value(&metrics, "seat_dealer_outbox_oldest_overdue_seconds") >= 1.0).then_some(())
    })
    .await;
    ada.cancel(&event).await;
    let public = ada.get("/metrics").await;
    assert!(!public.text().contains("seat_dealer_"), "{public}");
    app.finish().await;
}

#[tokio::test]
async fn every_response_has_a_request_id_of_its_own() {
    let app = TestApp::sqlite();
    let mut names = std::collections::BTreeSet::new();
    let long = format!("/{}", "x".repeat(10_000));
    for (method, path) in [
        ("GET", "/healthz"),
        ("GET", "/"),
        ("GET", "/rsvp/nobody"),
        ("GET", "/api/v1/me"),
        ("DELETE", "/api/v1/events"),
        ("HEAD", "/openapi.json"),
        ("GET", long.as_str()),
    ] {
        let request = app.stranger().request(method, path);
        // The id of an untrusted client is ignored.
        let answer = request
            .header("X-Request-Id", "made-up-by-a-stranger")
            .send()
            .await
            .unwrap();
        let name = answer
            .headers()
            .get("x-request-id")
            .unwrap_or_else(|| panic!("{method} {path}"));
        let name = name.to_str().unwrap().to_owned();
        assert_ne!(name, "made-up-by-a-stranger");
        assert!(names.insert(name.clone()), "{name} again");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_valid_request_id_of_a_trusted_proxy_is_kept() {
    let app = TestApp::on(TestDb::sqlite())
        .exposed()
        .setting("TRUSTED_PROXIES", "127.0.0.1")
        .start();
    for (given, is_taken) in [
        ("0af7651916cd43dd8448eb211c80319c", true),
        ("short", false),
        ("with blanks in it", false),
        ("<script>alert(1)</script>", false),
    ] {
        let request = app.stranger().request("GET", "/healthz");
        let answer = request.header("X-Request-Id", given).send().await.unwrap();
        assert_eq!(
            answer.headers()["x-request-id"] == given,
            is_taken,
            "{given}"
        );
    }
    let none: Value = app.stranger().get("/healthz").await.is(200);
    assert_eq!(none["status"], "alive");
    app.finish().await;
}
