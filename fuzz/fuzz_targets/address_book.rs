//! Address books: reading ends for all bytes. Every number and address that is found is in the text, and is parsed
//! again to the same value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use seat_dealer_address_book::{Mapping, Taken, phone_number, read, read_text};
use seat_dealer_core::EmailAddress;

const HOMES: [Option<&str>; 8] = [
    None,
    Some("DE"),
    Some("US"),
    Some("GB"),
    Some("AU"),
    Some("MX"),
    Some("JP"),
    Some("IT"),
];

fuzz_target!(|data: &[u8]| {
    let Some((&first, bytes)) = data.split_first() else {
        return;
    };
    let home = HOMES[usize::from(first) % HOMES.len()];
    if let Ok(book) = read(bytes, home, &Mapping::new()) {
        for person in &book.people {
            assert!(person.line >= 1);
            assert!(!person.name.contains(char::is_control));
        }
        // The detected columns are a valid mapping.
        if let Ok(text) = std::str::from_utf8(bytes) {
            let mapping: Mapping = book
                .columns
                .iter()
                .map(|column| (column.index, column.taken))
                .collect();
            _ = read_text(text, home, &mapping);
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    _ = read_text(
        text,
        home,
        &[(0, Taken::Phone), (1, Taken::FamilyName)].into(),
    );
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let Ok(book) = read_text(text, home, &Mapping::new()) else {
        return;
    };
    for person in book.people {
        if let Some(number) = person.phone_number {
            assert_eq!(phone_number(number.as_str(), home), Ok(number.clone()));
            let end = &number.as_str()[number.as_str().len() - 6..];
            assert!(
                !text.is_ascii() || is_quoted(text) || digits.contains(end),
                "{number:?}"
            );
        }
        if let Some(email) = person.email {
            assert_eq!(EmailAddress::parse(email.as_str()), Ok(email));
        }
    }
});

/// Whether the text may contain digits as quoted-printable, in encoded words or as `&#48;` of HTML.
fn is_quoted(text: &str) -> bool {
    text.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
        || text.contains('\\')
        || text.contains("=?")
        || text.contains('<')
}
