use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_key_is_created_used_and_revoked,
    a_key_is_valid_while_its_host_may_sign_in,
];

const KEYS: &str = "/api/v1/api-keys";

async fn a_key_is_created_used_and_revoked(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let made = ada.post(KEYS, json!({ "name": " script " })).await.is(201);
    assert_eq!(made["name"], "script");
    let key = made["key"].as_str().unwrap();
    assert!(
        key.starts_with("sd_api_") && key.len() > 40,
        "the key is too short"
    );
    let listed = ada.get(KEYS).await.is(200);
    assert_eq!(
        listed,
        json!({
            "items": [{
                "id": made["id"], "name": "script", "createdAt": made["createdAt"],
                "lastUsedAt": null,
            }],
            "nextCursor": null,
        })
    );
    let program = app.with_key(key);
    assert_eq!(program.get("/api/v1/me").await.is(200)["name"], "Ada");
    // With a key, a program can do everything, also create keys.
    let second = program
        .post(KEYS, json!({ "name": "second" }))
        .await
        .is(201);
    assert_ne!(second["key"], made["key"]);
    let listed = ada.get(KEYS).await.is(200);
    assert!(listed["items"][0]["lastUsedAt"].is_string(), "{listed}");
    assert!(!listed.to_string().contains("sd_"), "a key is shown once");

    let path = format!("{KEYS}/{}", made["id"].as_str().unwrap());
    app.host("Bob").await.delete(&path).await.problem(404);
    program.get("/api/v1/me").await.is(200);
    ada.delete(&path).await.is(204);
    ada.delete(&path).await.problem(404);
    program.get("/api/v1/me").await.problem(401);
    let other = app.with_key(second["key"].as_str().unwrap());
    other.post("/api/v1/logout", Value::Null).await.is(204);
    other.get("/api/v1/me").await.problem(401);
    assert_eq!(ada.get(KEYS).await.is(200)["items"], json!([]));
    ada.get("/api/v1/me").await.is(200);
    for (body, field) in [
        (json!({}), "name"),
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(121) }), "name"),
        (json!({ "name": null }), "name"),
        (json!({ "name": "x", "key": "mine" }), "key"),
    ] {
        assert_eq!(
            ada.post(KEYS, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    app.finish().await;
}

async fn a_key_is_valid_while_its_host_may_sign_in(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, eve) = (app.host("Ada").await, app.host("Eve").await);
    let mut keys = Vec::new();
    for (host, kind) in [
        (&ada, KeyKind::Api),
        (&eve, KeyKind::Api),
        (&eve, KeyKind::Session),
    ] {
        let host = host.id.clone();
        let made = app
            .db
            .write(move |conn| keys::create(conn, &host, kind, "test", seat_dealer_db::now()))
            .await;
        keys.push(made.unwrap().1);
    }
    eve.contacts(1).await;
    let event = eve.event(json!({ "seats": 1 })).await;
    eve.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    // This is a restart with a list without Eve.
    let mut narrower = app
        .beside()
        .setting("SIGN_IN_ALLOWED", "ada@example.com")
        .without_worker()
        .start();
    narrower.with_key(&keys[0]).get("/api/v1/me").await.is(200);
    for key in &keys[1..] {
        app.with_key(key).get("/api/v1/me").await.is(200);
        for path in ["me", "me/export", "stream"] {
            let path = format!("/api/v1/{path}");
            assert_eq!(
                narrower.with_key(key).get(&path).await.problem(401),
                "eve@example.com may not use this seat-dealer any more, so this key is not valid. \
                 Ask the person who runs it to let you in.",
                "{path}"
            );
        }
    }
    // Eve's guests still get their messages.
    let guest = narrower.stranger();
    let path = format!("/api/v1{link}");
    guest
        .post(&path, json!({ "response": "YES" }))
        .await
        .is(200);
    narrower.stop().await;
    assert_eq!(eve.counts(&event).await["seated"], 1);
    app.finish().await;
}
