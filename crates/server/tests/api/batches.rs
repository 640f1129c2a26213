//! Many contacts, and many invitations, in one request.

use seat_dealer_test_support::app::{Answer, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    each_contact_has_its_outcome,
    all_contacts_are_added_or_none,
    several_are_invited_or_nobody,
];

const CONTACTS: &str = "/api/v1/contacts/batch";
const INVITES: &str = "/api/v1/invites/batch";

async fn names(host: &Host) -> Vec<String> {
    let page = host.get("/api/v1/contacts").await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    let names = items.map(|item| item["name"].as_str().unwrap().to_owned());
    names.collect()
}

async fn each_contact_has_its_outcome(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let known = json!({ "name": "Kim", "phoneNumber": "+14155550132", "externalId": "1" });
    let known = host.contact(known).await;
    let items = json!([
        { "name": "Ada", "email": "ada@example.org", "priority": 1, "externalId": "2" },
        { "name": "kim", "phoneNumber": "+1 415 555 0132" },
        { "name": "", "phoneNumber": "12", "externalId": "" },
        { "name": "Bob", "email": "bob@example.org", "externalId": "2" },
        { "name": "Eve", "email": "eve@example.org", "externalId": "1" },
    ]);
    let body = json!({ "items": items });
    let post = || {
        let request = host
            .request("POST", CONTACTS)
            .header("Idempotency-Key", "sync");
        Answer::to(request.json(&body))
    };
    let first = post().await;
    let added = first.json()["items"].clone();
    let outcomes: Vec<_> = (0..5)
        .map(|place| added[place]["outcome"].clone())
        .collect();
    assert_eq!(
        outcomes,
        ["created", "exists", "invalid", "exists", "exists"]
    );
    let ada = &added[0]["contact"];
    let path = format!("/api/v1/contacts/{}", ada["id"].as_str().unwrap());
    assert_eq!(host.get(&path).await.is(200), *ada);
    assert_eq!(added[1]["existingId"], known);
    assert_eq!(added[3]["existingId"], ada["id"]);
    assert_eq!(added[4]["existingId"], known);
    let fields = [1, 3, 4].map(|place| added[place]["errors"][0]["field"].clone());
    assert_eq!(fields, ["name", "externalId", "externalId"]);
    let fields: Vec<_> = added[2]["errors"].as_array().unwrap().iter().collect();
    let fields: Vec<_> = fields.iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["name", "phoneNumber", "externalId"]);
    assert_eq!(names(&host).await, ["Ada", "Kim"]);
    let again = post().await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.body, first.body);
    app.finish().await;
}

async fn all_contacts_are_added_or_none(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let path = format!("{CONTACTS}?atomic=true");
    let contact = |number: usize| {
        let email = format!("{number}@example.org");
        json!({ "name": format!("Guest {number:03}"), "email": email, "externalId": email })
    };
    let mut items: Vec<_> = (0..500).map(contact).collect();
    items[499]["externalId"] = items[0]["externalId"].clone();
    items[7]["email"] = json!("nowhere");
    let refused = host.post(&path, json!({ "items": items })).await;
    assert_eq!(
        refused.invalid(),
        ["items[7].email", "items[499].externalId"]
    );
    assert!(names(&host).await.is_empty());
    items[499] = contact(499);
    items[7] = contact(7);
    let added = host.post(&path, json!({ "items": items })).await.is(200);
    let added = added["items"].as_array().unwrap().clone();
    assert!(added.iter().all(|item| item["outcome"] == "created"));
    assert_eq!(added.len(), 500);
    items.push(contact(500));
    for (body, field) in [
        (json!({ "items": items }), "items"),
        (json!({ "items": [] }), "items"),
        (json!({}), "items"),
        (
            json!({ "items": [{ "email": "a@example.org" }] }),
            "items[0].name",
        ),
        (
            json!({ "items": [{ "name": "A", "nick": "B" }] }),
            "items[0].nick",
        ),
    ] {
        assert_eq!(host.post(&path, body).await.invalid(), [field], "{field}");
    }
    let wrong = format!("{CONTACTS}?atomic=yes");
    assert_eq!(
        host.post(&wrong, json!({ "items": [] })).await.invalid(),
        ["atomic"]
    );
    app.finish().await;
}

async fn several_are_invited_or_nobody(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let contacts = host.contacts(4).await;
    let event = host.event(json!({ "seats": 2 })).await;
    let several = |contacts: &[String]| json!({ "eventId": event, "contactIds": contacts });
    let refused = host.post(INVITES, several(&contacts[..3])).await;
    assert_eq!(refused.json()["code"], "no-open-seat");
    refused.problem(409);
    assert!(host.invites(&event).await.is_empty());
    assert_eq!(host.log_kinds(&event).await, ["created", "refused"]);

    let body = several(&[contacts[2].clone(), contacts[0].clone()]);
    let post = || {
        let request = host
            .request("POST", INVITES)
            .header("Idempotency-Key", "two");
        Answer::to(request.json(&body))
    };
    let first = post().await;
    let invited = first.json()["items"].clone();
    let names: Vec<_> = (0..2)
        .map(|place| &invited[place]["contact"]["name"])
        .collect();
    assert_eq!(names, ["Guest 3", "Guest 1"]);
    assert_eq!(post().await.body, first.body);
    assert_eq!(host.counts(&event).await["held"], 2);
    app.outbox_is_empty().await;
    assert_eq!(app.messages().await.len(), 2);
    host.patch(&format!("/api/v1/events/{event}"), json!({ "seats": 8 }))
        .await
        .is(200);
    let refused = host.post(INVITES, several(&contacts[1..3])).await;
    assert_eq!(refused.json()["code"], "already-invited");
    refused.problem(409);
    assert_eq!(host.invites(&event).await.len(), 2);

    let bob = app.host("Bob").await;
    let theirs = bob
        .contact(json!({ "name": "B", "email": "b@example.org" }))
        .await;
    let many: Vec<_> = (0..101).map(|number| number.to_string()).collect();
    for (body, field) in [
        (several(&[]), "contactIds"),
        (several(&many), "contactIds"),
        (
            several(&[contacts[3].clone(), contacts[3].clone()]),
            "contactIds",
        ),
        (
            several(&[contacts[3].clone(), theirs.clone()]),
            "contactIds",
        ),
        (
            json!({ "eventId": "of-nobody", "contactIds": [contacts[3]] }),
            "eventId",
        ),
        (json!({ "eventId": event }), "contactIds"),
    ] {
        assert_eq!(host.post(INVITES, body).await.invalid(), [field], "{field}");
    }
    let foreign = bob.post(INVITES, several(&[theirs])).await;
    assert_eq!(foreign.invalid(), ["eventId"]);
    assert_eq!(host.invites(&event).await.len(), 2);
    let _: Value = host.deal(&event).await;
    app.outbox_is_empty().await;
    app.finish().await;
}
