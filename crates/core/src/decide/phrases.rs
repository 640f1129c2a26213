//! Phrases of the log's sentences.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::log::format_datetime;
use crate::{Channel, MessageKind};

pub(crate) fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "email",
        Channel::ByHand => "hand",
    }
}

/// "Text messages", "Emails".
pub(crate) fn messages_by(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "Text messages",
        Channel::Email => "Emails",
        Channel::ByHand => "Messages by hand",
    }
}

pub(super) fn message_name(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Invitation => "invitation",
        MessageKind::MaybeNotice => "note that no seat is guaranteed",
        MessageKind::Seated => "news of the free seat",
        MessageKind::Offer => "offer of a seat",
        MessageKind::Cancelled => "cancellation",
        MessageKind::Changed => "news of the change",
        MessageKind::Confirmation => "confirmation of the seat",
        MessageKind::Released => "news that the seat is gone",
    }
}

/// "a seat is held until …", or what starts the time to answer.
pub(super) fn held_until(party: u32, respond_by: Option<Timestamp>, zone: &TimeZone) -> String {
    let seats = some_seats(party);
    let are = is_or_are(party);
    match respond_by {
        Some(respond_by) => format!(
            "{seats} {are} held until {}",
            format_datetime(respond_by, zone)
        ),
        None => format!("{seats} {are} held, and the time to answer begins when you have sent it"),
    }
}

/// "1 seat", "3 seats".
pub(super) fn counted(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// "1 contact", "3 contacts", "nobody".
pub(super) fn counted_or_nobody(number: usize) -> String {
    match u32::try_from(number) {
        Ok(0) => "nobody".to_owned(),
        Ok(number) => counted(number, "contact"),
        Err(_) => format!("{number} contacts"),
    }
}

/// "a seat", "3 seats".
pub(super) fn some_seats(number: u32) -> String {
    if number == 1 {
        "a seat".to_owned()
    } else {
        format!("{number} seats")
    }
}

/// "the seat is", "the 3 seats are".
pub(super) fn the_seats_are(number: u32) -> String {
    if number == 1 {
        "the seat is".to_owned()
    } else {
        format!("the {number} seats are")
    }
}

/// "is" for one, "are" for more.
pub(super) fn is_or_are(number: u32) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// "the time", "the time and the place", "the title, the time and the place".
pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
