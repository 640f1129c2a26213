//! Query plans: the cost of frequent queries must not depend on the size of the address book.

#[cfg(feature = "mysql")]
mod mysql;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use jiff::SignedDuration;
use seat_dealer_core::{Channel, EventId, HostId};
use seat_dealer_db::erasure::{self, Place};
use seat_dealer_db::{
    Conn, Cursor, contacts, deck, events, host_messages, host_news, invitations, messages,
};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

use crate::statements::Statements;

on_each_database![the_size_of_the_address_book_does_not_matter];

/// The frequent operations, whose cost must not grow with the amount of data.
const HOT: &[(&str, Work)] = &[
    ("the next cards", |conn, crowd| {
        let (preview, next) = events::preview(conn, &crowd.host, &crowd.event, 6, noon())?;
        assert_eq!((preview.now.len(), next.len()), (0, 6));
        Ok(())
    }),
    ("the first page of the deck", |conn, crowd| {
        assert_eq!(
            deck::list(conn, &crowd.host, &crowd.event, None, 0, 5)?
                .cards
                .len(),
            5
        );
        Ok(())
    }),
    ("the first page of the contacts", |conn, crowd| {
        assert_eq!(
            contacts::list(
                conn,
                &crowd.host,
                &contacts::ContactFilter::default(),
                5,
                None
            )?
            .items
            .len(),
            5
        );
        Ok(())
    }),
    ("a page from the middle of the contacts", |conn, crowd| {
        let page = contacts::list(
            conn,
            &crowd.host,
            &contacts::ContactFilter::default(),
            5,
            Some(&crowd.middle),
        )?;
        assert_eq!(page.items.len(), 5);
        Ok(())
    }),
    ("messages that are due", |conn, _| {
        assert!(messages::next_due(conn)?.is_some());
        let undone = conn.transaction(|conn| {
            assert_eq!(
                messages::claim(conn, "a lease", 2, noon())?.claimed.len(),
                2
            );
            Err::<(), seat_dealer_db::Error>(diesel::result::Error::RollbackTransaction.into())
        });
        assert!(undone.is_err());
        Ok(())
    }),
    ("events that are due", |conn, crowd| {
        assert!(events::next_due(conn)?.is_some());
        let later = noon() + SignedDuration::from_hours(24 * 9);
        assert_eq!(
            events::due(conn, later, 5)?,
            std::slice::from_ref(&crowd.event)
        );
        Ok(())
    }),
    ("a guest's link", |conn, crowd| {
        invitations::by_token(conn, &crowd.token)?;
        Ok(())
    }),
    (
        "the invitations that are open to a number",
        |conn, crowd| {
            let open = invitations::open_to(conn, Channel::Sms, "+14150000004", noon())?;
            assert_eq!(open[0].event_id, crowd.event);
            Ok(())
        },
    ),
    ("the invitations that a text may answer", |conn, crowd| {
        let open = invitations::texted_to(conn, "+14150000004", noon())?;
        assert_eq!(open[0].event_id, crowd.event);
        Ok(())
    }),
    ("hosts who are due", |conn, _| {
        assert!(host_news::due(conn, noon(), 5)?.is_empty());
        host_news::next_due(conn)?;
        host_messages::next_due(conn)?;
        let claims = host_messages::claim(conn, "a lease", 2, noon())?;
        assert!(claims.claimed.is_empty());
        Ok(())
    }),
    ("what is to be erased", |conn, _| {
        let (now, nothing) = (noon().as_millisecond(), Place::default());
        assert!(erasure::deleted_events(conn, now, &nothing)?.is_empty());
        assert!(erasure::deleted_contacts(conn, now, &nothing)?.is_empty());
        Ok(())
    }),
    ("what a report is about", |conn, _| {
        assert!(messages::reported_on(conn, None, "unknown")?.is_none());
        Ok(())
    }),
];

