//! The log entries of all events of a host.

use std::collections::BTreeMap;

use seat_dealer_test_support::app::{Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::stream::Stream;

on_each_database![
    entries_of_all_events_have_one_order,
    readers_at_once_see_the_same_order,
    the_stream_resumes_after_a_number,
];

const LOG: &str = "/api/v1/log";

/// All entries after a number, read in pages of this size.
async fn read(client: &Client, after: i64, limit: usize) -> Vec<Value> {
    let mut entries = Vec::new();
    let mut path = format!("{LOG}?limit={limit}&after={after}");
    loop {
        let page = client.get(&path).await.is(200);
        entries.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["nextCursor"].as_str() else {
            return entries;
        };
        path = format!("{LOG}?limit={limit}&cursor={cursor}");
    }
}

/// The entries of each event, without their numbers. Asserts that numbers increase.
fn by_event(entries: &[Value]) -> BTreeMap<String, Vec<Value>> {
    let numbers: Vec<_> = entries
        .iter()
        .map(|entry| entry["number"].as_i64())
        .collect();
    assert!(
        numbers.is_sorted_by(|one, other| one < other),
        "{numbers:?}"
    );
    let mut events: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries {
        let event = entry["eventId"].as_str().unwrap().to_owned();
        events
            .entry(event)
            .or_default()
            .push(entry["entry"].clone());
    }
    events
}

async fn entries_of_all_events_have_one_order(db: TestDb) {
    let app = TestApp::on(db).start();
    let host = app.host("Ada").await;
    assert!(read(&host, 0, 10).await.is_empty());
    host.contacts(3).await;
    let events = [host.event(json!({})).await, host.event(json!({})).await];
    for event in &events {
        host.deal(event).await;
    }
    app.outbox_is_empty().await;
    let first = read(&host, 0, 3).await;
    assert_eq!(first[0]["number"], 1);
    let found = by_event(&first);
    for event in &events {
        assert_eq!(found[event], host.log(event).await);
    }
    // What was read keeps its number, and what is new comes after it.
    host.post(&format!("/api/v1/events/{}/pause", events[0]), Value::Null)
        .await
        .is(200);
    let all = read(&host, 0, 100).await;
    assert_eq!(all[..first.len()], first);
    assert_eq!(all.len(), first.len() + 1);
    assert_eq!(all.last().unwrap()["entry"]["kind"], "paused");
    let last = all.last().unwrap()["number"].as_i64().unwrap();
    assert!(read(&host, last, 1).await.is_empty());
    assert!(read(&host, i64::MAX, 1).await.is_empty());
    // A deleted event is left out, and its numbers are not used again.
    host.cancel(&events[0]).await;
    app.outbox_is_empty().await;
    host.delete(&format!("/api/v1/events/{}", events[0]))
        .await
        .is(204);
    let left = by_event(&read(&host, 0, 2).await);
    assert_eq!(left.keys().collect::<Vec<_>>(), [&events[1]]);
    let third = host.event(json!({})).await;
    let new = read(&host, last, 10).await;
    assert_eq!(new.last().unwrap()["eventId"], third);

    let bob = app.host("Bob").await;
    assert!(read(&bob, 0, 10).await.is_empty());
    for (query, field) in [
        ("limit=0", "limit"),
        ("after=x", "after"),
        ("cursor=x", "cursor"),
        ("after=1&cursor=1", "cursor"),
        ("eventId=x", "eventId"),
    ] {
        assert_eq!(host.get(&format!("{LOG}?{query}")).await.invalid(), [field]);
    }
    app.finish().await;
}

async fn readers_at_once_see_the_same_order(db: TestDb) {
    let app = TestApp::on(db).start();
    let other = app.beside().without_worker().start();
    let host = app.host("Ada").await;
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(host.event(json!({})).await);
    }
    let writers = events.iter().cloned().map(|event| {
        let host = host.clone();
        tokio::spawn(async move {
            for seats in 11..=20 {
                let path = format!("/api/v1/events/{event}");
                host.patch(&path, json!({ "seats": seats })).await.is(200);
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let readers = (0..4).map(|number| {
        let client = if number % 2 == 0 {
            (*host).clone()
        } else {
            other.with_key(host.key())
        };
        tokio::spawn(async move {
            let mut entries: Vec<Value> = Vec::new();
            // Each event has an entry for its begin, and one for each change of its seats.
            while entries.len() < 4 * 11 {
                let after = entries
                    .last()
                    .map_or(0, |entry| entry["number"].as_i64().unwrap());
                entries.extend(read(&client, after, 7).await);
            }
            entries
        })
    });
    let readers: Vec<_> = readers.collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let expected = read(&host, 0, 100).await;
    let found = by_event(&expected);
    for event in &events {
        assert_eq!(found[event], host.log(event).await);
    }
    for reader in readers {
        assert_eq!(reader.await.unwrap(), expected);
    }
    other.finish().await;
    app.finish().await;
}

async fn the_stream_resumes_after_a_number(db: TestDb) {
    let app = TestApp::on(db).start();
    let mut other = app.beside().without_worker().start();
    let host = app.host("Ada").await;
    let event = host.event(json!({})).await;
    let path = format!("/api/v1/events/{event}");
    let there = other.with_key(host.key());
    let mut streams = [
        Stream::at(&host, "/api/v1/stream", None).await,
        Stream::at(&there, "/api/v1/stream", None).await,
    ];
    let mut silent = Stream::at(&host, "/api/v1/stream?entries=false", None).await;
    // Without a number, the stream begins with what is new.
    for stream in &mut streams {
        stream
            .says("event: changed\ndata: {\"list\":\"contacts\"}")
            .await;
    }
    host.patch(&path, json!({ "seats": 9 })).await.is(200);
    for stream in &mut streams {
        let (number, entry) = stream.numbered().await;
        assert_eq!(
            (number, &entry["number"], &entry["eventId"]),
            (2, &json!(2), &json!(event))
        );
        assert_eq!(entry["entry"]["kind"], "changed");
    }
    // Nothing is sent twice, and nothing is lost.
    host.patch(&path, json!({ "seats": 10 })).await.is(200);
    let expected = read(&host, 0, 100).await;
    for (path, last, begin) in [
        ("/api/v1/stream?after=0", None, 0),
        ("/api/v1/stream", Some("1"), 1),
        ("/api/v1/stream?after=0", Some("2"), 2),
    ] {
        let mut stream = Stream::at(&host, path, last).await;
        for entry in &expected[begin..] {
            assert_eq!(stream.numbered().await.1, *entry, "{path}");
        }
    }
    for query in ["after=x", "entries=1", "deck=true"] {
        let path = format!("/api/v1/stream?{query}");
        let field = query.split('=').next().unwrap();
        assert_eq!(host.get(&path).await.invalid(), [field]);
    }
    silent
        .says("event: changed\ndata: {\"list\":\"contacts\"}")
        .await;
    host.contacts(1).await;
    assert!(
        !silent
            .has_entry_before("event: changed\ndata: {\"list\":\"contacts\"}")
            .await
    );
    other.stop().await;
    app.finish().await;
}
