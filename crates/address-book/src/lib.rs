//! People as hosts keep them elsewhere: tables that programs export, vCards, and lines that were
//! pasted from a spreadsheet, a list or the addressees of an email. Phone numbers as each country
//! dials them.
//!
//! *Architecture invariant:* this crate only reads. What becomes of the people is decided where
//! contacts are written; here is no I/O and nothing that knows a host but by country.

mod bytes;
mod cards;
mod countries;
mod emails;
mod encoded_words;
mod headings;
mod html;
mod lines;
mod names;
mod person_index;
mod phone;
mod pieces;
mod table;
mod unicode;
mod ways;

use std::collections::BTreeMap;

use seat_dealer_core::{
    Diet, EmailAddress, InvalidValue, Language, PartySize, PhoneNumber, Priority, Tag,
};

pub use person_index::{Match, PersonIndex, name_key};
pub use phone::{is_country, phone_number};
pub use seat_dealer_core::Taken;

/// What was found in an address book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressBook {
    /// Everybody, in the order of the text.
    pub people: Vec<Person>,
    /// The columns of a table from the left; empty for cards and for lists.
    pub columns: Vec<Column>,
}

/// Somebody in an address book.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The line of the text where they begin, from 1.
    pub line: u64,
    /// Their name on one line. When it is empty, the host has to be asked for it.
    pub name: String,
    /// Whether the name was made from the email address, because the address book has none.
    pub name_is_a_guess: bool,
    /// The number of theirs that a text message reaches most likely.
    pub phone_number: Option<PhoneNumber>,
    /// The address they prefer.
    pub email: Option<EmailAddress>,
    /// Their priority, where a column has ranks.
    pub priority: Option<Priority>,
    /// How many they are.
    pub party_size: Option<PartySize>,
    /// The groups they are in, each once. They may be more than a contact can have.
    pub tags: Vec<Tag>,
    /// The groups that cannot be tags.
    pub left_out_tags: Vec<LeftOut>,
    /// What they eat and what they do not; `None`: nothing is said.
    pub diet: Option<Diet>,
    /// The language they prefer, where a card says so.
    pub language: Option<Language>,
    /// The numbers and addresses that could not be read, and those beside the one that a contact has; of
    /// many, the first. What columns say of somebody who can be reached is not repeated here.
    pub left_out: Vec<LeftOut>,
}

impl Person {
    /// Removes what the columns say, too. Somebody who cannot be reached keeps the reason.
    fn leave_to_columns(&mut self) {
        if self.phone_number.is_some() || self.email.is_some() {
            self.left_out.clear();
        }
    }
}

/// A text that is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The text, on one line, at most 80 characters of it.
    pub text: String,
    /// What is wrong with it, as a sentence.
    pub why: String,
}

impl LeftOut {
    fn new(text: &str, why: &InvalidValue) -> Self {
        Self {
            text: unicode::one_line(text).chars().take(80).collect(),
            why: why.to_string(),
        }
    }
}

/// A column of a table, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place from the left, from 0.
    pub index: usize,
    /// Its heading, at most 80 characters of it; empty in a table without headings.
    pub heading: String,
    /// What its cells were taken for.
    pub taken: Taken,
    /// Its first cells that are not empty: at most 3, of at most 80 characters.
    pub samples: Vec<String>,
    /// The cells that could not be read.
    pub unread: Option<LeftOutCells>,
    /// The numbers and addresses of people who have another one from the same row.
    pub further: Option<LeftOutCells>,
}

/// The cells of a column that are not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutCells {
    /// How many there are.
    pub cells: usize,
    /// The line of the first one.
    pub line: u64,
    /// The first one.
    pub first: LeftOut,
}

/// What the caller says that columns are, by their index from 0. It goes before what their headings
/// say.
pub type Mapping = BTreeMap<usize, Taken>;

/// Everybody in a file, whatever its form and its character encoding.
///
/// `home` is the country whose numbers need no country code, as two capital letters (ISO 3166-1).
///
/// # Errors
/// A sentence for a file that is no address book, such as a workbook, that says what to do with it.
pub fn read(
    bytes: &[u8],
    home: Option<&str>,
    mapping: &Mapping,
) -> Result<AddressBook, InvalidValue> {
    read_text(&bytes::text(bytes, home)?, home, mapping)
}

/// Everybody in a text, whatever its form. `home` as for [`read`].
///
/// # Errors
/// A sentence for a text in another format, such as JSON, that says what to do.
pub fn read_text(
    text: &str,
    home: Option<&str>,
    mapping: &Mapping,
) -> Result<AddressBook, InvalidValue> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if html::is_html(&text) {
        text = html::text(&text);
    } else if is_for_programs(&text) {
        return Err(InvalidValue(
            "This is JSON, XML, LDIF, RTF or a calendar: export the address book as CSV or as vCard \
             (.vcf), and import that file."
                .to_owned(),
        ));
    }
    let text = encoded_words::decoded(&text);
    let mut book = if cards::are_cards(&text) {
        cards::read(&text, home)
    } else {
        table::read(&text, home, mapping)
            .or_else(|| table::read(&table::unwrapped(&text)?, home, mapping))
            .unwrap_or_else(|| lines::read(&text, home, mapping))
    };
    for person in &mut book.people {
        if person.name.is_empty()
            && let Some(email) = &person.email
        {
            person.name = names::of_mailbox(email.as_str());
            person.name_is_a_guess = !person.name.is_empty();
        }
    }
    Ok(book)
}

/// Whether a text begins as JSON, XML, LDIF, RTF or a calendar.
fn is_for_programs(text: &str) -> bool {
    let start = text.chars().filter(|c| !c.is_whitespace()).take(10);
    let start: String = start.collect();
    let signs = [
        "{\"",
        "[{",
        "[[",
        "[\"",
        "<?xml",
        "dn:",
        "{\\rtf",
        "BEGIN:VCAL",
    ];
    signs.iter().any(|sign| start.starts_with(sign))
}

#[cfg(test)]
mod tests;
