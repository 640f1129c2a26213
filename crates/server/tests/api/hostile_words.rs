//! Words that try to be more than words: scripts stay text wherever they are shown, and nothing that is
//! written becomes a header.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;

on_each_database![scripts_stay_text_everywhere];

const SCRIPT: &str = "</p><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

/// Whether a page holds an element that the words have tried to make.
fn is_broken_into(html: &str) -> bool {
    ["<script>alert", "<img src=x", "\"'>"]
        .iter()
        .any(|element| html.contains(element))
}

async fn scripts_stay_text_everywhere(db: TestDb) {
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
        "seats": 2, "title": SCRIPT, "description": SCRIPT, "location": SCRIPT,
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
        assert!(!is_broken_into(&html), "{html}");
    }
    let noted = json!({ "response": "NO", "note": SCRIPT });
    guest.post(&format!("/api/v1{link}"), noted).await.is(200);
    let html = guest.get(&link).await.text();
    assert!(
        html.contains(" dir=\"auto\">\n&#60;/p&#62;&#60;script"),
        "{html}"
    );
    assert!(!is_broken_into(&html), "{html}");
    let mailbox = guest.get("/dev/messages").await.text();
    assert!(mailbox.contains("&#60;script&#62;alert(1)"), "{mailbox}");
    assert!(!is_broken_into(&mailbox), "{mailbox}");

    // What programs read is JSON, and no browser takes it for a page.
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

    // The email: its text is plain, and its page has them as text.
    app.outbox_is_empty().await;
    let journal = smtp.journal();
    let [mail] = &journal[..] else {
        panic!("not one email: {journal:?}");
    };
    let (_, html) = mail.data.split_once("Content-Type: text/html").unwrap();
    let html = html.replace("=\r\n", "");
    assert!(html.contains("&#60;script&#62;alert(1)"), "{html}");
    assert!(!is_broken_into(&html), "{html}");
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

#[tokio::test]
async fn what_would_end_a_header_is_refused() {
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
        for field in ["title", "location", "timeZone"] {
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
