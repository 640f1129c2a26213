//! One event, played over the rules.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Card, Channel, Command, ContactId, Event, EventStatus, GuestDetails, Invitation,
    InvitationId, Message, MessageId, MessageKind, Pace, QuietHours, Reason, Reminders, Response,
    Seat, Table, Tags, decide,
};

use crate::guests::Guest;

/// An event while it is played. Guests are invited in their order, and their numbers are the ids of
/// contacts and invitations.
struct Play<'a> {
    guests: &'a [Guest],
    /// What each of them has been told.
    told: Vec<Told>,
    begin: Timestamp,
    table: Table,
    /// The index of each guest's invitation.
    places: Vec<Option<usize>>,
    /// When the next [`Command::Tick`] is due.
    due_at: Option<Timestamp>,
    answers: BinaryHeap<Reverse<(Timestamp, usize, Word)>>,
    /// How many messages were written.
    written: u32,
    /// How many messages were sent.
    sent: u32,
    /// When so many seats were taken for the first time.
    taken: Vec<(Timestamp, u32)>,
}

/// What a guest has been told.
#[derive(Debug, Clone, Default)]
struct Told {
    /// Whether they were reminded to answer.
    reminded: bool,
    /// Whether they have had a seat.
    seated: bool,
    /// Whether they heard that they are expected.
    expected: bool,
}

/// What a guest says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    /// The first answer.
    Answer,
    /// NO instead of a seat.
    Cancellation,
}

/// What became of an event.
pub(crate) struct Played {
    /// Each guest's seat at the begin, and for how many people it is.
    pub(crate) seats: Vec<(Seat, u32)>,
    /// How many people came.
    pub(crate) came: u32,
    /// The number of invitations.
    pub(crate) invitations: usize,
    /// The number of messages that were sent.
    pub(crate) messages: u32,
    /// When so many seats were taken for the first time.
    pub(crate) taken: Vec<(Timestamp, u32)>,
}

/// Noon on a Monday.
pub(crate) const START: Timestamp = Timestamp::constant(1_780_315_200, 0);

/// The settings of an event that the figures compare.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) pace: Pace,
    pub(crate) reminders: bool,
}

