//! What hosts have deleted is gone for good after 30 days. The tables are asked for in the database
//! itself, so that a new one cannot be forgotten.

use diesel::prelude::*;
use diesel::sql_query;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Audience, Command, ContactId, Diet, EventId, HostId, HostWords, InvitationId, MessageKind,
    OtherText, Response, TextReply,
};
use seat_dealer_db::erasure::Erased;
use seat_dealer_db::events::EventFields;
use seat_dealer_db::{Error, contacts, events, invitations, log};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::account_deletion::{Dump, dump, send_all, somebody};

on_each_database![
    nothing_of_what_was_deleted_is_left_after_thirty_days,
    a_contact_keeps_what_an_event_ahead_needs,
    a_contact_goes_with_the_last_event_that_tells_of_it,
    nothing_is_erased_before_guests_have_been_told,
    an_event_with_a_long_log_is_erased_in_pieces,
    the_words_of_texts_are_erased_after_ninety_days,
    the_words_of_texts_go_with_their_contact,
    what_a_host_wrote_to_a_contact_goes_with_it,
];

fn days(days: i64) -> Timestamp {
    noon() + SignedDuration::from_hours(24 * days)
}

async fn erase(db: &TestDb, now: Timestamp) -> (usize, usize) {
    let Erased { events, contacts } = db.erase_deleted(now).await.unwrap();
    (events, contacts)
}

async fn delete_contact(db: &TestDb, host: &HostId, id: &ContactId) {
    let (host, id) = (host.clone(), id.clone());
    db.write(move |conn| contacts::delete(conn, &host, &id, noon()))
        .await
        .unwrap();
}

async fn delete_event(db: &TestDb, host: &HostId, id: &EventId) {
    let (host, id) = (host.clone(), id.clone());
    db.write(move |conn| events::delete(conn, &host, &id, noon()))
        .await
        .unwrap();
}

async fn cancel(db: &TestDb, host: &HostId, id: &EventId) {
    db.change_event(host, id, noon(), |_, _| Ok(Command::Cancel))
        .await
        .unwrap();
}

/// What a host has beside events and contacts, and what is said to all hosts.
const KEPT: [&str; 9] = [
    "hosts",
    "host_messages",
    "access_keys",
    "channel_states",
    "message_counts",
    "letters",
    "opt_outs",
    "push_subscriptions",
    "webhooks",
];

fn without_kept(mut dump: Dump) -> Dump {
    for table in KEPT {
        assert!(dump.remove(table).is_some(), "{table}");
    }
    dump
}

async fn nothing_of_what_was_deleted_is_left_after_thirty_days(db: TestDb) {
    somebody(&db, "Bob", 1).await;
    assert_eq!(erase(&db, days(30)).await, (1, 1), "his own");
    let before = without_kept(dump(&db).await);
    let (ada, _) = somebody(&db, "Ada", 2).await;
    for (table, rows) in without_kept(dump(&db).await) {
        assert!(
            rows.len() > before[&table].len(),
            "say in `somebody` what a host has in {table}, and in `erasure` how it is erased"
        );
    }
    let owner = ada.clone();
    let (contacts, events) = db
        .read(move |conn| {
            let contacts =
                contacts::list(conn, &owner, &contacts::ContactFilter::default(), 500, None)?.items;
            Ok((
                contacts,
                events::list(conn, &owner, &events::EventFilter::default(), 500, None)?.items,
            ))
        })
        .await
        .unwrap();
    for event in events {
        if !event.table.invitations.is_empty() {
            cancel(&db, &ada, &event.id).await;
        }
        send_all(&db, noon()).await;
        delete_event(&db, &ada, &event.id).await;
    }
    for contact in contacts {
        delete_contact(&db, &ada, &contact.id).await;
    }
    let mut deleted = dump(&db).await;
    // Imports can be taken back for minutes only.
    let imported = deleted.get_mut("import_changes").map(std::mem::take);
    assert_eq!(imported.map(|rows| rows.len()), Some(1));
    // And requests repeated for a day.
    let repeatable = deleted.get_mut("repeatable_requests").map(std::mem::take);
    assert_eq!(repeatable.map(|rows| rows.len()), Some(1));
    assert_eq!(
        erase(&db, days(30) - SignedDuration::from_millis(1)).await,
        (0, 0)
    );
    assert_eq!(dump(&db).await, deleted);
    assert_eq!(erase(&db, days(30)).await, (4, 7));
    assert_eq!(without_kept(dump(&db).await), before);
    assert_eq!(erase(&db, days(60)).await, (0, 0));
}

