//! The client of the HTTP API. [`Api::request`] makes every JSON request.

mod endpoints;
mod error;
mod json;
pub(crate) mod log;
mod unanswered;

use std::future::poll_fn;

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use seat_dealer_api_types::Page;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, Headers, RequestInit, Response};

use crate::browser::encode_uri_component;
use crate::session::Session;
pub(crate) use error::ApiError;
pub(crate) use json::parse;
pub(crate) use log::LogEntry;
use unanswered::Unanswered;

/// The number of items that one request for a list asks for.
pub(crate) const PAGE_SIZE: usize = 100;

/// The largest body, in bytes, of a request that outlives its page. Browsers allow 64 KB for all
/// such requests together. The deletion of 500 contacts has 20,000.
const KEEPALIVE_BODY_LIMIT: usize = 24_000;

/// The response to a request. Boxed, so that the futures that await it stay small.
pub(crate) type ApiFuture<T> = LocalBoxFuture<'static, Result<T, ApiError>>;

/// The API client, which authenticates with the session key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Api {
    session: Session,
}

/// The API client.
pub(crate) fn use_api() -> Api {
    Api {
        session: expect_context(),
    }
}

impl Api {
    /// Makes one request and parses the response. With the ETag `if_match`, the server refuses a change of
    /// something that has changed since it had this ETag. Only the last step is generic, so that the rest is
    /// compiled once.
    fn request<T: DeserializeOwned + 'static>(
        self,
        method: &'static str,
        path: String,
        body: Option<String>,
        if_match: Option<&str>,
    ) -> ApiFuture<T> {
        let if_match = if_match.map(str::to_owned);
        let mut text: ApiFuture<String> = Box::pin(self.request_text(method, path, body, if_match));
        Box::pin(poll_fn(move |context| {
            text.as_mut().poll(context).map(parse_response)
        }))
    }

    async fn request_text(
        self,
        method: &'static str,
        path: String,
        body: Option<String>,
        if_match: Option<String>,
    ) -> Result<String, ApiError> {
        let options = RequestInit::new();
        options.set_method(method);
        let headers = new_headers()?;
        // Changes are sent even if the page is left meanwhile, unless the body is too large.
        let size = body.as_ref().map_or(0, String::len);
        let keepalive = method != "GET" && size < KEEPALIVE_BODY_LIMIT;
        let _ = js_sys::Reflect::set(&options, &"keepalive".into(), &keepalive.into());
        if let Some(body) = &body {
            options.set_body(&JsValue::from_str(body));
            let _ = headers.set("Content-Type", "application/json");
        }
        if let Some(etag) = &if_match {
            let _ = headers.set("If-Match", etag);
        }
        let unanswered = (method == "POST").then(|| Unanswered::begin(&path, body.as_deref()));
        if let Some(request) = &unanswered {
            let _ = headers.set("Idempotency-Key", &request.key);
        }
        let response = self.fetch(&path, &options, &headers).await;
        if !matches!(response, Err(ApiError::Unreachable))
            && let Some(request) = unanswered
        {
            request.end();
        }
        let response = response?;
        let text = body_text(&response).await?;
        // A response without content parses as `null`.
        Ok(if text.is_empty() {
            "null".to_owned()
        } else {
            text
        })
    }

    /// Opens an event stream that resumes after the message with this id.
    pub(crate) async fn stream(
        self,
        path: &str,
        last_event_id: &str,
        signal: &AbortSignal,
    ) -> Result<Response, ApiError> {
        let options = RequestInit::new();
        options.set_signal(Some(signal));
        let headers = new_headers()?;
        let _ = headers.set("Last-Event-ID", last_event_id);
        let _ = headers.set("Accept", "text/event-stream");
        self.fetch(path, &options, &headers).await
    }

    /// Downloads a file. It can be too large for a string.
    pub(crate) async fn download(self, path: &str) -> Result<Blob, ApiError> {
        let response = self
            .fetch(path, &RequestInit::new(), &new_headers()?)
            .await?;
        let blob = response.blob().map_err(|_| ApiError::Unreachable)?;
        let blob = JsFuture::from(blob).await;
        blob.and_then(JsCast::dyn_into::<Blob>)
            .map_err(|_| ApiError::Unreachable)
    }

    /// Sends a request and checks the status of the response.
    async fn fetch(
        self,
        path: &str,
        options: &RequestInit,
        headers: &Headers,
    ) -> Result<Response, ApiError> {
        let key = self.session.key();
        if let Some(key) = &key {
            let _ = headers.set("Authorization", &format!("Bearer {key}"));
        }
        options.set_headers(headers);
        let promise = window().fetch_with_str_and_init(&format!("/api/v1/{path}"), options);
        let response = JsFuture::from(promise)
            .await
            .map_err(|_| ApiError::Unreachable)?;
        let response: Response = response.dyn_into().map_err(|_| ApiError::Unreachable)?;
        if response.ok() {
            return Ok(response);
        }
        if response.status() == 401 && key.is_some() {
            // Unless another tab has signed in again meanwhile.
            if self.session.key() == key {
                self.session.expire();
            }
            return Err(ApiError::SignedOut);
        }
        let problem = parse(&body_text(&response).await?);
        Err(ApiError::from_response(response.status(), problem))
    }

    /// Loads all pages of a list.
    fn all<T: DeserializeOwned + 'static>(self, path: String) -> ApiFuture<Vec<T>> {
        Box::pin(async move {
            let mut items = Vec::new();
            let mut cursor = None;
            loop {
                let page: Page<T> = self.get_page(&path, PAGE_SIZE, cursor.as_deref()).await?;
                items.extend(page.items);
                cursor = page.next_cursor;
                if cursor.is_none() {
                    return Ok(items);
                }
            }
        })
    }

    /// Loads a list that has no pages.
    fn whole_list<T: DeserializeOwned + 'static>(self, path: String) -> ApiFuture<Vec<T>> {
        let response = self.request::<Page<T>>("GET", path, None, None);
        Box::pin(async move { Ok(response.await?.items) })
    }

    /// Loads one page of a list.
    fn get_page<T: DeserializeOwned + 'static>(
        self,
        path: &str,
        limit: usize,
        cursor: Option<&str>,
    ) -> ApiFuture<Page<T>> {
        self.request("GET", page_path(path, limit, cursor), None, None)
    }
}

