//! The calendar file of a guest.

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;

on_each_database![
    a_seated_guest_gets_a_calendar_file,
    an_entry_counts_only_its_own_changes,
];

/// The value of a content line, unfolded.
fn value(file: &str, name: &str) -> String {
    let unfolded = file.replace("\r\n ", "");
    let mut lines = unfolded.lines();
    let line = lines.find_map(|line| line.strip_prefix(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("no {name} in {file}"))
        .to_owned()
}

async fn a_seated_guest_gets_a_calendar_file(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada
        .event(json!({
            "title": "Goose & cabbage", "seats": 2, "location": "Here",
            "startsAt": "2130-06-01T18:00:00Z", "timeZone": "Europe/Berlin",
        }))
        .await;
    ada.deal(&event).await;
    let (link, other) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();
    let path = format!("{link}/calendar.ics");

    // Without a seat there is no file, and the page says why.
    for (said, query) in [(None, ""), (Some("MAYBE"), "?lang=de"), (Some("NO"), "")] {
        if let Some(said) = said {
            answer(&app, &link, said).await;
        }
        let led = guest.get(&format!("{path}{query}")).await;
        let page = format!("{link}{query}");
        assert_eq!((led.status, led.header("location")), (303, page.as_str()));
    }

    answer(&app, &link, "YES").await;
    let file = guest.get(&path).await;
    assert_eq!(file.status, 200, "{file}");
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    let first = file.text();
    assert_eq!(value(&first, "SUMMARY"), "Goose & cabbage");
    assert_eq!(value(&first, "DTSTART"), "21300601T180000Z");
    assert_eq!(value(&first, "LOCATION"), "Here");
    assert!(value(&first, "URL").ends_with(&link));
    for absent in ["METHOD", "ORGANIZER", "ATTENDEE", "mailto", "Guest"] {
        assert!(!first.contains(absent), "{absent} in {first}");
    }
    let german = guest.get(&format!("{path}?lang=de")).await.text();
    assert!(german.contains("Aktuelle Antwort: "), "{german}");

    // A later file replaces the entry of the earlier one, and each guest has an entry of their own.
    ada.patch(
        &format!("/api/v1/events/{event}"),
        json!({ "startsAt": "2130-06-02T18:00:00Z" }),
    )
    .await
    .is(200);
    let second = guest.get(&path).await.text();
    assert_eq!(value(&second, "DTSTART"), "21300602T180000Z");
    assert_eq!(value(&second, "UID"), value(&first, "UID"));
    let number = |file: &str| value(file, "SEQUENCE").parse::<u32>().unwrap();
    assert!(number(&second) > number(&first), "{second}");
    answer(&app, &other, "PROBABLY").await;
    let others = guest.get(&format!("{other}/calendar.ics")).await.text();
    assert_ne!(value(&others, "UID"), value(&first, "UID"));

    app.outbox_is_empty().await;
    ada.cancel(&event).await;
    assert_eq!(guest.get(&path).await.status, 303);
    app.finish().await;
}

async fn an_entry_counts_only_its_own_changes(db: TestDb) {
    let mail = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &mail.url())
        .setting("MAIL_FROM", "dinner@example.org")
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    ada.contact(json!({ "name": "Bea", "email": "bea@example.com" }))
        .await;
    let event = ada
        .event(json!({ "seats": 3, "handSize": 3, "startsAt": "2130-06-01T18:00:00Z" }))
        .await;
    ada.deal(&event).await;
    let (one, two) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let link = ada.invite_of(&event, "Bea").await["rsvpUrl"].clone();
    let link = link.as_str().unwrap().replacen(app.base(), "", 1);
    let sequence = |file: &str| value(file, "SEQUENCE").parse::<u32>().unwrap();
    let page = async || {
        let file = app.stranger().get(&format!("{link}/calendar.ics")).await;
        assert_eq!(file.status, 200, "{file}");
        sequence(&file.text())
    };
    let mailed = async || {
        app.outbox_is_empty().await;
        let last = mail.journal().pop().unwrap().data.replace("=\r\n", "");
        sequence(last.rsplit_once("BEGIN:VCALENDAR").unwrap().1)
    };
    let change = async |change: Value| {
        ada.patch(&format!("/api/v1/events/{event}"), change)
            .await
            .is(200);
    };

    answer(&app, &link, "YES").await;
    let first = page().await;
    assert_eq!(mailed().await, first);
    // Earlier releases used the number of all changes of the event, which is always lower.
    assert!(first > 1_000_000_000, "{first}");

    // Changes by others, and changes that the file does not show.
    for (link, said) in [
        (&one, "YES"),
        (&two, "MAYBE"),
        (&two, "NO"),
        (&one, "PROBABLY"),
        (&one, "NO"),
        (&one, "YES"),
        (&link, "YES"),
    ] {
        answer(&app, link, said).await;
        app.outbox_is_empty().await;
        assert_eq!(page().await, first, "{said}");
    }
    for unseen in [
        json!({ "seats": 9 }),
        json!({ "handSize": 1 }),
        json!({ "timeZone": "Europe/Berlin" }),
        json!({ "description": "Soup." }),
    ] {
        change(unseen.clone()).await;
        assert_eq!(page().await, first, "{unseen}");
    }

    // Changes that the file shows.
    let mut number = first;
    for shown in [
        json!({ "startsAt": "2130-06-02T18:00:00Z" }),
        json!({ "location": "Elsewhere" }),
        json!({ "title": "Goose" }),
        json!({ "startsAt": "2130-06-03T18:00:00Z", "location": "Here", "announce": true }),
    ] {
        change(shown.clone()).await;
        number += 1;
        assert_eq!(page().await, number, "{shown}");
    }
    assert_eq!(mailed().await, number);
    answer(&app, &link, "PROBABLY").await;
    assert_eq!(page().await, number + 1);
    answer(&app, &link, "NO").await;
    assert_eq!(
        mailed().await,
        number + 2,
        "the seat is taken out of the calendar"
    );
    answer(&app, &link, "YES").await;
    assert_eq!((page().await, mailed().await), (number + 3, number + 3));
    ada.cancel(&event).await;
    assert_eq!(mailed().await, number + 4);
    app.finish().await;
}

#[tokio::test]
async fn an_event_without_a_time_has_no_calendar_file() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    answer(&app, &link, "YES").await;
    let path = format!("{link}/calendar.ics");
    assert_eq!(app.stranger().get(&path).await.status, 303);
    assert_eq!(app.stranger().head(&path).await.status, 303);
    assert_eq!(app.stranger().post(&path, json!({})).await.status, 405);
    app.finish().await;
}
