//! What the fields of log entries consist of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Actor, Channel, MessageKind, Response, Seat, TextReply};

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum By {
    /// The host.
    Host,
    /// The guest.
    Guest,
    /// The dealer, by itself.
    Dealer,
}

impl From<Actor> for By {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Guest | Actor::GuestByText { .. } => Self::Guest,
            Actor::Host => Self::Host,
        }
    }
}

/// Quiet hours that delay what an entry is about (rule 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietTime {
    /// When they end.
    #[serde(serialize_with = "crate::log::moments::always")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// Whether they end before the event begins.
    pub in_time: bool,
}

/// Seats that are held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The number of seats.
    pub party: u32,
    /// The deadline. `None` until the host has passed on the message by hand.
    #[serde(serialize_with = "crate::log::moments::at_times")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub respond_by: Option<Timestamp>,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answered {
    /// The guest, or the host who recorded the answer.
    pub by: By,
    /// The answer.
    pub response: Response,
    /// The seat that the answer got.
    pub seat: Seat,
    /// The number of people.
    pub party: u32,
    /// The seat before the answer.
    pub seat_before: Seat,
    /// The number of people before the answer.
    pub party_before: u32,
    /// The number of seats that were open before the answer.
    pub open_before: u32,
    /// What happens to the reply, if the guest answered by text message.
    pub reply: Option<TextReply>,
}

/// A change to the event's settings, or the announcement of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Change {
    /// The host changed the settings.
    Settings {
        /// The host.
        by: By,
        /// The settings that changed.
        changes: Vec<Setting>,
        /// The number of seats before the change.
        seats_before: u32,
        /// The number of seats.
        seats: u32,
    },
    /// Guests who have answered are told about a new time or place.
    Announcement {
        /// The host.
        by: By,
        /// How many guests are told. Earlier versions told none if it was quiet until the begin.
        told: u32,
        /// The quiet hours that delay the messages.
        quiet: Option<QuietTime>,
    },
}

/// A setting of an event, by its name in the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(missing_docs, reason = "the API describes each of them")]
pub enum Setting {
    Seats,
    Title,
    StartsAt,
    TimeZone,
    Location,
    Pace,
    HandSize,
    ResponseWindowMinutes,
    QuietHours,
    DealUntil,
    PartyLimit,
    Reminders,
    ByHand,
    Tags,
    EndsAt,
    Url,
}

/// How messages were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sent {
    /// The host passed them on.
    ByHand {
        /// The host.
        by: By,
        /// The kinds of the messages.
        messages: Vec<MessageKind>,
        /// By hand.
        channel: Channel,
        /// The hold whose time to answer begins.
        hold: Option<Hold>,
    },
    /// A provider accepted one.
    ByProvider {
        /// The kind of the message.
        message: MessageKind,
        /// The channel.
        channel: Channel,
        /// The time of the provider's report.
        #[serde(serialize_with = "crate::log::moments::always")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        at: Timestamp,
    },
}

/// Why a message that failed is not sent by another channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoNext {
    /// The message is no longer true or useful.
    NotNeeded,
    /// It is quiet time until the event begins.
    QuietUntilBegin,
    /// No other channel is left.
    NoOtherChannel,
}

/// A command that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Attempt {
    /// The timer: do what is due.
    Tick,
    /// Start dealing, or resume it.
    Deal,
    /// Pause dealing.
    Pause,
    /// Cancel the event.
    Cancel,
    /// Change the event.
    Edit,
    /// Rearrange the deck.
    Arrange,
    /// Write to guests.
    Write,
    /// Invite a contact.
    Invite {
        /// The contact's name.
        name: String,
    },
    /// Answer an invitation, or record an answer.
    Answer {
        /// The guest or the host.
        by: By,
        /// The answer.
        response: Response,
        /// The number of people, if it was given.
        party: Option<u32>,
    },
    /// Withdraw an invitation.
    Withdraw,
    /// Send an invitation again.
    Resend,
    /// Pass messages on by hand.
    HandOver,
    /// A report about a message.
    Report,
    /// A text or an opt-out from the guest.
    Word,
}
