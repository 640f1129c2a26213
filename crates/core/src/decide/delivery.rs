//! Handles the outcomes of messages (rule 11): decides whether, when and by which channel a message is tried again.

use std::time::Duration;

use jiff::Timestamp;

use super::Transition;
use crate::retry::next_try;
use crate::{
    About, CalendarEntry, Channel, Command, Delay, Happening, InvitationStatus, MAX_TRIES, Message,
    MessageId, MessageKind, MessageStatus, NoNext, Refusal, Response, Seat, Sent,
};

/// The time after which a provider lists a message that it has accepted without a response.
const GRACE: Duration = Duration::from_secs(20);

/// The index of a message in the table, and that of its invitation.
#[derive(Clone, Copy)]
pub(super) struct MessagePosition {
    pub(super) index: usize,
    pub(super) at: usize,
}

impl Transition {
    /// Applies a command about one message. A message that is no longer stored changes nothing.
    pub(super) fn message_news(&mut self, id: &MessageId, news: &Command) -> Result<(), Refusal> {
        let messages = &self.table.messages;
        let Some(index) = messages.iter().position(|message| &message.id == id) else {
            return Ok(());
        };
        let position = MessagePosition {
            index,
            at: self.find(&messages[index].invitation)?,
        };
        match news {
            Command::Accepted {
                provider_id,
                delivered,
                calendar,
                ..
            } => self.accepted(
                position,
                provider_id.as_deref(),
                *delivered,
                calendar.as_ref(),
            ),
            Command::Rejected {
                about,
                permanent,
                why,
                delay,
                ..
            } => self.rejected(position, *about, *permanent, why, *delay),
            Command::OutcomeUnknown {
                why,
                delay,
                calendar,
                ..
            } => self.outcome_unknown(position, why, *delay, calendar.as_ref()),
            Command::Reported { report, .. } => self.reported(position, report),
            Command::Withheld { .. } => self.withheld(position),
            Command::LimitReached { until, why, .. } => self.limit_reached(position, *until, why),
            _ => {}
        }
        Ok(())
    }

    fn accepted(
        &mut self,
        position: MessagePosition,
        provider_id: Option<&str>,
        delivered: bool,
        calendar: Option<&CalendarEntry>,
    ) {
        self.arrived(position, provider_id, delivered);
        let Message { kind, channel, .. } = self.table.messages[position.index];
        if channel == Channel::Email {
            self.calendar_left(position.at, kind, calendar);
        }
    }

    /// Records that a message has left, or has arrived.
    pub(super) fn arrived(
        &mut self,
        position: MessagePosition,
        provider_id: Option<&str>,
        delivered: bool,
    ) {
        let status = if delivered {
            MessageStatus::Delivered
        } else {
            MessageStatus::Sent
        };
        self.update_message(position.index, |message| {
            message.finish(status);
            message.provider_id = provider_id.map(ToOwned::to_owned);
            message.error = None;
        });
        let Message {
            kind: message,
            channel,
            ..
        } = self.table.messages[position.index];
        self.message_left(position.at, message);
        let at = self.now;
        let happening = if delivered {
            Happening::Delivered {
                message,
                channel,
                at,
            }
        } else {
            Happening::Sent(Sent::ByProvider {
                message,
                channel,
                at,
            })
        };
        self.log(Some(position.at), happening);
    }

    pub(super) fn rejected(
        &mut self,
        position: MessagePosition,
        about: About,
        permanent: bool,
        why: &str,
        delay: Delay,
    ) {
        let Message {
            attempts, channel, ..
        } = self.table.messages[position.index];
        let needed = self.is_needed(position);
        if about == About::Recipient && permanent {
            self.give_up(position.index, MessageStatus::Failed, why);
        } else if !needed {
            self.drop_message(position);
        } else if let Some(wait) = next_try(attempts, delay).filter(|_| !permanent) {
            let at = self.now.saturating_add(wait).unwrap_or(self.now);
            self.requeue(position, at, why);
            if about != About::Recipient && attempts <= 1 {
                self.log_delay(position, why);
            }
        } else if about == About::Recipient || (!permanent && self.works_for_others(position)) {
            self.give_up(position.index, MessageStatus::Failed, why);
        } else {
            self.rest(channel, why);
            self.use_other_channel(position, MessageStatus::Failed, why);
        }
    }

