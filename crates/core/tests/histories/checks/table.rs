//! What must be true of the table and of each invitation.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, Command, Decision, Event, GuestDetails, Invitation, InvitationStatus, LogKind, Note,
    Refusal, Response, Seat,
};

use super::{Checked, Context, is_over, logged, quiet, seats, taken};

/// Rule 1.
pub(super) fn seats_are_not_oversold(decision: &Decision) -> Checked {
    let table = &decision.table;
    let taken: u32 = taken(table);
    ensure!(
        taken <= table.event.seats,
        "oversold: {taken} of {} seats",
        table.event.seats
    );
    ensure!(
        table.seated() + table.held() == taken && table.open() == table.event.seats - taken,
        "miscounted: {} seated, {} held, {} open",
        table.seated(),
        table.held(),
        table.open()
    );
    Ok(())
}

pub(super) fn invitations_are_consistent(decision: &Decision) -> Checked {
    for one in &decision.table.invitations {
        let held = one.seat == Seat::Held;
        let answered = one.status == InvitationStatus::Answered;
        let wants_seat = one.response.is_some_and(Response::wants_seat);
        let consistent = held == (one.status == InvitationStatus::Waiting)
            && (held || one.respond_by.is_none())
            && (!held || one.respond_by.is_some() || one.channel == Channel::ByHand)
            && (one.seat == Seat::Standby) == one.standby_since.is_some()
            && matches!(one.seat, Seat::Seated | Seat::Standby) == (answered && wants_seat)
            && (!answered || one.response.is_some())
            && one.response.is_some() == one.answered_at.is_some()
            && (1..=one.party_limit).contains(&one.party)
            && (1..=one.party_limit).contains(&one.party_size);
        ensure!(consistent, "inconsistent: {one:?}");
    }
    Ok(())
}

pub(super) fn nobody_is_invited_twice(decision: &Decision) -> Checked {
    let mut contacts = BTreeSet::new();
    let mut ids = BTreeSet::new();
    for one in &decision.table.invitations {
        let new = contacts.insert(&one.contact_id) && ids.insert(&one.id);
        ensure!(new, "{} is invited twice", one.name);
    }
    Ok(())
}

pub(super) fn permanent_facts_stay(context: &Context, decision: &Decision) -> Checked {
    let kept = decision
        .table
        .invitations
        .iter()
        .zip(&context.before.invitations);
    ensure!(
        decision.table.invitations.len() >= context.before.invitations.len(),
        "invitations are gone"
    );
    for (after, before) in kept {
        let same = after.id == before.id
            && after.contact_id == before.contact_id
            && after.party_limit == before.party_limit
            && after.party_size == before.party_size
            && after.by_host == before.by_host
            && after.invited_at == before.invited_at
            && after.offered >= before.offered;
        ensure!(same, "{before:?} became {after:?}");
        let writes = matches!(
            context.command,
            Command::Answer { invitation, details, .. }
                if invitation == &after.id && *details != GuestDetails::default()
        );
        ensure!(
            writes || after.details == before.details,
            "the details of {} became {:?}",
            after.name,
            after.details
        );
        let still_on_standby = before.seat == Seat::Standby && after.seat == Seat::Standby;
        ensure!(
            !still_on_standby || before.standby_since == after.standby_since,
            "{} lost the place on standby",
            after.name
        );
        let withdrawn = InvitationStatus::Withdrawn;
        ensure!(
            before.status != withdrawn || after.status == withdrawn,
            "{} was withdrawn and is back",
            before.name
        );
    }
    Ok(())
}

/// Rule 8: a given deadline stays, and a new one is not in quiet hours.
pub(super) fn given_deadlines_do_not_move(context: &Context, decision: &Decision) -> Checked {
    for after in &decision.table.invitations {
        let given = given_deadline(context, decision, after);
        if given.is_some() {
            ensure!(
                given == after.respond_by,
                "the deadline of {} moved",
                after.name
            );
        } else if let Some(respond_by) = after.respond_by {
            ensure!(
                respond_by > context.now,
                "the deadline of {} is in the past",
                after.name
            );
            ensure!(
                decision.table.event.starts_at == Some(respond_by)
                    || !quiet(&decision.table.event, respond_by),
                "the deadline of {}, {respond_by}, is in quiet hours",
                after.name
            );
        }
    }
    Ok(())
}

