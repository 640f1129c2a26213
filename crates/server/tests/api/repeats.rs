//! Requests with an `Idempotency-Key`.

use std::collections::BTreeSet;

use seat_dealer_test_support::app::{Answer, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_repeated_request_gets_the_same_response_and_does_nothing,
    equal_requests_at_once_do_one_thing,
    requests_with_a_key_do_not_hold_up_changes_of_contacts,
    a_response_outlives_the_server_and_what_it_is_about,
    a_key_belongs_to_one_request_of_one_host,
    a_refused_request_is_tried_anew,
];

async fn post(host: &Host, path: &str, key: &str, body: &Value) -> Answer {
    let request = host.request("POST", path).header("Idempotency-Key", key);
    Answer::to(if body.is_null() {
        request
    } else {
        request.json(body)
    })
    .await
}

fn ada() -> Value {
    json!({ "name": "Ada", "email": "ada@example.com" })
}

/// Asserts that a response is the same as before, from an earlier request.
#[track_caller]
fn is_replay(again: &Answer, first: &Answer) {
    assert_eq!(first.header("idempotency-replayed"), "", "{first}");
    assert_eq!(again.header("idempotency-replayed"), "true", "{again}");
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("location"), first.header("location"));
    assert_eq!(again.header("content-type"), "application/json");
}

async fn a_repeated_request_gets_the_same_response_and_does_nothing(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let new_event = json!({ "title": "Dinner", "seats": 1, "quietHours": null });
    let event = post(&host, "/api/v1/events", "event", &new_event).await;
    assert_eq!(
        host.get(event.header("location")).await.is(200),
        event.json()
    );
    let event = event.is(201)["id"].as_str().unwrap().to_owned();
    let contact = post(&host, "/api/v1/contacts", "contact", &ada()).await;
    assert_eq!(
        host.get(contact.header("location")).await.is(200),
        contact.json()
    );
    let contact = contact.is(201)["id"].as_str().unwrap().to_owned();
    let new_invite = json!({ "eventId": event, "contactId": contact });
    let invite = post(&host, "/api/v1/invites", "invite", &new_invite).await;
    let found = host.get(invite.header("location")).await.is(200);
    assert_eq!(found["id"], invite.json()["id"]);
    let invite = invite.is(201)["id"].as_str().unwrap().to_owned();
    let import = json!({ "text": "Ada, ada@example.com", "apply": true });
    let requests = [
        (
            "/api/v1/api-keys".to_owned(),
            "key",
            json!({ "name": "Club" }),
            201,
        ),
        ("/api/v1/imports".to_owned(), "import", import, 200),
        (
            format!("/api/v1/events/{event}/deal"),
            "deal",
            Value::Null,
            200,
        ),
        (
            format!("/api/v1/invites/{invite}/resend"),
            "resend",
            Value::Null,
            200,
        ),
        (
            format!("/api/v1/events/{event}/pause"),
            "pause",
            Value::Null,
            200,
        ),
        (
            format!("/api/v1/events/{event}/cancel"),
            "cancel",
            Value::Null,
            200,
        ),
    ];
    for (path, key, body, status) in &requests {
        let first = post(&host, path, key, body).await;
        assert_eq!(first.status, *status, "{first}");
        app.outbox_is_empty().await;
        let log = host.log_kinds(&event).await;
        for _ in 0..3 {
            is_replay(&post(&host, path, key, body).await, &first);
        }
        assert_eq!(host.log_kinds(&event).await, log, "{path}");
    }
    for (path, key, body) in [
        ("/api/v1/events", "event", &new_event),
        ("/api/v1/contacts", "contact", &ada()),
        ("/api/v1/invites", "invite", &new_invite),
    ] {
        let again = post(&host, path, key, body).await;
        assert_eq!(again.header("idempotency-replayed"), "true", "{path}");
        let id = again.is(201)["id"].as_str().unwrap().to_owned();
        assert!([&event, &contact, &invite].contains(&&id), "{path}");
    }
    for list in ["events", "contacts", "invites", "api-keys"] {
        let list = host.get(&format!("/api/v1/{list}")).await.is(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    }
    app.finish().await;
}

async fn equal_requests_at_once_do_one_thing(db: TestDb) {
    const ROUNDS: usize = 4;
    let app = TestApp::on(db).start();
    let other = app.beside().start();
    let host = app.host("Ada").await;
    let elsewhere = other.with_key(host.key());
    let event = |round| json!({ "title": format!("Dinner {round}"), "seats": 8 });
    let contact = |round| json!({ "name": format!("Guest {round}"), "email": "a@example.com" });
    let import = |round| json!({ "text": format!("Name,Email\nImported {round},b@example.com"), "apply": true });
    let api_key = |round| json!({ "name": format!("Key {round}") });
    let webhook = |round| json!({ "url": format!("https://example.com/{round}") });
    let bodies: [(&str, &dyn Fn(usize) -> Value); 6] = [
        ("events", &event),
        ("contacts", &contact),
        ("imports", &import),
        ("api-keys", &api_key),
        ("webhooks", &webhook),
        ("me/calendar", &|_| Value::Null),
    ];
    for (path, body) in bodies {
        for round in 0..ROUNDS {
            let (path, key) = (format!("/api/v1/{path}"), format!("{path} {round}"));
            let requests = (0..8).map(|number| {
                let client = if number % 2 == 0 { &host } else { &elsewhere };
                let request = client.request("POST", &path);
                let request = request.header("Idempotency-Key", &key).json(&body(round));
                tokio::spawn(Answer::to(request))
            });
            let requests: Vec<_> = requests.collect();
            let mut bodies = BTreeSet::new();
            for request in requests {
                let answer = request.await.unwrap();
                if [200, 201].contains(&answer.status) {
                    bodies.insert(answer.body);
                } else {
                    assert_eq!(answer.json()["code"], "idempotency-in-progress", "{answer}");
                    answer.problem(409);
                }
            }
            assert_eq!(bodies.len(), 1, "{key}");
        }
    }
    for (list, count) in [
        ("events", 1),
        ("contacts", 2),
        ("api-keys", 1),
        ("webhooks", 1),
    ] {
        let page = host.get(&format!("/api/v1/{list}")).await.is(200);
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), count * ROUNDS, "{list}");
    }
    other.finish().await;
    app.finish().await;
}

