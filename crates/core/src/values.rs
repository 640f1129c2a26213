//! Validated values. Callers parse them once, where input enters the program.

mod email_address;
mod phone_number;
mod tags;

use serde::{Deserialize, Serialize};

use crate::invisible::{is_blank, visible_line, visible_text};

pub use self::email_address::EmailAddress;
pub use self::phone_number::PhoneNumber;
pub use self::tags::{Tag, Tags};

/// Why a value is invalid, in one sentence for the person who entered it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidValue(pub String);

fn invalid<T>(sentence: impl Into<String>) -> Result<T, InvalidValue> {
    Err(InvalidValue(sentence.into()))
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $min:literal..=$max:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// The smallest value.
            pub const MIN: u32 = $min;
            /// The largest value.
            pub const MAX: u32 = $max;

            /// Accepts numbers from `MIN` to `MAX`.
            pub fn parse(number: i64) -> Result<Self, InvalidValue> {
                match u32::try_from(number) {
                    Ok(number @ $min..=$max) => Ok(Self(number)),
                    _ => invalid(concat!($what, " must be a whole number from ", $min, " to ", $max, ".")),
                }
            }

            /// The number.
            pub const fn get(self) -> u32 {
                self.0
            }
        }
    };
}

number!(
    /// The number of seats of an event.
    Seats, 1..=10_000, "The number of seats"
);
number!(
    /// The priority of a contact: 1 is dealt before 9. The default is 5.
    Priority, 1..=9, "The priority"
);
number!(
    /// The number of seats that one invitation may take. 1 means that guests bring nobody.
    PartySize, 1..=20, "The party size"
);
number!(
    /// A duration in minutes: 5 minutes to 60 days.
    Minutes, 5..=86_400, "The number of minutes"
);

impl Default for Priority {
    fn default() -> Self {
        Self(5)
    }
}

impl Default for PartySize {
    fn default() -> Self {
        Self(1)
    }
}

/// Trims a line and removes invisible characters. What nobody sees is an empty line.
fn line(text: &str, what: &str, max_chars: usize) -> Result<String, InvalidValue> {
    let text = visible_line(text);
    let text = text.trim();
    if text.chars().all(is_blank) {
        return Ok(String::new());
    }
    if text.chars().count() > max_chars {
        return invalid(format!(
            "{what} must be at most {max_chars} characters long."
        ));
    }
    if text.chars().any(char::is_control) {
        return invalid(format!("{what} must be a single line of plain text."));
    }
    Ok(text.to_owned())
}

macro_rules! line_of_text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest text, in characters.
            pub const MAX_CHARS: usize = $max;

            /// Trims the text and removes invisible characters. Rejects a text that is empty then, too long,
            /// or has a control character.
            pub fn parse(text: &str) -> Result<Self, InvalidValue> {
                let line = line(text, $what, $max)?;
                if line.is_empty() {
                    return invalid(concat!($what, " must not be empty."));
                }
                Ok(Self(line))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

line_of_text!(
    /// The name of a person.
    Name, 120, "The name"
);
line_of_text!(
    /// The title of an event.
    Title, 160, "The title"
);

line_of_text!(
    /// The id by which a client of the API knows a contact or an event.
    ExternalId, 200, "The external id"
);

macro_rules! optional_line_of_text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest text, in characters.
            pub const MAX_CHARS: usize = $max;

            /// Trims the text and removes invisible characters. Rejects a text that is too long, or has a control
            /// character. An empty text means that there is none.
            pub fn parse(text: &str) -> Result<Self, InvalidValue> {
                Ok(Self(line(text, $what, $max)?))
            }

            /// The text, or `None` if it is empty.
            pub fn text(&self) -> Option<&str> {
                Some(self.0.as_str()).filter(|text| !text.is_empty())
            }
        }
    };
}

optional_line_of_text!(
    /// What a contact eats and does not eat.
    Diet, 200, "The diet"
);
optional_line_of_text!(
    /// What the host asks the guests of an event.
    Question, 200, "The question"
);

/// A guest's note to the host, or the answer to the event's question: plain text of any number of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Note(String);

impl Note {
    /// The longest note, in characters.
    pub const MAX_CHARS: usize = 500;

    /// Trims the text, removes invisible characters, and makes every line end in `\n`. Rejects a text
    /// that is too long, or has another control character. An empty note removes the earlier one.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        plain_text(text, Self::MAX_CHARS, "The note").map(Self)
    }

    /// The text, or `None` if it is empty.
    pub fn text(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|text| !text.is_empty())
    }
}