/// The deadline of a hold that existed before the decision and continues.
fn given_deadline(context: &Context, decision: &Decision, after: &Invitation) -> Option<Timestamp> {
    let hold = context.before.invitation(&after.id)?;
    let continues = hold.seat == Seat::Held
        && after.seat == Seat::Held
        && logged(decision, LogKind::Offered).all(|offered| offered != &after.id);
    hold.respond_by.filter(|_| continues)
}

/// Rule 8: the time to answer is a fifth of the time left, within its bounds, or the host's. It
/// starts when the message is sent. The deadline is round, and not in quiet hours (rule 9), but never after
/// the begin.
pub(super) fn new_deadlines_are_a_fifth_of_the_time_left(
    context: &Context,
    decision: &Decision,
) -> Checked {
    let event = &decision.table.event;
    for one in &decision.table.invitations {
        let Some(respond_by) = one.respond_by else {
            continue;
        };
        if given_deadline(context, decision, one).is_some() {
            continue;
        }
        let asked = decision
            .messages
            .iter()
            .find(|message| message.invitation == one.id)
            .map_or(context.now, |message| message.not_before);
        let expected = deadline(event, asked);
        let begin = event.starts_at.filter(|begin| asked < *begin);
        let expected = begin.map_or(expected, |begin| expected.min(begin));
        ensure!(
            respond_by == expected,
            "the deadline of {} is {respond_by} instead of {expected}",
            one.name
        );
    }
    Ok(())
}

/// The first round moment after the window; in the morning instead of in quiet hours (rule 9).
fn deadline(event: &Event, asked: Timestamp) -> Timestamp {
    let window = window(event, asked);
    let minutes = if window < SignedDuration::from_hours(6) {
        15
    } else {
        60
    };
    let end = first_round(event, asked + window, minutes);
    if !quiet(event, end) {
        return end;
    }
    let morning = event.quiet_until(end).unwrap_or(end);
    let left = horizon(event, asked).map(|horizon| horizon.duration_since(morning) / 4);
    let grace = left.map_or(SignedDuration::from_hours(1), |left| {
        left.clamp(SignedDuration::ZERO, SignedDuration::from_hours(1))
    });
    let later = first_round(event, morning + grace, 15);
    if quiet(event, later) { morning } else { later }
}

/// The first moment from `from` on whose minute of the local hour is a multiple of `minutes`.
fn first_round(event: &Event, from: Timestamp, minutes: i8) -> Timestamp {
    let zone = &event.time_zone;
    let seconds = (from.as_nanosecond() + 59_999_999_999).div_euclid(60_000_000_000) * 60;
    let mut moment = Timestamp::from_second(i64::try_from(seconds).unwrap()).unwrap();
    loop {
        let over = zone.to_datetime(moment).minute() % minutes;
        if over == 0 {
            return moment;
        }
        // The clocks may change meanwhile, by a multiple of a quarter of an hour.
        moment += SignedDuration::from_mins((15 - over % 15).into());
    }
}

fn horizon(event: &Event, asked: Timestamp) -> Option<Timestamp> {
    let first = [event.deal_until, event.starts_at]
        .into_iter()
        .flatten()
        .min();
    first.filter(|first| asked < *first).or(event.starts_at)
}

fn window(event: &Event, asked: Timestamp) -> SignedDuration {
    let (shortest, longest) = (
        SignedDuration::from_mins(30),
        SignedDuration::from_hours(48),
    );
    match (event.response_window, horizon(event, asked)) {
        (Some(fixed), _) => fixed,
        (None, None) => longest,
        (None, Some(horizon)) => {
            let fifth = horizon.duration_since(asked) / 5;
            fifth.max(shortest).min(longest)
        }
    }
}

/// Rule 10: an edit sets the number of seats.
pub(super) fn an_edit_sets_the_seats(context: &Context, decision: &Decision) -> Checked {
    let expected = match context.command {
        Command::Edit { event, .. } => event.seats,
        _ => context.before.event.seats,
    };
    let seats = decision.table.event.seats;
    ensure!(seats == expected, "{seats} seats instead of {expected}");
    Ok(())
}

