//! Phrases of the log's sentences.

use jiff::tz::TimeZone;

use super::datetime;
use crate::log::{Hold, Setting};
use crate::table::Reason;
use crate::{Audience, Channel, MessageKind};

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
        MessageKind::Reminder => "reminder",
        MessageKind::DayBefore => "word before the event",
        MessageKind::Released => "news that the seat is gone",
        MessageKind::HostMessage => "message that you wrote",
    }
}

pub(super) fn audience_name(audience: Audience) -> String {
    match audience {
        Audience::Seated => "who have a seat".to_owned(),
        Audience::Standby => "who are on standby".to_owned(),
        Audience::Maybe => "who said MAYBE".to_owned(),
    }
}

/// A text of any number of lines as a quotation.
pub(super) fn quoted(text: &str) -> String {
    format!("\u{201c}{}\u{201d}", in_one_line(text))
}

/// The setting, as "the …".
pub(super) fn setting_name(setting: Setting, seats_before: u32, seats: u32) -> String {
    let name = match setting {
        Setting::Seats => return format!("the seats from {seats_before} to {seats}"),
        Setting::Title => "title",
        Setting::StartsAt => "time",
        Setting::EndsAt => "end",
        Setting::TimeZone => "time zone",
        Setting::Location => "place",
        Setting::Url => "link",
        Setting::Pace => "pace",
        Setting::HandSize => "hand size",
        Setting::ResponseWindowMinutes => "time to answer",
        Setting::QuietHours => "quiet hours",
        Setting::DealUntil => "end of dealing",
        Setting::PartyLimit => "size of parties",
        Setting::Reminders => "reminders",
        Setting::Tags => return "who is dealt".to_owned(),
        Setting::ByHand => return "who sends the invitations".to_owned(),
    };
    format!("the {name}")
}

/// "a seat is held until …", or what starts the time to answer.
pub(super) fn held(hold: &Hold, zone: &TimeZone) -> String {
    let seats = some_seats(hold.party);
    let are = is_or_are(hold.party);
    match hold.respond_by {
        Some(respond_by) => format!("{seats} {are} held until {}", datetime(respond_by, zone)),
        None => format!("{seats} {are} held, and the time to answer begins when you have sent it"),
    }
}

/// The same, with the reason if the seats are not enough for the whole party.
pub(super) fn held_for(hold: &Hold, whole_party: Option<u32>, zone: &TimeZone) -> String {
    let seats = held(hold, zone);
    match whole_party {
        None => seats,
        Some(party) => format!("{seats}; no more are open for their party of {party}"),
    }
}

/// "1 seat", "3 seats".
pub(crate) fn counted(number: u32, noun: &str) -> String {
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

impl Reason {
    /// Why a card has its place: a phrase without a full stop.
    pub fn because(&self, zone: &TimeZone) -> String {
        match self {
            Self::InviteFirst { place: 1 } => "first on the invite-first list".to_owned(),
            Self::InviteFirst { place } => format!("number {place} on the invite-first list"),
            Self::Priority {
                priority,
                last_invited_at: None,
            } => format!("priority {priority}, not invited by you before"),
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

/// What a field that guests fill in is called.
pub(super) fn guest_field(field: &str) -> &str {
    match field {
        "answerToQuestion" => "answer to your question",
        field => field,
    }
}

/// A text without its line breaks.
pub(super) fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
