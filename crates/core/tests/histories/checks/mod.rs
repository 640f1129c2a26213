//! What must hold after every decision, written down independently of the rules' own code.

use jiff::Timestamp;
use seat_dealer_core::{
    Card, Command, Decision, Event, Invitation, InvitationId, LogKind, Seat, Table,
};

macro_rules! ensure {
    ($holds:expr, $($broken:tt)+) => {
        if !$holds {
            return Err(format!($($broken)+));
        }
    };
}

mod dealing;
mod table;
mod telling;

pub(crate) use telling::well_said;

/// What a decision was made from.
pub(crate) struct Seen<'a> {
    pub(crate) before: &'a Table,
    /// The whole deck in its order; `before` holds the top of it.
    pub(crate) deck: &'a [Card],
    pub(crate) command: &'a Command,
    pub(crate) now: Timestamp,
}

type Checked = Result<(), String>;

/// Checks one decision; the first rule that is broken is told in a sentence.
pub(crate) fn check(seen: &Seen, decision: &Decision) -> Checked {
    table::never_oversold(decision)?;
    table::every_invitation_is_consistent(decision)?;
    table::nobody_is_invited_twice(decision)?;
    table::what_is_for_ever_stays(seen, decision)?;
    table::given_deadlines_do_not_move(seen, decision)?;
    telling::nothing_happens_unsaid(seen, decision)?;
    telling::sentences_read_well(decision)?;
    dealing::dealing_is_allowed(seen, decision)?;
    dealing::dealing_keeps_the_order(seen, decision)?;
    dealing::standby_goes_first(decision)?;
    dealing::queues_keep_their_order(seen, decision)?;
    telling::guests_are_told(seen, decision)?;
    telling::calendars_are_right(seen, decision)?;
    telling::nothing_untrue_leaves(seen, decision)?;
    telling::messages_are_polite(seen, decision)?;
    table::answers_are_honest(seen, decision)?;
    dealing::nothing_is_left_lying(seen, decision)?;
    dealing::the_timer_is_set(seen, decision)
}

fn taken(table: &Table) -> u32 {
    let takes = |one: &&Invitation| matches!(one.seat, Seat::Held | Seat::Seated);
    table
        .invitations
        .iter()
        .filter(takes)
        .map(|one| one.party)
        .sum()
}

fn before(now: Timestamp, end: Option<Timestamp>) -> bool {
    end.is_none_or(|end| now < end)
}

/// Rule 9's hours, by the clock on the wall.
fn quiet(event: &Event, moment: Timestamp) -> bool {
    let Some(hours) = &event.quiet_hours else {
        return false;
    };
    let time = moment.to_zoned(event.time_zone.clone()).time();
    if hours.from() < hours.to() {
        hours.from() <= time && time < hours.to()
    } else {
        hours.from() <= time || time < hours.to()
    }
}

fn logged(decision: &Decision, kind: LogKind) -> impl Iterator<Item = &InvitationId> {
    decision
        .log
        .iter()
        .filter(move |entry| entry.kind == kind)
        .filter_map(|entry| Some(&entry.invitation.as_ref()?.0))
}
