//! Copies of whole databases, of both kinds.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Nullable, Text};
use jiff::SignedDuration;
use seat_dealer_core::{Channel, Command, EventId, HostId, OtherText, Response, Tags, TextReply};
use seat_dealer_db::contacts::ContactFields;
use seat_dealer_db::copy::copy;
use seat_dealer_db::dev_mailbox::{self, NewMessage};
use seat_dealer_db::inbound_texts::{self, InboundKind, InboundText};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::message_counts::{self, DailyLimits};
use seat_dealer_db::{Conn, DatabaseUrl, Db, Error, host_news};
use seat_dealer_test_support::database::{TestDb, TestPlace, contact_fields, noon, run};
use seat_dealer_test_support::with_mysql;

use crate::account_deletion::subscribe;
use crate::tables::{Kind, Tables};

/// Text that databases may store wrongly: characters of four bytes, combining marks, line breaks, quotes, trailing
/// blanks, and SQL.
const HOSTILE: &str = "🪑👩‍👩‍👧 e\u{301}é \u{202e}txet\r\n\tline\u{0}?$1 `a` \"b\" 'c'; DROP TABLE hosts; -- \\' %_ \u{10ffff} end  ";

/// A database with rows in every table.
pub(crate) async fn fill(db: &TestDb) -> (HostId, EventId) {
    let ada = db.host("Ada").await;
    db.host("Бея 🪑").await;
    let guests = db.contacts(&ada, 450).await;
    let one = ContactFields {
        tags: Tags::parse(["🪑 Nachbarn \"b\" 'c' \\' %_", "CHOR"]).unwrap(),
        ..contact_fields("Zoë 🎩 \"O'Neil\"", None, Some("zoe@example.com"))
    };
    db.contact(&ada, one).await;
    let event = db.event(&ada).title("Dîner 🍲\u{200d} -- \\").seats(8);
    let event = event.invite_first(&guests[3..6]).party_limit(3);
    let event = event.quiet(21, 9).response_window(90).dealing().await;
    subscribe(db, &ada).await;
    let mut fields = db.event(&ada).fields();
    HOSTILE.clone_into(&mut fields.description);
    fields.tags = Tags::parse(["🪑 Nachbarn \"b\"", "Chor"]).unwrap();
    let invited = db.invitations(&ada, &event).await;
    for (view, response) in invited
        .iter()
        .zip([Response::Yes, Response::Maybe, Response::No])
    {
        let invitation = &view.invitation.id;
        db.answer(&event, invitation, response, noon())
            .await
            .unwrap();
    }
    db.opt_out(
        Channel::Email,
        "dinner@example.org",
        "guest7@example.com",
        noon(),
    )
    .await
    .unwrap();
    let (host, at, invitation) = (ada.clone(), event.clone(), invited[0].invitation.id.clone());
    let texted = Command::TextReceived {
        invitation: invitation.clone(),
        what: OtherText::NotUnderstood,
        words: "🪑 e\u{301}é \"b\" 'c' \\' %_ \u{10ffff}".to_owned(),
        reply: TextReply::Sent,
    };
    db.advance_event(&event, noon(), move |_, _| Ok(texted.clone()))
        .await
        .unwrap();
    db.create_event(&ada, fields, Vec::new(), noon())
        .await
        .unwrap();
    db.write(move |conn| {
        let now = noon();
        sql_query(format!(
            "INSERT INTO import_changes \
             (import_id, contact_id, host_id, imported_at, fields_before, fields_after) \
             VALUES ('an import', 'a contact', '{}', 0, NULL, '{{}}')",
            host.as_str()
        ))
        .execute(conn)?;
        sql_query(format!(
            "INSERT INTO repeatable_requests \
             (host_id, idempotency_key, request_hash, response, answered_at) \
             VALUES ('{}', 'a key', 'a hash', 'a response', 0)",
            host.as_str()
        ))
        .execute(conn)?;
        sql_query(format!(
            "INSERT INTO channel_states (host_id, channel, resting, since) \
             VALUES ('{}', 'sms', 'the account is suspended', 0)",
            host.as_str()
        ))
        .execute(conn)?;
        host_news::tell(conn, &host, true, now)?;
        keys::create(conn, &host, KeyKind::Api, "💻 laptop", now)?;
        let email = NewMessage {
            subject: Some("🪑"),
            html: Some(HOSTILE),
            ..NewMessage::plain("zoe@example.com", Channel::Email, HOSTILE)
        };
        dev_mailbox::keep(conn, &email, now)?;
        let text = NewMessage::plain("+4915112345678", Channel::Sms, "");
        dev_mailbox::keep(conn, &text, now)?;
        let limits = DailyLimits {
            per_host: 9,
            all: 9,
        };
        message_counts::take(conn, &at, Channel::Sms, limits, now)?;
        let text = InboundText {
            id: "SM1".to_owned(),
            phone_number: "+4915112345678".to_owned(),
            kind: InboundKind::Answer,
            invitation: Some(invitation.clone()),
            replied: true,
        };
        inbound_texts::record(conn, &text, now)?;
        Ok(())
    })
    .await
    .unwrap();
    (ada, event)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Nullable<Text>)]
    line: Option<String>,
}

