//! When invitations are dealt, and to whom.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    By, Card, ChannelState, Command, ContactId, Decision, Event, EventStatus, Happening,
    Invitation, InvitationId, InvitationStatus, LogKind, MessageKind, Pace, Response, Seat, Table,
};

use super::{Checked, Context, before, is_dealt_by, is_over, logged, quiet, seated, taken};

/// Rule 2, rule 9 and rule 12: cards are dealt and seats offered only while the event deals.
pub(super) fn dealing_is_allowed(context: &Context, decision: &Decision) -> Checked {
    let invited = dealt(decision).len() + logged(decision, LogKind::Offered).count();
    if invited == 0 {
        return Ok(());
    }
    let (table, now) = (&decision.table, context.now);
    let event = &table.event;
    ensure!(
        event.status == EventStatus::Dealing,
        "dealt while {}",
        event.status
    );
    ensure!(!quiet(event, now), "dealt in quiet hours");
    ensure!(before(now, event.starts_at), "dealt after the begin");
    ensure!(before(now, event.deal_until), "dealt after deal-until");
    let waiting = waiting(table);
    let hand_size = hand_size(table, now);
    ensure!(
        waiting <= hand_size,
        "{waiting} are waiting, and the hand size is {hand_size}"
    );
    Ok(())
}

/// Rule 3: whoever is dealt has one of the event's tags, if it has any. The host may invite others by hand.
pub(super) fn only_tagged_contacts_are_dealt(context: &Context, decision: &Decision) -> Checked {
    let by_hand = match context.command {
        Command::Invite { card } => Some(&card.contact_id),
        _ => None,
    };
    for one in dealt(decision) {
        let card = context
            .deck
            .iter()
            .find(|card| card.contact_id == one.contact_id);
        let tagged = card.is_some_and(|card| is_tagged(&decision.table.event, card));
        ensure!(
            tagged || Some(&one.contact_id) == by_hand,
            "dealt {} without a tag of the event",
            one.name
        );
    }
    Ok(())
}

fn is_tagged(event: &Event, card: &Card) -> bool {
    let wanted = event.tags.texts();
    let is_wanted = |tag: &String| wanted.iter().any(|other| other.eq_ignore_ascii_case(tag));
    wanted.is_empty() || card.tags.texts().iter().any(is_wanted)
}

/// Rule 3: cards are dealt in order, apart from those that are passed over (rule 18). Rule 6: maybes
/// come after the deck, once each.
pub(super) fn cards_are_dealt_in_order(context: &Context, decision: &Decision) -> Checked {
    let by_hand = match context.command {
        Command::Invite { card } => Some(&card.contact_id),
        _ => None,
    };
    let left: Vec<_> = context
        .deck
        .iter()
        .filter(|card| Some(&card.contact_id) != by_hand)
        .filter(|card| is_tagged(&decision.table.event, card))
        .collect();
    let mut dealt = dealt(decision).into_iter().peekable();
    let count = dealt.len();
    let mut passed_over = Vec::new();
    for card in &left {
        match dealt.next_if(|one| one.contact_id == card.contact_id) {
            Some(_) => {}
            None if dealt.peek().is_some() => passed_over.push(card.name.as_str()),
            None => break,
        }
    }
    if let Some(one) = dealt.peek() {
        return Err(format!("dealt {} out of order", one.name));
    }
    let in_turn = passed_over.is_empty() || is_last_day(decision, context.now);
    ensure!(in_turn, "{passed_over:?} were passed over");
    let logged_first = decision
        .log
        .iter()
        .find_map(|entry| match &entry.happening {
            Happening::PassedOver { name, .. } if entry.invitation.is_none() => Some(name.as_str()),
            _ => None,
        });
    ensure!(
        passed_over.first().copied() == logged_first,
        "{passed_over:?} were passed over, and the log names {logged_first:?}"
    );
    let offers: Vec<_> = logged(decision, LogKind::Offered).collect();
    ensure!(
        offers.is_empty() || left.len() == count,
        "offered to {offers:?} before the deck was empty"
    );
    for id in &offers {
        let once = context.before.invitation(id).is_none_or(|one| !one.offered)
            && decision.table.invitation(id).is_some_and(|one| one.offered);
        ensure!(once, "{id} is offered a seat again");
    }
    Ok(())
}

