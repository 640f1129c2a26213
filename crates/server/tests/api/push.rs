//! The browsers that show a host's news, with a push service.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_db::push_subscriptions::PushTarget;
use seat_dealer_db::time_travel;
use seat_dealer_delivery::fake_push::FakePush;
use seat_dealer_test_support::app::{Host, TestApp, eventually};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    an_answer_is_shown_by_the_browser_until_its_host_signs_out,
    a_subscription_is_that_of_a_browser,
    subscriptions_are_listed_without_their_keys,
];

const PATH: &str = "/api/v1/me/push-subscriptions";

/// What a browser's `toJSON()` returns.
fn to_json(target: &PushTarget) -> Value {
    json!({
        "endpoint": target.endpoint,
        "expirationTime": null,
        "keys": { "p256dh": target.public_key, "auth": target.auth },
    })
}

async fn subscribe(host: &Host, service: &FakePush, browser: &str) -> Value {
    let heard = host.get("/api/v1/me/notifications").await.is(200);
    let key = heard["pushPublicKey"].as_str().unwrap();
    to_json(&service.subscribe(browser, key).unwrap())
}

async fn an_answer_is_shown_by_the_browser_until_its_host_signs_out(db: TestDb) {
    let service = FakePush::start().unwrap();
    let app = TestApp::on(db)
        .setting("WEBHOOK_ALLOW_PRIVATE", "1")
        .setting("PUSH_SUBJECT", "mailto:ops@example.org")
        .start();
    let ada = app.host("Ada").await;
    let choice = json!({ "answers": "each", "email": false, "pushNames": true });
    ada.put("/api/v1/me/notifications", choice).await.is(200);
    let phone = subscribe(&ada, &service, "phone").await;
    ada.post(PATH, phone).await.is(201);
    ada.contacts(2).await;
    // On its last day, an event is told of in quiet hours, too.
    let tonight = Timestamp::now() + SignedDuration::from_hours(5);
    let event = ada
        .event(json!({ "seats": 2, "startsAt": tonight.to_string() }))
        .await;
    ada.deal(&event).await;
    let link = app.link_to("+14152000001").await;
    let yes = json!({ "response": "YES" });
    app.stranger()
        .post(&format!("/api/v1{link}"), yes)
        .await
        .is(200);
    app.db.write(time_travel::let_news_be_due).await.unwrap();
    let pushed = eventually("a push message", async || service.received().pop()).await;
    assert_eq!(pushed.payload["title"], "Dinner: what your guests say");
    assert_eq!(pushed.payload["path"], format!("/events/{event}"));
    let body = pushed.payload["body"].as_str().unwrap();
    assert!(body.starts_with("Guest 1 answered YES"), "{body}");
    assert_eq!(pushed.subject.as_deref(), Some("mailto:ops@example.org"));

    let key = ada.post("/api/v1/api-keys", json!({ "name": "script" }));
    let other = app.with_key(key.await.is(201)["key"].as_str().unwrap());
    assert_eq!(other.get(PATH).await.is(200)["items"][0]["current"], false);
    ada.post("/api/v1/logout", json!(null)).await.is(204);
    assert_eq!(other.get(PATH).await.is(200)["items"], json!([]));
    app.finish().await;
}

async fn a_subscription_is_that_of_a_browser(db: TestDb) {
    let service = FakePush::start().unwrap();
    let app = TestApp::on(db).without_worker().start();
    let ada = app.host("Ada").await;
    let mut right = subscribe(&ada, &service, "phone").await;
    // Without WEBHOOK_ALLOW_PRIVATE.
    assert_eq!(ada.post(PATH, right.clone()).await.invalid(), ["endpoint"]);
    right["endpoint"] = json!("https://push.example.net/send/phone");
    right["expirationTime"] = json!(1_900_000_000_000.5);
    let added = ada.post(PATH, right.clone()).await.is(201);
    let again = ada.post(PATH, right.clone()).await.is(201);
    assert_eq!(added["id"], again["id"]);
    // An address is stored in its normal form, so a long text may be a short address.
    let mut long = right.clone();
    long["endpoint"] = json!(format!(
        "https://push.example.net{}/send/phone",
        "/..".repeat(5_000)
    ));
    assert_eq!(ada.post(PATH, long).await.is(201)["id"], added["id"]);
    for (field, value) in [
        ("endpoint", json!("http://push.example.net/")),
        ("endpoint", json!("https://127.0.0.1/")),
        ("endpoint", json!("")),
        (
            "endpoint",
            json!(format!("https://push.example.net/{}", "x".repeat(2_000))),
        ),
        ("endpoint", json!(null)),
        ("expirationTime", json!("tomorrow")),
        ("keys", json!("none")),
        (
            "keys.auth",
            json!({ "p256dh": right["keys"]["p256dh"], "auth": "short" }),
        ),
        (
            "keys.p256dh",
            json!({ "p256dh": "BCVx", "auth": right["keys"]["auth"] }),
        ),
        ("keys.auth", json!({ "p256dh": right["keys"]["p256dh"] })),
    ] {
        let mut wrong = right.clone();
        wrong[field.split('.').next().unwrap()] = value;
        assert_eq!(
            ada.post(PATH, wrong.clone()).await.invalid(),
            [field],
            "{wrong}"
        );
    }
    // A key that may not read gets no news.
    let writer = json!({ "name": "writer", "scopes": ["write"] });
    let writer = ada.post("/api/v1/api-keys", writer).await.is(201);
    let writer = app.with_key(writer["key"].as_str().unwrap());
    writer.post(PATH, right.clone()).await.problem(403);
    app.stranger().post(PATH, right).await.problem(401);
    app.finish().await;
}

async fn subscriptions_are_listed_without_their_keys(db: TestDb) {
    let service = FakePush::start().unwrap();
    let app = TestApp::on(db)
        .setting("WEBHOOK_ALLOW_PRIVATE", "1")
        .without_worker()
        .start();
    let ada = app.host("Ada").await;
    let phone = subscribe(&ada, &service, "phone").await;
    let added = ada.post(PATH, phone.clone()).await;
    let id = added.json()["id"].as_str().unwrap().to_owned();
    let address = format!("{PATH}/{id}");
    let added = added.is(201);
    let list = ada.get(PATH).await.is(200);
    assert_eq!(list, json!({ "items": [added], "nextCursor": null }));
    assert_eq!(added["current"], true);
    let export = ada.get("/api/v1/me/export").await.is(200);
    assert_eq!(export["pushSubscriptions"], list["items"]);
    for secret in ["endpoint", "auth", "p256dh"] {
        let value = [&phone[secret], &phone["keys"][secret]];
        let value = value.into_iter().find_map(Value::as_str).unwrap();
        assert!(!export.to_string().contains(value), "{secret}");
    }
    assert_eq!(ada.get(&address).await.is(200), added);
    let bob = app.host("Bob").await;
    bob.get(&address).await.problem(404);
    assert_eq!(bob.get(PATH).await.is(200)["items"], json!([]));
    bob.delete(&address).await.problem(404);
    ada.delete(&address).await.is(204);
    ada.delete(&address).await.problem(404);
    assert_eq!(ada.get(PATH).await.is(200)["items"], json!([]));
    app.finish().await;
}
