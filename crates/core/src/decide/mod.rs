//! The decider: the one function through which every change to an event goes.

mod advance;
mod answer;
mod channels;
mod delivery;
mod event;
mod holds;
mod host_message;
mod invitation;
mod outbox;
mod reminders;
mod reports;

pub use holds::{CardsWanted, read_cards};

use std::collections::BTreeSet;

use crate::{
    Channel, ChannelState, Command, EventStatus, Happening, Invitation, InvitationId, LogEntry,
    LogKind, MessageId, NewMessage, QuietTime, Refusal, Table,
};
use jiff::Timestamp;

/// The result of a command. Callers write all of it in the transaction that read the table.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The new state of the table. `cards` no longer contains the dealt ones.
    pub table: Table,
    /// The invitations of `table` that are new or different.
    pub changed: BTreeSet<InvitationId>,
    /// The messages to add to the outbox.
    pub messages: Vec<NewMessage>,
    /// The messages of `table` that are different: `table` does not contain new ones.
    pub changed_messages: BTreeSet<MessageId>,
    /// What happened, in order.
    pub log: Vec<LogEntry>,
    /// When the timer must next send [`Command::Tick`]. `None`: not before another command.
    pub due_at: Option<Timestamp>,
}

/// Applies the rules to `command`, given at `now`.
///
/// # Errors
/// A [`Refusal`] if the rules do not allow the command now. Callers then write nothing but its log
/// entry.
pub fn decide(table: &Table, command: &Command, now: Timestamp) -> Result<Decision, Refusal> {
    let mut transition = Transition::begin(table, now);
    transition.apply(command)?;
    transition.deal_and_offer();
    transition.remind();
    transition.update_outbox();
    Ok(transition.finish())
}

/// The channels that rest when this command deals. The cards of the snapshot must be reachable by other
/// channels.
pub fn resting_channels(table: &Table, command: &Command) -> Vec<Channel> {
    let resting = |state: &&ChannelState| {
        // *Deal* lets all channels send again.
        state.resting.is_some() && !matches!(command, Command::Deal)
    };
    let states = table.channels.iter().filter(resting);
    states.map(|state| state.channel).collect()
}

/// A decision in progress: the state so far, and the effects that led to it.
struct Transition {
    table: Table,
    now: Timestamp,
    was_full: bool,
    was_open: u32,
    /// Whether this decision has made a channel rest. The cards were read before, so none of them is dealt.
    has_come_to_rest: bool,
    /// The begin of the event before this decision.
    began_at: Option<Timestamp>,
    /// When the next reminder is due.
    next_reminder_at: Option<Timestamp>,
    changed: BTreeSet<InvitationId>,
    messages: Vec<NewMessage>,
    changed_messages: BTreeSet<MessageId>,
    log: Vec<LogEntry>,
}

impl Transition {
    fn begin(table: &Table, now: Timestamp) -> Self {
        Self {
            table: table.clone(),
            now,
            was_full: table.seated() >= table.event.seats,
            was_open: table.open(),
            has_come_to_rest: false,
            began_at: table.event.starts_at,
            next_reminder_at: None,
            changed: BTreeSet::new(),
            messages: Vec::new(),
            changed_messages: BTreeSet::new(),
            log: Vec::new(),
        }
    }

    /// Everything that precedes dealing: lapses, promotions, the command itself, and what follows
    /// from it.
    fn apply(&mut self, command: &Command) -> Result<(), Refusal> {
        self.lapse();
        // Guests on standby precede the guest who answers now. If the event itself changes, they
        // are promoted under the new settings.
        if !matches!(command, Command::Edit { .. } | Command::Cancel) {
            self.promote();
        }
        self.dispatch(command)?;
        // An edit can move an event that has begun into the future, past the deadlines of its
        // holds.
        self.lapse();
        self.promote();
        Ok(())
    }

