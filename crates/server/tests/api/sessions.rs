//! The devices on which a host is signed in.

use seat_dealer_test_support::app::{Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::sign_in::sign_in_on;

on_each_database![a_host_signs_out_of_one_device_and_of_all];

const SESSIONS: &str = "/api/v1/me/sessions";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
const LAPTOP: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async fn devices(client: &Client) -> Vec<(String, bool)> {
    let page = client.get(SESSIONS).await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            assert!(item["createdAt"].is_string() && !item["id"].is_null());
            let device = item["device"].as_str().unwrap().to_owned();
            (device, item["current"].as_bool().unwrap())
        })
        .collect()
}

async fn a_host_signs_out_of_one_device_and_of_all(db: TestDb) {
    let app = TestApp::on(db).start();
    let phone = sign_in_on(&app, "Ada", "ada@example.com", PHONE).await;
    let laptop = sign_in_on(&app, "Ada", "ada@example.com", LAPTOP).await;
    let unknown = sign_in_on(&app, "Ada", "ada@example.com", "\u{fffd}").await;
    let new = json!({ "name": "script", "scopes": ["read", "account"] });
    let key = phone.post("/api/v1/api-keys", new).await.is(201);
    let script = app.with_key(key["key"].as_str().unwrap());
    let names = ["Safari on iPhone", "Firefox on Linux", "A browser"];
    for (at, client) in [&phone, &laptop, &unknown].into_iter().enumerate() {
        let expected: Vec<_> = names.map(str::to_owned).into_iter().collect();
        let seen = devices(client).await;
        assert_eq!(
            seen.iter().map(|it| it.0.clone()).collect::<Vec<_>>(),
            expected
        );
        let current: Vec<_> = (0..3).filter(|it| seen[*it].1).collect();
        assert_eq!(current, [at]);
    }
    // A request with an API key lists all sessions; none is its own.
    assert!(devices(&script).await.iter().all(|(_, current)| !current));

    let all = laptop.get(SESSIONS).await.is(200);
    assert!(all["items"][1]["lastUsedAt"].is_string(), "{all}");
    assert!(!all.to_string().contains("sd_"), "{all}");
    let of_phone = format!("{SESSIONS}/{}", all["items"][0]["id"].as_str().unwrap());
    app.host("Bob").await.delete(&of_phone).await.problem(404);
    phone.get("/api/v1/me").await.is(200);
    laptop.delete(&of_phone).await.is(204);
    phone.get("/api/v1/me").await.problem(401);
    laptop.delete(&of_phone).await.problem(404);
    // An API key is not a session.
    let of_key = format!("{SESSIONS}/{}", key["id"].as_str().unwrap());
    laptop.delete(&of_key).await.problem(404);
    assert_eq!(devices(&laptop).await.len(), 2);

    laptop.delete(SESSIONS).await.is(204);
    for client in [&laptop, &unknown] {
        client.get("/api/v1/me").await.problem(401);
    }
    assert_eq!(script.get(SESSIONS).await.is(200)["items"], json!([]));
    let again = sign_in_on(&app, "Ada", "ada@example.com", LAPTOP).await;
    assert_eq!(devices(&again).await.len(), 1);
    again.post("/api/v1/logout", Value::Null).await.is(204);
    assert_eq!(script.get(SESSIONS).await.is(200)["items"], json!([]));
    app.finish().await;
}
