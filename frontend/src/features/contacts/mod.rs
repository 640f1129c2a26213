//! Contacts: the rows of their list, the form, and the import of an address book.

pub(crate) mod form;
pub(crate) mod import;
pub(crate) mod list;

use seat_dealer_api_types::Channel;

/// A channel as a host calls it.
pub(crate) fn channel_words(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "email",
        Channel::ByHand => "hand",
    }
}
