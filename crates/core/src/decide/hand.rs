//! The host's commands about one invitation (rule 13).

use serde_json::json;

use super::Play;
use super::wording::spoken_channel;
use crate::table::Reason;
use crate::{Card, Channel, InvitationId, InvitationStatus, LogKind, MessageKind, Refusal, Seat};

impl Play {
    pub(super) fn invite(&mut self, card: &Card) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        if self
            .table
            .invitations
            .iter()
            .any(|i| i.contact_id == card.contact_id)
        {
            return Err(Refusal::AlreadyInvited {
                name: card.name.clone(),
            });
        }
        if card.channel.is_none() {
            return Err(Refusal::Unreachable {
                name: card.name.clone(),
            });
        }
        if self.table.open() == 0 {
            return Err(Refusal::NoOpenSeat {
                seats: self.table.event.seats,
            });
        }
        self.table
            .cards
            .retain(|other| other.contact_id != card.contact_id);
        self.seat_card(Card {
            reason: Reason::HostsHand,
            ..card.clone()
        });
        Ok(())
    }

    pub(super) fn withdraw(&mut self, id: &InvitationId) -> Result<(), Refusal> {
        let at = self.find(id)?;
        if self.table.invitations[at].status == InvitationStatus::Withdrawn {
            return Ok(());
        }
        self.must_be_ahead()?;
        let freed = matches!(self.table.invitations[at].seat, Seat::Held | Seat::Seated);
        self.take_back(id, MessageKind::ALL);
        self.update(at, |invitation| {
            invitation.release();
            invitation.status = InvitationStatus::Withdrawn;
        });
        let name = self.name(at);
        let text = if freed {
            format!("You withdrew the invitation of {name}; the seat is free again.")
        } else {
            format!("You withdrew the invitation of {name}.")
        };
        self.tell(LogKind::Withdrawn, Some(at), json!({ "by": "host" }), text);
        Ok(())
    }

    pub(super) fn resend(
        &mut self,
        id: &InvitationId,
        channel: Option<Channel>,
    ) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        let at = self.find(id)?;
        let name = self.name(at);
        let status = self.table.invitations[at].status;
        if status == InvitationStatus::Withdrawn {
            return Err(Refusal::Withdrawn { name });
        }
        let Some(channel) = channel else {
            return Err(Refusal::Unreachable { name });
        };
        let not_before = self.polite_moment();
        if status == InvitationStatus::Undeliverable {
            // It starts over: a guest who was never reached gets a hold and a deadline.
            let open = self.table.open();
            if open == 0 {
                return Err(Refusal::NoOpenSeat {
                    seats: self.table.event.seats,
                });
            }
            let respond_by = self.table.event.respond_by(not_before);
            self.update(at, |invitation| {
                invitation.hold(invitation.party_limit.min(open), respond_by);
            });
        }
        let invitation = &self.table.invitations[at];
        let offer = invitation.seat == Seat::Held && invitation.is_maybe();
        let kind = if offer {
            MessageKind::Offer
        } else {
            MessageKind::Invitation
        };
        self.take_back(id, &[MessageKind::Invitation, MessageKind::Offer]);
        self.update(at, |invitation| invitation.channel = channel);
        self.write(id, kind, channel, not_before);
        self.tell(
            LogKind::Resent,
            Some(at),
            json!({ "by": "host", "channel": channel }),
            format!(
                "You sent the invitation of {name} again, by {}.",
                spoken_channel(channel)
            ),
        );
        Ok(())
    }
}
