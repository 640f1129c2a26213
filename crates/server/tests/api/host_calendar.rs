//! The calendar of a host, by its secret address.

use seat_dealer_test_support::app::{Answer, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    the_calendar_tells_who_comes,
    an_address_ends,
    a_host_without_access_has_no_calendar,
];

const CALENDAR: &str = "/api/v1/me/calendar";

/// The path of an address.
fn path(app: &TestApp, made: &Value) -> String {
    let url = made["url"].as_str().unwrap();
    url.strip_prefix(app.base()).unwrap().to_owned()
}

/// The unfolded lines of a calendar.
fn lines(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{answer}");
    assert_eq!(
        answer.header("content-type"),
        "text/calendar; charset=utf-8"
    );
    let text = answer.text().replace("\r\n ", "");
    text.lines().map(str::to_owned).collect()
}

async fn the_calendar_tells_who_comes(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    assert_eq!(ada.get("/api/v1/me").await.is(200)["calendar"], false);
    let path = path(&app, &ada.post(CALENDAR, Value::Null).await.is(200));
    assert_eq!(ada.get("/api/v1/me").await.is(200)["calendar"], true);
    let reader = app.stranger();
    let empty = reader.get(&path).await;
    assert!(!lines(&empty).contains(&"BEGIN:VEVENT".to_owned()));

    ada.contacts(2).await;
    ada.event(json!({ "title": "Without a date" })).await;
    let dated = json!({ "seats": 2, "startsAt": "2090-12-05T18:00:00Z", "location": "Here" });
    let event = ada.event(dated).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    app.link_to(&phone(2)).await;
    reader
        .post(&format!("/api/v1{link}"), json!({ "response": "YES" }))
        .await
        .is(200);
    app.outbox_is_empty().await;
    let full = reader.get(&path).await;
    let told = lines(&full);
    let count = |line: &str| told.iter().filter(|told| *told == line).count();
    assert_eq!(count("BEGIN:VEVENT"), 1, "{told:?}");
    for line in [
        "SUMMARY:Dinner (1 of 2)",
        "DTSTART:20901205T180000Z",
        "STATUS:CONFIRMED",
        "LOCATION:Here",
        "DESCRIPTION:1 of 2 seats are taken\\, and 1 held.\\n\\nComing:\\nGuest 1",
        &format!("URL:{}/events/{event}", app.base()),
        &format!("UID:{event}@seat-dealer"),
    ] {
        assert_eq!(count(line), 1, "{line}: {told:?}");
    }
    // Nothing has changed, so nothing is sent.
    let etag = full.header("etag");
    assert_ne!(etag, empty.header("etag"));
    let again = reader.request("GET", &path).header("If-None-Match", etag);
    let again = Answer::to(again).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    ada.cancel(&event).await;
    app.outbox_is_empty().await;
    let again = reader.request("GET", &path).header("If-None-Match", etag);
    let cancelled = lines(&Answer::to(again).await);
    assert!(
        cancelled.contains(&"STATUS:CANCELLED".to_owned()),
        "{cancelled:?}"
    );
    app.finish().await;
}

async fn an_address_ends(db: TestDb) {
    let app = TestApp::on(db)
        .setting("WRONG_LINK_LIMIT", "5")
        .setting("LINK_LIMIT", "3")
        .start();
    let ada = app.host("Ada").await;
    ada.delete(CALENDAR).await.problem(404);
    let request = || {
        ada.request("POST", CALENDAR)
            .header("Idempotency-Key", "one")
    };
    let first = Answer::to(request()).await.is(200);
    assert_eq!(Answer::to(request()).await.is(200), first);
    let second = ada.post(CALENDAR, Value::Null).await.is(200);
    let (first, second) = (path(&app, &first), path(&app, &second));
    let reader = app.stranger();
    reader.get(&first).await.problem(404);
    // A valid address is limited by itself, and wrong ones by the client's address.
    for _ in 0..3 {
        assert_eq!(reader.get(&second).await.status, 200);
    }
    reader.get(&second).await.problem(429);
    ada.delete(CALENDAR).await.is(204);
    reader.get(&second).await.problem(404);
    for wrong in ["x", "%00", "é"] {
        reader
            .get(&format!("/api/v1/calendar/{wrong}.ics"))
            .await
            .problem(404);
    }
    reader.get("/api/v1/calendar/x.ics").await.problem(429);
    app.finish().await;
}

async fn a_host_without_access_has_no_calendar(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let path = path(&app, &ada.post(CALENDAR, Value::Null).await.is(200));
    ada.event(json!({ "startsAt": "2090-12-05T18:00:00Z" }))
        .await;
    assert_eq!(app.stranger().get(&path).await.status, 200);
    let mut elsewhere = app
        .beside()
        .setting("SIGN_IN_ALLOWED", "bob@example.com")
        .setting("WRONG_LINK_LIMIT", "2")
        .start();
    let reader = elsewhere.stranger();
    let excluded = reader.get(&path).await;
    let unknown = reader.get("/api/v1/calendar/x.ics").await;
    assert_eq!(excluded.text(), unknown.text());
    assert_eq!(excluded.problem(404), unknown.problem(404));
    reader.get(&path).await.problem(429);
    elsewhere.stop().await;
    app.finish().await;
}
