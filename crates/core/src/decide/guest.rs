//! What guests answer (rule 4).

use serde_json::json;

use super::{ABOUT_THE_SEAT, Play};
use crate::{
    Hand, Invitation, InvitationId, InvitationStatus, LogKind, MessageKind, Refusal, Response, Seat,
};

impl Play {
    pub(super) fn answer(
        &mut self,
        id: &InvitationId,
        response: Response,
        party: Option<u32>,
        hand: Hand,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let invitation = self.table.invitations[at].clone();
        let name = invitation.name.clone();
        // A cancelled event has withdrawn its invitations; that it is cancelled says more.
        self.must_be_ahead()?;
        if invitation.status == InvitationStatus::Withdrawn {
            return Err(Refusal::Withdrawn { name });
        }
        let party = self.party_asked(&invitation, response, party)?;
        let repeated = invitation.response == Some(response)
            && (!response.wants_seat() || invitation.party == party);
        if repeated {
            return Ok(());
        }
        self.take_back(id, ABOUT_THE_SEAT);
        let outcome = if response.wants_seat() {
            self.take_seat(at, response, party)?
        } else {
            let freed = matches!(invitation.seat, Seat::Held | Seat::Seated);
            self.update(at, |invitation| {
                invitation.release();
                invitation.answered(response);
            });
            match (response, freed) {
                (Response::Maybe, true) => "no seat is kept for a maybe, so theirs is free again",
                (Response::Maybe, false) => "no seat is kept for a maybe",
                (_, true) => "the seat is free again",
                (_, false) => "nothing else changes",
            }
        };
        let now = self.now;
        self.update(at, |invitation| invitation.answered_at = Some(now));
        let said = match hand {
            Hand::Guest => format!("{name} answered {response}"),
            Hand::Host => format!("You recorded {response} for {name}"),
        };
        let seat = self.table.invitations[at].seat;
        let by = if hand == Hand::Host { "host" } else { "guest" };
        let detail = json!({ "response": response, "seat": seat, "party": party, "by": by });
        self.tell(
            LogKind::Answered,
            Some(at),
            detail,
            format!("{said}: {outcome}."),
        );
        if response == Response::Maybe && !invitation.maybe_told {
            let when = if hand == Hand::Guest {
                self.now
            } else {
                self.polite_moment()
            };
            self.update(at, |invitation| invitation.maybe_told = true);
            self.write(id, MessageKind::MaybeNotice, invitation.channel, when);
        }
        Ok(())
    }

    /// The party an answer is for: what is asked, else what was said before, else one.
    fn party_asked(
        &self,
        invitation: &Invitation,
        response: Response,
        asked: Option<u32>,
    ) -> Result<u32, Refusal> {
        let said_before = invitation.response.is_some_and(Response::wants_seat);
        let party = match asked {
            Some(party) => party,
            None if said_before && response.wants_seat() => invitation.party,
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

    /// Gives a seat to a guest who wants one (rule 4): the one they have, their hold, an open
    /// seat, or a place on standby. Says which, as the end of a sentence.
    fn take_seat(
        &mut self,
        at: usize,
        response: Response,
        party: u32,
    ) -> Result<&'static str, Refusal> {
        let invitation = &self.table.invitations[at];
        let own = match invitation.seat {
            Seat::Held | Seat::Seated => invitation.party,
            Seat::None | Seat::Standby => 0,
        };
        let (seat, covered) = (invitation.seat, party <= own + self.table.open());
        let now = self.now;
        let outcome = match (seat, covered) {
            (Seat::Seated, false) => {
                return Err(Refusal::NoRoomForParty {
                    name: invitation.name.clone(),
                });
            }
            (Seat::Seated, true) => "the seat stays theirs",
            (Seat::Held, true) => "the seat held for them is theirs",
            (_, true) => "an open seat is theirs",
            (Seat::Standby, false) => "still on standby",
            (_, false) => "no seat is open, so they are on standby",
        };
        self.update(at, |invitation| {
            let standby_since = invitation.standby_since;
            invitation.release();
            invitation.answered(response);
            invitation.party = party;
            if covered {
                invitation.seat = Seat::Seated;
            } else {
                invitation.seat = Seat::Standby;
                invitation.standby_since = standby_since.or(Some(now));
            }
        });
        Ok(outcome)
    }
}
