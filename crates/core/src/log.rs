//! The story of an event: what happened and why, one sentence each.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::InvitationId;
use crate::table::Reason;

/// One thing that happened. Numbered and timed when it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// What kind of thing.
    pub kind: LogKind,
    /// The invitation it is about.
    pub invitation: Option<(InvitationId, String)>,
    /// What happened and why, in one plain sentence.
    pub text: String,
    /// The same for programs: a JSON object.
    pub detail: Value,
}

macro_rules! log_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)+) => {
        /// What kind of thing a log entry tells of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LogKind { $($(#[$doc])* $kind,)+ }

        impl LogKind {
            /// Every kind, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The word as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)+ }
            }
        }
    };
}

log_kinds! {
    /// The event was added.
    Created = "created",
    /// Dealing began or went on.
    Dealing = "dealing",
    /// Dealing rests by the host's wish.
    Paused = "paused",
    /// The event was called off.
    Cancelled = "cancelled",
    /// The host changed the event.
    Changed = "changed",
    /// The host rearranged the deck.
    Arranged = "arranged",
    /// A card was dealt.
    Dealt = "dealt",
    /// A candidate was passed over.
    Skipped = "skipped",
    /// A guest answered.
    Answered = "answered",
    /// A guest wrote to the host.
    Noted = "noted",
    /// An invitation was not answered in time.
    Lapsed = "lapsed",
    /// A guest on standby got a seat.
    Promoted = "promoted",
    /// A maybe was offered a seat.
    Offered = "offered",
    /// An invitation was taken back.
    Withdrawn = "withdrawn",
    /// An invitation is sent again.
    Resent = "resent",
    /// A provider took a message.
    Sent = "sent",
    /// A message arrived.
    Delivered = "delivered",
    /// A message will not arrive by one channel.
    DeliveryFailed = "deliveryFailed",
    /// No channel is left.
    Undeliverable = "undeliverable",
    /// A message cannot leave yet.
    Waits = "waits",
    /// A guest wants no more messages by one channel.
    OptedOut = "optedOut",
    /// A guest welcomes messages by that channel again.
    OptedIn = "optedIn",
    /// A guest texted something else than an answer.
    Texted = "texted",
    /// Every seat is taken.
    Full = "full",
    /// Nobody is left to deal.
    DeckEmpty = "deckEmpty",
    /// The host asked for something the rules do not allow.
    Refused = "refused",
}

impl Reason {
    /// Why a card is where it is, as the end of a sentence: "because …".
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

/// A moment as people say it: weekday, date and time of day in the given zone.
pub(crate) fn format_datetime(moment: Timestamp, zone: &TimeZone) -> String {
    moment
        .to_zoned(zone.clone())
        .strftime("%A, %-d %B at %H:%M")
        .to_string()
}
