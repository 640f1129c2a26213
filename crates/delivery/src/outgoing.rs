//! A message on its way out, and what became of it.

use std::time::Duration;

use jiff::Timestamp;
use seat_dealer_core::{About, EmailAddress, PhoneNumber};
use seat_dealer_db::TRACES;
use tracing::{Instrument, Span, field, info_span};

use crate::{
    calendar::CalendarEntry,
    messages::Content,
    smtp::Smtp,
    twilio::{Found, LookupFailed, Twilio},
};

/// A rendered message for one guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What guests see in place of the message's id. An email's Message-ID and the boundaries of its
    /// parts are made from it, so that a repeat is recognisable.
    pub public_id: String,
    /// Which try this is; the first is 1.
    pub attempt: u32,
    /// Whom it goes to.
    pub to: Recipient,
    /// The host, as the guest knows them: the name an email comes from.
    pub host_name: String,
    /// What it says.
    pub content: Content,
    /// Where Twilio reports what becomes of a text; it should name the attempt.
    pub status_callback: Option<String>,
    /// What an email carries besides; a text carries nothing.
    pub extras: Extras,
}

/// What an email carries besides its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// What the guest's calendar shall show.
    pub calendar: Option<CalendarEntry>,
    /// Where mail programs let the guest opt out. With `https://`, at a single click: they `POST`
    /// `List-Unsubscribe=One-Click` there (RFC 8058), and it must answer without a redirect.
    pub unsubscribe_url: Option<String>,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A text message.
    Phone(PhoneNumber),
    /// An email.
    Email(EmailAddress),
}

/// What became of one try. Reasons are sentences for the host; they name neither the recipient
/// nor anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has taken it.
    Sent {
        /// The provider's name for it.
        provider_id: Option<String>,
    },
    /// It has arrived (in the mailbox for development).
    Delivered,
    /// It was not taken; trying again may help.
    Transient {
        /// What the provider objects to.
        about: About,
        /// Why.
        reason: String,
        /// How long the provider asks to be left alone.
        retry_after: Option<Duration>,
    },
    /// It was not taken, and trying again will not help.
    Permanent {
        /// What the provider objects to.
        about: About,
        /// Why.
        reason: String,
    },
    /// It was not taken, because the recipient wants no messages from our sender.
    OptedOut {
        /// The same, as the provider says it.
        reason: String,
    },
    /// It may or may not have been taken: look it up, if the provider can be asked, before
    /// sending it again.
    Unknown {
        /// Why nobody knows.
        reason: String,
    },
}

/// Something that carries messages out of the house.
#[derive(Debug)]
pub enum Provider {
    /// Text messages through Twilio.
    Twilio(Box<Twilio>),
    /// Email through an SMTP server.
    Smtp(Box<Smtp>),
}

impl Provider {
    /// Sends one message; never called while a database connection is held.
    pub async fn send(&self, message: &Outgoing) -> Outcome {
        let span = self.call("send");
        let answer = async {
            match self {
                Self::Twilio(twilio) => twilio.send(message).await,
                Self::Smtp(smtp) => smtp.send(message).await,
            }
        };
        let outcome = answer.instrument(span.clone()).await;
        span.record("provider.outcome", outcome.as_str());
        if !matches!(outcome, Outcome::Sent { .. } | Outcome::Delivered) {
            span.record("otel.status_code", "ERROR");
        }
        outcome
    }

    /// A trace of one question to the provider.
    fn call(&self, question: &'static str) -> Span {
        let provider = match self {
            Self::Twilio(_) => "twilio",
            Self::Smtp(_) => "smtp",
        };
        info_span!(
            target: TRACES,
            "ask provider",
            otel.kind = "client",
            otel.status_code = field::Empty,
            provider.name = provider,
            provider.question = question,
            provider.outcome = field::Empty,
        )
    }

    /// Whether this provider says what it has taken.
    pub fn can_be_asked(&self) -> bool {
        matches!(self, Self::Twilio(_))
    }

    /// Looks for a message to this recipient that may have been taken since a moment: one with these
    /// words in it, and none of those that are `known`. `None`: this provider cannot be asked.
    pub async fn find(
        &self,
        to: &Recipient,
        since: Timestamp,
        words: &str,
        known: &[String],
    ) -> Option<Result<Option<Found>, LookupFailed>> {
        match (self, to) {
            (Self::Twilio(twilio), Recipient::Phone(number)) => {
                let span = self.call("find");
                let answer = twilio.find(number, since, words, known);
                let found = answer.instrument(span.clone()).await;
                match &found {
                    Ok(Some(_)) => span.record("provider.outcome", "found"),
                    Ok(None) => span.record("provider.outcome", "not found"),
                    Err(_) => span.record("otel.status_code", "ERROR"),
                };
                Some(found)
            }
            _ => None,
        }
    }
}

impl Outcome {
    /// In a word or two.
    fn as_str(&self) -> &'static str {
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

    /// A fault of the recipient that no other try mends.
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
