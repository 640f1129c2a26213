use seat_dealer_core::Scope;
use seat_dealer_db::keys::{self, KeyKind, KeyLimits};
use seat_dealer_test_support::app::{Client, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_key_is_created_used_and_revoked,
    a_key_does_what_its_scopes_say,
    a_key_that_only_reads_gets_no_guests_links,
    a_key_that_cannot_read_gets_nothing_by_a_webhook,
    a_key_makes_no_wider_key,
    a_key_is_valid_until_its_end,
    the_log_names_the_key,
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
                "lastUsedAt": null, "scopes": ["read", "write"], "expiresAt": null,
            }],
            "nextCursor": null,
        })
    );
    let program = app.with_key(key);
    assert_eq!(program.get("/api/v1/me").await.is(200)["name"], "Ada");
    let second = ada.post(KEYS, json!({ "name": "second" })).await.is(201);
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
    for (path, body) in [
        ("/api/v1/logout", Value::Null),
        ("/api/v1/me/deletion", json!({ "email": "ada@example.com" })),
    ] {
        let refused = other.post(path, body).await;
        assert_eq!(refused.json()["code"], "session-needed", "{path}");
        refused.problem(403);
    }
    other.get("/api/v1/me").await.is(200);
    for (body, field) in [
        (json!({}), "name"),
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(121) }), "name"),
        (json!({ "name": null }), "name"),
        (json!({ "name": "x", "key": "mine" }), "key"),
        (json!({ "name": "x", "scopes": [] }), "scopes"),
        (json!({ "name": "x", "scopes": null }), "scopes"),
        (json!({ "name": "x", "scopes": "read" }), "scopes"),
        (json!({ "name": "x", "scopes": ["all"] }), "scopes[0]"),
        (json!({ "name": "x", "scopes": ["read", "read"] }), "scopes"),
        (json!({ "name": "x", "expiresAt": "tomorrow" }), "expiresAt"),
        (
            json!({ "name": "x", "expiresAt": "2020-01-01T00:00:00Z" }),
            "expiresAt",
        ),
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

/// A client with a new API key that has these fields.
async fn client(app: &TestApp, maker: &Client, fields: Value) -> Client {
    let mut new = json!({ "name": "Club site" });
    let all = new.as_object_mut().unwrap();
    all.extend(fields.as_object().unwrap().clone());
    let made = maker.post(KEYS, new).await.is(201);
    app.with_key(made["key"].as_str().unwrap())
}

async fn a_key_does_what_its_scopes_say(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let new = json!({ "name": "Grace", "email": "grace@example.com" });
    let requests = [
        ("read", "GET", "/api/v1/me", Value::Null),
        ("read", "HEAD", "/api/v1/contacts", Value::Null),
        ("read", "GET", "/api/v1/events", Value::Null),
        ("write", "POST", "/api/v1/contacts", new),
        ("write", "PATCH", "/api/v1/me", json!({ "name": "Ada" })),
        ("account", "GET", KEYS, Value::Null),
        (
            "account",
            "POST",
            KEYS,
            json!({ "name": "x", "scopes": ["account"] }),
        ),
        ("account", "GET", "/api/v1/me/sessions", Value::Null),
        ("account", "GET", "/api/v1/me/export", Value::Null),
    ];
    for scopes in [
        json!(["read"]),
        json!(["write"]),
        json!(["account"]),
        json!(["account", "write", "read"]),
    ] {
        let program = client(&app, &ada, json!({ "scopes": scopes })).await;
        for (scope, method, path, body) in &requests {
            let answer = program.send(method, path, body).await;
            if scopes.as_array().unwrap().contains(&json!(scope)) {
                assert!(
                    (200..300).contains(&answer.status),
                    "{method} {path}: {answer}"
                );
                continue;
            }
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
            assert_eq!(
                answer.header("www-authenticate"),
                challenge,
                "{method} {path}"
            );
            if *method == "HEAD" {
                assert_eq!(answer.status, 403);
                continue;
            }
            assert_eq!(
                answer.json()["code"],
                "insufficient-scope",
                "{method} {path}"
            );
            answer.problem(403);
        }
    }
    app.finish().await;
}

async fn a_key_that_only_reads_gets_no_guests_links(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let contact = ada.contacts(1).await.remove(0);
    let event = ada.event(json!({ "seats": 1 })).await;
    let new = json!({ "eventId": event, "contactId": contact });
    let id = ada.post("/api/v1/invites", new).await.is(201)["id"].clone();
    let invite = format!("/api/v1/invites/{}", id.as_str().unwrap());
    let list = format!("/api/v1/invites?eventId={event}");
    for (scopes, has_link) in [(json!(["read"]), false), (json!(["read", "write"]), true)] {
        let program = client(&app, &ada, json!({ "scopes": scopes })).await;
        let one = program.get(&invite).await.is(200);
        let all = program.get(&list).await.is(200);
        for invite in [&one, &all["items"][0]] {
            assert_eq!(invite["rsvpUrl"].is_string(), has_link, "{invite}");
        }
        let by_hand = program.get(&format!("{invite}/by-hand")).await;
        assert_eq!(by_hand.status, if has_link { 200 } else { 403 });
    }
    app.finish().await;
}