async fn requests_with_a_key_do_not_hold_up_changes_of_contacts(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let mut events = Vec::new();
    for _ in 0..3 {
        let event = host.event(json!({ "seats": 8 })).await;
        host.deal(&event).await;
        events.push(event);
    }
    let deals = (0..30).map(|number| {
        let turn = if number / 3 % 2 == 0 { "pause" } else { "deal" };
        let path = format!("/api/v1/events/{}/{turn}", events[number % 3]);
        let request = host.request("POST", &path);
        let request = request.header("Idempotency-Key", number.to_string());
        tokio::spawn(Answer::to(request.json(&Value::Null)))
    });
    let contacts = (0..30).map(|number| {
        let email = format!("guest{number}@example.com");
        let contact = json!({ "name": format!("Guest {number}"), "email": email });
        let request = host.request("POST", "/api/v1/contacts");
        tokio::spawn(Answer::to(request.json(&contact)))
    });
    let (deals, contacts) = (deals.collect::<Vec<_>>(), contacts.collect::<Vec<_>>());
    for deal in deals {
        deal.await.unwrap().is(200);
    }
    for contact in contacts {
        contact.await.unwrap().is(201);
    }
    app.finish().await;
}

async fn a_response_outlives_the_server_and_what_it_is_about(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let event = host.event(json!({})).await;
    let contact = host.contact(ada()).await;
    let new = json!({ "eventId": event, "contactId": contact });
    let first = post(&host, "/api/v1/invites", "once", &new).await;
    host.cancel(&event).await;
    host.delete(&format!("/api/v1/events/{event}"))
        .await
        .is(204);
    host.delete(&format!("/api/v1/contacts/{contact}"))
        .await
        .is(204);
    let later = app.beside().start();
    let again = later
        .with_key(host.key())
        .request("POST", "/api/v1/invites");
    let again = Answer::to(again.header("Idempotency-Key", "once").json(&new)).await;
    is_replay(&again, &first);
    later.finish().await;
    app.finish().await;
}

async fn a_key_belongs_to_one_request_of_one_host(db: TestDb) {
    let app = TestApp::on(db).start();
    let (first, second) = (app.host("Ada").await, app.host("Bob").await);
    let path = "/api/v1/contacts";
    post(&first, path, "k", &ada()).await.is(201);
    let bob = json!({ "name": "Bob", "email": "bob@example.com" });
    for (path, body) in [(path, &bob), ("/api/v1/contacts?", &ada())] {
        let reused = post(&first, path, "k", body).await;
        assert_eq!(reused.json()["code"], "idempotency-key-reused", "{path}");
        reused.problem(422);
    }
    let other = post(&second, path, "k", &bob).await;
    assert_eq!(other.header("idempotency-replayed"), "");
    other.is(201);
    for key in ["", &"k".repeat(256)] {
        let wrong = post(&first, path, key, &bob).await;
        assert_eq!(wrong.invalid(), ["Idempotency-Key"], "{key}");
    }
    post(&first, path, &"k".repeat(255), &bob).await.is(201);
    app.finish().await;
}

async fn a_refused_request_is_tried_anew(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let contacts = host.contacts(2).await;
    let event = host.event(json!({ "seats": 1 })).await;
    let invite = |contact: &str| json!({ "eventId": event, "contactId": contact });
    post(&host, "/api/v1/invites", "1", &invite(&contacts[0]))
        .await
        .is(201);
    let refused = post(&host, "/api/v1/invites", "2", &invite(&contacts[1])).await;
    assert_eq!(refused.json()["code"], "no-open-seat");
    let path = format!("/api/v1/events/{event}");
    host.patch(&path, json!({ "seats": 2 })).await.is(200);
    let tried = post(&host, "/api/v1/invites", "2", &invite(&contacts[1])).await;
    assert_eq!(tried.header("idempotency-replayed"), "");
    tried.is(201);
    let wrong = post(&host, "/api/v1/contacts", "3", &json!({})).await;
    assert_eq!(wrong.status, 422);
    post(&host, "/api/v1/contacts", "3", &ada()).await.is(201);
    app.finish().await;
}
