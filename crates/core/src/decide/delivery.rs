//! Reports about messages, and opt-outs (rule 11).

use jiff::Timestamp;

use super::Transition;
use crate::{
    By, Channel, Happening, InvitationId, InvitationStatus, MessageKind, NoNext, OtherText,
    Refusal, Response, Seat, Sent, TextReply,
};

impl Transition {
    pub(super) fn progress(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        delivered: bool,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let happening = if delivered {
            Happening::Delivered {
                message,
                channel,
                at,
            }
        } else {
            Happening::Sent(Sent::ByProvider {
                message,
                channel,
                at,
            })
        };
        self.log(Some(index), happening);
        Ok(())
    }

    /// Tries the next channel while the message is still true and useful (rule 11). If none is left
    /// and the message asks for an answer, the hold ends. An invitation that lapsed before its
    /// message failed becomes undeliverable, too.
    pub(super) fn delivery_failed(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        why: &str,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let invitation = &self.table.invitations[at];
        let (party, seat) = (invitation.party, invitation.seat);
        // The notice to a maybe with a hold says until when the seat is held: it asks, too.
        let asks = matches!(message, MessageKind::Invitation | MessageKind::Offer)
            || (message == MessageKind::MaybeNotice && seat == Seat::Held);
        // A late report about an older message says nothing about the newer one.
        let overtaken = asks && invitation.channel != channel;
        let needed = invitation.is_current(message)
            && !overtaken
            && (self.require_not_over().is_ok() || message == MessageKind::Cancelled);
        let in_time = self.sends_before_begin() || message == MessageKind::Cancelled;
        let by_hand = self.table.event.by_hand.then_some(Channel::ByHand);
        let next = by_hand
            .or(next)
            .filter(|_| needed && in_time && !message.is_only_by_email());
        let no_next = match next {
            Some(_) => None,
            None if !needed => Some(NoNext::NotNeeded),
            None if !in_time => Some(NoNext::QuietUntilBegin),
            None => Some(NoNext::NoOtherChannel),
        };
        let failed = Happening::DeliveryFailed {
            message,
            channel,
            why: why.to_owned(),
            next,
            no_next,
        };
        self.log(Some(at), failed);
        if let Some(next) = next {
            let not_before = self.next_sendable_at();
            self.update(at, |invitation| invitation.channel = next);
            self.enqueue(at, message, next, not_before);
        } else if asks && needed {
            self.update(at, |invitation| {
                let maybe = invitation.response == Some(Response::Maybe);
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Undeliverable
                };
            });
            let freed = if seat == Seat::Held { party } else { 0 };
            self.log(Some(at), Happening::Undeliverable { freed });
        }
        Ok(())
    }

    /// Logs that a message is delayed. Nothing else changes.
    pub(super) fn waits(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        until: Timestamp,
        why: &str,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let waits = Happening::Waits {
            message,
            channel,
            why: why.to_owned(),
            until,
        };
        self.log(Some(at), waits);
        Ok(())
    }

    /// Sends the messages that were not sent by that channel by the other one, as after a failure.
    pub(super) fn opted_out(
        &mut self,
        id: &InvitationId,
        channel: Channel,
        unsent: &[MessageKind],
        on_its_way: bool,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let by = By::Guest;
        self.log(Some(at), Happening::OptedOut { by, channel, next });
        for message in unsent {
            self.delivery_failed(id, *message, channel, "they want no more of these", next)?;
        }
        let by_it = self.table.invitations[at].channel == channel;
        if let Some(next) = next.filter(|_| by_it && !on_its_way) {
            self.update(at, |invitation| invitation.channel = next);
        }
        Ok(())
    }

    pub(super) fn opted_in(&mut self, id: &InvitationId, channel: Channel) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let by = By::Guest;
        self.log(Some(at), Happening::OptedIn { by, channel });
        Ok(())
    }

    /// Logs a text that is not an answer, with its words. Nothing else changes.
    pub(super) fn texted(
        &mut self,
        id: &InvitationId,
        what: OtherText,
        words: &str,
        reply: TextReply,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let texted = Happening::Texted {
            by: By::Guest,
            what,
            words: Some(words.to_owned()),
            reply: Some(reply),
        };
        self.log(Some(at), texted);
        Ok(())
    }
}
