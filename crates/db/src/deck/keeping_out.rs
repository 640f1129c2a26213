use diesel::prelude::*;
use seat_dealer_core::{ContactId, EventStatus, HostId};

use crate::schema::{deck_entries, events};
use crate::{Conn, Result};

/// Excludes a contact that this transaction adds from the decks that have been dealt from and may be again. The host
/// can include the contact later.
pub fn keep_out(conn: &mut Conn, host: &HostId, contact: &ContactId) -> Result<()> {
    let dealt = dealt(conn, host)?;
    leave_out(conn, &dealt, contact)
}

/// The events of a host that have been dealt from and may be again.
pub(crate) fn dealt(conn: &mut Conn, host: &HostId) -> Result<Vec<String>> {
    let dealt = [EventStatus::Dealing, EventStatus::Paused].map(EventStatus::as_str);
    Ok(events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::status.eq_any(dealt))
        .filter(events::deleted_at.is_null())
        .order(events::id)
        .select(events::id)
        .load(conn)?)
}

/// Excludes a contact that this transaction adds from the decks of these events. The events need no lock, because no
/// deal sees the contact before the commit.
pub(crate) fn leave_out(conn: &mut Conn, events: &[String], contact: &ContactId) -> Result<()> {
    for event in events {
        diesel::insert_into(deck_entries::table)
            .values((
                deck_entries::event_id.eq(event),
                deck_entries::contact_id.eq(contact.as_str()),
                deck_entries::excluded.eq(true),
            ))
            .execute(conn)?;
    }
    Ok(())
}
