//! Many contacts, and many invitations, in one request.

use seat_dealer_test_support::app::{Answer, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    each_contact_has_its_outcome,
    all_contacts_are_added_or_none,
    all_contacts_are_changed_or_none,
    contacts_are_deleted_together,
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

async fn all_contacts_are_changed_or_none(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let tags: Vec<_> = (1..=20).map(|number| format!("tag {number}")).collect();
    let contact = |name: &str, tags: Value| {
        let email = format!("{name}@example.org");
        host.contact(json!({ "name": name, "email": email, "tags": tags }))
    };
    let bea = contact("Bea", json!(["choir", "Book club"])).await;
    let cleo = contact("Cleo", json!([])).await;
    let dora = contact("Dora", json!(tags)).await;
    let contacts = || async { host.get("/api/v1/contacts").await.is(200)["items"].clone() };
    let before = contacts().await;
    let change = json!({ "contactIds": [cleo, bea], "priority": 2, "removeTags": ["CHOIR"], "addTags": ["book club"] });
    let changed = host.patch(CONTACTS, change.clone()).await.is(200)["items"].clone();
    let told = |item: &Value| json!([item["name"], item["priority"], item["tags"]]);
    let told: Vec<_> = changed.as_array().unwrap().iter().map(told).collect();
    let expected = [
        json!(["Cleo", 2, ["Book club"]]),
        json!(["Bea", 2, ["Book club"]]),
    ];
    assert_eq!(told, expected);
    let after = contacts().await;
    assert_eq!(
        json!([after[1], after[0], after[2]]),
        json!([changed[0], changed[1], before[2]])
    );

    // A contact that has all this already does not change.
    let again = host.patch(CONTACTS, change).await.is(200);
    assert_eq!(again["items"], changed);

    let several = json!([bea, cleo, dora]);
    let refused = json!({ "contactIds": several, "priority": 9, "addTags": ["choir"] });
    let refused = host.patch(CONTACTS, refused).await;
    assert!(
        refused
            .to_string()
            .contains("Dora would have more than 20 tags"),
        "{refused}"
    );
    assert_eq!(refused.invalid(), ["addTags"]);
    let many: Vec<_> = (0..501).map(|number| number.to_string()).collect();
    for (body, field) in [
        (
            json!({ "contactIds": [bea, "nobody"], "priority": 9 }),
            "contactIds",
        ),
        (
            json!({ "contactIds": [bea, bea], "priority": 9 }),
            "contactIds",
        ),
        (json!({ "contactIds": many, "priority": 9 }), "contactIds"),
        (json!({ "contactIds": [], "priority": 9 }), "contactIds"),
        (json!({ "priority": 9 }), "contactIds"),
        (json!({ "contactIds": [bea], "priority": 10 }), "priority"),
        (
            json!({ "contactIds": [bea], "addTags": ["a,b"] }),
            "addTags",
        ),
        (
            json!({ "contactIds": [bea], "removeTags": [""] }),
            "removeTags",
        ),
        (json!({ "contactIds": [bea], "name": "Eve" }), "name"),
    ] {
        assert_eq!(
            host.patch(CONTACTS, body).await.invalid(),
            [field],
            "{field}"
        );
    }
    assert_eq!(contacts().await, after);
    app.finish().await;
}

async fn contacts_are_deleted_together(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    let mut ids = Vec::new();
    for name in ["Bea", "Cleo", "Dora"] {
        let email = format!("{name}@example.org");
        ids.push(
            host.contact(json!({ "name": name, "email": email, "tags": ["choir"] }))
                .await,
        );
    }
    let path = format!("{CONTACTS}/deletion");
    for body in [
        json!({ "contactIds": [] }),
        json!({ "contactIds": [ids[0], ids[0]] }),
        json!({}),
    ] {
        assert_eq!(host.post(&path, body).await.invalid(), ["contactIds"]);
    }
    assert_eq!(names(&host).await, ["Bea", "Cleo", "Dora"]);
    let body = json!({ "contactIds": [ids[0], "nobody", ids[2]] });
    for _ in 0..2 {
        host.post(&path, body.clone()).await.is(204);
        assert_eq!(names(&host).await, ["Cleo"]);
    }
    let tags = host.get("/api/v1/tags").await.is(200);
    assert_eq!(tags["items"], json!([{ "tag": "choir", "contacts": 1 }]));
    app.finish().await;
}
