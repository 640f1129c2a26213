//! A database in memory that runs a scenario against the rules, as the real one does.

mod commands;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Card, CardsWanted, Channel, Command, ContactId, Decision, Invitation, InvitationId, LogKind,
    Message, MessageId, MessageKind, MessageStatus, NewMessage, Reach, Reason, Refusal, Table,
    decide, read_cards, resting_channels,
};

use crate::checks::{Context, Told, check, check_refusal, is_true, words_arrive_once};
use crate::scenario::{Action, Contact, Outcome, Scenario, Step, Wait};

/// One event.
pub(crate) struct Database {
    now: Timestamp,
    started: Timestamp,
    table: Table,
    due_at: Option<Timestamp>,
    contacts: Vec<Contact>,
    invite_first: Vec<usize>,
    excluded: BTreeSet<usize>,
    /// All messages, in the order in which they were written.
    messages: Vec<Message>,
    /// The channels that contacts have opted out of.
    opted_out: BTreeSet<(usize, &'static str)>,
    /// How often the email address of a contact has changed.
    moves: BTreeMap<usize, u32>,
    /// What guests have been told.
    told: Told,
    offered: BTreeSet<InvitationId>,
    decided_at: Timestamp,
    /// The kinds of log entries and refusals that have occurred.
    seen: BTreeSet<String>,
}

/// Runs a scenario. Returns the kinds of log entries and refusals that have occurred, or a sentence
/// about the first broken rule.
pub(crate) fn run(scenario: &Scenario) -> Result<BTreeSet<String>, String> {
    let mut database = Database {
        now: scenario.start,
        started: scenario.start,
        table: Table {
            event: scenario.event.clone(),
            invitations: Vec::new(),
            messages: Vec::new(),
            reach: BTreeMap::new(),
            channels: Vec::new(),
            cards: Vec::new(),
        },
        due_at: None,
        contacts: scenario.contacts.clone(),
        invite_first: Vec::new(),
        excluded: BTreeSet::new(),
        messages: Vec::new(),
        opted_out: BTreeSet::new(),
        moves: BTreeMap::new(),
        told: Told::default(),
        offered: BTreeSet::new(),
        decided_at: scenario.start,
        seen: BTreeSet::new(),
    };
    database.arrange(&scenario.invite_first, &scenario.excluded);
    for (number, step) in scenario.steps.iter().enumerate() {
        database
            .step(step)
            .map_err(|broken| format!("step {}, at {}: {broken}", number + 1, database.now))?;
    }
    Ok(database.seen)
}

impl Database {
    fn step(&mut self, step: &Step) -> Result<(), String> {
        self.wait(&step.wait, step.timer)?;
        if let Action::AddContact(contact) = &step.action {
            self.contacts.push(contact.clone());
        }
        if let Action::Arrange(invite_first, excluded) = &step.action {
            self.arrange(invite_first, excluded);
        }
        match &step.action {
            Action::OptOut(number) => {
                if let Some(one) = self.pick(*number) {
                    let key = (contact_of(one), one.channel.as_str());
                    self.opted_out.insert(key);
                }
            }
            Action::Move(number) => {
                if let Some(one) = self.pick(*number).map(contact_of) {
                    *self.moves.entry(one).or_default() += 1;
                }
            }
            Action::Claim(number) => {
                if let Some(id) = self.due(*number) {
                    self.claim(&id)?;
                }
            }
            _ => {}
        }
        if let Some(command) = self.command(&step.action) {
            self.act(&command)?;
        }
        let mut claims = 0;
        while step.sender
            && let Some(id) = self.due(0)
        {
            claims += 1;
            if claims > 1_000 {
                return Err(format!("message {id} is due for ever"));
            }
            if self.claim(&id)? {
                let message = self.messages.iter().find(|message| message.id == id);
                let accepted = self.settled(message.ok_or("gone")?, Outcome::Accepted);
                self.act(&accepted)?;
            }
        }
        Ok(())
    }

    /// Runs a command of a step.
    fn act(&mut self, command: &Command) -> Result<(), String> {
        let accepted = self.execute(command)?;
        // A command that is repeated at once has nothing left to do.
        if accepted && matches!(command, Command::Answer { .. } | Command::Cancel) {
            self.expect_nothing(command)?;
        }
        // A channel that comes to rest makes the timer due at once.
        let at_once = self.now + SignedDuration::from_millis(1);
        if accepted && self.due_at == Some(at_once) {
            self.now = at_once;
            self.execute(&Command::Tick)?;
        }
        if accepted {
            self.expect_nothing(&Command::Tick)?;
        }
        Ok(())
    }

