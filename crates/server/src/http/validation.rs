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
    pub(crate) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The value; or `None`, and the error is added.
    pub(crate) fn take<T>(&mut self, field: &str, value: Result<T, InvalidValue>) -> Option<T> {
        value
            .map_err(|error| self.add(field, error.to_string()))
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
            text.parse::<Timestamp>()
                .ok()
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

/// 2000-01-01 and 2200-01-01, in seconds since 1970.
const EARLIEST: i64 = 946_684_800;
const LATEST: i64 = 7_258_118_400;

/// Translates serde's message about the value at `path` into the name of a field and a sentence that says what to
/// do.
pub(super) fn wrong_value(path: &str, message: &str) -> ApiError {
    let (name, sentence) = sentence(message);
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
    ApiError::invalid(field, sentence)
}

/// The field that serde's message names, and the sentence for people.
fn sentence(message: &str) -> (Option<&str>, String) {
    let quoted = message.split('`').nth(1);
    if message.starts_with("missing field") {
        return (quoted, "This is needed.".to_owned());
    }
    if message.starts_with("duplicate field") {
        return (quoted, "This is given more than once.".to_owned());
    }
    let expected = message.split_once(", expected ").map(|(_, kind)| kind);
    // The expected words are in backticks.
    let words: Vec<&str> = expected.map_or_else(Vec::new, |list| {
        list.split('`').skip(1).step_by(2).collect()
    });
    if message.starts_with("unknown field") {
        return (
            quoted,
            format!(
                "There is no such field. The fields are {}.",
                words.join(", ")
            ),
        );
    }
    if message.starts_with("unknown variant") {
        return (None, format!("This must be one of {}.", words.join(", ")));
    }
    let kind = match expected {
        Some("string or map" | "a string") => "text",
        Some("a boolean") => "true or false",
        Some("a sequence") => "a list",
        Some(kind) if kind.starts_with("struct ") => "an object",
        Some(_) => "a whole number",
        // Parameters of a query are text, so serde reports the error of parsing.
        None if message.contains("digit") || message.contains("integer") => "a whole number",
        None if message.contains("out of range") => "a whole number",
        None if message.contains("`true` or `false`") => "true or false",
        None if message == "expected value" => "text",
        None => return (None, format!("This cannot be read: {message}.")),
    };
    (None, format!("This must be {kind}."))
}

#[cfg(test)]
mod tests {
    use seat_dealer_api_types::{NewContact, NewEvent};
    use serde::de::DeserializeOwned;

    use crate::http::extractors::parse_json;

    fn said<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
        parse_json::<T>(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn each_error_names_its_field_and_says_what_to_do() {
        for (body, expected) in [
            ("{}", "title: This is needed."),
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
