//! The end of an event, the link, and the map of the place.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{answer, look};

on_each_database![
    an_end_and_a_link_have_limits,
    an_end_moves_with_the_begin_that_passes_it,
    guests_see_the_end_the_link_and_a_map,
];

const START: &str = "2130-06-01T18:00:00.000Z";

async fn an_end_and_a_link_have_limits(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let end = "2130-06-15T18:00:00.000Z";
    let url = "https://example.org/a%20dinner?x=1&y=2#map";
    let event = json!({ "startsAt": START, "endsAt": end, "url": format!(" {url} ") });
    let path = format!("/api/v1/events/{}", ada.event(event).await);
    let shown = ada.get(&path).await.is(200);
    assert_eq!([&shown["endsAt"], &shown["url"]], [end, url]);
    let long = format!("https://example.org/{}", "x".repeat(2_000));
    for (body, field) in [
        (json!({ "endsAt": "soon" }), "endsAt"),
        (json!({ "endsAt": START }), "endsAt"),
        (json!({ "endsAt": "2130-06-01T17:00:00Z" }), "endsAt"),
        (json!({ "endsAt": "2130-06-15T18:00:00.001Z" }), "endsAt"),
        (json!({ "startsAt": null }), "endsAt"),
        (json!({ "url": "http://example.org/" }), "url"),
        (json!({ "url": "javascript:alert(1)" }), "url"),
        (json!({ "url": "https://" }), "url"),
        (json!({ "url": "https://ada:secret@example.org/" }), "url"),
        (json!({ "url": "example.org" }), "url"),
        (json!({ "url": long }), "url"),
        (json!({ "url": 1 }), "url"),
    ] {
        let refused = ada.patch(&path, body.clone()).await;
        assert_eq!(refused.invalid(), [field], "{body}");
    }
    let refused = json!({ "title": "Dinner", "seats": 2, "endsAt": end });
    let refused = ada.post("/api/v1/events", refused).await;
    assert_eq!(refused.invalid(), ["endsAt"]);
    let hostile = json!({ "url": "https://example.org/\"><script>alert(1)</script>" });
    let changed = ada.patch(&path, hostile).await.is(200);
    let escaped = "https://example.org/%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    assert_eq!(changed["url"], escaped);
    let both = json!({ "startsAt": null, "endsAt": null, "url": " " });
    let changed = ada.patch(&path, both).await.is(200);
    assert_eq!([&changed["endsAt"], &changed["url"]], [&Value::Null; 2]);
    let log = ada.get(&format!("{path}/log")).await.is(200);
    let last = log["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        last["detail"]["changes"],
        json!(["startsAt", "endsAt", "url"])
    );
    assert_eq!(last["text"], "You changed the time, the end and the link.");
    app.finish().await;
}

async fn an_end_moves_with_the_begin_that_passes_it(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let event = json!({ "startsAt": START, "endsAt": "2130-06-01T22:30:00Z" });
    let path = format!("/api/v1/events/{}", ada.event(event).await);
    for (change, end) in [
        // The end stays as long as it is after the begin, and at most 14 days.
        (
            json!({ "startsAt": "2130-06-01T19:00:00Z" }),
            "2130-06-01T22:30:00.000Z",
        ),
        (
            json!({ "startsAt": "2130-06-01T22:30:00Z" }),
            "2130-06-02T02:00:00.000Z",
        ),
        (
            json!({ "startsAt": "2130-07-01T10:00:00.5Z" }),
            "2130-07-01T13:30:00.500Z",
        ),
        (
            json!({ "startsAt": "2130-06-01T18:00:00Z" }),
            "2130-06-01T21:30:00.000Z",
        ),
        (
            json!({ "startsAt": "2130-06-02T18:00:00Z", "endsAt": "2130-06-02T19:00:00Z" }),
            "2130-06-02T19:00:00.000Z",
        ),
    ] {
        let changed = ada.patch(&path, change.clone()).await.is(200);
        assert_eq!(changed["endsAt"], end, "{change}");
    }
    let both = json!({ "startsAt": "2130-06-03T18:00:00Z", "endsAt": "2130-06-03T18:00:00Z" });
    assert_eq!(ada.patch(&path, both).await.invalid(), ["endsAt"]);
    let log = ada.log(&path.replace("/api/v1/events/", "")).await;
    let changes: Vec<_> = log
        .iter()
        .map(|entry| &entry["detail"]["changes"])
        .collect();
    assert_eq!(*changes[1], json!(["startsAt"]));
    assert_eq!(*changes[2], json!(["startsAt", "endsAt"]));
    app.finish().await;
}

