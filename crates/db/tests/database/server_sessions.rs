//! What a session does not take from the server's configuration.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};
use seat_dealer_core::EmailAddress;
use seat_dealer_db::{Db, hosts};
use seat_dealer_test_support::database::{TestDb, noon, run};

#[derive(QueryableByName, Debug, PartialEq)]
struct Session {
    #[diesel(sql_type = Text)]
    sql_mode: String,
    #[diesel(sql_type = Text)]
    time_zone: String,
    #[diesel(sql_type = Text)]
    character_set: String,
    #[diesel(sql_type = Text)]
    lc_messages: String,
    #[diesel(sql_type = BigInt)]
    autocommit: i64,
    #[diesel(sql_type = BigInt)]
    lock_wait: i64,
    #[diesel(sql_type = BigInt)]
    wait: i64,
}

async fn session(db: &Db) -> Session {
    db.read(|conn| {
        let query = "SELECT @@sql_mode AS sql_mode, @@time_zone AS time_zone, \
                @@character_set_client AS character_set, @@lc_messages AS lc_messages, \
                CAST(@@autocommit AS SIGNED) AS autocommit, \
                CAST(@@innodb_lock_wait_timeout AS SIGNED) AS lock_wait, \
                CAST(@@wait_timeout AS SIGNED) AS wait";
        Ok(sql_query(query).get_result(conn)?)
    })
    .await
    .unwrap()
}

async fn everywhere(db: &Db, settings: &'static str) {
    db.read(move |conn| Ok(conn.batch_execute(settings)?))
        .await
        .unwrap();
}

#[test]
fn the_settings_of_the_server_do_not_matter() {
    run(async {
        let db = TestDb::mysql();
        everywhere(
            &db,
            "SET GLOBAL autocommit = 0; SET GLOBAL lc_messages = 'de_DE'; \
             SET GLOBAL innodb_lock_wait_timeout = 500",
        )
        .await;
        let other = db.another();
        let session = session(&other).await;
        let host = other
            .write(|conn| {
                let email = EmailAddress::parse("ada@example.com").unwrap();
                hosts::for_email(conn, &email, noon())
            })
            .await
            .unwrap();
        // Another connection sees what was written.
        let seen = db.read(move |conn| hosts::get(conn, &host.id)).await;
        everywhere(
            &db,
            "SET GLOBAL autocommit = 1; SET GLOBAL lc_messages = 'en_US'; \
             SET GLOBAL innodb_lock_wait_timeout = 50",
        )
        .await;
        assert!(
            session.sql_mode.contains("STRICT_ALL_TABLES"),
            "{session:?}"
        );
        assert_eq!(
            session,
            Session {
                sql_mode: session.sql_mode.clone(),
                time_zone: "+00:00".to_owned(),
                character_set: "utf8mb4".to_owned(),
                lc_messages: "en_US".to_owned(),
                autocommit: 1,
                lock_wait: 5,
                wait: 60,
            }
        );
        seen.unwrap();
    });
}

/// On MariaDB from 11.6.2 on, a transaction would otherwise fail if a row has changed since its
/// snapshot.
#[test]
fn rows_may_change_under_a_snapshot() {
    #[derive(QueryableByName)]
    struct Variable {
        #[diesel(sql_type = Nullable<Text>, column_name = "Value")]
        value: Option<String>,
    }
    run(async {
        let db = TestDb::mysql();
        let variables: Vec<Variable> = db
            .read(|conn| {
                let query = "SHOW SESSION VARIABLES LIKE 'innodb_snapshot_isolation'";
                Ok(sql_query(query).load(conn)?)
            })
            .await
            .unwrap();
        assert!(
            variables
                .iter()
                .all(|variable| variable.value.as_deref() == Some("OFF"))
        );
    });
}
