//! The version numbers of guests' calendar entries.
//!
//! The number of an entry counts the changes of what the entry shows. If it counted the answers of other guests, too,
//! it would reveal them.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Decision, Event, Invitation, Response, Seat, Table};

use crate::schema::invitations;
use crate::{Conn, Result};

/// The number of entries that one statement updates.
const BATCH: usize = 1000;

/// Increases the number of each entry that a decision has changed. `before` is the table before the decision.
pub(crate) fn count_changes(conn: &mut Conn, before: &Table, decision: &Decision) -> Result<()> {
    let after = &decision.table;
    let has_changed = |invitation: &&Invitation| {
        let now = if decision.changed.contains(&invitation.id) {
            after.invitation(&invitation.id)
        } else {
            Some(*invitation)
        };
        let now = now.and_then(|invitation| shown(&after.event, invitation));
        now != shown(&before.event, invitation)
    };
    let changed: Vec<&str> = before
        .invitations
        .iter()
        .filter(has_changed)
        .map(|invitation| invitation.id.as_str())
        .collect();
    for some in changed.chunks(BATCH) {
        diesel::update(invitations::table.filter(invitations::id.eq_any(some)))
            .set(invitations::calendar_changes.eq(invitations::calendar_changes + 1))
            .execute(conn)?;
    }
    Ok(())
}

/// What an entry shows: title, begin, end, place, link, and whether the guest answered PROBABLY. `None` without a seat.
type ShownFields<'a> = (&'a str, [Option<Timestamp>; 2], [Option<&'a str>; 2], bool);

fn shown<'a>(event: &'a Event, invitation: &Invitation) -> Option<ShownFields<'a>> {
    let probably = invitation.response == Some(Response::Probably);
    let times = [event.starts_at, event.ends_at];
    let places = [event.location.as_deref(), event.url.as_deref()];
    (invitation.seat == Seat::Seated).then_some((&event.title, times, places, probably))
}