    /// Moves the clock. With the timer, runs it whenever it is due. Nothing is left to do at the
    /// end then, or the timer should have been due.
    fn wait(&mut self, wait: &Wait, timer: bool) -> Result<(), String> {
        let due = self.due_at.unwrap_or(self.now);
        let until = match wait {
            Wait::None => self.now,
            Wait::Seconds(seconds) => self.now + SignedDuration::from_secs(*seconds),
            Wait::ToDue => due,
            Wait::PastDue(minutes) => due + SignedDuration::from_mins(*minutes),
            Wait::ToBegin => self.table.event.starts_at.unwrap_or(self.now),
        };
        let until = until.max(self.now);
        if timer {
            let mut calls = 0;
            while let Some(due) = self.due_at.filter(|due| *due <= until) {
                self.now = due;
                self.execute(&Command::Tick)?;
                calls += 1;
                if calls > 200 {
                    return Err("the timer is due for ever".to_owned());
                }
            }
            self.now = until;
            self.expect_nothing(&Command::Tick)
        } else {
            self.now = until;
            Ok(())
        }
    }

    /// Runs a command, checks the decision, and stores it. Returns whether the rules accepted it.
    fn execute(&mut self, command: &Command) -> Result<bool, String> {
        let deck = self.deck(command);
        let (table, outcome) = self.decide(command, &deck)?;
        let context = Context {
            before: &table,
            deck: &deck,
            command,
            now: self.now,
        };
        let decision = match outcome {
            Ok(decision) => decision,
            Err(refusal) => {
                self.seen.insert(refusal_name(&refusal));
                return check_refusal(&context, &refusal).map(|()| false);
            }
        };
        for entry in &decision.log {
            self.seen.insert(entry.kind().as_str().to_owned());
        }
        check(&context, &decision)?;
        self.told.follow(&context, &decision);
        self.store(decision)?;
        self.told.check(&self.whole_table(), self.now)?;
        words_arrive_once(&self.messages)?;
        Ok(true)
    }

    /// Decides with the cards that the command wants, and checks that the whole deck, or deciding again,
    /// leads to the same decision.
    fn decide(
        &self,
        command: &Command,
        deck: &[Card],
    ) -> Result<(Table, Result<Decision, Refusal>), String> {
        let mut table = self.table_for(command);
        let mut reads = 0;
        let next = |known: &[Card], wanted: CardsWanted| {
            reads += 1;
            if reads > table.event.seats + 2 {
                return Err(format!("the deck is read for ever: {wanted:?}"));
            }
            Ok(next_cards(deck, known, wanted))
        };
        let mut read = table.clone();
        read_cards(&mut read, command, self.now, next)?;
        table.cards = read.cards;
        let wanted = table.cards.clone();
        let outcome = decide(&table, command, self.now);
        table.cards = deck.to_vec();
        let plenty = decide(&table, command, self.now);
        let same = match (&outcome, &plenty) {
            (Ok(one), Ok(other)) => same(one, other),
            (Err(one), Err(other)) => one == other,
            _ => false,
        };
        if !same {
            return Err(format!(
                "{command:?} with the cards {wanted:?} gives {outcome:?}, with the whole deck {plenty:?}"
            ));
        }
        table.cards = wanted;
        Ok((table, outcome))
    }

    /// Checks that the rules accept the command and that it changes nothing.
    fn expect_nothing(&self, command: &Command) -> Result<(), String> {
        let (_, outcome) = self.decide(command, &self.deck(command))?;
        let Ok(decision) = outcome else {
            return Err(format!("{command:?}, given again, is refused"));
        };
        let idle = decision.changed.is_empty()
            && decision.messages.is_empty()
            && decision.changed_messages.is_empty()
            && decision.log.is_empty();
        let due_as_before = decision.due_at == self.due_at || self.decided_at < self.now;
        if idle && due_as_before {
            Ok(())
        } else {
            Err(format!(
                "{command:?} should have nothing to do at {}, but was due at {:?} and gives {decision:?}",
                self.now, self.due_at
            ))
        }
    }

    fn store(&mut self, decision: Decision) -> Result<(), String> {
        for entry in &decision.log {
            if let (LogKind::Offered, Some((id, name))) = (entry.kind(), &entry.invitation)
                && !self.offered.insert(id.clone())
            {
                return Err(format!("{name} is offered a seat a second time"));
            }
        }
        for after in &decision.table.messages {
            if let Some(message) = self.messages.iter_mut().find(|one| one.id == after.id) {
                *message = after.clone();
            }
        }
        for message in decision.messages {
            self.write(&message);
        }
        self.table = decision.table;
        self.table.messages.clear();
        self.table.cards.clear();
        self.due_at = decision.due_at;
        self.decided_at = self.now;
        Ok(())
    }

