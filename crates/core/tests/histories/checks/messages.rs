//! Which messages guests must get.

use jiff::Timestamp;
use seat_dealer_core::{
    About, Actor, Channel, Command, Decision, EventStatus, HostWords, Invitation, InvitationId,
    InvitationStatus, LogKind, Message, MessageKind, Response, Seat, Table,
};

use super::host_messages::{audience, is_long_ago};
use super::{Checked, Context, before, entries_about, logged, may_be_quiet_until_begin, quiet};

/// Rule 2 and rule 6: the guest is told about an invitation, a seat or an offer.
pub(super) fn news_is_sent(context: &Context, decision: &Decision) -> Checked {
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
            let mut sent = messages(decision, id, kind);
            if kind == MessageKind::Offer {
                // The notice to a guest who has just answered MAYBE contains the offer.
                sent += messages(decision, id, MessageKind::MaybeNotice);
            }
            let stands = last.is_some_and(|entry| entry.kind() == happened)
                && event.status != EventStatus::Cancelled;
            ensure!(
                !stands || sent == 1 || (sent == 0 && may_be_quiet_until_begin(event, context.now)),
                "{id} gets {sent} messages of the kind {kind}"
            );
        }
    }
    ensure!(
        in_time
            || matches!(context.command, Command::Cancel | Command::Edit { .. })
            || !before(context.now, event.starts_at)
            || event.status == EventStatus::Cancelled,
        "a message would be sent after the event has begun"
    );
    Ok(())
}

/// Rule 12: a cancellation is sent to the guests who know about the event and have not answered NO.
/// No channel rests then.
pub(super) fn a_cancellation_is_sent(context: &Context, decision: &Decision) -> Checked {
    if !matches!(context.command, Command::Cancel) {
        return Ok(());
    }
    let mut channels = decision.table.channels.iter();
    ensure!(
        channels.all(|state| state.resting.is_none()),
        "a channel rests after the event has been cancelled"
    );
    if context.before.event.status == EventStatus::Cancelled {
        return Ok(());
    }
    for one in &context.before.invitations {
        let said_no = one.response == Some(Response::No);
        let told = context.before.messages.iter().any(|message| {
            message.invitation == one.id
                && message.kind == MessageKind::Invitation
                && message.may_have_arrived()
        });
        let unaware = one.response.is_none() && !told;
        let gone = matches!(
            one.status,
            InvitationStatus::Withdrawn | InvitationStatus::Undeliverable
        );
        let sent = messages(decision, &one.id, MessageKind::Cancelled);
        ensure!(
            sent == usize::from(!said_no && !unaware && !gone),
            "{} gets {sent} cancellations",
            one.name
        );
    }
    Ok(())
}

/// Rule 12: a change is announced to seated guests, standby and maybes, if the host wants it.
pub(super) fn a_change_is_announced(context: &Context, decision: &Decision) -> Checked {
    let announces = matches!(context.command, Command::Edit { announce: true, .. });
    let event = &decision.table.event;
    let possible = announces && before(context.now, event.starts_at);
    for one in &context.before.invitations {
        let maybe = one.response == Some(Response::Maybe)
            && matches!(
                one.status,
                InvitationStatus::Answered | InvitationStatus::Waiting
            );
        let concerned = maybe || matches!(one.seat, Seat::Seated | Seat::Standby);
        let sent = messages(decision, &one.id, MessageKind::Changed);
        let again = switches_channels(context.command);
        ensure!(
            again
                || sent == usize::from(possible && concerned)
                || (sent == 0 && may_be_quiet_until_begin(event, context.now)),
            "{} gets {sent} announcements",
            one.name
        );
    }
    Ok(())
}