/// A text of any number of lines, trimmed, without invisible characters, and with `\n` at the end of every
/// line. Rejects a text that is longer than `max` characters, or has another control character.
pub(crate) fn plain_text(text: &str, max: usize, what: &str) -> Result<String, InvalidValue> {
    let text = visible_text(text).replace("\r\n", "\n").replace('\t', " ");
    let text = text.trim();
    if text.chars().count() > max {
        return invalid(format!("{what} must be at most {max} characters long."));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return invalid(format!("{what} must be plain text."));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_bounds() {
        assert_eq!(Seats::parse(8).unwrap().get(), 8);
        assert_eq!(
            Seats::parse(0).unwrap_err().to_string(),
            "The number of seats must be a whole number from 1 to 10000."
        );
        assert!(Seats::parse(-1).is_err());
        assert!(Seats::parse(i64::MAX).is_err());
        assert!(Priority::parse(9).is_ok());
        assert!(Priority::parse(10).is_err());
    }

    #[test]
    fn parsing_a_line_of_text_trims_it_and_rejects_line_breaks() {
        assert_eq!(
            Name::parse("  Ada Lovelace ").unwrap().as_str(),
            "Ada Lovelace"
        );
        assert!(Name::parse(" \t").is_err());
        assert!(Name::parse("Ada\nBcc: everyone").is_err());
        assert!(Name::parse(&"é".repeat(120)).is_ok());
        assert!(Name::parse(&"é".repeat(121)).is_err());
        assert!(Diet::parse(&"é".repeat(200)).is_ok());
        assert_eq!(
            Diet::parse(&"é".repeat(201)).unwrap_err().to_string(),
            "The diet must be at most 200 characters long."
        );
        assert!(Diet::parse("nuts\nmilk").is_err());
    }

    #[test]
    fn invisible_characters_are_removed_and_are_no_name() {
        assert_eq!(
            Name::parse("\u{200f} \u{202e}Ada\u{202c} Love\u{200b}lace \u{2066}")
                .unwrap()
                .as_str(),
            "Ada Lovelace"
        );
        assert_eq!(
            Title::parse("👩\u{200d}🍳").unwrap().as_str(),
            "👩\u{200d}🍳"
        );
        assert_eq!(
            Name::parse("A\u{3164}d\u{200d}a\u{2800}L\u{fe0f}.")
                .unwrap()
                .as_str(),
            "Ada L."
        );
        assert!(Name::parse(&format!("{}\u{200b}", "é".repeat(120))).is_ok());
        for nothing in [
            "\u{200b}",
            "\u{202e}\u{202c}",
            "\u{200d}",
            "\u{3164}",
            "\u{2800} \u{fe0f}",
            "\u{115f}\u{1160}\u{ffa0}",
            "\u{200c}\u{200d}\u{e0041}",
            "\u{feff}\u{2028}",
        ] {
            assert_eq!(
                Name::parse(nothing).unwrap_err().to_string(),
                "The name must not be empty."
            );
            assert!(Title::parse(nothing).is_err(), "{nothing:?}");
        }
        assert_eq!(
            Name::parse("Ada\u{2028}Lovelace").unwrap().as_str(),
            "Ada Lovelace"
        );
        assert_eq!(
            Note::parse("No\u{202e} nuts\u{2028}please\u{200b}")
                .unwrap()
                .text(),
            Some("No nuts\nplease")
        );
        assert_eq!(Note::parse("\u{200b}").unwrap().text(), None);
        assert_eq!(
            Diet::parse(" No\u{202e} nuts\u{200b}").unwrap().text(),
            Some("No nuts")
        );
        assert_eq!(Diet::parse("\u{3164} ").unwrap().text(), None);
        assert_eq!(
            PhoneNumber::parse("\u{202a}+1 415 555 0132\u{202c}")
                .unwrap()
                .as_str(),
            "+14155550132"
        );
        // Somebody else may own the address that is left.
        assert!(EmailAddress::parse("ada\u{200b}@example.com").is_err());
        for filler in ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'] {
            assert!(EmailAddress::parse(&format!("ada{filler}@example.com")).is_err());
            assert!(EmailAddress::parse(&format!("ada@example{filler}.com")).is_err());
        }
    }
}
