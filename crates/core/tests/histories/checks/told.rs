//! Whoever has a seat, or lost one that they knew of, has been told, or a message that says so is
//! outstanding and can leave.

use std::collections::BTreeSet;

use jiff::Timestamp;
use seat_dealer_core::{
    Channel, Command, Decision, EventStatus, Invitation, InvitationId, InvitationStatus, Message,
    MessageKind, MessageStatus, News, Seat, Table,
};

use super::{Checked, Context};

/// What guests know of their seats.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Guests who know that they have a seat.
    knows: BTreeSet<InvitationId>,
    /// Guests who knew of a seat and have lost it by the host's hand.
    must_hear: BTreeSet<InvitationId>,
}

impl Told {
    /// Follows a decision.
    pub(crate) fn follow(&mut self, context: &Context, decision: &Decision) {
        for before in &context.before.invitations {
            let Some(after) = decision.table.invitation(&before.id) else {
                continue;
            };
            let lost = before.seat == Seat::Seated && after.seat != Seat::Seated;
            if lost && self.knows.remove(&after.id) && after.status == InvitationStatus::Withdrawn {
                self.must_hear.insert(after.id.clone());
            }
        }
        match context.command {
            // The guest reads it on the page or in the reply, or hears it from the host.
            Command::Answer { invitation, .. } => self.hears(invitation, decision),
            Command::HandedOver {
                invitation,
                messages,
            } => {
                let before = context.before.messages.iter();
                let passed_on = before.filter(|message| {
                    messages.contains(&message.id)
                        && message.channel == Channel::ByHand
                        && message.status == MessageStatus::Queued
                });
                for message in passed_on {
                    self.arrived(invitation, message.kind, decision);
                }
            }
            Command::Accepted { message, .. } => self.left(message, context, decision),
            Command::Reported { message, report } => match report.news {
                News::Sent | News::Delivered => self.left(message, context, decision),
                News::Failed { .. } => self.did_not_arrive(message, context, decision),
            },
            _ => {}
        }
    }

    fn hears(&mut self, id: &InvitationId, decision: &Decision) {
        let invitation = decision.table.invitation(id);
        if invitation.is_some_and(|one| one.seat == Seat::Seated) {
            self.knows.insert(id.clone());
        }
    }

    fn arrived(&mut self, id: &InvitationId, kind: MessageKind, decision: &Decision) {
        match kind {
            MessageKind::Seated | MessageKind::Confirmation => self.hears(id, decision),
            MessageKind::Cancelled | MessageKind::Released => {
                self.must_hear.remove(id);
            }
            _ => {}
        }
    }

    fn left(&mut self, id: &seat_dealer_core::MessageId, context: &Context, decision: &Decision) {
        let message = |table: &Table| table.messages.iter().find(|one| &one.id == id).cloned();
        let (Some(before), Some(after)) = (message(context.before), message(&decision.table))
        else {
            return;
        };
        if before.status != after.status {
            self.arrived(&after.invitation, after.kind, decision);
        }
    }

    fn did_not_arrive(
        &mut self,
        id: &seat_dealer_core::MessageId,
        context: &Context,
        decision: &Decision,
    ) {
        let mut messages = context.before.messages.iter();
        let Some(before) = messages.find(|one| &one.id == id) else {
            return;
        };
        let failed = decision.changed_messages.contains(id) && before.status == MessageStatus::Sent;
        if failed && before.kind == MessageKind::Seated {
            let answered = context
                .before
                .invitation(&before.invitation)
                .and_then(|one| one.answered_at);
            // An answer since then has told them.
            if answered <= Some(before.written_at) {
                self.knows.remove(&before.invitation);
            }
        }
    }

    /// Checks that nobody is left in the dark.
    pub(crate) fn check(&self, table: &Table, now: Timestamp) -> Checked {
        let event = &table.event;
        if event.starts_at.is_some_and(|begin| begin <= now) {
            return Ok(());
        }
        for one in &table.invitations {
            let seated = one.seat == Seat::Seated && event.status != EventStatus::Cancelled;
            if seated && !self.knows.contains(&one.id) {
                let kinds = [MessageKind::Seated, MessageKind::Confirmation];
                ensure!(
                    can_be_told(table, one, &kinds),
                    "{} has a seat and does not hear of it",
                    one.name
                );
            }
            if self.must_hear.contains(&one.id) {
                let kinds = [MessageKind::Cancelled, MessageKind::Released];
                ensure!(
                    can_be_told(table, one, &kinds),
                    "{} lost a seat and does not hear of it",
                    one.name
                );
            }
        }
        Ok(())
    }
}

/// Whether a message of one of these kinds is outstanding, or may have arrived, or was given up
/// because the guest cannot be reached.
fn can_be_told(table: &Table, one: &Invitation, kinds: &[MessageKind]) -> bool {
    let about = |message: &&Message| message.invitation == one.id && kinds.contains(&message.kind);
    let messages = || table.messages.iter().filter(about);
    let waits = messages().any(|message| {
        let can_leave = message.due_at.is_some()
            || message.channel == Channel::ByHand
            || table.resting(message.channel).is_some();
        message.status != MessageStatus::Cancelled && (can_leave || message.may_have_arrived())
    });
    let failed = |channel: Channel| {
        messages()
            .any(|message| message.channel == channel && message.status == MessageStatus::Failed)
    };
    let reach = table.reach.get(&one.contact_id);
    let mut open = reach.into_iter().flatten().filter(|way| way.is_open);
    waits || open.all(|way| failed(way.channel) || table.resting(way.channel).is_some())
}
