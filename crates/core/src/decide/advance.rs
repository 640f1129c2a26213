//! The consequences of every command: lapses, promotions, new cards and offers.

use jiff::{SignedDuration, Timestamp};

use super::Transition;
use crate::table::{LAST_DAY, LAST_DAYS, Reason};
use crate::{
    By, Card, Channel, EventStatus, GuestDetails, Happening, Hold, Invitation, InvitationStatus,
    Message, MessageKind, Response, Seat,
};

impl Transition {
    /// Ends the holds whose deadline has passed (rule 5).
    pub(super) fn lapse(&mut self) {
        if self.require_not_over().is_err() {
            return;
        }
        let is_due = |invitation: &Invitation| {
            invitation.seat == Seat::Held
                && invitation
                    .respond_by
                    .is_some_and(|respond_by| respond_by <= self.now)
        };
        let invitations = self.table.invitations.iter().enumerate();
        let due: Vec<usize> = invitations
            .filter(|(_, invitation)| is_due(invitation))
            .map(|(at, _)| at)
            .collect();
        if due.is_empty() {
            return;
        }
        let not_reminded = self.not_reminded();
        for at in due {
            if not_reminded.contains(&at) {
                let message = MessageKind::Reminder;
                self.log(Some(at), Happening::NotReminded { message });
            }
            let invitation = &self.table.invitations[at];
            let offer = invitation.response == Some(Response::Maybe);
            let freed = invitation.party;
            self.cancel_unclaimed_invitation(at);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = if offer {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Lapsed
                };
            });
            self.log(Some(at), Happening::Lapsed { offer, freed });
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
            self.tell(at, MessageKind::Seated, self.news_at());
            self.log(Some(at), Happening::Promoted { party, told: true });
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
            let party = self.table.invitations[at].party;
            self.log(Some(at), Happening::Skipped { party, open });
        }
    }

    /// Deals cards in their order while the rules allow (rule 2, rule 3, rule 18). Returns how many.
    ///
    /// A full table only stops this: the next command deals again once a seat is free (rule 7).
    pub(super) fn deal(&mut self) -> usize {
        let mut cards = std::mem::take(&mut self.table.cards);
        cards.retain(|card| card.channel.is_some() && self.table.event.deals_to(&card.tags));
        let holds = self.holds(cards.iter().map(|card| self.party_of(card)));
        let dealt = holds.seats.len();
        if dealt > 0 {
            self.log_passed_over(self.standby_queue());
        }
        let mut seats = holds.seats.into_iter().peekable();
        for (place, card) in cards.into_iter().enumerate() {
            if let Some((_, open)) = holds.passed_over.filter(|(over, _)| *over == place) {
                let (name, party) = (card.name.clone(), self.party_of(&card));
                self.log(None, Happening::PassedOver { name, party, open });
            }
            match seats.next_if(|(next, _)| *next == place) {
                Some((_, seats)) => self.create_invitation(card, seats),
                None => self.table.cards.push(card),
            }
        }
        dealt
    }

    /// Offers open seats to the maybes, in the order in which they answered, once each (rule 6), with
    /// room for their parties (rule 18). Returns how many.
    ///
    /// A guest who answers MAYBE while the deck is empty gets one message instead of two that
    /// contradict each other: the notice that no seat is guaranteed also says until when one is
    /// held.
    pub(super) fn offer(&mut self) -> usize {
        let mut maybes: Vec<(usize, Channel)> = (0..self.table.invitations.len())
            .filter(|&at| {
                let invitation = &self.table.invitations[at];
                invitation.is_maybe() && invitation.seat == Seat::None && !invitation.offered
            })
            .filter_map(|at| Some((at, self.channel_for(at)?)))
            .collect();
        maybes.sort_by_key(|&(at, _)| self.table.invitations[at].answered_at);
        let parties = maybes.iter();
        let holds = self.holds(parties.map(|&(at, _)| self.table.invitations[at].party_limit));
        if let Some((place, open)) = holds.passed_over {
            let at = maybes[place].0;
            let (name, party) = (self.name(at), self.table.invitations[at].party_limit);
            self.log(Some(at), Happening::PassedOver { name, party, open });
        }
        for &(place, party) in &holds.seats {
            let (at, channel) = maybes[place];
            let respond_by = self.table.event.deadline_by(channel, self.now);
            self.update(at, |invitation| {
                invitation.hold(party, respond_by);
                invitation.offered = true;
                invitation.channel = channel;
            });
            let id = &self.table.invitations[at].id;
            let is_told = self.messages.iter().any(|message| {
                &message.invitation == id && message.kind == MessageKind::MaybeNotice
            });
            if !is_told {
                self.enqueue(at, MessageKind::Offer, channel, self.now);
            }
            let hold = Hold { party, respond_by };
            self.log(Some(at), Happening::Offered { hold, channel });
        }
        holds.seats.len()
    }

    /// Invites the contact of a card, and holds these seats for them.
    pub(super) fn create_invitation(&mut self, card: Card, party: u32) {
        let Some(channel) = card.channel else { return };
        let channel = self.table.event.channel(channel);
        let asked = self.next_sendable_at();
        let respond_by = self.table.event.deadline_by(channel, asked);
        let party_limit = self.party_of(&card);
        let by_host = card.reason == Reason::PickedByHost;
        let mut invitation = Invitation {
            id: card.invitation_id,
            contact_id: card.contact_id,
            name: card.name,
            status: InvitationStatus::Waiting,
            response: None,
            seat: Seat::None,
            party,
            party_limit,
            party_size: card.party_size,
            details: GuestDetails::default(),
            respond_by: None,
            answered_at: None,
            standby_since: None,
            offered: false,
            maybe_told: false,
            reminded_at: None,
            day_before_at: None,
            calendar: None,
            by_host,
            channel,
            invited_at: self.now,
        };
        invitation.hold(party, respond_by);
        self.changed.insert(invitation.id.clone());
        let at = self.table.invitations.len();
        self.table.invitations.push(invitation);
        self.enqueue(at, MessageKind::Invitation, channel, asked);
        let dealt = Happening::Dealt {
            by: if by_host { By::Host } else { By::Dealer },
            reason: card.reason,
            hold: Hold { party, respond_by },
            whole_party: (party < party_limit).then_some(party_limit),
            channel,
        };
        self.log(Some(at), dealt);
    }

    /// Logs that the last seat was taken (rule 7).
    pub(super) fn log_full(&mut self) {
        let full = self.table.seated() >= self.table.event.seats;
        if !full || self.was_full || self.require_not_over().is_err() {
            return;
        }
        let event = &self.table.event;
        let happening = Happening::Full {
            seats: event.seats,
            dealing: event.status == EventStatus::Dealing,
        };
        self.log(None, happening);
    }

    /// When the timer is due: at the next lapse or reminder, when dealing can go on, and at the begin if
    /// messages wait that are of no use then. At once if a channel has come to rest, to deal by the others. If words
    /// of the host wait, when they are too late.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        let table = &self.table;
        let written = table.messages.iter().filter(|m| m.is_outstanding());
        let mut kinds = written
            .map(|m| m.kind)
            .chain(self.messages.iter().map(|m| m.kind));
        let words_end = kinds
            .any(|kind| kind == MessageKind::HostMessage)
            .then(|| table.event.takes_host_messages_until())
            .flatten();
        if self.require_not_over().is_err() {
            return words_end;
        }
        let lapses = table.invitations.iter().filter(|i| i.seat == Seat::Held);
        let mut due: Vec<Timestamp> = lapses.filter_map(|i| i.respond_by).collect();
        due.extend(words_end);
        let dealing = table.event.status == EventStatus::Dealing && table.open() > 0;
        if dealing && self.has_come_to_rest {
            due.extend(self.now.checked_add(SignedDuration::from_millis(1)).ok());
        }
        if dealing {
            due.extend(table.event.quiet_until(self.now));
            // The hand size grows (rule 2), and then parties that do not fit are passed over (rule 18).
            for hours in [LAST_DAYS, LAST_DAY] {
                let begin = table.event.last_hours_begin(hours);
                let ahead = begin.filter(|begin| *begin >= self.now);
                due.extend(
                    ahead.and_then(|at| at.checked_add(SignedDuration::from_millis(1)).ok()),
                );
            }
        }
        due.extend(self.next_reminder_at);
        let waits = table.messages.iter().any(Message::is_outstanding);
        if waits || !self.messages.is_empty() {
            due.extend(table.event.starts_at);
        }
        due.into_iter().min()
    }
}
