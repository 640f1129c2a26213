//! The one function through which every change to an event goes.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::log::spoken_moment;
use crate::table::Reason;
use crate::{
    Card, Channel, Command, Event, EventStatus, Hand, Invitation, InvitationId, InvitationStatus,
    LogEntry, LogKind, MessageKind, Refusal, Response, Seat, Table,
};

/// What has to be written, all of it or nothing, in the transaction that read the table.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The table as it stands now. `cards` no longer holds those that were dealt.
    pub table: Table,
    /// Invitations of `table` that are new or different.
    pub changed: BTreeSet<InvitationId>,
    /// Messages to put into the outbox.
    pub messages: Vec<NewMessage>,
    /// Messages that shall not leave any more, where they have not left yet: whose, and about what.
    pub taken_back: Vec<(InvitationId, &'static [MessageKind])>,
    /// What happened, in order.
    pub log: Vec<LogEntry>,
    /// When the timer should next call with [`Command::Tick`]; `None`: only when something happens.
    pub due_at: Option<Timestamp>,
}

/// A message to a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// To whom.
    pub invitation: InvitationId,
    /// What it is about.
    pub kind: MessageKind,
    /// How it is sent.
    pub channel: Channel,
    /// Not before this moment.
    pub not_before: Timestamp,
}

/// Applies the rules of the deal: what follows when `command` is given at `now`.
///
/// # Errors
/// A [`Refusal`] when the rules do not allow the command now; then nothing is to be written.
pub fn decide(table: &Table, command: &Command, now: Timestamp) -> Result<Decision, Refusal> {
    let mut play = Play::open(table, now);
    play.answer_to_command(command)?;
    play.deal_and_offer(command);
    Ok(play.close())
}

/// How many cards [`decide`] can use for this command: what the snapshot has to hold of the deck.
pub fn cards_wanted(table: &Table, command: &Command, now: Timestamp) -> usize {
    let mut play = Play::open(table, now);
    if play.answer_to_command(command).is_err() || !play.may_deal() {
        return 0;
    }
    let mut open = play.table.open();
    let mut waiting = play.table.waiting();
    let hand = play.table.hand_size(now);
    let mut wanted = 0;
    while open > 0 && waiting < hand {
        open -= play.table.event.party_limit.min(open);
        waiting += 1;
        wanted += 1;
    }
    wanted
}

/// A decision in the making.
struct Play {
    table: Table,
    now: Timestamp,
    was_full: bool,
    changed: BTreeSet<InvitationId>,
    messages: Vec<NewMessage>,
    taken_back: Vec<(InvitationId, &'static [MessageKind])>,
    log: Vec<LogEntry>,
}

/// Messages that speak of the seat a guest has or could have: untrue once that has changed.
const ABOUT_THE_SEAT: &[MessageKind] = &[
    MessageKind::Invitation,
    MessageKind::Offer,
    MessageKind::Seated,
    MessageKind::MaybeNotice,
];

impl Play {
    fn open(table: &Table, now: Timestamp) -> Self {
        Self {
            table: table.clone(),
            now,
            was_full: table.seated() >= table.event.seats,
            changed: BTreeSet::new(),
            messages: Vec::new(),
            taken_back: Vec::new(),
            log: Vec::new(),
        }
    }

    /// Lapses, then the command itself, then those on standby: all that comes before new cards.
    fn answer_to_command(&mut self, command: &Command) -> Result<(), Refusal> {
        self.lapse();
        self.promote();
        self.carry_out(command)?;
        self.promote();
        Ok(())
    }

    fn deal_and_offer(&mut self, command: &Command) {
        let dealt = self.deal();
        let deck_exhausted = self.table.cards.is_empty();
        let offered = if deck_exhausted { self.offer() } else { 0 };
        self.note_full();
        let asked = dealt > 0 || matches!(command, Command::Deal);
        if asked
            && offered == 0
            && deck_exhausted
            && self.may_deal()
            && self.table.open() > 0
            && self.table.waiting() < self.table.hand_size(self.now)
        {
            let open = self.table.open();
            self.tell(
                LogKind::DeckEmpty,
                None,
                json!({ "open": open }),
                format!(
                    "Nobody is left to deal, with {} still open: add contacts to go on.",
                    counted(open, "seat"),
                ),
            );
        }
    }

