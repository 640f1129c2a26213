//! What must hold of the table and of each invitation.

use std::collections::BTreeSet;

use seat_dealer_core::{Channel, Command, Decision, InvitationStatus, LogKind, Response, Seat};

use super::{Checked, Seen, logged, quiet, taken};

pub(super) fn never_oversold(decision: &Decision) -> Checked {
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

pub(super) fn every_invitation_is_consistent(decision: &Decision) -> Checked {
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
            && (1..=one.party_limit).contains(&one.party);
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

pub(super) fn what_is_for_ever_stays(seen: &Seen, decision: &Decision) -> Checked {
    let kept = decision
        .table
        .invitations
        .iter()
        .zip(&seen.before.invitations);
    ensure!(
        decision.table.invitations.len() >= seen.before.invitations.len(),
        "invitations are gone"
    );
    for (after, before) in kept {
        let same = after.id == before.id
            && after.contact_id == before.contact_id
            && after.party_limit == before.party_limit
            && after.by_host == before.by_host
            && after.invited_at == before.invited_at
            && after.offered >= before.offered
            && after.maybe_told >= before.maybe_told;
        ensure!(same, "{before:?} became {after:?}");
        let writes = matches!(
            seen.command,
            Command::Answer { invitation, note: Some(_), .. } if invitation == &after.id
        );
        ensure!(
            writes || after.note == before.note,
            "what {} wrote became {:?}",
            after.name,
            after.note
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

pub(super) fn given_deadlines_do_not_move(seen: &Seen, decision: &Decision) -> Checked {
    for after in &decision.table.invitations {
        let before = seen.before.invitation(&after.id);
        let hold_goes_on = before.is_some_and(|before| before.seat == Seat::Held)
            && after.seat == Seat::Held
            && logged(decision, LogKind::Offered).all(|offered| offered != &after.id);
        let begins = before.is_some_and(|before| before.respond_by.is_none());
        if hold_goes_on && !begins {
            ensure!(
                before.and_then(|before| before.respond_by) == after.respond_by,
                "the deadline of {} moved",
                after.name
            );
        } else if let Some(respond_by) = after.respond_by {
            ensure!(
                respond_by > seen.now,
                "{} is asked to answer in the past",
                after.name
            );
            ensure!(
                !quiet(&decision.table.event, respond_by),
                "{} is asked to answer by {respond_by}, in quiet hours",
                after.name
            );
        }
    }
    Ok(())
}

/// Rule 4.
pub(super) fn answers_are_honest(seen: &Seen, decision: &Decision) -> Checked {
    let Command::Answer {
        invitation,
        response,
        note,
        ..
    } = seen.command
    else {
        return Ok(());
    };
    let before = seen
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
    let written = note
        .as_ref()
        .map_or(before.note.as_deref(), seat_dealer_core::Note::text);
    ensure!(
        after.note.as_deref() == written,
        "{} wrote {note:?}, and {:?} is kept",
        after.name,
        after.note
    );
    Ok(())
}