/// Rule 18: a party gets room for all of its people. It gets less only if nothing is held that could
/// come free; in the last 24 hours only if nobody fits. Only parties that do not fit are passed over.
pub(super) fn parties_get_room(context: &Context, decision: &Decision) -> Checked {
    let table = &decision.table;
    let asked = asked(decision);
    let undealt = undealt(context, table);
    for Asked { one, open, held } in &asked {
        let limit = table.event.party_limit;
        let whole = if one.response.is_some() {
            one.party_limit
        } else {
            one.party_size + limit - 1
        };
        ensure!(
            one.party_limit == whole,
            "{} may be {}, and {whole} would be right",
            one.name,
            one.party_limit
        );
        let cut = one.party < whole;
        ensure!(
            !cut || (one.party == *open && *held == 0),
            "{} gets {} of {whole} seats while {open} are open and {held} held",
            one.name,
            one.party
        );
        let fits = undealt
            .iter()
            .find(|card| card.party_size + limit - 1 <= *open);
        ensure!(
            !(cut && is_last_day(decision, context.now)) || fits.is_none(),
            "{} gets {} of {whole} seats, and {fits:?} fits",
            one.name,
            one.party
        );
        // Those who are still in the deck, or still wait for an offer, before one that was asked.
        let place = |id: &ContactId| context.deck.iter().position(|card| card.contact_id == *id);
        let passed_over = undealt.iter().find(|card| {
            place(&card.contact_id) < place(&one.contact_id) && card.party_size + limit - 1 <= *open
        });
        ensure!(
            one.response.is_some() || passed_over.is_none(),
            "{passed_over:?} fits into {open} seats and is passed over"
        );
    }
    Ok(())
}

/// Rule 6: nobody is invited while a guest on standby fits.
pub(super) fn standby_comes_first(decision: &Decision) -> Checked {
    let table = &decision.table;
    let offers: BTreeSet<_> = logged(decision, LogKind::Offered).collect();
    let newly_held: u32 = table
        .invitations
        .iter()
        .filter(|one| offers.contains(&one.id))
        .chain(dealt(decision))
        .map(|one| one.party)
        .sum();
    let room = table.event.seats - taken(table) + newly_held;
    let passed_over = table
        .invitations
        .iter()
        .find(|one| one.seat == Seat::Standby && one.party <= room);
    match passed_over {
        Some(one) if newly_held > 0 => Err(format!("{} was passed over on standby", one.name)),
        _ => Ok(()),
    }
}

/// Rule 6: standby and maybes keep the order in which they asked and answered.
pub(super) fn queues_keep_their_order(context: &Context, decision: &Decision) -> Checked {
    let earlier = |id: &InvitationId| context.before.invitation(id);
    // Guests are promoted twice: before the command and after it, when a party may fit that did not
    // fit before.
    let turns = decision
        .log
        .split(|entry| !matches!(entry.kind(), LogKind::Promoted | LogKind::Skipped));
    for turn in turns {
        let asked: Vec<_> = turn
            .iter()
            .filter(|entry| entry.kind() == LogKind::Promoted)
            .filter_map(|entry| earlier(&entry.invitation.as_ref()?.0)?.standby_since)
            .collect();
        ensure!(
            asked.is_sorted(),
            "standby was promoted in the order {asked:?}"
        );
    }
    for (place, entry) in decision.log.iter().enumerate() {
        let Some((id, _)) = &entry.invitation else {
            continue;
        };
        let Some(promoted) = earlier(id).filter(|_| entry.kind() == LogKind::Promoted) else {
            continue;
        };
        // The party that a guest wanted at that time: an answer for another one may follow.
        let party = |one: &Invitation| {
            let mut later = decision.log[place..].iter();
            let answers_later = later.any(|entry| {
                entry.kind() == LogKind::Answered
                    && entry
                        .invitation
                        .as_ref()
                        .is_some_and(|(id, _)| *id == one.id)
            });
            let before = earlier(&one.id).filter(|_| answers_later);
            before.map_or(one.party, |before| before.party)
        };
        let overtaken = decision.table.invitations.iter().find(|one| {
            one.seat == Seat::Standby
                && one.standby_since < promoted.standby_since
                && party(one) <= promoted.party
        });
        ensure!(
            overtaken.is_none() || promoted.seat != Seat::Standby,
            "{} overtook {overtaken:?} on standby",
            promoted.name
        );
    }
    let answered: Vec<_> = logged(decision, LogKind::Offered)
        .filter_map(|id| decision.table.invitation(id)?.answered_at)
        .collect();
    ensure!(
        answered.is_sorted(),
        "maybes were offered seats in the order {answered:?}"
    );
    // In the last 24 hours, parties that do not fit are passed over.
    let asked = asked(decision);
    let skipped = decision.table.invitations.iter().find(|one| {
        let overtaken = asked.iter().find(|other| {
            let offered = other.one.response == Some(Response::Maybe);
            offered && one.answered_at < other.one.answered_at
        });
        let fits = |other: &Asked| one.party_limit <= other.open;
        is_unasked(one)
            && overtaken.is_some_and(|by| fits(by) || !is_last_day(decision, context.now))
    });
    ensure!(
        skipped.is_none(),
        "{skipped:?} was not offered a seat in turn"
    );
    Ok(())
}

