//! A rendered message, and the outcome of sending it.

use std::time::Duration;

use seat_dealer_core::{About, EmailAddress, PhoneNumber};

use crate::{calendar::CalendarEntry, messages::Content};

/// A rendered message for one guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The public id of the message. An email's Message-ID and the boundaries of its parts are derived from it, so that
    /// a repeated email can be recognised.
    pub public_id: String,
    /// The number of this try, from 1.
    pub attempt: u32,
    /// The recipient.
    pub to: Recipient,
    /// The name of the host, from whom an email comes.
    pub host_name: String,
    /// The text.
    pub content: Content,
    /// The address of Twilio's status callbacks, with the number of the try.
    pub status_callback: Option<String>,
    /// The other parts of an email. A text has none.
    pub extras: Extras,
}

/// The parts of an email besides its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// The entry for the guest's calendar.
    pub calendar: Option<CalendarEntry>,
    /// The address at which mail programs let the guest opt out. With `https://`, one click is enough: the program
    /// sends `List-Unsubscribe=One-Click` by `POST` (RFC 8058), and the response must not be a redirect.
    pub unsubscribe_url: Option<String>,
}

/// The recipient of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// The recipient of a text.
    Phone(PhoneNumber),
    /// The recipient of an email.
    Email(EmailAddress),
}

/// The outcome of one try. Reasons are sentences for the host. They contain neither the recipient nor a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has accepted the message.
    Sent {
        /// The provider's id of the message.
        provider_id: Option<String>,
    },
    /// The message has arrived (in the development mailbox).
    Delivered,
    /// The message was not accepted. Another try may succeed.
    Transient {
        /// What the provider objects to.
        about: About,
        /// The reason.
        reason: String,
        /// The time after which the provider accepts another try.
        retry_after: Option<Duration>,
    },
    /// The message was not accepted, and another try would fail, too.
    Permanent {
        /// What the provider objects to.
        about: About,
        /// The reason.
        reason: String,
    },
    /// The message was not accepted, because the recipient has opted out.
    OptedOut {
        /// The provider's sentence.
        reason: String,
    },
    /// It is unknown whether the message was accepted. Before another try it must be looked up, if the provider allows
    /// that.
    Unknown {
        /// The reason.
        reason: String,
    },
}

impl Outcome {
    /// The name in traces.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Delivered => "delivered",
            Self::Transient { .. } => "transient",
            Self::Permanent { .. } => "permanent",
            Self::OptedOut { .. } => "opted out",
            Self::Unknown { .. } => "unknown",
        }
    }

    pub(crate) fn transient(about: About, reason: impl Into<String>) -> Self {
        Self::Transient {
            about,
            reason: reason.into(),
            retry_after: None,
        }
    }

    /// A permanent failure because of the recipient.
    pub(crate) fn permanent(reason: impl Into<String>) -> Self {
        Self::Permanent {
            about: About::Recipient,
            reason: reason.into(),
        }
    }

    pub(crate) fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown {
            reason: reason.into(),
        }
    }
}
