//! How requests are read: bodies and queries whose errors name the field, and the parsing of their
//! values into the types of the core.

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use seat_dealer_api_types::FieldError;
use seat_dealer_core::HostId;
use seat_dealer_db::{Cursor, List};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::http::errors::ApiError;
use crate::http::middleware::body_limit::{ROOM_AGAIN, Unreceived};
use crate::http::state::State;
use crate::http::validation;

/// A JSON body. What is wrong with it is said by [`Json::read`], which a handler calls once it
/// knows who asks: strangers hear that they are strangers, whatever they send.
pub(crate) struct Json<T>(Result<T, ApiError>);

impl<T> Json<T> {
    /// The body, if it is one.
    pub(crate) fn read(self) -> Result<T, ApiError> {
        self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move { Ok(Self(received(is_json, bytes.await))) })
    }
}

/// Whether a body is said to be JSON, or nothing is said.
pub(crate) fn is_json(request: &HttpRequest) -> bool {
    kind_of_body(request).is_none_or(|kind| {
        let is_json = kind == "application/json"
            || (kind.starts_with("application/") && kind.ends_with("+json"));
        // A JSON Patch is a list of operations, which no endpoint reads.
        is_json && kind != "application/json-patch+json"
    })
}

fn received<T: DeserializeOwned>(
    is_json: bool,
    bytes: Result<web::Bytes, actix_web::Error>,
) -> Result<T, ApiError> {
    if !is_json {
        return Err(ApiError::NotJson);
    }
    match bytes {
        Ok(bytes) => parse_json(&bytes),
        Err(error) => Err(unreceived(&error)),
    }
}

/// What kind of body a request says it has, in lower case and without parameters.
pub(crate) fn kind_of_body(request: &HttpRequest) -> Option<String> {
    let kind = request.headers().get(header::CONTENT_TYPE)?;
    let essence = kind.to_str().unwrap_or_default().split(';').next();
    Some(essence.unwrap_or_default().trim().to_ascii_lowercase())
}

/// Why a body did not arrive.
pub(crate) fn unreceived(error: &actix_web::Error) -> ApiError {
    let inner = match error.as_error::<PayloadError>() {
        Some(PayloadError::Io(error)) => error.get_ref(),
        _ => None,
    };
    match inner.and_then(|inner| inner.downcast_ref()) {
        Some(Unreceived::TooLarge { limit }) => ApiError::TooLarge { limit: *limit },
        Some(Unreceived::TooSlow) => ApiError::TooSlow,
        Some(Unreceived::NoRoom) => ApiError::TooMany(ROOM_AGAIN),
        Some(Unreceived::Broken) | None => {
            ApiError::Unreadable("The body did not arrive whole.".to_owned())
        }
    }
}

/// The value in a JSON body.
pub(crate) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first.is_none() {
        return Err(ApiError::Unreadable(
            "The body is empty: send an object in JSON.".to_owned(),
        ));
    }
    // serde takes a list for an object, its items for the fields in their order.
    if first == Some(&b'[') {
        return Err(ApiError::invalid(
            "body",
            "wrong-type",
            "This must be an object.",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        // "… at line 1 column 2" helps nobody who sees the field's name.
        let message = inner.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        // What is no word and no object is called bad syntax where a word is expected.
        let is_json = || serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
        if inner.is_data() || is_json() {
            let first = validation::wrong_value(&path, message);
            ApiError::Invalid(all_wrong_values::<T>(bytes, first))
        } else {
            ApiError::Unreadable(format!("The body is not valid JSON: {message}."))
        }
    })?;
    reader.end().map_err(|_| {
        ApiError::Unreadable("There is more in the body than one JSON value.".to_owned())
    })?;
    Ok(value)
}

/// All fields of a body that have to be mended, of which the first is known. The library stops at each, so
/// the body is read again and again, each time with a value that fits instead of the wrong one.
fn all_wrong_values<T: DeserializeOwned>(bytes: &[u8], first: FieldError) -> Vec<FieldError> {
    const MOST: usize = 20;
    let mut errors = vec![first];
    let Ok(Value::Object(mut body)) = serde_json::from_slice(bytes) else {
        return errors;
    };
    while errors.len() < MOST {
        let last = errors.last().map_or("", |error| top_level(&error.field));
        if !replace::<T>(&mut body, last) {
            break;
        }
        let Some(error) = wrong_value_in::<T>(&body) else {
            break;
        };
        let name = top_level(&error.field);
        if errors.iter().any(|known| top_level(&known.field) == name) {
            break;
        }
        errors.push(error);
    }
    errors
}

