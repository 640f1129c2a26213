//! When whom the dealer may ask, and when he must.

use std::collections::BTreeSet;

use jiff::Timestamp;
use seat_dealer_core::{
    Command, Decision, EventStatus, Invitation, InvitationId, InvitationStatus, LogKind, Response,
    Seat, Table,
};

use super::{Checked, Seen, before, logged, quiet, taken};

/// Rules 2, 7, 9: when the dealer may ask somebody.
pub(super) fn dealing_is_allowed(seen: &Seen, decision: &Decision) -> Checked {
    let asked = dealt(decision).len() + logged(decision, LogKind::Offered).count();
    if asked == 0 {
        return Ok(());
    }
    let (table, now) = (&decision.table, seen.now);
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
    let hand = hand(table, now);
    ensure!(
        waiting <= hand,
        "{waiting} are waiting, and the hand is {hand}"
    );
    Ok(())
}

/// Rule 3, and the end of rule 6.
pub(super) fn dealing_keeps_the_order(seen: &Seen, decision: &Decision) -> Checked {
    let by_hand = match seen.command {
        Command::Invite { card } => Some(&card.contact_id),
        _ => None,
    };
    let left = seen
        .deck
        .iter()
        .map(|card| &card.contact_id)
        .filter(|contact| Some(*contact) != by_hand);
    let dealt = dealt(decision);
    let right: Vec<_> = left.clone().take(dealt.len()).collect();
    let names: Vec<_> = dealt.iter().map(|one| &one.contact_id).collect();
    ensure!(names == right, "dealt {names:?} where {right:?} were next");
    let offers: Vec<_> = logged(decision, LogKind::Offered).collect();
    ensure!(
        offers.is_empty() || left.count() == dealt.len(),
        "offered to {offers:?} before the deck was empty"
    );
    for id in &offers {
        let once = seen.before.invitation(id).is_none_or(|one| !one.offered)
            && decision.table.invitation(id).is_some_and(|one| one.offered);
        ensure!(once, "{id} is offered a seat again");
    }
    Ok(())
}

/// Rule 6: nobody is asked, and no seat stays open, while somebody on standby fits.
pub(super) fn standby_goes_first(decision: &Decision) -> Checked {
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

/// Rule 6: standby and maybes have their turn in the order they asked and answered.
pub(super) fn queues_keep_their_order(seen: &Seen, decision: &Decision) -> Checked {
    let earlier = |id: &InvitationId| seen.before.invitation(id);
    // What lapses gives seats away before the command is carried out, and the command may free more:
    // enough for a party that did not fit before.
    let turns = decision
        .log
        .split(|entry| !matches!(entry.kind, LogKind::Promoted | LogKind::Skipped));
    for turn in turns {
        let asked: Vec<_> = turn
            .iter()
            .filter(|entry| entry.kind == LogKind::Promoted)
            .filter_map(|entry| earlier(&entry.invitation.as_ref()?.0)?.standby_since)
            .collect();
        ensure!(
            asked.is_sorted(),
            "standby was called in the order {asked:?}"
        );
    }
    for id in logged(decision, LogKind::Promoted) {
        let Some(promoted) = earlier(id) else {
            continue;
        };
        let overtaken = decision.table.invitations.iter().find(|one| {
            one.seat == Seat::Standby
                && one.standby_since < promoted.standby_since
                && one.party <= promoted.party
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
        "maybes were asked in the order {answered:?}"
    );
    let unasked = decision.table.invitations.iter().find(|one| {
        let waits = one.response == Some(Response::Maybe)
            && one.status == InvitationStatus::Answered
            && !one.offered;
        waits && answered.iter().any(|other| one.answered_at < Some(*other))
    });
    ensure!(
        unasked.is_none(),
        "{unasked:?} was passed over with an offer"
    );
    Ok(())
}

/// Rules 2, 5, 6: when everything is done, nothing that could be done remains.
pub(super) fn nothing_is_left_lying(seen: &Seen, decision: &Decision) -> Checked {
    let (table, now) = (&decision.table, seen.now);
    let event = &table.event;
    if event.status == EventStatus::Cancelled || !before(now, event.starts_at) {
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
    let can_deal = event.status == EventStatus::Dealing
        && !quiet(event, now)
        && before(now, event.deal_until)
        && open > 0
        && waiting(table) < hand(table, now);
    if !can_deal {
        return Ok(());
    }
    let undealt = seen.deck.iter().any(|card| {
        table
            .invitations
            .iter()
            .all(|one| one.contact_id != card.contact_id)
    });
    ensure!(!undealt, "{open} seats are open and the deck lies idle");
    let unasked = table.invitations.iter().find(|one| {
        one.response == Some(Response::Maybe)
            && one.status == InvitationStatus::Answered
            && !one.offered
    });
    ensure!(
        unasked.is_none(),
        "{open} seats are open and a maybe was never asked"
    );
    Ok(())
}

pub(super) fn the_timer_is_set(seen: &Seen, decision: &Decision) -> Checked {
    let (table, now, due_at) = (&decision.table, seen.now, decision.due_at);
    ensure!(
        due_at.is_none_or(|due_at| due_at > now),
        "due at {due_at:?}, which is over"
    );
    let ahead = table.event.status != EventStatus::Cancelled && before(now, table.event.starts_at);
    let first = table
        .invitations
        .iter()
        .filter_map(|one| one.respond_by)
        .min();
    ensure!(
        !ahead || first.is_none() || due_at.is_some_and(|due_at| Some(due_at) <= first),
        "nobody looks when the hold until {first:?} ends"
    );
    ensure!(ahead || due_at.is_none(), "the timer runs for nothing");
    Ok(())
}

fn waiting(table: &Table) -> usize {
    let waits = |one: &&Invitation| one.status == InvitationStatus::Waiting;
    table.invitations.iter().filter(waits).count()
}

/// Rule 2's hand.
fn hand(table: &Table, now: Timestamp) -> usize {
    let event = &table.event;
    let seated: u32 = table
        .invitations
        .iter()
        .filter(|one| one.seat == Seat::Seated)
        .map(|one| one.party)
        .sum();
    let untaken = event.seats - seated;
    let end = [event.starts_at, event.deal_until]
        .into_iter()
        .flatten()
        .min();
    let short = end.is_some_and(|end| end.duration_since(now).as_hours() < 72);
    let hand = match event.hand_size {
        Some(fixed) => fixed,
        None if short => untaken.max(3),
        None => (untaken / 2 + untaken % 2).max(3),
    };
    usize::try_from(hand).unwrap()
}

/// The invitations that the dealer has dealt, in order.
fn dealt(decision: &Decision) -> Vec<&Invitation> {
    decision
        .log
        .iter()
        .filter(|entry| entry.kind == LogKind::Dealt && entry.detail["by"] == "dealer")
        .filter_map(|entry| decision.table.invitation(&entry.invitation.as_ref()?.0))
        .collect()
}
