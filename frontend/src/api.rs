//! The one way to the server. [`Api::request`] makes every request; below it, one line for each
//! thing that can be asked.

use std::future::poll_fn;
use std::pin::Pin;

use leptos::prelude::*;
use seat_dealer_api_types::{
    AccountDeletion, Announcement, ApiKey, ByHand, Contact, ContactPatch, Deck, DeckOrder, Event,
    EventPatch, Import, Invite, InvitePatch, LogPage, LoginFinish, LoginStart, LoginStarted, Me,
    MePatch, NewApiKey, NewApiKeyCreated, NewContact, NewEvent, NewImport, NewInvite, Page,
    PassedOn, Preview, Problem, Session as Device, SignedIn,
};
use serde::de::IgnoredAny;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, Headers, RequestInit, Response};

use crate::json::parse;
use crate::session::Session;

/// How many things of a list are asked for at once.
pub(crate) const PAGE: u32 = 100;

/// The largest body, in bytes, that browsers send for a page that is gone is 64 KB; letters take
/// up to four bytes each.
const KEPT_ALIVE: usize = 16_000;

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server said what is wrong.
    Problem(Problem),
    /// There was no answer.
    Unreachable,
    /// The answer could not be understood.
    Unreadable,
    /// The session has ended; the sign-in page is on its way.
    SignedOut,
}

impl Failure {
    /// What went wrong and what to do, for the host.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Self::Problem(problem) if problem.detail.is_empty() => problem.title.clone(),
            Self::Problem(problem) => problem.detail.clone(),
            Self::Unreachable => {
                "The server cannot be reached. Nothing is lost: try again in a moment.".to_owned()
            }
            Self::Unreadable => "The server gave an answer that this page does not understand. \
                                 Reload the page and try again."
                .to_owned(),
            Self::SignedOut => "You are signed out. Sign in again to go on.".to_owned(),
        }
    }

    /// Whether the thing asked for does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.status == 404)
    }
}

/// What asks the server, with the session's key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Api {
    session: Session,
}

/// The API, from anywhere below the app.
pub(crate) fn use_api() -> Api {
    Api {
        session: expect_context::<Session>(),
    }
}

/// The answer to a request, when it has come. Boxed, so that what waits for it stays small.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, Failure>>>>;

/// Reads an answer. Apart from the waiting, which is the same whatever is waited for.
#[inline(never)]
fn read<T: DeserializeOwned>(text: Result<String, Failure>) -> Result<T, Failure> {
    parse(&text?).ok_or(Failure::Unreadable)
}

/// Writes a body. What is sent are plain structs, which can always be written.
fn written(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}

