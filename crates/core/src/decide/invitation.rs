//! The host's commands that concern one invitation (rule 13).

use super::Transition;
use crate::table::Reason;
use crate::{
    By, Card, Channel, Happening, Hold, HostWords, InvitationId, InvitationStatus, MessageId,
    MessageKind, MessageStatus, Refusal, Seat, Sent,
};

impl Transition {
    /// Invites a contact now (rule 13). In quiet hours the seat is held at once, and the message
    /// waits for their end.
    pub(super) fn invite(&mut self, card: &Card) -> Result<(), Refusal> {
        self.require_not_over()?;
        let name = card.name.clone();
        let invited = self
            .table
            .invitations
            .iter()
            .find(|invitation| invitation.contact_id == card.contact_id);
        if let Some(invitation) = invited {
            return Err(match invitation.status {
                InvitationStatus::Withdrawn => Refusal::Withdrawn { name },
                _ => Refusal::AlreadyInvited { name },
            });
        }
        if card.channel.is_none() {
            return Err(Refusal::Unreachable { name });
        }
        self.require_open_seat()?;
        self.require_sends_before_begin()?;
        self.require_awake(card.channel)?;
        self.table
            .cards
            .retain(|other| other.contact_id != card.contact_id);
        let picked = Card {
            reason: Reason::PickedByHost,
            ..card.clone()
        };
        let seats = self.party_of(&picked).min(self.table.open());
        self.create_invitation(picked, seats);
        Ok(())
    }

    /// Withdraws an invitation (rule 13).
    pub(super) fn withdraw(
        &mut self,
        id: &InvitationId,
        words: Option<&HostWords>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        if self.table.invitations[at].status == InvitationStatus::Withdrawn
            && words.is_none_or(|words| self.has_written(id, words))
        {
            return Ok(());
        }
        self.require_not_over()?;
        let invitation = &self.table.invitations[at];
        // A guest who knows of the seat would come. Whoever was not told may have read it on the page.
        let must_hear = invitation.seat == Seat::Seated;
        if words.is_some() && !must_hear {
            let name = invitation.name.clone();
            return Err(Refusal::NoMessage { name });
        }
        let freed = invitation.own_seats();
        self.update(at, |invitation| {
            invitation.release();
            invitation.status = InvitationStatus::Withdrawn;
        });
        let by = By::Host;
        let text = words.map(|words| words.text().to_owned());
        let words = words.cloned();
        self.log(
            Some(at),
            Happening::Withdrawn {
                by,
                freed,
                words: text,
            },
        );
        if must_hear {
            let kind = MessageKind::Released;
            let channel = self.news_channel(at, kind);
            self.enqueue_words(at, kind, words, channel, self.news_at());
        }
        Ok(())
    }

    /// Whether a message to the guest has these words.
    fn has_written(&self, id: &InvitationId, words: &HostWords) -> bool {
        let mut messages = self.table.messages.iter();
        messages.any(|message| message.invitation == *id && message.words.as_ref() == Some(words))
    }