async fn a_contact_keeps_what_an_event_ahead_needs(db: TestDb) {
    let host = db.host("Ada").await;
    let guests = db.contacts(&host, 2).await;
    let dinner = db
        .event(&host)
        .seats(1)
        .starts_at(Some(days(40)))
        .invite_first(&guests[1..])
        .dealing()
        .await;
    send_all(&db, noon()).await;
    let invited = db.invitations(&host, &dinner).await.remove(0);
    db.answer(&dinner, &invited.invitation.id, Response::Yes, noon())
        .await
        .unwrap();
    send_all(&db, noon()).await;
    for guest in guests.clone() {
        let diet = Diet::parse("No nuts").unwrap();
        db.write(move |conn| contacts::set_diet(conn, &guest, &diet, noon()))
            .await
            .unwrap();
    }
    for guest in &guests {
        delete_contact(&db, &host, guest).await;
    }
    // One was never invited, the other has a seat.
    assert_eq!(erase(&db, days(39)).await, (0, 1));
    let kept = db.invitations(&host, &dinner).await.remove(0);
    assert_eq!(kept.contact.phone_number.as_deref(), Some("+14150000002"));
    assert_eq!(erase(&db, days(41)).await, (0, 1));
    // The story of the event remains: who was there, and nothing to reach them by.
    let kept = db.invitations(&host, &dinner).await.remove(0);
    assert_eq!(kept.contact.name, "Guest 2");
    assert_eq!(
        (kept.contact.phone_number, kept.contact.email),
        (None, None)
    );
    assert_eq!(kept.invitation.response, Some(Response::Yes));
    assert!(!kept.messages.is_empty());
    let token = db.tokens().token(&kept.invitation.id);
    db.read(move |conn| invitations::by_token(conn, &token))
        .await
        .unwrap();
    for (table, rows) in dump(&db).await {
        let told = rows.iter().find(|row| {
            row.contains("+14150000002")
                || row.contains("guest2@example.com")
                || row.contains("No nuts")
        });
        assert_eq!(told, None, "{table}");
    }
    assert_eq!(erase(&db, days(42)).await, (0, 0));
}

async fn a_contact_goes_with_the_last_event_that_tells_of_it(db: TestDb) {
    let host = db.host("Ada").await;
    let empty = without_kept(dump(&db).await);
    let guest = db.contacts(&host, 1).await.remove(0);
    let mut dinners = Vec::new();
    for _ in 0..2 {
        let dinner = db.event(&host).starts_at(Some(days(1))).dealing().await;
        send_all(&db, noon()).await;
        dinners.push(dinner);
    }
    delete_contact(&db, &host, &guest).await;
    assert_eq!(erase(&db, days(31)).await, (0, 1));
    for dinner in dinners {
        assert_ne!(without_kept(dump(&db).await), empty);
        let (owner, id) = (host.clone(), dinner);
        db.write(move |conn| events::delete(conn, &owner, &id, days(31)))
            .await
            .unwrap();
        assert_eq!(erase(&db, days(61)).await, (1, 0));
    }
    assert_eq!(without_kept(dump(&db).await), empty);
}