/// Rule 11: an invitation that failed is sent by the next channel, or is undeliverable.
pub(super) fn a_failed_invitation_is_sent_again(context: &Context, decision: &Decision) -> Checked {
    let Command::Rejected {
        message,
        about: About::Recipient,
        permanent: true,
        ..
    } = context.command
    else {
        return Ok(());
    };
    let mut messages = context.before.messages.iter();
    let Some(failed) = messages.find(|one| &one.id == message) else {
        return Ok(());
    };
    let asked = decision.table.invitation(&failed.invitation);
    let is_needed = failed.kind == MessageKind::Invitation
        && asked.is_some_and(|one| one.response.is_none())
        && failed.is_outstanding()
        && is_true(&decision.table, failed, context.now);
    let other = decision.table.messages.iter().any(|other| {
        other.invitation == failed.invitation
            && other.kind == MessageKind::Invitation
            && other.id != failed.id
            && (other.is_outstanding() || other.may_have_arrived())
    });
    let after = decision.table.invitation(&failed.invitation);
    let gave_up = after.is_some_and(|one| one.status == InvitationStatus::Undeliverable);
    ensure!(
        !is_needed || other || messages_to(decision, &failed.invitation) == 1 || gave_up,
        "the invitation of {} failed, and nothing follows",
        failed.invitation
    );
    Ok(())
}

/// Rule 4: a guest with a confirmed seat gets an email when it is gone.
pub(super) fn calendars_are_up_to_date(context: &Context, decision: &Decision) -> Checked {
    let table = &decision.table;
    for one in &table.invitations {
        let stale = one.calendar.as_ref().is_some_and(|entry| {
            one.seat != Seat::Seated
                || (entry.starts_at.is_some() && table.event.starts_at.is_none())
        });
        let waits = table.messages.iter().any(|message| {
            message.invitation == one.id
                && message.channel == Channel::Email
                && message.is_outstanding()
        });
        let written = decision
            .messages
            .iter()
            .any(|message| message.invitation == one.id && message.channel == Channel::Email);
        ensure!(
            !stale || waits || written || !before(context.now, table.event.starts_at),
            "{} lost the seat, and the calendar keeps it",
            one.name
        );
    }
    Ok(())
}

/// Rule 11: nothing untrue is queued, and nothing untrue is queued again.
pub(super) fn nothing_untrue_is_outstanding(context: &Context, decision: &Decision) -> Checked {
    let table = &decision.table;
    let untrue = table
        .messages
        .iter()
        .find(|message| message.is_outstanding() && !is_true(table, message, context.now));
    if let Some(message) = untrue {
        return Err(format!(
            "{} to {} is untrue and could still be sent",
            message.kind, message.invitation
        ));
    }
    for message in &decision.messages {
        let one = table.invitation(&message.invitation).ok_or("nobody")?;
        ensure!(
            says_what_is(
                table,
                one,
                message.kind,
                message.words.as_ref(),
                context.now,
                context.now
            ),
            "{} to {} is written, and untrue",
            message.kind,
            one.name
        );
    }
    Ok(())
}

/// Whether a message says what is the case.
pub(crate) fn is_true(table: &Table, message: &Message, now: Timestamp) -> bool {
    let one = table.invitation(&message.invitation);
    let words = message.words.as_ref();
    one.is_some_and(|one| says_what_is(table, one, message.kind, words, message.written_at, now))
}

