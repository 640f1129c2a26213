//! Reminders: to answer (rule 15), and that the guest is expected (rule 16).

use std::cmp::{max, min};
use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::Transition;
use crate::time::day_before;
use crate::{Channel, Happening, Invitation, InvitationId, MessageKind, Seat};

/// A reminder that has not been written yet.
struct Due {
    /// The index of its invitation.
    at: usize,
    kind: MessageKind,
    when: Timestamp,
}

impl Transition {
    /// Writes the reminders that are due, and notes when the next one is. In quiet hours they wait for
    /// their end. Those that are of no use any more are dropped.
    pub(super) fn remind(&mut self) {
        if self.require_not_over().is_err() {
            return;
        }
        for Due { at, kind, when } in self.reminders() {
            let when = max(when, self.now);
            let when = self.table.event.quiet_until(when).unwrap_or(when);
            if when == self.now {
                self.remind_of(at, kind);
            } else if !self.table.event.has_begun(when) {
                let next = self.next_reminder_at.map_or(when, |next| min(next, when));
                self.next_reminder_at = Some(next);
            }
        }
    }

    fn remind_of(&mut self, at: usize, kind: MessageKind) {
        let now = self.now;
        let useful = self.is_useful(at, kind);
        match kind {
            MessageKind::DayBefore => {
                self.update(at, |invitation| invitation.day_before_at = Some(now));
            }
            _ if useful => self.update(at, |invitation| invitation.reminded_at = Some(now)),
            // The entry about the lapse follows soon.
            _ => return,
        }
        if useful {
            let (message, channel) = (kind, self.news_channel(at, kind));
            self.enqueue(at, kind, channel, now);
            self.log(Some(at), Happening::Reminded { message, channel });
        } else {
            self.log(Some(at), Happening::NotReminded { message: kind });
        }
    }

    /// The guests who should have been reminded to answer. Nothing has run since then.
    pub(super) fn not_reminded(&self) -> BTreeSet<usize> {
        let reminders = self.reminders().into_iter();
        let missed = reminders.filter(|due| due.kind == MessageKind::Reminder);
        missed.map(|due| due.at).collect()
    }

    fn reminders(&self) -> Vec<Due> {
        let event = &self.table.event;
        let asked = self.asked_at();
        let day = event.starts_at.filter(|_| event.reminders.day_before);
        let quiet_hours = event.quiet_hours.as_ref();
        let day = day.and_then(|begin| day_before(begin, quiet_hours, &event.time_zone));
        let knows = day
            .map(|day| self.know_of_their_seat(day))
            .unwrap_or_default();
        let due = |(at, invitation): (usize, &Invitation)| {
            let (kind, when) = match invitation.seat {
                Seat::Held => {
                    let asked = asked.get(&invitation.id)?;
                    (MessageKind::Reminder, self.reminder_at(invitation, *asked)?)
                }
                Seat::Seated => {
                    let told = day.filter(|_| !knows.contains(&invitation.id))?;
                    (MessageKind::DayBefore, told)
                }
                _ => return None,
            };
            Some(Due { at, kind, when })
        };
        let invitations = self.table.invitations.iter().enumerate();
        invitations.filter_map(due).collect()
    }

    /// When a guest who was asked at `asked` is reminded to answer (rule 15).
    fn reminder_at(&self, invitation: &Invitation, asked: Timestamp) -> Option<Timestamp> {
        let event = &self.table.event;
        let silent = invitation.response.is_none() && invitation.reminded_at.is_none();
        let by_hand = event.channel(invitation.channel) == Channel::ByHand;
        let respond_by = invitation.respond_by.filter(|_| silent && !by_hand)?;
        event.remind_at(asked, respond_by)
    }

    /// When each guest was asked. Guests whose invitation is still to leave are not among them.
    fn asked_at(&self) -> BTreeMap<&InvitationId, Timestamp> {
        let mut asked = BTreeMap::new();
        let written = self.table.messages.iter();
        for message in written.filter(|message| message.kind == MessageKind::Invitation) {
            if message.is_outstanding() {
                asked.remove(&message.invitation);
            } else if message.may_have_arrived() {
                asked.insert(&message.invitation, message.changed_at);
            }
        }
        for message in &self.messages {
            if message.kind == MessageKind::Invitation {
                asked.remove(&message.invitation);
            }
        }
        asked
    }

    /// The guests who answered or were told of their seat less than twelve hours before `day`, or
    /// after it (rule 16). Before another date they hear again that they are expected.
    fn know_of_their_seat(&self, day: Timestamp) -> BTreeSet<&InvitationId> {
        const LATELY: SignedDuration = SignedDuration::from_hours(12);
        let since = day.checked_sub(LATELY).unwrap_or(day);
        let answered = self.table.invitations.iter();
        let answered = answered
            .filter(|invitation| invitation.answered_at.max(invitation.day_before_at) > Some(since))
            .map(|invitation| &invitation.id);
        let told = self.table.messages.iter();
        let told = told
            .filter(|message| message.kind == MessageKind::Seated && message.written_at > since)
            .map(|message| &message.invitation);
        let new = self.messages.iter();
        let new = new
            .filter(|message| message.kind == MessageKind::Seated && self.now > since)
            .map(|message| &message.invitation);
        answered.chain(told).chain(new).collect()
    }

    /// Whether enough time is left to do what a reminder asks for: a quarter of an hour to answer, or
    /// two hours in which the seat of somebody who cannot come is dealt again.
    fn is_useful(&self, at: usize, kind: MessageKind) -> bool {
        const TO_ANSWER: SignedDuration = SignedDuration::from_mins(15);
        const TO_DEAL: SignedDuration = SignedDuration::from_hours(2);
        let (end, needed) = match kind {
            MessageKind::Reminder => (self.table.invitations[at].respond_by, TO_ANSWER),
            _ => (self.table.event.starts_at, TO_DEAL),
        };
        end.is_some_and(|end| end.duration_since(self.now) >= needed)
    }
}
