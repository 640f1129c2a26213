//! For tests: rows that only a newer release can read, as after a rollback.

use diesel::prelude::*;
use seat_dealer_core::EventStatus;

use crate::schema::events;
use crate::{Conn, Result};

/// A status that this release does not know.
const STATUS: &str = "fromANewerRelease";

/// Gives all drafts a status that this release does not know, and makes them due.
pub fn hide_drafts(conn: &mut Conn) -> Result<()> {
    let drafts = events::table.filter(events::status.eq(EventStatus::Draft.as_str()));
    diesel::update(drafts)
        .set((events::status.eq(STATUS), events::due_at.eq(1)))
        .execute(conn)?;
    Ok(())
}

/// Makes them drafts again.
pub fn show_drafts(conn: &mut Conn) -> Result<()> {
    diesel::update(events::table.filter(events::status.eq(STATUS)))
        .set(events::status.eq(EventStatus::Draft.as_str()))
        .execute(conn)?;
    Ok(())
}