fn says_what_is(
    table: &Table,
    one: &Invitation,
    kind: MessageKind,
    words: Option<&HostWords>,
    written_at: Timestamp,
    now: Timestamp,
) -> bool {
    let cancelled = table.event.status == EventStatus::Cancelled;
    let begun = !before(now, table.event.starts_at);
    let withdrawn = one.status == InvitationStatus::Withdrawn;
    let maybe = one.response == Some(Response::Maybe) && !withdrawn;
    let told = match kind {
        MessageKind::Cancelled => return cancelled && withdrawn,
        // A calendar may have to lose an entry also while the seat stays.
        MessageKind::Released => {
            return (cancelled || !begun) && (withdrawn || one.calendar.is_some());
        }
        MessageKind::HostMessage => {
            let to = words.map_or(&[][..], HostWords::to);
            let long_ago = is_long_ago(&table.event, now);
            return audience(one).is_some_and(|one| to.contains(&one)) && !cancelled && !long_ago;
        }
        MessageKind::Invitation => match one.answered_at {
            None => !withdrawn && one.status != InvitationStatus::Undeliverable,
            Some(answered) => !withdrawn && one.seat != Seat::Held && answered < written_at,
        },
        MessageKind::MaybeNotice => maybe && one.seat != Seat::Seated,
        MessageKind::Offer => maybe && one.seat == Seat::Held,
        MessageKind::Seated | MessageKind::Confirmation => one.seat == Seat::Seated,
        MessageKind::Reminder => {
            table.event.reminders.unanswered && one.seat == Seat::Held && one.response.is_none()
        }
        MessageKind::DayBefore => {
            table.event.reminders.day_before
                && one.seat == Seat::Seated
                && one.answered_at <= Some(written_at)
                && table.event.starts_at.is_some()
        }
        MessageKind::Changed => maybe || matches!(one.seat, Seat::Seated | Seat::Standby),
    };
    told && !begun && !cancelled
}

/// Whether a command may lead to messages by another channel.
fn switches_channels(command: &Command) -> bool {
    command.message().is_some() || matches!(command, Command::OptedOut { .. })
}

/// Rule 9: messages wait for the end of quiet hours, apart from direct replies.
pub(super) fn quiet_hours_are_kept(context: &Context, decision: &Decision) -> Checked {
    let event = &decision.table.event;
    for message in &decision.messages {
        let direct = matches!(
            message.kind,
            MessageKind::MaybeNotice | MessageKind::Confirmation | MessageKind::Released
        );
        let reply = direct
            && message.not_before == context.now
            && matches!(
                context.command,
                Command::Answer {
                    invitation,
                    actor: Actor::Guest | Actor::GuestByText { .. },
                    ..
                }
                    if invitation == &message.invitation
            );
        // News that would come after the begin goes at once.
        let asks = matches!(
            message.kind,
            MessageKind::Invitation
                | MessageKind::Offer
                | MessageKind::Reminder
                | MessageKind::DayBefore
        );
        let begins = [event.starts_at, context.before.event.starts_at];
        let late = !asks
            && message.not_before == context.now
            && begins
                .into_iter()
                .flatten()
                .any(|begin| context.now < begin);
        ensure!(
            reply || late || !quiet(event, message.not_before),
            "{} would be sent at {}, in quiet hours",
            message.kind,
            message.not_before
        );
        let waits = message.not_before > context.now;
        ensure!(
            message.not_before >= context.now && (!waits || quiet(event, context.now)),
            "{} should be sent now, not at {}",
            message.kind,
            message.not_before
        );
        let to = decision.table.invitation(&message.invitation);
        let to = to.ok_or("a message to nobody")?;
        ensure!(
            matches!(message.kind, MessageKind::Cancelled | MessageKind::Released)
                || to.status != InvitationStatus::Withdrawn,
            "{} is withdrawn and gets {}",
            to.name,
            message.kind
        );
        let switched = switches_channels(context.command)
            || matches!(context.command, Command::Resend { .. })
            || decision.table.resting(to.channel).is_some()
            || message.kind == MessageKind::HostMessage;
        let by_hand = message.channel == Channel::ByHand;
        let for_calendar = message.channel == Channel::Email
            && matches!(
                message.kind,
                MessageKind::Confirmation | MessageKind::Released
            );
        ensure!(
            for_calendar || switched || message.channel == to.channel || (event.by_hand && by_hand),
            "{} gets a message by {} instead of {}",
            to.name,
            message.channel,
            to.channel
        );
    }
    Ok(())
}

fn messages_to(decision: &Decision, id: &InvitationId) -> usize {
    let new = decision.messages.iter();
    new.filter(|message| &message.invitation == id).count()
}

fn messages(decision: &Decision, id: &InvitationId, kind: MessageKind) -> usize {
    decision
        .messages
        .iter()
        .filter(|message| &message.invitation == id && message.kind == kind)
        .count()
}
