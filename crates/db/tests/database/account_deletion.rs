//! Accounts that are closed: guests are told, and then nothing is left. The tables are asked for in
//! the database itself, so that a new one cannot be forgotten.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, Command, EventId, HostId, MessageKind, MessageStatus, OtherText, Response, Tags,
    TextReply,
};
use seat_dealer_db::contacts::ContactFields;
use seat_dealer_db::events::EventFields;
use seat_dealer_db::imports::{self, ImportId, Write};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::message_counts::{self, DailyLimits};
use seat_dealer_db::newer_release::{hide_drafts, show_drafts};
use seat_dealer_db::push_subscriptions::{self, PushTarget};
use seat_dealer_db::repeats::{Answer, Once, once};
use seat_dealer_db::webhooks::{self, NewWebhook};
use seat_dealer_db::{
    Conn, Error, account_deletion, contacts, events, host_calendars, host_news, hosts, invitations,
};
use seat_dealer_test_support::database::{TestDb, contact_fields, noon};
use seat_dealer_test_support::on_each_database;

use crate::outbox::{LEASE, claim, settle_sent};
use crate::tables::Tables;

on_each_database![
    nothing_of_a_closed_account_is_left,
    guests_are_told_before_anything_is_erased,
    only_the_hosts_own_address_closes_the_account,
    whoever_comes_back_is_somebody_new,
    an_account_of_a_thousand_contacts_is_erased,
    an_account_that_cannot_be_erased_does_not_keep_others_from_being_erased,
];

async fn close(db: &TestDb, host: &HostId, email: &str) -> seat_dealer_db::Result<()> {
    let (host, email) = (host.clone(), email.to_owned());
    db.write(move |conn| account_deletion::close(conn, &host, &email, noon()))
        .await
}

async fn finish(db: &TestDb, now: Timestamp) -> usize {
    db.finish_closing(now).await.unwrap()
}

