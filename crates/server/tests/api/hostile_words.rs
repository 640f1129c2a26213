//! Injection: scripts in the input of hosts and guests are shown as text everywhere, and line breaks do not become
//! headers.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;

on_each_database![
    scripts_are_escaped_everywhere,
    invisible_characters_are_removed_from_every_input,
];

const SCRIPT: &str = "</p><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// Whether a page has an element of the injected markup.
fn has_injected_markup(html: &str) -> bool {
    ["<script>alert", "<img src=x", "\"'>"]
        .iter()
        .any(|element| html.contains(element))
}

async fn scripts_are_escaped_everywhere(db: TestDb) {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &smtp.url())
        .setting("MAIL_FROM", "Supper Club <club@example.org>")
        .start();
    let ada = app.host("Ada").await;
    ada.patch("/api/v1/me", json!({ "name": SCRIPT }))
        .await
        .is(200);
    let by_text = json!({ "name": SCRIPT, "phoneNumber": phone(1), "priority": 1 });
    ada.contact(by_text).await;
    let by_email = json!({ "name": SCRIPT, "email": "bea@example.com" });
    ada.contact(by_email).await;
    let event = json!({
        "seats": 2, "title": SCRIPT, "description": SCRIPT, "location": SCRIPT, "question": SCRIPT,
        "startsAt": "2090-01-01T18:00:00Z",
    });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    app.outbox_is_empty().await;

    // The guest's page, in each of its states.
    let guest = app.stranger();
    for response in [None, Some("YES"), Some("MAYBE"), Some("NO")] {
        if let Some(response) = response {
            answer(&app, &link, response).await;
        }
        let html = guest.get(&link).await.text();
        assert!(html.contains("&#60;script&#62;alert(1)"), "{html}");
        assert!(!has_injected_markup(&html), "{html}");
    }
    let noted = json!({ "response": "NO", "note": SCRIPT, "companions": [SCRIPT], "diet": SCRIPT, "answerToQuestion": format!("{SCRIPT}\n{SCRIPT}") });
    guest.post(&format!("/api/v1{link}"), noted).await.is(200);
    answer(&app, &link, "MAYBE").await;
    let html = guest.get(&link).await.text();
    assert!(
        html.contains(" dir=\"auto\">\n&#60;/p&#62;&#60;script"),
        "{html}"
    );
    assert!(!has_injected_markup(&html), "{html}");
    let mailbox = guest.get("/dev/messages").await.text();
    assert!(mailbox.contains("&#60;script&#62;alert(1)"), "{mailbox}");
    assert!(!has_injected_markup(&mailbox), "{mailbox}");

    // The API sends JSON, which no browser shows as a page.
    for path in [
        format!("/api/v1/events/{event}/log"),
        format!("/api/v1/events/{event}/deck"),
        format!("/api/v1/invites?eventId={event}"),
        format!("/api/v1{link}"),
        "/api/v1/contacts".to_owned(),
    ] {
        let seen = ada.get(&path).await;
        assert_eq!(seen.header("x-content-type-options"), "nosniff");
        let seen = seen.is(200).to_string();
        assert!(seen.contains("<script>alert(1)</script>"), "{path}: {seen}");
    }
    let log = ada.log(&event).await;
    let said = log.iter().filter_map(|entry| entry["text"].as_str());
    assert!(
        said.into_iter()
            .all(|text| !text.contains(char::is_control))
    );

    // The email has the scripts as plain text, and escaped in HTML.
    app.outbox_is_empty().await;
    let journal = smtp.journal();
    let [mail] = &journal[..] else {
        panic!("not one email: {journal:?}");
    };
    let (_, html) = mail.data.split_once("Content-Type: text/html").unwrap();
    let html = html.replace("=\r\n", "");
    assert!(html.contains("&#60;script&#62;alert(1)"), "{html}");
    assert!(!has_injected_markup(&html), "{html}");
    let (head, _) = mail.data.split_once("\r\n\r\n").unwrap();
    let unfolded = head.replace("\r\n ", " ");
    let names: Vec<&str> = unfolded
        .lines()
        .map(|line| line.split_once(':').unwrap().0)
        .collect();
    for wanted in [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Date",
        "Auto-Submitted",
        "List-Unsubscribe",
    ] {
        assert_eq!(
            names.iter().filter(|name| **name == wanted).count(),
            1,
            "{wanted}: {head}"
        );
    }
    ada.cancel(&event).await;
    app.finish().await;
}

