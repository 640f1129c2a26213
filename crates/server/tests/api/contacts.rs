use seat_dealer_test_support::app::{Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::sentences::Sentences;

on_each_database![
    a_contact_is_added_changed_and_deleted,
    lists_come_in_pages,
    search_finds_parts,
    an_address_book_is_imported_as_the_preview_said,
];

const CONTACTS: &str = "/api/v1/contacts";

async fn names(host: &Host, query: &str) -> Vec<String> {
    let page = host.get(&format!("{CONTACTS}{query}")).await.is(200);
    names_of(&page)
}

fn names_of(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn a_contact_is_added_changed_and_deleted(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let added = ada
        .post(
            CONTACTS,
            json!({
                "name": "  Grace Hopper ", "phoneNumber": "+1 (415) 555-0132",
                "email": "Grace@Example.COM", "priority": 2, "preferredChannel": "email",
            }),
        )
        .await
        .is(201);
    let path = format!("{CONTACTS}/{}", added["id"].as_str().unwrap());
    let mut known = added.clone();
    known["createdAt"].take();
    assert_eq!(
        known,
        json!({
            "id": added["id"], "name": "Grace Hopper", "phoneNumber": "+14155550132",
            "email": "Grace@example.com", "priority": 2, "preferredChannel": "email",
            "optedOut": [], "lastInvitedAt": null, "createdAt": null,
        })
    );
    assert_eq!(ada.get(&path).await.is(200), added);

    // What is absent stays, what is null goes.
    let changed = ada.patch(&path, json!({ "name": "Grace" })).await.is(200);
    assert_eq!(changed["name"], "Grace");
    assert_eq!(changed["email"], "Grace@example.com");
    let changed = ada
        .patch(&path, json!({ "email": null, "preferredChannel": null }))
        .await
        .is(200);
    assert_eq!(changed["email"], Value::Null);
    assert_eq!(changed["preferredChannel"], Value::Null);
    assert_eq!(changed["phoneNumber"], "+14155550132");
    assert_eq!(ada.patch(&path, json!({})).await.is(200), changed);
    assert_eq!(ada.get(&path).await.is(200), changed);

    ada.delete(&path).await.is(204);
    ada.get(&path).await.problem(404);
    ada.delete(&path).await.problem(404);
    ada.patch(&path, json!({ "name": "Grace" }))
        .await
        .problem(404);
    assert!(names(&ada, "").await.is_empty());
    app.finish().await;
}

async fn lists_come_in_pages(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for name in ["delta", "Alfa", "Élan", "charlie", "Bravo", "Alfa", "echo"] {
        ada.contact(json!({ "name": name, "email": "x@example.com" }))
            .await;
    }
    let mut all = Vec::new();
    let mut cursor = Value::Null;
    let mut sizes = Vec::new();
    loop {
        let query = match cursor.as_str() {
            Some(cursor) => format!("?limit=3&cursor={cursor}"),
            None => "?limit=3".to_owned(),
        };
        let page = ada.get(&format!("{CONTACTS}{query}")).await.is(200);
        sizes.push(page["items"].as_array().unwrap().len());
        all.extend(names_of(&page));
        cursor = page["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(sizes, [3, 3, 1]);
    all.retain(|name| name != "Élan");
    assert_eq!(all, ["Alfa", "Alfa", "Bravo", "charlie", "delta", "echo"]);
    assert_eq!(names(&ada, "?limit=500").await.len(), 7);
    app.finish().await;
}

async fn search_finds_parts(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for (name, phone, email) in [
        ("Grace Hopper", Some("+14155550132"), None),
        ("Zoë 100%_real", None, Some("zoe@example.com")),
        (
            "Alan",
            Some("+442071234567"),
            Some("alan@bletchley.example"),
        ),
    ] {
        ada.contact(json!({ "name": name, "phoneNumber": phone, "email": email }))
            .await;
    }
    for (query, found) in [
        ("", vec!["Alan", "Grace Hopper", "Zoë 100%_real"]),
        ("?q=", vec!["Alan", "Grace Hopper", "Zoë 100%_real"]),
        ("?q=%20%20", vec!["Alan", "Grace Hopper", "Zoë 100%_real"]),
        ("?q=HOPP", vec!["Grace Hopper"]),
        ("?q=555", vec!["Grace Hopper"]),
        ("?q=%2B44", vec!["Alan"]),
        ("?q=bletchley", vec!["Alan"]),
        ("?q=ZO%C3%8B", vec!["Zoë 100%_real"]),
        ("?q=%25", vec!["Zoë 100%_real"]),
        ("?q=_", vec!["Zoë 100%_real"]),
        ("?q=!", vec![]),
        ("?q='%20OR%201=1", vec![]),
        ("?q=e&limit=1", vec!["Alan"]),
    ] {
        assert_eq!(names(&ada, query).await, found, "{query}");
    }
    app.finish().await;
}

#[tokio::test]
async fn what_does_not_fit_is_said_of_each_field() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let email = "grace@example.com";
    let both = json!({ "name": "G", "phoneNumber": "+14155550132", "email": email });
    let id = ada.contact(both).await;
    let path = format!("{CONTACTS}/{id}");
    let mut sentences = Sentences::default();
    for (body, fields) in [
        (json!({}), vec!["name"]),
        (json!({ "name": "Grace" }), vec!["phoneNumber"]),
        (
            json!({ "name": "Grace", "phoneNumber": "  ", "email": "" }),
            vec!["phoneNumber"],
        ),
        (
            json!({ "name": " ", "phoneNumber": "555", "email": "grace", "priority": 0 }),
            vec!["name", "phoneNumber", "email", "priority"],
        ),
        (json!({ "name": "a\nb", "email": email }), vec!["name"]),
        (json!({ "name": "a\u{0}b", "email": email }), vec!["name"]),
        (
            json!({ "name": "é".repeat(121), "email": email }),
            vec!["name"],
        ),
        (
            json!({ "name": "G", "email": "g@example.com\r\nBcc: x@y.z" }),
            vec!["email"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": 10 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": -1 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": i64::MAX }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": "5" }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": 1.5 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "preferredChannel": "fax" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "email": email, "preferredChannel": "sms" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "phoneNumber": "+14155550132", "preferredChannel": "email" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "email": email, "nickname": "Amazing" }),
            vec!["nickname"],
        ),
        (json!({ "name": ["G"], "email": email }), vec!["name"]),
    ] {
        let answer = ada.post(CONTACTS, body.clone()).await;
        let invalid = sentences.invalid(&body.to_string(), answer);
        assert_eq!(invalid, fields, "{body}");
    }
    for (body, fields) in [
        (json!({ "name": null }), vec!["name"]),
        (json!({ "priority": null }), vec!["priority"]),
        (
            json!({ "phoneNumber": null, "email": null }),
            vec!["phoneNumber"],
        ),
        (
            json!({ "phoneNumber": null, "preferredChannel": "sms" }),
            vec!["preferredChannel"],
        ),
        (json!({ "id": "x" }), vec!["id"]),
        (
            json!({ "name": "", "priority": 11 }),
            vec!["name", "priority"],
        ),
    ] {
        let answer = ada.patch(&path, body.clone()).await;
        let invalid = sentences.invalid(&body.to_string(), answer);
        assert_eq!(invalid, fields, "{body}");
    }
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=ten", "limit"),
        ("?limit=99999999999999999999", "limit"),
        ("?limit=1&limit=2", "limit"),
        ("?cursor=nonsense!", "cursor"),
        ("?cursor=", "cursor"),
        ("?cursor=bm9uc2Vuc2U", "cursor"),
        ("?cursor=%00", "cursor"),
    ] {
        let answer = ada.get(&format!("{CONTACTS}{query}")).await;
        let invalid = sentences.invalid(query, answer);
        assert_eq!(invalid, [field], "{query}");
    }
    sentences.are("fields_of_contacts");
    assert_eq!(names(&ada, "").await, ["G"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_changes_at_once_neither_undoes_the_other() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let id = ada
        .contact(json!({ "name": "Grace", "email": "grace@example.com" }))
        .await;
    let path = format!("{CONTACTS}/{id}");
    for round in 0..20 {
        let (name, priority) = (format!("Grace {round}"), round % 9 + 1);
        let (first, second) = tokio::join!(
            ada.patch(&path, json!({ "name": name })),
            ada.patch(&path, json!({ "priority": priority })),
        );
        first.is(200);
        second.is(200);
        let contact = ada.get(&path).await.is(200);
        assert_eq!(contact["name"], name);
        assert_eq!(contact["priority"], priority);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_deleted_contact_leaves_the_deck_and_keeps_its_invitation() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to("+14152000001").await;
    for id in &ids[..2] {
        ada.delete(&format!("{CONTACTS}/{id}")).await.is(204);
    }
    assert_eq!(ada.counts(&event).await["deck"], 1);
    let deck = ada
        .get(&format!("/api/v1/events/{event}/deck"))
        .await
        .is(200);
    assert_eq!(deck["items"].as_array().unwrap().len(), 1);
    assert_eq!(ada.invite_of(&event, "Guest 1").await["status"], "waiting");
    let answer = json!({ "response": "YES" });
    let reply = app
        .stranger()
        .post(&format!("/api/v1{link}"), answer)
        .await
        .is(200);
    assert_eq!(reply["seat"], "seated");
    app.finish().await;
}

async fn an_address_book_is_imported_as_the_preview_said(db: TestDb) {
    const IMPORT: &str = "/api/v1/imports";
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let known = json!({ "name": "Bea", "phoneNumber": "+4915123456789", "priority": 2 });
    ada.contact(known).await;
    let text = "Name;Telefon;E-Mail\n\
                BEA;0151 23456789;bea@example.org\n\
                Cleo;0151 11111111;\n\
                Dora;;\n";
    // Without a country, its numbers mean nothing.
    let nowhere = ada.post(IMPORT, json!({ "text": text })).await.is(200);
    assert_eq!(nowhere["refused"], 2, "{nowhere}");
    ada.patch("/api/v1/me", json!({ "country": "DE" }))
        .await
        .is(200);

    let preview = ada.post(IMPORT, json!({ "text": text })).await.is(200);
    let counts = |import: &Value| {
        ["created", "updated", "unchanged", "refused"].map(|count| import[count].as_u64().unwrap())
    };
    assert_eq!(counts(&preview), [1, 1, 0, 1], "{preview}");
    assert_eq!(
        preview["items"][0],
        json!({
            "line": 2, "outcome": "updated", "name": "BEA", "phoneNumber": "+4915123456789",
            "email": "bea@example.org", "note": "Email is new.",
        })
    );
    assert_eq!(names(&ada, "").await, ["Bea"], "a preview changes nothing");

    let done = ada
        .post(IMPORT, json!({ "text": text, "apply": true }))
        .await
        .is(200);
    assert_eq!(done, preview);
    assert_eq!(names(&ada, "").await, ["Bea", "Cleo"]);
    let found = ada
        .get(&format!("{CONTACTS}?q=bea@example.org"))
        .await
        .is(200);
    assert_eq!(found["items"][0]["priority"], 2);
    let again = ada
        .post(IMPORT, json!({ "text": text, "apply": true }))
        .await
        .is(200);
    assert_eq!(counts(&again), [0, 0, 2, 1], "{again}");

    // Another country for once; a large book; and what cannot be.
    let british = json!({ "text": "Emil, 07400 123456", "country": "GB" });
    let emil = ada.post(IMPORT, british).await.is(200);
    assert_eq!(emil["items"][0]["phoneNumber"], "+447400123456");
    let large = format!(
        "Name,Email,Notes\nFinn,finn@example.org,{}",
        "x".repeat(500_000)
    );
    assert_eq!(
        ada.post(IMPORT, json!({ "text": large })).await.is(200)["created"],
        1
    );
    for (body, field) in [
        (json!({ "text": "" }), "text"),
        (json!({ "text": "\n;\n" }), "text"),
        (json!({ "text": "a@b.example\n".repeat(5_001) }), "text"),
        (json!({ "text": "Ada", "country": "de" }), "country"),
        (json!({ "text": "Ada", "country": "XX" }), "country"),
        (json!({}), "text"),
    ] {
        assert_eq!(ada.post(IMPORT, body).await.invalid(), [field]);
    }
    let too_large = json!({ "text": "x".repeat(1_100_000) });
    ada.post(IMPORT, too_large).await.problem(413);
    app.finish().await;
}
