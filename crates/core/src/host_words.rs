//! What hosts write to guests in their own words.

use serde::{Deserialize, Serialize};

use crate::values::plain_text;
use crate::{Audience, InvalidValue, Invitation, Seat};

/// The host's own words in a message: plain text of any number of lines, and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostWords {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    to: Vec<Audience>,
}

impl HostWords {
    /// The longest message, in characters.
    pub const MAX_CHARS: usize = 1_000;
    /// The longest message that goes by text to a guest, in UTF-16 code units, as text messages count them: an emoji is
    /// two or more.
    pub const MAX_CHARS_BY_TEXT: usize = 480;
    /// The longest words in a message about something else, in characters.
    pub const MAX_CHARS_ADDED: usize = 300;

    /// A message to the guests of some audiences. Trims the text, removes invisible characters, and makes every
    /// line end in `\n`. Rejects a text that is empty, too long, or has another control character.
    pub fn message(text: &str, to: &[Audience]) -> Result<Self, InvalidValue> {
        let text = parse(text, Self::MAX_CHARS, "The message")?;
        let mut to = to.to_vec();
        to.sort_unstable();
        to.dedup();
        Ok(Self { text, to })
    }

    /// Words in a message about something else. Rejects what [`HostWords::message`] rejects, and longer texts.
    pub fn added(text: &str) -> Result<Self, InvalidValue> {
        let text = parse(text, Self::MAX_CHARS_ADDED, "The text")?;
        let to = Vec::new();
        let words = Self { text, to };
        if words.fit_into_text() {
            Ok(words)
        } else {
            Err(InvalidValue(format!(
                "The text must have at most {} characters, and an emoji counts as two or more.",
                Self::MAX_CHARS_ADDED
            )))
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The audiences of a message; none if the words belong to a message about something else.
    pub fn to(&self) -> &[Audience] {
        &self.to
    }

    /// Whether a message with these words is for this guest as they stand now.
    pub fn are_for(&self, invitation: &Invitation) -> bool {
        invitation
            .audience()
            .is_some_and(|audience| self.to.contains(&audience))
    }

    /// Whether a text message has room for them.
    pub(crate) fn fit_into_text(&self) -> bool {
        self.text.encode_utf16().count() <= Self::MAX_CHARS_BY_TEXT
    }
}

fn parse(text: &str, max: usize, what: &str) -> Result<String, InvalidValue> {
    let text = plain_text(text, max, what)?;
    if text.is_empty() {
        return Err(InvalidValue(format!("{what} must not be empty.")));
    }
    Ok(text)
}

impl Invitation {
    /// The audience that the guest belongs to: those who come, or may still come, and have said so.
    pub fn audience(&self) -> Option<Audience> {
        match self.seat {
            Seat::Seated => Some(Audience::Seated),
            Seat::Standby => Some(Audience::Standby),
            Seat::None | Seat::Held => self.is_maybe().then_some(Audience::Maybe),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_visible_plain_text() {
        let words = |text: &str| HostWords::message(text, &[Audience::Seated]);
        assert_eq!(
            words(" Bring\u{202e} a chair\r\nand\u{200b}\ta lamp \n")
                .unwrap()
                .text(),
            "Bring a chair\nand a lamp"
        );
        assert!(words(&"é".repeat(HostWords::MAX_CHARS)).is_ok());
        for refused in ["", " \n", "\u{200b}", "a\u{7}b", &"é".repeat(1_001)] {
            assert!(words(refused).is_err(), "{refused:?}");
        }
    }

    #[test]
    fn an_audience_counts_once() {
        let to = [Audience::Maybe, Audience::Seated, Audience::Maybe];
        let words = HostWords::message("Hello", &to).unwrap();
        assert_eq!(words.to(), [Audience::Seated, Audience::Maybe]);
    }
}
