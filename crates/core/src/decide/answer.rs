//! Answers, given by guests or recorded by the host (rule 4).

use super::{ABOUT_THE_SEAT, Transition};
use crate::{
    Actor, Answered, Channel, GuestDetails, Happening, Invitation, InvitationId, InvitationStatus,
    MessageKind, Refusal, Response, Seat, TextReply,
};

impl Transition {
    /// Records an answer (rule 4). Returns the index of its invitation. An invitation that has
    /// lapsed is answered like any other (rule 5).
    pub(super) fn answer(
        &mut self,
        id: &InvitationId,
        response: Response,
        party: Option<u32>,
        actor: Actor,
        by_email: bool,
    ) -> Result<usize, Refusal> {
        let at = self.find(id)?;
        let before = self.table.invitations[at].clone();
        // Cancelling an event withdraws its invitations. "Cancelled" says more than "withdrawn".
        self.require_not_over()?;
        if before.status == InvitationStatus::Withdrawn {
            return Err(Refusal::Withdrawn { name: before.name });
        }
        let party = party_asked(&before, response, party)?;
        let repeated =
            before.response == Some(response) && (!response.wants_seat() || before.party == party);
        if repeated {
            // A maybe who repeats the answer while a seat is offered keeps the offer.
            return Ok(at);
        }
        let open_before = self.table.open();
        if response.wants_seat() {
            self.take_seat(at, response, party)?;
        } else {
            self.update(at, |invitation| {
                invitation.release();
                invitation.set_answer(response);
            });
        }
        self.cancel_messages(at, ABOUT_THE_SEAT);
        let now = self.now;
        self.update(at, |invitation| invitation.answered_at = Some(now));
        let answered = Answered {
            by: actor.into(),
            response,
            seat: self.table.invitations[at].seat,
            party,
            seat_before: before.seat,
            party_before: before.party,
            open_before,
            reply: match actor {
                Actor::GuestByText { reply } => Some(reply),
                Actor::Guest | Actor::Host => None,
            },
        };
        self.log(Some(at), Happening::Answered(answered));
        if response == Response::Maybe && !before.maybe_told {
            self.enqueue_maybe_notice(at, actor);
        }
        self.enqueue_calendar_message(at, before.seat, actor, by_email);
        Ok(at)
    }

    /// Stores what the guest tells the host beside the answer.
    pub(super) fn store_details(&mut self, at: usize, given: &GuestDetails) {
        let mut details = self.table.invitations[at].details.clone();
        let changes = details.update(given);
        if changes.is_empty() {
            return;
        }
        self.update(at, |invitation| invitation.details = details);
        for change in changes {
            self.log(Some(at), change);
        }
    }

    /// Tells the guest's calendar, and therefore by email only, that the guest now has a seat or
    /// has lost a confirmed one. [`Transition::enqueue_maybe_notice`] explains the time.
    fn enqueue_calendar_message(&mut self, at: usize, before: Seat, actor: Actor, by_email: bool) {
        let invitation = &self.table.invitations[at];
        let by_hand = self.table.event.channel(invitation.channel) == Channel::ByHand;
        let kind = match (before == Seat::Seated, invitation.seat == Seat::Seated) {
            (false, true) if by_email && !by_hand => MessageKind::Confirmation,
            (true, false) if invitation.confirmed => MessageKind::Released,
            _ => return,
        };
        let is_told = self.messages.iter().any(|message| {
            message.invitation == invitation.id && message.channel == Channel::Email
        });
        let not_before = match actor {
            Actor::Host if !self.sends_before_begin() => return,
            Actor::Host => self.next_sendable_at(),
            Actor::Guest | Actor::GuestByText { .. } => self.now,
        };
        if !is_told {
            self.enqueue(at, kind, Channel::Email, not_before);
        }
    }

    /// Tells a maybe once that no seat is guaranteed. A guest who has just answered is told at
    /// once, also in quiet hours (rule 9), unless the reply to their text says it. If the host
    /// recorded the answer, the message waits for the end of the quiet hours.
    fn enqueue_maybe_notice(&mut self, at: usize, actor: Actor) {
        let not_before = match actor {
            Actor::GuestByText {
                reply: TextReply::Sent,
            } => {
                self.update(at, |invitation| invitation.maybe_told = true);
                return;
            }
            Actor::Guest | Actor::GuestByText { .. } => self.now,
            Actor::Host if self.sends_before_begin() => self.next_sendable_at(),
            Actor::Host => return,
        };
        self.update(at, |invitation| invitation.maybe_told = true);
        let channel = self.table.invitations[at].channel;
        self.enqueue(at, MessageKind::MaybeNotice, channel, not_before);
    }

    /// Gives a seat to a guest who wants one (rule 4): the one they have, the one held for them, an
    /// open one, or a place on standby.
    ///
    /// A guest who has or holds seats and asks for more than are open is refused and keeps them.
    /// On standby they would lose them.
    fn take_seat(&mut self, at: usize, response: Response, party: u32) -> Result<(), Refusal> {
        let open = self.table.open();
        let before = &self.table.invitations[at];
        let own = match before.seat {
            Seat::Held | Seat::Seated => before.party,
            Seat::None | Seat::Standby => 0,
        };
        let covered = party <= own + open;
        if own > 0 && !covered {
            return Err(Refusal::NoRoomForParty {
                name: before.name.clone(),
            });
        }
        let now = self.now;
        self.update(at, |invitation| {
            let standby_since = invitation.standby_since;
            invitation.release();
            invitation.set_answer(response);
            invitation.party = party;
            if covered {
                invitation.seat = Seat::Seated;
            } else {
                invitation.seat = Seat::Standby;
                invitation.standby_since = standby_since.or(Some(now));
            }
        });
        Ok(())
    }
}

/// The party of an answer: the given one, or that of an earlier answer, or one. An answer that
/// takes no seat does not change it.
fn party_asked(
    invitation: &Invitation,
    response: Response,
    asked: Option<u32>,
) -> Result<u32, Refusal> {
    if !response.wants_seat() {
        return Ok(invitation.party);
    }
    let wanted_before = invitation.response.is_some_and(Response::wants_seat);
    let party = match asked {
        Some(party) => party,
        None if wanted_before => invitation.party,
        None => 1,
    };
    if (1..=invitation.party_limit).contains(&party) {
        Ok(party)
    } else {
        Err(Refusal::PartyLimit {
            limit: invitation.party_limit,
        })
    }
}
