//! For tests: moves stored times, as if time had passed.

use diesel::prelude::*;
use jiff::SignedDuration;

use crate::schema::{contacts, events, host_messages, host_news, messages};
use crate::{Conn, Result};

/// Makes every message in the outbox due: leases expire, and retries are due.
pub fn let_time_pass(conn: &mut Conn) -> Result<usize> {
    Ok(
        diesel::update(messages::table.filter(messages::due_at.gt(0)))
            .set(messages::due_at.eq(0))
            .execute(conn)?,
    )
}

/// Makes everything due that hosts have not been told of, and every email to them.
pub fn let_news_be_due(conn: &mut Conn) -> Result<()> {
    diesel::update(host_news::table.filter(host_news::due_at.gt(0)))
        .set(host_news::due_at.eq(0))
        .execute(conn)?;
    diesel::update(host_messages::table.filter(host_messages::due_at.gt(0)))
        .set(host_messages::due_at.eq(0))
        .execute(conn)?;
    Ok(())
}

/// Ends the quiet hours of all events.
pub fn let_quiet_hours_end(conn: &mut Conn) -> Result<()> {
    let none = (
        events::quiet_from.eq(None::<String>),
        events::quiet_to.eq(None::<String>),
    );
    diesel::update(events::table).set(none).execute(conn)?;
    Ok(())
}

/// Moves the time of all deletions by hosts into the past.
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
