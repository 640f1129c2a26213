//! Time that passes more quickly than it does: for tests.

use diesel::prelude::*;
use jiff::SignedDuration;

use crate::schema::{contacts, events, messages};
use crate::{Conn, Result};

/// Lets every message that waits become due, by whatever clock, as if time had passed: leases run
/// out, and what is to be tried later is tried.
pub fn let_time_pass(conn: &mut Conn) -> Result<usize> {
    Ok(
        diesel::update(messages::table.filter(messages::due_at.gt(0)))
            .set(messages::due_at.eq(0))
            .execute(conn)?,
    )
}

/// Lets everything that hosts have deleted have been deleted earlier, by so much.
pub fn let_deletions_age(conn: &mut Conn, by: SignedDuration) -> Result<()> {
    let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
    diesel::update(events::table.filter(events::deleted_at.is_not_null()))
        .set(events::deleted_at.eq(events::deleted_at - by))
        .execute(conn)?;
    diesel::update(contacts::table.filter(contacts::deleted_at.is_not_null()))
        .set(contacts::deleted_at.eq(contacts::deleted_at - by))
        .execute(conn)?;
    Ok(())
}
