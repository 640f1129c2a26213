//! Words and numbers for the sentences of the log.

use crate::{Channel, MessageKind};

pub(super) fn spoken_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "email",
    }
}

pub(super) fn spoken_message(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Invitation => "invitation",
        MessageKind::MaybeNotice => "note that no seat is guaranteed",
        MessageKind::Seated => "news of the free seat",
        MessageKind::Offer => "offer of a seat",
        MessageKind::Cancelled => "cancellation",
        MessageKind::Changed => "news of the change",
    }
}

pub(super) fn counted(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

pub(super) fn all(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("the one {noun} is")
    } else {
        format!("all {number} {noun}s are")
    }
}

pub(super) fn were(number: u32, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun} was")
    } else {
        format!("{number} {noun}s were")
    }
}

pub(super) fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