/// Rule 2, rule 5, rule 6, rule 7 and rule 11: no hold is overdue, and no open seat remains that the
/// rules allow to give away. Cards of a channel that rests are not in the deck.
pub(super) fn no_seat_is_left_idle(context: &Context, decision: &Decision) -> Checked {
    let (table, now) = (&decision.table, context.now);
    let event = &table.event;
    if is_over(event, now) {
        return Ok(());
    }
    let open = event.seats - taken(table);
    for one in &table.invitations {
        ensure!(
            one.respond_by.is_none_or(|respond_by| now < respond_by),
            "the hold of {} is overdue",
            one.name
        );
        ensure!(
            one.seat != Seat::Standby || one.party > open,
            "{} is on standby beside {open} open seats",
            one.name
        );
    }
    // The cards were read before a channel came to rest. The timer is due at once.
    let came_to_rest = |state: &ChannelState| {
        state.resting.is_some() && context.before.resting(state.channel).is_none()
    };
    let at_once = now + SignedDuration::from_millis(1);
    if table.channels.iter().any(came_to_rest) && decision.due_at == Some(at_once) {
        return Ok(());
    }
    let can_deal = event.status == EventStatus::Dealing
        && !quiet(event, now)
        && before(now, event.deal_until)
        && open > 0
        && waiting(table) < hand_size(table, now);
    if !can_deal {
        return Ok(());
    }
    // A party that does not fit waits while seats are held; in the last 24 hours, nobody waits for it
    // (rule 18).
    let held = taken(table) - seated(table);
    let waits = |party: u32| party > open && held > 0;
    let last_day = is_last_day(decision, now);
    let parties = undealt(context, table).into_iter();
    let mut parties = parties.map(|card| card.party_size + event.party_limit - 1);
    let (next, all) = (parties.clone().next(), parties.all(waits));
    ensure!(
        next.is_none_or(waits) && (all || !last_day),
        "{open} seats are open and no card is dealt"
    );
    if next.is_some() {
        return Ok(());
    }
    // Cards that are reached by a channel that rests are still to come.
    let rests = table.channels.iter().any(|state| state.resting.is_some());
    let unasked = table.invitations.iter().filter(|one| is_unasked(one));
    let next = unasked.clone().min_by_key(|one| one.answered_at);
    let all = unasked.map(|one| one.party_limit).all(waits);
    ensure!(
        rests || (next.is_none_or(|one| waits(one.party_limit)) && (all || !last_day)),
        "{open} seats are open and a maybe has no offer"
    );
    Ok(())
}

