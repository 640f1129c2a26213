//! Validation errors: each names a field and says, in a sentence for people, what is wrong with it.

use jiff::Timestamp;
use seat_dealer_api_types::FieldError;
use seat_dealer_core::InvalidValue;

use crate::http::errors::ApiError;

/// Collects the errors of all fields, so that a response has all of them.
#[derive(Default)]
pub(crate) struct ValidationErrors {
    errors: Vec<FieldError>,
}

impl ValidationErrors {
    /// Adds the error of a field.
    pub(crate) fn add(&mut self, field: &str, code: &str, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.into(),
        });
    }

    /// The value; or `None`, and the error is added.
    pub(crate) fn take<T>(&mut self, field: &str, value: Result<T, InvalidValue>) -> Option<T> {
        value
            .map_err(|error| self.add(field, "invalid-value", error.to_string()))
            .ok()
    }

    /// An optional value. The outer `None` means that the value is invalid, and the error is added.
    pub(crate) fn take_optional<T, U>(
        &mut self,
        field: &str,
        value: Option<U>,
        parse: impl FnOnce(U) -> Result<T, InvalidValue>,
    ) -> Option<Option<T>> {
        match value {
            None => Some(None),
            Some(value) => self.take(field, parse(value)).map(Some),
        }
    }

    /// An optional time in RFC 3339, truncated to whole milliseconds, as the database stores it.
    pub(crate) fn time(&mut self, field: &str, text: Option<&str>) -> Option<Option<Timestamp>> {
        self.take_optional(field, text, |text| {
            Some(text)
                .filter(|text| is_rfc3339(text))
                .and_then(|text| text.parse::<Timestamp>().ok())
                .and_then(|time| Timestamp::from_millisecond(time.as_millisecond()).ok())
                .filter(|time| (EARLIEST..=LATEST).contains(&time.as_second()))
                .ok_or_else(|| {
                    InvalidValue(
                        "The time must be in RFC 3339, like 2030-05-01T19:00:00Z, \
                         and between the years 2000 and 2200."
                            .to_owned(),
                    )
                })
        })
    }

    /// The response with all errors.
    pub(crate) fn into_error(self) -> ApiError {
        ApiError::Invalid(self.errors)
    }

    /// Whether there is no error.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Whether a text has the form of RFC 3339, such as `2030-05-01T19:00:00.5+02:00`. The library also reads
