//! What must be told: to the host in the log, to guests in messages.

use seat_dealer_core::{
    Actor, Channel, Command, Decision, EventStatus, InvitationId, InvitationStatus, LogEntry,
    LogKind, MessageKind, Response, Seat, Table,
};

use super::{Checked, Seen, before, logged, quiet};

pub(super) fn nothing_happens_unsaid(seen: &Seen, decision: &Decision) -> Checked {
    for after in &decision.table.invitations {
        if seen.before.invitation(&after.id) == Some(after) {
            continue;
        }
        ensure!(
            decision.changed.contains(&after.id),
            "{} changed and would not be written",
            after.name
        );
        let called_off = decision
            .log
            .iter()
            .any(|entry| entry.kind == LogKind::Cancelled);
        ensure!(
            called_off || entries_about(decision, &after.id).next().is_some(),
            "{} changed without a word in the log",
            after.name
        );
    }
    for id in &decision.changed {
        ensure!(
            decision.table.invitation(id).is_some(),
            "{id} changed and does not exist"
        );
    }
    ensure!(
        decision.table.event == seen.before.event || !decision.log.is_empty(),
        "the event changed without a word in the log"
    );
    Ok(())
}

pub(super) fn sentences_read_well(decision: &Decision) -> Checked {
    decision
        .log
        .iter()
        .try_for_each(|entry| well_said(&decision.table, entry))
}

/// Rule 14: whether a log entry is a sentence, about whom it says.
pub(crate) fn well_said(table: &Table, entry: &LogEntry) -> Checked {
    const SLIPS: &[&str] = &[
        "  ",
        "..",
        " .",
        "None",
        "Some",
        " 1 seats",
        " 1 guests",
        " 1 open seats",
        " 1 are",
        "all 1 ",
        "somebody",
    ];
    let LogEntry {
        text,
        invitation,
        detail,
        ..
    } = entry;
    let well = text.ends_with('.')
        && text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
        && !SLIPS.iter().any(|slip| text.contains(slip));
    ensure!(well, "this does not read well: {text:?}");
    ensure!(detail.is_object(), "no detail beside {text:?}");
    if let Some((id, name)) = invitation {
        let known = table.invitation(id);
        ensure!(
            known.is_some_and(|known| &known.name == name) && text.contains(name),
            "{text:?} does not speak of {name}"
        );
    }
    Ok(())
}

/// Rules 4, 6 and 12: who hears what.
pub(super) fn guests_are_told(seen: &Seen, decision: &Decision) -> Checked {
    let event = &decision.table.event;
    let in_time = decision
        .messages
        .iter()
        .all(|message| before(message.not_before, event.starts_at));
    let news = [
        (LogKind::Dealt, MessageKind::Invitation),
        (LogKind::Promoted, MessageKind::Seated),
        (LogKind::Offered, MessageKind::Offer),
    ];
    for (happened, kind) in news {
        for id in logged(decision, happened) {
            let last = entries_about(decision, id).last();
            let mut told = messages(decision, id, kind);
            if kind == MessageKind::Offer {
                // A maybe who has just said so reads of both in one message.
                told += messages(decision, id, MessageKind::MaybeNotice);
            }
            let stands = last.is_some_and(|entry| entry.kind == happened)
                && event.status != EventStatus::Cancelled;
            let quiet_to_the_end = quiet(event, seen.now) && event.starts_at.is_some();
            ensure!(
                !stands || told == 1 || (told == 0 && quiet_to_the_end),
                "{id} is told {told} times of {kind}"
            );
        }
    }
    ensure!(
        in_time
            || matches!(seen.command, Command::Cancel { .. } | Command::Edit { .. })
            || !before(seen.now, event.starts_at)
            || event.status == EventStatus::Cancelled,
        "a message would only leave after the event has begun"
    );
    if let Command::Cancel { untold } = seen.command
        && seen.before.event.status != EventStatus::Cancelled
    {
        for one in &seen.before.invitations {
            let said_no = one.response == Some(Response::No);
            let unaware = one.response.is_none() && untold.contains(&one.id);
            let gone = matches!(
                one.status,
                InvitationStatus::Withdrawn | InvitationStatus::Undeliverable
            );
            let told = messages(decision, &one.id, MessageKind::Cancelled);
            ensure!(
                told == usize::from(!said_no && !unaware && !gone),
                "{} is told {told} times that the event is cancelled",
                one.name
            );
        }
    }
    Ok(())
}

