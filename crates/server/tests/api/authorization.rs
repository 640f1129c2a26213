//! Every route without a key, and with the key of another host. The routes are those of the document: the test fails
//! for a new operation until this file has its request.

use seat_dealer_test_support::app::{Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![another_hosts_data_is_not_found];

struct Operation {
    method: String,
    path: String,
    name: String,
    public: bool,
    has_body: bool,
}

async fn operations(app: &TestApp) -> Vec<Operation> {
    let document = app.stranger().get("/openapi.json").await.is(200);
    assert_eq!(document["security"], json!([{ "key": [] }]));
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let security = &operation["security"];
            assert!(
                security.is_null() || *security == json!([{}]),
                "{path}: {security}"
            );
            found.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                name: operation["operationId"].as_str().unwrap().to_owned(),
                public: security.is_array(),
                has_body: operation["requestBody"].is_object(),
            });
        }
    }
    assert!(found.len() >= 43, "{}", found.len());
    found
}

#[tokio::test]
async fn a_request_without_a_valid_key_is_refused() {
    let app = TestApp::sqlite();
    let operations = operations(&app).await;
    let public: Vec<_> = operations
        .iter()
        .filter(|o| o.public)
        .map(|o| o.name.as_str())
        .collect();
    assert_eq!(
        public,
        [
            "readCalendar",
            "apiAlive",
            "finishLogin",
            "startLogin",
            "apiReady",
            "readRsvp",
            "answerRsvp",
            "alive",
            "ready",
            "hearText",
            "hearTextStatus"
        ]
    );
    for operation in operations.iter().filter(|operation| !operation.public) {
        let path = operation.path.replace("{id}", "unknown");
        for key in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer nonsense",
            "Basic QWRhOng=",
            "sd_api_x",
            "Bearer a b",
        ] {
            for body in [Value::Null, json!({}), json!([]), json!("{")] {
                let mut request = app.stranger().request(&operation.method, &path);
                if !key.is_empty() {
                    request = request.header("Authorization", key);
                }
                if !body.is_null() {
                    request = request.json(&body);
                }
                let answer = seat_dealer_test_support::app::Answer::to(request).await;
                assert_eq!(
                    answer.header("www-authenticate"),
                    "Bearer",
                    "{}: {answer}",
                    operation.name
                );
                answer.problem(401);
            }
        }
    }
    app.finish().await;
}

/// All data that a host can read.
async fn all_of(host: &Host, events: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "me",
        "me/notifications",
        "me/sessions",
        "me/push-subscriptions",
        "contacts",
        "events",
        "invites",
        "api-keys",
        "webhooks",
    ] {
        all.push(host.get(&format!("/api/v1/{path}")).await.is(200));
    }
    for event in events {
        for part in ["", "/deck", "/log"] {
            all.push(
                host.get(&format!("/api/v1/events/{event}{part}"))
                    .await
                    .is(200),
            );
        }
    }
    all
}

