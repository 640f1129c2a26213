//! Tags of contacts, and events that deal only some of them.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;

on_each_database![
    a_contact_has_tags,
    an_event_deals_only_contacts_with_one_of_its_tags,
    tags_are_imported_added_and_taken_back,
    a_new_event_takes_over_the_order_of_another,
    guests_never_see_a_tag,
];

const CONTACTS: &str = "/api/v1/contacts";

/// A tag that no guest may see.
const SECRET: &str = "<b>boring uncles</b>";

async fn tagged(ada: &Host, name: &str, tags: Value) -> String {
    let email = format!("{}@example.com", name.to_lowercase());
    let contact = json!({ "name": name, "email": email, "tags": tags });
    ada.contact(contact).await
}

/// The names of the items.
fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let contact = item.get("contact").unwrap_or(item);
            contact["name"].as_str().unwrap()
        })
        .collect()
}

async fn a_contact_has_tags(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, eve) = (app.host("Ada").await, app.host("Eve").await);
    tagged(&eve, "Hers", json!(["choir"])).await;
    let bea = tagged(&ada, "Bea", json!([" Book  club ", "Cafe\u{301}"])).await;
    let path = format!("{CONTACTS}/{bea}");
    let stored = ada.get(&path).await.is(200);
    assert_eq!(stored["tags"], json!(["Book club", "Café"]));
    let batch = json!({ "items": [
        { "name": "Cy", "email": "cy@example.com", "tags": ["BOOK CLUB", "book club", "choir"] },
        { "name": "Di", "email": "di@example.com", "tags": ["a,b"] },
        { "name": "Emil", "email": "emil@example.com" },
    ] });
    let added = ada.post(&format!("{CONTACTS}/batch"), batch).await.is(200);
    let items = &added["items"];
    assert_eq!(items[0]["contact"]["tags"], json!(["Book club", "choir"]));
    assert_eq!(items[1]["errors"][0]["field"], "tags");
    assert_eq!(items[2]["contact"]["tags"], json!([]));

    for (query, found) in [
        ("tag=book%20club", vec!["Bea", "Cy"]),
        ("tag=CAFÉ", vec!["Bea"]),
        ("tag=book%20club&q=cy", vec!["Cy"]),
        ("tag=club", vec![]),
        ("tag=choir", vec!["Cy"]),
    ] {
        let page = ada.get(&format!("{CONTACTS}?{query}")).await.is(200);
        assert_eq!(names(&page), found, "{query}");
    }
    let first = format!("{CONTACTS}?tag=book%20club&limit=1");
    let first = ada.get(&first).await.is(200);
    let cursor = first["nextCursor"].as_str().unwrap();
    let rest = format!("{CONTACTS}?tag=book%20club&limit=1&cursor={cursor}");
    assert_eq!(names(&ada.get(&rest).await.is(200)), ["Cy"]);
    for query in ["tag=", "tag=a%2Cb", "tag=a%00b"] {
        let refused = ada.get(&format!("{CONTACTS}?{query}")).await;
        assert_eq!(refused.invalid(), ["tag"], "{query}");
    }
    assert_eq!(
        ada.get("/api/v1/tags").await.is(200)["items"],
        json!([
            { "tag": "Book club", "contacts": 2 },
            { "tag": "Café", "contacts": 1 },
            { "tag": "choir", "contacts": 1 },
        ])
    );

    let many: Vec<_> = (0..21).map(|number| format!("tag {number}")).collect();
    for tags in [
        json!("choir"),
        json!([1]),
        json!([""]),
        json!(["a;b"]),
        json!(["a\nb"]),
        json!(["a\u{202e}b"]),
        json!(["é".repeat(41)]),
        json!(many),
    ] {
        let refused = ada.patch(&path, json!({ "tags": tags })).await;
        let fields = refused.invalid();
        assert!(fields[0].starts_with("tags"), "{tags}: {fields:?}");
    }
    let most = json!({ "tags": many[1..] });
    let changed = ada.patch(&path, most).await.is(200);
    assert_eq!(changed["tags"].as_array().unwrap().len(), 20);
    let changed = ada.patch(&path, json!({ "priority": 2 })).await.is(200);
    assert_eq!(changed["tags"].as_array().unwrap().len(), 20);
    for none in [json!([]), json!(null)] {
        ada.patch(&path, json!({ "tags": ["choir"] })).await.is(200);
        let changed = ada.patch(&path, json!({ "tags": none })).await.is(200);
        assert_eq!(changed["tags"], json!([]), "{none}");
    }
    let cy = json!({ "name": "Cy", "email": "cy@example.com", "tags": null });
    let cy = ada.post("/api/v1/contacts", cy).await.is(201);
    assert_eq!(cy["tags"], json!([]));
    let event = json!({ "title": "Soup", "seats": 2, "tags": null, "inviteFirst": null });
    let event = ada.post("/api/v1/events", event).await.is(201);
    assert_eq!(event["tags"], json!([]));
    app.finish().await;
}

