//! Which messages guests must get.

use seat_dealer_core::{
    Actor, Channel, Command, Decision, EventStatus, InvitationId, InvitationStatus, LogKind,
    MessageKind, Response, Seat,
};

use super::{
    Checked, Context, before, entries_about, is_over, logged, may_be_quiet_until_begin, quiet,
};

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
            || matches!(
                context.command,
                Command::Cancel { .. } | Command::Edit { .. }
            )
            || !before(context.now, event.starts_at)
            || event.status == EventStatus::Cancelled,
        "a message would be sent after the event has begun"
    );
    Ok(())
}

/// Rule 12: a cancellation is sent to the guests who know about the event and have not answered NO.
pub(super) fn a_cancellation_is_sent(context: &Context, decision: &Decision) -> Checked {
    let Command::Cancel { untold } = context.command else {
        return Ok(());
    };
    if context.before.event.status == EventStatus::Cancelled {
        return Ok(());
    }
    for one in &context.before.invitations {
        let said_no = one.response == Some(Response::No);
        let unaware = one.response.is_none() && untold.contains(&one.id);
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
        let again = matches!(
            context.command,
            Command::DeliveryFailed { .. } | Command::OptedOut { .. }
        );
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
    let Command::DeliveryFailed {
        invitation,
        message: MessageKind::Invitation,
        channel,
        next,
        ..
    } = context.command
    else {
        return Ok(());
    };
    let event = &decision.table.event;
    let Some(asked) = context.before.invitation(invitation) else {
        return Ok(());
    };
    let open = matches!(
        asked.status,
        InvitationStatus::Waiting | InvitationStatus::Lapsed
    );
    let current = open && asked.response.is_none() && asked.channel == *channel;
    if !current || is_over(event, context.now) {
        return Ok(());
    }
    let next = if event.by_hand {
        Some(Channel::ByHand)
    } else {
        *next
    };
    let sent_by: Vec<_> = decision
        .messages
        .iter()
        .filter(|message| &message.invitation == invitation)
        .map(|message| message.channel)
        .collect();
    let gave_up = decision
        .table
        .invitation(invitation)
        .is_some_and(|one| one.status == InvitationStatus::Undeliverable && one.seat == Seat::None);
    let is_right = match next {
        Some(next) => {
            sent_by == [next] || (gave_up && may_be_quiet_until_begin(event, context.now))
        }
        None => sent_by.is_empty() && gave_up,
    };
    ensure!(
        is_right,
        "the invitation of {} failed, and goes by {sent_by:?} instead of {next:?}",
        asked.name
    );
    Ok(())
}

/// Rule 4: a guest with a confirmed seat gets an email when it is gone.
pub(super) fn calendars_are_up_to_date(context: &Context, decision: &Decision) -> Checked {
    let event = &decision.table.event;
    for had in &context.before.invitations {
        let gone = decision
            .table
            .invitation(&had.id)
            .is_some_and(|after| after.seat != Seat::Seated);
        let told = decision
            .messages
            .iter()
            .any(|message| message.invitation == had.id && message.channel == Channel::Email);
        ensure!(
            had.seat != Seat::Seated
                || !had.confirmed
                || !gone
                || told
                || may_be_quiet_until_begin(event, context.now),
            "{} lost the seat, and the calendar keeps it",
            had.name
        );
    }
    Ok(())
}

/// Messages about a seat are cancelled when the guest loses it.
pub(super) fn untrue_messages_are_cancelled(context: &Context, decision: &Decision) -> Checked {
    if matches!(
        context.command,
        Command::DeliveryFailed { .. } | Command::OptedOut { .. }
    ) {
        // The message that asked was sent already.
        return Ok(());
    }
    for before in &context.before.invitations {
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
        ensure!(
            !lost || asked,
            "{} could still get an untrue message",
            after.name
        );
    }
    Ok(())
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
        ensure!(
            reply || !quiet(event, message.not_before),
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
        let switched = matches!(
            context.command,
            Command::Resend { .. } | Command::DeliveryFailed { .. } | Command::OptedOut { .. }
        );
        let by_hand = message.channel == Channel::ByHand;
        ensure!(
            if message.kind.is_only_by_email() {
                message.channel == Channel::Email
            } else {
                switched || message.channel == to.channel || (event.by_hand && by_hand)
            },
            "{} gets a message by {} instead of {}",
            to.name,
            message.channel,
            to.channel
        );
    }
    Ok(())
}

fn messages(decision: &Decision, id: &InvitationId, kind: MessageKind) -> usize {
    decision
        .messages
        .iter()
        .filter(|message| &message.invitation == id && message.kind == kind)
        .count()
}