    fn write(&mut self, message: &NewMessage) {
        let id = MessageId::new(format!("message-{}", self.messages.len()));
        self.messages.push(message.stored(id, self.now));
    }

    /// A message that a sender may claim.
    fn due(&self, number: usize) -> Option<MessageId> {
        let is_due = |message: &&Message| {
            !message.claimed && message.due_at.is_some_and(|at| at <= self.now)
        };
        let due: Vec<_> = self.messages.iter().filter(is_due).collect();
        pick(due, number).map(|message| message.id.clone())
    }

    /// Claims a message, and withholds it where the rules say so. Returns whether it is being sent,
    /// which must not happen with an untrue message.
    fn claim(&mut self, id: &MessageId) -> Result<bool, String> {
        let mut messages = self.messages.iter_mut();
        let message = messages.find(|message| &message.id == id).ok_or("gone")?;
        message.claimed = true;
        message.attempts += 1;
        message.status = match message.status {
            MessageStatus::Queued => MessageStatus::Sending,
            _ => MessageStatus::Unknown,
        };
        let message = message.clone();
        let table = self.whole_table();
        let invitation = table.invitation(&message.invitation).ok_or("nobody")?;
        let email = self.email_of(invitation);
        let may_be_sent =
            invitation.may_be_sent(&message, &table.event, email.as_deref(), self.now);
        if !may_be_sent || table.resting(message.channel).is_some() {
            let message = message.id;
            self.act(&Command::Withheld { message })?;
            return Ok(false);
        }
        let wakes = message.kind.reminds()
            || (message.kind == MessageKind::HostMessage && table.event.has_begun(self.now));
        if wakes && table.event.quiet_until(self.now).is_some() {
            return Err(format!("{} is sent in quiet hours", message.kind));
        }
        if is_true(&table, &message, self.now) {
            Ok(true)
        } else {
            Err(format!(
                "{} to {} is sent, and untrue",
                message.kind, invitation.name
            ))
        }
    }

    /// The table with all messages.
    fn whole_table(&self) -> Table {
        let mut table = self.table.clone();
        table.messages.clone_from(&self.messages);
        table.reach = self.reach();
        table
    }

    /// The table with the messages that the database reads.
    fn table_for(&self, command: &Command) -> Table {
        let mut table = self.whole_table();
        let key = |message: &Message| {
            let Message {
                invitation,
                kind,
                channel,
                status,
                ..
            } = message;
            (invitation.clone(), *kind, *channel, *status)
        };
        let mut last = BTreeSet::new();
        let mut read: Vec<_> = self
            .messages
            .iter()
            .rev()
            .filter(|message| {
                let is_last = last.insert(key(message));
                let waits = message.due_at.is_some()
                    || message.claimed
                    || message.status == MessageStatus::Queued;
                is_last || waits || command.message() == Some(&message.id)
            })
            .cloned()
            .collect();
        read.reverse();
        table.messages = read;
        table
    }

    fn reach(&self) -> BTreeMap<ContactId, Vec<Reach>> {
        let reach = |number: usize| {
            let contact = &self.contacts[number];
            let way = |channel: Channel, known: bool| {
                known.then(|| Reach {
                    channel,
                    address: Some(self.address(number, channel)),
                    is_open: !contact.by_hand
                        && !self.opted_out.contains(&(number, channel.as_str())),
                })
            };
            let by_hand = contact.by_hand.then_some(Reach {
                channel: Channel::ByHand,
                address: None,
                is_open: true,
            });
            let ways = [
                by_hand,
                way(Channel::Sms, contact.sms),
                way(Channel::Email, contact.email),
            ];
            (
                ContactId::new(number.to_string()),
                ways.into_iter().flatten().collect(),
            )
        };
        (0..self.contacts.len()).map(reach).collect()
    }

    fn address(&self, number: usize, channel: Channel) -> String {
        let moves = self.moves.get(&number).copied().unwrap_or_default();
        format!("{channel} {number} {moves}")
    }

    fn email_of(&self, invitation: &Invitation) -> Option<String> {
        let number = contact_of(invitation);
        let has_email = self.contacts[number].email;
        has_email.then(|| self.address(number, Channel::Email))
    }