/// Plays an event of `seats` seats that begins `notice` after the first deal.
pub(crate) fn play(
    seats: u32,
    notice: SignedDuration,
    settings: Settings,
    guests: &[Guest],
) -> Played {
    let begin = START + notice;
    let mut play = Play {
        guests,
        told: vec![Told::default(); guests.len()],
        begin,
        table: table(seats, begin, settings, guests),
        places: vec![None; guests.len()],
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
    /// What happens next, and when: a message is sent, a guest says something, or the timer is due.
    fn next(&mut self) -> Option<(Timestamp, Command)> {
        while let Some(Reverse((_, guest, word))) = self.answers.peek()
            && !self.still_says(*guest, *word)
        {
            self.answers.pop();
        }
        let due = self
            .table
            .messages
            .iter()
            .filter_map(|message| message.due_at);
        let message = due.min();
        let answer = self.answers.peek().map(|Reverse((at, ..))| *at);
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

    /// Sends the message that is due. Its guest begins to think about it.
    fn send(&mut self, now: Timestamp) -> Option<Command> {
        let mut messages = self.table.messages.iter();
        let message = messages.find(|message| message.due_at == Some(now))?;
        self.sent += 1;
        let at = number(&message.invitation);
        let (guest, told) = (&self.guests[at], &mut self.told[at]);
        let says = match message.kind {
            MessageKind::Invitation => guest.answers_at(now).map(|at| (at, Word::Answer)),
            MessageKind::Reminder => {
                told.reminded = true;
                guest.reacts_at(now).map(|at| (at, Word::Answer))
            }
            MessageKind::DayBefore => {
                told.expected = true;
                let cancels = guest.cancels_at(self.begin, Some(now));
                cancels.map(|at| (at.max(now), Word::Cancellation))
            }
            _ => None,
        };
        self.answers
            .extend(says.map(|(when, word)| Reverse((when, at, word))));
        Some(Command::Accepted {
            message: message.id.clone(),
            provider_id: None,
            delivered: false,
            calendar: None,
        })
    }

    fn answer(&mut self) -> Option<Command> {
        let Reverse((_, number, word)) = self.answers.pop()?;
        let guest = &self.guests[number];
        let response = match word {
            Word::Answer => guest.answer(self.told[number].reminded)?,
            Word::Cancellation => Response::No,
        };
        // A couple that finds room for one: one of them comes, or neither.
        let held = self.invitation(number).filter(|one| one.seat == Seat::Held);
        let is_cut = held.is_some_and(|one| one.party + self.table.open() < guest.party_size);
        let response = if response.wants_seat() && is_cut && !guest.comes_alone {
            Response::No
        } else {
            response
        };
        Some(Command::Answer {
            invitation: InvitationId::new(number.to_string()),
            response,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails::default(),
        })
    }

    fn invitation(&self, guest: usize) -> Option<&Invitation> {
        self.places[guest].map(|place| &self.table.invitations[place])
    }

    /// Whether a guest still has something to say.
    fn still_says(&self, guest: usize, word: Word) -> bool {
        self.invitation(guest).is_some_and(|invitation| match word {
            Word::Answer => invitation.response.is_none(),
            Word::Cancellation => invitation.seat == Seat::Seated,
        })
    }

    /// Decides, and keeps the decision as the database does.
    fn run(&mut self, command: &Command, now: Timestamp) {
        let Ok(decision) = decide(&self.table, command, now) else {
            return;
        };
        let known = self.table.invitations.len();
        self.table = decision.table;
        self.due_at = decision.due_at;
        let invited = self.table.invitations.iter().enumerate().skip(known);
        for (place, invitation) in invited {
            self.places[number(&invitation.id)] = Some(place);
        }
        for message in decision.messages {
            self.written += 1;
            let id = MessageId::new(self.written.to_string());
            self.table.messages.push(Message {
                attempts: 1,
                ..message.stored(id, now)
            });
        }
        for id in &decision.changed {
            self.seat(number(id), now);
        }
        // No rule reads the others here.
        let Table {
            invitations,
            messages,
            ..
        } = &mut self.table;
        messages.retain(|message| {
            let place = self.places[number(&message.invitation)];
            let held = place.is_some_and(|place| invitations[place].seat == Seat::Held);
            let asks = message.kind == MessageKind::Invitation && held;
            message.is_outstanding() || asks || message.kind == MessageKind::Seated
        });
        let seated = self.table.seated();
        if self.taken.last().is_none_or(|(_, most)| *most < seated) {
            self.taken.push((now, seated));
        }
    }

    /// A guest who has got a seat may give it back.
    fn seat(&mut self, guest: usize, now: Timestamp) {
        let invitation = self.invitation(guest);
        let seated = invitation.is_some_and(|invitation| invitation.seat == Seat::Seated);
        let told = &mut self.told[guest];
        if seated && !told.seated {
            told.seated = true;
            let cancels = self.guests[guest].cancels_at(self.begin, None);
            let cancels = cancels.map(|at| (at.max(now), guest, Word::Cancellation));
            self.answers.extend(cancels.map(Reverse));
        }
    }

    fn finish(self) -> Played {
        let mut seats = vec![(Seat::None, 0); self.guests.len()];
        for invitation in &self.table.invitations {
            seats[number(&invitation.id)] = (invitation.seat, invitation.party);
        }
        let guests = seats.iter().zip(self.guests).zip(&self.told);
        let came = guests
            .filter(|(((seat, _), guest), told)| {
                *seat == Seat::Seated && guest.comes(told.expected)
            })
            .map(|(((_, party), _), _)| party)
            .sum();
        Played {
            seats,
            came,
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

fn card((number, guest): (usize, &Guest)) -> Card {
    Card {
        invitation_id: InvitationId::new(number.to_string()),
        contact_id: ContactId::new(number.to_string()),
        name: String::new(),
        party_size: guest.party_size,
        tags: Tags::default(),
        reason: Reason::Priority {
            priority: 5,
            last_invited_at: None,
        },
        channel: Some(Channel::Sms),
    }
}

fn table(seats: u32, begin: Timestamp, settings: Settings, guests: &[Guest]) -> Table {
    Table {
        event: Event {
            title: String::new(),
            seats,
            starts_at: Some(begin),
            time_zone: TimeZone::UTC,
            ends_at: None,
            location: None,
            url: None,
            pace: settings.pace,
            hand_size: None,
            response_window: None,
            quiet_hours: Some(QuietHours::usual()),
            deal_until: None,
            party_limit: 1,
            reminders: Reminders {
                unanswered: settings.reminders,
                day_before: settings.reminders,
            },
            by_hand: false,
            tags: Tags::default(),
            status: EventStatus::Draft,
        },
        invitations: Vec::new(),
        messages: Vec::new(),
        // Nobody needs another way.
        reach: BTreeMap::new(),
        channels: Vec::new(),
        cards: guests.iter().enumerate().map(card).collect(),
    }
}
