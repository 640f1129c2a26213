//! What guests are told: every kind of message, as a text message and as an email.
//!
//! The words are in `templates/`. They come from the host by name and say nothing about an order,
//! other guests or seats that are left.

mod mail;
mod moments;
mod text_message;

use jiff::{Timestamp, tz::TimeZone};
use seat_dealer_core::{Channel, MessageKind};

/// A template could not be rendered.
pub use askama::Error as RenderError;

/// What a message may speak about.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Who invites.
    pub host_name: String,
    /// Who is invited; only emails greet by name.
    pub guest_name: String,
    /// The title of the event.
    pub title: String,
    /// Its description; only emails have room for it.
    pub description: String,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// The event's time zone, in which every moment is told.
    pub time_zone: TimeZone,
    /// Where it takes place.
    pub location: Option<String>,
    /// The guest's own link.
    pub rsvp_url: String,
    /// Until when a seat is held.
    pub respond_by: Option<Timestamp>,
    /// How many seats the invitation may take; 1 means no guests of guests.
    pub party_limit: u32,
}

/// A rendered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The subject of an email: a single line.
    pub subject: Option<String>,
    /// The text message, or the plain alternative of an email.
    pub text: String,
    /// The HTML alternative of an email, equal in content.
    pub html: Option<String>,
}

/// Renders a message of this kind for this channel.
pub fn render(kind: MessageKind, channel: Channel, facts: &Facts) -> Result<Content, RenderError> {
    match channel {
        Channel::Sms => text_message::render(kind, facts),
        Channel::Email => mail::render(kind, facts),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const LINK: &str = "https://dinner.example.com/rsvp/7YWHMfk9JZe0LM0g1ZauHu";

    pub(crate) fn facts() -> Facts {
        Facts {
            host_name: "Ada".into(),
            guest_name: "Bea".into(),
            title: "Dinner at ours".into(),
            description: "Long table, short speeches.\nBring nothing.\n\nThe cat is friendly."
                .into(),
            starts_at: Some("2026-12-05T18:00:00Z".parse().unwrap()),
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            location: Some("Lindenweg 3".into()),
            rsvp_url: LINK.into(),
            respond_by: Some("2026-12-03T17:00:00Z".parse().unwrap()),
            party_limit: 1,
        }
    }

    #[test]
    fn no_message_speaks_of_what_guests_must_not_learn() {
        for kind in MessageKind::ALL {
            for channel in Channel::ALL {
                let content = render(*kind, *channel, &facts()).unwrap();
                let words = format!("{content:?}").to_lowercase();
                for secret in [
                    "order",
                    "queue",
                    "turn",
                    "next",
                    "left",
                    "other guest",
                    "standby",
                    "list",
                    "full",
                ] {
                    let told = words
                        .split(|c: char| !c.is_alphanumeric())
                        .any(|word| word == secret);
                    assert!(!told, "{kind} by {channel} says {secret:?}: {words}");
                }
                assert!(words.contains("ada"), "{kind} by {channel} says from whom");
                assert!(
                    content.text.contains(LINK),
                    "{kind} by {channel} has the link"
                );
            }
        }
    }
}
