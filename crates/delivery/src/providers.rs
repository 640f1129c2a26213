//! The providers of each channel.

use std::sync::Arc;

use seat_dealer_core::Channel;

use crate::{Provider, SettingError, Smtp, SmtpSettings, Twilio, TwilioSettings};

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
