//! For tests: rows that only a newer release can read, as after a rollback.

use diesel::prelude::*;
use seat_dealer_core::EventStatus;

use crate::schema::{events, messages};
use crate::{Conn, Result};

/// A word that this release does not know.
const WORD: &str = "fromANewerRelease";

/// Gives all drafts a status that this release does not know, and makes them due.
pub fn hide_drafts(conn: &mut Conn) -> Result<()> {
    let drafts = events::table.filter(events::status.eq(EventStatus::Draft.as_str()));
    diesel::update(drafts)
        .set((events::status.eq(WORD), events::due_at.eq(1)))
        .execute(conn)?;
    Ok(())
}

/// Makes them drafts again.
pub fn show_drafts(conn: &mut Conn) -> Result<()> {
    diesel::update(events::table.filter(events::status.eq(WORD)))
        .set(events::status.eq(EventStatus::Draft.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Gives one message that is to be sent a kind that this release does not know.
pub fn hide_message(conn: &mut Conn) -> Result<()> {
    let first: String = messages::table
        .filter(messages::due_at.is_not_null())
        .select(messages::id)
        .order((messages::due_at, messages::id))
        .first(conn)?;
    diesel::update(messages::table.find(first))
        .set(messages::kind.eq(WORD))
        .execute(conn)?;
    Ok(())
}