async fn a_key_that_cannot_read_gets_nothing_by_a_webhook(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let new = json!({ "url": "https://example.com/hook" });
    let id = ada.post("/api/v1/webhooks", new.clone()).await.is(201)["id"].clone();
    let webhook = format!("/api/v1/webhooks/{}", id.as_str().unwrap());
    let program = client(&app, &ada, json!({ "scopes": ["write"] })).await;
    program
        .post("/api/v1/webhooks", new.clone())
        .await
        .problem(403);
    program.patch(&webhook, new).await.problem(403);
    let rotate = format!("{webhook}/rotate");
    program.post(&rotate, Value::Null).await.problem(403);
    app.finish().await;
}

async fn a_key_makes_no_wider_key(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let end = "2100-01-01T00:00:00Z";
    let limits = json!({ "scopes": ["read", "account"], "expiresAt": end });
    let program = client(&app, &ada, limits).await;
    for wider in [
        json!({ "name": "x" }),
        json!({ "name": "x", "scopes": ["read"] }),
        json!({ "name": "x", "scopes": ["write"], "expiresAt": end }),
        json!({ "name": "x", "scopes": ["read"], "expiresAt": "2100-01-01T00:00:00.001Z" }),
    ] {
        let refused = program.post(KEYS, wider.clone()).await;
        assert_eq!(refused.json()["code"], "wider-key", "{wider}");
        refused.problem(403);
    }
    let same = json!({ "name": "x", "scopes": ["account", "read"], "expiresAt": end });
    let made = program.post(KEYS, same).await.is(201);
    assert_eq!(made["scopes"], json!(["read", "account"]));
    assert_eq!(made["expiresAt"], "2100-01-01T00:00:00.000Z");
    assert_eq!(
        ada.get(KEYS).await.is(200)["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    app.finish().await;
}

async fn a_key_is_valid_until_its_end(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ended = {
        let limits = KeyLimits {
            scopes: Scope::ALL.iter().copied().collect(),
            expires_at: Some(seat_dealer_db::now()),
        };
        let host = ada.id.clone();
        let made = app.db.write(move |conn| {
            keys::create_limited(conn, &host, "ended", limits.clone(), seat_dealer_db::now())
        });
        made.await.unwrap().1
    };
    app.with_key(&ended).get("/api/v1/me").await.problem(401);
    let listed = ada.get(KEYS).await.is(200);
    assert!(listed["items"][0]["expiresAt"].is_string(), "{listed}");
    app.finish().await;
}

async fn the_log_names_the_key(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let program = client(&app, &ada, json!({})).await;
    let new = json!({ "title": "Dinner", "seats": 1, "quietHours": null });
    let event = program.post("/api/v1/events", new).await.is(201);
    let path = format!("/api/v1/events/{}", event["id"].as_str().unwrap());
    let change = json!({ "title": "Supper" });
    program.patch(&path, change).await.is(200);
    program
        .put(&format!("{path}/deck"), json!({}))
        .await
        .is(200);
    program
        .post(&format!("{path}/deal"), Value::Null)
        .await
        .is(200);
    program
        .patch(&path, json!({ "seats": 0 }))
        .await
        .problem(422);
    ada.post(&format!("{path}/pause"), Value::Null)
        .await
        .is(200);
    let late = json!({ "startsAt": "2020-01-01T00:00:00Z" });
    program.patch(&path, late).await.is(200);
    let refused = program.post(&format!("{path}/deal"), Value::Null).await;
    refused.problem(409);
    let log = ada.log(event["id"].as_str().unwrap()).await;
    for entry in log {
        let by_key = match entry["kind"].as_str().unwrap() {
            "created" | "changed" | "dealing" | "refused" => true,
            "paused" => false,
            _ => entry["detail"]["by"] == "host",
        };
        let sentence = "The request came with the API key \u{201c}Club site\u{201d}.";
        assert_eq!(entry["keyName"] == "Club site", by_key, "{entry}");
        assert_eq!(entry["keyName"].is_null(), !by_key, "{entry}");
        assert_eq!(
            entry["text"].as_str().unwrap().ends_with(sentence),
            by_key,
            "{entry}"
        );
    }
    app.finish().await;
}
