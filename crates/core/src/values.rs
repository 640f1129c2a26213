//! Validated values. Callers parse them once, where input enters the program.

use serde::Serialize;

use crate::invisible::{is_blank, visible_line, visible_text};

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
                let text = visible_line(text);
                let text = text.trim();
                if text.chars().all(is_blank) {
                    return invalid(concat!($what, " must not be empty."));
                }
                if text.chars().count() > $max {
                    return invalid(concat!($what, " must be at most ", $max, " characters long."));
                }
                if text.chars().any(char::is_control) {
                    return invalid(concat!($what, " must be a single line of plain text."));
                }
                Ok(Self(text.to_owned()))
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

/// A guest's note to the host: plain text of any number of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Note(String);

impl Note {
    /// The longest note, in characters.
    pub const MAX_CHARS: usize = 500;

    /// Trims the text, removes invisible characters, and makes every line end in `\n`. Rejects a text
    /// that is too long, or has another control character. An empty note removes the earlier one.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = visible_text(text).replace("\r\n", "\n").replace('\t', " ");
        let text = text.trim();
        if text.chars().count() > Self::MAX_CHARS {
            return invalid("The note must be at most 500 characters long.");
        }
        if text.chars().any(|c| c.is_control() && c != '\n') {
            return invalid("The note must be plain text.");
        }
        Ok(Self(text.to_owned()))
    }

    /// The text, or `None` if it is empty.
    pub fn text(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|text| !text.is_empty())
    }
}

/// A telephone number in international form: `+` and 7 to 15 digits (E.164).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Accepts a number in international form. Drops spaces, dots, dashes, slashes, brackets and
    /// invisible characters, and reads a leading `00` as `+`. Refuses a zero in brackets: whether it
    /// belongs to the number depends on the country. The crate `address-book` knows the countries and
    /// reads what people write.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        const HOW: &str = "The phone number must be in international form, \
                           like +1 415 555 0132: a plus sign, the country code and the number.";
        if text.replace(' ', "").contains("(0)") {
            return invalid(
                "The phone number must not have a zero in brackets: write +44 7400 123456 instead \
                 of +44 (0)7400 123456.",
            );
        }
        let mut compact: String = visible_line(text)
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | '-' | '/' | '(' | ')'))
            .collect();
        if let Some(rest) = compact.strip_prefix("00") {
            compact = format!("+{rest}");
        }
        let Some(digits) = compact.strip_prefix('+') else {
            return invalid(HOW);
        };
        let well_formed = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed {
            Ok(Self(compact))
        } else {
            invalid(HOW)
        }
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The telephone line, for comparing: the same for every number that reaches it. Mexico's
    /// mobile numbers are also written with a `1` after the country code, Argentina's with or without
    /// a `9`, depending on who writes them.
    pub fn line(&self) -> String {
        let without = |prefix: &str, country: &str| {
            let national = self.0.strip_prefix(prefix)?;
            (national.len() == 10).then(|| format!("{country}{national}"))
        };
        without("+521", "+52")
            .or_else(|| without("+549", "+54"))
            .unwrap_or_else(|| self.0.clone())
    }

    /// Every number that reaches the same telephone line, for a search among numbers as they are
    /// stored: the line, and the other way to write it, if there is one.
    pub fn of_same_line(&self) -> Vec<String> {
        let line = self.line();
        let with = |country: &str, mobile: &str| {
            let national = line.strip_prefix(country)?;
            (national.len() == 10).then(|| format!("{mobile}{national}"))
        };
        let other = with("+52", "+521").or_else(|| with("+54", "+549"));
        std::iter::once(line.clone()).chain(other).collect()
    }

    /// Whether two numbers reach the same telephone line.
    pub fn same_line(&self, other: &Self) -> bool {
        self.line() == other.line()
    }
}

