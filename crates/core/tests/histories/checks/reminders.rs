//! Who is reminded, and when.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, Decision, Event, Happening, Invitation, InvitationId, LogEntry, Message, MessageKind,
    Seat,
};

use super::{Checked, Context, is_over, quiet};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);
const STEP: SignedDuration = SignedDuration::from_mins(5);
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Rule 15: a guest who has a hold and is silent is reminded once, not by hand and not in quiet hours,
/// when half of the time to answer that is not quiet has passed. It moves neither seat nor deadline.
pub(super) fn silent_guests_are_reminded_once(context: &Context, decision: &Decision) -> Checked {
    let (event, now) = (&decision.table.event, context.now);
    let reminded = reminded(decision, MessageKind::Reminder);
    for after in &decision.table.invitations {
        let before = context.before.invitation(&after.id);
        let earlier = before.and_then(|before| before.reminded_at);
        let by_hand = event.by_hand || after.channel == Channel::ByHand;
        let silent = after.seat == Seat::Held && after.response.is_none() && !by_hand;
        if !reminded.contains(&&after.id) {
            let missed = silent
                && earlier.is_none()
                && event.reminders.unanswered
                && event.quiet_hours.is_none()
                && !is_over(event, now)
                && after
                    .respond_by
                    .is_some_and(|end| end.duration_since(now) >= QUARTER)
                && is_half_over(decision, after, now) == Some(true);
            ensure!(
                after.reminded_at == earlier && !missed,
                "{} is not reminded",
                after.name
            );
            continue;
        }
        ensure!(
            after.reminded_at == Some(now) && earlier.is_none(),
            "{} is reminded at {now} and was reminded at {earlier:?}",
            after.name
        );
        ensure!(
            silent && event.reminders.unanswered && !quiet(event, now),
            "{} is reminded and should not be",
            after.name
        );
        ensure!(
            is_half_over(decision, after, now) == Some(true),
            "{} is reminded too early",
            after.name
        );
        let hold = |one: &Invitation| (one.seat, one.party, one.respond_by);
        ensure!(
            before.is_none_or(|before| hold(before) == hold(after)),
            "the reminder changed the hold of {}",
            after.name
        );
    }
    Ok(())
}

/// Rule 16: a guest who has a seat hears once that they are expected, about a day before the begin and
/// not in quiet hours. Nobody hears it who has answered in the last twelve hours.
pub(super) fn seated_guests_hear_once_that_they_are_expected(
    context: &Context,
    decision: &Decision,
) -> Checked {
    let (event, now) = (&decision.table.event, context.now);
    let Some(begin) = event.starts_at else {
        return Ok(());
    };
    let day = begin - HOUR * 24;
    let earliest = if quiet(event, day) {
        day - HOUR * 25
    } else {
        day
    };
    let told = reminded(decision, MessageKind::DayBefore);
    for after in &decision.table.invitations {
        let before = context.before.invitation(&after.id);
        let earlier = before.and_then(|before| before.day_before_at);
        let seated = after.seat == Seat::Seated && event.reminders.day_before;
        let latest = now - HOUR * 12;
        if told.contains(&&after.id) {
            ensure!(
                // Before another date they hear it again.
                after.day_before_at == Some(now) && earlier <= Some(latest),
                "{} hears at {now} that they are expected, and heard it at {earlier:?}",
                after.name
            );
            ensure!(
                seated
                    && earliest <= now
                    && begin.duration_since(now) >= HOUR * 2
                    && !quiet(event, now),
                "{} hears that they are expected, and should not",
                after.name
            );
            ensure!(
                after.answered_at <= Some(latest),
                "{} answered at {:?} and hears that they are expected",
                after.name,
                after.answered_at
            );
            continue;
        }
        let to_guest = |message: &&Message| message.invitation == after.id;
        let mut messages = decision.table.messages.iter().filter(to_guest);
        let news = messages.any(|message| message.kind == MessageKind::Seated)
            || decision
                .messages
                .iter()
                .any(|new| new.invitation == after.id);
        let missed = seated
            && after.day_before_at.is_none()
            && event.quiet_hours.is_none()
            && day <= now
            && !is_over(event, now)
            && after.answered_at <= Some(day - HOUR * 12)
            && !news;
        ensure!(
            !missed,
            "{} does not hear that they are expected",
            after.name
        );
    }
    Ok(())
}

/// Whether half of the time to answer has passed, without the quiet hours. `None`: the guest has not
/// been asked, or the time is shorter than an hour.
fn is_half_over(decision: &Decision, one: &Invitation, now: Timestamp) -> Option<bool> {
    let invitations = |message: &&Message| {
        message.invitation == one.id && message.kind == MessageKind::Invitation
    };
    let written = decision.table.messages.iter().filter(invitations);
    let mut asked =
        written.filter(|message| message.may_have_arrived() || message.is_outstanding());
    let asked = asked
        .next_back()
        .filter(|message| !message.is_outstanding())?;
    if decision
        .messages
        .iter()
        .any(|new| new.invitation == one.id && new.kind == MessageKind::Invitation)
    {
        return None;
    }
    let event = &decision.table.event;
    let all = awake(event, asked.changed_at, one.respond_by?);
    let passed = awake(event, asked.changed_at, now);
    let tolerance = if event.quiet_hours.is_some() {
        STEP * 4
    } else {
        SignedDuration::ZERO
    };
    (all >= HOUR).then_some(passed * 2 + tolerance >= all)
}

/// The time that is not quiet, to a few steps.
fn awake(event: &Event, from: Timestamp, to: Timestamp) -> SignedDuration {
    if event.quiet_hours.is_none() {
        return to.duration_since(from);
    }
    let mut awake = SignedDuration::ZERO;
    let mut at = from;
    while at < to {
        if !quiet(event, at) {
            awake += STEP;
        }
        at += STEP;
    }
    awake
}

/// The guests who are reminded by a message of this kind.
fn reminded(decision: &Decision, kind: MessageKind) -> Vec<&InvitationId> {
    let reminds = |entry: &&LogEntry| matches!(&entry.happening, Happening::Reminded { message, .. } if *message == kind);
    let entries = decision.log.iter().filter(reminds);
    let about = entries.filter_map(|entry| entry.invitation.as_ref());
    about.map(|(id, _)| id).collect()
}