/// Sends whatever is due.
pub(crate) async fn send_all(db: &TestDb, now: Timestamp) -> Vec<MessageKind> {
    let claimed = claim(db, LEASE, 100, now).await;
    for message in &claimed {
        settle_sent(db, message).await;
    }
    claimed
        .into_iter()
        .map(|claimed| claimed.message.kind)
        .collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every row of every table, as text.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

pub(crate) async fn dump(db: &TestDb) -> Dump {
    db.read(|conn| {
        let tables = Tables::of(conn).0.into_iter();
        Ok(tables
            .map(|(table, shape)| {
                let columns: Vec<_> = shape.columns.iter().map(|it| it.name.as_str()).collect();
                let rows = lines(conn, &table, &columns);
                (table, rows)
            })
            .collect())
    })
    .await
    .unwrap()
}

fn lines(conn: &mut Conn, table: &str, columns: &[&str]) -> Vec<String> {
    let texts = |quote: char, kind: &str| {
        let texts = columns
            .iter()
            .map(|column| format!("COALESCE(CAST({quote}{column}{quote} AS {kind}), 'NULL')"));
        texts.collect::<Vec<_>>()
    };
    let found: Vec<Line> = match conn {
        Conn::Sqlite(conn) => {
            let line = texts('"', "TEXT").join(" || ' | ' || ");
            sql_query(format!("SELECT {line} AS line FROM {table} ORDER BY 1")).load(conn)
        }
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => {
            let line = texts('`', "CHAR").join(", ' | ', ");
            sql_query(format!(
                "SELECT CONCAT({line}) AS line FROM {table} ORDER BY 1"
            ))
            .load(conn)
        }
    }
    .unwrap();
    found.into_iter().map(|row| row.line).collect()
}

/// A host who has used everything there is.
pub(crate) async fn somebody(db: &TestDb, name: &str, number: u32) -> (HostId, EventId) {
    let host = db.host(name).await;
    for kind in [KeyKind::Api, KeyKind::Session] {
        let owner = host.clone();
        db.write(move |conn| keys::create(conn, &owner, kind, "a key", noon()))
            .await
            .unwrap();
    }
    let mut guests = Vec::new();
    for guest in 0..6 {
        let phone = format!("+1415{number:03}{guest:04}");
        let email = format!("guest{guest}@{}.example.org", name.to_lowercase());
        let fields = ContactFields {
            tags: Tags::parse(["choir"]).unwrap(),
            ..contact_fields(&format!("{name}'s {guest}"), Some(&phone), Some(&email))
        };
        guests.push(db.contact(&host, fields).await);
    }
    let event = db.event(&host).seats(3).hand_size(3).dealing().await;
    let (owner, last) = (host.clone(), guests[5].clone());
    db.write(move |conn| contacts::delete(conn, &owner, &last, noon()))
        .await
        .unwrap();
    let first = db.invitations(&host, &event).await[0].invitation.id.clone();
    send_all(db, noon()).await;
    db.answer(&event, &first, Response::Yes, noon())
        .await
        .unwrap();
    send_all(db, noon()).await;
    let texted = Command::TextReceived {
        invitation: first.clone(),
        what: OtherText::NotUnderstood,
        words: "What should I wear?".to_owned(),
        reply: TextReply::Sent,
    };
    db.advance_event(&event, noon(), move |_, _| Ok(texted.clone()))
        .await
        .unwrap();
    let owner = host.clone();
    db.write(move |conn| host_news::tell(conn, &owner, true, noon()))
        .await
        .unwrap();
    let dinner = event.clone();
    let text = InboundText {
        id: format!("SM-{name}"),
        phone_number: format!("+1415{number:03}0000"),
        kind: InboundKind::Answer,
        invitation: Some(first),
        replied: true,
    };
    let owner = host.clone();
    db.write(move |conn| {
        sql_query("INSERT INTO channel_states (host_id, channel, since) VALUES (?, 'sms', 0)")
            .bind::<Text, _>(owner.as_str())
            .execute(conn)?;
        let limits = DailyLimits {
            per_host: 100,
            all: 100,
        };
        message_counts::take(conn, &dinner, Channel::Sms, limits, noon())?;
        inbound_texts::record(conn, &text, noon())
    })
    .await
    .unwrap();
    let import = ImportId {
        id: format!("import of {name}"),
        began_at: noon(),
        keep_out_of_decks: false,
    };
    let friend = contact_fields(
        &format!("{name}'s friend"),
        None,
        Some("friend@example.org"),
    );
    let owner = host.clone();
    db.write(move |conn| imports::write(conn, &owner, &import, &[Write::Create(friend.clone())]))
        .await
        .unwrap();
    let repeatable = Once::new(db.tokens(), &host, "a key", &[b"POST"], noon());
    let answer = Answer {
        status: 200,
        location: None,
        etag: None,
        body: "{}".to_owned(),
        replayed: false,
    };
    db.write(move |conn| once(conn, Some(&repeatable), |_| Ok((answer.clone(), ()))))
        .await
        .unwrap();
    // One that has begun, one that was deleted, and one with an order of its own.
    let begun = Some(noon() - SignedDuration::from_hours(3));
    db.event(&host).starts_at(begun).draft().await;
    db.event(&host).invite_first(&guests[1..3]).draft().await;
    let deleted = db.event(&host).draft().await;
    let owner = host.clone();
    db.write(move |conn| events::delete(conn, &owner, &deleted, noon()))
        .await
        .unwrap();
    subscribe(db, &host).await;
    (host, event)
}

/// Gives a host a webhook, with a delivery of each log entry, a browser that shows news, and a calendar.
pub(crate) async fn subscribe(db: &TestDb, host: &HostId) {
    let hook = NewWebhook {
        url: "https://example.org/é".to_owned(),
        kinds: None,
    };
    let (host, tokens) = (host.clone(), db.tokens().clone());
    db.write(move |conn| {
        webhooks::create(conn, &tokens, &host, &hook, noon())?;
        let (key, _) = keys::create(conn, &host, KeyKind::Session, "Firefox", noon())?;
        let browser = PushTarget {
            endpoint: "https://push.example.net/é".to_owned(),
            public_key: "BCVx".to_owned(),
            auth: "BTBZ".to_owned(),
        };
        push_subscriptions::add(conn, &host, &key.id, &browser, noon())?;
        host_calendars::renew(conn, &host)
    })
    .await
    .unwrap();
    db.plan_deliveries(noon()).await.unwrap();
}

/// What is kept whoever goes: the mailbox of developers, and what guests have said to all hosts.
const KEPT: [&str; 2] = ["letters", "opt_outs"];

async fn nothing_of_a_closed_account_is_left(db: TestDb) {
    somebody(&db, "Bob", 1).await;
    let before = dump(&db).await;
    let (ada, _) = somebody(&db, "Ada", 2).await;
    for (table, rows) in dump(&db).await {
        assert!(
            KEPT.contains(&table.as_str()) || rows.len() > before[&table].len(),
            "say in `somebody` what a host has in {table}, and in `account_deletion` how it is erased"
        );
    }
    close(&db, &ada, "ada@example.com").await.unwrap();
    assert_eq!(finish(&db, noon()).await, 0, "guests have still to be told");
    assert_eq!(send_all(&db, noon()).await, [MessageKind::Cancelled; 3]);
    assert_eq!(finish(&db, noon()).await, 1);
    let mut after = dump(&db).await;
    // Messages are also counted for all hosts together.
    let all = |rows: &Vec<String>| rows.iter().any(|row| row.contains(" |  | "));
    assert!(all(&before["message_counts"]), "{before:?}");
    let counts = after.get_mut("message_counts").unwrap();
    counts.retain(|row| !row.contains(" |  | "));
    let mut before = before;
    let counts = before.get_mut("message_counts").unwrap();
    counts.retain(|row| !row.contains(" |  | "));
    assert_eq!(after, before);
    assert_eq!(finish(&db, noon()).await, 0, "nobody is left");
}

async fn guests_are_told_before_anything_is_erased(db: TestDb) {
    let host = db.host("Ada").await;
    db.contacts(&host, 6).await;
    // It is noon, and quiet until two.
    let event = db.event(&host).seats(3).hand_size(3).dealing().await;
    send_all(&db, noon()).await;
    let guests = db.invitations(&host, &event).await;
    let mut quiet: EventFields = db.event(&host).quiet(11, 14).fields();
    quiet.seats = seat_dealer_core::Seats::parse(3).unwrap();
    quiet.hand_size = quiet.hand_size.or(Some(quiet.seats));
    db.change_event(&host, &event, noon(), move |conn, id| {
        events::edit(conn, id, &quiet, false)
    })
    .await
    .unwrap();
    close(&db, &host, "ada@example.com").await.unwrap();
    for _ in 0..2 {
        assert_eq!(finish(&db, noon()).await, 0);
        let told = db.invitations(&host, &event).await;
        for guest in told {
            let last = guest.messages.last().unwrap();
            assert_eq!(
                (last.kind, last.status),
                (MessageKind::Cancelled, MessageStatus::Queued)
            );
        }
    }
    // The link says so meanwhile.
    let token = db.tokens().token(&guests[0].invitation.id);
    let by_token = |token: String| db.read(move |conn| invitations::by_token(conn, &token));
    let seen = by_token(token.clone()).await.unwrap();
    assert_eq!(
        (seen.host_name.as_str(), seen.event.status),
        ("Ada", seat_dealer_core::EventStatus::Cancelled)
    );
    assert!(send_all(&db, noon()).await.is_empty());
    let awake = noon() + SignedDuration::from_hours(2);
    let claimed = claim(&db, LEASE, 100, awake).await;
    assert_eq!(claimed.len(), 3);
    assert_eq!(claimed[0].host_name, "Ada");
    settle_sent(&db, &claimed[0]).await;
    settle_sent(&db, &claimed[1]).await;
    // One is on its way just now.
    assert_eq!(finish(&db, awake).await, 0);
    settle_sent(&db, &claimed[2]).await;
    assert_eq!(finish(&db, awake).await, 1);
    assert!(matches!(by_token(token).await, Err(Error::NotFound)));
    let gone = db.read(move |conn| hosts::get(conn, &host)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
}

async fn only_the_hosts_own_address_closes_the_account(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    let before = dump(&db).await;
    for wrong in ["", "ada", "eve@example.com", "ada@example.com.evil"] {
        let refused = close(&db, &ada, wrong).await;
        assert!(
            matches!(refused, Err(Error::Invalid { field: "email", .. })),
            "{wrong}: {refused:?}"
        );
    }
    assert_eq!(dump(&db).await, before);
    close(&db, &ada, " ADA@example.com ").await.unwrap();
    // Twice is once: there is no address any more.
    for again in ["ada@example.com", ""] {
        assert!(matches!(
            close(&db, &ada, again).await,
            Err(Error::NotFound)
        ));
    }
    assert_eq!(finish(&db, noon()).await, 1);
    assert_eq!(db.host("Eve").await, eve);
}

async fn whoever_comes_back_is_somebody_new(db: TestDb) {
    let ada = db.host("Ada").await;
    db.contacts(&ada, 2).await;
    let event = db.event(&ada).seats(1).dealing().await;
    send_all(&db, noon()).await;
    let owner = ada.clone();
    let (_, key) = db
        .write(move |conn| keys::create(conn, &owner, KeyKind::Session, "a browser", noon()))
        .await
        .unwrap();
    close(&db, &ada, "ada@example.com").await.unwrap();
    let known = db
        .read(move |conn| keys::authenticate(conn, &key, noon()))
        .await
        .unwrap();
    assert!(known.is_none());
    // Both ways in, while the old account still has guests to tell.
    let again = db.host("Ada").await;
    assert_ne!(again, ada);
    let by_email = db
        .write(|conn| {
            let email = seat_dealer_core::EmailAddress::parse("ada@example.com").unwrap();
            hosts::for_email(conn, &email, noon())
        })
        .await
        .unwrap();
    assert_eq!(by_email.id, again);
    let owner = again.clone();
    let seen = db
        .read(move |conn| contacts::kept(conn, &owner, 10, None))
        .await
        .unwrap();
    assert!(seen.items.is_empty());
    assert_eq!(finish(&db, noon()).await, 0);
    // What its sender notes still goes through the rules.
    assert_eq!(db.invitations(&ada, &event).await.len(), 1);
    send_all(&db, noon()).await;
    assert_eq!(finish(&db, noon()).await, 1);
    assert_eq!(db.host("Ada").await, again);
    // A guest's word stays in force for the next host.
    db.opt_out(Channel::Sms, "+15005550006", "+14150000001", noon())
        .await
        .unwrap();
    close(&db, &again, "ada@example.com").await.unwrap();
    assert_eq!(finish(&db, noon()).await, 1);
    let host = db.host("Bob").await;
    let bea = contact_fields("Bea", Some("+14150000001"), None);
    let bea = db.contact(&host, bea).await;
    let bea = db
        .read(move |conn| contacts::get(conn, &host, &bea))
        .await
        .unwrap();
    assert_eq!(bea.opted_out, [Channel::Sms]);
}

async fn an_account_that_cannot_be_erased_does_not_keep_others_from_being_erased(db: TestDb) {
    let (ada, eve) = (db.host("Ada").await, db.host("Eve").await);
    db.event(&ada).draft().await;
    close(&db, &ada, "ada@example.com").await.unwrap();
    close(&db, &eve, "eve@example.com").await.unwrap();
    db.write(hide_drafts).await.unwrap();
    assert_eq!(finish(&db, noon()).await, 1);
    db.write(show_drafts).await.unwrap();
    assert_eq!(finish(&db, noon()).await, 1);
}

async fn an_account_of_a_thousand_contacts_is_erased(db: TestDb) {
    let before = dump(&db).await;
    let ada = db.host("Ada").await;
    db.contacts(&ada, 1_001).await;
    close(&db, &ada, "ada@example.com").await.unwrap();
    // As two processes would.
    let (one, other) = (db.another(), db.another());
    let (one, other) = tokio::join!(one.finish_closing(noon()), other.finish_closing(noon()));
    assert!(one.unwrap() + other.unwrap() >= 1);
    assert_eq!(dump(&db).await, before);
}