async fn nothing_is_erased_before_guests_have_been_told(db: TestDb) {
    let host = db.host("Ada").await;
    let guests = db.contacts(&host, 3).await;
    let dinner = db
        .event(&host)
        .seats(3)
        .hand_size(3)
        .starts_at(Some(days(90)))
        .dealing()
        .await;
    send_all(&db, noon()).await;
    let invited = db.invitations(&host, &dinner).await;
    let token = db.tokens().token(&invited[0].invitation.id);
    // It is noon, and quiet until two.
    let quiet: EventFields = EventFields {
        seats: seat_dealer_core::Seats::parse(3).unwrap(),
        ..db.event(&host)
            .starts_at(Some(days(90)))
            .quiet(11, 14)
            .fields()
    };
    db.change_event(&host, &dinner, noon(), move |conn, id| {
        events::edit(conn, id, &quiet, false)
    })
    .await
    .unwrap();
    cancel(&db, &host, &dinner).await;
    delete_event(&db, &host, &dinner).await;
    for guest in &guests {
        delete_contact(&db, &host, guest).await;
    }
    assert_eq!(erase(&db, days(31)).await, (0, 0));
    let told = send_all(&db, days(31)).await;
    assert_eq!(told, [MessageKind::Cancelled; 3]);
    assert_eq!(erase(&db, days(31)).await, (1, 3));
    let gone = db
        .read(move |conn| invitations::by_token(conn, &token))
        .await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

async fn an_event_with_a_long_log_is_erased_in_pieces(db: TestDb) {
    let host = db.host("Ada").await;
    let before = without_kept(dump(&db).await);
    db.contacts(&host, 5).await;
    let dinner = db.event(&host).seats(5).hand_size(5).dealing().await;
    send_all(&db, noon()).await;
    let id = dinner.as_str().to_owned();
    db.write(move |conn| {
        for number in 1_000..1_500 {
            sql_query(format!(
                "INSERT INTO log_entries (event_id, seq, at, kind, text, detail) \
                 VALUES ('{id}', {number}, 0, 'noted', 'a note', '{{}}')"
            ))
            .execute(conn)?;
        }
        Ok(())
    })
    .await
    .unwrap();
    cancel(&db, &host, &dinner).await;
    send_all(&db, noon()).await;
    delete_event(&db, &host, &dinner).await;
    let owner = host.clone();
    db.write(move |conn| {
        for contact in contacts::all(conn, &owner)? {
            contacts::delete(conn, &owner, &contact.id, noon())?;
        }
        Ok(())
    })
    .await
    .unwrap();
    // As two processes would.
    let (one, other) = (db.another(), db.another());
    let (one, other) = tokio::join!(one.erase_deleted(days(30)), other.erase_deleted(days(30)));
    assert!(one.unwrap().events + other.unwrap().events >= 1);
    assert_eq!(without_kept(dump(&db).await), before);
}

async fn text(db: &TestDb, event: &EventId, invitation: &InvitationId, words: &str) {
    let texted = Command::TextReceived {
        invitation: invitation.clone(),
        what: OtherText::NotUnderstood,
        words: words.to_owned(),
        reply: TextReply::LimitReached,
    };
    db.advance_event(event, noon(), move |_, _| Ok(texted.clone()))
        .await
        .unwrap();
}

/// The sentence and the words of the last text in a log.
async fn last_text(db: &TestDb, event: &EventId) -> (String, Option<String>) {
    let event = event.clone();
    let entries = db.read(move |conn| log::after(conn, &event, 0, 500)).await;
    let last = entries.unwrap().into_iter().rfind(|it| it.kind == "texted");
    let last = last.unwrap();
    (last.text, last.detail["words"].as_str().map(str::to_owned))
}

async fn the_words_of_texts_are_erased_after_ninety_days(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 1).await;
    let event = db.event(&host).seats(1).dealing().await;
    let id = db.invitations(&host, &event).await[0].invitation.id.clone();
    for number in 1..=205 {
        text(&db, &event, &id, &format!("Number {number}")).await;
    }
    let (sentence, words) = last_text(&db, &event).await;
    assert_eq!(words.as_deref(), Some("Number 205"));
    assert!(
        sentence.ends_with("no text went back: “Number 205”."),
        "{sentence}"
    );
    erase(&db, days(90) - SignedDuration::from_millis(1)).await;
    assert!(last_text(&db, &event).await.1.is_some());
    erase(&db, days(90)).await;
    let (sentence, words) = last_text(&db, &event).await;
    assert_eq!(words, None);
    assert!(sentence.ends_with("no text went back."), "{sentence}");
    assert!(dump(&db).await["texted_words"].is_empty());
    for (table, rows) in dump(&db).await {
        let number = rows.iter().find(|row| row.contains("Number "));
        assert!(number.is_none(), "{table}: {number:?}");
    }
}

async fn the_words_of_texts_go_with_their_contact(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 2).await;
    let event = db
        .event(&host)
        .seats(2)
        .starts_at(Some(days(1)))
        .dealing()
        .await;
    let invited = db.invitations(&host, &event).await;
    for view in &invited {
        text(&db, &event, &view.invitation.id, "We'd love to!").await;
    }
    send_all(&db, noon()).await;
    delete_contact(&db, &host, &invited[0].contact.id).await;
    assert_eq!(erase(&db, days(30)).await, (0, 1));
    assert_eq!(dump(&db).await["texted_words"].len(), 1);
    assert!(last_text(&db, &event).await.1.is_some());
}

async fn what_a_host_wrote_to_a_contact_goes_with_it(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 2).await;
    let event = db
        .event(&host)
        .seats(2)
        .starts_at(Some(days(1)))
        .dealing()
        .await;
    let invited = db.invitations(&host, &event).await;
    for view in &invited {
        db.answer(&event, &view.invitation.id, Response::Yes, noon())
            .await
            .unwrap();
    }
    let words = HostWords::message("Bring a chair", &[Audience::Seated]).unwrap();
    db.change_event(&host, &event, noon(), move |_, _| {
        let words = words.clone();
        Ok(Command::Write { words })
    })
    .await
    .unwrap();
    send_all(&db, noon()).await;
    let kept = async || {
        let messages = &dump(&db).await["messages"];
        let with_words = messages.iter().filter(|row| row.contains("Bring a chair"));
        with_words.count()
    };
    assert_eq!(kept().await, 2);
    delete_contact(&db, &host, &invited[0].contact.id).await;
    assert_eq!(erase(&db, days(30)).await, (0, 1));
    assert_eq!(kept().await, 1);
}
