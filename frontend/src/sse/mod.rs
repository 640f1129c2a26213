//! The client of the server's event streams. A stream that breaks is opened again after its last
//! message.

mod parser;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{ChangedList, HostList};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::api::{self, Api, ApiError};
use crate::browser::sleep;
use crate::refetch::Refetch;
use parser::{Message, Parser};

/// The server sends a heartbeat every 15 seconds; after this time without any the stream is dead.
const SILENCE_LIMIT: std::time::Duration = std::time::Duration::from_secs(40);

/// The state of a stream's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Being opened for the first time.
    Opening,
    /// Open.
    Live,
    /// Broken; the stream reconnects by itself.
    Lost,
    /// Closed for good: the host is signed out, or the event does not exist.
    Ended,
}

/// Receives what happens on a stream.
pub(crate) trait StreamListener {
    /// Handles a message.
    fn on_message(&self, event: &str, data: &str);
    /// Handles a change of the connection.
    fn on_connection(&self, connection: Connection);
}

struct EventStream {
    api: Api,
    path: String,
    listener: Box<dyn StreamListener>,
    last_event_id: RefCell<String>,
    is_closed: Cell<bool>,
    controller: RefCell<Option<AbortController>>,
}

/// Follows a stream, from the message after this id on, until the current owner (the page) is cleaned
/// up.
pub(crate) fn follow(
    api: Api,
    path: String,
    last_event_id: String,
    listener: impl StreamListener + 'static,
) {
    let stream = Rc::new(EventStream {
        api,
        path,
        listener: Box::new(listener),
        last_event_id: RefCell::new(last_event_id),
        is_closed: Cell::new(false),
        controller: RefCell::new(None),
    });
    let owned = SendWrapper::new(Rc::clone(&stream));
    on_cleanup(move || owned.close());
    spawn_local(async move { stream.run().await });
}

impl EventStream {
    async fn run(&self) {
        let mut failures = 0;
        while !self.is_closed.get() {
            let result = self.read(&mut failures).await;
            if self.is_closed.get() {
                return;
            }
            if let Err(ApiError::SignedOut) = result {
                return self.listener.on_connection(Connection::Ended);
            }
            if result.is_err_and(|error| error.is_not_found()) {
                return self.listener.on_connection(Connection::Ended);
            }
            self.listener.on_connection(Connection::Lost);
            sleep(retry_delay(failures, js_sys::Math::random())).await;
            failures += 1;
        }
    }

    /// Opens the stream and reads it until it breaks.
    async fn read(&self, failures: &mut u32) -> Result<(), ApiError> {
        let controller = AbortController::new().map_err(|_| ApiError::Unreachable)?;
        self.controller.replace(Some(controller.clone()));
        let mut silence = SilenceTimer::start(&controller);
        let signal = controller.signal();
        let last_event_id = self.last_event_id.borrow().clone();
        let response = self.api.stream(&self.path, &last_event_id, &signal).await?;
        let body = response.body().ok_or(ApiError::Unreadable)?;
        let reader: ReadableStreamDefaultReader = body
            .get_reader()
            .dyn_into()
            .map_err(|_| ApiError::Unreadable)?;
        *failures = 0;
        self.listener.on_connection(Connection::Live);

        let mut parser = Parser::default();
        loop {
            let chunk = JsFuture::from(reader.read())
                .await
                .map_err(|_| ApiError::Unreachable)?;
            if self.is_closed.get() {
                return Ok(());
            }
            silence.restart();
            let Ok(bytes) = Reflect::get(&chunk, &"value".into()) else {
                return Ok(());
            };
            let Ok(bytes) = bytes.dyn_into::<Uint8Array>() else {
                return Ok(());
            };
            for Message { id, event, data } in parser.push(&bytes.to_vec()) {
                if let Some(id) = id {
                    self.last_event_id.replace(id);
                }
                self.listener.on_message(&event, &data);
            }
        }
    }

    fn close(&self) {
        self.is_closed.set(true);
        if let Some(controller) = self.controller.take() {
            controller.abort();
        }
    }
}

/// Aborts a connection that has been silent for too long.
struct SilenceTimer {
    controller: AbortController,
    timeout: Option<TimeoutHandle>,
}

impl SilenceTimer {
    fn start(controller: &AbortController) -> Self {
        let mut timer = Self {
            controller: controller.clone(),
            timeout: None,
        };
        timer.restart();
        timer
    }

    fn restart(&mut self) {
        self.stop();
        let controller = self.controller.clone();
        self.timeout = set_timeout_with_handle(move || controller.abort(), SILENCE_LIMIT).ok();
    }

    fn stop(&mut self) {
        if let Some(timeout) = self.timeout.take() {
            timeout.clear();
        }
    }
}

impl Drop for SilenceTimer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Refetches a list whenever it has changed, until the current owner (the page) is cleaned up.
pub(crate) fn refetch_on_change(api: Api, list: HostList, refetch: Refetch) {
    let listener = ListListener { list, refetch };
    follow(
        api,
        "stream?entries=false".to_owned(),
        String::new(),
        listener,
    );
}

struct ListListener {
    list: HostList,
    refetch: Refetch,
}

impl StreamListener for ListListener {
    fn on_message(&self, _: &str, data: &str) {
        let changed: Option<ChangedList> = api::parse(data);
        if changed.is_some_and(|changed| changed.list == self.list) {
            self.refetch.soon();
        }
    }

    fn on_connection(&self, _: Connection) {}
}

/// Milliseconds to wait before the next try: half a second, doubled with each failure, at most five
/// seconds; and up to a fifth more, so that many pages do not reconnect at the same moment.
fn retry_delay(failures: u32, random: f64) -> i32 {
    let delay = (500_i32 << failures.min(4)).min(5_000);
    #[allow(clippy::cast_possible_truncation)] // At most a thousand.
    let jitter = (f64::from(delay) / 5.0 * random) as i32;
    delay + jitter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_five_seconds() {
        let delays: Vec<_> = (0..6).map(|failures| retry_delay(failures, 0.0)).collect();
        assert_eq!(delays, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
        assert_eq!(retry_delay(u32::MAX, 1.0), 6_000);
    }
}
