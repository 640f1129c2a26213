//! Finding things: filters, external ids, and when something has changed.

use seat_dealer_test_support::app::{Answer, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    contacts_are_found_by_address_number_and_external_id,
    events_are_found_by_status_and_time,
    invitations_are_found_by_contact_status_and_answer,
    whatever_has_changed_is_found_by_its_time,
    an_external_id_belongs_to_one_thing,
    of_equal_external_ids_at_once_one_is_taken,
];

/// The names or titles of the items of a list.
async fn found(host: &Host, path: &str) -> Vec<String> {
    let page = host.get(&format!("/api/v1/{path}")).await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    let name = |item: &Value| {
        let name = [&item["name"], &item["title"], &item["contact"]["name"]];
        let name = name.iter().find_map(|name| name.as_str());
        name.unwrap().to_owned()
    };
    items.map(name).collect()
}

#[tokio::test]
async fn unknown_parameters_are_refused() {
    let app = TestApp::sqlite();
    let host = app.host("Ada").await;
    let event = host.event(json!({})).await;
    let document = serde_json::to_value(seat_dealer::document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if !operation["security"].is_null() || path.ends_with("/stream") {
                continue;
            }
            let path = path.replace("{id}", &event);
            let path = format!("{path}?statsu=draft&cursor%20=1");
            let method = method.to_uppercase();
            // Extractors of bodies come later, so that the body is of no matter.
            let refused = host.send(&method, &path, &json!({})).await;
            assert_eq!(refused.invalid(), ["statsu", "cursor "], "{method} {path}");
            let stranger = app.stranger().send(&method, &path, &json!({})).await;
            stranger.problem(401);
        }
    }
    host.get("/api/v1/events?statsu=draft&limit=0")
        .await
        .problem(422);
    let stream = format!("/api/v1/events/{event}/stream?from=1");
    assert_eq!(host.get(&stream).await.invalid(), ["from"]);
    app.finish().await;
}

async fn contacts_are_found_by_address_number_and_external_id(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    host.patch("/api/v1/me", json!({ "country": "MX" }))
        .await
        .is(200);
    for contact in [
        json!({ "name": "Kim", "email": "Kim@Example.org", "externalId": "crm 1" }),
        json!({ "name": "Kelvin", "email": "\u{212a}im@example.org" }),
        json!({ "name": "Lupe", "phoneNumber": "+5215512345678", "email": "lupe@example.org" }),
        json!({ "name": "Lua", "phoneNumber": "+525587654321", "externalId": "crm 2" }),
    ] {
        host.contact(contact).await;
    }
    let cases: [(&str, &[&str]); 12] = [
        ("email=kim@example.org", &["Kim"]),
        ("email=KIM@EXAMPLE.ORG", &["Kim"]),
        ("email=im@example.org", &[]),
        ("phoneNumber=%2B525512345678", &["Lupe"]),
        ("phoneNumber=%2B5215512345678", &["Lupe"]),
        ("phoneNumber=55%208765%204321", &["Lua"]),
        ("externalId=crm%201", &["Kim"]),
        ("externalId=crm%20", &[]),
        ("externalId=CRM%201", &[]),
        ("externalId=crm%202&phoneNumber=5587654321", &["Lua"]),
        ("externalId=crm%201&phoneNumber=5587654321", &[]),
        ("q=lu&email=lupe@example.org", &["Lupe"]),
    ];
    for (query, expected) in cases {
        assert_eq!(
            found(&host, &format!("contacts?{query}")).await,
            expected,
            "{query}"
        );
    }
    for (query, field) in [
        ("email=", "email"),
        ("email=kim", "email"),
        ("phoneNumber=", "phoneNumber"),
        ("phoneNumber=12", "phoneNumber"),
        ("externalId=", "externalId"),
        ("externalId=%00", "externalId"),
        ("updatedSince=", "updatedSince"),
        ("updatedSince=2027-07-01", "updatedSince"),
    ] {
        let refused = host.get(&format!("/api/v1/contacts?{query}")).await;
        assert_eq!(refused.invalid(), [field], "{query}");
    }
    let long = format!("contacts?externalId={}", "x".repeat(201));
    assert_eq!(
        host.get(&format!("/api/v1/{long}")).await.invalid(),
        ["externalId"]
    );
    let bob = app.host("Bob").await;
    assert!(found(&bob, "contacts?externalId=crm%201").await.is_empty());
    assert!(
        found(&bob, "contacts?email=kim@example.org")
            .await
            .is_empty()
    );
    app.finish().await;
}