    /// Whether messages of other guests have arrived by the same channel since this one was written. Then its guest
    /// is the cause of the failure.
    fn works_for_others(&self, position: MessagePosition) -> bool {
        let this = &self.table.messages[position.index];
        self.table.messages.iter().any(|other| {
            other.invitation != this.invitation
                && other.channel == this.channel
                && other.changed_at > this.written_at
                && other.shows_that_its_channel_works()
        })
    }

    /// An email is sent once more: mail programs recognise the duplicate. A text is looked up at the provider first.
    /// If the outcome stays unknown, the host decides.
    fn outcome_unknown(
        &mut self,
        position: MessagePosition,
        why: &str,
        delay: Delay,
        calendar: Option<&CalendarEntry>,
    ) {
        let Message {
            kind,
            channel,
            attempts,
            status,
            ..
        } = self.table.messages[position.index];
        let once_more = channel != Channel::Email || status != MessageStatus::Unknown;
        let delay = Delay {
            retry_after: Some(GRACE),
            ..delay
        };
        let wait = next_try(attempts, delay).filter(|_| once_more && self.is_needed(position));
        let due_at = wait.and_then(|wait| self.now.checked_add(wait).ok());
        self.update_message(position.index, |message| {
            message.finish(MessageStatus::Unknown);
            message.due_at = due_at;
            message.error = Some(why.to_owned());
        });
        if channel == Channel::Email && calendar.is_some() {
            self.calendar_left(position.at, kind, calendar);
        }
        let unknown = Happening::OutcomeUnknown {
            message: kind,
            channel,
            why: why.to_owned(),
        };
        self.log(Some(position.at), unknown);
    }

    fn withheld(&mut self, position: MessagePosition) {
        let Message {
            channel,
            attempts,
            status,
            ..
        } = self.table.messages[position.index];
        let resting = self.table.resting(channel).map(ToOwned::to_owned);
        let is_unknown_email = status == MessageStatus::Unknown && channel == Channel::Email;
        if !self.is_needed(position) || (is_unknown_email && attempts > MAX_TRIES) {
            self.drop_message(position);
        } else if let Some(why) = resting {
            self.use_other_channel(position, MessageStatus::Cancelled, &why);
        } else {
            self.requeue(
                position,
                self.now,
                "The message waits for the end of the quiet hours.",
            );
        }
    }

    fn limit_reached(&mut self, position: MessagePosition, until: Timestamp, why: &str) {
        if !self.is_needed(position) {
            return self.drop_message(position);
        }
        let Message { kind, channel, .. } = self.table.messages[position.index];
        let other = self.other_channel(position.at, kind, channel);
        if other.is_some() && !self.is_for_calendar(position.at, kind, channel) {
            return self.give_up(position.index, MessageStatus::Cancelled, why);
        }
        self.requeue(position, until, why);
        self.update_message(position.index, |message| {
            message.attempts = message.attempts.saturating_sub(1);
        });
        self.log_delay(position, why);
    }

    /// Sends a message whose channel rests by another channel. Without another one it waits.
    fn use_other_channel(&mut self, position: MessagePosition, status: MessageStatus, why: &str) {
        let Message { kind, channel, .. } = self.table.messages[position.index];
        let other = self.other_channel(position.at, kind, channel);
        if other.is_some() && !self.is_for_calendar(position.at, kind, channel) {
            return self.give_up(position.index, status, why);
        }
        self.update_message(position.index, |message| {
            message.finish_unless_unknown(MessageStatus::Queued);
            message.error = Some(why.to_owned());
        });
        self.log_delay(position, why);
    }

    /// Queues a message for another try, not in quiet hours (rule 9). A message with an unknown outcome stays
    /// unknown.
    fn requeue(&mut self, position: MessagePosition, at: Timestamp, why: &str) {
        let asks = self.table.messages[position.index].kind.asks();
        let due_at = self.sendable_at(asks, at);
        self.update_message(position.index, |message| {
            message.finish_unless_unknown(MessageStatus::Queued);
            message.due_at = Some(due_at);
            message.error = Some(why.to_owned());
        });
    }

    /// Ends a message that is no longer needed.
    fn drop_message(&mut self, position: MessagePosition) {
        self.update_message(position.index, |message| {
            message.finish_unless_unknown(MessageStatus::Cancelled);
        });
    }

