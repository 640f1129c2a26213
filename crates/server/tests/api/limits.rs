//! Rate limits of requests without a key.

use seat_dealer_test_support::app::{Answer, Client, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

use crate::links::answer;
use crate::unsubscribe::invited;

on_each_database![
    wrong_links_are_limited_by_address_and_valid_ones_by_link,
    sign_in_is_limited_by_address,
    links_that_stop_email_are_limited_like_guests_links,
];

/// Sends a request as a proxy sends it for the client at `origin`.
async fn get_through_proxy(client: &Client, method: &str, path: &str, origin: &str) -> Answer {
    let request = client.request(method, path);
    Answer::to(request.header("x-forwarded-for", origin)).await
}

/// Asserts the status 429 with `Retry-After`.
#[track_caller]
fn is_rate_limited(answer: Answer) {
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    let detail = answer.problem(429);
    assert_eq!(
        detail,
        format!("Too many requests. Try again in {seconds} s.")
    );
}

async fn wrong_links_are_limited_by_address_and_valid_ones_by_link(db: TestDb) {
    let app = TestApp::on(db)
        .setting("WRONG_LINK_LIMIT", "3")
        .setting("LINK_LIMIT", "6")
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let (one, other) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();

    // Every invalid link counts, whatever is wrong with it.
    guest.get("/api/v1/rsvp/unknown").await.problem(404);
    assert_eq!(guest.get("/rsvp/1111111111111111111111").await.status, 404);
    assert_eq!(
        guest.submit("/rsvp/x", &[("response", "YES")]).await.status,
        404
    );
    for path in ["/api/v1/rsvp/unknown", "/api/v1/rsvp/another"] {
        is_rate_limited(guest.get(path).await);
        is_rate_limited(guest.post(path, json!({ "response": "YES" })).await);
        assert_eq!(guest.head(path).await.status, 429);
    }
    for page in [
        guest.get("/rsvp/x").await,
        guest.submit("/rsvp/x", &[("response", "YES")]).await,
    ] {
        assert_eq!(page.status, 429);
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{page}"
        );
        assert!(
            page.header("content-security-policy")
                .contains("default-src 'none'")
        );
        assert!(page.text().contains("One moment, please"), "{page}");
        assert!((1..=60).contains(&page.header("retry-after").parse::<u64>().unwrap()));
    }

    // Guests with valid links at the same address are not limited.
    answer(&app, &one, "YES").await;
    for _ in 0..5 {
        assert_eq!(guest.get(&one).await.status, 200);
    }
    let api = format!("/api/v1{one}");
    assert_eq!(guest.get(&one).await.status, 429);
    is_rate_limited(guest.get(&api).await);
    is_rate_limited(guest.post(&api, json!({ "response": "NO" })).await);
    answer(&app, &other, "PROBABLY").await;
    assert_eq!(ada.counts(&event).await["seated"], 2);
    app.finish().await;
}

async fn links_that_stop_email_are_limited_like_guests_links(db: TestDb) {
    let app = TestApp::on(db)
        .setting("WRONG_LINK_LIMIT", "2")
        .setting("LINK_LIMIT", "3")
        .start();
    let ada = app.host("Ada").await;
    let (_, link) = invited(&app, &ada).await;
    let guest = app.stranger();
    let one_click = [("List-Unsubscribe", "One-Click")];
    for _ in 0..2 {
        assert_eq!(guest.get("/unsubscribe/x").await.status, 404);
    }
    assert_eq!(guest.submit("/unsubscribe/x", &one_click).await.status, 429);
    for _ in 0..3 {
        assert_eq!(guest.get(&link).await.status, 200);
    }
    let page = guest.submit(&link, &one_click).await;
    assert_eq!(page.status, 429);
    assert!(page.text().contains("One moment, please"), "{page}");
    assert!((1..=60).contains(&page.header("retry-after").parse::<u64>().unwrap()));
    app.finish().await;
}

async fn sign_in_is_limited_by_address(db: TestDb) {
    let app = TestApp::on(db).setting("SIGN_IN_LIMIT", "4").start();
    let ada = app.host("Ada").await;
    let guest = app.stranger();
    let finish = json!({ "code": "x", "state": "x", "ticket": "x" });
    let start = json!({ "redirectUri": format!("{}/login/callback", app.base()) });
    guest
        .post("/api/v1/login/start", start.clone())
        .await
        .is(200);
    guest
        .post("/api/v1/login", finish.clone())
        .await
        .problem(400);
    guest
        .post("/api/v1/login/start", json!({}))
        .await
        .problem(422);
    guest.post("/api/v1/login", json!({})).await.problem(422);
    is_rate_limited(guest.post("/api/v1/login/start", start).await);
    is_rate_limited(guest.post("/api/v1/login", finish.clone()).await);
    is_rate_limited(guest.post("/api/v1/login", json!({})).await);
    // A header of an untrusted client has no effect.
    let forged = guest.request("POST", "/api/v1/login").json(&finish);
    is_rate_limited(Answer::to(forged.header("x-forwarded-for", "198.51.100.1")).await);
    // Requests with a key are not limited.
    ada.get("/api/v1/me").await.is(200);
    app.finish().await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let app = TestApp::on(TestDb::sqlite())
        .setting("WRONG_LINK_LIMIT", "1")
        .exposed()
        .setting("TRUSTED_PROXIES", "127.0.0.0/8, ::1, 10.0.0.0/8")
        .start();
    let proxy = app.stranger();
    let path = "/api/v1/rsvp/unknown";
    for (origin, status) in [
        ("198.51.100.1", 404),
        ("198.51.100.1", 429),
        ("198.51.100.2", 404),
        // Several trusted proxies, and entries that the client has sent.
        ("198.51.100.3, 10.0.0.1", 404),
        ("198.51.100.3, 10.0.0.2", 429),
        ("192.0.2.1, 198.51.100.3, 10.0.0.2", 429),
        // All addresses of one /64 network.
        ("2001:db8:1:2::1", 404),
        ("2001:db8:1:2:ffff::1", 429),
        ("2001:db8:1:3::1", 404),
        // A header without an address means the proxy itself.
        ("nonsense", 404),
        ("other nonsense", 429),
    ] {
        let answer = get_through_proxy(&proxy, "GET", path, origin).await;
        assert_eq!(answer.status, status, "{origin}: {answer}");
    }
    app.finish().await;
}
