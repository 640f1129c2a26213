//! The mailbox for development: it keeps what would have been sent, so that the whole product can
//! be lived through without a provider.
//!
//! The sender may run in a process of its own, so the letters lie in the database; here is only
//! what a letter is.

use jiff::Timestamp;
use seat_dealer_core::{Channel, MessageId};

use crate::outgoing::{Outgoing, Recipient};

/// A message that was kept instead of sent, as `/dev/messages.json` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The message.
    pub id: MessageId,
    /// The phone number or the email address.
    pub to: String,
    /// How it would have gone out.
    pub channel: Channel,
    /// The subject of an email.
    pub subject: Option<String>,
    /// The text; of an email, the plain alternative.
    pub body: String,
    /// When it was put into the mailbox.
    pub at: Timestamp,
}

impl Letter {
    /// What the mailbox keeps of a message.
    pub fn of(message: &Outgoing, at: Timestamp) -> Self {
        let (to, channel) = match &message.to {
            Recipient::Phone(number) => (number.as_str(), Channel::Sms),
            Recipient::Email(address) => (address.as_str(), Channel::Email),
        };
        Self {
            id: message.message_id.clone(),
            to: to.to_owned(),
            channel,
            subject: message.content.subject.clone(),
            body: message.content.text.clone(),
            at,
        }
    }
}