/// What reads a fixed number of rows more in a large address book: up to 501 contacts of a tag.
const TAGGED: &[(&str, Work)] = &[("the next cards of a common tag", |conn, crowd| {
    let (preview, next) = events::preview(conn, &crowd.host, &crowd.tagged, 6, noon())?;
    assert_eq!((preview.now.len(), next.len()), (4, 6));
    Ok(())
})];

type Work = fn(&mut Conn, &Crowd) -> seat_dealer_db::Result<()>;

/// A host with an event that has dealt four cards.
#[derive(Clone)]
struct Crowd {
    host: HostId,
    event: EventId,
    /// An event that deals a tag that all others than the first 12 contacts have.
    tagged: EventId,
    token: String,
    /// A cursor in the middle of the contacts.
    middle: Cursor,
}

impl Crowd {
    /// Creates 12 contacts for the tests and `more` others, a tenth as many past events and sent messages,
    /// and a hundredth as many hosts.
    async fn gather(db: &TestDb, more: i64) -> Self {
        let host = db.host("Ada").await;
        let friends = db.contacts(&host, 12).await;
        let event = db.event(&host).invite_first(&friends[3..6]).dealing().await;
        let guests = db.invitations(&host, &event).await;
        assert_eq!(guests.len(), 4);
        let tagged = db.event(&host).tags(&["crowd"]).draft().await;
        let token = db.tokens().token(&guests[0].invitation.id);
        db.write(move |conn| {
            let host = host.as_str();
            fill(
                conn,
                more / 100,
                "hosts (id, email, name, created_at)",
                &format!("{TEXT}, {TEXT}, {TEXT}, n"),
            )?;
            fill(
                conn,
                more,
                "contacts (host_id, id, name, email, search_text, priority, reachable, \
                           last_invited_at, created_at, tags)",
                &format!("'{host}', {TEXT}, {TEXT}, {TEXT}, {TEXT}, 1 + n % 9, 1, 0, n, 'crowd'"),
            )?;
            fill(
                conn,
                more,
                "contact_tags (host_id, contact_id, tag_key, tag)",
                &format!("'{host}', {TEXT}, 'crowd', 'crowd'"),
            )?;
            fill(
                conn,
                more / 10,
                "contacts (host_id, id, name, search_text, priority, reachable, last_invited_at, \
                           created_at, deleted_at, erased_at)",
                &format!("'{host}', {ERASED}, 'E', 'E', 5, 0, 0, n, n, n"),
            )?;
            fill(
                conn,
                more / 10,
                "events (host_id, id, title, description, seats, time_zone, party_limit, \
                         status, version, log_seq, created_at)",
                &format!("'{host}', {TEXT}, 'Past', '', 8, 'UTC', 1, 'dealing', 0, 0, n"),
            )?;
            fill(
                conn,
                more / 10,
                "invitations (id, event_id, contact_id, token_hash, name, status, seat, party, \
                              party_limit, channel, offered, maybe_told, by_host, confirmed, invited_at)",
                &format!(
                    "{TEXT}, {TEXT}, {TEXT}, {TEXT}, {TEXT}, 'answered', 'none', 1, 1, 'sms', \
                     0, 0, 0, 0, n"
                ),
            )?;
            fill(
                conn,
                more / 10,
                "messages (event_id, invitation_id, id, kind, occasion, channel, status, \
                           attempts, created_at, updated_at)",
                &format!(
                    "{TEXT}, {TEXT}, {TEXT}, 'invitation', n + 10, 'sms', 'sent', 1, n, n"
                ),
            )?;
            fill(
                conn,
                more / 10,
                "host_news (event_id, seq, host_id, due_at)",
                &format!("{TEXT}, 1, {TEXT}, 4000000000000 + n"),
            )?;
            fill(
                conn,
                more / 10,
                "host_messages (id, host_id, status, attempts, counted, created_at, updated_at)",
                &format!("{TEXT}, '{host}', 'sent', 1, 1, n, n"),
            )?;
            let host = HostId::new(host);
            let half = usize::try_from(more.min(10_000) / 2).unwrap();
            let middle = contacts::list(conn, &host, &contacts::ContactFilter::default(), half, None)?.next;
            Ok(Self {
                host,
                event: event.clone(),
                tagged: tagged.clone(),
                token: token.clone(),
                middle: middle.unwrap(),
            })
        })
        .await
        .unwrap()
    }
}