    fn arrange(&mut self, invite_first: &[usize], excluded: &[usize]) {
        let count = self.contacts.len();
        if count > 0 {
            let mut known = BTreeSet::new();
            self.invite_first = invite_first
                .iter()
                .map(|number| number % count)
                .filter(|number| known.insert(*number))
                .collect();
            self.excluded = excluded.iter().map(|number| number % count).collect();
        }
    }

    /// The whole deck in its order, for a command. It also has the contacts without the event's tags.
    fn deck(&self, command: &Command) -> Vec<Card> {
        let resting = resting_channels(&self.table, command);
        let invited: BTreeSet<usize> = self.table.invitations.iter().map(contact_of).collect();
        let mut left: Vec<usize> = (0..self.contacts.len())
            .filter(|number| !invited.contains(number) && !self.excluded.contains(number))
            .filter(|&number| {
                let mut channels = self.channels_to(number).into_iter();
                channels.any(|channel| !resting.contains(&channel))
            })
            .collect();
        left.sort_by_key(|&number| {
            let contact = &self.contacts[number];
            let first = self.invite_first.iter().position(|other| *other == number);
            (
                first.unwrap_or(usize::MAX),
                contact.priority,
                self.last_invited_at(contact),
                number,
            )
        });
        left.into_iter()
            .filter_map(|number| self.card(number, &resting))
            .collect()
    }

    fn card(&self, number: usize, resting: &[Channel]) -> Option<Card> {
        let contact = self.contacts.get(number)?;
        let place = self.invite_first.iter().position(|other| *other == number);
        let reason = match place {
            Some(place) => Reason::InviteFirst {
                place: u32::try_from(place).unwrap() + 1,
            },
            None => Reason::Priority {
                priority: contact.priority,
                last_invited_at: self.last_invited_at(contact),
            },
        };
        let mut channels = self.channels_to(number);
        channels.sort_by_key(|channel| resting.contains(channel));
        let channel = channels.first().copied();
        Some(Card {
            invitation_id: InvitationId::new(format!("invitation-{number}")),
            contact_id: ContactId::new(number.to_string()),
            name: format!("Guest{number}"),
            party_size: contact.party_size,
            tags: contact.tags.clone(),
            reason,
            channel,
        })
    }

    /// The channels by which a contact is reached. One without number and address is reached by none,
    /// also by hand.
    fn channels_to(&self, number: usize) -> Vec<Channel> {
        let contact = &self.contacts[number];
        if !contact.sms && !contact.email {
            return Vec::new();
        }
        let reach = self.reach().remove(&ContactId::new(number.to_string()));
        let ways = reach.unwrap_or_default().into_iter();
        ways.filter(|way| way.is_open)
            .map(|way| way.channel)
            .collect()
    }

    fn last_invited_at(&self, contact: &Contact) -> Option<Timestamp> {
        contact
            .last_invited_days_ago
            .map(|days| self.started - SignedDuration::from_hours(24 * i64::from(days)))
    }

    fn pick(&self, number: usize) -> Option<&Invitation> {
        let count = self.table.invitations.len();
        self.table.invitations.get(number.checked_rem(count)?)
    }
}

/// The next cards of a deck, behind the known ones.
fn next_cards(deck: &[Card], known: &[Card], wanted: CardsWanted) -> Vec<Card> {
    let is_wanted = |card: &&Card| {
        let fits = wanted.party_size.is_none_or(|most| card.party_size <= most);
        let is_new = known
            .iter()
            .all(|other| other.contact_id != card.contact_id);
        fits && is_new && (wanted.tags.is_empty() || wanted.tags.meet(&card.tags))
    };
    let next = deck.iter().filter(is_wanted);
    next.take(wanted.count).cloned().collect()
}

/// One of several, by a number that wraps around.
fn pick<T>(all: Vec<T>, number: usize) -> Option<T> {
    let at = number.checked_rem(all.len())?;
    all.into_iter().nth(at)
}

fn contact_of(invitation: &Invitation) -> usize {
    invitation.contact_id.as_str().parse().unwrap()
}

/// The name of a refusal, without its fields.
fn refusal_name(refusal: &Refusal) -> String {
    let all = format!("{refusal:?}");
    all.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// Whether two decisions are the same, apart from the remaining cards.
fn same(one: &Decision, other: &Decision) -> bool {
    one.table.event == other.table.event
        && one.table.invitations == other.table.invitations
        && one.changed == other.changed
        && one.messages == other.messages
        && one.changed_messages == other.changed_messages
        && one.table.messages == other.table.messages
        && one.table.channels == other.table.channels
        && one.log == other.log
        && one.due_at == other.due_at
}