    /// Whether a message is still needed: it is true, it was not cancelled, and there is no newer one of its kind. What
    /// the host writes later does not replace what they wrote before.
    pub(super) fn is_needed(&self, position: MessagePosition) -> bool {
        let message = &self.table.messages[position.index];
        let is_newer = |other: &Message| {
            other.invitation == message.invitation
                && other.kind == message.kind
                && other.kind != MessageKind::HostMessage
                && (other.is_outstanding() || other.may_have_arrived())
        };
        let overtaken = self.table.messages[position.index + 1..]
            .iter()
            .any(is_newer);
        message.is_outstanding()
            && !overtaken
            && self.is_true(
                position.at,
                message.kind,
                message.words.as_ref(),
                message.written_at,
            )
    }

    /// Ends a message that cannot go by its channel, and tries the next channel while it is still
    /// true and useful (rule 11). If none is left and the message asks for an answer, the hold ends.
    /// An invitation that lapsed before its message failed becomes undeliverable, too.
    pub(super) fn give_up(&mut self, index: usize, status: MessageStatus, why: &str) {
        let Ok(at) = self.find(&self.table.messages[index].invitation) else {
            return;
        };
        let Message { kind, channel, .. } = self.table.messages[index];
        let needed = self.is_needed(MessagePosition { index, at });
        self.update_message(index, |message| {
            message.finish(status);
            message.error = Some(why.to_owned());
        });
        let invitation = &self.table.invitations[at];
        let (party, seat) = (invitation.party, invitation.seat);
        // The notice to a maybe with a hold says until when the seat is held: it asks, too.
        let is_unanswered = seat == Seat::Held || invitation.response.is_none();
        let asks = is_unanswered && (kind.invites() || kind == MessageKind::MaybeNotice);
        let in_time = !kind.asks() || self.sends_before_begin();
        let for_calendar = self.is_for_calendar(at, kind, channel);
        // Whoever is withdrawn would come, so for them this is more than a correction of the calendar.
        let is_withdrawal = kind == MessageKind::Released
            && self.table.invitations[at].status == InvitationStatus::Withdrawn;
        let by_hand = self.table.event.by_hand.then_some(Channel::ByHand);
        let next = by_hand
            .or_else(|| self.other_channel(at, kind, channel))
            .filter(|next| *next != Channel::ByHand || kind != MessageKind::Reminder)
            .filter(|_| needed && in_time && (!for_calendar || is_withdrawal));
        let no_next = match next {
            Some(_) => None,
            None if !needed => Some(NoNext::NotNeeded),
            None if !in_time => Some(NoNext::QuietUntilBegin),
            None => Some(NoNext::NoOtherChannel),
        };
        let failed = Happening::DeliveryFailed {
            message: kind,
            channel,
            why: why.to_owned(),
            next,
            no_next,
        };
        self.log(Some(at), failed);
        if let Some(next) = next {
            self.update(at, |invitation| invitation.channel = next);
            let words = self.table.messages[index].words.clone();
            let not_before = self.sendable_at(kind.asks(), self.now);
            self.enqueue_words(at, kind, words, next, not_before);
        } else if asks && needed {
            self.undeliverable(at, party, seat);
        }
        if kind == MessageKind::Released && for_calendar {
            // Nobody can correct that calendar.
            self.calendar_left(at, kind, None);
        }
        if status == MessageStatus::Failed {
            self.brake(channel);
        }
    }

    fn undeliverable(&mut self, at: usize, party: u32, seat: Seat) {
        self.update(at, |invitation| {
            let maybe = invitation.response == Some(Response::Maybe);
            invitation.release();
            invitation.status = if maybe {
                InvitationStatus::Answered
            } else {
                InvitationStatus::Undeliverable
            };
        });
        let freed = if seat == Seat::Held { party } else { 0 };
        self.log(Some(at), Happening::Undeliverable { freed });
    }

    /// Logs that a message is delayed.
    pub(super) fn log_delay(&mut self, position: MessagePosition, why: &str) {
        let message = &self.table.messages[position.index];
        let waits = Happening::Waits {
            message: message.kind,
            channel: message.channel,
            why: why.to_owned(),
            until: message.due_at,
        };
        self.log(Some(position.at), waits);
    }
}

impl Message {
    /// Ends the claim of a sender, or the whole message.
    pub(super) fn finish(&mut self, status: MessageStatus) {
        self.status = status;
        self.due_at = None;
        self.claimed = false;
    }

    /// The same, but a message with an unknown outcome stays unknown.
    fn finish_unless_unknown(&mut self, status: MessageStatus) {
        self.finish(if self.status == MessageStatus::Unknown {
            MessageStatus::Unknown
        } else {
            status
        });
    }
}
