//! People as hosts keep them elsewhere: tables exported as CSV, cards exported as vCard, lines
//! pasted from a spreadsheet or from the addressees of an email.
//!
//! *Architecture invariant:* this crate only reads. What becomes of the people is decided where
//! contacts are written; here is no I/O and nothing that knows a host but by country.

mod phone;
mod table;
mod vcard;

use seat_dealer_core::visible_line;

pub use phone::{is_country, phone_number};

/// Somebody in an address book. Nothing is checked yet but that there is something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The line of the text where they begin, from 1.
    pub line: u64,
    /// What they are called.
    pub name: String,
    /// Their phone numbers as written, mobile ones first.
    pub phone_numbers: Vec<String>,
    /// Their email addresses as written.
    pub emails: Vec<String>,
    /// Their priority as written.
    pub priority: Option<String>,
}

/// Everybody in a text, whatever its form, in their order.
pub fn people(text: &str) -> Vec<Person> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_begin = |line: &str| line.trim().eq_ignore_ascii_case("BEGIN:VCARD");
    let mut people = if text.lines().any(is_begin) {
        vcard::people(text)
    } else {
        table::people(text)
    };
    for person in &mut people {
        person.name = one_line(&visible_line(&person.name));
        if person.name.is_empty() {
            person.name = person
                .emails
                .first()
                .map(|email| name_in(email))
                .unwrap_or_default();
        }
    }
    people
}

/// The words of a text with one blank between them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What somebody is called who is known by an address only: `ada.lovelace@…` is Ada Lovelace.
fn name_in(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default();
    let words = local
        .split(|sign: char| sign.is_whitespace() || ".-_+".contains(sign))
        .filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    capitalised.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn somebody_without_a_name_is_called_after_their_address() {
        let names: Vec<_> = people(
            "ada.lovelace@example.org\nbea@example.org\n0151 2345678\n\"cy\rdee@example.org\"",
        )
        .into_iter()
        .map(|person| person.name)
        .collect();
        assert_eq!(names, ["Ada Lovelace", "Bea", "", "Cy Dee"]);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(\\PC|[\r\n\t,;\"=:]){0,200}", card in any::<bool>()) {
            let text = if card { format!("BEGIN:VCARD\n{text}\nEND:VCARD") } else { text };
            for person in people(&text) {
                prop_assert!(person.line >= 1);
                prop_assert!(!person.name.contains(['\n', '\r']));
            }
        }
    }
}
