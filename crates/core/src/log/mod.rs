//! The log of an event (rule 14): what happened and why, as data. A module for each language makes
//! sentences of it when the log is read.

pub(crate) mod english;
mod fields;
mod happening;
pub(crate) mod moments;

use jiff::tz::TimeZone;

pub use self::english::{standing, with_key};
pub use self::fields::{Answered, Attempt, By, Change, Hold, NoNext, QuietTime, Sent, Setting};
pub use self::happening::Happening;
use crate::InvitationId;

/// One entry. Its number and its time are added when it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// The id and the name of the invitation that the entry is about.
    pub invitation: Option<(InvitationId, String)>,
    /// What happened and why.
    pub happening: Happening,
}

impl LogEntry {
    /// The kind of the entry.
    pub const fn kind(&self) -> LogKind {
        self.happening.kind()
    }

    /// What happened and why, in one sentence with the times of this time zone.
    pub fn text(&self, zone: &TimeZone) -> String {
        let name = self.invitation.as_ref().map(|(_, name)| name.as_str());
        self.happening.text(name, zone)
    }
}

macro_rules! log_kinds {
    ($($kind:ident = $word:literal,)+) => {
        /// The kind of a log entry: a word for each variant of [`Happening`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum LogKind { $(#[doc = concat!("See [`Happening::", stringify!($kind), "`].")] $kind,)+ }

        impl LogKind {
            /// All kinds, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The text that is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)+ }
            }
        }

        impl Happening {
            /// Its kind.
            pub const fn kind(&self) -> LogKind {
                match self { $(Self::$kind { .. } => LogKind::$kind,)+ }
            }
        }
    };
}

log_kinds! {
    Created = "created",
    Dealing = "dealing",
    Paused = "paused",
    Cancelled = "cancelled",
    Changed = "changed",
    Arranged = "arranged",
    Wrote = "wrote",
    Dealt = "dealt",
    PassedOver = "passedOver",
    Skipped = "skipped",
    Answered = "answered",
    Noted = "noted",
    FilledIn = "filledIn",
    Lapsed = "lapsed",
    Promoted = "promoted",
    Offered = "offered",
    Reminded = "reminded",
    NotReminded = "notReminded",
    Withdrawn = "withdrawn",
    Resent = "resent",
    Sent = "sent",
    Delivered = "delivered",
    DeliveryFailed = "deliveryFailed",
    Undeliverable = "undeliverable",
    OutcomeUnknown = "outcomeUnknown",
    ChannelRests = "channelRests",
    Waits = "waits",
    OptedOut = "optedOut",
    OptedIn = "optedIn",
    Texted = "texted",
    Full = "full",
    DeckEmpty = "deckEmpty",
    Refused = "refused",
}
