//! What the host writes to guests in their own words (rule 13).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Audience, Channel, Command, Decision, Event, EventStatus, HostWords, Invitation,
    InvitationStatus, Message, MessageKind, MessageStatus, Refusal, Response, Seat, Table,
};

use super::{Checked, Context};

/// Rule 13: every guest whom the host writes to and who can be reached gets one message. Nobody else gets one, unless
/// an earlier one did not arrive.
pub(super) fn the_host_writes_to_each_once(context: &Context, decision: &Decision) -> Checked {
    let table = &decision.table;
    for one in &table.invitations {
        let new = decision.messages.iter().filter(|message| {
            message.invitation == one.id && message.kind == MessageKind::HostMessage
        });
        let new: Vec<_> = new.collect();
        let Command::Write { words } = context.command else {
            let written_before = |words| {
                let mut earlier = context.before.messages.iter();
                earlier.any(|message| message.invitation == one.id && message.words == words)
            };
            let again = new.iter().all(|new| written_before(new.words.clone()));
            ensure!(
                new.len() <= 1 && again,
                "{} gets words that the host did not write",
                one.name
            );
            continue;
        };
        let is_for_them = audience(one).is_some_and(|one| words.to().contains(&one));
        let wanted = usize::from(is_for_them && can_be_told(table, one));
        ensure!(
            new.len() == wanted && new.iter().all(|new| new.words.as_ref() == Some(words)),
            "{} gets {} messages of the host instead of {wanted}",
            one.name,
            new.len()
        );
    }
    Ok(())
}

/// Rule 13: the host is refused only if nobody would be told, or because it is too late or too long.
pub(super) fn somebody_would_be_told(context: &Context, refusal: &Refusal) -> Checked {
    let (Command::Write { words }, table) = (context.command, context.before) else {
        return Ok(());
    };
    let told = table.invitations.iter().filter(|one| {
        let is_for_them = audience(one).is_some_and(|one| words.to().contains(&one));
        is_for_them && can_be_told(table, one)
    });
    let fits = match refusal {
        Refusal::Cancelled => table.event.status == EventStatus::Cancelled,
        Refusal::LongPast => is_long_ago(&table.event, context.now),
        // Guests on standby may get a seat at this moment.
        Refusal::NobodyToTell { .. } => told.filter(|one| one.seat != Seat::Standby).count() == 0,
        Refusal::TooLongForTexts { .. } => words.text().encode_utf16().count() > 480,
        _ => false,
    };
    ensure!(fits, "{words:?} is refused: {refusal}");
    Ok(())
}

/// Rule 13: a guest gets the same words once. An outcome that is not known may be a second time.
pub(crate) fn words_arrive_once(messages: &[Message]) -> Checked {
    let mut arrived = BTreeSet::new();
    let sent = messages.iter().filter(|message| {
        matches!(
            message.status,
            MessageStatus::Sent | MessageStatus::Delivered
        ) && message.kind == MessageKind::HostMessage
    });
    for message in sent {
        let words = message.words.as_ref().map(HostWords::text);
        ensure!(
            arrived.insert((&message.invitation, words)),
            "{} gets {words:?} twice",
            message.invitation
        );
    }
    Ok(())
}

pub(super) fn audience(one: &Invitation) -> Option<Audience> {
    let maybe = one.response == Some(Response::Maybe) && one.status != InvitationStatus::Withdrawn;
    match one.seat {
        Seat::Seated => Some(Audience::Seated),
        Seat::Standby => Some(Audience::Standby),
        _ if maybe => Some(Audience::Maybe),
        _ => None,
    }
}

pub(super) fn is_long_ago(event: &Event, now: Timestamp) -> bool {
    let end = event.ends_at.or(event.starts_at);
    end.is_some_and(|end| now.duration_since(end) >= SignedDuration::from_hours(14 * 24))
}

fn can_be_told(table: &Table, one: &Invitation) -> bool {
    let ways = table.reach.get(&one.contact_id).into_iter().flatten();
    let mut open = ways.filter(|way| way.is_open && table.resting(way.channel).is_none());
    table.event.by_hand || one.channel == Channel::ByHand || open.next().is_some()
}
