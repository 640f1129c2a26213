//! The outbox: which messages are written, moved and cancelled.

use jiff::Timestamp;

use super::Transition;
use crate::{
    CalendarEntry, Channel, HostWords, Message, MessageKind, MessageStatus, NewMessage, Seat,
};

impl Transition {
    /// Adds a message to the outbox. If its channel rests, another one of the guest is used.
    pub(super) fn enqueue(
        &mut self,
        at: usize,
        kind: MessageKind,
        channel: Channel,
        not_before: Timestamp,
    ) {
        self.enqueue_words(at, kind, None, channel, not_before);
    }

    /// The same, for a message with words of the host.
    pub(super) fn enqueue_words(
        &mut self,
        at: usize,
        kind: MessageKind,
        words: Option<HostWords>,
        channel: Channel,
        not_before: Timestamp,
    ) {
        let channel = match self.table.resting(channel) {
            Some(_) if !self.is_for_calendar(at, kind, channel) => {
                self.awake_channel(at).unwrap_or(channel)
            }
            _ => channel,
        };
        self.messages.push(NewMessage {
            invitation: self.table.invitations[at].id.clone(),
            kind,
            words,
            channel,
            not_before,
        });
    }

    /// Adds a message to a guest by their own channel, or by hand.
    pub(super) fn tell(&mut self, at: usize, kind: MessageKind, not_before: Timestamp) {
        self.enqueue(at, kind, self.news_channel(at, kind), not_before);
    }

    /// The channel of news for a guest. An email that says that the seat is gone removes it from the
    /// guest's calendar, too.
    pub(super) fn news_channel(&self, at: usize, kind: MessageKind) -> Channel {
        let invitation = &self.table.invitations[at];
        if kind == MessageKind::Released && invitation.calendar.is_some() {
            Channel::Email
        } else {
            self.table.event.channel(invitation.channel)
        }
    }

    /// Now, or the end of the quiet hours (rule 9). News that would come after the begin goes at
    /// once.
    pub(super) fn news_at(&self) -> Timestamp {
        self.sendable_at(false, self.now)
    }

    /// `at`, or the end of the quiet hours then (rule 9). An edit may move the begin that news is about.
    pub(super) fn sendable_at(&self, asks: bool, at: Timestamp) -> Timestamp {
        let event = &self.table.event;
        let begin = [event.starts_at, self.began_at].into_iter().flatten().min();
        event.sendable_at(asks, at, begin)
    }

    /// Cancels messages that have not been sent: those in the outbox, and those of this decision.
    pub(super) fn cancel_messages(&mut self, at: usize, kinds: &[MessageKind]) {
        let id = &self.table.invitations[at].id;
        self.messages
            .retain(|message| &message.invitation != id || !kinds.contains(&message.kind));
        let concerned: Vec<_> = (0..self.table.messages.len())
            .filter(|&index| {
                let message = &self.table.messages[index];
                &message.invitation == id && kinds.contains(&message.kind)
            })
            .collect();
        for index in concerned {
            self.cancel_message(index);
        }
    }

    /// Cancels an outstanding message. A sender that has claimed it still records the outcome. A message with an
    /// unknown outcome stays unknown.
    pub(super) fn cancel_message(&mut self, index: usize) {
        if self.table.messages[index].is_outstanding() {
            self.update_message(index, |message| {
                message.due_at = None;
                if message.status != MessageStatus::Unknown {
                    message.status = MessageStatus::Cancelled;
                }
            });
        }
    }

    /// Cancels the messages that invite this guest, apart from one that a sender has claimed: it may
    /// arrive, and its link works.
    pub(super) fn cancel_unclaimed_invitation(&mut self, at: usize) {
        for index in 0..self.table.messages.len() {
            let message = &self.table.messages[index];
            if message.invitation == self.table.invitations[at].id
                && message.kind == MessageKind::Invitation
                && !message.claimed
            {
                self.cancel_message(index);
            }
        }
    }

    pub(super) fn update_message(&mut self, index: usize, change: impl FnOnce(&mut Message)) {
        let message = &mut self.table.messages[index];
        change(message);
        message.changed_at = self.now;
        self.changed_messages.insert(message.id.clone());
    }

    /// Whether a message is true and useful now.
    pub(super) fn is_true(
        &self,
        at: usize,
        kind: MessageKind,
        words: Option<&HostWords>,
        written_at: Timestamp,
    ) -> bool {
        let invitation = &self.table.invitations[at];
        let email = self.table.email_of(invitation);
        let event = &self.table.event;
        invitation.is_true(kind, words, written_at, event, email, self.now)
    }

    /// Whether a message of one of these kinds to this guest waits to be sent, or is written now.
    pub(super) fn is_outstanding(&self, at: usize, kinds: &[MessageKind]) -> bool {
        let id = &self.table.invitations[at].id;
        let mut new = self.messages.iter();
        let mut written = self.table.messages.iter();
        new.any(|message| &message.invitation == id && kinds.contains(&message.kind))
            || written.any(|message| {
                &message.invitation == id
                    && kinds.contains(&message.kind)
                    && message.is_outstanding()
            })
    }

