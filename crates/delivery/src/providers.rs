//! The providers of each channel.

use std::sync::Arc;

use jiff::Timestamp;
use seat_dealer_core::Channel;
use seat_dealer_db::TRACES;
use tracing::{Instrument, Span, field, info_span};

use crate::outgoing::{Outcome, Outgoing, Recipient};
use crate::twilio::{Found, LookupFailed};
use crate::{SettingError, Smtp, SmtpSettings, Twilio, TwilioSettings};

/// The providers of each channel.
#[derive(Debug, Clone)]
pub struct Providers {
    sms: ChannelProvider,
    email: ChannelProvider,
}

/// The provider of one channel.
#[derive(Debug, Clone)]
pub(crate) enum ChannelProvider {
    /// A provider.
    Provider(Arc<Provider>),
    /// The development mailbox, which stores messages instead of sending them.
    Mailbox,
    /// No provider: messages of this channel fail, and the contact's other channel is tried.
    Nobody,
}

impl Providers {
    /// Uses the configured providers, and for other channels the development mailbox if it is allowed.
    pub fn new(
        twilio: Option<TwilioSettings>,
        smtp: Option<SmtpSettings>,
        mailbox: bool,
    ) -> Result<Self, SettingError> {
        let otherwise = || {
            if mailbox {
                ChannelProvider::Mailbox
            } else {
                ChannelProvider::Nobody
            }
        };
        let sms = match twilio {
            Some(settings) => ChannelProvider::Provider(Arc::new(Provider::Twilio(Box::new(
                Twilio::new(settings).map_err(|error| {
                    SettingError(format!("Text messages cannot be set up: {error}."))
                })?,
            )))),
            None => otherwise(),
        };
        let email = match smtp {
            Some(settings) => ChannelProvider::Provider(Arc::new(Provider::Smtp(Box::new(
                Smtp::new(settings)
                    .map_err(|error| SettingError(format!("SMTP_URL cannot be used: {error}.")))?,
            )))),
            None => otherwise(),
        };
        Ok(Self { sms, email })
    }

    pub(crate) fn of(&self, channel: Channel) -> &ChannelProvider {
        match channel {
            Channel::Sms => &self.sms,
            Channel::Email => &self.email,
            // The sender never claims these messages: they wait for the host.
            Channel::ByHand => &ChannelProvider::Nobody,
        }
    }
}

/// A provider, which sends messages.
#[derive(Debug)]
pub enum Provider {
    /// Text messages through Twilio.
    Twilio(Box<Twilio>),
    /// Email through an SMTP server.
    Smtp(Box<Smtp>),
}

impl Provider {
    /// Sends one message. Must not be called while a database connection is held.
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

    /// The span of one request to the provider.
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

    /// Whether messages can be looked up at this provider.
    pub fn can_be_asked(&self) -> bool {
        matches!(self, Self::Twilio(_))
    }

    /// Looks for a message to this recipient that the provider may have accepted after `since`: with these words in it,
    /// and with an id that is not in `known`. `None`: messages cannot be looked up at this provider.
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
