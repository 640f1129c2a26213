use serde::Serialize;

use super::{InvalidValue, invalid};
use crate::invisible::visible_line;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