impl Api {
    /// Makes one request and reads its answer.
    fn request<T: DeserializeOwned + 'static>(
        self,
        method: &'static str,
        path: String,
        body: Option<String>,
    ) -> Answer<T> {
        let mut text: Answer<String> = Box::pin(self.exchange(method, path, body));
        Box::pin(poll_fn(move |context| {
            text.as_mut().poll(context).map(read)
        }))
    }

    /// The part of a request that does not depend on types.
    async fn exchange(
        self,
        method: &'static str,
        path: String,
        body: Option<String>,
    ) -> Result<String, Failure> {
        let options = RequestInit::new();
        options.set_method(method);
        let headers = headers()?;
        // What changes something is sent even when the page is being left, unless it is too large.
        let size = body.as_ref().map_or(0, String::len);
        let kept_alive = method != "GET" && size < KEPT_ALIVE;
        let _ = js_sys::Reflect::set(&options, &"keepalive".into(), &kept_alive.into());
        if let Some(body) = body {
            options.set_body(&JsValue::from_str(&body));
            let _ = headers.set("Content-Type", "application/json");
        }
        let response = self.fetch(&path, &options, &headers).await?;
        let text = text_of(&response).await?;
        // An answer without content reads as JSON's nothing.
        Ok(if text.is_empty() {
            "null".to_owned()
        } else {
            text
        })
    }

    /// Opens a stream after the message with this id.
    pub(crate) async fn stream(
        self,
        path: &str,
        after: &str,
        signal: &AbortSignal,
    ) -> Result<Response, Failure> {
        let options = RequestInit::new();
        options.set_signal(Some(signal));
        let headers = headers()?;
        let _ = headers.set("Last-Event-ID", after);
        let _ = headers.set("Accept", "text/event-stream");
        self.fetch(path, &options, &headers).await
    }

    /// Sends a request and looks at the status of its answer.
    async fn fetch(
        self,
        path: &str,
        options: &RequestInit,
        headers: &Headers,
    ) -> Result<Response, Failure> {
        let key = self.session.key();
        if let Some(key) = &key {
            let _ = headers.set("Authorization", &format!("Bearer {key}"));
        }
        options.set_headers(headers);
        let promise = window().fetch_with_str_and_init(&format!("/api/v1/{path}"), options);
        let response = JsFuture::from(promise)
            .await
            .map_err(|_| Failure::Unreachable)?;
        let response: Response = response.dyn_into().map_err(|_| Failure::Unreachable)?;
        if response.ok() {
            return Ok(response);
        }
        if response.status() == 401 && key.is_some() {
            // Unless somebody has signed in again in the meantime.
            if self.session.key() == key {
                self.session.expire();
            }
            return Err(Failure::SignedOut);
        }
        let status = response.status();
        let problem = parse(&text_of(&response).await?);
        Err(Failure::Problem(
            problem.unwrap_or_else(|| unexplained(status)),
        ))
    }

    /// Reads a list to its end, page by page.
    fn all<T: DeserializeOwned + 'static>(self, path: String) -> Answer<Vec<T>> {
        Box::pin(async move {
            let mut items = Vec::new();
            let mut cursor = None;
            loop {
                let page: Page<T> = self.page(&path, cursor.as_deref()).await?;
                items.extend(page.items);
                cursor = page.next_cursor;
                if cursor.is_none() {
                    return Ok(items);
                }
            }
        })
    }

    /// Reads one page of a list.
    fn page<T: DeserializeOwned + 'static>(self, path: &str, cursor: Option<&str>) -> Answer<T> {
        self.request("GET", page_of(path, PAGE as usize, cursor), None)
    }
}

fn page_of(path: &str, limit: usize, cursor: Option<&str>) -> String {
    let and = if path.contains('?') { '&' } else { '?' };
    let mut path = format!("{path}{and}limit={limit}");
    if let Some(cursor) = cursor {
        path.push_str("&cursor=");
        path.push_str(&encoded(cursor));
    }
    path
}

fn headers() -> Result<Headers, Failure> {
    Headers::new().map_err(|_| Failure::Unreachable)
}

async fn text_of(response: &Response) -> Result<String, Failure> {
    let promise = response.text().map_err(|_| Failure::Unreachable)?;
    let text = JsFuture::from(promise)
        .await
        .map_err(|_| Failure::Unreachable)?;
    Ok(text.as_string().unwrap_or_default())
}

/// For an error that did not come from the API: a proxy's, for instance.
fn unexplained(status: u16) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: "Something went wrong".to_owned(),
        status,
        detail: format!("The server could not do that just now ({status}). Try again in a moment."),
        errors: Vec::new(),
    }
}