    fn deal_and_offer(&mut self) {
        let dealt = self.deal();
        let resting = self
            .table
            .channels
            .iter()
            .any(|state| state.resting.is_some());
        // While a channel rests, `cards` lacks the contacts whom only this channel reaches.
        let deck_exhausted = self.table.cards.is_empty() && !resting;
        let offered = if deck_exhausted { self.offer() } else { 0 };
        self.log_full();
        let open = self.table.open();
        let begun = self
            .log
            .iter()
            .any(|entry| entry.kind() == LogKind::Dealing);
        let is_news = dealt > 0 || open > self.was_open || begun;
        if is_news && offered == 0 && deck_exhausted && self.has_room() {
            let tagged = !self.table.event.tags.is_empty();
            self.log(None, Happening::DeckEmpty { open, tagged });
        }
    }

    fn finish(self) -> Decision {
        let due_at = self.due_at();
        Decision {
            table: self.table,
            changed: self.changed,
            messages: self.messages,
            changed_messages: self.changed_messages,
            log: self.log,
            due_at,
        }
    }

    fn dispatch(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Tick => Ok(()),
            Command::Deal => self.start(),
            Command::Pause => self.pause(),
            Command::Cancel => self.cancel_event(),
            Command::Edit { event, announce } => self.edit(event, *announce),
            Command::Arrange {
                invite_first,
                excluded,
            } => self.arrange(*invite_first, *excluded),
            Command::Write { words } => self.write(words),
            Command::Invite { card } => self.invite(card),
            Command::Answer {
                invitation,
                response,
                party,
                actor,
                details,
            } => {
                let answered = self.answer(invitation, *response, *party, *actor);
                answered.map(|at| self.store_details(at, details))
            }
            Command::Withdraw { invitation, words } => self.withdraw(invitation, words.as_ref()),
            Command::Resend {
                invitation,
                channel,
            } => self.resend(invitation, *channel),
            Command::HandedOver {
                invitation,
                messages,
            } => self.handed_over(invitation, messages),
            Command::Accepted { message, .. }
            | Command::Rejected { message, .. }
            | Command::OutcomeUnknown { message, .. }
            | Command::Reported { message, .. }
            | Command::Withheld { message }
            | Command::LimitReached { message, .. } => self.message_news(message, command),
            Command::OptedOut {
                invitation,
                channel,
            } => self.opted_out(invitation, *channel),
            Command::OptedIn {
                invitation,
                channel,
            } => self.opted_in(invitation, *channel),
            Command::TextReceived {
                invitation,
                what,
                words,
                reply,
            } => self.texted(invitation, *what, words, *reply),
        }
    }

    // Steps that the submodules share. `at` is an index into `table.invitations`.

    /// Whether the event deals at this time, regardless of seats and hand size (rule 2).
    fn may_deal(&self) -> bool {
        let event = &self.table.event;
        !self.has_come_to_rest
            && event.status == EventStatus::Dealing
            && !event.has_begun(self.now)
            && event.deal_until.is_none_or(|until| self.now < until)
            && event.quiet_until(self.now).is_none()
    }

    /// Whether one more invitation may be dealt or offered now (rule 1, rule 2).
    fn has_room(&self) -> bool {
        self.may_deal()
            && self.table.open() > 0
            && self.table.waiting() < self.table.hand_size(self.now)
    }

    fn require_not_over(&self) -> Result<(), Refusal> {
        match self.table.event.status_at(self.now) {
            EventStatus::Cancelled => Err(Refusal::Cancelled),
            EventStatus::Past => Err(Refusal::Past),
            _ => Ok(()),
        }
    }

    /// Now, or the end of the quiet hours (rule 9).
    fn next_sendable_at(&self) -> Timestamp {
        self.table.event.quiet_until(self.now).unwrap_or(self.now)
    }

    /// The quiet hours that delay news now: those that end before the begin.
    fn quiet_time(&self) -> Option<QuietTime> {
        let until = self.news_at();
        let in_time = true;
        (until > self.now).then_some(QuietTime { until, in_time })
    }

    /// Whether a message written now is sent before the event begins. Quiet hours may last longer.
    fn sends_before_begin(&self) -> bool {
        !self.table.event.has_begun(self.next_sendable_at())
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

    /// Adds a log entry. `about` is the index of the invitation that the entry is about (rule 14).
    fn log(&mut self, about: Option<usize>, happening: Happening) {
        let invitation = about.map(|at| {
            let invitation = &self.table.invitations[at];
            (invitation.id.clone(), invitation.name.clone())
        });
        self.log.push(LogEntry {
            invitation,
            happening,
        });
    }
}