    fn close(self) -> Decision {
        let due_at = self.due_at();
        Decision {
            table: self.table,
            changed: self.changed,
            messages: self.messages,
            taken_back: self.taken_back,
            log: self.log,
            due_at,
        }
    }

    fn carry_out(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Tick => Ok(()),
            Command::Deal => self.start(),
            Command::Pause => self.pause(),
            Command::Cancel { untold } => self.cancel(untold),
            Command::Edit { event, announce } => self.edit(event, *announce),
            Command::Arrange {
                invite_first,
                excluded,
            } => self.arrange(*invite_first, *excluded),
            Command::Invite { card } => self.invite(card),
            Command::Answer {
                invitation,
                response,
                party,
                hand,
            } => self.answer(invitation, *response, *party, *hand),
            Command::Withdraw { invitation } => self.withdraw(invitation),
            Command::Resend {
                invitation,
                channel,
            } => self.resend(invitation, *channel),
            Command::Progress {
                invitation,
                message,
                channel,
                delivered,
                at,
            } => self.progress(invitation, *message, *channel, *delivered, *at),
            Command::DeliveryFailed {
                invitation,
                message,
                channel,
                why,
                next,
            } => self.delivery_failed(invitation, *message, *channel, why, *next),
        }
    }

    // The host's commands about the event.

