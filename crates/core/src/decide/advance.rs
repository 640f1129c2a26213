//! What follows without a command: lapses, promotions, new cards and offers.

use jiff::Timestamp;
use serde_json::json;

use super::Transition;
use super::phrases::{counted, held_until, some_seats, the_seats_are};
use crate::log::format_datetime;
use crate::table::Reason;
use crate::{
    Card, Channel, EventStatus, GuestDetails, Invitation, InvitationStatus, LogKind, Message,
    MessageKind, Response, Seat,
};

impl Transition {
    /// Ends the holds whose deadline has passed (rule 5).
    pub(super) fn lapse(&mut self) {
        if self.require_not_over().is_err() {
            return;
        }
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let due = invitation.seat == Seat::Held
                && invitation
                    .respond_by
                    .is_some_and(|respond_by| respond_by <= self.now);
            if !due {
                continue;
            }
            let maybe = invitation.response == Some(Response::Maybe);
            let name = invitation.name.clone();
            let free = the_seats_are(invitation.party);
            self.cancel_messages(at, &[MessageKind::Invitation]);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Lapsed
                };
            });
            let text = if maybe {
                format!("{name} did not take up the offer in time; {free} free again.")
            } else {
                format!(
                    "{name} did not answer in time; {free} free again and the link still works."
                )
            };
            self.log(LogKind::Lapsed, Some(at), json!({ "offer": maybe }), text);
        }
    }

    /// Gives open seats to guests on standby, in the order in which they asked (rule 6). A party
    /// that does not fit stays on standby. Meanwhile a smaller one behind it may be seated, and
    /// cards are dealt.
    ///
    /// In quiet hours the guest gets the seat at once, and the message waits for their end.
    pub(super) fn promote(&mut self) {
        if self.require_not_over().is_err() {
            return;
        }
        let mut passed_over = Vec::new();
        for at in self.standby_queue() {
            let (party, open) = (self.table.invitations[at].party, self.table.open());
            if open == 0 {
                break;
            }
            if party > open {
                passed_over.push(at);
                continue;
            }
            self.log_passed_over(std::mem::take(&mut passed_over));
            self.update(at, |invitation| {
                invitation.seat = Seat::Seated;
                invitation.standby_since = None;
            });
            let name = self.name(at);
            let got = if party == 1 {
                "a free seat".to_owned()
            } else {
                format!("{party} free seats")
            };
            self.tell(at, MessageKind::Seated, self.news_at());
            let text = format!("{name} was next on standby and got {got}");
            let detail = json!({ "party": party });
            self.log(LogKind::Promoted, Some(at), detail, format!("{text}."));
        }
    }

    /// The guests on standby, in the order in which they asked.
    fn standby_queue(&self) -> Vec<usize> {
        let mut queue: Vec<usize> = (0..self.table.invitations.len())
            .filter(|&at| self.table.invitations[at].seat == Seat::Standby)
            .collect();
        queue.sort_by_key(|&at| self.table.invitations[at].standby_since);
        queue
    }

    /// Logs why guests on standby stay there while others are invited or seated.
    fn log_passed_over(&mut self, passed_over: Vec<usize>) {
        let open = self.table.open();
        for at in passed_over {
            let (name, party) = (self.name(at), self.table.invitations[at].party);
            self.log(
                LogKind::Skipped,
                Some(at),
                json!({ "party": party, "open": open }),
                format!(
                    "{name} stays on standby, because a party of {party} does not fit into {}.",
                    counted(open, "open seat")
                ),
            );
        }
    }

    /// Deals cards in their order while the rules allow (rule 2, rule 3). Returns how many.
    ///
    /// A full table only stops this: the next command deals again once a seat is free (rule 7).
    pub(super) fn deal(&mut self) -> u32 {
        let mut dealt = 0;
        while self.has_room() && !self.table.cards.is_empty() {
            let card = self.table.cards.remove(0);
            let awake = |channel| self.table.resting(channel).is_none();
            if !card.channel.is_some_and(awake) {
                continue;
            }
            if dealt == 0 {
                self.log_passed_over(self.standby_queue());
            }
            self.create_invitation(card);
            dealt += 1;
        }
        dealt
    }

    /// Offers open seats to the maybes, in the order in which they answered, once each (rule 6).
    ///
    /// A guest who answers MAYBE while the deck is empty gets one message instead of two that
    /// contradict each other: the notice that no seat is guaranteed also says until when one is
    /// held.
    pub(super) fn offer(&mut self) -> u32 {
        let mut maybes: Vec<usize> = (0..self.table.invitations.len())
            .filter(|&at| {
                let invitation = &self.table.invitations[at];
                invitation.is_maybe() && invitation.seat == Seat::None && !invitation.offered
            })
            .collect();
        maybes.sort_by_key(|&at| self.table.invitations[at].answered_at);
        let mut offered = 0;
        for at in maybes {
            if !self.has_room() {
                break;
            }
            let Some(channel) = self.channel_for(at) else {
                continue;
            };
            let open = self.table.open();
            let respond_by = self.table.event.deadline_by(channel, self.now);
            self.update(at, |invitation| {
                invitation.hold(invitation.party_limit.min(open), respond_by);
                invitation.offered = true;
                invitation.channel = channel;
            });
            let invitation = &self.table.invitations[at];
            let (name, party) = (invitation.name.clone(), invitation.party);
            let is_told = self.messages.iter().any(|message| {
                message.invitation == invitation.id && message.kind == MessageKind::MaybeNotice
            });
            if !is_told {
                self.enqueue(at, MessageKind::Offer, channel, self.now);
            }
            let zone = &self.table.event.time_zone;
            let until = respond_by.map_or_else(String::new, |respond_by| {
                format!(" until {}", format_datetime(respond_by, zone))
            });
            self.log(
                LogKind::Offered,
                Some(at),
                json!({
                    "respondBy": respond_by.map(|at| at.to_string()),
                    "party": party,
                    "channel": channel,
                }),
                format!(
                    "{name}, a maybe, is offered {}{until}, because the deck is empty.",
                    some_seats(party)
                ),
            );
            offered += 1;
        }
        offered
    }

    /// Invites the contact of a card, and holds seats for them.
    pub(super) fn create_invitation(&mut self, card: Card) {
        let Some(channel) = card.channel else { return };
        let channel = self.table.event.channel(channel);
        let asked = self.next_sendable_at();
        let respond_by = self.table.event.deadline_by(channel, asked);
        let party_limit = self.table.event.party_limit.min(self.table.open());
        let by_host = card.reason == Reason::PickedByHost;
        let zone = self.table.event.time_zone.clone();
        let name = card.name.clone();
        let mut invitation = Invitation {
            id: card.invitation_id,
            contact_id: card.contact_id,
            name: card.name,
            status: InvitationStatus::Waiting,
            response: None,
            seat: Seat::None,
            party: party_limit,
            party_limit,
            details: GuestDetails::default(),
            respond_by: None,
            answered_at: None,
            standby_since: None,
            offered: false,
            maybe_told: false,
            calendar: None,
            by_host,
            channel,
            invited_at: self.now,
        };
        invitation.hold(party_limit, respond_by);
        self.changed.insert(invitation.id.clone());
        let at = self.table.invitations.len();
        self.table.invitations.push(invitation);
        self.enqueue(at, MessageKind::Invitation, channel, asked);
        let held = held_until(party_limit, respond_by, &zone);
        let because = card.reason.because(&zone);
        let text = match (by_host, channel) {
            (true, Channel::ByHand) => {
                format!("You chose to invite {name}, by hand; {held}.")
            }
            (true, _) => format!("You invited {name} yourself; {held}."),
            (false, Channel::ByHand) => {
                format!("{name} is yours to invite by hand ({because}); {held}.")
            }
            (false, _) => format!("{name} was invited ({because}); {held}."),
        };
        let detail = json!({
            "by": if by_host { "host" } else { "dealer" },
            "reason": because,
            "respondBy": respond_by.map(|at| at.to_string()),
            "party": party_limit,
            "channel": channel,
        });
        self.log(LogKind::Dealt, Some(at), detail, text);
    }

    /// Logs that the last seat was taken (rule 7).
    pub(super) fn log_full(&mut self) {
        let full = self.table.seated() >= self.table.event.seats;
        if !full || self.was_full || self.require_not_over().is_err() {
            return;
        }
        let seats = self.table.event.seats;
        let (all, one) = if seats == 1 {
            ("the one seat is taken".to_owned(), "it")
        } else {
            (format!("all {seats} seats are taken"), "one")
        };
        let rests = if self.table.event.status == EventStatus::Dealing {
            format!(", and dealing rests until {one} is free again")
        } else {
            String::new()
        };
        self.log(
            LogKind::Full,
            None,
            json!({ "seats": seats }),
            format!("The table is full: {all}{rests}."),
        );
    }

    /// When the timer is due: at the next lapse, when dealing can go on, and at the begin if messages
    /// wait that are of no use then.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        if self.require_not_over().is_err() {
            return None;
        }
        let table = &self.table;
        let lapses = table.invitations.iter().filter(|i| i.seat == Seat::Held);
        let mut due: Vec<Timestamp> = lapses.filter_map(|i| i.respond_by).collect();
        let dealing = table.event.status == EventStatus::Dealing && table.open() > 0;
        if dealing {
            due.extend(table.event.quiet_until(self.now));
            // The hand size grows when less than 72 hours are left (rule 2).
            due.extend(
                table
                    .last_days_begin()
                    .filter(|begin| *begin >= self.now)
                    .and_then(|begin| begin.checked_add(jiff::SignedDuration::from_millis(1)).ok()),
            );
        }
        let waits = table.messages.iter().any(Message::is_outstanding);
        if waits || !self.messages.is_empty() {
            due.extend(table.event.starts_at);
        }
        due.into_iter().min()
    }
}