/// The timer runs at the next deadline, and after the event only to end the host's own words.
pub(super) fn the_timer_is_set(context: &Context, decision: &Decision) -> Checked {
    let (table, now, due_at) = (&decision.table, context.now, decision.due_at);
    ensure!(
        due_at.is_none_or(|due_at| due_at > now),
        "the timer is due at {due_at:?}, in the past"
    );
    let ahead = !is_over(&table.event, now);
    let first = table
        .invitations
        .iter()
        .filter_map(|one| one.respond_by)
        .min();
    ensure!(
        !ahead || first.is_none() || due_at.is_some_and(|due_at| Some(due_at) <= first),
        "the timer is not due when the hold until {first:?} ends"
    );
    let waiting = table
        .messages
        .iter()
        .filter(|message| message.is_outstanding());
    let mut kinds = waiting.map(|message| message.kind);
    let mut new = decision.messages.iter().map(|message| message.kind);
    let is_words = |kind| kind == MessageKind::HostMessage;
    ensure!(
        ahead || due_at.is_none() || kinds.any(is_words) || new.any(is_words),
        "the timer is due after the event"
    );
    Ok(())
}

fn waiting(table: &Table) -> usize {
    let waits = |one: &&Invitation| one.status == InvitationStatus::Waiting;
    table.invitations.iter().filter(waits).count()
}

/// Whether a maybe has not been offered a seat.
fn is_unasked(one: &Invitation) -> bool {
    one.response == Some(Response::Maybe)
        && one.status == InvitationStatus::Answered
        && !one.offered
}

/// The cards that can still be dealt.
fn undealt<'a>(context: &Context<'a>, table: &Table) -> Vec<&'a Card> {
    let invited: BTreeSet<_> = table
        .invitations
        .iter()
        .map(|one| &one.contact_id)
        .collect();
    let deck = context.deck.iter();
    deck.filter(|card| !invited.contains(&card.contact_id))
        .filter(|card| is_tagged(&table.event, card))
        .collect()
}

/// A guest who was invited or offered a seat, and the seats that were open and held just before.
struct Asked<'a> {
    one: &'a Invitation,
    open: u32,
    held: u32,
}

/// The guests who were invited from the deck or offered a seat, in order.
fn asked(decision: &Decision) -> Vec<Asked<'_>> {
    let table = &decision.table;
    let log = decision.log.iter();
    let invited = log
        .filter(|entry| is_dealt_by(entry, By::Dealer) || entry.kind() == LogKind::Offered)
        .filter_map(|entry| table.invitation(&entry.invitation.as_ref()?.0));
    let invited: Vec<_> = invited.collect();
    let mut newly_held: u32 = invited.iter().map(|one| one.party).sum();
    let (open, held) = (
        table.event.seats - taken(table),
        taken(table) - seated(table),
    );
    let before = invited.into_iter().map(|one| {
        let (open, held) = (open + newly_held, held.saturating_sub(newly_held));
        newly_held -= one.party;
        Asked { one, open, held }
    });
    before.collect()
}

/// Whether less than this many hours are left for dealing.
fn is_left(event: &Event, now: Timestamp, hours: i64) -> bool {
    let end = [event.starts_at, event.deal_until]
        .into_iter()
        .flatten()
        .min();
    end.is_some_and(|end| end.duration_since(now) < SignedDuration::from_hours(hours))
}

fn is_last_day(decision: &Decision, now: Timestamp) -> bool {
    is_left(&decision.table.event, now, 24)
}

/// The hand size of rule 2.
fn hand_size(table: &Table, now: Timestamp) -> usize {
    let event = &table.event;
    let untaken = event.seats - seated(table);
    let short = is_left(event, now, 72);
    let hand_size = match event.hand_size {
        Some(fixed) => fixed,
        None if short || event.pace == Pace::Quick => untaken,
        None => (untaken / 2 + untaken % 2).max(3),
    };
    usize::try_from(hand_size).unwrap()
}

/// The invitations that were dealt from the deck, in order.
fn dealt(decision: &Decision) -> Vec<&Invitation> {
    decision
        .log
        .iter()
        .filter(|entry| is_dealt_by(entry, By::Dealer))
        .filter_map(|entry| decision.table.invitation(&entry.invitation.as_ref()?.0))
        .collect()
}
