//! Phone numbers as people write them. What exists is decided by the telephone networks' metadata
//! of libphonenumber alone; this module says what is one number and what is not.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumberFormat, PhoneNumberType, Region,
    ValidationError,
};
use seat_dealer_core::{InvalidValue, PhoneNumber};

use crate::unicode::plain;

/// More characters than any phone number has, with its spaces and brackets.
const MOST_CHARS: usize = 40;

/// Whether these are the two letters of a country whose numbers are known (ISO 3166-1), e.g. `DE`.
pub fn is_country(code: &str) -> bool {
    region(code).is_some()
}

fn region(code: &str) -> Option<Region> {
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let region = is_code.then(|| Region::from_code(code).ok()).flatten()?;
    PHONE_NUMBER_UTIL
        .get_country_code_for_region(region)
        .map(|_| region)
}

/// A phone number in international form, or as `home`, the two letters of a country, dials it.
///
/// A trunk zero is dropped where the country has one, and an exit code is read as the country's
/// own. A text that holds anything beside one number is refused.
///
/// # Errors
/// A sentence that says what is wrong with the text and what a number looks like.
pub fn phone_number(text: &str, home: Option<&str>) -> Result<PhoneNumber, InvalidValue> {
    let home = home.and_then(region);
    let digits = one_number(text)?;
    if home.is_none() && !digits.starts_with(['+', '0']) {
        return Err(InvalidValue(HOW.to_owned()));
    }
    if let Some(number) = home.and_then(|home| without_plus(&digits, home)) {
        return Ok(number);
    }
    let mut why = None;
    for reading in readings(&digits, home) {
        match existing(&reading, home) {
            Ok(number) => return Ok(number),
            Err(error) => why = why.or(Some(error)),
        }
    }
    Err(why.unwrap_or_else(|| InvalidValue(HOW.to_owned())))
}

/// Whether a number is known to be a land line, which no text message reaches.
pub(crate) fn is_land_line(number: &PhoneNumber) -> bool {
    PHONE_NUMBER_UTIL
        .parse(number.as_str(), None)
        .is_ok_and(|number| number.get_type() == PhoneNumberType::FixedLine)
}

/// Whether a text has the signs and the length of a phone number, whatever its country. A date has
/// not.
pub(crate) fn looks_like_a_number(text: &str) -> bool {
    one_number(text).is_ok_and(|digits| digits.len() >= 6)
}

const HOW: &str = "The phone number must be in international form, like +1 415 555 0132: a plus \
                   sign, the country code and the number.";

/// The digits of the one number in a text, with its plus sign, and with `(0)` in brackets where it
/// is written so.
fn one_number(text: &str) -> Result<String, InvalidValue> {
    let plain = plain(text);
    let mut number = plain.as_str();
    if number
        .get(..4)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"))
    {
        // RFC 3966: what follows the semicolon are parameters.
        number = number[4..].split(';').next().unwrap_or_default();
    }
    // Spreadsheets write the apostrophe before what is no formula, and `="..."` for the same.
    let number = number.trim_start_matches('\'');
    let number = number
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(number);
    // A spreadsheet's number, written as a decimal.
    let number = number
        .strip_suffix(".0")
        .filter(|rest| rest.len() >= 7 && rest.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(number);

    let shown = || -> String { plain.chars().take(MOST_CHARS).collect() };
    let refuse = |what: &str| Err(InvalidValue(format!("“{}” {what}", shown())));
    if number.is_empty() {
        return Err(InvalidValue(HOW.to_owned()));
    }
    if is_shortened(number) {
        return refuse(
            "was shortened by a spreadsheet: format the column as text, and write the number again.",
        );
    }
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return refuse("is not a phone number.");
    }
    if number.contains(|c: char| !c.is_ascii_digit() && !"+ -./()[]~\u{b7}".contains(c)) {
        return refuse("holds more than a phone number: give the number alone.");
    }
    if is_date(number) {
        return refuse("is a date, not a phone number.");
    }
    if number.len() > MOST_CHARS || are_two_numbers(number) {
        return refuse("holds more digits than one phone number: give one number.");
    }
    Ok(number
        .replace("[0]", "(0)")
        .replace("( 0 )", "(0)")
        .replace("(0)", "z")
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '+' | 'z'))
        .collect())
}

/// `4.91512E+12`
fn is_shortened(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let power = power.strip_prefix('+').unwrap_or(power);
    !power.is_empty()
        && power.bytes().all(|byte| byte.is_ascii_digit())
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
}

/// A day in digits: `2026-05-01`, `1.5.2026`, `05/01/26`.
pub(crate) fn is_date(text: &str) -> bool {
    let Some(sign) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return false;
    };
    let parts: Vec<&str> = text
        .trim_end_matches('.')
        .split(sign)
        .map(str::trim)
        .collect();
    let [first, second, third] = parts[..] else {
        return false;
    };
    if !matches!(sign, '-' | '.' | '/' | ' ') {
        return false;
    }
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let is_number = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let is_year =
        |part: &str| number(part, 4..=4).is_some_and(|year| (1900..=2099).contains(&year));
    let is_short_year = |part: &str| sign != ' ' && number(part, 2..=2).is_some();
    let is_day = |part: &str| number(part, 1..=2).is_some_and(|day| (1..=31).contains(&day));
    is_year(first) && is_day(second) && is_day(third)
        || is_day(first) && is_day(second) && (is_year(third) || is_short_year(third))
}

