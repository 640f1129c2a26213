//! A database that can be read and not written, as one on a full disk: for tests.

use diesel::connection::SimpleConnection;

use crate::{Conn, Result};

/// What every change of an event writes, and the probe for readiness.
const WRITES: [(&str, &str); 2] = [("events", "UPDATE"), ("letters", "INSERT")];

/// Lets changes of events fail, and the probe that looks whether writes succeed.
pub fn refuse_writes(conn: &mut Conn) -> Result<()> {
    for (table, write) in WRITES {
        let body = match conn {
            Conn::Sqlite(_) => "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
            #[cfg(feature = "mysql")]
            Conn::Mysql(_) => "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The table is full'",
        };
        conn.batch_execute(&format!(
            "CREATE TRIGGER refuse_{table} BEFORE {write} ON {table} FOR EACH ROW {body}"
        ))?;
    }
    Ok(())
}

/// Lets writes succeed again.
pub fn take_writes(conn: &mut Conn) -> Result<()> {
    for (table, _) in WRITES {
        conn.batch_execute(&format!("DROP TRIGGER refuse_{table}"))?;
    }
    Ok(())
}
