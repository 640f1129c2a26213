//! For tests: a database that can be read and not written, such as one on a full disk.

use diesel::connection::SimpleConnection;

use crate::{Conn, Result};

/// The tables that every change of an event and the readiness probe write.
const WRITES: [(&str, &str); 2] = [("events", "UPDATE"), ("letters", "INSERT")];

/// Makes all changes of events and the readiness probe fail.
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

/// Makes writes succeed again.
pub fn take_writes(conn: &mut Conn) -> Result<()> {
    for (table, _) in WRITES {
        conn.batch_execute(&format!("DROP TRIGGER refuse_{table}"))?;
    }
    Ok(())
}
