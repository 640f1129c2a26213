//! For tests: a database that can be read and not written, such as one on a full disk.

use diesel::connection::SimpleConnection;

use crate::{Conn, Result};

/// The tables that every change of an event and the readiness probe write.
const WRITES: [(&str, &str); 2] = [("events", "UPDATE"), ("letters", "INSERT")];

/// Makes all changes of events and the readiness probe fail.
pub fn refuse_writes(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => refuse(
            conn,
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
        ),
        #[cfg(feature = "mysql")]
        Conn::Mysql(_) => refuse_writes_with(conn, 1114),
    }
}

/// The same with an error of MySQL's, by its number.
#[cfg(feature = "mysql")]
pub fn refuse_writes_with(conn: &mut Conn, number: u32) -> Result<()> {
    refuse(
        conn,
        &format!(
            "SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {number}, MESSAGE_TEXT = 'Das geht nicht.'"
        ),
    )
}

fn refuse(conn: &mut Conn, body: &str) -> Result<()> {
    for (table, write) in WRITES {
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
