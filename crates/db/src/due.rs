//! The times at which the dealer runs events.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{EventStatus, HostId};

use crate::schema::events;
use crate::time::millis;
use crate::{Conn, Result};

/// Makes all events of a host due that are dealing, paused or cancelled: a contact has changed, or a channel no longer
/// rests. To avoid deadlocks, call it before a contact is locked: a deal also locks its event before the contacts.
pub(crate) fn wake(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<()> {
    let awake = [
        EventStatus::Dealing,
        EventStatus::Paused,
        EventStatus::Cancelled,
    ];
    diesel::update(
        events::table
            .filter(events::host_id.eq(host.as_str()))
            .filter(events::status.eq_any(awake.map(EventStatus::as_str)))
            .filter(events::deleted_at.is_null()),
    )
    .set(events::due_at.eq(millis(now)))
    .execute(conn)?;
    Ok(())
}
