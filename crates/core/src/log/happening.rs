//! What an entry of the log says.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::english::English;
use super::fields::{Answered, Attempt, By, Change, Hold, NoNext, QuietTime, Sent};
use crate::table::Reason;
use crate::{Audience, Channel, MessageKind, OtherText, Refusal, TextReply};

/// What happened and why. Each kind of entry has a variant. Its fields are stored and sent as JSON:
/// a field that was released keeps its name, its type and its meaning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    content = "detail",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Happening {
    /// The host added the event.
    Created {
        /// The host.
        by: By,
        /// The title that the event had then.
        title: String,
        /// The number of seats.
        seats: u32,
    },
    /// Dealing started or resumed.
    Dealing {
        /// The host.
        by: By,
        /// Whether the event has dealt before.
        resumed: bool,
        /// The quiet hours that delay the next cards. They end in time if there is still something
        /// to deal for then.
        quiet: Option<QuietTime>,
    },
    /// The host paused dealing.
    Paused {
        /// The host.
        by: By,
    },
    /// The host cancelled the event.
    Cancelled {
        /// The host.
        by: By,
        /// How many guests are told.
        told: u32,
        /// The quiet hours that delay the messages.
        quiet: Option<QuietTime>,
    },
    /// The host changed the event, or guests are told about it.
    Changed(Change),
    /// The host rearranged the deck.
    Arranged {
        /// The host.
        by: By,
        /// How many cards are on the *invite first* list.
        invite_first: usize,
        /// How many contacts are excluded.
        excluded: usize,
    },
    /// The host wrote to guests in their own words.
    Wrote {
        /// The host.
        by: By,
        /// To whom.
        to: Vec<Audience>,
        /// What the host wrote.
        words: String,
        /// How many guests are told.
        told: u32,
        /// How many guests cannot be reached.
        unreached: u32,
        /// The quiet hours that delay the messages.
        quiet: Option<QuietTime>,
    },
    /// A card was dealt, or the host invited a contact.
    Dealt {
        /// The dealer or the host.
        by: By,
        /// The reason for the card's place.
        #[serde(flatten)]
        reason: Reason,
        /// The seats that are held.
        #[serde(flatten)]
        hold: Hold,
        /// How many seats the whole party takes, if fewer are held.
        whole_party: Option<u32>,
        /// The channel of the invitation.
        channel: Channel,
    },
    /// A party did not fit when little time was left, and the next one that fits is invited.
    PassedOver {
        /// The name of the contact.
        name: String,
        /// How many seats the whole party takes.
        party: u32,
        /// The number of open seats.
        open: u32,
    },
    /// A guest on standby was passed over.
    Skipped {
        /// The number of seats that the guest wants.
        party: u32,
        /// The number of open seats.
        open: u32,
    },
    /// A guest answered.
    Answered(Answered),
    /// A guest wrote a note to the host, or took it back.
    Noted {
        /// The note.
        note: Option<String>,
    },
    /// A guest filled in another field for the host, or emptied it.
    FilledIn {
        /// The name of the field in the API.
        field: String,
        /// The value, as it is shown; `null` if the field is empty.
        text: Option<String>,
    },
    /// A hold ended without an answer.
    Lapsed {
        /// Whether the seat was offered to a maybe.
        offer: bool,
        /// The number of seats that are free again.
        freed: u32,
    },
    /// A guest on standby got a seat.
    Promoted {
        /// The number of seats.
        party: u32,
        /// Whether a message says so. Earlier versions sent none if it was quiet until the begin.
        told: bool,
    },
    /// A maybe was offered a seat.
    Offered {
        /// The seats that are held.
        #[serde(flatten)]
        hold: Hold,
        /// The channel of the offer.
        channel: Channel,
    },
    /// A guest is reminded to answer, or hears that they are expected.
    Reminded {
        /// Which of both.
        message: MessageKind,
        /// The channel.
        channel: Channel,
    },
    /// A reminder was not written in time, because the program did not run.
    NotReminded {
        /// Which reminder.
        message: MessageKind,
    },
    /// The host withdrew an invitation.
    Withdrawn {
        /// The host.
        by: By,
        /// The number of seats that are free again.
        freed: u32,
        /// What the host added to the message that says so.
        words: Option<String>,
    },
    /// The host sent an invitation or an offer again.
    Resent {
        /// The host.
        by: By,
        /// The invitation or the offer.
        message: MessageKind,
        /// The channel.
        channel: Channel,
        /// The seats that are held again, because the guest had not been reached.
        hold: Option<Hold>,
    },
    /// A message was sent.
    Sent(Sent),
    /// A message arrived.
    Delivered {
        /// The kind of the message.
        message: MessageKind,
        /// The channel.
        channel: Channel,
        /// The time of the provider's report.
        #[serde(serialize_with = "crate::log::moments::always")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
        at: Timestamp,
    },
    /// A message failed for good on one channel.
    DeliveryFailed {
        /// The kind of the message.
        message: MessageKind,
        /// The channel that failed.
        channel: Channel,
        /// The cause, in a few words.
        why: String,
        /// The channel that is tried next.
        next: Option<Channel>,
        /// Why no channel is tried next.
        no_next: Option<NoNext>,
    },
    /// A contact has no channel left.
    Undeliverable {
        /// The number of seats that are free again.
        freed: u32,
    },
    /// Nobody knows whether a message has arrived.
    OutcomeUnknown {
        /// The kind of the message.
        message: MessageKind,
        /// The channel.
        channel: Channel,
        /// The cause, in a few words.
        why: String,
    },
    /// A channel stopped: nothing is sent or dealt by it until the host deals again.
    ChannelRests {
        /// The channel.
        channel: Channel,
        /// The cause, in a few words.
        why: String,
    },
    /// A message is delayed.
    Waits {
        /// The kind of the message.
        message: MessageKind,
        /// The channel.
        channel: Channel,
        /// The cause, in a few words.
        why: String,
        /// When the message is tried again. `None` if it waits until its channel no longer rests.
        #[serde(serialize_with = "crate::log::moments::at_times")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        until: Option<Timestamp>,
    },
    /// A guest opted out of a channel.
    OptedOut {
        /// The guest.
        by: By,
        /// The channel.
        channel: Channel,
        /// The channel that is used instead.
        next: Option<Channel>,
    },
    /// A guest opted in to a channel again.
    OptedIn {
        /// The guest.
        by: By,
        /// The channel.
        channel: Channel,
    },
    /// A guest sent a text.
    Texted {
        /// The guest.
        by: By,
        /// The meaning of the text.
        #[serde(flatten)]
        what: OtherText,
        /// The words of the text. They are stored apart and erased after 90 days.
        words: Option<String>,
        /// What happens to the reply. `None` in entries of earlier versions, which logged only texts
        /// that were replied to.
        reply: Option<TextReply>,
    },
    /// Every seat is taken.
    Full {
        /// The number of seats.
        seats: u32,
        /// Whether dealing goes on when a seat is free again.
        dealing: bool,
    },
    /// The deck is empty while seats are open.
    DeckEmpty {
        /// The number of open seats.
        open: u32,
        /// Whether only contacts with one of the event's tags are dealt. Earlier versions did not say it.
        #[serde(default)]
        tagged: bool,
    },
    /// The rules refused a command.
    Refused {
        /// What was asked.
        attempt: Attempt,
        /// Why it was refused.
        #[serde(flatten)]
        refusal: Refusal,
    },
}

impl Happening {
    /// Whether the host did this, or asked for what was refused, rather than the guest or the dealer.
    pub fn is_by_host(&self) -> bool {
        matches!(self, Self::Refused { .. }) || self.detail()["by"] == json!(By::Host)
    }

    /// Reads the stored kind and fields. `None` if this version does not know them, because another
    /// one wrote them.
    pub fn read(kind: &str, detail: &Value) -> Option<Self> {
        serde_json::from_value(json!({ "kind": kind, "detail": detail })).ok()
    }

    /// Takes out the words of a guest's text, which are not stored with the entry.
    pub fn take_words(&mut self) -> Option<String> {
        match self {
            Self::Texted { words, .. } => words.take().filter(|words| !words.is_empty()),
            _ => None,
        }
    }

    /// The fields as a JSON object.
    pub fn detail(&self) -> Value {
        // Nothing in these types can fail to become JSON.
        let tagged = serde_json::to_value(self).unwrap_or_default();
        tagged.get("detail").cloned().unwrap_or_default()
    }

    /// The sentence about the guest of this name, with the times of this time zone.
    pub fn text(&self, name: Option<&str>, zone: &TimeZone) -> String {
        English::about(name, zone).sentence(self)
    }
}