/// other forms of ISO 8601, and names of time zones.
fn is_rfc3339(text: &str) -> bool {
    let has_form = |text: &str, form: &str| {
        text.len() == form.len()
            && text
                .bytes()
                .zip(form.bytes())
                .all(|(byte, form)| match form {
                    b'0' => byte.is_ascii_digit(),
                    b'T' => matches!(byte, b'T' | b't' | b' '),
                    b'+' => matches!(byte, b'+' | b'-'),
                    other => byte == other,
                })
    };
    let Some((moment, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(rest) => {
            let offset = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if offset.len() == rest.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    let hours = offset.get(1..3).and_then(|hours| hours.parse::<u8>().ok());
    has_form(moment, "0000-00-00T00:00:00")
        && (matches!(offset, "Z" | "z")
            || has_form(offset, "+00:00") && hours.is_some_and(|hours| hours < 24))
}

/// 2000-01-01 and 2200-01-01, in seconds since 1970.
const EARLIEST: i64 = 946_684_800;
const LATEST: i64 = 7_258_118_400;

/// Translates serde's message about the value at `path` into the name of a field, a code, and a sentence that says what
/// to do.
pub(super) fn wrong_value(path: &str, message: &str) -> FieldError {
    let (name, code, sentence) = sentence(message);
    let path = if path == "." { "" } else { path };
    let field = match name {
        // The path ends with the name of an unknown field, but not with that of a missing one.
        Some(name) if path != name && !path.ends_with(&format!(".{name}")) => {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        }
        _ if path.is_empty() => "body".to_owned(),
        _ => path.to_owned(),
    };
    FieldError {
        field,
        code: code.to_owned(),
        message: sentence,
    }
}

/// The field that serde's message names, the code, and the sentence for people.
fn sentence(message: &str) -> (Option<&str>, &'static str, String) {
    let quoted = message.split('`').nth(1);
    if message.starts_with("missing field") {
        return (quoted, "required", "This is needed.".to_owned());
    }
    if message.starts_with("duplicate field") {
        return (
            quoted,
            "duplicate-field",
            "This is given more than once.".to_owned(),
        );
    }
    let expected = message.split_once(", expected ").map(|(_, kind)| kind);
    // The expected words are in backticks.
    let words: Vec<&str> = expected.map_or_else(Vec::new, |list| {
        list.split('`').skip(1).step_by(2).collect()
    });
    if message.starts_with("unknown field") {
        return (
            quoted,
            "unknown-field",
            format!(
                "There is no such field. The fields are {}.",
                words.join(", ")
            ),
        );
    }
    if message.starts_with("unknown variant") {
        return (
            None,
            "unknown-value",
            format!("This must be one of {}.", words.join(", ")),
        );
    }
    let kind = match expected {
        Some("string or map" | "a string") => "text",
        Some("a boolean") => "true or false",
        Some("a sequence") => "a list",
        Some(kind) if kind.starts_with("struct ") => "an object",
        Some(_) => "a whole number",
        // Parameters of a query are text, so serde reports the error of parsing.
        None if ["digit", "integer", "number too"]
            .iter()
            .any(|word| message.contains(word)) =>
        {
            "a whole number"
        }
        None if message.contains("out of range") => "a whole number",
        None if message.contains("`true` or `false`") => "true or false",
        None if message == "expected value" => "text",
        None => {
            return (
                None,
                "invalid-value",
                format!("This cannot be read: {message}."),
            );
        }
    };
    (None, "wrong-type", format!("This must be {kind}."))
}

#[cfg(test)]
mod tests {
    use seat_dealer_api_types::{NewContact, NewEvent};
    use serde::de::DeserializeOwned;

    use super::ValidationErrors;
    use crate::http::errors::ApiError;
    use crate::http::extractors::parse_json;

    #[test]
    fn moments_are_read_in_the_form_of_rfc_3339_alone() {
        let read = |text: &str| {
            let mut errors = ValidationErrors::default();
            errors.time("startsAt", Some(text)).flatten()
        };
        let expected = "2027-07-01T10:00:00Z".parse().ok();
        for text in [
            "2027-07-01T10:00:00Z",
            "2027-07-01t10:00:00.000z",
            "2027-07-01 12:00:00+02:00",
            "2027-07-01T00:30:00.0004-09:30",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "",
            "2027-07-01",
            "2027-07-01T10:00:00",
            "2027-07-01T10:00Z",
            "2027-07-01T10Z",
            "20270701T100000Z",
            "+002027-07-01T10:00:00Z",
            "2027-07-01T10:00:00.Z",
            "2027-07-01T10:00:00,5Z",
            "2027-07-01T10:00:00+0200",
            "2027-07-01T10:00:00+02",
            "2027-07-01T10:00:00+25:59",
            "2027-07-01T10:00:00+02:60",
            "2027-07-01T10:00:00+02:00[Europe/Berlin]",
            "2027-07-01T10:00:00Z[Mars/Base]",
            "2027-02-30T10:00:00Z",
            "2027-07-01T10:00:00Zé",
            "2027-07-01T10:00:0é",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    fn said<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
        parse_json::<T>(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn each_error_names_its_field_and_says_what_to_do() {
        for (body, expected) in [
            (r#"{"seats":1}"#, "title: This is needed."),
            (r#"{"title":5,"seats":1}"#, "title: This must be text."),
            (
                r#"{"title":"x","seats":"8"}"#,
                "seats: This must be a whole number.",
            ),
            (
                r#"{"title":"x","seats":8.5}"#,
                "seats: This must be a whole number.",
            ),
            (
                r#"{"title":"x","seats":99999999999999999999}"#,
                "seats: This must be a whole number.",
            ),
            (
                r#"{"title":"x","seats":null}"#,
                "seats: This must be a whole number.",
            ),
            (
                r#"{"title":"x","seats":1,"seats":2}"#,
                "seats: This is given more than once.",
            ),
            (
                r#"{"title":"x","seats":1,"inviteFirst":"a"}"#,
                "inviteFirst: This must be a list.",
            ),
            (
                r#"{"title":"x","seats":1,"inviteFirst":["a",2]}"#,
                "inviteFirst[1]: This must be text.",
            ),
            (
                r#"{"title":"x","seats":1,"quietHours":"late"}"#,
                "quietHours: This must be an object.",
            ),
            (
                r#"{"title":"x","seats":1,"quietHours":{"from":"21:00"}}"#,
                "quietHours.to: This is needed.",
            ),
            (
                r#"{"title":"x","seats":1,"quietHours":{"from":21,"to":"9"}}"#,
                "quietHours.from: This must be text.",
            ),
            (
                r#"{"title":"x","seats":1,"quietHours":{"from":"21:00","to":"09:00","on":true}}"#,
                "quietHours.on: There is no such field. The fields are from, to.",
            ),
            ("[]", "body: This must be an object."),
            ("5", "body: This must be an object."),
            ("\"x\"", "body: This must be an object."),
            ("null", "body: This must be an object."),
        ] {
            assert_eq!(said::<NewEvent>(body), expected, "{body}");
        }
        assert_eq!(
            said::<NewContact>(r#"{"name":"x","preferredChannel":"fax"}"#),
            "preferredChannel: This must be one of sms, email, byHand."
        );
        assert_eq!(
            said::<NewContact>(r#"{"name":"x","preferredChannel":5}"#),
            "preferredChannel: This must be text."
        );
        assert_eq!(
            said::<NewContact>(r#"{"name":"x","priority":1e999}"#),
            "priority: This must be a whole number."
        );
    }

    #[test]
    fn all_fields_of_a_body_are_named_at_once() {
        let fields = |body: &str| match parse_json::<NewEvent>(body.as_bytes()).unwrap_err() {
            ApiError::Invalid(errors) => errors
                .into_iter()
                .map(|error| error.field)
                .collect::<Vec<_>>(),
            other => panic!("{other}"),
        };
        let body = r#"{"title":5,"seats":"8","quietHours":{"from":21},"menu":[],"inviteFirst":7}"#;
        let wrong = ["title", "inviteFirst", "menu", "quietHours.from", "seats"];
        assert_eq!(fields(body), wrong);
        assert_eq!(fields("{}"), ["title", "seats"]);
        let unknown = (0..100).map(|field| format!("\"field{field}\":1"));
        let unknown = format!("{{{}}}", unknown.collect::<Vec<_>>().join(","));
        assert_eq!(fields(&unknown).len(), 20);
    }

    #[test]
    fn invalid_json_has_its_own_error() {
        for (body, expected) in [
            (" ", "The body is empty. Send a JSON object."),
            (
                "{",
                "The body is not valid JSON: EOF while parsing an object.",
            ),
            ("{} {}", "title: This is needed."),
            (
                "{\"title\":\"x\",\"seats\":1} 2",
                "The body has more than one JSON value.",
            ),
        ] {
            assert_eq!(said::<NewEvent>(body), expected, "{body}");
        }
    }
}
