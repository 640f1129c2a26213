//! Messages to guests: how far each has come, and whether it is true.

use jiff::Timestamp;

use crate::log::english::messages_by;
use crate::{
    Channel, Event, EventStatus, HostWords, Invitation, InvitationId, InvitationStatus, MAX_TRIES,
    MessageId, MessageKind, MessageStatus, Seat,
};

/// A message of the event, as far as the rules have to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The id; the same at every try.
    pub id: MessageId,
    /// The guest's invitation.
    pub invitation: InvitationId,
    /// The kind of the message.
    pub kind: MessageKind,
    /// What the host wrote in it.
    pub words: Option<HostWords>,
    /// The channel.
    pub channel: Channel,
    /// How far it has come.
    pub status: MessageStatus,
    /// When a sender may claim it. `None`: no sender does. It has come to an end, waits for the
    /// host, or waits until its channel no longer rests.
    pub due_at: Option<Timestamp>,
    /// Whether a sender has claimed it and has not said yet what became of it.
    pub claimed: bool,
    /// How often a sender has claimed it.
    pub attempts: u32,
    /// The provider's id of what it has accepted.
    pub provider_id: Option<String>,
    /// What went wrong last, as a sentence for the host.
    pub error: Option<String>,
    /// When it was written.
    pub written_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// A new message to a guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The guest's invitation.
    pub invitation: InvitationId,
    /// The kind of the message.
    pub kind: MessageKind,
    /// What the host wrote in it.
    pub words: Option<HostWords>,
    /// The channel.
    pub channel: Channel,
    /// The message must not be sent before this time.
    pub not_before: Timestamp,
}

/// One way to reach a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The channel.
    pub channel: Channel,
    /// The number or address. By hand there is none.
    pub address: Option<String>,
    /// Whether messages may go this way. Not if the guest has opted out of the channel, or the host
    /// prefers to pass on messages by hand.
    pub is_open: bool,
}

/// What an email has put into a guest's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The address to which the email went. `None`: the contact's address at that time.
    pub address: Option<String>,
    /// The begin of the entry. `None`: the event had no date, so the email contained no entry.
    pub starts_at: Option<Timestamp>,
}

/// Whether messages of the host leave by a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelState {
    /// The channel.
    pub channel: Channel,
    /// Why the channel rests, as a sentence for the host. `None`: it does not rest.
    pub resting: Option<String>,
    /// Since when.
    pub since: Timestamp,
}

impl ChannelState {
    /// What has stopped, why, and how it goes on, in sentences for the host. `None`: the channel does
    /// not rest.
    pub fn advice(&self) -> Option<String> {
        let why = self.resting.as_deref()?;
        let stopped = messages_by(self.channel);
        let why = why.trim_end_matches('.');
        Some(format!(
            "{stopped} stopped ({why}). Correct the cause, then deal again, or cancel again if the \
             event is cancelled."
        ))
    }
}

impl NewMessage {
    /// The message as it is stored at `now` under this id. A message by hand waits for the host, not for
    /// a sender.
    pub fn stored(&self, id: MessageId, now: Timestamp) -> Message {
        Message {
            id,
            due_at: (self.channel != Channel::ByHand).then_some(self.not_before),
            invitation: self.invitation.clone(),
            kind: self.kind,
            words: self.words.clone(),
            channel: self.channel,
            status: MessageStatus::Queued,
            claimed: false,
            attempts: 0,
            provider_id: None,
            error: None,
            written_at: now,
            changed_at: now,
        }
    }
}

impl Message {
    /// Whether it is still to be sent, or to be passed on by the host.
    pub fn is_outstanding(&self) -> bool {
        match self.status {
            MessageStatus::Queued | MessageStatus::Sending => true,
            MessageStatus::Unknown => self.due_at.is_some(),
            _ => false,
        }
    }

    /// Whether its channel works, as far as this message shows. A text shows it by arriving: providers
    /// accept texts that they then do not deliver.
    pub(crate) fn shows_that_its_channel_works(&self) -> bool {
        match self.status {
            MessageStatus::Delivered => true,
            MessageStatus::Sent => self.channel == Channel::Email,
            _ => false,
        }
    }