async fn an_event_deals_only_contacts_with_one_of_its_tags(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let bea = tagged(&ada, "Bea", json!(["choir"])).await;
    let cy = tagged(&ada, "Cy", json!(["work"])).await;
    tagged(&ada, "Di", json!(["neighbours"])).await;
    let tags = json!(["Choir", "Neighbours"]);
    let event = json!({ "seats": 4, "handSize": 4, "tags": tags, "inviteFirst": [cy] });
    let event = ada.event(event).await;
    let path = format!("/api/v1/events/{event}");
    let shown = ada.get(&path).await.is(200);
    assert_eq!(shown["tags"], json!(["Choir", "Neighbours"]));
    let deck = async || ada.get(&format!("{path}/deck")).await.is(200);
    let before = deck().await;
    assert_eq!(names(&before), ["Bea", "Di", "Cy"]);
    let left_out = &before["items"][2];
    assert_eq!(left_out["reason"], "Has none of the event's tags.");
    assert_eq!(
        [
            &left_out["position"],
            &left_out["excluded"],
            &left_out["unreachable"]
        ],
        [&Value::Null, &json!(false), &json!(false)]
    );
    let counts = ada.counts(&event).await;
    assert_eq!([&counts["deck"], &counts["withoutTag"]], [2, 1]);
    let preview = ada.get(&format!("{path}/preview")).await.is(200);
    assert_eq!(preview["now"].as_array().unwrap().len(), 2);
    assert_eq!(preview["next"], json!([]));
    ada.deal(&event).await;
    assert_eq!(ada.invites(&event).await.len(), 2);

    // The host can invite anybody by hand, and change whom the event deals.
    let by_hand = json!({ "eventId": event, "contactId": cy });
    ada.post("/api/v1/invites", by_hand).await.is(201);
    tagged(&ada, "Emil", json!([])).await;
    let unknown = json!({ "tags": ["a,b"] });
    assert_eq!(ada.patch(&path, unknown).await.invalid(), ["tags"]);
    let changed = ada.patch(&path, json!({ "tags": [] })).await.is(200);
    assert_eq!(changed["tags"], json!([]));
    assert_eq!(ada.invites(&event).await.len(), 4);
    let log = ada.log(&event).await;
    let said = log.iter().filter(|entry| entry["kind"] == "changed");
    let said: Vec<_> = said.map(|entry| &entry["detail"]["changes"]).collect();
    assert_eq!(said, [&json!(["tags"])]);

    // A contact who gets a tag is dealt.
    let other = ada
        .event(json!({ "seats": 1, "tags": ["book club"] }))
        .await;
    ada.deal(&other).await;
    let tags = json!({ "tags": ["Book Club"] });
    ada.patch(&format!("{CONTACTS}/{bea}"), tags).await.is(200);
    app.eventually("the invitation of Bea", async || {
        (ada.invites(&other).await.len() == 1).then_some(())
    })
    .await;
    app.outbox_is_empty().await;
    app.finish().await;
}

