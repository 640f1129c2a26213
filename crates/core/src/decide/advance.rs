//! The consequences of every command: lapses, promotions, new cards and offers.

use jiff::{SignedDuration, Timestamp};

use super::Transition;
use crate::table::Reason;
use crate::{
    By, Card, EventStatus, GuestDetails, Happening, Hold, Invitation, InvitationStatus, Message,
    MessageKind, Response, Seat,
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

    /// Deals cards in their order while the rules allow (rule 2, rule 3). Returns how many.
    ///
    /// A full table only stops this: the next command deals again once a seat is free (rule 7).
    pub(super) fn deal(&mut self) -> u32 {
        let mut dealt = 0;
        while self.has_room() && !self.table.cards.is_empty() {
            let card = self.table.cards.remove(0);
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
            let hold = Hold {
                party: invitation.party,
                respond_by,
            };
            let is_told = self.messages.iter().any(|message| {
                message.invitation == invitation.id && message.kind == MessageKind::MaybeNotice
            });
            if !is_told {
                self.enqueue(at, MessageKind::Offer, channel, self.now);
            }
            self.log(Some(at), Happening::Offered { hold, channel });
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
            reminded_at: None,
            day_before_at: None,
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
        let dealt = Happening::Dealt {
            by: if by_host { By::Host } else { By::Dealer },
            reason: card.reason,
            hold: Hold {
                party: party_limit,
                respond_by,
            },
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
    /// messages wait that are of no use then. At once if a channel has come to rest, to deal by the others.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        if self.require_not_over().is_err() {
            return None;
        }
        let table = &self.table;
        let lapses = table.invitations.iter().filter(|i| i.seat == Seat::Held);
        let mut due: Vec<Timestamp> = lapses.filter_map(|i| i.respond_by).collect();
        let dealing = table.event.status == EventStatus::Dealing && table.open() > 0;
        if dealing && self.has_come_to_rest {
            due.extend(self.now.checked_add(SignedDuration::from_millis(1)).ok());
        }
        if dealing {
            due.extend(table.event.quiet_until(self.now));
            // The hand size grows when less than 72 hours are left (rule 2).
            due.extend(
                table
                    .last_days_begin()
                    .filter(|begin| *begin >= self.now)
                    .and_then(|begin| begin.checked_add(SignedDuration::from_millis(1)).ok()),
            );
        }
        due.extend(self.next_reminder_at);
        let waits = table.messages.iter().any(Message::is_outstanding);
        if waits || !self.messages.is_empty() {
            due.extend(table.event.starts_at);
        }
        due.into_iter().min()
    }
}