    /// Whether the guest has it, or may have it.
    pub fn may_have_arrived(&self) -> bool {
        self.claimed
            || matches!(
                self.status,
                MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Unknown
            )
    }
}

impl Invitation {
    /// Whether a message to the guest of this kind and with these words of the host, written at
    /// `written_at`, is true and useful at `now`. `email` is the contact's address.
    pub fn is_true(
        &self,
        kind: MessageKind,
        words: Option<&HostWords>,
        written_at: Timestamp,
        event: &Event,
        email: Option<&str>,
        now: Timestamp,
    ) -> bool {
        let cancelled = event.status == EventStatus::Cancelled;
        let withdrawn = self.status == InvitationStatus::Withdrawn;
        match kind {
            MessageKind::Cancelled => return cancelled && withdrawn,
            MessageKind::Released => {
                let lost = withdrawn || self.has_stale_calendar(event, email);
                return lost && (cancelled || !event.has_begun(now));
            }
            MessageKind::HostMessage => {
                let is_for_them = words.is_some_and(|words| words.are_for(self));
                return is_for_them && event.takes_host_messages(now);
            }
            _ if event.status_at(now).is_over() => return false,
            _ => {}
        }
        match kind {
            MessageKind::Invitation => match self.status {
                InvitationStatus::Waiting | InvitationStatus::Lapsed => self.response.is_none(),
                // The host may send an invitation again after an answer.
                InvitationStatus::Answered => self.answered_at < Some(written_at),
                InvitationStatus::Withdrawn | InvitationStatus::Undeliverable => false,
            },
            MessageKind::MaybeNotice => {
                self.is_maybe() && matches!(self.seat, Seat::None | Seat::Held) && !self.maybe_told
            }
            MessageKind::Seated | MessageKind::Confirmation => self.seat == Seat::Seated,
            MessageKind::Offer => self.is_maybe() && self.seat == Seat::Held,
            MessageKind::Changed => self.hears_of_changes(),
            MessageKind::Reminder => {
                event.reminders.unanswered
                    && self.seat == Seat::Held
                    && self.response.is_none()
                    && self.respond_by.is_some()
            }
            MessageKind::DayBefore => {
                event.reminders.day_before
                    && self.seat == Seat::Seated
                    && self.answered_at <= Some(written_at)
                    && event.starts_at.is_some()
            }
            MessageKind::Cancelled | MessageKind::Released | MessageKind::HostMessage => false,
        }
    }

    /// Whether the guest's calendar has an entry that is no longer right: the seat or the date is
    /// gone, or the contact has another address. `email` is the contact's address.
    pub fn has_stale_calendar(&self, event: &Event, email: Option<&str>) -> bool {
        self.calendar.as_ref().is_some_and(|entry| {
            self.seat != Seat::Seated
                || (entry.starts_at.is_some() && event.starts_at.is_none())
                || entry.has_moved(email)
        })
    }

    /// Whether a sender may send a message of this kind at `now`. Otherwise it gives the event
    /// [`Command::Withheld`](crate::Command::Withheld).
    pub fn may_be_sent(
        &self,
        message: &Message,
        event: &Event,
        email: Option<&str>,
        now: Timestamp,
    ) -> bool {
        let is_unknown = message.status == MessageStatus::Unknown;
        // A lease may run out at night, and the first try may have reached the guest.
        let waits_for_morning = is_unknown || !message.kind.may_be_a_reply();
        let words = message.words.as_ref();
        self.is_true(message.kind, words, message.written_at, event, email, now)
            && !(waits_for_morning
                && event.sendable_at(message.kind.asks(), now, event.starts_at) > now)
            && !(is_unknown && message.channel == Channel::Email && message.attempts > MAX_TRIES)
    }
}

impl CalendarEntry {
    /// Whether the contact's address is another one now.
    pub fn has_moved(&self, email: Option<&str>) -> bool {
        self.address.is_some() && self.address.as_deref() != email
    }
}