/// Adds rows for the numbers below `count`, with SQL that both databases support.
fn fill(conn: &mut Conn, count: i64, columns: &str, values: &str) -> QueryResult<()> {
    let statement = format!(
        "INSERT INTO {columns} \
         WITH digits AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 \
             UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 \
             UNION ALL SELECT 8 UNION ALL SELECT 9), \
         numbers AS (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d AS n \
             FROM digits a, digits b, digits c, digits e, digits f) \
         SELECT {values} FROM numbers WHERE n < ?"
    );
    sql_query(statement)
        .bind::<BigInt, _>(count)
        .execute(conn)?;
    Ok(())
}

/// The number as the id of an erased contact.
const ERASED: &str = "CAST(2000000 + n AS CHAR)";
/// The number as an id or a name.
const TEXT: &str = "CAST(1000000 + n AS CHAR)";

async fn the_size_of_the_address_book_does_not_matter(db: TestDb) {
    let crowd = Crowd::gather(&db, 100_000).await;
    #[cfg(feature = "mysql")]
    if !db.is_sqlite() {
        mysql::compare_rows_read(&db, &crowd).await;
    }
    // SQLite has a single writer, which a long query would block.
    let tagged = if db.is_sqlite() { TAGGED } else { &[] };
    for (name, work) in HOT.iter().chain(tagged) {
        let (heard, crowd) = (Statements::default(), crowd.clone());
        let steps = db
            .read(move |conn| {
                heard.listen(conn);
                work(conn, &crowd)?;
                Ok(steps(conn, &heard.take()))
            })
            .await
            .unwrap();
        assert!(!steps.is_empty(), "{name}");
        for step in steps {
            assert!(!step.looks_at_too_much(), "{name}: {step:?}");
        }
    }
}

/// One step of a plan, as the database prints it.
#[derive(Debug)]
struct Step {
    statement: String,
    words: String,
}

impl Step {
    fn looks_at_too_much(&self) -> bool {
        const SIGNS: [&str; 5] = [
            "SCAN ",
            "USE TEMP B-TREE",
            "filesort",
            "temporary",
            "type=ALL",
        ];
        // Sorting the invitations and messages of one event is allowed.
        let orders = ["invitations`.`invited_at`", "messages`.`occasion`"];
        let one_event = orders
            .iter()
            .any(|order| self.statement.contains(&format!("ORDER BY `{order}")));
        let found = [
            "USE TEMP B-TREE FOR ORDER BY",
            "table=invitations type=ref key=invitations_pair ",
            "table=messages type=ref key=messages_event ",
        ];
        let sorts = found.iter().any(|found| self.words.starts_with(found));
        SIGNS.iter().any(|sign| self.words.contains(sign)) && !(one_event && sorts)
    }
}

/// The plan of each SELECT in `statements`.
fn steps(conn: &mut Conn, statements: &[String]) -> Vec<Step> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    let selects = statements
        .iter()
        .filter(|text| text.starts_with("SELECT `"));
    selects
        .flat_map(|text| {
            let (statement, values) = text.split_once(" -- binds: ").unwrap();
            let words: Vec<String> = match conn {
                Conn::Sqlite(conn) => {
                    let _ = values;
                    let explain = sql_query(format!("EXPLAIN QUERY PLAN {statement}"));
                    let rows: Vec<Row> = explain.load(conn).unwrap();
                    rows.into_iter().map(|row| row.detail).collect()
                }
                #[cfg(feature = "mysql")]
                Conn::Mysql(conn) => mysql::explain(conn, statement, values),
            };
            words.into_iter().map(|words| Step {
                statement: statement.to_owned(),
                words,
            })
        })
        .collect()
}
