//! A server whose machine is gone without a word, or which is not the one that may be written to
//! any more.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;
use seat_dealer_db::refused_writes::refuse_writes_with;
use seat_dealer_db::{Conn, DatabaseUrl, Db, RsvpTokens};
use seat_dealer_test_support::database::{APP_SECRET, TestDb, run};
use seat_dealer_test_support::proxy::Proxy;

/// A database, a proxy before its server, and the database as a process sees it through the proxy.
fn behind_proxy() -> (TestDb, Proxy, Db) {
    let db = TestDb::mysql();
    let DatabaseUrl::Mysql(address) = db.url() else {
        panic!("not MySQL");
    };
    let (proxy, address) = Proxy::to(address.as_str());
    let url = DatabaseUrl::parse(&address).unwrap();
    let seen = Db::open_with_patience(&url, RsvpTokens::new(APP_SECRET), Duration::from_secs(5));
    (db, proxy, seen.unwrap())
}

/// The number of the connection that a read gets.
async fn connection(db: &Db) -> seat_dealer_db::Result<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    db.read(|conn| {
        let query = "SELECT CAST(CONNECTION_ID() AS SIGNED) AS id";
        Ok(sql_query(query).get_result::<Row>(conn)?.id)
    })
    .await
}

#[test]
fn a_server_that_vanishes_is_left() {
    run(async {
        let (_there, proxy, db) = behind_proxy();
        let before = connection(&db).await.unwrap();
        proxy.lose_connections();
        // More than there are connections.
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { connection(&db).await })
            })
            .collect();
        for read in waiting {
            if let Err(error) = read.await.unwrap() {
                assert!(error.is_outage(), "{error}");
            }
        }
        let after = connection(&db).await.unwrap();
        assert_ne!(before, after);
        assert!(!db.is_silent());
    });
}

#[test]
fn silence_is_told_until_something_succeeds() {
    run(async {
        let (_there, proxy, db) = behind_proxy();
        connection(&db).await.unwrap();
        assert!(!db.is_silent());
        proxy.lose_connections();
        assert!(connection(&db).await.unwrap_err().is_outage());
        assert!(db.is_silent());
        connection(&db).await.unwrap();
        assert!(!db.is_silent());
    });
}

/// A replica that was the primary refuses writes, and the address leads to another server by now.
#[test]
fn a_server_that_has_become_read_only_is_left() {
    run(async {
        let db = TestDb::mysql();
        db.read(|conn| refuse_writes_with(conn, 1290))
            .await
            .unwrap();
        let write = |conn: &mut Conn| {
            let letter = "INSERT INTO letters (id, recipient, channel, body, at) \
                          VALUES ('1', '', '', '', 0)";
            sql_query(letter).execute(conn)?;
            Ok(())
        };
        // All that the pool lends are new, at the latest after a second.
        let before = connection(&db).await.unwrap();
        while connection(&db).await.unwrap() <= before {
            let refused = db.write(write).await.unwrap_err();
            assert!(refused.is_outage(), "{refused}");
        }
    });
}
