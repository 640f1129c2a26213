//! CORS: pages of another origin may not use the API, except the web app's.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use serde_json::json;

const ELSEWHERE: &str = "https://dinner.example.org";

async fn from(client: &Client, method: &str, path: &str, origin: &str, asks_for: &str) -> Answer {
    let mut request = client.request(method, path).header("Origin", origin);
    if !asks_for.is_empty() {
        request = request
            .header("Access-Control-Request-Method", asks_for)
            .header(
                "Access-Control-Request-Headers",
                "authorization,content-type,last-event-id",
            );
    }
    Answer::to(request).await
}

fn allowed(answer: &Answer) -> &str {
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn other_origins_are_not_allowed() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    for origin in [ELSEWHERE, "null", "http://localhost:1", app.base()] {
        let answer = from(&ada, "GET", "/api/v1/me", origin, "").await;
        assert_eq!((answer.status, allowed(&answer)), (200, ""), "{origin}");
        for method in ["GET", "POST", "DELETE"] {
            let answer = from(&ada, "OPTIONS", "/api/v1/contacts", origin, method).await;
            assert_eq!((answer.status, allowed(&answer)), (405, ""), "{origin}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn the_web_app_may_have_another_origin() {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(TestDb::sqlite())
        .setting("FRONTEND_BASE_URI", ELSEWHERE)
        .setting("SMTP_URL", &smtp.url())
        .exposed()
        .start();
    let ada = app.host("Ada").await;
    for method in ["GET", "POST", "PATCH", "PUT", "DELETE"] {
        let answer = from(
            &app.stranger(),
            "OPTIONS",
            "/api/v1/contacts",
            ELSEWHERE,
            method,
        )
        .await;
        assert_eq!(
            (answer.status, allowed(&answer)),
            (200, ELSEWHERE),
            "{method}: {answer}"
        );
        assert!(
            answer
                .header("access-control-allow-methods")
                .contains(method)
        );
        let headers = answer
            .header("access-control-allow-headers")
            .to_ascii_lowercase();
        for name in [
            "authorization",
            "content-type",
            "idempotency-key",
            "last-event-id",
        ] {
            assert!(headers.contains(name), "{headers}");
        }
    }
    // Error responses have the header, too.
    for (client, path, status) in [
        (&*ada, "/api/v1/me", 200),
        (&app.stranger(), "/api/v1/me", 401),
        (&*ada, "/api/v1/contacts?limit=0", 422),
        (&*ada, "/api/v1/nothing", 404),
    ] {
        let answer = from(client, "GET", path, ELSEWHERE, "").await;
        assert_eq!(
            (answer.status, allowed(&answer)),
            (status, ELSEWHERE),
            "{path}"
        );
        assert!(answer.header("vary").contains("Origin"), "{path}");
    }
    for origin in [
        "https://evil.example",
        "https://dinner.example.org.evil.example",
        "http://dinner.example.org",
        "null",
    ] {
        let answer = from(&ada, "GET", "/api/v1/me", origin, "").await;
        assert_eq!(allowed(&answer), "", "{origin}");
        let answer = from(&ada, "OPTIONS", "/api/v1/me", origin, "GET").await;
        assert_eq!(allowed(&answer), "", "{origin}");
    }
    // Guests' links have this origin, and its pages may use the API.
    let bea = json!({ "name": "Bea", "email": "bea@example.com" });
    ada.contact(bea).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    app.outbox_is_empty().await;
    let mail = smtp.journal().remove(0).data;
    assert!(mail.contains(&format!("{ELSEWHERE}/rsvp/")), "{mail}");
    let invite = ada.invite_of(&event, "Bea").await;
    assert!(
        invite["rsvpUrl"].as_str().unwrap().starts_with(ELSEWHERE),
        "{invite}"
    );
    let policy = app.stranger().get("/").await;
    let policy = policy.header("content-security-policy");
    assert!(
        policy.contains(&format!("connect-src 'self' {}", app.base())),
        "{policy}"
    );
    app.finish().await;
}
