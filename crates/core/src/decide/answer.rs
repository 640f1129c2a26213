//! Answers, given by guests or recorded by the host (rule 4), and texts that are none.

use jiff::Timestamp;

use super::Transition;
use crate::{
    Actor, Answered, By, Channel, GuestDetails, Happening, Invitation, InvitationId,
    InvitationStatus, MessageKind, OtherText, Refusal, Response, Seat, TextReply,
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
    ) -> Result<usize, Refusal> {
        let at = self.find(id)?;
        let before = self.table.invitations[at].clone();
        // Cancelling an event withdraws its invitations. "Cancelled" says more than "withdrawn".
        self.require_not_over()?;
        if before.status == InvitationStatus::Withdrawn {
            return Err(Refusal::Withdrawn { name: before.name });
        }
        let party = party_asked(&before, response, party, self.table.open())?;
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
        self.cancel_messages(at, &[MessageKind::Invitation]);
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
        self.enqueue_calendar_message(at, before.seat, actor);
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

    /// Tells the guest's calendar, and therefore by email only, that the guest now has a seat or
    /// has lost one that was confirmed.
    fn enqueue_calendar_message(&mut self, at: usize, before: Seat, actor: Actor) {
        let invitation = &self.table.invitations[at];
        let kind = match (before == Seat::Seated, invitation.seat == Seat::Seated) {
            (false, true) if self.is_confirmed_by_email(at) => MessageKind::Confirmation,
            (true, false) if invitation.calendar.is_some() => MessageKind::Released,
            _ => return,
        };
        let is_told = self.messages.iter().any(|message| {
            message.invitation == invitation.id && message.channel == Channel::Email
        });
        if !is_told {
            self.enqueue(at, kind, Channel::Email, self.reply_at(actor));
        }
    }

    /// Tells a maybe once that no seat is guaranteed, unless the reply to their text says it.
    fn enqueue_maybe_notice(&mut self, at: usize, actor: Actor) {
        let replied = Actor::GuestByText {
            reply: TextReply::Sent,
        };
        if actor == replied {
            self.message_left(at, MessageKind::MaybeNotice);
        } else {
            self.tell(at, MessageKind::MaybeNotice, self.reply_at(actor));
        }
    }

    /// When the reply to an answer may be sent: at once to the guest who has just answered, also in
    /// quiet hours (rule 9). If the host recorded the answer, it waits for their end.
    fn reply_at(&self, actor: Actor) -> Timestamp {
        match actor {
            Actor::Host => self.news_at(),
            Actor::Guest | Actor::GuestByText { .. } => self.now,
        }
    }

    /// Gives seats to a party that wants them (rule 4, rule 18): the one they have, the one held for them, an
    /// open one, or a place on standby.
    ///
    /// A guest who has or holds seats and asks for more than are open is refused and keeps them.
    /// On standby they would lose them.
    fn take_seat(&mut self, at: usize, response: Response, party: u32) -> Result<(), Refusal> {
        let open = self.table.open();
        let before = &self.table.invitations[at];
        let own = before.own_seats();
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

/// The party of an answer: the given one, or that of an earlier answer, or all people of the contact,
/// as far as there is room beside the seats that the guest has (rule 18). An answer that takes no seat
/// does not change it.
fn party_asked(
    invitation: &Invitation,
    response: Response,
    asked: Option<u32>,
    open: u32,
) -> Result<u32, Refusal> {
    if !response.wants_seat() {
        return Ok(invitation.party);
    }
    let wanted_before = invitation.response.is_some_and(Response::wants_seat);
    let party = match asked {
        Some(party) => party,
        None if wanted_before => invitation.party,
        None => match invitation.own_seats() {
            0 => invitation.party_size,
            own => invitation.party_size.min(own + open),
        },
    };
    if (1..=invitation.party_limit).contains(&party) {
        Ok(party)
    } else {
        Err(Refusal::PartyLimit {
            limit: invitation.party_limit,
        })
    }
}
