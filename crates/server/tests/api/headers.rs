//! The headers of every response.

use seat_dealer_test_support::app::{Answer, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use serde_json::{Value, json};

use crate::links::all_of;

#[track_caller]
fn has_security_headers(what: &str, answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(answer.header(name), value, "{name} of {what}: {answer}");
    }
    let permissions = answer.header("permissions-policy");
    for feature in ["camera=()", "geolocation=()", "microphone=()", "payment=()"] {
        assert!(permissions.contains(feature), "{what}: {permissions}");
    }
    // Hosts copy and share the text of invitations by hand.
    assert!(
        !permissions.contains("clipboard-write") && !permissions.contains("web-share"),
        "{what}: {permissions}"
    );
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors 'none'"),
        "{what}: {policy}"
    );
    assert!(
        policy.contains("default-src 'none'") || policy.contains("object-src 'none'"),
        "{policy}"
    );
    assert!(
        !policy.contains("'unsafe-eval'") && !policy.contains('*'),
        "{what}: {policy}"
    );
    let script = policy
        .split(';')
        .find(|part| part.trim().starts_with("script-src"));
    assert!(
        script.is_none_or(|script| !script.contains("'unsafe-inline'")),
        "{what}: {policy}"
    );
    let caching = answer.header("cache-control");
    assert!(
        caching == "no-store" || caching.starts_with("public, max-age="),
        "{what}: {caching}"
    );
}

#[tokio::test]
async fn every_kind_of_response_has_security_headers() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    for path in [
        "/",
        "/contacts",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/docs",
        "/docs/",
        "/docs/nothing.js",
        "/dev/messages",
        "/dev/messages.json",
        "/dev/messages.js",
        "/dev/oidc/.well-known/openid-configuration",
        "/nothing.js",
        "/api/v1/me",
        "/api/v1/contacts",
        "/api/v1/contacts?limit=0",
        "/api/v1/nothing",
        "/api/v1/contacts/unknown",
        "/rsvp/unknown",
        "/invites/abc",
        &link,
        &format!("/api/v1{link}"),
        &format!("{link}/calendar.ics"),
        "/rsvp/unknown/calendar.ics",
    ] {
        for client in [&app.stranger(), &*ada] {
            has_security_headers(path, &client.get(path).await);
            has_security_headers(path, &client.head(path).await);
            has_security_headers(path, &Answer::to(client.request("OPTIONS", path)).await);
            has_security_headers(path, &Answer::to(client.request("BREW", path)).await);
        }
    }
    for (path, body) in [
        ("/api/v1/contacts", json!({})),
        ("/api/v1/contacts", json!("x".repeat(200_000))),
        ("/api/v1/login/start", json!({ "redirectUri": "x" })),
        ("/", Value::Null),
    ] {
        has_security_headers(path, &ada.post(path, body).await);
    }
    has_security_headers(
        "a form",
        &app.stranger().submit(&link, &[("response", "YES")]).await,
    );
    has_security_headers("a wrong form", &app.stranger().submit(&link, &[]).await);
    has_security_headers(
        "a huge form",
        &app.stranger()
            .submit(&link, &[("x", &"x".repeat(200_000))])
            .await,
    );
    app.finish().await;
}

#[tokio::test]
async fn a_response_without_a_handler_has_security_headers() {
    let app = TestApp::on(TestDb::sqlite())
        .setting("WRONG_LINK_LIMIT", "1")
        .start();
    let guest = app.stranger();
    assert_eq!(guest.get("/rsvp/unknown").await.status, 404);
    let long = "x".repeat(20_000);
    for path in ["/rsvp/unknown", "/api/v1/rsvp/unknown"] {
        for (status, request) in [
            (429, guest.request("GET", path)),
            (414, guest.request("GET", &format!("{path}?{long}"))),
            (431, guest.request("GET", path).header("x-long", &long)),
        ] {
            let answer = Answer::to(request).await;
            assert_eq!(answer.status, status, "{path}");
            has_security_headers(path, &answer);
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn no_text_becomes_markup_on_guests_pages() {
    let app = TestApp::sqlite();
    for path in ["/rsvp/unknown", "/unsubscribe/unknown", "/dev/messages"] {
        let page = app.stranger().get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("require-trusted-types-for 'script'; trusted-types 'none'"),
            "{path}: {policy}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn https_has_strict_transport_security() {
    let app = TestApp::sqlite();
    assert_eq!(
        app.stranger()
            .get("/")
            .await
            .header("strict-transport-security"),
        ""
    );
    app.finish().await;
    let app = TestApp::on(TestDb::sqlite())
        .setting("API_BASE_URI", "https://localhost")
        .start();
    for path in ["/", "/api/v1/me", "/rsvp/unknown"] {
        let answer = app.stranger().get(path).await;
        let header = answer.header("strict-transport-security");
        assert!(header.starts_with("max-age=63072000"), "{path}: {header}");
    }
    app.finish().await;
}

#[tokio::test]
async fn development_pages_are_only_for_loopback() {
    let app = TestApp::sqlite();
    for (host, seen) in [
        ("localhost:8080", true),
        ("127.0.0.1", true),
        ("[::1]:8080", true),
        ("dinner.localhost", true),
        ("evil.example", false),
        ("localhost.evil.example", false),
        ("127.0.0.1.evil.example", false),
    ] {
        for path in ["/dev/messages", "/dev/messages.json"] {
            let request = app.stranger().request("GET", path).header("Host", host);
            let answer = Answer::to(request).await;
            assert_eq!(answer.status, if seen { 200 } else { 404 }, "{host}{path}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn development_endpoints_do_not_exist_behind_a_proxy() {
    let app = TestApp::sqlite();
    let nothing = app.stranger().get("/dev/nothing").await;
    for path in [
        "/dev/messages",
        "/dev/messages.json",
        "/dev/messages.js",
        "/dev/oidc/authorize",
        "/dev/oidc/jwks",
    ] {
        for name in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "CF-Ray"] {
            let request = app.stranger().request("GET", path).header(name, "x");
            let answer = Answer::to(request).await;
            assert_eq!(all_of(&answer), all_of(&nothing), "{name} {path}");
        }
    }
    app.finish().await;
}
