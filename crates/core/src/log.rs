//! The log of an event: what happened and why, one sentence per entry (rule 14).

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::InvitationId;
use crate::table::Reason;

/// One entry. Its number and its time are added when it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// The kind of the entry.
    pub kind: LogKind,
    /// The id and the name of the invitation that the entry is about.
    pub invitation: Option<(InvitationId, String)>,
    /// What happened and why, in one sentence.
    pub text: String,
    /// The same facts for programs: a JSON object.
    pub detail: Value,
}

macro_rules! log_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)+) => {
        /// The kind of a log entry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LogKind { $($(#[$doc])* $kind,)+ }

        impl LogKind {
            /// All kinds, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The text that is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)+ }
            }
        }
    };
}

log_kinds! {
    /// The host added the event.
    Created = "created",
    /// Dealing started or resumed.
    Dealing = "dealing",
    /// The host paused dealing.
    Paused = "paused",
    /// The host cancelled the event.
    Cancelled = "cancelled",
    /// The host changed the event.
    Changed = "changed",
    /// The host rearranged the deck.
    Arranged = "arranged",
    /// A card was dealt.
    Dealt = "dealt",
    /// A guest on standby was passed over.
    Skipped = "skipped",
    /// A guest answered.
    Answered = "answered",
    /// A guest wrote a note to the host.
    Noted = "noted",
    /// A hold ended without an answer.
    Lapsed = "lapsed",
    /// A guest on standby got a seat.
    Promoted = "promoted",
    /// A maybe was offered a seat.
    Offered = "offered",
    /// The host withdrew an invitation.
    Withdrawn = "withdrawn",
    /// The host sent an invitation again.
    Resent = "resent",
    /// A provider accepted a message.
    Sent = "sent",
    /// A message arrived.
    Delivered = "delivered",
    /// A message failed for good on one channel.
    DeliveryFailed = "deliveryFailed",
    /// A contact has no channel left.
    Undeliverable = "undeliverable",
    /// A message is delayed.
    Waits = "waits",
    /// A channel stopped: nothing is sent or dealt by it until the host deals again.
    ChannelRests = "channelRests",
    /// A guest opted out of a channel.
    OptedOut = "optedOut",
    /// A guest opted in to a channel again.
    OptedIn = "optedIn",
    /// A guest sent a text that is not an answer.
    Texted = "texted",
    /// Every seat is taken.
    Full = "full",
    /// The deck is empty while seats are open.
    DeckEmpty = "deckEmpty",
    /// The rules refused a command.
    Refused = "refused",
}

impl Reason {
    /// Why a card has its place: a phrase without a full stop.
    pub fn because(&self, zone: &TimeZone) -> String {
        match self {
            Self::InviteFirst { place: 1 } => "first on the invite-first list".to_owned(),
            Self::InviteFirst { place } => format!("number {place} on the invite-first list"),
            Self::Priority {
                priority,
                last_invited_at: None,
            } => {
                format!("priority {priority}, not invited by you before")
            }
            Self::Priority {
                priority,
                last_invited_at: Some(at),
            } => {
                let day = at.to_zoned(zone.clone()).strftime("%-d %B %Y");
                format!("priority {priority}, last invited on {day}")
            }
            Self::PickedByHost => "picked by you".to_owned(),
        }
    }
}

/// Weekday, date and time of day in the time zone.
pub(crate) fn format_datetime(instant: Timestamp, zone: &TimeZone) -> String {
    instant
        .to_zoned(zone.clone())
        .strftime("%A, %-d %B at %H:%M")
        .to_string()
}