    fn start(&mut self) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        if self
            .table
            .event
            .deal_until
            .is_some_and(|until| until <= self.now)
        {
            return Err(Refusal::DealUntilPassed);
        }
        if self.table.event.status == EventStatus::Dealing {
            return Ok(());
        }
        let again = self.table.event.status == EventStatus::Paused;
        self.table.event.status = EventStatus::Dealing;
        let text = match (again, self.table.event.quiet_until(self.now)) {
            (false, None) => "You started dealing.".to_owned(),
            (true, None) => "You let dealing go on.".to_owned(),
            (_, Some(end)) => format!(
                "You started dealing; it is quiet time now, so the first cards go out on {}.",
                spoken_moment(end, &self.table.event.time_zone)
            ),
        };
        self.tell(LogKind::Dealing, None, json!({ "by": "host" }), text);
        Ok(())
    }

    fn pause(&mut self) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        match self.table.event.status {
            EventStatus::Paused => Ok(()),
            EventStatus::Dealing => {
                self.table.event.status = EventStatus::Paused;
                self.tell(
                    LogKind::Paused,
                    None,
                    json!({ "by": "host" }),
                    "You paused dealing; guests can still answer.".to_owned(),
                );
                Ok(())
            }
            _ => Err(Refusal::NotDealing),
        }
    }

    fn cancel(&mut self, untold: &[InvitationId]) -> Result<(), Refusal> {
        match self.table.event.status_at(self.now) {
            EventStatus::Cancelled => return Ok(()),
            EventStatus::Past => return Err(Refusal::Past),
            _ => {}
        }
        self.table.event.status = EventStatus::Cancelled;
        let not_before = self.polite_moment();
        let mut told: u32 = 0;
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let over = invitation.status == InvitationStatus::Withdrawn
                || invitation.response == Some(Response::No);
            if over {
                continue;
            }
            let reachable = invitation.status != InvitationStatus::Undeliverable
                && !untold.contains(&invitation.id);
            let (id, channel) = (invitation.id.clone(), invitation.channel);
            self.take_back(&id, MessageKind::ALL);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = InvitationStatus::Withdrawn;
            });
            if reachable {
                told += 1;
                self.write(&id, MessageKind::Cancelled, channel, not_before);
            }
        }
        let text = if told == 0 {
            "You cancelled the event; nobody had to be told.".to_owned()
        } else {
            format!("You cancelled the event; {} told.", were(told, "guest"))
        };
        self.tell(
            LogKind::Cancelled,
            None,
            json!({ "by": "host", "told": told }),
            text,
        );
        Ok(())
    }

    fn edit(&mut self, event: &Event, announce: bool) -> Result<(), Refusal> {
        if self.table.event.status == EventStatus::Cancelled {
            return Err(Refusal::Cancelled);
        }
        let (seated, held) = (self.table.seated(), self.table.held());
        if event.seats < seated + held {
            return Err(Refusal::SeatsTaken {
                asked: event.seats,
                seated,
                held,
            });
        }
        let after = Event {
            status: self.table.event.status,
            ..event.clone()
        };
        let before = std::mem::replace(&mut self.table.event, after);
        let after = &self.table.event;
        let mut changes = Vec::new();
        if before.seats != after.seats {
            changes.push(format!(
                "the seats from {} to {}",
                before.seats, after.seats
            ));
        }
        if before.title != after.title {
            changes.push("the title".to_owned());
        }
        if before.starts_at != after.starts_at || before.time_zone != after.time_zone {
            changes.push("the time".to_owned());
        }
        if before.location != after.location {
            changes.push("the place".to_owned());
        }
        let pace = |event: &Event| {
            (
                event.hand_size,
                event.response_window,
                event.quiet_hours,
                event.deal_until,
                event.party_limit,
            )
        };
        if pace(&before) != pace(after) {
            changes.push("how the deal goes".to_owned());
        }
        if !changes.is_empty() {
            let text = format!("You changed {}.", listed(&changes));
            self.tell(
                LogKind::Changed,
                None,
                json!({ "by": "host", "changes": changes }),
                text,
            );
        }
        if announce {
            self.announce();
        }
        Ok(())
    }

    /// Tells those who have answered and are not out about a change of time or place (rule 12).
    fn announce(&mut self) {
        let not_before = self.polite_moment();
        let mut told: u32 = 0;
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let concerned =
                matches!(invitation.seat, Seat::Seated | Seat::Standby) || invitation.is_maybe();
            if concerned {
                let (id, channel) = (invitation.id.clone(), invitation.channel);
                self.write(&id, MessageKind::Changed, channel, not_before);
                told += 1;
            }
        }
        if told > 0 {
            self.tell(
                LogKind::Changed,
                None,
                json!({ "by": "host", "told": told }),
                format!("{} told about the change.", were(told, "guest")),
            );
        }
    }

    fn arrange(&mut self, invite_first: usize, excluded: usize) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        let detail = json!({ "by": "host", "inviteFirst": invite_first, "excluded": excluded });
        self.tell(
            LogKind::Arranged,
            None,
            detail,
            format!("You arranged the deck: {invite_first} to invite first, {excluded} left out."),
        );
        Ok(())
    }

    // The host's commands about an invitation.

    fn invite(&mut self, card: &Card) -> Result<(), Refusal> {
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

    fn withdraw(&mut self, id: &InvitationId) -> Result<(), Refusal> {
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

    fn resend(&mut self, id: &InvitationId, channel: Option<Channel>) -> Result<(), Refusal> {
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

    // What guests and providers say.

    fn answer(
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

    fn progress(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        delivered: bool,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let name = self.name(index);
        let (kind, what) = if delivered {
            (LogKind::Delivered, "reached")
        } else {
            (LogKind::Sent, "went out to")
        };
        let detail = json!({ "message": message, "channel": channel, "at": at.to_string() });
        self.tell(
            kind,
            Some(index),
            detail,
            format!(
                "The {} {what} {name} by {}.",
                spoken_message(message),
                spoken_channel(channel)
            ),
        );
        Ok(())
    }

    fn delivery_failed(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        why: &str,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        let ahead = self.must_be_ahead().is_ok();
        let next = next.filter(|_| {
            self.table.invitations[at].makes_true(message)
                && (ahead || message == MessageKind::Cancelled)
        });
        let failed = format!(
            "The {} could not reach {name} by {} ({why})",
            spoken_message(message),
            spoken_channel(channel)
        );
        let detail = json!({ "message": message, "channel": channel, "why": why, "next": next });
        if let Some(next) = next {
            let not_before = self.polite_moment();
            self.update(at, |invitation| invitation.channel = next);
            self.write(id, message, next, not_before);
            self.tell(
                LogKind::DeliveryFailed,
                Some(at),
                detail,
                format!("{failed}; trying {}.", spoken_channel(next)),
            );
            return Ok(());
        }
        self.tell(
            LogKind::DeliveryFailed,
            Some(at),
            detail,
            format!("{failed}."),
        );
        let invitation = &self.table.invitations[at];
        let was_to_ask = matches!(message, MessageKind::Invitation | MessageKind::Offer);
        if was_to_ask && invitation.status == InvitationStatus::Waiting && ahead {
            let maybe = invitation.response == Some(Response::Maybe);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Undeliverable
                };
            });
            self.tell(
                LogKind::Undeliverable,
                Some(at),
                json!({}),
                format!("{name} cannot be reached by any channel, so the seat is free again."),
            );
        }
        Ok(())
    }

    // What follows by itself.

    /// Ends the holds whose deadline has come (rule 5).
    fn lapse(&mut self) {
        if self.must_be_ahead().is_err() {
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
            let id = invitation.id.clone();
            self.take_back(&id, ABOUT_THE_SEAT);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Lapsed
                };
            });
            let text = if maybe {
                format!("{name} did not take up the offer in time; the seat is free again.")
            } else {
                format!(
                    "{name} did not answer in time; the seat is free again and the link still works."
                )
            };
            self.tell(LogKind::Lapsed, Some(at), json!({ "offer": maybe }), text);
        }
    }

    /// Gives open seats to those on standby, in the order they asked (rule 6). A party that does
    /// not fit waits on; a smaller one behind it may be seated meanwhile.
    fn promote(&mut self) {
        if self.must_be_ahead().is_err() {
            return;
        }
        let mut queue: Vec<usize> = (0..self.table.invitations.len())
            .filter(|&at| self.table.invitations[at].seat == Seat::Standby)
            .collect();
        queue.sort_by_key(|&at| self.table.invitations[at].standby_since);
        let mut passed_over: Vec<usize> = Vec::new();
        for at in queue {
            let (party, open) = (self.table.invitations[at].party, self.table.open());
            if party > open {
                passed_over.push(at);
                continue;
            }
            for skipped in std::mem::take(&mut passed_over) {
                let name = self.name(skipped);
                let party = self.table.invitations[skipped].party;
                self.tell(
                    LogKind::Skipped,
                    Some(skipped),
                    json!({ "party": party, "open": open }),
                    format!(
                        "{name} was passed over on standby: the party of {party} does not fit \
                             into {}.",
                        counted(open, "open seat")
                    ),
                );
            }
            let not_before = self.polite_moment();
            self.update(at, |invitation| {
                invitation.seat = Seat::Seated;
                invitation.standby_since = None;
            });
            let invitation = &self.table.invitations[at];
            let (id, channel) = (invitation.id.clone(), invitation.channel);
            self.write(&id, MessageKind::Seated, channel, not_before);
            let name = self.name(at);
            self.tell(
                LogKind::Promoted,
                Some(at),
                json!({ "party": party }),
                format!("{name} got the free seat, because {name} was next on standby."),
            );
        }
    }

    /// Deals cards while the rules allow (rule 2). Returns how many.
    fn deal(&mut self) -> u32 {
        let mut dealt = 0;
        while self.has_room() && !self.table.cards.is_empty() {
            let card = self.table.cards.remove(0);
            if card.channel.is_some() {
                self.seat_card(card);
                dealt += 1;
            }
        }
        dealt
    }

    /// Offers open seats to the maybes, in the order they answered, once each (rule 6).
    fn offer(&mut self) -> u32 {
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
            let open = self.table.open();
            let respond_by = self.table.event.respond_by(self.now);
            self.update(at, |invitation| {
                invitation.hold(invitation.party_limit.min(open), respond_by);
                invitation.offered = true;
            });
            let invitation = &self.table.invitations[at];
            let (id, channel) = (invitation.id.clone(), invitation.channel);
            self.write(&id, MessageKind::Offer, channel, self.now);
            let name = self.name(at);
            let until = spoken_moment(respond_by, &self.table.event.time_zone);
            self.tell(
                LogKind::Offered,
                Some(at),
                json!({ "respondBy": respond_by.to_string() }),
                format!(
                    "{name}, a maybe, is offered a seat until {until}, because the deck is empty."
                ),
            );
            offered += 1;
        }
        offered
    }

    fn note_full(&mut self) {
        let full = self.table.seated() >= self.table.event.seats;
        if full && !self.was_full && self.table.event.status != EventStatus::Cancelled {
            let seats = self.table.event.seats;
            self.tell(
                LogKind::Full,
                None,
                json!({ "seats": seats }),
                format!(
                    "The table is full: {} taken. Dealing rests until one is free again.",
                    all(seats, "seat"),
                ),
            );
        }
    }

    /// When something becomes due without anybody doing anything.
    fn due_at(&self) -> Option<Timestamp> {
        if self.must_be_ahead().is_err() {
            return None;
        }
        let table = &self.table;
        let lapses = table.invitations.iter().filter(|i| i.seat == Seat::Held);
        let mut due: Vec<Timestamp> = lapses.filter_map(|i| i.respond_by).collect();
        let dealing = table.event.status == EventStatus::Dealing && table.open() > 0;
        if dealing {
            due.extend(table.event.quiet_until(self.now));
            // With less than 72 hours left the hand grows.
            due.extend(
                table
                    .last_days_begin()
                    .filter(|begin| *begin >= self.now)
                    .and_then(|begin| begin.checked_add(jiff::SignedDuration::from_millis(1)).ok()),
            );
        }
        due.into_iter().min()
    }

    // Small steps.

    fn seat_card(&mut self, card: Card) {
        let Some(channel) = card.channel else { return };
        let asked = self.polite_moment();
        let respond_by = self.table.event.respond_by(asked);
        let party_limit = self.table.event.party_limit.min(self.table.open());
        let by_host = card.reason == Reason::HostsHand;
        let zone = self.table.event.time_zone.clone();
        let mut invitation = Invitation {
            id: card.invitation_id,
            contact_id: card.contact_id,
            name: card.name,
            status: InvitationStatus::Waiting,
            response: None,
            seat: Seat::None,
            party: party_limit,
            party_limit,
            respond_by: None,
            answered_at: None,
            standby_since: None,
            offered: false,
            maybe_told: false,
            by_host,
            channel,
            invited_at: self.now,
        };
        invitation.hold(party_limit, respond_by);
        let id = invitation.id.clone();
        let name = invitation.name.clone();
        self.changed.insert(id.clone());
        self.table.invitations.push(invitation);
        self.write(&id, MessageKind::Invitation, channel, asked);
        let until = spoken_moment(respond_by, &zone);
        let text = if by_host {
            format!("You invited {name} yourself; a seat is held until {until}.")
        } else {
            let because = card.reason.because(&zone);
            format!("{name} was dealt: {because}. A seat is held until {until}.")
        };
        let detail = json!({
            "by": if by_host { "host" } else { "dealer" },
            "reason": card.reason.because(&zone),
            "respondBy": respond_by.to_string(),
            "party": party_limit,
            "channel": channel,
        });
        let at = self.table.invitations.len() - 1;
        self.tell(LogKind::Dealt, Some(at), detail, text);
    }

    /// Whether dealing is on right now, seats and hand aside.
    fn may_deal(&self) -> bool {
        let event = &self.table.event;
        event.status == EventStatus::Dealing
            && !event.has_begun(self.now)
            && event.deal_until.is_none_or(|until| self.now < until)
            && event.quiet_until(self.now).is_none()
    }

    fn has_room(&self) -> bool {
        self.may_deal()
            && self.table.open() > 0
            && self.table.waiting() < self.table.hand_size(self.now)
    }

    fn must_be_ahead(&self) -> Result<(), Refusal> {
        match self.table.event.status_at(self.now) {
            EventStatus::Cancelled => Err(Refusal::Cancelled),
            EventStatus::Past => Err(Refusal::Past),
            _ => Ok(()),
        }
    }

    /// Now, or the end of quiet hours (rule 9).
    fn polite_moment(&self) -> Timestamp {
        self.table.event.quiet_until(self.now).unwrap_or(self.now)
    }

    fn find(&self, id: &InvitationId) -> Result<usize, Refusal> {
        self.table
            .invitations
            .iter()
            .position(|invitation| &invitation.id == id)
            .ok_or(Refusal::UnknownInvitation)
    }

    fn name(&self, at: usize) -> String {
        self.table.invitations[at].name.clone()
    }

    fn update(&mut self, at: usize, change: impl FnOnce(&mut Invitation)) {
        let invitation = &mut self.table.invitations[at];
        change(invitation);
        self.changed.insert(invitation.id.clone());
    }

    fn write(
        &mut self,
        id: &InvitationId,
        kind: MessageKind,
        channel: Channel,
        not_before: Timestamp,
    ) {
        self.messages.push(NewMessage {
            invitation: id.clone(),
            kind,
            channel,
            not_before,
        });
    }

    /// Messages that have not left and no longer say what is true shall not leave: neither those
    /// in the outbox, nor those of this very decision.
    fn take_back(&mut self, id: &InvitationId, kinds: &'static [MessageKind]) {
        self.messages
            .retain(|message| &message.invitation != id || !kinds.contains(&message.kind));
        self.taken_back.push((id.clone(), kinds));
    }

    fn tell(&mut self, kind: LogKind, about: Option<usize>, detail: Value, text: String) {
        let invitation = about.map(|at| {
            let invitation = &self.table.invitations[at];
            (invitation.id.clone(), invitation.name.clone())
        });
        self.log.push(LogEntry {
            kind,
            invitation,
            text,
            detail,
        });
    }
}