/// A text as it may stand in an address.
pub(crate) fn encoded(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

// Each wrapper names a path and its types; what they do is in the API's own document.
macro_rules! calls {
    ($($name:ident($($arg:ident: $type:ty),*) -> $answer:ty = $method:literal $path:literal $(, $body:ident)?;)+) => {
        impl Api {
            $(pub(crate) fn $name(self, $($arg: $type),*) -> Answer<$answer> {
                self.request($method, format!($path), calls!(@body $($body)?))
            })+
        }
    };
    (@body) => { None };
    (@body $body:ident) => { written($body) };
}

calls! {
    start_login(body: &LoginStart) -> LoginStarted = "POST" "login/start", body;
    finish_login(body: &LoginFinish) -> SignedIn = "POST" "login", body;
    logout() -> IgnoredAny = "POST" "logout";
    me() -> Me = "GET" "me";
    change_me(body: &MePatch) -> Me = "PATCH" "me", body;
    create_api_key(body: &NewApiKey) -> NewApiKeyCreated = "POST" "api-keys", body;
    end_session(id: &str) -> IgnoredAny = "DELETE" "me/sessions/{id}";
    end_sessions() -> IgnoredAny = "DELETE" "me/sessions";
    delete_me(body: &AccountDeletion) -> IgnoredAny = "POST" "me/deletion", body;
    revoke_api_key(id: &str) -> IgnoredAny = "DELETE" "api-keys/{id}";

    contact(id: &str) -> Contact = "GET" "contacts/{id}";
    add_contact(body: &NewContact) -> Contact = "POST" "contacts", body;
    change_contact(id: &str, body: &ContactPatch) -> Contact = "PATCH" "contacts/{id}", body;
    import_contacts(body: &NewImport) -> Import = "POST" "imports", body;
    delete_contact(id: &str) -> IgnoredAny = "DELETE" "contacts/{id}";

    event(id: &str) -> Event = "GET" "events/{id}";
    add_event(body: &NewEvent) -> Event = "POST" "events", body;
    change_event(id: &str, body: &EventPatch) -> Event = "PATCH" "events/{id}", body;
    delete_event(id: &str) -> IgnoredAny = "DELETE" "events/{id}";
    deal(id: &str) -> IgnoredAny = "POST" "events/{id}/deal";
    pause(id: &str) -> IgnoredAny = "POST" "events/{id}/pause";
    cancel(id: &str) -> IgnoredAny = "POST" "events/{id}/cancel";
    announcement(id: &str) -> Announcement = "GET" "events/{id}/announcement";
    preview(id: &str) -> Preview = "GET" "events/{id}/preview";
    log(id: &str, after: i64) -> LogPage = "GET" "events/{id}/log?after={after}";
    set_deck(id: &str, body: &DeckOrder) -> IgnoredAny = "PUT" "events/{id}/deck", body;

    invite_now(body: &NewInvite) -> IgnoredAny = "POST" "invites", body;
    change_invite(id: &str, body: &InvitePatch) -> IgnoredAny = "PATCH" "invites/{id}", body;
    resend(id: &str) -> IgnoredAny = "POST" "invites/{id}/resend";
    resend_by_hand(id: &str) -> Invite = "POST" "invites/{id}/resend?channel=byHand";
    by_hand(id: &str) -> ByHand = "GET" "invites/{id}/by-hand";
    passed_on(id: &str, body: &PassedOn) -> IgnoredAny = "POST" "invites/{id}/by-hand", body;
}

impl Api {
    pub(crate) fn api_keys(self) -> Answer<Vec<ApiKey>> {
        self.all("api-keys".to_owned())
    }

    pub(crate) fn sessions(self) -> Answer<Vec<Device>> {
        self.all("me/sessions".to_owned())
    }

    /// Everything about the host, as a file that is too large for a string.
    pub(crate) async fn export(self) -> Result<Blob, Failure> {
        let response = self
            .fetch("me/export", &RequestInit::new(), &headers()?)
            .await?;
        let file = response.blob().map_err(|_| Failure::Unreachable)?;
        let file = JsFuture::from(file).await;
        file.and_then(JsCast::dyn_into::<Blob>)
            .map_err(|_| Failure::Unreachable)
    }

    /// At most `limit` contacts of those that match `search`.
    pub(crate) fn contacts(
        self,
        search: &str,
        limit: usize,
        cursor: Option<&str>,
    ) -> Answer<Page<Contact>> {
        let path = match search {
            "" => "contacts".to_owned(),
            search => format!("contacts?q={}", encoded(search)),
        };
        self.request("GET", page_of(&path, limit, cursor), None)
    }

    pub(crate) fn events(self, cursor: Option<&str>) -> Answer<Page<Event>> {
        self.page("events", cursor)
    }

    pub(crate) fn invites(self, event: &str) -> Answer<Vec<Invite>> {
        self.all(format!("invites?eventId={event}"))
    }

    /// At most `limit` cards of those that match `search`.
    pub(crate) fn deck(
        self,
        event: &str,
        search: &str,
        limit: usize,
        cursor: Option<String>,
    ) -> Answer<Deck> {
        let mut path = format!("events/{event}/deck?limit={limit}&q={}", encoded(search));
        if let Some(cursor) = cursor {
            path.push_str("&cursor=");
            path.push_str(&cursor);
        }
        self.request("GET", path, None)
    }
}
