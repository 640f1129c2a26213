//! What must be true after each decision. The checks do not use the code of the rules.

use jiff::Timestamp;
use seat_dealer_core::{
    By, Card, Command, Decision, Event, EventStatus, Happening, Invitation, InvitationId, LogEntry,
    LogKind, Refusal, Seat, Table,
};

macro_rules! ensure {
    ($holds:expr, $($broken:tt)+) => {
        if !$holds {
            return Err(format!($($broken)+));
        }
    };
}

mod dealing;
mod host_messages;
mod log;
mod messages;
mod reminders;
mod table;
mod told;

pub(crate) use host_messages::words_arrive_once;
pub(crate) use messages::is_true;
pub(crate) use told::Told;

/// The input of a decision.
pub(crate) struct Context<'a> {
    pub(crate) before: &'a Table,
    /// The whole deck in its order, with the contacts without the event's tags. `before` contains the top of it.
    pub(crate) deck: &'a [Card],
    pub(crate) command: &'a Command,
    pub(crate) now: Timestamp,
}

type Checked = Result<(), String>;

/// Checks a decision. The error is a sentence about the first broken rule.
pub(crate) fn check(context: &Context, decision: &Decision) -> Checked {
    table::seats_are_not_oversold(decision)?;
    table::invitations_are_consistent(decision)?;
    table::nobody_is_invited_twice(decision)?;
    table::permanent_facts_stay(context, decision)?;
    table::given_deadlines_do_not_move(context, decision)?;
    table::an_edit_sets_the_seats(context, decision)?;
    log::every_change_is_logged(context, decision)?;
    log::sentences_are_well_formed(decision)?;
    log::a_full_table_is_logged(context, decision)?;
    log::the_log_names_the_actor(context, decision)?;
    log::the_host_hears_what_needs_them(context, decision)?;
    dealing::dealing_is_allowed(context, decision)?;
    dealing::only_tagged_contacts_are_dealt(context, decision)?;
    dealing::cards_are_dealt_in_order(context, decision)?;
    dealing::parties_get_room(context, decision)?;
    dealing::standby_comes_first(decision)?;
    dealing::queues_keep_their_order(context, decision)?;
    messages::news_is_sent(context, decision)?;
    messages::a_cancellation_is_sent(context, decision)?;
    messages::a_change_is_announced(context, decision)?;
    host_messages::the_host_writes_to_each_once(context, decision)?;
    messages::a_failed_invitation_is_sent_again(context, decision)?;
    messages::calendars_are_up_to_date(context, decision)?;
    messages::nothing_untrue_is_outstanding(context, decision)?;
    messages::quiet_hours_are_kept(context, decision)?;
    reminders::silent_guests_are_reminded_once(context, decision)?;
    reminders::seated_guests_hear_once_that_they_are_expected(context, decision)?;
    table::answers_have_their_effect(context, decision)?;
    table::an_answer_seats_its_party(context, decision)?;
    dealing::no_seat_is_left_idle(context, decision)?;
    dealing::the_timer_is_set(context, decision)?;
    table::new_deadlines_are_a_fifth_of_the_time_left(context, decision)
}

/// Checks a refusal.
pub(crate) fn check_refusal(context: &Context, refusal: &Refusal) -> Checked {
    let entry = refusal.log_entry(context.before, context.command);
    log::is_well_formed(context.before, &entry)?;
    host_messages::somebody_would_be_told(context, refusal)?;
    table::only_missing_room_prevents_a_party(context, refusal)?;
    table::only_used_seats_prevent_an_edit(context, refusal)
}

/// The seats of the invitations that satisfy `condition`, counting parties.
fn seats(table: &Table, condition: impl Fn(&Invitation) -> bool) -> u32 {
    table
        .invitations
        .iter()
        .filter(|one| condition(one))
        .map(|one| one.party)
        .sum()
}

fn taken(table: &Table) -> u32 {
    seats(table, |one| matches!(one.seat, Seat::Held | Seat::Seated))
}

fn seated(table: &Table) -> u32 {
    seats(table, |one| one.seat == Seat::Seated)
}

fn is_over(event: &Event, now: Timestamp) -> bool {
    event.status == EventStatus::Cancelled || !before(now, event.starts_at)
}

fn before(now: Timestamp, end: Option<Timestamp>) -> bool {
    end.is_none_or(|end| now < end)
}

/// Whether this time is in the quiet hours, in local time (rule 9).
fn quiet(event: &Event, instant: Timestamp) -> bool {
    let Some(hours) = &event.quiet_hours else {
        return false;
    };
    let time = instant.to_zoned(event.time_zone.clone()).time();
    if hours.from() < hours.to() {
        hours.from() <= time && time < hours.to()
    } else {
        hours.from() <= time || time < hours.to()
    }
}

/// Whether it is quiet now and may be quiet until the event begins, so that no message is sent.
fn may_be_quiet_until_begin(event: &Event, now: Timestamp) -> bool {
    quiet(event, now) && event.starts_at.is_some()
}

fn logged(decision: &Decision, kind: LogKind) -> impl Iterator<Item = &InvitationId> {
    decision
        .log
        .iter()
        .filter(move |entry| entry.kind() == kind)
        .filter_map(|entry| Some(&entry.invitation.as_ref()?.0))
}

fn entries_about<'a>(
    decision: &'a Decision,
    id: &'a InvitationId,
) -> impl Iterator<Item = &'a LogEntry> {
    decision.log.iter().filter(move |entry| {
        entry
            .invitation
            .as_ref()
            .is_some_and(|(about, _)| about == id)
    })
}

fn is_dealt_by(entry: &LogEntry, author: By) -> bool {
    matches!(&entry.happening, Happening::Dealt { by, .. } if *by == author)
}
