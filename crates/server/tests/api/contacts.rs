mod fields;

use seat_dealer_db::{Conn, contacts, now};
use seat_dealer_test_support::app::{Answer, Host, TestApp, phone};
use seat_dealer_test_support::database::{TestDb, contact_fields};
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_contact_is_added_changed_and_deleted,
    lists_come_in_pages,
    search_finds_parts_of_words,
    one_person_is_one_contact_however_the_number_is_spelled,
    contacts_are_exported_as_csv_and_imported_again,
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
                "language": "de", "diet": " No nuts ",
            }),
        )
        .await
        .is(201);
    let path = format!("{CONTACTS}/{}", added["id"].as_str().unwrap());
    let mut known = added.clone();
    for field in ["createdAt", "updatedAt", "etag"] {
        assert!(known[field].take().is_string(), "{field}");
    }
    assert_eq!(
        known,
        json!({
            "id": added["id"], "name": "Grace Hopper", "phoneNumber": "+14155550132",
            "email": "Grace@example.com", "priority": 2, "preferredChannel": "email",
            "language": "de", "diet": "No nuts", "tags": [], "partySize": 1, "notForDinners": false,
            "optedOut": [], "lastInvitedAt": null, "createdAt": null, "updatedAt": null,
            "externalId": null, "etag": null,
        })
    );
    assert_eq!(ada.get(&path).await.is(200), added);

    // A missing field stays as it is; null removes the value.
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
    assert_eq!(changed["diet"], "No nuts");
    for none in [Value::Null, json!(" ")] {
        ada.patch(&path, json!({ "diet": "Vegan" })).await.is(200);
        let changed = ada.patch(&path, json!({ "diet": none })).await.is(200);
        assert_eq!(changed["diet"], Value::Null);
    }
    let changed = ada.get(&path).await.is(200);
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

