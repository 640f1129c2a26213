//! The fixture of these tests: an event to which a test gives one command after another.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Card, Channel, Command, ContactId, Decision, Event, EventStatus, GuestDetails,
    Invitation, InvitationId, LogEntry, MessageKind, NewMessage, QuietHours, Reason, Refusal,
    Response, Seat, Table, cards_wanted, decide,
};

/// An event, its deck, and the last decision.
pub(crate) struct Dinner {
    pub(crate) table: Table,
    pub(crate) deck: Vec<Card>,
    pub(crate) now: Timestamp,
    pub(crate) last: Decision,
}

impl Dinner {
    /// An event without a date, in UTC, with the default quiet hours, at noon on Monday, 1 June
    /// 2026. The deck has the order of `names`. All contacts are reached by email.
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

    /// Changes the settings.
    pub(crate) fn with(mut self, settings: impl FnOnce(&mut Event)) -> Self {
        settings(&mut self.table.event);
        self
    }

    /// Starts dealing.
    pub(crate) fn dealing(mut self) -> Self {
        self.run(&Command::Deal);
        self
    }

    /// Moves the clock to `time`. No timer runs.
    pub(crate) fn wait_until(&mut self, time: &str) {
        self.now = at(time);
    }

    /// Moves the clock forward. No timer runs.
    pub(crate) fn wait_hours(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    /// Moves the clock to the next time at which the timer is due, and runs the timer.
    pub(crate) fn run_timer(&mut self) {
        self.now = self.last.due_at.unwrap();
        self.run(&Command::Tick);
    }

    /// Runs a command. The rules must accept it.
    pub(crate) fn run(&mut self, command: &Command) {
        assert_eq!(self.try_run(command), Ok(()), "{command:?}");
    }

    /// Runs a command. A refused one changes nothing.
    pub(crate) fn try_run(&mut self, command: &Command) -> Result<(), Refusal> {
        self.last = decide(&self.table_for(command), command, self.now)?;
        self.table = self.last.table.clone();
        let invited = &self.table.invitations;
        self.deck
            .retain(|card| invited.iter().all(|one| one.contact_id != card.contact_id));
        Ok(())
    }

    /// Records a guest's answer without a party.
    pub(crate) fn answer(&mut self, name: &str, response: Response) {
        self.run(&answer(name, response, None, Actor::Guest));
    }

    /// Records a guest's answer for a party.
    pub(crate) fn answer_for(&mut self, name: &str, response: Response, party: u32) {
        self.run(&answer(name, response, Some(party), Actor::Guest));
    }

    /// Edits the event.
    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut Event)) {
        let command = self.edited(false, change);
        self.run(&command);
    }

    /// The command that edits the event.
    pub(crate) fn edited(&self, announce: bool, change: impl FnOnce(&mut Event)) -> Command {
        let mut event = self.table.event.clone();
        change(&mut event);
        Command::Edit {
            event: Box::new(event),
            announce,
        }
    }

    /// The kinds of the last log entries, each with the guest's name, for instance "dealt Ada".
    pub(crate) fn log(&self) -> Vec<String> {
        let line = |entry: &LogEntry| match &entry.invitation {
            Some((_, name)) => format!("{} {name}", entry.kind().as_str()),
            None => entry.kind().as_str().to_owned(),
        };
        self.last.log.iter().map(line).collect()
    }

    /// The last messages, for instance "invitation to Ada by email", with their time if it is not
    /// now.
    pub(crate) fn messages(&self) -> Vec<String> {
        let line = |message: &NewMessage| {
            let name = &self.table.invitation(&message.invitation).unwrap().name;
            let at = if message.not_before == self.now {
                String::new()
            } else {
                format!(" at {}", message.not_before)
            };
            format!("{} to {name} by {}{at}", message.kind, message.channel)
        };
        self.last.messages.iter().map(line).collect()
    }

    /// The seat of a guest with its deadline, or the status without a seat: "seated", "held until
    /// 2026-06-03T12:00:00Z", "lapsed".
    pub(crate) fn state(&self, name: &str) -> String {
        let invitation = self.invitation(name);
        match (invitation.seat, invitation.respond_by) {
            (Seat::None, _) => invitation.status.to_string(),
            (seat, None) => seat.to_string(),
            (seat, Some(respond_by)) => format!("{seat} until {respond_by}"),
        }
    }

    /// How many seats are held, taken and open.
    pub(crate) fn seats(&self) -> (u32, u32, u32) {
        (self.table.held(), self.table.seated(), self.table.open())
    }

    /// The names of the guests for whom seats are held.
    pub(crate) fn held(&self) -> Vec<&str> {
        let held = |one: &&Invitation| one.seat == Seat::Held;
        let held = self.table.invitations.iter().filter(held);
        held.map(|one| &*one.name).collect()
    }

    /// The snapshot with as many cards as `command` wants.
    pub(crate) fn table_for(&self, command: &Command) -> Table {
        let mut table = self.table.clone();
        let wanted = cards_wanted(&table, command, self.now);
        table.cards = self.deck.iter().take(wanted).cloned().collect();
        table
    }

    pub(crate) fn invitation(&self, name: &str) -> &Invitation {
        self.table.invitation(&id(name)).unwrap()
    }
}

pub(crate) fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

pub(crate) fn id(name: &str) -> InvitationId {
    InvitationId::new(format!("invitation of {name}"))
}

/// The card of a contact with the default priority and without an earlier invitation.
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
        details: GuestDetails::default(),
    }
}

/// An answer of a guest who can be reached by email.
pub(crate) fn answer_by_email(name: &str, response: Response, actor: Actor) -> Command {
    Command::Answer {
        invitation: id(name),
        response,
        party: None,
        actor,
        by_email: true,
        details: GuestDetails::default(),
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

/// Cancels the event. The invitations of `untold` were never sent.
pub(crate) fn cancel(untold: &[&str]) -> Command {
    Command::Cancel {
        untold: untold.iter().map(|name| id(name)).collect(),
    }
}

pub(crate) fn handed_over(name: &str, messages: &[MessageKind]) -> Command {
    Command::HandedOver {
        invitation: id(name),
        messages: messages.to_vec(),
    }
}

/// The guest opts out of email.
pub(crate) fn opted_out(name: &str, unsent: &[MessageKind], next: Option<Channel>) -> Command {
    Command::OptedOut {
        invitation: id(name),
        channel: Channel::Email,
        unsent: unsent.to_vec(),
        on_its_way: false,
        next,
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