#[inline(never)]
fn parse_response<T: DeserializeOwned>(text: Result<String, ApiError>) -> Result<T, ApiError> {
    parse(&text?).ok_or(ApiError::Unreadable)
}

/// Serializes a request body. Plain structs always serialize.
fn to_json(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}

/// Adds the parameters of a page to the path of a list.
fn page_path(path: &str, limit: usize, cursor: Option<&str>) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut path = format!("{path}{separator}limit={limit}");
    if let Some(cursor) = cursor {
        path.push_str("&cursor=");
        path.push_str(&encode_uri_component(cursor));
    }
    path
}

fn new_headers() -> Result<Headers, ApiError> {
    Headers::new().map_err(|_| ApiError::Unreachable)
}

async fn body_text(response: &Response) -> Result<String, ApiError> {
    let promise = response.text().map_err(|_| ApiError::Unreachable)?;
    let text = JsFuture::from(promise)
        .await
        .map_err(|_| ApiError::Unreachable)?;
    Ok(text.as_string().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_follows_the_parameters_of_the_list() {
        assert_eq!(page_path("events", 100, None), "events?limit=100");
        assert_eq!(
            page_path("invites?eventId=7", 20, None),
            "invites?eventId=7&limit=20"
        );
    }

    #[test]
    fn fields_that_a_patch_leaves_out_are_not_sent() {
        let patch = seat_dealer_api_types::MePatch {
            name: Some("Ada".to_owned()),
            ..Default::default()
        };
        assert_eq!(to_json(&patch).as_deref(), Some(r#"{"name":"Ada"}"#));
    }

    #[test]
    fn a_failed_request_is_not_parsed() {
        let response: Result<(), ApiError> = parse_response(Err(ApiError::Unreachable));
        assert_eq!(response, Err(ApiError::Unreachable));
    }
}
