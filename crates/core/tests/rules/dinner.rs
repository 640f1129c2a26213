//! A dinner to try the rules on: one command after another, told in words.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Card, Channel, Command, ContactId, Decision, Event, EventStatus, Invitation,
    InvitationId, MessageKind, QuietHours, Reason, Refusal, Response, Table, cards_wanted, decide,
};

/// An event, its deck, and what the last command has led to.
pub(crate) struct Dinner {
    pub(crate) table: Table,
    pub(crate) deck: Vec<Card>,
    pub(crate) now: Timestamp,
    pub(crate) last: Decision,
}

impl Dinner {
    /// A dinner without a date, in UTC, with the usual quiet hours, on Monday, 1 June 2026, at
    /// noon. The guests are dealt in the order of their names here and are reached by email.
    pub(crate) fn new(seats: u32, names: &[&str]) -> Self {
        let table = Table {
            event: Event {
                title: "Dinner".to_owned(),
                seats,
                starts_at: None,
                time_zone: TimeZone::UTC,
                location: None,
                hand_size: None,
                response_window: None,
                quiet_hours: Some(QuietHours::usual()),
                deal_until: None,
                party_limit: 1,
                by_hand: false,
                status: EventStatus::Draft,
            },
            invitations: Vec::new(),
            cards: Vec::new(),
        };
        let now = at("2026-06-01T12:00:00Z");
        let last = decide(&table, &Command::Tick, now).unwrap();
        let deck = names.iter().map(|name| card(name)).collect();
        Self {
            table,
            deck,
            now,
            last,
        }
    }

    /// The same with other settings.
    pub(crate) fn with(mut self, settings: impl FnOnce(&mut Event)) -> Self {
        settings(&mut self.table.event);
        self
    }

    /// The same, after pressing Deal.
    pub(crate) fn dealing(mut self) -> Self {
        self.give(&Command::Deal);
        self
    }

    /// Lets time pass until `moment`, without anybody looking.
    pub(crate) fn wait_until(&mut self, moment: &str) {
        self.now = at(moment);
    }

    /// Lets time pass, without anybody looking.
    pub(crate) fn wait_hours(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    /// Lets time pass until the timer is due, and lets it call.
    pub(crate) fn wait_for_the_timer(&mut self) {
        self.now = self.last.due_at.unwrap();
        self.give(&Command::Tick);
    }

    /// Gives a command that is not refused.
    pub(crate) fn give(&mut self, command: &Command) {
        let refused = self.try_to(command);
        assert_eq!(refused, Ok(()), "{command:?}");
    }

    /// Gives a command; what was refused has changed nothing.
    pub(crate) fn try_to(&mut self, command: &Command) -> Result<(), Refusal> {
        let mut table = self.table.clone();
        let wanted = cards_wanted(&table, command, self.now);
        table.cards = self.deck.iter().take(wanted).cloned().collect();
        self.last = decide(&table, command, self.now)?;
        self.table = self.last.table.clone();
        let invited = |card: &Card| {
            let same = |one: &Invitation| one.contact_id == card.contact_id;
            self.table.invitations.iter().any(same)
        };
        self.deck = self
            .deck
            .iter()
            .filter(|card| !invited(card))
            .cloned()
            .collect();
        Ok(())
    }

    /// Takes a guest's answer for as many as before, or one.
    pub(crate) fn answer(&mut self, name: &str, response: Response) {
        self.give(&answer(name, response, None, Actor::Guest));
    }

    /// Takes a guest's answer for a party.
    pub(crate) fn answer_for(&mut self, name: &str, response: Response, party: u32) {
        self.give(&answer(name, response, Some(party), Actor::Guest));
    }

    /// Changes the event's settings.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Event)) {
        let command = self.edited(false, change);
        self.give(&command);
    }

    /// The command that changes the event's settings.
    pub(crate) fn edited(&self, announce: bool, change: impl FnOnce(&mut Event)) -> Command {
        let mut event = self.table.event.clone();
        change(&mut event);
        Command::Edit {
            event: Box::new(event),
            announce,
        }
    }

    /// The last command's log.
    pub(crate) fn said(&self) -> Vec<&str> {
        self.last.log.iter().map(|entry| &*entry.text).collect()
    }

    /// The last command's messages, e.g. "invitation to Ada by email", with their moment if it is
    /// not now.
    pub(crate) fn sent(&self) -> Vec<String> {
        let tell = |message: &seat_dealer_core::NewMessage| {
            let name = &self.table.invitation(&message.invitation).unwrap().name;
            let at = if message.not_before == self.now {
                String::new()
            } else {
                format!(" at {}", message.not_before)
            };
            format!("{} to {name} by {}{at}", message.kind, message.channel)
        };
        self.last.messages.iter().map(tell).collect()
    }

    /// How a guest stands: "seated", "held until 2026-06-03T12:00:00Z", "answered" and so on: the
    /// seat, or the status where there is none.
    pub(crate) fn standing(&self, name: &str) -> String {
        let invitation = self.invitation(name);
        match (invitation.seat, invitation.respond_by) {
            (seat_dealer_core::Seat::None, _) => invitation.status.to_string(),
            (seat, None) => seat.to_string(),
            (seat, Some(respond_by)) => format!("{seat} until {respond_by}"),
        }
    }

    /// How many are held, seated and open.
    pub(crate) fn seats(&self) -> (u32, u32, u32) {
        (self.table.held(), self.table.seated(), self.table.open())
    }

    /// Who waits for an answer.
    pub(crate) fn waiting(&self) -> Vec<&str> {
        let held = |one: &&Invitation| one.seat == seat_dealer_core::Seat::Held;
        let waiting = self.table.invitations.iter().filter(held);
        waiting.map(|one| &*one.name).collect()
    }

    pub(crate) fn invitation(&self, name: &str) -> &Invitation {
        self.table.invitation(&id(name)).unwrap()
    }
}

pub(crate) fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

pub(crate) fn id(name: &str) -> InvitationId {
    InvitationId::new(format!("invitation of {name}"))
}

/// A card of somebody who has never been invited and has no priority of their own.
pub(crate) fn card(name: &str) -> Card {
    Card {
        invitation_id: id(name),
        contact_id: ContactId::new(name),
        name: name.to_owned(),
        reason: Reason::Priority {
            priority: 5,
            last_invited_at: None,
        },
        channel: Some(Channel::Email),
    }
}

pub(crate) fn answer(name: &str, response: Response, party: Option<u32>, actor: Actor) -> Command {
    Command::Answer {
        invitation: id(name),
        response,
        party,
        actor,
        by_email: false,
        note: None,
    }
}

/// An answer of a guest who has an email address.
pub(crate) fn answer_by_email(name: &str, response: Response, actor: Actor) -> Command {
    Command::Answer {
        invitation: id(name),
        response,
        party: None,
        actor,
        by_email: true,
        note: None,
    }
}

pub(crate) fn invite(name: &str) -> Command {
    Command::Invite { card: card(name) }
}

pub(crate) fn withdraw(name: &str) -> Command {
    Command::Withdraw {
        invitation: id(name),
    }
}

pub(crate) fn resend(name: &str, channel: Option<Channel>) -> Command {
    Command::Resend {
        invitation: id(name),
        channel,
    }
}

pub(crate) fn failed(
    name: &str,
    message: MessageKind,
    channel: Channel,
    next: Option<Channel>,
) -> Command {
    Command::DeliveryFailed {
        invitation: id(name),
        message,
        channel,
        why: "no such address".to_owned(),
        next,
    }
}
