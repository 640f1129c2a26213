use seat_dealer_test_support::app::TestApp;
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![a_key_is_made_used_and_revoked];

const KEYS: &str = "/api/v1/api-keys";

async fn a_key_is_made_used_and_revoked(db: TestDb) {
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
    // A program can do what its host can, making keys included.
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