async fn events_are_found_by_status_and_time(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    host.contacts(1).await;
    let event = |title: &str, starts_at: Value| json!({ "title": title, "startsAt": starts_at });
    host.event(event("Past", json!("2020-01-01T00:00:00Z")))
        .await;
    host.event(event("Draft", Value::Null)).await;
    let mut soon = event("Soon", json!("2190-01-01T12:00:00Z"));
    soon["externalId"] = json!("soon");
    host.event(soon).await;
    let dealing = host
        .event(event("Dealing", json!("2190-01-02T00:00:00Z")))
        .await;
    host.deal(&dealing).await;
    let cancelled = host
        .event(event("Cancelled", json!("2191-01-01T00:00:00Z")))
        .await;
    host.cancel(&cancelled).await;
    let cases: [(&str, &[&str]); 11] = [
        ("", &["Cancelled", "Dealing", "Soon", "Draft", "Past"]),
        ("status=draft", &["Soon", "Draft"]),
        ("status=dealing", &["Dealing"]),
        ("status=paused", &[]),
        ("status=cancelled", &["Cancelled"]),
        ("status=past", &["Past"]),
        (
            "from=2190-01-01T12:00:00Z",
            &["Cancelled", "Dealing", "Soon"],
        ),
        ("to=2190-01-01T13:00:00%2B01:00", &["Past"]),
        (
            "from=2190-01-01T12:00:00Z&to=2190-01-02T00:00:00Z",
            &["Soon"],
        ),
        ("externalId=soon", &["Soon"]),
        ("externalId=soon&status=past", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(
            found(&host, &format!("events?{query}")).await,
            expected,
            "{query}"
        );
    }
    for (query, field) in [
        ("status=", "status"),
        ("status=Draft", "status"),
        ("from=yesterday", "from"),
        ("to=", "to"),
        ("from=2190-01-01T12:00:00", "from"),
        ("externalId=", "externalId"),
    ] {
        let refused = host.get(&format!("/api/v1/events?{query}")).await;
        assert_eq!(refused.invalid(), [field], "{query}");
    }
    // The pages of a filtered list have each item once.
    let first = host
        .get("/api/v1/events?status=draft&limit=1")
        .await
        .is(200);
    assert_eq!(first["items"][0]["title"], "Soon");
    let cursor = first["nextCursor"].as_str().unwrap();
    let path = format!("events?status=draft&limit=1&cursor={cursor}");
    assert_eq!(found(&host, &path).await, ["Draft"]);
    app.outbox_is_empty().await;
    app.finish().await;
}

async fn invitations_are_found_by_contact_status_and_answer(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let contacts = host.contacts(3).await;
    let event = host.event(json!({})).await;
    let other = host.event(json!({ "title": "Other" })).await;
    host.deal(&event).await;
    let invited = json!({ "eventId": other, "contactId": contacts[0] });
    host.post("/api/v1/invites", invited).await.is(201);
    let first = host.invite_of(&event, "Guest 1").await;
    let path = format!("/api/v1/invites/{}", first["id"].as_str().unwrap());
    host.patch(&path, json!({ "response": "YES" }))
        .await
        .is(200);
    assert_eq!(host.get(&path).await.is(200)["response"], "YES");
    let cases = [
        (
            format!("contactId={}", contacts[0]),
            vec!["Guest 1", "Guest 1"],
        ),
        (
            format!("contactId={}&eventId={event}", contacts[0]),
            vec!["Guest 1"],
        ),
        ("contactId=of-nobody".to_owned(), vec![]),
        (format!("status=answered&eventId={event}"), vec!["Guest 1"]),
        (
            format!("status=waiting&eventId={event}"),
            vec!["Guest 2", "Guest 3"],
        ),
        ("response=YES".to_owned(), vec!["Guest 1"]),
        ("response=NO".to_owned(), vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(
            found(&host, &format!("invites?{query}")).await,
            expected,
            "{query}"
        );
    }
    for (query, field) in [
        ("status=gone", "status"),
        ("response=yes", "response"),
        ("updatedSince=now", "updatedSince"),
    ] {
        let refused = host.get(&format!("/api/v1/invites?{query}")).await;
        assert_eq!(refused.invalid(), [field], "{query}");
    }
    let bob = app.host("Bob").await;
    let query = format!("invites?contactId={}", contacts[0]);
    assert!(found(&bob, &query).await.is_empty());
    bob.get(&path).await.problem(404);
    for entry in host.log(&event).await {
        let place = contacts
            .iter()
            .position(|contact| entry["contactId"] == **contact);
        let name = place.map(|place| format!("Guest {}", place + 1));
        assert_eq!(entry["contactName"].as_str(), name.as_deref(), "{entry}");
    }
    app.outbox_is_empty().await;
    app.finish().await;
}

async fn whatever_has_changed_is_found_by_its_time(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let contacts = host.contacts(2).await;
    let event = host.event(json!({ "seats": 1 })).await;
    let lists = ["contacts", "events", "invites"];
    let latest = async |list: &str| {
        let page = host.get(&format!("/api/v1/{list}")).await.is(200);
        let items = page["items"].as_array().unwrap().iter();
        let times = items.map(|item| item["updatedAt"].as_str().unwrap().to_owned());
        times.max().unwrap_or_default()
    };
    let seen = [latest(lists[0]).await, latest(lists[1]).await];
    // The next change has a later time, because times are in milliseconds and increase.
    let later = async |list: &str, seen: &str| {
        app.eventually("a later time", async || {
            host.patch("/api/v1/me", json!({ "name": "Ada" }))
                .await
                .is(200);
            (seat_dealer_db::now().to_string().as_str() > seen).then_some(())
        })
        .await;
        list.to_owned()
    };
    later(lists[0], &seen[0]).await;
    let name = json!({ "name": "Grace" });
    let path = format!("/api/v1/contacts/{}", contacts[1]);
    let changed = host.patch(&path, name).await.is(200)["updatedAt"].clone();
    let changed = changed.as_str().unwrap().to_owned();
    assert!(changed > seen[0], "{changed} {seen:?}");
    let since = format!("contacts?updatedSince={changed}");
    assert_eq!(found(&host, &since).await, ["Grace"]);
    let since = format!("events?updatedSince={changed}");
    assert!(found(&host, &since).await.is_empty());
    host.deal(&event).await;
    app.outbox_is_empty().await;
    assert_eq!(found(&host, &since).await, ["Dinner"]);
    let since = format!("invites?updatedSince={changed}");
    assert_eq!(found(&host, &since).await, ["Guest 1"]);
    // The delivery of a message is a change of its invitation.
    let invite = host.invite_of(&event, "Guest 1").await;
    assert!(
        invite["updatedAt"].as_str() >= invite["messages"][0]["at"].as_str(),
        "{invite}"
    );
    assert_eq!(latest("contacts").await, latest("contacts").await);
    app.finish().await;
}

async fn an_external_id_belongs_to_one_thing(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let contact = |name: &str, id: &str| {
        let email = format!("{name}@example.org");
        json!({ "name": name, "email": email, "externalId": id })
    };
    let event = |title: &str, id: &str| json!({ "title": title, "seats": 8, "externalId": id });
    for (list, first, second) in [
        ("contacts", contact("a", " x "), contact("b", "x")),
        ("events", event("a", " x "), event("b", "x")),
    ] {
        let list = format!("/api/v1/{list}");
        let made = host.post(&list, first).await.is(201);
        assert_eq!(made["externalId"], "x");
        let path = format!("{list}/{}", made["id"].as_str().unwrap());
        let is_taken = |refused: Answer| {
            let problem = refused.json();
            assert_eq!(problem["code"], "external-id-taken", "{problem}");
            assert_eq!(problem["existingId"], made["id"]);
            refused.problem(409);
        };
        is_taken(host.post(&list, second.clone()).await);
        let mut other = second.clone();
        other["externalId"] = json!("y");
        let other = host.post(&list, other).await.is(201);
        let other = format!("{list}/{}", other["id"].as_str().unwrap());
        is_taken(host.patch(&other, json!({ "externalId": "x" })).await);
        assert_eq!(host.get(&other).await.is(200)["externalId"], "y");
        // It is its own, and that of another host is another one.
        host.patch(&path, json!({ "externalId": "x" }))
            .await
            .is(200);
        let bob = app.host("Bob").await;
        bob.post(&list, second.clone()).await.is(201);
        for wrong in ["", " ", "a\nb", &"x".repeat(201)] {
            let refused = host.patch(&path, json!({ "externalId": wrong })).await;
            assert_eq!(refused.invalid(), ["externalId"], "{wrong}");
        }
        let freed = host
            .patch(&path, json!({ "externalId": null }))
            .await
            .is(200);
        assert_eq!(freed["externalId"], Value::Null);
        host.patch(&other, json!({ "externalId": "x" }))
            .await
            .is(200);
        host.delete(&other).await.is(204);
        host.patch(&path, json!({ "externalId": "x" }))
            .await
            .is(200);
    }
    app.finish().await;
}

async fn of_equal_external_ids_at_once_one_is_taken(db: TestDb) {
    let app = TestApp::on(db).start();
    let other = app.beside().start();
    let host = app.host("Ada").await;
    for list in ["/api/v1/contacts", "/api/v1/events"] {
        let requests = (0..8).map(|number| {
            let client = if number % 2 == 0 {
                (*host).clone()
            } else {
                other.with_key(host.key())
            };
            let body = if list.ends_with("events") {
                json!({ "title": number.to_string(), "seats": 1, "externalId": "x" })
            } else {
                let email = format!("{number}@example.org");
                json!({ "name": number.to_string(), "email": email, "externalId": "x" })
            };
            tokio::spawn(async move { client.post(list, body).await })
        });
        let requests: Vec<_> = requests.collect();
        let (mut made, mut existing) = (Vec::new(), Vec::new());
        for request in requests {
            let answer = request.await.unwrap();
            let body = answer.json();
            if answer.status == 201 {
                made.push(body["id"].clone());
            } else {
                existing.push(body["existingId"].clone());
                answer.problem(409);
            }
        }
        assert_eq!(made.len(), 1, "{list}");
        assert!(existing.iter().all(|id| *id == made[0]), "{existing:?}");
    }
    other.finish().await;
    app.finish().await;
}