async fn tags_are_imported_added_and_taken_back(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    tagged(&ada, "Bea", json!(["Choir"])).await;
    let text = "First Name,Last Name,Labels,E-mail 1 - Value\n\
                Bea,,* myContacts ::: choir ::: Book club,bea@example.com\n\
                Cy,,\"Work; book club, work\",cy@example.com";
    let import = async |body: Value| ada.post("/api/v1/imports", body).await.is(200);
    let preview = import(json!({ "text": text })).await;
    assert_eq!(preview["columns"][2]["taken"], "tags");
    assert_eq!(preview["columns"][2]["note"], Value::Null);
    assert_eq!(
        preview["items"][0]["changes"],
        json!([{ "field": "tags", "before": "Choir", "after": "Choir, Book club" }])
    );
    assert_eq!(preview["items"][1]["tags"], json!(["Work", "book club"]));
    let kept = json!({ "text": text, "choices": [{ "index": 0, "keep": ["tags"] }] });
    assert_eq!(import(kept).await["items"][0]["outcome"], "unchanged");

    let done = import(json!({ "text": text, "apply": true })).await;
    let tags = async |name: &str| {
        let page = ada.get(&format!("{CONTACTS}?q={name}")).await.is(200);
        page["items"][0]["tags"].clone()
    };
    assert_eq!(tags("Bea").await, json!(["Choir", "Book club"]));
    assert_eq!(tags("Cy").await, json!(["Work", "Book club"]));
    let again = import(json!({ "text": text })).await;
    assert_eq!(again["unchanged"], 2, "{again}");
    let table = ada.get("/api/v1/contacts.csv").await.text();
    assert!(
        table.contains("\"5\",\"1\",\"Choir; Book club\",\"\"\r\n"),
        "{table}"
    );
    let again = import(json!({ "text": table })).await;
    assert_eq!(again["unchanged"], 2, "{again}");

    let undo = format!("/api/v1/imports/{}", done["undo"]["id"].as_str().unwrap());
    let undone = ada.delete(&undo).await.is(200);
    assert_eq!(undone, json!({ "removed": 1, "restored": 1, "kept": 0 }));
    assert_eq!(tags("Bea").await, json!(["Choir"]));
    let all = ada.get("/api/v1/tags").await.is(200);
    assert_eq!(all["items"], json!([{ "tag": "Choir", "contacts": 1 }]));

    let cards = "BEGIN:VCARD\nVERSION:3.0\nFN:Di\nEMAIL:di@example.com\nCATEGORIES:Work,Choir\n\
                 END:VCARD\n";
    import(json!({ "text": cards, "apply": true })).await;
    assert_eq!(tags("Di").await, json!(["Work", "Choir"]));
    app.finish().await;
}

async fn a_new_event_takes_over_the_order_of_another(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, eve) = (app.host("Ada").await, app.host("Eve").await);
    let ids = ada.contacts(4).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let order = json!({ "inviteFirst": [ids[2], ids[1]], "exclude": [ids[0]] });
    let deck = async |event: &str| {
        let page = ada.get(&format!("/api/v1/events/{event}/deck")).await;
        page.is(200)["order"].clone()
    };
    ada.put(&format!("/api/v1/events/{event}/deck"), order.clone())
        .await
        .is(200);
    // Also the place of a contact who is invited there.
    ada.deal(&event).await;
    let again = ada.event(json!({ "orderOf": event })).await;
    assert_eq!(deck(&again).await, order);
    let new = |order_of: &str, first: Value| json!({ "title": "Dinner", "seats": 2, "orderOf": order_of, "inviteFirst": first });
    let hers = eve.event(json!({})).await;
    for (order_of, first) in [
        (&*hers, json!([])),
        ("unknown", json!([])),
        (&*event, json!([ids[0]])),
    ] {
        let refused = ada.post("/api/v1/events", new(order_of, first)).await;
        assert_eq!(refused.invalid(), ["orderOf"], "{order_of}");
    }
    app.outbox_is_empty().await;
    app.finish().await;
}

async fn guests_never_see_a_tag(db: TestDb) {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &smtp.url())
        .setting("MAIL_FROM", "club@example.org")
        .start();
    let ada = app.host("Ada").await;
    let by_text = json!({ "name": "Bea", "phoneNumber": phone(1), "tags": [SECRET] });
    ada.contact(by_text).await;
    tagged(&ada, "Cy", json!([SECRET])).await;
    let event = json!({ "seats": 2, "startsAt": "2130-06-01T18:00:00Z", "tags": [SECRET] });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    let mut seen = vec![guest.get(&link).await.text()];
    for said in ["YES", "MAYBE", "NO", "YES"] {
        seen.push(answer(&app, &link, said).await.to_string());
        seen.push(guest.get(&link).await.text());
    }
    for path in [format!("/api/v1{link}"), format!("{link}/calendar.ics")] {
        seen.push(guest.get(&path).await.text());
    }
    ada.cancel(&event).await;
    app.outbox_is_empty().await;
    seen.push(guest.get("/dev/messages.json").await.text());
    let mails = smtp.journal();
    assert!(!mails.is_empty());
    seen.extend(mails.iter().map(|mail| mail.data.replace("=\r\n", "")));
    for text in seen {
        let lower = text.to_lowercase();
        assert!(
            !lower.contains("uncles") && !lower.contains("boring"),
            "{text}"
        );
    }
    app.finish().await;
}
