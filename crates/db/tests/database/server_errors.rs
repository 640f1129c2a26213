//! What a server's errors mean, in whatever language it words them.

use seat_dealer_core::Command;
use seat_dealer_db::refused_writes::{refuse_writes_with, take_writes};
use seat_dealer_db::{Error, Result};
use seat_dealer_test_support::database::{TestDb, noon, run};

/// The error of a change that the server refuses with this number.
async fn refused(db: &TestDb, number: u32) -> Error {
    let host = db.host("Ada").await;
    let event = db.event(&host).draft().await;
    db.read(move |conn| refuse_writes_with(conn, number))
        .await
        .unwrap();
    let change: Result<_> = db
        .change_event(&host, &event, noon(), |_, _| Ok(Command::Deal))
        .await;
    db.read(take_writes).await.unwrap();
    change.unwrap_err()
}

#[test]
fn errors_are_told_by_their_numbers() {
    run(async {
        let db = TestDb::mysql();
        for (number, what) in [
            (1290, "the server is read-only"),
            (1836, "the server is in read-only mode"),
            (1792, "the transaction is read-only"),
            (1317, "the statement was interrupted"),
            (3024, "the statement took too long on MySQL"),
            (1969, "the statement took too long on MariaDB"),
            (1114, "the table is full"),
            (1053, "the server stops"),
        ] {
            let error = refused(&db, number).await;
            assert!(error.is_outage(), "{what}: {error}");
            assert!(!error.is_conflict_of_transactions(), "{what}: {error}");
        }
        for (number, what) in [
            (1205, "a lock was waited for too long"),
            (1213, "a deadlock"),
            (1020, "a row has changed under the snapshot"),
        ] {
            let error = refused(&db, number).await;
            assert!(error.is_conflict_of_transactions(), "{what}: {error}");
            assert!(!error.is_outage(), "{what}: {error}");
        }
        let error = refused(&db, 1644).await;
        assert!(!error.is_outage(), "a mistake of ours: {error}");
        assert!(!error.is_conflict_of_transactions(), "{error}");
        assert!(error.to_string().contains("1644"), "{error}");
    });
}
