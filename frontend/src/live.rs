//! Follows a stream of the server's: a streaming request that is opened again, after the last
//! message that was seen, whenever it breaks off.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader};

use crate::again::Again;
use crate::api::{Api, Failure};
use crate::browser::sleep;
use crate::components::dynamic::spawn;
use crate::sse::Parser;

/// The server says something at least every fifteen seconds; after this long it is gone.
const SILENCE: std::time::Duration = std::time::Duration::from_secs(40);

/// How the stream stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Being opened for the first time.
    Opening,
    /// Open.
    Live,
    /// Broken off; it will be opened again.
    Lost,
    /// Not to be opened again: signed out, or the event is gone.
    Ended,
}

/// What a stream tells the page.
pub(crate) trait Listener {
    /// A new message.
    fn message(&self, data: &str);
    /// The connection stands differently.
    fn connection(&self, connection: Connection);
}

struct Stream {
    api: Api,
    path: String,
    listener: Box<dyn Listener>,
    last: RefCell<String>,
    left: Cell<bool>,
    controller: RefCell<Option<AbortController>>,
}

/// Follows a stream after the message with this id until the current owner (the page) is left.
pub(crate) fn follow(api: Api, path: String, after: String, listener: impl Listener + 'static) {
    let stream = Rc::new(Stream {
        api,
        path,
        listener: Box::new(listener),
        last: RefCell::new(after),
        left: Cell::new(false),
        controller: RefCell::new(None),
    });
    let leaving = SendWrapper::new(Rc::clone(&stream));
    on_cleanup(move || leaving.leave());
    spawn(async move { stream.run().await });
}

impl Stream {
    async fn run(&self) {
        let mut failures = 0;
        while !self.left.get() {
            let opened = self.read(&mut failures).await;
            if self.left.get() {
                return;
            }
            if let Err(Failure::SignedOut) = opened {
                return self.listener.connection(Connection::Ended);
            }
            if opened.is_err_and(|failure| failure.is_not_found()) {
                return self.listener.connection(Connection::Ended);
            }
            self.listener.connection(Connection::Lost);
            sleep(pause_before_try(failures, js_sys::Math::random())).await;
            failures += 1;
        }
    }

    /// Opens the stream and reads it until it breaks off.
    async fn read(&self, failures: &mut u32) -> Result<(), Failure> {
        let controller = AbortController::new().map_err(|_| Failure::Unreachable)?;
        self.controller.replace(Some(controller.clone()));
        let mut watch = Watch::begin(&controller);
        let signal = controller.signal();
        let last = self.last.borrow().clone();
        let response = self.api.stream(&self.path, &last, &signal).await?;
        let body = response.body().ok_or(Failure::Unreadable)?;
        let reader: ReadableStreamDefaultReader = body
            .get_reader()
            .dyn_into()
            .map_err(|_| Failure::Unreadable)?;
        *failures = 0;
        self.listener.connection(Connection::Live);

        let mut parser = Parser::default();
        loop {
            let chunk = JsFuture::from(reader.read())
                .await
                .map_err(|_| Failure::Unreachable)?;
            if self.left.get() {
                return Ok(());
            }
            watch.again();
            let Ok(bytes) = Reflect::get(&chunk, &"value".into()) else {
                return Ok(());
            };
            let Ok(bytes) = bytes.dyn_into::<Uint8Array>() else {
                return Ok(());
            };
            for message in parser.push(&bytes.to_vec()) {
                if let Some(id) = message.id {
                    self.last.replace(id);
                }
                self.listener.message(&message.data);
            }
        }
    }

    fn leave(&self) {
        self.left.set(true);
        if let Some(controller) = self.controller.take() {
            controller.abort();
        }
    }
}

/// Breaks a connection off when it has been silent for too long.
struct Watch {
    controller: AbortController,
    timer: Option<leptos::leptos_dom::helpers::TimeoutHandle>,
}

impl Watch {
    fn begin(controller: &AbortController) -> Self {
        let mut watch = Self {
            controller: controller.clone(),
            timer: None,
        };
        watch.again();
        watch
    }

    fn again(&mut self) {
        self.stop();
        let controller = self.controller.clone();
        self.timer = set_timeout_with_handle(move || controller.abort(), SILENCE).ok();
    }

    fn stop(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the stream of a host tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Their events.
    Events,
    /// Their contacts.
    Contacts,
}

/// Does something again whenever these have changed, until the current owner (the page) is left.
pub(crate) fn follow_changes(api: Api, of: Change, again: Again) {
    follow(api, "stream".to_owned(), String::new(), Changes(of, again));
}

struct Changes(Change, Again);

impl Listener for Changes {
    fn message(&self, data: &str) {
        let of = match data {
            "contacts" => Change::Contacts,
            _ => Change::Events,
        };
        if of == self.0 {
            self.1.soon();
        }
    }

    fn connection(&self, _: Connection) {}
}

/// Milliseconds to wait before the next try: half a second, doubled with each failure up to five,
/// and up to a fifth more so that many pages do not come back at the same moment.
fn pause_before_try(failures: u32, random: f64) -> i32 {
    let pause = (500_i32 << failures.min(4)).min(5_000);
    #[allow(clippy::cast_possible_truncation)] // At most a thousand.
    let jitter = (f64::from(pause) / 5.0 * random) as i32;
    pause + jitter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_five_seconds() {
        let pauses: Vec<_> = (0..6)
            .map(|failures| pause_before_try(failures, 0.0))
            .collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
        assert_eq!(pause_before_try(u32::MAX, 1.0), 6_000);
    }
}