async fn guests_see_the_end_the_link_and_a_map(db: TestDb) {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &smtp.url())
        .setting("MAIL_FROM", "club@example.org")
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let bea = json!({ "name": "Bea", "email": "bea@example.com" });
    ada.contact(bea).await;
    let end = "2130-06-01T22:30:00.000Z";
    let url = "https://example.org/dinner?x=1&y=2";
    let map = "https://www.openstreetmap.org/search?query=Lindenweg+3+%26+4";
    let event = json!({
        "seats": 2, "startsAt": START, "endsAt": end, "url": url, "location": "Lindenweg 3 & 4",
        "timeZone": "Europe/Berlin",
    });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let by_text = app.link_to(&phone(1)).await;
    let seen = look(&app, &by_text).await;
    assert_eq!([&seen["endsAt"], &seen["url"]], [end, url]);
    let page = app.stranger().get(&by_text).await.text();
    let escaped = |text: &str| text.replace('&', "&#38;");
    for shown in [
        format!("href=\"{}\"", escaped(map)),
        format!("href=\"{}\"", escaped(url)),
        "20:00–00:30".to_owned(),
    ] {
        assert!(page.contains(&shown), "{shown}: {page}");
    }
    let texts = app.stranger().get("/dev/messages.json").await.json();
    let text = texts[0]["body"].as_str().unwrap();
    assert!(!text.contains("example.org/dinner"), "{text}");
    assert!(!text.contains("openstreetmap"), "{text}");

    let link = ada.invite_of(&event, "Bea").await["rsvpUrl"].clone();
    let link = link.as_str().unwrap().replacen(app.base(), "", 1);
    answer(&app, &link, "YES").await;
    let file = app.stranger().get(&format!("{link}/calendar.ics")).await;
    app.outbox_is_empty().await;
    let mails = smtp.journal();
    let mail = mails.last().unwrap().data.replace("=\r\n", "");
    let calendar = mail.rsplit_once("BEGIN:VCALENDAR").unwrap().1.to_owned();
    for calendar in [file.text(), calendar] {
        let calendar = calendar.replace("\r\n ", "").replace("=3D", "=");
        for line in [
            "DTSTART:21300601T180000Z".to_owned(),
            "DTEND:21300601T223000Z".to_owned(),
            format!("URL:{url}"),
        ] {
            assert!(
                calendar.contains(&format!("{line}\r\n")),
                "{line}: {calendar}"
            );
        }
        assert!(!calendar.contains("DURATION"), "{calendar}");
    }
    let mail = mails[0].data.replace("=\r\n", "").replace("=3D", "=");
    assert!(mail.contains(&format!("\r\n  {url}\r\n")), "{mail}");
    assert!(mail.contains(&escaped(map)), "{mail}");

    // A new end is a change of what calendars show, and can be announced.
    let later = json!({ "endsAt": "2130-06-02T22:30:00Z", "announce": true });
    ada.patch(&format!("/api/v1/events/{event}"), later)
        .await
        .is(200);
    app.outbox_is_empty().await;
    let mails = smtp.journal();
    let mail = mails.last().unwrap().data.replace("=\r\n", "");
    assert!(mail.contains("DTEND:21300602T223000Z"), "{mail}");
    app.finish().await;
}
