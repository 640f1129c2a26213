//! How a guest's calendar learns which version of an entry is the latest.
//!
//! Each guest's entry counts its own changes: of what it shows, and of nothing else. A number that
//! grew with the answers of others, too, would tell of them.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{Decision, Event, Invitation, Response, Seat, Table};

use crate::schema::invitations;
use crate::{Conn, Result};

/// How many entries one statement counts for.
const BATCH: usize = 1000;

/// Counts one change for each guest whose entry shows something else after a decision than `before`.
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

/// What the guest's entry shows: title, begin and place, and whether they said PROBABLY. Nothing
/// without a seat.
type Entry<'a> = (&'a str, Option<Timestamp>, Option<&'a str>, bool);

fn shown<'a>(event: &'a Event, invitation: &Invitation) -> Option<Entry<'a>> {
    let probably = invitation.response == Some(Response::Probably);
    let place = event.location.as_deref();
    (invitation.seat == Seat::Seated).then_some((&event.title, event.starts_at, place, probably))
}
