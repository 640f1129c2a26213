//! Extractors for JSON bodies and queries, whose errors name the field; and the parameters of lists.

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use seat_dealer_api_types::FieldError;
use seat_dealer_core::HostId;
use seat_dealer_db::{Cursor, List};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use crate::http::errors::ApiError;
use crate::http::middleware::body_limit::{BodyError, RETRY_AFTER_FULL};
use crate::http::state::State;
use crate::http::validation;

/// A JSON body. [`Json::read`] returns its error. A handler calls it after it has authenticated the client, so
/// that a client without a key gets 401, whatever the body is.
pub(crate) struct Json<T>(Result<T, ApiError>);

impl<T> Json<T> {
    /// The body, or what is wrong with it.
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
        Box::pin(async move { Ok(Self(parse_body(is_json, bytes.await))) })
    }
}

/// Whether the media type is JSON or missing.
pub(crate) fn is_json(request: &HttpRequest) -> bool {
    media_type(request).is_none_or(|media_type| {
        ["application/json", "application/merge-patch+json"].contains(&media_type.as_str())
    })
}

fn parse_body<T: DeserializeOwned>(
    is_json: bool,
    bytes: Result<web::Bytes, actix_web::Error>,
) -> Result<T, ApiError> {
    if !is_json {
        return Err(ApiError::NotJson);
    }
    match bytes {
        Ok(bytes) => parse_json(&bytes),
        Err(error) => Err(body_error(&error)),
    }
}

/// The media type of the body, in lower case and without parameters.
pub(crate) fn media_type(request: &HttpRequest) -> Option<String> {
    let content_type = request.headers().get(header::CONTENT_TYPE)?;
    let essence = content_type.to_str().unwrap_or_default().split(';').next();
    Some(essence.unwrap_or_default().trim().to_ascii_lowercase())
}

/// The response to a body that was not received.
pub(crate) fn body_error(error: &actix_web::Error) -> ApiError {
    let inner = match error.as_error::<PayloadError>() {
        Some(PayloadError::Io(error)) => error.get_ref(),
        _ => None,
    };
    match inner.and_then(|inner| inner.downcast_ref()) {
        Some(BodyError::TooLarge { limit }) => ApiError::TooLarge { limit: *limit },
        Some(BodyError::TooSlow) => ApiError::TooSlow,
        Some(BodyError::BudgetExceeded) => ApiError::TooMany(RETRY_AFTER_FULL),
        Some(BodyError::Incomplete) | None => {
            ApiError::Unreadable("The body is incomplete.".to_owned())
        }
    }
}

/// Parses a JSON body.
pub(crate) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first.is_none() {
        return Err(ApiError::Unreadable(
            "The body is empty. Send a JSON object.".to_owned(),
        ));
    }
    // serde accepts a list as a struct, its items as the fields in their order.
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
        // The name of the field says more than "… at line 1 column 2".
        let message = inner.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        // Where a string is expected, serde_json reports another scalar as a syntax error.
        let is_json = || serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
        if inner.is_data() || is_json() {
            let first = validation::wrong_value(&path, message);
            ApiError::Invalid(all_wrong_values::<T>(bytes, first))
        } else {
            ApiError::Unreadable(format!("The body is not valid JSON: {message}."))
        }
    })?;
    reader
        .end()
        .map_err(|_| ApiError::Unreadable("The body has more than one JSON value.".to_owned()))?;
    Ok(value)
}

/// The errors of all fields of a body, of which the first is known. serde stops at the first error, so the body is
/// read repeatedly, each time with a valid value instead of the invalid one.
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

/// Replaces the value of a field by a valid one, or removes the field. Returns whether that ends its error.
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

/// A query string. [`Query::read`] returns its error, as [`Json::read`] does.
pub(crate) struct Query<T>(Result<T, ApiError>);

impl<T> Query<T> {
    /// The query, or what is wrong with it.
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

/// The number of items of a page of this host's list, and where the page begins.
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

/// The number of items of a page whose `limit` is not given.
pub(crate) const DEFAULT_LIMIT: usize = 100;

/// 1 to 500 items.
pub(crate) fn page_limit(limit: Option<i64>) -> Result<usize, ApiError> {
    match limit.map(usize::try_from) {
        None => Ok(DEFAULT_LIMIT),
        Some(Ok(limit @ 1..=500)) => Ok(limit),
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
        "The cursor must be the nextCursor of the previous page, unchanged.",
    )
}
