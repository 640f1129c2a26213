//! One event, played over the rules.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Card, Channel, Command, ContactId, Event, EventStatus, GuestDetails, InvitationId,
    Message, MessageId, MessageStatus, Pace, QuietHours, Reach, Reason, Seat, Table, decide,
};

use crate::guests::Guest;

/// An event while it is played. Guests are in the order of the deck, and their numbers are the ids of contacts and
/// invitations.
struct Play<'a> {
    guests: &'a [Guest],
    table: Table,
    deck: Vec<Card>,
    /// When the next [`Command::Tick`] is due.
    due_at: Option<Timestamp>,
    answers: BinaryHeap<Reverse<(Timestamp, usize)>>,
    /// How many messages were written.
    written: u32,
    /// How many messages were sent.
    sent: u32,
    /// When so many seats were taken for the first time.
    taken: Vec<(Timestamp, u32)>,
}

/// What became of an event.
pub(crate) struct Played {
    /// Each guest's seat at the begin.
    pub(crate) seats: Vec<Seat>,
    /// The number of invitations.
    pub(crate) invitations: usize,
    /// The number of messages that were sent.
    pub(crate) messages: u32,
    /// When so many seats were taken for the first time.
    pub(crate) taken: Vec<(Timestamp, u32)>,
}

/// Noon on a Monday.
pub(crate) const START: Timestamp = Timestamp::constant(1_780_315_200, 0);

/// Plays an event with the rules until it begins.
pub(crate) fn play(seats: u32, notice: SignedDuration, pace: Pace, guests: &[Guest]) -> Played {
    let begin = START + notice;
    let mut play = Play {
        guests,
        table: table(seats, begin, pace, guests.len()),
        deck: (0..guests.len()).map(card).collect(),
        due_at: None,
        answers: BinaryHeap::new(),
        written: 0,
        sent: 0,
        taken: Vec::new(),
    };
    play.run(&Command::Deal, START);
    while let Some((now, command)) = play.next()
        && now < begin
    {
        play.run(&command, now);
    }
    play.finish()
}

impl Play<'_> {
    /// What happens next, and when: a message is sent, a guest answers, or the timer is due.
    fn next(&mut self) -> Option<(Timestamp, Command)> {
        while let Some(Reverse((_, guest))) = self.answers.peek()
            && self.has_answered(*guest)
        {
            self.answers.pop();
        }
        let message = self
            .table
            .messages
            .iter()
            .filter_map(|message| message.due_at)
            .min();
        let answer = self.answers.peek().map(|Reverse((at, _))| *at);
        let now = [message, answer, self.due_at].into_iter().flatten().min()?;
        let command = if message == Some(now) {
            self.send(now)?
        } else if answer == Some(now) {
            self.answer()?
        } else {
            Command::Tick
        };
        Some((now, command))
    }

    /// Sends the message that is due. Its guest begins to think about the answer.
    fn send(&mut self, now: Timestamp) -> Option<Command> {
        let mut messages = self.table.messages.iter();
        let message = messages.find(|message| message.due_at == Some(now))?;
        self.sent += 1;
        let guest = number(&message.invitation);
        if message.kind.asks()
            && !self.has_answered(guest)
            && let Some(at) = self.guests[guest].answers_at(now)
        {
            self.answers.push(Reverse((at, guest)));
        }
        Some(Command::Accepted {
            message: message.id.clone(),
            provider_id: None,
            delivered: false,
            calendar: None,
        })
    }

    fn answer(&mut self) -> Option<Command> {
        let Reverse((_, guest)) = self.answers.pop()?;
        Some(Command::Answer {
            invitation: InvitationId::new(guest.to_string()),
            response: self.guests[guest].answer?,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails::default(),
        })
    }

    fn has_answered(&self, guest: usize) -> bool {
        let id = InvitationId::new(guest.to_string());
        let invitation = self.table.invitation(&id);
        invitation.is_some_and(|invitation| invitation.response.is_some())
    }

    /// Decides, and keeps the decision as the database does.
    fn run(&mut self, command: &Command, now: Timestamp) {
        // As many cards as there are seats are enough for any decision.
        let most = usize::try_from(self.table.event.seats).unwrap_or(usize::MAX);
        self.table.cards = self.deck.iter().take(most).cloned().collect();
        let Ok(decision) = decide(&self.table, command, now) else {
            return;
        };
        self.table = decision.table;
        self.due_at = decision.due_at;
        let dealt = self.guests.len() - self.deck.len();
        self.deck.drain(..self.table.invitations.len() - dealt);
        for message in decision.messages {
            self.written += 1;
            self.table.messages.push(Message {
                id: MessageId::new(self.written.to_string()),
                invitation: message.invitation,
                kind: message.kind,
                channel: message.channel,
                status: MessageStatus::Queued,
                due_at: Some(message.not_before),
                claimed: false,
                attempts: 1,
                provider_id: None,
                error: None,
                written_at: now,
                changed_at: now,
            });
        }
        // The rules read only what is outstanding here.
        self.table.messages.retain(Message::is_outstanding);
        let seated = self.table.seated();
        if self.taken.last().is_none_or(|(_, most)| *most < seated) {
            self.taken.push((now, seated));
        }
    }

    fn finish(self) -> Played {
        let mut seats = vec![Seat::None; self.guests.len()];
        for invitation in &self.table.invitations {
            seats[number(&invitation.id)] = invitation.seat;
        }
        Played {
            seats,
            invitations: self.table.invitations.len(),
            messages: self.sent,
            taken: self.taken,
        }
    }
}

/// The number of a guest.
fn number(id: &InvitationId) -> usize {
    id.as_str().parse().unwrap_or_default()
}

fn card(number: usize) -> Card {
    Card {
        invitation_id: InvitationId::new(number.to_string()),
        contact_id: ContactId::new(number.to_string()),
        name: String::new(),
        reason: Reason::Priority {
            priority: 5,
            last_invited_at: None,
        },
        channel: Some(Channel::Sms),
    }
}

fn table(seats: u32, begin: Timestamp, pace: Pace, guests: usize) -> Table {
    let way = Reach {
        channel: Channel::Sms,
        address: None,
        is_open: true,
    };
    let contacts = (0..guests).map(|number| ContactId::new(number.to_string()));
    Table {
        event: Event {
            title: String::new(),
            seats,
            starts_at: Some(begin),
            time_zone: TimeZone::UTC,
            location: None,
            pace,
            hand_size: None,
            response_window: None,
            quiet_hours: Some(QuietHours::usual()),
            deal_until: None,
            party_limit: 1,
            by_hand: false,
            status: EventStatus::Draft,
        },
        invitations: Vec::new(),
        messages: Vec::new(),
        reach: contacts
            .map(|contact| (contact, vec![way.clone()]))
            .collect(),
        channels: Vec::new(),
        cards: Vec::new(),
    }
}
