//! The decider: the one function through which every change to an event goes.

mod advance;
mod answer;
mod delivery;
mod event;
mod invitation;

use std::collections::BTreeSet;

use crate::{
    Channel, Command, EventStatus, Happening, Invitation, InvitationId, LogEntry, LogKind,
    MessageKind, QuietTime, Refusal, Table,
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
    /// Messages that must not be sent any more, by invitation and kind. Callers cancel them before
    /// they add `messages`, which may be of the same kinds.
    pub cancelled_messages: Vec<(InvitationId, &'static [MessageKind])>,
    /// What happened, in order.
    pub log: Vec<LogEntry>,
    /// When the timer must next send [`Command::Tick`]. `None`: not before another command.
    pub due_at: Option<Timestamp>,
}

/// A message to a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The guest's invitation.
    pub invitation: InvitationId,
    /// The kind of the message.
    pub kind: MessageKind,
    /// The channel.
    pub channel: Channel,
    /// The message must not be sent before this time.
    pub not_before: Timestamp,
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
    Ok(transition.finish())
}

/// The number of cards that [`decide`] can use for this command. A snapshot with that many cards,
/// or with the whole deck if it is smaller, leads to the same decision as one with the whole deck.
pub fn cards_wanted(table: &Table, command: &Command, now: Timestamp) -> usize {
    let mut transition = Transition::begin(table, now);
    if transition.apply(command).is_err() || !transition.may_deal() {
        return 0;
    }
    let mut open = transition.table.open();
    let mut waiting = transition.table.waiting();
    let hand_size = transition.table.hand_size(now);
    let mut wanted = 0;
    while open > 0 && waiting < hand_size {
        open -= transition.table.event.party_limit.min(open);
        waiting += 1;
        wanted += 1;
    }
    if wanted > 0 && matches!(command, Command::Invite { .. }) {
        // The contact that the host picked may be among them.
        wanted += 1;
    }
    wanted
}

/// A decision in progress: the state so far, and the effects that led to it.
struct Transition {
    table: Table,
    now: Timestamp,
    was_full: bool,
    was_open: u32,
    changed: BTreeSet<InvitationId>,
    messages: Vec<NewMessage>,
    cancelled_messages: Vec<(InvitationId, &'static [MessageKind])>,
    log: Vec<LogEntry>,
}

/// The kinds of messages that become untrue when the guest's seat changes.
const ABOUT_THE_SEAT: &[MessageKind] = &[
    MessageKind::Invitation,
    MessageKind::Offer,
    MessageKind::Seated,
    MessageKind::MaybeNotice,
    MessageKind::Confirmation,
    MessageKind::Released,
];

impl Transition {
    fn begin(table: &Table, now: Timestamp) -> Self {
        Self {
            table: table.clone(),
            now,
            was_full: table.seated() >= table.event.seats,
            was_open: table.open(),
            changed: BTreeSet::new(),
            messages: Vec::new(),
            cancelled_messages: Vec::new(),
            log: Vec::new(),
        }
    }

    /// Everything that precedes dealing: lapses, promotions, the command itself, and what follows
    /// from it.
    fn apply(&mut self, command: &Command) -> Result<(), Refusal> {
        self.lapse();
        // Guests on standby precede the guest who answers now. If the event itself changes, they
        // are promoted under the new settings.
        if !matches!(command, Command::Edit { .. } | Command::Cancel { .. }) {
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
        let deck_exhausted = self.table.cards.is_empty();
        let offered = if deck_exhausted { self.offer() } else { 0 };
        self.log_full();
        let open = self.table.open();
        let begun = self
            .log
            .iter()
            .any(|entry| entry.kind() == LogKind::Dealing);
        let is_news = dealt > 0 || open > self.was_open || begun;
        if is_news && offered == 0 && deck_exhausted && self.has_room() {
            self.log(None, Happening::DeckEmpty { open });
        }
    }

    fn finish(self) -> Decision {
        let due_at = self.due_at();
        Decision {
            table: self.table,
            changed: self.changed,
            messages: self.messages,
            cancelled_messages: self.cancelled_messages,
            log: self.log,
            due_at,
        }
    }

    fn dispatch(&mut self, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::Tick => Ok(()),
            Command::Deal => self.start(),
            Command::Pause => self.pause(),
            Command::Cancel { untold } => self.cancel_event(untold),
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
                actor,
                by_email,
                details,
            } => {
                let answered = self.answer(invitation, *response, *party, *actor, *by_email);
                answered.map(|at| self.store_details(at, details))
            }
            Command::Withdraw { invitation } => self.withdraw(invitation),
            Command::Resend {
                invitation,
                channel,
            } => self.resend(invitation, *channel),
            Command::HandedOver {
                invitation,
                messages,
            } => self.handed_over(invitation, messages),
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
            Command::Waits {
                invitation,
                message,
                channel,
                until,
                why,
            } => self.waits(invitation, *message, *channel, *until, why),
            Command::OptedOut {
                invitation,
                channel,
                unsent,
                on_its_way,
                next,
            } => self.opted_out(invitation, *channel, unsent, *on_its_way, *next),
            Command::OptedIn {
                invitation,
                channel,
            } => self.opted_in(invitation, *channel),
            Command::Texted {
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
        event.status == EventStatus::Dealing
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

    /// The quiet hours that delay messages now. They end in time if they end before the event
    /// begins.
    fn quiet_time(&self) -> Option<QuietTime> {
        let event = &self.table.event;
        event.quiet_until(self.now).map(|until| QuietTime {
            until,
            in_time: !event.has_begun(until),
        })
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

    /// Adds a message to the outbox.
    fn enqueue(&mut self, at: usize, kind: MessageKind, channel: Channel, not_before: Timestamp) {
        let channel = if kind.is_only_by_email() {
            channel
        } else {
            self.table.event.channel(channel)
        };
        self.messages.push(NewMessage {
            invitation: self.table.invitations[at].id.clone(),
            kind,
            channel,
            not_before,
        });
        let confirms = matches!(kind, MessageKind::Confirmation | MessageKind::Seated);
        if confirms && channel == Channel::Email {
            self.update(at, |invitation| invitation.confirmed = true);
        }
    }

    /// Cancels messages that are no longer true and have not been sent: those in the outbox, and
    /// those of this decision.
    fn cancel_messages(&mut self, at: usize, kinds: &'static [MessageKind]) {
        let id = self.table.invitations[at].id.clone();
        self.messages
            .retain(|message| message.invitation != id || !kinds.contains(&message.kind));
        self.cancelled_messages.push((id, kinds));
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
