//! How requests are read: bodies and queries whose errors name the field, and the parsing of their
//! values into the types of the core.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use jiff::Timestamp;
use seat_dealer_api_types::FieldError;
use seat_dealer_core::InvalidValue;
use seat_dealer_db::Cursor;
use serde::de::DeserializeOwned;

use crate::api_error::ApiError;

/// The largest body, in bytes. An event's description is the largest field by far.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_none_or(|kind| kind.to_ascii_lowercase().contains("json"));
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError::NotJson);
            }
            let bytes = bytes.await.map_err(|error| {
                if error.to_string().contains("limit") || error.to_string().contains("overflow") {
                    ApiError::TooLarge
                } else {
                    ApiError::Unreadable("The body did not arrive whole.".to_owned())
                }
            })?;
            parse_json(&bytes).map(Json)
        })
    }
}

fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let message = without_position(&inner.to_string());
        if inner.is_data() {
            let field = if path == "." {
                named_field(&message)
            } else {
                path
            };
            ApiError::invalid(field, format!("{message}."))
        } else {
            ApiError::Unreadable(format!("The body is not valid JSON: {message}."))
        }
    })?;
    reader.end().map_err(|_| {
        ApiError::Unreadable("There is more in the body than one JSON value.".to_owned())
    })?;
    Ok(value)
}

/// serde's message without "at line 1 column 2".
fn without_position(message: &str) -> String {
    let text = message.split(" at line ").next().unwrap_or(message);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The field in a message such as "Missing field `name`".
fn named_field(message: &str) -> String {
    message.split('`').nth(1).unwrap_or("body").to_owned()
}

/// A query string.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            web::Query::<T>::from_query(request.query_string())
                .map(|query| Self(query.into_inner()))
                .map_err(|error| {
                    let text = error.to_string();
                    let text = text.rsplit(": ").next().unwrap_or_default();
                    ApiError::invalid("query", format!("{}.", without_position(text)))
                }),
        )
    }
}

/// How many things a page has, and where it begins.
pub(crate) fn page(
    limit: Option<i64>,
    cursor: Option<&str>,
) -> Result<(usize, Option<Cursor>), ApiError> {
    let limit = page_limit(limit)?;
    let cursor = cursor
        .map(|text| Cursor::parse(text).ok_or_else(unknown_cursor))
        .transpose()?;
    Ok((limit, cursor))
}

/// 1 to 500 things; 100 unless said.
pub(crate) fn page_limit(limit: Option<i64>) -> Result<usize, ApiError> {
    match usize::try_from(limit.unwrap_or(100)) {
        Ok(limit @ 1..=500) => Ok(limit),
        _ => Err(ApiError::invalid(
            "limit",
            "The limit must be a whole number from 1 to 500.",
        )),
    }
}

pub(crate) fn unknown_cursor() -> ApiError {
    ApiError::invalid(
        "cursor",
        "Pass the nextCursor of the page before, unchanged.",
    )
}

/// Collects what has to be mended, so that a form hears of all its fields at once.
#[derive(Default)]
pub(crate) struct Mending {
    errors: Vec<FieldError>,
}

impl Mending {
    /// Notes a sentence about a field.
    pub(crate) fn note(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The value, or a note about its field.
    pub(crate) fn take<T>(&mut self, field: &str, value: Result<T, InvalidValue>) -> Option<T> {
        value
            .map_err(|error| self.note(field, error.to_string()))
            .ok()
    }

    /// A value that may be absent: the outer `None` only when it is there and wrong.
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

    /// A moment in RFC 3339, in whole milliseconds as it will be stored.
    pub(crate) fn moment(&mut self, field: &str, text: Option<&str>) -> Option<Option<Timestamp>> {
        self.take_optional(field, text, |text| {
            text.parse::<Timestamp>()
                .ok()
                .and_then(|moment| Timestamp::from_millisecond(moment.as_millisecond()).ok())
                .filter(|moment| (EARLIEST..=LATEST).contains(&moment.as_second()))
                .ok_or_else(|| {
                    InvalidValue(
                        "The moment must be in RFC 3339, like 2030-05-01T19:00:00Z, \
                         and between the years 2000 and 2200."
                            .to_owned(),
                    )
                })
        })
    }

    /// The error that names all of it. Called when a value is missing.
    pub(crate) fn into_error(self) -> ApiError {
        ApiError::Invalid(self.errors)
    }

    /// Whether nothing has to be mended.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

/// 2000-01-01 and 2200-01-01, in seconds since 1970.
const EARLIEST: i64 = 946_684_800;
const LATEST: i64 = 7_258_118_400;
