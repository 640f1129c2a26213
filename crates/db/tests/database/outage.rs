//! The errors of SQLite when it cannot write, and their mapping. `server_errors` tests those of servers.

use diesel::connection::SimpleConnection;
use seat_dealer_db::{Conn, Db, Error, Result};
use seat_dealer_test_support::database::TestDb;

/// Runs statements on a connection of the pool. The last one must fail.
async fn failure(db: &Db, statements: String) -> Error {
    let failed: Result<()> = db
        .read(move |conn: &mut Conn| Ok(conn.batch_execute(&statements)?))
        .await;
    failed.unwrap_err()
}

#[tokio::test]
async fn a_database_that_cannot_be_written_is_an_outage() {
    const LETTER: &str = "INSERT INTO letters (id, recipient, channel, body, at) \
                          VALUES ('1', '', 'sms', hex(zeroblob(1000000)), 0)";
    for (pragma, words) in [
        ("max_page_count = 10", "database or disk is full"),
        ("query_only = ON", "attempt to write a readonly database"),
    ] {
        let db = TestDb::sqlite();
        let error = failure(&db, format!("PRAGMA {pragma}; {LETTER}")).await;
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.is_outage(), "{error}");
    }
    // An error in a statement is not an outage.
    let error = failure(
        &TestDb::sqlite(),
        "INSERT INTO letters (id) VALUES ('1')".to_owned(),
    )
    .await;
    assert!(!error.is_outage(), "{error}");
}