/// Every row of every table, with the bytes of its texts.
pub(crate) async fn contents(db: &Db) -> BTreeMap<String, Vec<Option<String>>> {
    db.read(|conn| {
        let tables = Tables::of(conn).0.into_iter().map(|(name, table)| {
            let columns = table.columns.iter().map(|column| match column.kind {
                Kind::Text => format!(
                    "CASE WHEN `{0}` IS NULL THEN 'null' ELSE HEX(`{0}`) END",
                    column.name
                ),
                _ => format!("COALESCE(`{}`, 'null')", column.name),
            });
            let columns: Vec<String> = columns.collect();
            let line = match conn {
                Conn::Sqlite(_) => columns.join(" || ' ' || "),
                #[cfg(feature = "mysql")]
                Conn::Mysql(_) => format!("CONCAT_WS(' ', {})", columns.join(", ")),
            };
            let query = format!("SELECT {line} AS line FROM `{name}`");
            let lines: Vec<Line> = sql_query(query).load(conn).unwrap();
            let mut lines: Vec<_> = lines.into_iter().map(|Line { line }| line).collect();
            lines.sort();
            (name, lines)
        });
        Ok(tables.collect())
    })
    .await
    .unwrap()
}

/// Copies to the other kind and back, and compares all three.
fn there_and_back(db: &TestDb, there: &TestPlace, back: &TestPlace) {
    run(async {
        let (host, event) = fill(db).await;
        let before = contents(db).await;
        // This fails for a new table until `fill` adds rows to it.
        for (name, lines) in &before {
            assert!(!lines.is_empty(), "nothing is in {name}");
            assert!(lines.iter().all(Option::is_some), "{name}");
        }
        assert!(before["contacts"].len() > 400, "more than one batch");
        let rows: usize = before.values().map(Vec::len).sum();
        let copied = copy(db.url(), there.url()).unwrap();
        assert_eq!(copied.tables, before.len());
        assert_eq!(copied.rows, rows as u64);
        assert_eq!(contents(&there.open()).await, before);
        assert_eq!(copy(there.url(), back.url()).unwrap(), copied);
        assert_eq!(contents(&back.open()).await, before);
        // The copy can be used.
        let there = there.open();
        let (later, due) = (noon() + SignedDuration::from_hours(3), event.clone());
        there
            .advance_event(&due, later, |_, _| Ok(seat_dealer_core::Command::Tick))
            .await
            .unwrap();
        let log = move |conn: &mut Conn| seat_dealer_db::events::get(conn, &host, &event);
        assert!(there.read(log).await.is_ok());
        // The source has not changed.
        assert_eq!(contents(db).await, before);
    });
}

#[test]
fn from_sqlite_to_sqlite_and_back() {
    there_and_back(
        &TestDb::sqlite(),
        &TestPlace::sqlite(),
        &TestPlace::sqlite(),
    );
}

with_mysql! {
    #[test]
    fn from_sqlite_to_mysql_and_back() {
        there_and_back(&TestDb::sqlite(), &TestPlace::mysql(), &TestPlace::sqlite());
    }

    #[test]
    fn from_mysql_to_sqlite_and_back() {
        there_and_back(&TestDb::mysql(), &TestPlace::sqlite(), &TestPlace::mysql());
    }

    #[test]
    fn what_mysql_cannot_hold_leaves_nothing_there() {
        run(async {
            let (db, there) = (TestDb::sqlite(), TestPlace::mysql());
            let (_, event) = fill(&db).await;
            // The application refuses such a title; only SQLite can store it.
            let long = format!("UPDATE events SET title = '{}' WHERE id = ?", "x".repeat(300));
            db.write(move |conn| {
                sql_query(long.as_str()).bind::<Text, _>(event.as_str()).execute(conn)?;
                Ok(())
            })
            .await
            .unwrap();
            let error = copy(db.url(), there.url()).unwrap_err();
            assert!(error.to_string().contains("title"), "{error}");
            assert!(contents(&there.open()).await.values().all(Vec::is_empty));
        });
    }
}

/// Makes a database look as if a newer release had migrated it.
pub(crate) const NEWER: &str =
    "INSERT INTO __diesel_schema_migrations (version) VALUES ('20991231000001')";
/// Makes a database look as if only the first release had migrated it.
pub(crate) const OLDER: &str =
    "DELETE FROM __diesel_schema_migrations WHERE version >= '20261122000002'";

fn refusal(from: &DatabaseUrl, to: &DatabaseUrl) -> String {
    match copy(from, to) {
        Err(Error::Conflict(sentence)) => sentence,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_database_with_anything_in_it_is_left_alone() {
    for there in TestDb::each() {
        run(async {
            let db = TestDb::sqlite();
            fill(&db).await;
            there.host("Eve").await;
            let before = contents(&there).await;
            assert!(refusal(db.url(), there.url()).contains("table hosts has rows"));
            assert_eq!(contents(&there).await, before);
        });
    }
}

#[test]
fn what_is_no_database_of_this_version_is_not_copied() {
    let (place, there) = (TestPlace::sqlite(), TestPlace::sqlite());
    assert!(refusal(place.url(), there.url()).starts_with("There is no database at"));
    assert!(refusal(place.url(), place.url()).contains("to itself"));
    drop(place.open());
    assert!(refusal(place.url(), there.url()).contains("no seat-dealer database"));
    for db in TestDb::each() {
        alter(&db, NEWER);
        assert!(refusal(db.url(), there.url()).contains("of a newer version"));
        alter(&db, OLDER);
        assert!(refusal(db.url(), there.url()).contains("of an older version"));
    }
    assert!(
        !there.url().file().unwrap().exists(),
        "nothing may be left behind"
    );
}

pub(crate) fn alter(db: &TestDb, statement: &'static str) {
    run(async {
        db.write(move |conn| Ok(sql_query(statement).execute(conn)?))
            .await
            .unwrap();
    });
}