/// Rule 10: the number of seats is refused only if more are in use.
pub(super) fn only_used_seats_prevent_an_edit(context: &Context, refusal: &Refusal) -> Checked {
    let &Refusal::SeatsTaken {
        asked,
        seated,
        held,
    } = refusal
    else {
        return Ok(());
    };
    // Overdue holds end before the edit.
    let lapses = !is_over(&context.before.event, context.now);
    let in_use = seats(context.before, |one| match one.seat {
        Seat::Seated => true,
        Seat::Held => !lapses || one.respond_by.is_none_or(|end| context.now < end),
        Seat::None | Seat::Standby => false,
    });
    ensure!(
        asked < seated + held && seated + held == in_use,
        "{asked} seats are refused while {in_use} are in use"
    );
    Ok(())
}

/// Rule 18: an answer seats as many people as it says; without a number, as many as before, or all
/// people of the contact who fit.
pub(super) fn an_answer_seats_its_party(context: &Context, decision: &Decision) -> Checked {
    let Command::Answer {
        invitation,
        response,
        party,
        ..
    } = context.command
    else {
        return Ok(());
    };
    let before = context.before.invitation(invitation);
    let (Some(before), Some(after)) = (before, decision.table.invitation(invitation)) else {
        return Err("nobody answered".to_owned());
    };
    if !response.wants_seat() {
        return Ok(());
    }
    let right = match party {
        Some(party) => after.party == *party,
        None if before.response.is_some_and(Response::wants_seat) => after.party == before.party,
        None => after.party <= before.party_size,
    };
    ensure!(
        right,
        "{} answered for {party:?}, and {} are counted",
        after.name,
        after.party
    );
    // Who is asked for fewer than they are, and finds room, is not made smaller.
    let room = decision.table.event.seats - taken(&decision.table);
    ensure!(
        party.is_some()
            || before.response.is_some_and(Response::wants_seat)
            || after.party == before.party_size
            || dealt_or_promoted(decision)
            || room == 0,
        "{} answered for all, and {} of {} are counted beside {room} open seats",
        after.name,
        after.party,
        before.party_size
    );
    Ok(())
}

fn dealt_or_promoted(decision: &Decision) -> bool {
    let kinds = [LogKind::Dealt, LogKind::Promoted, LogKind::Offered];
    let mut log = decision.log.iter();
    log.any(|entry| kinds.contains(&entry.kind()))
}

/// Rule 18: a party is refused only if it does not fit.
pub(super) fn only_missing_room_prevents_a_party(context: &Context, refusal: &Refusal) -> Checked {
    let (
        Refusal::NoRoomForParty { name },
        Command::Answer {
            invitation, party, ..
        },
    ) = (refusal, context.command)
    else {
        return Ok(());
    };
    let (table, now) = (context.before, context.now);
    let lapses = |one: &Invitation| one.respond_by.is_some_and(|end| end <= now);
    let others = seats(table, |one| {
        matches!(one.seat, Seat::Held | Seat::Seated) && !lapses(one) && one.id != *invitation
    });
    // Before an answer, guests on standby are seated.
    let promoted = seats(table, |one| one.seat == Seat::Standby);
    let room = table.event.seats - others;
    ensure!(
        party.is_none_or(|party| party + promoted > room),
        "{name} is refused {party:?} seats, and {room} are there"
    );
    Ok(())
}

/// Rule 4: an answer is stored, and leads to a seat, to standby or to none.
pub(super) fn answers_have_their_effect(context: &Context, decision: &Decision) -> Checked {
    let Command::Answer {
        invitation,
        response,
        details,
        ..
    } = context.command
    else {
        return Ok(());
    };
    let before = context
        .before
        .invitation(invitation)
        .ok_or("nobody answered")?;
    let after = decision.table.invitation(invitation).ok_or("gone")?;
    ensure!(
        after.response == Some(*response),
        "{} answered {response}, and {:?} is kept",
        after.name,
        after.response
    );
    let seated = after.seat == Seat::Seated;
    ensure!(
        !response.wants_seat() || seated || after.seat == Seat::Standby,
        "{} answered {response} and has {}",
        after.name,
        after.seat
    );
    ensure!(
        before.seat != Seat::Seated || seated || !response.wants_seat(),
        "{} lost the seat by answering {response}",
        after.name
    );
    let written = details
        .note
        .as_ref()
        .map_or(before.details.note(), Note::text);
    ensure!(
        after.details.note() == written,
        "{} wrote {:?}, and {:?} is stored",
        after.name,
        details.note,
        after.details.note
    );
    Ok(())
}