    /// Sends the invitation again, or the offer while one is open (rule 13). Holds and deadlines do
    /// not change, but an undeliverable invitation gets a new hold.
    pub(super) fn resend(
        &mut self,
        id: &InvitationId,
        channel: Option<Channel>,
    ) -> Result<(), Refusal> {
        self.require_not_over()?;
        let at = self.find(id)?;
        let name = self.name(at);
        let status = self.table.invitations[at].status;
        if status == InvitationStatus::Withdrawn {
            return Err(Refusal::Withdrawn { name });
        }
        let Some(channel) = channel else {
            return Err(Refusal::Unreachable { name });
        };
        let channel = self.table.event.channel(channel);
        self.require_awake(Some(channel))?;
        self.require_sends_before_begin()?;
        let not_before = self.next_sendable_at();
        let mut hold = None;
        if status == InvitationStatus::Undeliverable {
            // The guest was never reached: the invitation gets a new hold and a new deadline.
            self.require_open_seat()?;
            let open = self.table.open();
            let respond_by = self.table.event.deadline_by(channel, not_before);
            let party = self.table.invitations[at].party_limit.min(open);
            self.update(at, |invitation| invitation.hold(party, respond_by));
            hold = Some(Hold { party, respond_by });
        } else if self.table.invitations[at].waits_for_host() {
            let respond_by = self.table.event.deadline_by(channel, not_before);
            self.update(at, |invitation| invitation.respond_by = respond_by);
        }
        let invitation = &self.table.invitations[at];
        let offer = invitation.seat == Seat::Held && invitation.is_maybe();
        let message = if offer {
            MessageKind::Offer
        } else {
            MessageKind::Invitation
        };
        self.cancel_messages(at, &[MessageKind::Invitation, MessageKind::Offer]);
        self.update(at, |invitation| invitation.channel = channel);
        self.enqueue(at, message, channel, not_before);
        let resent = Happening::Resent {
            by: By::Host,
            message,
            channel,
            hold,
        };
        self.log(Some(at), resent);
        Ok(())
    }

    /// Records that the host has passed on messages that waited. The time to answer begins when the
    /// guest is asked (rule 8).
    pub(super) fn handed_over(
        &mut self,
        id: &InvitationId,
        messages: &[MessageId],
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let waiting: Vec<_> = (0..self.table.messages.len())
            .filter(|&index| {
                let message = &self.table.messages[index];
                &message.invitation == id
                    && message.channel == Channel::ByHand
                    && message.status == MessageStatus::Queued
                    && messages.contains(&message.id)
            })
            .collect();
        if waiting.is_empty() {
            let name = self.name(at);
            return Err(Refusal::NothingToHandOver { name });
        }
        let mut kinds = Vec::new();
        for index in waiting {
            self.update_message(index, |message| message.finish(MessageStatus::Sent));
            let kind = self.table.messages[index].kind;
            self.message_left(at, kind);
            kinds.push(kind);
        }
        let asked = kinds
            .iter()
            .any(|kind| kind.invites() || *kind == MessageKind::MaybeNotice);
        let hold = asked.then(|| self.start_time_to_answer(at)).flatten();
        let sent = Sent::ByHand {
            by: By::Host,
            messages: kinds,
            channel: Channel::ByHand,
            hold,
        };
        self.log(Some(at), Happening::Sent(sent));
        Ok(())
    }

    /// Starts the time to answer of a guest whom the host has just asked by hand (rule 8). Returns
    /// the hold, if there is one.
    fn start_time_to_answer(&mut self, at: usize) -> Option<Hold> {
        let invitation = &self.table.invitations[at];
        if !invitation.waits_for_host() || self.require_not_over().is_err() {
            return None;
        }
        let party = invitation.party;
        let respond_by = Some(self.table.event.respond_by(self.now));
        self.update(at, |invitation| invitation.respond_by = respond_by);
        Some(Hold { party, respond_by })
    }

    fn require_awake(&self, channel: Option<Channel>) -> Result<(), Refusal> {
        let resting = channel.and_then(|channel| Some((channel, self.table.resting(channel)?)));
        match resting {
            None => Ok(()),
            Some((channel, why)) => Err(Refusal::ChannelRests {
                channel,
                why: why.to_owned(),
            }),
        }
    }

    fn require_open_seat(&self) -> Result<(), Refusal> {
        if self.table.open() == 0 {
            return Err(Refusal::NoOpenSeat {
                seats: self.table.event.seats,
            });
        }
        Ok(())
    }

    /// Quiet hours apply to the host's commands, too (rule 9). A message that waits for their end
    /// must not be sent after the event has begun.
    fn require_sends_before_begin(&self) -> Result<(), Refusal> {
        if self.sends_before_begin() {
            Ok(())
        } else {
            Err(Refusal::QuietUntilBegin)
        }
    }
}
