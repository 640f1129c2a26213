//! Phone numbers as people write them at home.

use phonenumber::Mode;
use phonenumber::country::Id;
use seat_dealer_core::{InvalidValue, PhoneNumber, visible_line};

/// Whether these are the two letters of a country whose numbers are known (ISO 3166-1), e.g. `DE`.
pub fn is_country(code: &str) -> bool {
    country(code).is_some()
}

fn country(code: &str) -> Option<Id> {
    let two_letters = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    two_letters.then(|| code.parse().ok()).flatten()
}

/// A phone number in international form, or in the form in which `home`, the two letters of a
/// country, dials it.
///
/// # Errors
/// A sentence that says which of the two is missing.
pub fn phone_number(text: &str, home: Option<&str>) -> Result<PhoneNumber, InvalidValue> {
    let home = home.and_then(country);
    let outcome = PhoneNumber::parse(text);
    let (Err(_), Some(home)) = (&outcome, home) else {
        return outcome;
    };
    let number = phonenumber::parse(Some(home), visible_line(text))
        .ok()
        .filter(phonenumber::is_valid);
    match number {
        Some(number) => PhoneNumber::parse(&number.format().mode(Mode::E164).to_string()),
        None => Err(InvalidValue(format!(
            "This is no phone number as one dials it in {home:?}. A number from elsewhere needs a \
             plus sign and its country code, like +1 415 555 0132."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, home: Option<&str>) -> Result<String, String> {
        phone_number(text, home)
            .map(|number| number.as_str().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_are_understood_as_they_are_dialled_at_home() {
        for (text, home, number) in [
            ("0151 23456789", "DE", "+4915123456789"),
            ("030/901820", "DE", "+4930901820"),
            ("(415) 555-2671", "US", "+14155552671"),
            ("07400 123456", "GB", "+447400123456"),
            ("06 12 34 56 78", "FR", "+33612345678"),
            ("312 345 6789", "IT", "+393123456789"),
            ("612 34 56 78", "ES", "+34612345678"),
            ("0043 664 1234567", "DE", "+436641234567"),
            ("+41 79 555 01 32", "DE", "+41795550132"),
            ("011 41 79 555 01 32", "US", "+41795550132"),
        ] {
            assert_eq!(
                read(text, Some(home)).as_deref(),
                Ok(number),
                "{text} in {home}"
            );
        }
    }

    #[test]
    fn a_number_that_cannot_be_understood_says_why() {
        assert!(
            read("0151 23456789", None)
                .unwrap_err()
                .contains("international form")
        );
        assert!(
            read("0151 23456789", Some("XX"))
                .unwrap_err()
                .contains("international form")
        );
        let wrong = read("0151", Some("DE")).unwrap_err();
        assert!(
            wrong.starts_with("This is no phone number as one dials it in DE."),
            "{wrong}"
        );
    }

    #[test]
    fn countries_are_two_capital_letters() {
        assert!(is_country("DE") && is_country("US"));
        for wrong in ["de", "D", "DEU", "XX", "", "ÄÖ"] {
            assert!(!is_country(wrong), "{wrong}");
        }
    }
}