async fn another_hosts_data_is_not_found(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, bob) = (app.host("Ada").await, app.host("Bob").await);
    let contacts = ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    let draft = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    app.link_to(&phone(2)).await;
    app.outbox_is_empty().await;
    let invite = ada.invite_of(&event, "Guest 1").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let key = ada
        .post("/api/v1/api-keys", json!({ "name": "script" }))
        .await
        .is(201);
    let key = key["id"].as_str().unwrap().to_owned();
    let import = json!({ "text": "Cleo, cleo@example.org", "apply": true });
    let import = ada.post("/api/v1/imports", import).await.is(200);
    let import = import["undo"]["id"].as_str().unwrap().to_owned();
    let sessions = ada.get("/api/v1/me/sessions").await.is(200);
    let session = sessions["items"][0]["id"].as_str().unwrap().to_owned();
    let hook = json!({ "url": "https://hooks.example.org", "kinds": ["paused"] });
    let hook = ada.post("/api/v1/webhooks", hook).await.is(201);
    let hook = hook["id"].as_str().unwrap().to_owned();
    let browser = json!({
        "endpoint": "https://push.example.net/ada",
        "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    });
    let subscription = ada
        .post("/api/v1/me/push-subscriptions", browser.clone())
        .await
        .is(201);
    let subscription = subscription["id"].as_str().unwrap().to_owned();
    let before = all_of(&ada, &[&event, &draft]).await;

    let mut ends = Vec::new();
    for operation in operations(&app).await {
        let Operation {
            method,
            path,
            name,
            public,
            has_body,
        } = &operation;
        if *public {
            continue;
        }
        // The request would be valid for the owner.
        let body = match name.as_str() {
            "addContact" => json!({ "name": "Theirs", "email": "theirs@example.com" }),
            "addContacts" => json!({ "items": [{ "name": "Theirs", "email": "t@example.com" }] }),
            "changeContact" => json!({ "name": "Stolen" }),
            "changeContacts" => json!({ "contactIds": contacts, "priority": 9 }),
            "deleteContacts" => json!({ "contactIds": contacts }),
            "importContacts" => json!({ "text": format!("Stolen, {}", phone(1)), "apply": true }),
            "addEvent" => json!({ "title": "Theirs", "seats": 1, "inviteFirst": [contacts[0]] }),
            "changeEvent" => json!({ "title": "Stolen" }),
            "writeToGuests" => json!({ "to": ["seated"], "text": "Stolen" }),
            "arrangeDeck" => json!({ "exclude": contacts }),
            "inviteNow" => json!({ "eventId": draft, "contactId": contacts[2] }),
            "inviteSeveral" => json!({ "eventId": draft, "contactIds": [contacts[2]] }),
            "changeInvite" => json!({ "response": "NO" }),
            "changeMe" => json!({ "name": "Bobby" }),
            "replaceNotifications" => json!({ "answers": "none" }),
            "addPushSubscription" => browser.clone(),
            "addApiKey" => json!({ "name": "theirs" }),
            "addWebhook" => json!({ "url": "https://hooks.example.org" }),
            "changeWebhook" => json!({ "paused": true }),
            "deleteMe" => json!({ "email": "bob@example.com" }),
            "markPassedOn" => json!({ "messages": ["a message"] }),
            _ => Value::Null,
        };
        assert_eq!(
            body.is_null(),
            !has_body,
            "say here what a right body of {name} is"
        );
        let mut ids = match path.split('/').nth(3).unwrap() {
            "contacts" => vec![&contacts[0]],
            "events" => vec![&event, &draft],
            "invites" => vec![&invite],
            "api-keys" => vec![&key],
            "imports" => vec![&import],
            "webhooks" => vec![&hook],
            "me" => vec![&session, &subscription],
            _ => vec![],
        };
        if !path.contains("{id}") {
            ids.clear();
        }
        for id in &ids {
            let path = path.replace("{id}", id).replace("{n}", "1");
            bob.send(method, &path, &body).await.problem(404);
        }
        if !ids.is_empty() {
            continue;
        }
        match name.as_str() {
            "listContacts"
            | "listEvents"
            | "listInvites"
            | "listApiKeys"
            | "listWebhooks"
            | "listPushSubscriptions"
            | "listTags"
            | "listDuplicateContacts"
            | "readHostLog" => {
                let page = bob.get(path).await.is(200);
                assert_eq!(page, json!({ "items": [], "nextCursor": null }), "{name}");
            }
            "addEvent" => assert_eq!(bob.post(path, body).await.invalid(), ["inviteFirst"]),
            "inviteNow" | "inviteSeveral" => {
                assert_eq!(bob.post(path, body).await.invalid(), ["eventId"]);
            }
            "changeContacts" => assert_eq!(bob.patch(path, body).await.invalid(), ["contactIds"]),
            // Ids that are unknown are ignored.
            "deleteContacts" => {
                bob.post(path, body).await.is(204);
            }
            "renewCalendar" => {
                let made = bob.post(path, body).await.is(200);
                let url = made["url"].as_str().unwrap();
                assert!(url.contains("/api/v1/calendar/"), "{made}");
            }
            "endCalendar" => {
                bob.delete(path).await.problem(404);
            }
            "readMe" => assert_eq!(bob.get(path).await.is(200)["name"], "Bob"),
            // These requests change Bob's own data, so they come after the lists are compared.
            "addContact"
            | "addContacts"
            | "importContacts"
            | "addApiKey"
            | "addWebhook"
            | "addPushSubscription"
            | "changeMe"
            | "replaceNotifications" => {
                assert!(bob.send(method, path, &body).await.status < 300, "{name}");
                let all = bob.get("/api/v1/contacts").await.is(200);
                for contact in all["items"].as_array().unwrap() {
                    let path = format!("/api/v1/contacts/{}", contact["id"].as_str().unwrap());
                    bob.delete(&path).await.is(204);
                }
                for list in ["api-keys", "webhooks", "me/push-subscriptions"] {
                    let list = format!("/api/v1/{list}");
                    let all = bob.get(&list).await.is(200);
                    for one in all["items"].as_array().unwrap() {
                        let path = format!("{list}/{}", one["id"].as_str().unwrap());
                        bob.delete(&path).await.is(204);
                    }
                }
            }
            // The stream never ends, and says only that data of Bob has changed.
            "streamEvents" => {
                let mut stream = bob.request(method, path).send().await.unwrap();
                assert_eq!(stream.status(), 200);
                let first = stream.chunk().await.unwrap().unwrap();
                assert_eq!(first, "retry: 1000\n: here\n\n");
            }
            "readNotifications" => {
                assert_eq!(bob.get(path).await.is(200)["answers"], "daily");
            }
            "listSessions" => {
                let page = bob.get(path).await.is(200);
                assert_eq!(page["items"].as_array().unwrap().len(), 1, "{page}");
                assert_ne!(page["items"][0]["id"], json!(session));
            }
            "exportContacts" => {
                let table = bob.get(path).await;
                assert_eq!(table.text().lines().count(), 1, "{table}");
            }
            "exportMe" => {
                let all = bob.get(path).await.is(200);
                let text = all.to_string();
                for theirs in [
                    "Guest",
                    "ada@",
                    &contacts[0],
                    &event,
                    &draft,
                    &invite,
                    &key,
                    &hook,
                ] {
                    assert!(!text.contains(theirs), "{theirs} is in {text}");
                }
                assert_eq!(all["me"]["email"], "bob@example.com");
            }
            "logout" | "endSessions" | "deleteMe" => ends.push(operation),
            other => panic!("say here what another host gets from {other}"),
        }
    }
    for query in ["?eventId=", "?q="] {
        let path = if query == "?q=" {
            "contacts?q=Guest".to_owned()
        } else {
            format!("invites{query}{event}")
        };
        let answer = bob.get(&format!("/api/v1/{path}")).await;
        if answer.status == 200 {
            assert_eq!(answer.is(200)["items"], json!([]));
        } else {
            answer.problem(404);
        }
    }
    for Operation {
        method, path, name, ..
    } in ends
    {
        let bob = app.host("Bob").await;
        let body = match name.as_str() {
            "deleteMe" => json!({ "email": "bob@example.com" }),
            "markPassedOn" => json!({ "messages": ["a message"] }),
            _ => Value::Null,
        };
        bob.send(&method, &path, &body).await.is(204);
        bob.get("/api/v1/me").await.problem(401);
    }
    assert_eq!(all_of(&ada, &[&event, &draft]).await, before);
    app.finish().await;
}