async fn invisible_characters_are_removed_from_every_input(db: TestDb) {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &smtp.url())
        .setting("MAIL_FROM", "club@example.org")
        .start();
    let ada = app.host("Ada").await;
    // Directional, invisible and cut characters: the input and the stored text.
    let hide = |words: &str| {
        let (head, tail) = words.split_at(1);
        format!("\u{200f}\u{202e}{head}\u{200b}\u{2066}{tail}\u{2069}\u{202c} \u{feff}")
    };
    let is_hidden = |text: &str| text.contains(seat_dealer_core::is_invisible);

    let me = ada.patch("/api/v1/me", json!({ "name": hide("Ada 👩\u{200d}🍳") }));
    assert_eq!(me.await.is(200)["name"], "Ada 👩\u{200d}🍳");
    let key = ada.post("/api/v1/api-keys", json!({ "name": hide("Shortcut") }));
    assert_eq!(key.await.is(201)["name"], "Shortcut");
    let bea = json!({ "name": hide("Bea"), "email": "bea@example.com" });
    let bea = ada.post("/api/v1/contacts", bea).await.is(201);
    assert_eq!(bea["name"], "Bea");
    // As a phone copies a number.
    let cleo = json!({ "name": "Cleo", "phoneNumber": "\u{202a}+1 415 200 0001\u{202c}" });
    let cleo = ada.post("/api/v1/contacts", cleo).await.is(201);
    assert_eq!(cleo["phoneNumber"], phone(1));
    let card = "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=E2=80=AED=E2=80=8Bee\n\
                EMAIL:dee@example.com\nEND:VCARD";
    for text in [card.to_owned(), format!("{};eve@example.com", hide("Eve"))] {
        let import = json!({ "text": text, "apply": true });
        let import = ada.post("/api/v1/imports", import).await.is(200);
        assert_eq!(import["created"], 1, "{import}");
        assert!(
            !is_hidden(&import["items"][0]["name"].to_string()),
            "{import}"
        );
    }
    let names = ada.get("/api/v1/contacts").await.is(200);
    let mut names: Vec<_> = names["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|contact| contact["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["Bea", "Cleo", "Dee", "Eve"]);

    let event = json!({
        "seats": 9, "handSize": 9, "title": hide("Goose"), "location": hide("Here"), "question": hide("Fish?"),
        "description": format!("{}\u{2028}{}", hide("Soup."), hide("Bread.")),
    });
    let event = ada.event(event).await;
    let path = format!("/api/v1/events/{event}");
    let kept = ada.get(&path).await.is(200);
    assert_eq!(
        (&kept["title"], &kept["location"]),
        (&json!("Goose"), &json!("Here"))
    );
    assert_eq!(kept["description"], "Soup. \nBread.");
    assert_eq!(kept["question"], "Fish?");
    let changed = json!({ "title": hide("Duck"), "location": "\u{200b}" });
    let changed = ada.patch(&path, changed).await.is(200);
    assert_eq!(
        (&changed["title"], &changed["location"]),
        (&json!("Duck"), &Value::Null)
    );

    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let note = json!({ "response": "YES", "note": hide("No nuts"), "diet": hide("Vegan") });
    let guest = app.stranger();
    guest.post(&format!("/api/v1{link}"), note).await.is(200);
    let told = ada.invite_of(&event, "Cleo").await;
    assert_eq!(
        (&told["note"], &told["diet"]),
        (&json!("No nuts"), &json!("Vegan"))
    );
    let form = [
        ("response", "YES"),
        ("note", &*hide("No milk")),
        ("diet", &*hide("No eggs")),
    ];
    assert_eq!(guest.submit(&link, &form).await.status, 303);
    let told = ada.invite_of(&event, "Cleo").await;
    assert_eq!(
        (&told["note"], &told["diet"]),
        (&json!("No milk"), &json!("No eggs"))
    );
    assert!(!is_hidden(&guest.get(&link).await.text()));

    app.outbox_is_empty().await;
    let journal = smtp.journal();
    assert_eq!(journal.len(), 3, "{journal:#?}");
    for mail in journal {
        // The emoji is encoded as RFC 2047 says, with the joiner.
        for header in [
            "From: =?utf-8?b?QWRhIPCfkanigI3wn42z?= <club@example.org>\r\n",
            "\r\nSubject: Ada =?utf-8?b?8J+RqeKAjfCfjbM=?= invites you: Duck\r\n",
        ] {
            assert!(mail.data.contains(header), "{header}: {}", mail.data);
        }
        for hidden in ["=E2=80=8F", "=E2=80=AE", "=E2=80=8B", "=E2=81=A6"] {
            assert!(!mail.data.contains(hidden), "{hidden}: {}", mail.data);
        }
    }

    // Invisible characters alone are not a name.
    for nothing in [
        "\u{200b}",
        "\u{202e}\u{2066}",
        "\u{200d}",
        "\u{3164}",
        "\u{2800}",
    ] {
        let contact = json!({ "name": nothing, "email": "x@example.com" });
        let refused = ada.post("/api/v1/contacts", contact).await;
        assert_eq!(refused.invalid(), ["name"], "{nothing:?}");
        let event = json!({ "title": nothing, "seats": 1 });
        let refused = ada.post("/api/v1/events", event).await;
        assert_eq!(refused.invalid(), ["title"], "{nothing:?}");
    }
    ada.cancel(&event).await;
    app.finish().await;
}

#[tokio::test]
async fn line_breaks_in_header_values_are_refused() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    for end in ["\r\n", "\n", "\r", "\0", "\u{85}"] {
        let words = format!("Dinner{end}Bcc: eve@example.net");
        let address = format!("bea@example.com{end}Bcc:eve@example.net");
        let event = |field: &str| {
            let mut event = json!({ "title": "Dinner", "seats": 1 });
            event[field] = Value::from(words.as_str());
            event
        };
        for field in ["title", "location", "timeZone", "question"] {
            let refused = ada.post("/api/v1/events", event(field)).await;
            assert_eq!(refused.invalid(), [field], "{end:?}");
        }
        let contact = json!({ "name": words, "email": address, "phoneNumber": words });
        let refused = ada.post("/api/v1/contacts", contact).await.invalid();
        assert_eq!(refused, ["name", "phoneNumber", "email"], "{end:?}");
        let me = ada.patch("/api/v1/me", json!({ "name": words })).await;
        assert_eq!(me.invalid(), ["name"], "{end:?}");
    }
    app.finish().await;
}