/// Replaces a field by a value that fits, or takes it out. Returns whether that helps.
fn replace<T: DeserializeOwned>(body: &mut Map<String, Value>, name: &str) -> bool {
    let fits = |body: &Map<String, Value>| {
        wrong_value_in::<T>(body).is_none_or(|error| top_level(&error.field) != name)
    };
    let values = [json!(""), json!(0), json!(false), json!([]), json!({})];
    let is_replaced = values.into_iter().any(|value| {
        body.insert(name.to_owned(), value);
        fits(body)
    });
    is_replaced || {
        body.remove(name);
        fits(body)
    }
}

fn wrong_value_in<T: DeserializeOwned>(body: &Map<String, Value>) -> Option<FieldError> {
    let error = serde_path_to_error::deserialize::<_, T>(Value::Object(body.clone())).err()?;
    let path = error.path().to_string();
    Some(validation::wrong_value(
        &path,
        &error.into_inner().to_string(),
    ))
}

/// The field of the body in which a field is.
fn top_level(field: &str) -> &str {
    field.split(['.', '[']).next().unwrap_or_default()
}

/// A query string; to be read like [`Json`].
pub(crate) struct Query<T>(Result<T, ApiError>);

impl<T> Query<T> {
    /// The query, if it is one.
    pub(crate) fn read(self) -> Result<T, ApiError> {
        self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = form_urlencoded::parse(request.query_string().as_bytes());
        let query = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs))
            .map_err(|error| {
                let path = error.path().to_string();
                let error = validation::wrong_value(&path, &error.into_inner().to_string());
                ApiError::Invalid(vec![error])
            });
        std::future::ready(Ok(Self(query)))
    }
}

/// The query of a list that has no pages.
#[derive(Deserialize)]
pub(crate) struct NoPages {
    limit: Option<IgnoredAny>,
    cursor: Option<IgnoredAny>,
}

impl Query<NoPages> {
    /// Refuses what would ask for a page.
    pub(crate) fn refuse_pages(self) -> Result<(), ApiError> {
        let NoPages { limit, cursor } = self.read()?;
        match [("limit", limit), ("cursor", cursor)]
            .into_iter()
            .find(|(_, value)| value.is_some())
        {
            None => Ok(()),
            Some((name, _)) => Err(ApiError::invalid(
                name,
                "unknown-field",
                "This list has no pages. Leave this out to get all of it.",
            )),
        }
    }
}

/// How many things a page of this host's list has, and where it begins.
pub(crate) fn page(
    state: &State,
    host: &HostId,
    list: List,
    limit: Option<i64>,
    cursor: Option<&str>,
) -> Result<(usize, Option<Cursor>), ApiError> {
    let limit = page_limit(limit)?;
    let cursor = cursor
        .map(|text| Cursor::open(state.db.tokens(), list, host, text).ok_or_else(unknown_cursor))
        .transpose()?;
    Ok((limit, cursor))
}

/// The `nextCursor` of a page of this host's list.
pub(crate) fn next_cursor(
    state: &State,
    host: &HostId,
    next: Option<&Cursor>,
) -> Result<Option<String>, ApiError> {
    let sealed = next.map(|cursor| cursor.seal(state.db.tokens(), host));
    Ok(sealed.transpose()?)
}

/// 1 to 500 things; 100 unless said.
pub(crate) fn page_limit(limit: Option<i64>) -> Result<usize, ApiError> {
    match usize::try_from(limit.unwrap_or(100)) {
        Ok(limit @ 1..=500) => Ok(limit),
        _ => Err(ApiError::invalid(
            "limit",
            "invalid-value",
            "The limit must be a whole number from 1 to 500.",
        )),
    }
}

pub(crate) fn unknown_cursor() -> ApiError {
    ApiError::invalid(
        "cursor",
        "invalid-value",
        "Pass the nextCursor of the page before, unchanged.",
    )
}