async fn search_finds_parts_of_words(db: TestDb) {
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_do_not_overwrite_each_other() {
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

async fn one_person_is_one_contact_however_the_number_is_spelled(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let bea = json!({ "name": "Béa", "phoneNumber": "+44 7400 123456", "email": "b@example.org" });
    let bea = ada.contact(bea).await;
    let twice = json!({ "name": "bea", "phoneNumber": "+44 (0)7400 123456" });
    let refused = ada.post(CONTACTS, twice).await;
    assert_eq!(refused.json()["code"], "contact-exists");
    assert_eq!(refused.json()["existingId"], bea);
    let why = refused.problem(409);
    assert!(why.starts_with("You have a contact called Béa"), "{why}");
    // Two names with one number, and one name with two numbers, are different contacts.
    let cy = json!({ "name": "Cy", "phoneNumber": "+447400123456" });
    let cy = ada.contact(cy).await;
    let namesake = json!({ "name": "Béa", "phoneNumber": phone(1) });
    let namesake = ada.contact(namesake).await;

    let path = |id: &str| format!("{CONTACTS}/{id}");
    let to_bea = json!({ "name": "BÉA" });
    ada.patch(&path(&cy), to_bea.clone()).await.problem(409);
    ada.patch(&path(&bea), to_bea).await.is(200);
    let to_bea = json!({ "phoneNumber": "0044 (0)7400 123456" });
    let refused = ada.patch(&path(&namesake), to_bea).await;
    assert_eq!(refused.json()["existingId"], bea);
    refused.problem(409);
    let groups = ada.get("/api/v1/contact-duplicates").await.is(200);
    assert_eq!(groups, json!({ "items": [], "nextCursor": null }));

    // Older versions stored both spellings of a number. They are listed as duplicates, and not merged.
    let stored = contact_fields("Cy", Some("+4407400123456"), None);
    let host = ada.id.clone();
    let write = move |conn: &mut Conn| contacts::create(conn, &host, &stored, now());
    let old = String::from(app.db.write(write).await.unwrap().id);
    let groups = ada.get("/api/v1/contact-duplicates").await.is(200);
    let ids = |group: &Value| -> Vec<String> {
        let contacts = group["contacts"].as_array().unwrap().iter();
        contacts
            .map(|contact| contact["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let items = groups["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{groups}");
    assert_eq!(items[0]["shared"], "+447400123456");
    assert_eq!(ids(&items[0]), [bea, cy.clone(), old.clone()]);
    // Each can be changed, and a further one is refused.
    let first = json!({ "priority": 1 });
    ada.patch(&path(&old), first).await.is(200);
    let third = json!({ "name": "Cy", "phoneNumber": "+447400123456" });
    ada.post(CONTACTS, third).await.problem(409);
    ada.delete(&path(&old)).await.is(204);
    let groups = ada.get("/api/v1/contact-duplicates").await.is(200);
    assert_eq!(groups["items"], json!([]));
    app.finish().await;
}

#[tokio::test]
async fn a_stored_number_can_stay_though_it_would_be_refused_now() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let stored = contact_fields("Cy", Some("+15550001234"), None);
    let host = ada.id.clone();
    let write = move |conn: &mut Conn| contacts::create(conn, &host, &stored, now());
    let path = format!("{CONTACTS}/{}", app.db.write(write).await.unwrap().id);
    let changed = ada.patch(&path, json!({ "priority": 1 })).await.is(200);
    assert_eq!(changed["phoneNumber"], "+15550001234");
    let same = json!({ "phoneNumber": "+15550001234" });
    assert_eq!(ada.patch(&path, same).await.invalid(), ["phoneNumber"]);
    app.finish().await;
}

async fn contacts_are_exported_as_csv_and_imported_again(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for contact in [
        json!({ "name": "=1+1 \"Zoë\"", "email": "-z@example.org", "priority": 2 }),
        json!({ "name": "Jörg; Müller, Jr.", "phoneNumber": "+4915123456789", "partySize": 2,
            "tags": ["=1", "Chor"], "diet": "-Nüsse, \"Milch\"" }),
    ] {
        ada.contact(contact).await;
    }
    let table = ada.get("/api/v1/contacts.csv").await;
    assert_eq!(table.status, 200);
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    let name = "attachment; filename=\"contacts.csv\"";
    assert_eq!(table.header("content-disposition"), name);
    assert_eq!(
        table.text(),
        "\u{feff}\"Name\",\"Phone\",\"Email\",\"Priority\",\"Party size\",\"Tags\",\"Diet\"\r\n\
         \"'=1+1 \"\"Zoë\"\"\",\"\",\"'-z@example.org\",\"2\",\"1\",\"\",\"\"\r\n\
         \"Jörg; Müller, Jr.\",\"'+4915123456789\",\"\",\"5\",\"2\",\"'=1; Chor\",\"'-Nüsse, \"\"Milch\"\"\"\r\n"
    );
    let german = ada.get("/api/v1/contacts.csv?separator=semicolon").await;
    let first =
        "\u{feff}\"Name\";\"Phone\";\"Email\";\"Priority\";\"Party size\";\"Tags\";\"Diet\"\r\n";
    assert!(german.text().starts_with(first), "{german}");
    for query in ["separator=tab", "separators=comma"] {
        let answer = ada.get(&format!("/api/v1/contacts.csv?{query}")).await;
        let field = query.split('=').next().unwrap();
        assert_eq!(answer.invalid(), [field]);
    }

    // Importing an exported file changes nothing.
    for saved in [table, german] {
        let file = ada.request("POST", "/api/v1/imports");
        let file = file.header("content-type", "text/csv").body(saved.body);
        let import = Answer::to(file).await.is(200);
        assert_eq!(
            (&import["unchanged"], &import["created"]),
            (&json!(2), &json!(0)),
            "{import}"
        );
    }
    // More contacts than one page of the query.
    let many: Vec<_> = (0..450)
        .map(|at| format!("Guest {at}, guest{at}@example.org"))
        .collect();
    let many = json!({ "text": many.join("\n"), "apply": true });
    assert_eq!(
        ada.post("/api/v1/imports", many).await.is(200)["created"],
        450
    );
    let table = ada.get("/api/v1/contacts.csv").await.text();
    assert_eq!(table.lines().count(), 453);
    app.finish().await;
}
