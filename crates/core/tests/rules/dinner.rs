//! The fixture of these tests: an event to which a test gives one command after another.

use std::collections::BTreeMap;
use std::convert::Infallible;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    About, Actor, Audience, CalendarEntry, Card, CardsWanted, Channel, Command, ContactId,
    Decision, Delay, Event, EventStatus, GuestDetails, HostWords, Invitation, InvitationId,
    LogEntry, Message, MessageId, MessageKind, MessageStatus, NewMessage, News, Pace, QuietHours,
    Reach, Reason, Refusal, Reminders, Report, Response, Seat, Table, Tags, decide, read_cards,
    resting_channels,
};

/// An event, its deck, and the last decision.
pub(crate) struct Dinner {
    pub(crate) table: Table,
    pub(crate) deck: Vec<Card>,
    pub(crate) now: Timestamp,
    pub(crate) last: Decision,
    /// Whether providers accept messages as soon as they are due.
    pub(crate) sends: bool,
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
                ends_at: None,
                location: None,
                url: None,
                pace: Pace::Usual,
                hand_size: None,
                response_window: None,
                quiet_hours: Some(QuietHours::usual()),
                deal_until: None,
                party_limit: 1,
                reminders: Reminders {
                    unanswered: false,
                    day_before: false,
                },
                by_hand: false,
                tags: Tags::default(),
                status: EventStatus::Draft,
            },
            invitations: Vec::new(),
            messages: Vec::new(),
            reach: BTreeMap::new(),
            channels: Vec::new(),
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
            sends: true,
        }
    }

    /// Messages stay in the outbox until a test says what becomes of them.
    pub(crate) fn unsent(mut self) -> Self {
        self.sends = false;
        self
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
        self.send_due();
        self.last = decide(&self.table_for(command), command, self.now)?;
        self.store(self.last.clone());
        self.send_due();
        Ok(())
    }

    fn store(&mut self, decision: Decision) {
        self.table = decision.table;
        let invited = &self.table.invitations;
        self.deck
            .retain(|card| invited.iter().all(|one| one.contact_id != card.contact_id));
        for message in decision.messages {
            self.write(&message);
        }
    }

    fn write(&mut self, message: &NewMessage) {
        let number = self.table.messages.len();
        let id = MessageId::new(format!("message {number}"));
        self.table.messages.push(message.stored(id, self.now));
    }

    /// Lets a message wait for the host, whatever the rules say.
    pub(crate) fn write_by_hand(&mut self, name: &str, kind: MessageKind) {
        self.write(&NewMessage {
            invitation: id(name),
            kind,
            words: None,
            channel: Channel::ByHand,
            not_before: self.now,
        });
    }

    /// Adds a message to the outbox, whatever the rules say, and lets a sender claim it.
    pub(crate) fn claim_new(
        &mut self,
        name: &str,
        kind: MessageKind,
        channel: Channel,
    ) -> MessageId {
        self.write(&NewMessage {
            invitation: id(name),
            kind,
            words: None,
            channel,
            not_before: self.now,
        });
        self.claim(name, kind, channel)
    }

    /// Lets providers accept the messages that are due.
    fn send_due(&mut self) {
        let now = self.now;
        let is_due = |message: &&Message| message.due_at.is_some_and(|due| due <= now);
        while self.sends
            && let Some(message) = self.table.messages.iter().find(is_due)
        {
            let command = self.accepted(&message.id);
            self.quietly(&command);
        }
    }

    /// Runs a command that is not what the test looks at.
    fn quietly(&mut self, command: &Command) {
        let decision = decide(&self.table_for(command), command, self.now).unwrap();
        self.last.due_at = decision.due_at;
        self.store(decision);
    }

    /// The last message of a kind to a guest by a channel.
    pub(crate) fn message(&self, name: &str, kind: MessageKind, channel: Channel) -> &Message {
        let mut messages = self.table.messages.iter().rev();
        let found = messages.find(|message| {
            message.invitation == id(name) && message.kind == kind && message.channel == channel
        });
        found.unwrap_or_else(|| panic!("no {kind} to {name} by {channel}"))
    }

    /// The states of a guest's messages, oldest first, for instance "invitation sent".
    pub(crate) fn outbox(&self, name: &str) -> Vec<String> {
        let messages = self.table.messages.iter();
        let to_guest = messages.filter(|message| message.invitation == id(name));
        to_guest
            .map(|message| format!("{} {}", message.kind, message.status))
            .collect()
    }

    /// Claims a message, as a sender does before it sends.
    pub(crate) fn claim(&mut self, name: &str, kind: MessageKind, channel: Channel) -> MessageId {
        let id = self.message(name, kind, channel).id.clone();
        let mut messages = self.table.messages.iter_mut();
        let message = messages.find(|message| message.id == id).unwrap();
        message.claimed = true;
        message.attempts += 1;
        if message.status == MessageStatus::Queued {
            message.status = MessageStatus::Sending;
        }
        id
    }

    /// The command that says that a provider accepted a message, with what an email puts into the
    /// guest's calendar.
    pub(crate) fn accepted(&self, message: &MessageId) -> Command {
        let mut messages = self.table.messages.iter();
        let message = messages.find(|other| &other.id == message).unwrap();
        let invitation = self.table.invitation(&message.invitation).unwrap();
        let seated = invitation.seat == Seat::Seated && message.kind != MessageKind::Released;
        let calendar = (seated && message.channel == Channel::Email).then(|| CalendarEntry {
            address: self.email_of(invitation),
            starts_at: self.table.event.starts_at,
        });
        Command::Accepted {
            message: message.id.clone(),
            provider_id: Some(format!("provider's {}", message.id)),
            delivered: false,
            calendar,
        }
    }

    /// The command that brings a report on a message.
    pub(crate) fn report(&self, message: &MessageId, news: News) -> Command {
        let mut messages = self.table.messages.iter();
        let found = messages.find(|other| &other.id == message).unwrap();
        let provider_id = found.provider_id.clone();
        Command::Reported {
            message: message.clone(),
            report: Report {
                provider_id: provider_id.unwrap_or_else(|| format!("provider's {message}")),
                attempt: None,
                news,
            },
        }
    }

    fn email_of(&self, invitation: &Invitation) -> Option<String> {
        let reach = self.table.reach.get(&invitation.contact_id)?;
        let email = reach.iter().find(|reach| reach.channel == Channel::Email)?;
        email.address.clone()
    }

    /// Lets a guest be reached by these channels, the preferred one first.
    pub(crate) fn reach(&mut self, name: &str, channels: &[Channel]) {
        let reach = |channel: &Channel| Reach {
            channel: *channel,
            address: Some(format!("{name}'s {channel}")),
            is_open: true,
        };
        let reach = channels.iter().map(reach).collect();
        self.table.reach.insert(ContactId::new(name), reach);
    }

    /// The command that says that the last message of a kind has failed for good, for a guest who
    /// can only be reached by `next` besides.
    pub(crate) fn failure(
        &mut self,
        name: &str,
        kind: MessageKind,
        channel: Channel,
        next: Option<Channel>,
    ) -> Command {
        let others: Vec<_> = [channel].into_iter().chain(next).collect();
        self.reach(name, &others);
        let message = self.message(name, kind, channel);
        if message.status == MessageStatus::Sent {
            let news = News::Failed {
                about: About::Recipient,
                passing: false,
                why: "no such address".to_owned(),
                delay: Delay::default(),
            };
            return self.report(&message.id, news);
        }
        let claimed = self.claim(name, kind, channel);
        rejected(claimed, About::Recipient, true)
    }

    /// A message fails for good: see [`Dinner::failure`].
    pub(crate) fn fail(
        &mut self,
        name: &str,
        kind: MessageKind,
        channel: Channel,
        next: Option<Channel>,
    ) {
        let failure = self.failure(name, kind, channel, next);
        self.run(&failure);
    }

    /// The command of a guest who opts out of email, and can only be reached by `next` besides.
    pub(crate) fn opt_out(&mut self, name: &str, next: Option<Channel>) -> Command {
        self.reach(name, next.as_slice());
        Command::OptedOut {
            invitation: id(name),
            channel: Channel::Email,
        }
    }

    /// The command of a host who has passed on all messages that wait.
    pub(crate) fn hand_over(&self, name: &str) -> Command {
        let messages = self.table.messages.iter();
        let waiting = messages.filter(|message| message.invitation == id(name));
        Command::HandedOver {
            invitation: id(name),
            messages: waiting.map(|message| message.id.clone()).collect(),
        }
    }

    /// Records the answer of a guest who can be reached by email.
    pub(crate) fn answer_by_email(&mut self, name: &str, response: Response, actor: Actor) {
        self.reach(name, &[Channel::Sms, Channel::Email]);
        self.run(&answer(name, response, None, actor));
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
        table.cards.clear();
        let resting = resting_channels(&table, command);
        let dealt = |card: &&Card| {
            card.channel
                .is_none_or(|channel| !resting.contains(&channel))
        };
        let next = |known: &[Card], wanted: CardsWanted| {
            let next = self.deck.iter().filter(dealt).filter(|card| {
                let fits = wanted.party_size.is_none_or(|most| card.party_size <= most);
                let is_new = known
                    .iter()
                    .all(|other| other.contact_id != card.contact_id);
                fits && is_new && (wanted.tags.is_empty() || wanted.tags.meet(&card.tags))
            });
            let next = next.take(wanted.count).cloned();
            Ok::<Vec<Card>, Infallible>(next.collect())
        };
        let Ok(()) = read_cards(&mut table, command, self.now, next);
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
        party_size: 1,
        tags: Tags::default(),
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
        details: GuestDetails::default(),
    }
}

pub(crate) fn invite(name: &str) -> Command {
    Command::Invite { card: card(name) }
}

pub(crate) fn withdraw(name: &str) -> Command {
    Command::Withdraw {
        invitation: id(name),
        words: None,
    }
}

/// Withdraws the invitation of a guest who is told so, in these words of the host.
pub(crate) fn withdraw_with(name: &str, text: &str) -> Command {
    Command::Withdraw {
        invitation: id(name),
        words: Some(HostWords::added(text).unwrap()),
    }
}

pub(crate) fn write(text: &str, to: &[Audience]) -> Command {
    Command::Write {
        words: HostWords::message(text, to).unwrap(),
    }
}

pub(crate) fn resend(name: &str, channel: Option<Channel>) -> Command {
    Command::Resend {
        invitation: id(name),
        channel,
    }
}

/// A provider does not accept a message.
pub(crate) fn rejected(message: MessageId, about: About, permanent: bool) -> Command {
    Command::Rejected {
        message,
        about,
        permanent,
        why: "no such address".to_owned(),
        delay: Delay::default(),
    }
}