/// Two numbers beside each other: a plus sign within, or a slash with more on either side of it than
/// an area code, or with another end behind it (`030 901820/21`).
fn are_two_numbers(text: &str) -> bool {
    let count = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    if text.rfind('+').is_some_and(|plus| count(&text[..plus]) > 0) {
        return true;
    }
    let Some((before, last)) = text.rsplit_once('/') else {
        return false;
    };
    // An area code has at most six digits, and begins with zero then.
    let is_area_code = count(before) <= 6 && before.trim_start_matches(['(', '[']).starts_with('0');
    !is_area_code && count(before) >= 6 && (count(last) <= 3 || count(last) >= 6)
        || text.split('/').filter(|part| count(part) >= 7).count() > 1
}

/// A mobile number of `home` with its country code, but without the plus sign that spreadsheets drop:
/// `4915123456789` would be a long land line in Germany otherwise.
fn without_plus(digits: &str, home: Region) -> Option<PhoneNumber> {
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(home)?;
    digits.starts_with(&code.to_string()).then_some(())?;
    let is_mobile = |text: &str| {
        let number = PHONE_NUMBER_UTIL.parse(text, Some(home));
        number.is_ok_and(|number| number.get_type() == PhoneNumberType::Mobile)
    };
    let international = format!("+{digits}");
    (is_mobile(&international) && !is_mobile(digits))
        .then(|| existing(&international, Some(home)).ok())
        .flatten()
}

/// What the digits can mean, the most likely first.
fn readings(digits: &str, home: Option<Region>) -> Vec<String> {
    let mut readings = Vec::with_capacity(6);
    for text in [digits.replace('z', "0"), digits.replace('z', "")] {
        // A plus sign and an exit code say the same.
        let international = text.strip_prefix("+00").or_else(|| text.strip_prefix("00"));
        let international = international.map(|rest| format!("+{rest}"));
        let mexican = mexican(international.as_deref().unwrap_or(&text), home);
        if home.is_some() || international.is_none() {
            readings.push(text);
        }
        // The exit code of most countries, where the country's own rules find no number.
        readings.extend(international);
        readings.extend(mexican);
    }
    readings.dedup();
    readings
}

/// Mexico's mobile numbers as they were dialled until 2020: with a `1` after the country code, and
/// with `044` or `045` at home.
fn mexican(text: &str, home: Option<Region>) -> Option<String> {
    let at_home = ["044", "045", "01"]
        .into_iter()
        .filter(|_| home == Some(Region::MX));
    let national = ["+521"]
        .into_iter()
        .chain(at_home)
        .find_map(|prefix| text.strip_prefix(prefix))?;
    (national.len() == 10).then(|| format!("+52{national}"))
}

/// The number in E.164 form, if the metadata knows that it can exist.
fn existing(digits: &str, home: Option<Region>) -> Result<PhoneNumber, InvalidValue> {
    let home = home.filter(|_| !digits.starts_with('+'));
    let wrong = |what: &str, code: Option<i32>| {
        let (place, help) = match (home, code) {
            (Some(home), _) => (
                format!(" in {home}"),
                " A number from elsewhere needs a plus sign and its country code, like \
                 +1 415 555 0132.",
            ),
            (None, Some(code)) => (format!(" with +{code}"), ""),
            (None, None) => (String::new(), ""),
        };
        Err(InvalidValue(format!("{digits} {what}{place}.{help}")))
    };
    let number = match PHONE_NUMBER_UTIL.parse(digits, home) {
        Ok(number) => number,
        Err(ParseError::InvalidCountryCode) if home.is_none() && !digits.starts_with('+') => {
            return Err(InvalidValue(HOW.to_owned()));
        }
        Err(ParseError::InvalidCountryCode) => {
            return wrong("begins with a country code that does not exist", None);
        }
        Err(ParseError::TooShortAfterIdd | ParseError::TooShortNsn) => {
            return wrong("has too few digits for a phone number", None);
        }
        Err(ParseError::TooLongNsn) => {
            return wrong("has too many digits for a phone number", None);
        }
        Err(ParseError::NotANumber(_)) => return wrong("is not a phone number", None),
    };
    if number.is_valid() {
        return PhoneNumber::parse(&number.format_as(PhoneNumberFormat::E164));
    }
    let what = match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossibleLocalOnly) => "lacks the area code of a phone number",
        Err(ValidationError::TooShort) => "has too few digits for a phone number",
        Err(ValidationError::TooLong) => "has too many digits for a phone number",
        _ => "is a phone number that does not exist",
    };
    wrong(what, Some(number.country_code))
}

#[cfg(test)]
mod tests;
