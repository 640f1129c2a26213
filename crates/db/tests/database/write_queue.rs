//! Writes that arrive together share one commit on SQLite, and stay isolated.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use seat_dealer_core::Channel;
use seat_dealer_db::dev_mailbox::{self, NewMessage};
use seat_dealer_db::{Conn, Db, Error, Result};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::on_each_database;

on_each_database![
    a_write_that_fails_undoes_itself_alone,
    a_panic_undoes_itself_alone,
    an_answered_write_is_there_for_everybody,
    a_hundred_writes_at_once_all_succeed,
];

/// Writes one message, whose text is `body`.
fn keep(conn: &mut Conn, body: &str) -> Result<()> {
    let message = NewMessage::plain("ada@example.com", Channel::Email, body);
    dev_mailbox::keep(conn, &message, noon()).map(|_| ())
}

/// The texts of all messages, read on another connection.
async fn kept(db: &TestDb) -> Vec<String> {
    let mut texts: Vec<String> = db
        .another()
        .read(|conn| dev_mailbox::newest(conn, 1_000))
        .await
        .unwrap()
        .into_iter()
        .map(|message| message.body)
        .collect();
    texts.sort();
    texts
}

type Job = Box<dyn Fn(&mut Conn) -> Result<()> + Send>;

/// Runs jobs that are in the queue together: a first one blocks the writer until all are queued.
async fn together(db: &Db, jobs: Vec<Job>) -> Vec<Result<()>> {
    let (go, gate) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let first = db.clone();
    let first = tokio::spawn(async move {
        first
            .write(move |_| {
                // An error means that the test has ended.
                let _ = gate.lock().unwrap().recv_timeout(Duration::from_secs(10));
                Ok(())
            })
            .await
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let waiting: Vec<_> = jobs
        .into_iter()
        .map(|job| {
            let db = db.clone();
            tokio::spawn(async move { db.write(job).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    go.send(()).unwrap();
    first.await.unwrap().unwrap();
    let mut outcomes = Vec::new();
    for job in waiting {
        outcomes.push(job.await.unwrap());
    }
    outcomes
}

async fn a_write_that_fails_undoes_itself_alone(db: TestDb) {
    let jobs: Vec<Job> = (0..9)
        .map(|number| -> Job {
            Box::new(move |conn| {
                keep(conn, &format!("message {number}"))?;
                match number % 3 {
                    1 => Err(Error::Conflict("no".to_owned())),
                    2 => sql_query("INSERT INTO letters (id) VALUES ('incomplete')")
                        .execute(conn)
                        .map(|_| ())
                        .map_err(Error::from),
                    _ => Ok(()),
                }
            })
        })
        .collect();
    for (number, outcome) in together(&db, jobs).await.into_iter().enumerate() {
        match number % 3 {
            0 => assert!(outcome.is_ok(), "{outcome:?}"),
            1 => assert!(matches!(outcome, Err(Error::Conflict(_))), "{outcome:?}"),
            _ => assert!(matches!(outcome, Err(Error::Statement(_))), "{outcome:?}"),
        }
    }
    assert_eq!(kept(&db).await, ["message 0", "message 3", "message 6"]);
}

async fn a_panic_undoes_itself_alone(db: TestDb) {
    let jobs: Vec<Job> = (0..6)
        .map(|number| -> Job {
            Box::new(move |conn| {
                keep(conn, &format!("message {number}"))?;
                assert!(number != 1, "a panic for this test");
                // Within a savepoint.
                conn.transaction(|conn| {
                    keep(conn, &format!("another message {number}"))?;
                    assert!(number != 4, "a panic for this test");
                    Ok(())
                })
            })
        })
        .collect();
    for (number, outcome) in together(&db, jobs).await.into_iter().enumerate() {
        let panics = number == 1 || number == 4;
        assert_eq!(outcome.is_err(), panics, "{number}: {outcome:?}");
    }
    let wanted = |prefix: &str| [0, 2, 3, 5].map(|number| format!("{prefix} {number}"));
    assert_eq!(
        kept(&db).await,
        [wanted("another message"), wanted("message")].concat()
    );
    // The job runs again alone, and the writer still works.
    let panicked = db
        .write(|conn| -> Result<()> {
            conn.transaction(|conn| {
                keep(conn, "never")?;
                panic!("a panic for this test");
            })
        })
        .await;
    assert!(matches!(panicked, Err(Error::Unavailable(_))));
    db.write(|conn| keep(conn, "the last")).await.unwrap();
    assert_eq!(kept(&db).await.len(), 9);
}

async fn an_answered_write_is_there_for_everybody(db: TestDb) {
    let other = db.another();
    for number in 1..=20 {
        db.write(move |conn| keep(conn, &format!("message {number}")))
            .await
            .unwrap();
        let seen = other
            .read(|conn| dev_mailbox::newest(conn, 100))
            .await
            .unwrap();
        assert_eq!(seen.len(), number);
    }
}

async fn a_hundred_writes_at_once_all_succeed(db: TestDb) {
    let processes = [(*db).clone(), db.another(), db.another()];
    let writes: Vec<_> = (0..100)
        .map(|number| {
            let db = processes[number % 3].clone();
            tokio::spawn(async move {
                db.write(move |conn| keep(conn, &format!("message {number:02}")))
                    .await
            })
        })
        .collect();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    let wanted: Vec<String> = (0..100)
        .map(|number| format!("message {number:02}"))
        .collect();
    assert_eq!(kept(&db).await, wanted);
}

/// An error that occurs only at the commit fails one of the writes, and the others are retried.
#[test]
fn a_commit_that_fails_fails_for_its_cause_alone() {
    seat_dealer_test_support::database::run(async {
        let db = TestDb::sqlite();
        let runs = Arc::new(AtomicUsize::new(0));
        let jobs: Vec<Job> = (0..4)
            .map(|number| -> Job {
                let runs = Arc::clone(&runs);
                Box::new(move |conn| {
                    runs.fetch_add(1, Ordering::Relaxed);
                    keep(conn, &format!("message {number}"))?;
                    if number == 2 {
                        sql_query("PRAGMA defer_foreign_keys = ON").execute(conn)?;
                        sql_query(
                            "INSERT INTO deck_entries (event_id, contact_id, excluded) \
                             VALUES ('none', 'none', 0)",
                        )
                        .execute(conn)?;
                    }
                    Ok(())
                })
            })
            .collect();
        let outcomes = together(&db, jobs).await;
        let failed: Vec<bool> = outcomes.iter().map(Result::is_err).collect();
        assert_eq!(failed, [false, false, true, false], "{outcomes:?}");
        assert!(
            runs.load(Ordering::Relaxed) > 4,
            "the first commit was meant to fail"
        );
        assert_eq!(kept(&db).await, ["message 0", "message 1", "message 3"]);
    });
}

/// The settings of SQLite, read within a write and within a read.
#[test]
fn sqlite_waits_writes_ahead_and_flushes() {
    #[derive(QueryableByName)]
    struct Settings {
        #[diesel(sql_type = BigInt)]
        timeout: i64,
        #[diesel(sql_type = Text)]
        journal_mode: String,
        #[diesel(sql_type = BigInt)]
        synchronous: i64,
        #[diesel(sql_type = BigInt)]
        foreign_keys: i64,
    }
    fn settings(conn: &mut Conn) -> Result<Settings> {
        let settings = "SELECT timeout, journal_mode, synchronous, foreign_keys \
             FROM pragma_busy_timeout, pragma_journal_mode, pragma_synchronous, pragma_foreign_keys";
        Ok(sql_query(settings).get_result(conn)?)
    }
    seat_dealer_test_support::database::run(async {
        let db = TestDb::sqlite();
        for settings in [
            db.write(settings).await.unwrap(),
            db.read(settings).await.unwrap(),
        ] {
            assert!(settings.timeout >= 5_000);
            assert_eq!(settings.journal_mode, "wal");
            assert_eq!((settings.synchronous, settings.foreign_keys), (2, 1));
        }
    });
}
