//! Connections to a MySQL server, or to one that speaks its protocol.

mod address;
mod certificate;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Text};

pub use address::Address;

use crate::{Error, Result};

/// What a session must not take from the server's configuration.
///
/// A lock of a row is waited for 5 seconds (`retry.rs` says how often), one of a table that is
/// being changed for 20. A transaction whose client has vanished ends after 60 seconds, and with it
/// its locks; the pool replaces a connection that has ended in this way before it lends it. The
/// texts of errors are in English, because not every number can be had (`error_number`). What is
/// between `/*M!` and `*/` only MariaDB from 11.6.2 on reads: there, a transaction fails if a row
/// has changed since its snapshot, although each transaction here locks first. What is after `T!`
/// only TiDB reads: at its REPEATABLE READ, what is read after the lock may be older than the lock.
const SESSION: &str = "\
    SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ; \
    SET SESSION TRANSACTION READ WRITE; \
    SET SESSION autocommit = 1, \
        SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', \
        SESSION innodb_lock_wait_timeout = 5, \
        SESSION lock_wait_timeout = 20, \
        SESSION wait_timeout = 60, \
        SESSION lc_messages = 'en_US' \
        /*M!110602 , SESSION innodb_snapshot_isolation = OFF */ \
        /*T! , SESSION transaction_isolation = 'READ-COMMITTED', SESSION tidb_txn_mode = 'pessimistic' */";

/// Opens one connection and sets it up. With an authority in the address it is encrypted, or
/// refused.
pub(crate) fn connect(address: &Address) -> Result<MysqlConnection> {
    let mut conn = address.establish().map_err(Error::Unavailable)?;
    if address.is_to_be_encrypted() && !is_encrypted(&mut conn)? {
        return Err(Error::Unavailable(
            "the connection is not encrypted, although DB_CONN_STRING has ssl_ca".to_owned(),
        ));
    }
    // Diesel has set the character set to utf8mb4 and the time zone to UTC.
    conn.batch_execute(SESSION)?;
    Ok(conn)
}

#[derive(QueryableByName)]
struct Status {
    #[diesel(sql_type = Text, column_name = "Value")]
    value: String,
}

/// Whether nobody on the way can read what is sent.
pub(crate) fn is_encrypted(conn: &mut MysqlConnection) -> Result<bool> {
    let status: Vec<Status> = sql_query("SHOW SESSION STATUS LIKE 'Ssl_cipher'").load(conn)?;
    Ok(status.iter().any(|status| !status.value.is_empty()))
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Nullable<BigInt>)]
    number: Option<i64>,
}

/// The number of the error of the last statement; Diesel passes on its text alone. `None` if the
/// server has forgotten it, as it has after a ROLLBACK.
pub(crate) fn error_number(conn: &mut MysqlConnection) -> Option<i64> {
    conn.batch_execute("GET DIAGNOSTICS CONDITION 1 @error_number = MYSQL_ERRNO")
        .ok()?;
    let number: Number = sql_query("SELECT CAST(@error_number AS SIGNED) AS number")
        .get_result(conn)
        .ok()?;
    number.number
}