    /// Whether an email to this guest waits to be sent, or is written now. Every email brings the
    /// guest's calendar up to date.
    pub(super) fn email_is_outstanding(&self, at: usize) -> bool {
        let id = &self.table.invitations[at].id;
        let mut new = self.messages.iter();
        let mut written = self.table.messages.iter();
        new.any(|message| &message.invitation == id && message.channel == Channel::Email)
            || written.any(|message| {
                &message.invitation == id
                    && message.channel == Channel::Email
                    && message.is_outstanding()
            })
    }

    /// Whether a message is for the guest's calendar, and therefore goes by email only.
    pub(super) fn is_for_calendar(&self, at: usize, kind: MessageKind, channel: Channel) -> bool {
        let has_entry = self.table.invitations[at].calendar.is_some();
        match kind {
            MessageKind::Confirmation => true,
            MessageKind::Released => channel == Channel::Email && has_entry,
            _ => false,
        }
    }

    /// Adapts the outbox to the new state (rule 11): cancels messages that are no longer true, corrects calendars
    /// with a wrong entry, and queues messages whose channel no longer rests.
    pub(super) fn update_outbox(&mut self) {
        for index in 0..self.table.messages.len() {
            let Message {
                invitation,
                kind,
                words,
                channel,
                status,
                due_at,
                written_at,
                ..
            } = &self.table.messages[index];
            if !self.table.messages[index].is_outstanding() {
                continue;
            }
            let parked = *status == MessageStatus::Queued
                && due_at.is_none()
                && *channel != Channel::ByHand
                && self.table.resting(*channel).is_none();
            let Ok(at) = self.find(invitation) else {
                continue;
            };
            if !self.is_true(at, *kind, words.as_ref(), *written_at) {
                self.cancel_message(index);
            } else if parked {
                let due_at = Some(self.sendable_at(kind.asks(), self.now));
                self.update_message(index, |message| message.due_at = due_at);
            }
        }
        let new = std::mem::take(&mut self.messages);
        let is_true = |message: &NewMessage| {
            let at = self.find(&message.invitation);
            at.is_ok_and(|at| self.is_true(at, message.kind, message.words.as_ref(), self.now))
        };
        self.messages = new.into_iter().filter(is_true).collect();
        self.correct_calendars();
    }

    /// Removes entries from calendars that are no longer right, unless an email does so anyway.
    fn correct_calendars(&mut self) {
        if self.table.event.has_begun(self.now) {
            return;
        }
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let email = self.table.email_of(invitation);
            if !invitation.has_stale_calendar(&self.table.event, email) {
                continue;
            }
            let moved = invitation
                .calendar
                .as_ref()
                .is_some_and(|entry| entry.has_moved(email));
            let told = if moved {
                self.is_outstanding(at, &[MessageKind::Released])
            } else {
                self.email_is_outstanding(at)
            };
            if !told {
                self.enqueue(at, MessageKind::Released, Channel::Email, self.news_at());
            }
        }
    }

    /// Records that a message has been sent, or may have been sent.
    pub(super) fn message_left(&mut self, at: usize, kind: MessageKind) {
        if kind == MessageKind::MaybeNotice && !self.table.invitations[at].maybe_told {
            self.update(at, |invitation| invitation.maybe_told = true);
        }
    }

    /// Stores what the guest's calendar contains after an email. A guest with another address gets a
    /// new entry there once the old one is removed.
    pub(super) fn calendar_left(
        &mut self,
        at: usize,
        kind: MessageKind,
        entry: Option<&CalendarEntry>,
    ) {
        let before = self.table.invitations[at].calendar.clone();
        if before.as_ref() != entry {
            self.update(at, |invitation| invitation.calendar = entry.cloned());
        }
        let invitation = &self.table.invitations[at];
        let email = self.table.email_of(invitation);
        let moved = before.is_some_and(|entry| entry.has_moved(email));
        if kind == MessageKind::Released
            && moved
            && invitation.seat == Seat::Seated
            && self.is_confirmed_by_email(at)
            && self.require_not_over().is_ok()
        {
            self.enqueue(
                at,
                MessageKind::Confirmation,
                Channel::Email,
                self.news_at(),
            );
        }
    }

    /// Whether a seat of this guest is confirmed by email. Not where the host sends by hand.
    pub(super) fn is_confirmed_by_email(&self, at: usize) -> bool {
        let invitation = &self.table.invitations[at];
        let by_hand = self.table.event.channel(invitation.channel) == Channel::ByHand;
        let mut channels = self.table.channels_to(invitation);
        !by_hand && channels.any(|channel| channel == Channel::Email)
    }
}
