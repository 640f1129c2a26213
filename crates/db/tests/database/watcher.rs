//! What streams are told of changes.

use std::sync::Arc;

use seat_dealer_core::{Command, EventId, HostId};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::watcher::{News, Versions, Watched, Watcher};
use seat_dealer_db::{Db, events, now};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    entries_of_every_process_are_shared,
    too_many_entries_are_not_shared,
    an_event_that_was_deleted_is_reported,
    contacts_and_events_of_a_host_have_versions,
    a_key_that_was_revoked_is_not_valid_any_more,
    subscriptions_to_what_does_not_exist_disturb_nobody,
];

fn running(db: &Db) -> Watcher {
    let watcher = Watcher::new(db.clone());
    let own = watcher.clone();
    tokio::spawn(async move { own.run(std::future::pending()).await });
    watcher
}

/// What is known at first.
async fn first<T: Clone>(watched: &mut Watched<T>) -> T {
    watched
        .wait_for(Option::is_some)
        .await
        .unwrap()
        .clone()
        .unwrap()
}

/// What is known after the next change.
async fn next<T: Clone>(watched: &mut Watched<T>) -> T {
    watched.changed().await.unwrap();
    watched.borrow_and_update().clone().unwrap()
}

async fn change(db: &Db, host: &HostId, event: &EventId, command: Command) {
    db.change_event(host, event, noon(), move |_, _| Ok(command.clone()))
        .await
        .unwrap();
}

/// Reads news until the last entry has this kind, and returns the kinds of all entries.
async fn kinds(log: &mut Watched<Option<Arc<News>>>, last: &str) -> Vec<String> {
    let mut kinds = Vec::new();
    let mut seen = None;
    while kinds.last().is_none_or(|kind| kind != last) {
        let news = next(log).await.unwrap();
        assert!(seen.is_none_or(|seen| seen == news.after));
        seen = Some(news.last);
        kinds.extend(news.entries.iter().map(|entry| entry.kind.clone()));
    }
    kinds
}

async fn entries_of_every_process_are_shared(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let event = db.event(&host).seats(1).draft().await;
    let watcher = running(&db);
    let mut logs = [watcher.event(event.clone()), watcher.event(event.clone())];
    for log in &mut logs {
        let news = first(log).await.unwrap();
        assert_eq!((news.after, news.last, news.entries.len()), (1, 1, 0));
    }
    for (process, command, entries) in [
        (db.clone(), Command::Deal, vec!["dealing", "dealt"]),
        (db.another(), Command::Pause, vec!["paused"]),
    ] {
        change(&process, &host, &event, command).await;
        for log in &mut logs {
            assert_eq!(kinds(log, entries.last().unwrap()).await, entries);
        }
    }
}

async fn too_many_entries_are_not_shared(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 120).await;
    let event = db.event(&host).seats(120).hand_size(120).draft().await;
    let watcher = running(&db);
    let mut log = watcher.event(event.clone());
    assert_eq!(first(&mut log).await.unwrap().last, 1);
    change(&db, &host, &event, Command::Deal).await;
    let news = next(&mut log).await.unwrap();
    assert!(news.last > 100);
    assert_eq!((news.after, news.entries.len()), (1, 0));
}

async fn an_event_that_was_deleted_is_reported(db: TestDb) {
    let host = db.host("Ada").await;
    let event = db.event(&host).draft().await;
    let watcher = running(&db);
    let mut log = watcher.event(event.clone());
    assert!(first(&mut log).await.is_some());
    db.another()
        .write(move |conn| events::delete(conn, &host, &event, noon()))
        .await
        .unwrap();
    assert_eq!(next(&mut log).await, None);
}

async fn contacts_and_events_of_a_host_have_versions(db: TestDb) {
    let host = db.host("Ada").await;
    let (lunch, dinner) = (db.event(&host).draft().await, db.event(&host).draft().await);
    let watcher = running(&db);
    let mut versions = watcher.host(host.clone());
    let before = first(&mut versions).await;
    assert_eq!(before.events.len(), 2);
    for process in [db.clone(), db.another()] {
        // A contact of another host changes nothing here.
        let eve = db.host("Eve").await;
        db.contacts(&eve, 1).await;
        let known = Arc::clone(versions.borrow_and_update().as_ref().unwrap());
        process.change_contacts(&host, |_| Ok(())).await.unwrap();
        let with_contact = next(&mut versions).await;
        assert_eq!(with_contact.contacts, known.contacts + 1);
        assert_eq!(with_contact.events, known.events);
        change(&process, &host, &lunch, Command::Tick).await;
        let of = |versions: &Versions, event: &EventId| {
            let mut all = versions.events.iter();
            all.find(|(id, _)| id == event).unwrap().1
        };
        let after = next(&mut versions).await;
        assert!(of(&after, &lunch) > of(&known, &lunch));
        assert_eq!(of(&after, &dinner), of(&known, &dinner));
    }
}

async fn a_key_that_was_revoked_is_not_valid_any_more(db: TestDb) {
    let host = db.host("Ada").await;
    let owner = host.clone();
    let (key, _) = db
        .write(move |conn| keys::create(conn, &owner, KeyKind::Session, "", now()))
        .await
        .unwrap();
    let watcher = running(&db);
    let mut holder = watcher.key(key.id.clone());
    assert_eq!(first(&mut holder).await.unwrap(), "ada@example.com");
    let id = key.id.clone();
    db.another()
        .write(move |conn| keys::delete(conn, &host, KeyKind::Session, &id))
        .await
        .unwrap();
    assert_eq!(next(&mut holder).await, None);
}

async fn subscriptions_to_what_does_not_exist_disturb_nobody(db: TestDb) {
    let host = db.host("Ada").await;
    let watcher = running(&db);
    let mut event = watcher.event(EventId::new("nothing".to_owned()));
    assert_eq!(first(&mut event).await, None);
    let _host = watcher.host(HostId::new("nobody".to_owned()));
    let mut key = watcher.key("unknown".to_owned());
    assert_eq!(first(&mut key).await, None);
    let mut versions = watcher.host(host);
    assert!(first(&mut versions).await.events.is_empty());
}
