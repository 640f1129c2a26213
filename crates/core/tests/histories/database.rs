//! A database in memory that runs a scenario against the rules, as the real one does.

mod commands;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Card, Channel, Command, ContactId, Decision, Invitation, InvitationId, LogKind, MessageKind,
    Reason, Refusal, Table, cards_wanted, decide,
};

use crate::checks::{Context, check, check_refusal};
use crate::scenario::{Action, Contact, Scenario, Step, Wait};

/// One event.
pub(crate) struct Database {
    now: Timestamp,
    started: Timestamp,
    table: Table,
    due_at: Option<Timestamp>,
    contacts: Vec<Contact>,
    invite_first: Vec<usize>,
    excluded: BTreeSet<usize>,
    messages: Vec<(InvitationId, MessageKind, Channel)>,
    /// Messages that wait until the host has passed them on.
    to_hand_over: Vec<(InvitationId, MessageKind)>,
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
            cards: Vec::new(),
        },
        due_at: None,
        contacts: scenario.contacts.clone(),
        invite_first: Vec::new(),
        excluded: BTreeSet::new(),
        messages: Vec::new(),
        to_hand_over: Vec::new(),
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
        let Some(command) = self.command(&step.action) else {
            return Ok(());
        };
        let accepted = self.execute(&command)?;
        if let (true, Command::HandedOver { invitation, .. }) = (accepted, &command) {
            self.messages.extend(
                self.to_hand_over
                    .extract_if(.., |(id, _)| id == invitation)
                    .map(|(id, kind)| (id, kind, Channel::ByHand)),
            );
        }
        // A command that is repeated at once has nothing left to do.
        if accepted && matches!(command, Command::Answer { .. } | Command::Cancel { .. }) {
            self.expect_nothing(&command)?;
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
        let deck = self.deck();
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
        self.store(decision)?;
        Ok(true)
    }

    /// Decides with as many cards as the command wants, and checks that more cards, or deciding
    /// again, lead to the same decision.
    fn decide(
        &self,
        command: &Command,
        deck: &[Card],
    ) -> Result<(Table, Result<Decision, Refusal>), String> {
        let mut table = self.table.clone();
        let wanted = cards_wanted(&table, command, self.now);
        table.cards = deck.iter().take(wanted).cloned().collect();
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
                "{command:?} with the {wanted} cards wanted gives {outcome:?}, with the whole deck {plenty:?}"
            ));
        }
        table.cards.truncate(wanted);
        Ok((table, outcome))
    }

    /// Checks that the rules accept the command and that it changes nothing.
    fn expect_nothing(&self, command: &Command) -> Result<(), String> {
        let (_, outcome) = self.decide(command, &self.deck())?;
        let Ok(decision) = outcome else {
            return Err(format!("{command:?}, given again, is refused"));
        };
        let idle = decision.changed.is_empty()
            && decision.messages.is_empty()
            && decision.cancelled_messages.is_empty()
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
        self.to_hand_over.retain(|(id, kind)| {
            let mut cancelled = decision.cancelled_messages.iter();
            !cancelled.any(|(whose, kinds)| whose == id && kinds.contains(kind))
        });
        for message in &decision.messages {
            if message.channel == Channel::ByHand {
                let waits = (message.invitation.clone(), message.kind);
                self.to_hand_over.push(waits);
                continue;
            }
            self.messages
                .push((message.invitation.clone(), message.kind, message.channel));
        }
        self.table = decision.table;
        self.table.cards.clear();
        self.due_at = decision.due_at;
        self.decided_at = self.now;
        Ok(())
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

    /// The whole deck in its order.
    fn deck(&self) -> Vec<Card> {
        let invited: BTreeSet<usize> = self.table.invitations.iter().map(contact_of).collect();
        let mut left: Vec<usize> = (0..self.contacts.len())
            .filter(|number| !invited.contains(number) && !self.excluded.contains(number))
            .filter(|&number| self.contacts[number].sms || self.contacts[number].email)
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
            .filter_map(|number| self.card(number))
            .collect()
    }

    fn card(&self, number: usize) -> Option<Card> {
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
        let channel = match (contact.sms, contact.email) {
            (false, false) => None,
            _ if contact.by_hand => Some(Channel::ByHand),
            (true, _) => Some(Channel::Sms),
            (false, true) => Some(Channel::Email),
        };
        Some(Card {
            invitation_id: InvitationId::new(format!("invitation-{number}")),
            contact_id: ContactId::new(number.to_string()),
            name: format!("Guest{number}"),
            reason,
            channel,
        })
    }

    fn last_invited_at(&self, contact: &Contact) -> Option<Timestamp> {
        contact
            .last_invited_days_ago
            .map(|days| self.started - SignedDuration::from_hours(24 * i64::from(days)))
    }

    fn untold(&self) -> Vec<InvitationId> {
        self.table
            .invitations
            .iter()
            .map(|invitation| invitation.id.clone())
            .filter(|id| !self.messages.iter().any(|(told, ..)| told == id))
            .collect()
    }

    fn pick(&self, number: usize) -> Option<&Invitation> {
        let count = self.table.invitations.len();
        self.table.invitations.get(number.checked_rem(count)?)
    }

    fn message(&self, number: usize) -> Option<(InvitationId, MessageKind, Channel)> {
        // Providers report about the latest messages.
        let count = self.messages.len();
        let back = number.checked_rem(count.min(8))?;
        self.messages.get(count - 1 - back).cloned()
    }
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
        && one.cancelled_messages == other.cancelled_messages
        && one.log == other.log
        && one.due_at == other.due_at
}
