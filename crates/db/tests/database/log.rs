//! Reading the log.

use diesel::prelude::*;
use diesel::sql_query;
use jiff::tz::TimeZone;
use seat_dealer_db::events;
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    times_are_those_of_the_events_time_zone,
    what_this_release_cannot_read_keeps_its_sentence,
];

async fn times_are_those_of_the_events_time_zone(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let event = db.event(&host).seats(1).dealing().await;
    let dealt = async || db.log(&event).await[2].text.clone();
    let before = dealt().await;
    assert!(before.ends_with(" at 12:00."), "{before}");
    let mut fields = db.event(&host).seats(1).fields();
    fields.time_zone = TimeZone::get("Asia/Tokyo").unwrap();
    db.change_event(&host, &event, noon(), move |conn, event| {
        events::edit(conn, event, &fields, false)
    })
    .await
    .unwrap();
    let after = dealt().await;
    assert!(after.ends_with(" at 21:00."), "{after}");
}

/// Rows of the previous release, and of a later one.
async fn what_this_release_cannot_read_keeps_its_sentence(db: TestDb) {
    let host = db.host("Ada").await;
    let event = db.event(&host).draft().await;
    let id = event.as_str().to_owned();
    db.write(move |conn| {
        for values in [
            // Its fields can be read, but do not contain the quiet hours.
            "2, 0, 'cancelled', 'Two will be told on Tuesday.', '{\"by\":\"host\",\"told\":2}'",
            "3, 0, 'dealt', 'Ben was invited (priority 5).', '{\"reason\":\"priority 5\"}'",
        ] {
            sql_query(format!(
                "INSERT INTO log_entries (event_id, seq, at, kind, text, detail) \
                 VALUES ('{id}', {values})"
            ))
            .execute(conn)?;
        }
        for values in [
            "4, 0, 'moved', 'Ben gave the seat to Cleo.', '{\"to\":\"Cleo\"}', TRUE",
            "5, 0, 'full', 'Both rooms are full.', '{\"rooms\":2}', TRUE",
        ] {
            sql_query(format!(
                "INSERT INTO log_entries (event_id, seq, at, kind, text, detail, typed) \
                 VALUES ('{id}', {values})"
            ))
            .execute(conn)?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let log = db.log(&event).await;
    let texts: Vec<_> = log[1..].iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Two will be told on Tuesday.",
            "Ben was invited (priority 5).",
            "Ben gave the seat to Cleo.",
            "Both rooms are full.",
        ]
    );
    assert_eq!(log[3].kind, "moved");
    assert_eq!(log[3].detail["to"], "Cleo");
}