impl Invitation {
    /// Whether its guest said MAYBE.
    pub fn is_maybe(&self) -> bool {
        self.response == Some(Response::Maybe)
            && matches!(
                self.status,
                InvitationStatus::Answered | InvitationStatus::Waiting
            )
    }

    /// Whether what such a message says is still so, and worth saying.
    fn makes_true(&self, kind: MessageKind) -> bool {
        match kind {
            MessageKind::Invitation => {
                matches!(
                    self.status,
                    InvitationStatus::Waiting | InvitationStatus::Lapsed
                )
            }
            MessageKind::MaybeNotice => self.is_maybe() && self.seat == Seat::None,
            MessageKind::Seated => self.seat == Seat::Seated,
            MessageKind::Offer => self.is_maybe() && self.seat == Seat::Held,
            MessageKind::Cancelled => self.status == InvitationStatus::Withdrawn,
            MessageKind::Changed => self.status == InvitationStatus::Answered,
        }
    }

    fn hold(&mut self, party: u32, respond_by: Timestamp) {
        self.status = InvitationStatus::Waiting;
        self.seat = Seat::Held;
        self.party = party;
        self.respond_by = Some(respond_by);
    }

    fn release(&mut self) {
        self.seat = Seat::None;
        self.respond_by = None;
        self.standby_since = None;
    }

    fn answered(&mut self, response: Response) {
        self.status = InvitationStatus::Answered;
        self.response = Some(response);
    }
}

fn spoken_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "email",
    }
}

fn spoken_message(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Invitation => "invitation",
        MessageKind::MaybeNotice => "note that no seat is guaranteed",
        MessageKind::Seated => "news of the free seat",
        MessageKind::Offer => "offer of a seat",
        MessageKind::Cancelled => "cancellation",
        MessageKind::Changed => "news of the change",
    }
}

fn counted(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

fn all(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("the one {noun} is")
    } else {
        format!("all {number} {noun}s are")
    }
}

fn were(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun} was")
    } else {
        format!("{number} {noun}s were")
    }
}

fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