/// An email address: one `@`, a local part and a domain with a dot, no blanks or control
/// characters, at most 254 bytes (RFC 5321). The address may not exist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Trims the text and makes its domain lower case.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        const HOW: &str = "The email address must look like name@example.com.";
        let text = text.trim();
        let Some((local, domain)) = text.rsplit_once('@') else {
            return invalid(HOW);
        };
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| {
                (c.is_alphanumeric() && !is_blank(c))
                    || (c.is_ascii_graphic() && !"()<>[]:;@\\,\"".contains(c))
            });
        let ascii_letters = |text: &str| text.chars().filter(char::is_ascii).count();
        let lowered = domain.to_lowercase();
        // The lower case of `İ` and of the Kelvin sign contains ASCII letters, which name another domain.
        let is_same_domain = ascii_letters(&lowered) == ascii_letters(domain);
        let domain = lowered;
        let domain_ok = is_same_domain
            && domain
                .rsplit_once('.')
                .is_some_and(|(_, top)| !top.chars().all(|c| c.is_ascii_digit()))
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label
                        .chars()
                        .all(|c| (c.is_alphanumeric() && !is_blank(c)) || c == '-')
            });
        if local_ok && domain_ok && local.len() + 1 + domain.len() <= 254 {
            Ok(Self(format!("{local}@{domain}")))
        } else {
            invalid(HOW)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses that have been parsed are compared. Only letters of ASCII become
    /// lower case: by Unicode, the Kelvin sign would become the `k` of somebody else's address.
    pub fn fold(address: &str) -> String {
        address.to_ascii_lowercase()
    }
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

    #[test]
    fn phone_numbers_have_one_form() {
        for text in [
            "+1 (415) 555-0132",
            "+1.415.555.0132",
            "0014155550132",
            " +14155550132 ",
        ] {
            assert_eq!(
                PhoneNumber::parse(text).unwrap().as_str(),
                "+14155550132",
                "{text}"
            );
        }
        for text in [
            "",
            "4155550132",
            "+1",
            "+0123456789",
            "+1415555013x",
            "+1234567890123456",
            "+44 (0)7400 123456",
            "+44 ( 0 ) 7400 123456",
        ] {
            assert!(PhoneNumber::parse(text).is_err(), "{text}");
        }
        let niue = PhoneNumber::parse("+683 4002").unwrap();
        assert_eq!(niue.as_str(), "+6834002");
    }

    #[test]
    fn a_line_is_the_same_however_its_number_is_written() {
        let same = |one: &str, other: &str| {
            let parse = |text| PhoneNumber::parse(text).unwrap();
            parse(one).same_line(&parse(other))
        };
        assert!(same("+52 1 55 1234 5678", "+52 55 1234 5678"));
        assert!(same("+54 9 11 2345 6789", "+54 11 2345 6789"));
        assert!(!same("+52 55 1234 5678", "+52 55 1234 5679"));
        assert!(!same("+54 9 11 2345 6789", "+52 11 2345 6789"));
        // Not Mexico's mobile 1, but a part of the number.
        assert!(!same("+52 155 1234 567", "+52 55 1234 567"));
    }

    #[test]
    fn the_numbers_of_a_line_are_all_that_reach_it() {
        for (number, all) in [
            ("+5215512345678", &["+525512345678", "+5215512345678"][..]),
            ("+525512345678", &["+525512345678", "+5215512345678"]),
            ("+541123456789", &["+541123456789", "+5491123456789"]),
            ("+14155550132", &["+14155550132"]),
        ] {
            let number = PhoneNumber::parse(number).unwrap();
            assert_eq!(number.of_same_line(), all);
        }
    }

    #[test]
    fn only_letters_of_ascii_are_the_same_in_both_cases() {
        let folded = |text: &str| EmailAddress::fold(EmailAddress::parse(text).unwrap().as_str());
        assert_eq!(folded("Kim@Example.ORG"), "kim@example.org");
        assert_eq!(folded("kim@EXÄMPLE.org"), "kim@exämple.org");
        for other in [
            "\u{212a}im@example.org",
            "k\u{131}m@example.org",
            "K\u{130}m@example.org",
        ] {
            assert_ne!(folded(other), "kim@example.org", "{other}");
        }
        assert_ne!(folded("\u{17f}am@example.org"), "sam@example.org");
    }

    #[test]
    fn email_addresses_are_plausible_and_contain_no_header() {
        assert_eq!(
            EmailAddress::parse(" Ada@Example.COM ").unwrap().as_str(),
            "Ada@example.com"
        );
        assert!(EmailAddress::parse("ada+dinner@sub.example.org").is_ok());
        assert!(EmailAddress::parse("zoë@exämple.org").is_ok());
        for text in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@example",
            "ada@127.0.0.1",
            "a da@example.com",
            "ada@example.com\r\nBcc: x@y.z",
            "ada@@example.com",
            "ada@.com",
            "ada@-x.com",
            "<ada@example.com>",
            ".a@example.com",
            "a..b@example.com",
            "ada@example.İ",
            "ada@boo\u{212a}s.example",
            &format!("a@{}com", "Ⱥ.".repeat(83)),
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text}");
        }
    }
}