/// Whoever has a seat in the calendar is told by email when it is gone.
pub(super) fn calendars_are_right(seen: &Seen, decision: &Decision) -> Checked {
    let event = &decision.table.event;
    let quiet_to_the_end = quiet(event, seen.now) && event.starts_at.is_some();
    for had in &seen.before.invitations {
        let gone = decision
            .table
            .invitation(&had.id)
            .is_some_and(|after| after.seat != Seat::Seated);
        let told = decision
            .messages
            .iter()
            .any(|message| message.invitation == had.id && message.channel == Channel::Email);
        ensure!(
            had.seat != Seat::Seated || !had.confirmed || !gone || told || quiet_to_the_end,
            "{} lost the seat, and the calendar keeps it",
            had.name
        );
    }
    Ok(())
}

/// What has become untrue does not leave the outbox any more.
pub(super) fn nothing_untrue_leaves(seen: &Seen, decision: &Decision) -> Checked {
    if matches!(
        seen.command,
        Command::DeliveryFailed { .. } | Command::OptedOut { .. }
    ) {
        // The message that asked has left already.
        return Ok(());
    }
    for before in &seen.before.invitations {
        let Some(after) = decision.table.invitation(&before.id) else {
            continue;
        };
        let lost = matches!(before.seat, Seat::Held | Seat::Seated) && before.seat != after.seat;
        let asked = decision.cancelled_messages.iter().any(|(id, kinds)| {
            id == &after.id
                && kinds.contains(&MessageKind::Invitation)
                && kinds.contains(&MessageKind::Offer)
                && kinds.contains(&MessageKind::Seated)
        });
        ensure!(!lost || asked, "{} could still be asked", after.name);
    }
    Ok(())
}

/// Rule 9.
pub(super) fn messages_are_polite(seen: &Seen, decision: &Decision) -> Checked {
    let event = &decision.table.event;
    for message in &decision.messages {
        let direct = matches!(
            message.kind,
            MessageKind::MaybeNotice | MessageKind::Confirmation | MessageKind::Released
        );
        let reply = direct
            && message.not_before == seen.now
            && matches!(
                seen.command,
                Command::Answer {
                    invitation,
                    actor: Actor::Guest | Actor::GuestByText { .. },
                    ..
                }
                    if invitation == &message.invitation
            );
        ensure!(
            reply || !quiet(event, message.not_before),
            "{} would be sent at {}, in quiet hours",
            message.kind,
            message.not_before
        );
        let waits = message.not_before > seen.now;
        ensure!(
            message.not_before >= seen.now && (!waits || quiet(event, seen.now)),
            "{} should be sent now, not at {}",
            message.kind,
            message.not_before
        );
        let to = decision.table.invitation(&message.invitation);
        let to = to.ok_or("a message to nobody")?;
        ensure!(
            matches!(message.kind, MessageKind::Cancelled | MessageKind::Released)
                || to.status != InvitationStatus::Withdrawn,
            "{} is withdrawn and still gets {}",
            to.name,
            message.kind
        );
        let switched = matches!(
            seen.command,
            Command::Resend { .. } | Command::DeliveryFailed { .. } | Command::OptedOut { .. }
        );
        let by_hand = message.channel == Channel::ByHand;
        ensure!(
            if message.kind.is_only_by_email() {
                message.channel == Channel::Email
            } else {
                switched || message.channel == to.channel || (event.by_hand && by_hand)
            },
            "{} is written to by {}, not by {}",
            to.name,
            message.channel,
            to.channel
        );
    }
    Ok(())
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

fn messages(decision: &Decision, id: &InvitationId, kind: MessageKind) -> usize {
    decision
        .messages
        .iter()
        .filter(|message| &message.invitation == id && message.kind == kind)
        .count()
}
