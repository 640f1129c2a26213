//! Imports of address books: preview, writing and undoing.

mod files;
mod writing;

use seat_dealer_test_support::app::{Answer, Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::sentences::Sentences;

on_each_database![
    diets_are_imported_and_taken_back,
    an_address_book_is_imported_as_previewed,
    new_people_can_be_excluded_from_decks_that_are_dealing,
];

const IMPORTS: &str = "/api/v1/imports";

/// Sends the bytes of a file.
async fn send(host: &Host, kind: &str, query: &str, bytes: &[u8]) -> Answer {
    let request = host.request("POST", &format!("{IMPORTS}{query}"));
    Answer::to(request.header("content-type", kind).body(bytes.to_vec())).await
}

async fn import(host: &Host, body: Value) -> Value {
    host.post(IMPORTS, body).await.is(200)
}

/// The numbers of people: created, updated, unchanged, without a name, left out and refused.
fn counts(import: &Value) -> [u64; 6] {
    let names = [
        "created",
        "updated",
        "unchanged",
        "unnamed",
        "leftOut",
        "refused",
    ];
    names.map(|count| import[count].as_u64().unwrap())
}

async fn names(host: &Host) -> Vec<String> {
    let page = host.get("/api/v1/contacts?limit=500").await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn an_address_book_is_imported_as_previewed(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let known = json!({ "name": "Bea", "phoneNumber": "+4915123456789", "priority": 2 });
    ada.contact(known).await;
    let text = "Name;Telefon;E-Mail\n\
                BEA;0151 23456789;bea@example.org\n\
                Cleo;0151 11111111;\n\
                Dora;;\n";
    // Without a country, national numbers cannot be read.
    let nowhere = import(&ada, json!({ "text": text })).await;
    assert_eq!(nowhere["refused"], 2, "{nowhere}");
    ada.patch("/api/v1/me", json!({ "country": "DE" }))
        .await
        .is(200);

    let preview = import(&ada, json!({ "text": text })).await;
    assert_eq!(counts(&preview), [1, 1, 0, 0, 0, 1], "{preview}");
    assert_eq!(
        preview["items"][0],
        json!({
            "index": 0, "line": 2, "outcome": "updated", "name": "BEA", "nameIsAGuess": false,
            "phoneNumber": "+4915123456789", "email": "bea@example.org", "partySize": null,
            "tags": [], "diet": null, "language": null,
            "changes": [{ "field": "email", "before": null, "after": "bea@example.org" }],
            "note": "Email is new.",
        })
    );
    assert_eq!(
        preview["columns"][1],
        json!({
            "index": 1, "heading": "Telefon", "taken": "phone",
            "samples": ["0151 23456789", "0151 11111111"], "note": null,
        })
    );
    assert_eq!(
        [&preview["applied"], &preview["undo"], &preview["dealing"]],
        [&json!(false), &Value::Null, &json!([])]
    );
    assert_eq!(names(&ada).await, ["Bea"], "a preview changes nothing");

    let mut done = import(&ada, json!({ "text": text, "apply": true })).await;
    assert!(done["undo"]["until"].is_string(), "{done}");
    assert_eq!(done["applied"].take(), true);
    done["applied"] = json!(false);
    done["undo"].take();
    assert_eq!(done, preview);
    assert_eq!(names(&ada).await, ["Bea", "Cleo"]);
    let found = ada.get("/api/v1/contacts?q=bea@example.org").await.is(200);
    assert_eq!(found["items"][0]["priority"], 2);
    let again = import(&ada, json!({ "text": text, "apply": true })).await;
    assert_eq!(counts(&again), [0, 0, 2, 0, 0, 1], "{again}");
    assert_eq!(again["undo"], Value::Null, "nothing was written");

    // A country for this import only, and a large address book.
    let british = import(
        &ada,
        json!({ "text": "Emil, 07400 123456", "country": "GB" }),
    )
    .await;
    assert_eq!(british["items"][0]["phoneNumber"], "+447400123456");
    let large = format!(
        "Name,Email,Notes\nFinn,finn@example.org,{}",
        "x".repeat(500_000)
    );
    assert_eq!(import(&ada, json!({ "text": large })).await["created"], 1);
    app.finish().await;
}

async fn diets_are_imported_and_taken_back(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for (name, diet) in [("Bea", Some("Vegan")), ("Cy", None)] {
        let email = format!("{name}@example.org");
        ada.contact(json!({ "name": name, "email": email, "diet": diet }))
            .await;
    }
    let long = "Nüsse, ".repeat(30);
    let text = format!(
        "Name,Email,Ernährung\nBea,bea@example.org,No nuts\nCy,cy@example.org,No fish\n\
         Di,di@example.org,\"{long}\"\nEve,eve@example.org,\"No milk,\nno eggs\"\n"
    );
    let preview = import(&ada, json!({ "text": text })).await;
    let column = &preview["columns"][2];
    assert_eq!(column["taken"], "diet");
    let note = column["note"].as_str().unwrap();
    assert!(
        note.contains("in line 4. The diet must be at most 200 characters long."),
        "{note}"
    );
    assert_eq!(
        preview["items"][0]["changes"],
        json!([{ "field": "diet", "before": "Vegan", "after": "No nuts" }])
    );
    assert_eq!(
        (&preview["items"][0]["note"], &preview["items"][1]["note"]),
        (&json!("Diet was Vegan."), &json!("Diet is new."))
    );
    assert_eq!(preview["items"][3]["diet"], "No milk, no eggs");
    let choices = json!([{ "index": 0, "keep": ["diet"] }]);
    let done = import(
        &ada,
        json!({ "text": text, "choices": choices, "apply": true }),
    )
    .await;
    let diets = async || -> Vec<Value> {
        let page = ada.get("/api/v1/contacts").await.is(200);
        let items = page["items"].as_array().unwrap().iter();
        items.map(|contact| contact["diet"].clone()).collect()
    };
    assert_eq!(
        diets().await,
        [
            json!("Vegan"),
            json!("No fish"),
            Value::Null,
            json!("No milk, no eggs")
        ]
    );
    let undo = format!("/api/v1/imports/{}", done["undo"]["id"].as_str().unwrap());
    let undone = ada.delete(&undo).await.is(200);
    assert_eq!(undone, json!({ "removed": 2, "restored": 1, "kept": 0 }));
    assert_eq!(diets().await, [json!("Vegan"), Value::Null]);
    app.finish().await;
}

#[tokio::test]
async fn the_host_maps_columns_and_chooses_what_happens_to_people() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contact(json!({ "name": "Bea", "email": "bea@example.org", "phoneNumber": phone(1) }))
        .await;
    let text = "Name,Whose,Reach,Email,Guests\n\
                x1,Bea,+1 415 200 0002,bea@example.org,2\n\
                x2,,+1 415 200 0003,,none\n\
                x3,Cy,+1 415 200 0004,,1\n";
    let first = import(&ada, json!({ "text": text })).await;
    let taken = |import: &Value| -> Vec<String> {
        let columns = import["columns"].as_array().unwrap().iter();
        columns
            .map(|column| column["taken"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        taken(&first),
        ["name", "none", "none", "email", "partySize"]
    );
    let note = first["columns"][4]["note"].as_str().unwrap();
    assert!(note.starts_with("1 cell was left out"), "{note}");
    assert!(note.contains("“none” in line 3"), "{note}");

    let mapping = json!({ "0": "none", "1": "name", "2": "phone" });
    let mapped = import(&ada, json!({ "text": text, "mapping": mapping })).await;
    assert_eq!(
        taken(&mapped),
        ["none", "name", "phone", "email", "partySize"]
    );
    assert_eq!(counts(&mapped), [1, 1, 0, 1, 0, 0], "{mapped}");
    assert_eq!(
        mapped["items"][0]["changes"],
        json!([
            { "field": "phoneNumber", "before": phone(1), "after": phone(2) },
            { "field": "partySize", "before": "1", "after": "2" },
        ])
    );
    let as_file = format!("?mapping={}", mapping.to_string().replace('"', "%22"));
    let as_file = send(&ada, "text/csv", &as_file, text.as_bytes())
        .await
        .is(200);
    assert_eq!(as_file, mapped);

    let choices = json!([
        { "index": 0, "keep": ["phoneNumber", "partySize"] },
        { "index": 1, "name": " Granny " },
        { "index": 2, "leaveOut": true },
    ]);
    let chosen = json!({ "text": text, "mapping": mapping, "choices": choices, "apply": true });
    let chosen = import(&ada, chosen).await;
    assert_eq!(counts(&chosen), [1, 0, 1, 0, 1, 0], "{chosen}");
    assert_eq!(chosen["items"][1]["name"], "Granny");
    assert_eq!(names(&ada).await, ["Bea", "Granny"]);
    let bea = ada.get("/api/v1/contacts?q=Bea").await.is(200);
    assert_eq!(bea["items"][0]["phoneNumber"], phone(1));
    app.finish().await;
}

#[tokio::test]
async fn an_import_reports_what_it_cannot_read() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let mut sentences = Sentences::default();
    for (body, fields) in [
        (json!({ "text": "" }), vec!["text"]),
        (json!({ "text": "\n;\n" }), vec!["text"]),
        (json!({ "text": "Ada", "country": "de" }), vec!["country"]),
        (json!({ "text": "Ada", "country": "XX" }), vec!["country"]),
        (json!({}), vec!["text"]),
        (json!({ "text": "Ada", "file": "QWRh" }), vec!["file"]),
        (json!({ "file": "QWRh?" }), vec!["file"]),
        (json!({ "file": "UEsDBBQ=" }), vec!["file"]),
        (
            json!({ "text": "Ada", "mapping": { "0": "street" } }),
            vec!["mapping.0"],
        ),
        (
            json!({ "text": "Name,Phone\nAda,+4915123456789", "mapping": { "99": "phone" } }),
            vec!["mapping"],
        ),
        (
            json!({ "text": "BEGIN:VCARD\nFN:Ada\nEND:VCARD", "mapping": { "0": "name" } }),
            vec!["mapping"],
        ),
        (
            json!({ "text": "Ada, ada@example.org", "choices": [{ "index": 1 }] }),
            vec!["choices"],
        ),
        (
            json!({ "text": "Ada", "choices": [{ "index": 0, "name": "" }, { "index": 0 }] }),
            vec!["choices[0].name", "choices[1].index"],
        ),
        (
            json!({ "text": "Ada", "choices": [{ "index": 0, "keep": ["name"] }] }),
            vec!["choices[0].keep[0]"],
        ),
    ] {
        let answer = ada.post(IMPORTS, body.clone()).await;
        assert_eq!(sentences.invalid(&body.to_string(), answer), fields);
    }
    for (what, query, bytes, field) in [
        ("an empty file", "", &b""[..], "file"),
        ("a workbook", "", b"PK\x03\x04\x14\0\x06\0", "file"),
        ("a picture", "", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file"),
        ("a file", "?country=de", b"Ada", "country"),
        ("a file", "?mapping=phone", b"Ada", "mapping"),
        ("a file", "?apply=perhaps", b"Ada", "apply"),
        ("a file", "?choices=1", b"Ada", "choices"),
    ] {
        let answer = send(&ada, "application/octet-stream", query, bytes).await;
        assert_eq!(
            sentences.invalid(format!("{what} {query}").trim_end(), answer),
            [field]
        );
    }
    sentences.are("fields_of_imports");
    let many = json!({ "text": "a@b.example\n".repeat(5_001) });
    assert_eq!(ada.post(IMPORTS, many).await.invalid(), ["text"]);
    for kind in [
        "application/pdf",
        "application/xml",
        "image/png",
        "application/zip",
    ] {
        let why = send(&ada, kind, "", b"Ada, ada@example.org")
            .await
            .problem(415);
        assert!(why.contains("text/csv"), "{why}");
    }
    ada.post(IMPORTS, json!({ "text": "x".repeat(1_100_000) }))
        .await
        .problem(413);
    let large = vec![b'x'; 1_100_000];
    send(&ada, "text/csv", "", &large).await.problem(413);
    assert!(names(&ada).await.is_empty());
    app.finish().await;
}

async fn new_people_can_be_excluded_from_decks_that_are_dealing(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({ "title": "Supper", "seats": 4 })).await;
    let draft = ada.event(json!({ "seats": 4 })).await;
    ada.deal(&event).await;
    let text = "Bea, +1 415 200 0001";
    let preview = import(&ada, json!({ "text": text })).await;
    assert_eq!(
        preview["dealing"],
        json!([{ "id": event, "title": "Supper" }])
    );

    let kept_out = json!({ "text": text, "apply": true, "keepOutOfDecks": true });
    import(&ada, kept_out).await;
    let cy = json!({ "name": "Cy", "phoneNumber": phone(2), "keepOutOfDecks": true });
    ada.contact(cy).await;
    let deck = async |event: &str| {
        let deck = ada
            .get(&format!("/api/v1/events/{event}/deck"))
            .await
            .is(200);
        let items = deck["items"].as_array().unwrap().clone();
        let excluded = items.iter().filter(|item| item["excluded"] == true).count();
        (items.len(), excluded)
    };
    assert_eq!(deck(&event).await, (2, 2));
    assert_eq!(
        deck(&draft).await,
        (2, 0),
        "there, the host looks before dealing"
    );
    // Those who are not excluded are invited at once.
    import(
        &ada,
        json!({ "text": "Di, +1 415 200 0003", "apply": true }),
    )
    .await;
    app.link_to(&phone(3)).await;
    assert_eq!(ada.invites(&event).await.len(), 1);
    ada.cancel(&event).await;
    app.finish().await;
}
