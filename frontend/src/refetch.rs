//! The order of requests: debounced refetches, late responses, and changes that others wait for.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How long calls of [`Refetch::soon`] are collected.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// A debounced, coalescing refetch: at most one run is in flight and one more is queued.
#[derive(Clone, Copy)]
pub(crate) struct Refetch {
    task: StoredValue<Box<dyn Fn() -> LocalBoxFuture<'static, ()>>, LocalStorage>,
    state: StoredValue<RefetchState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RefetchState {
    Idle,
    Debouncing,
    Running { is_queued: bool },
}

impl Refetch {
    /// Creates a refetch of `task`, without running it.
    pub(crate) fn new<F: Future<Output = ()> + 'static>(task: impl Fn() -> F + 'static) -> Self {
        Self {
            task: StoredValue::new_local(Box::new(move || Box::pin(task()))),
            state: StoredValue::new(RefetchState::Idle),
        }
    }

    /// Runs the task after the debounce time, or once more after the current run.
    pub(crate) fn soon(self) {
        match self.state.try_get_value() {
            Some(RefetchState::Idle) => {
                self.state.set_value(RefetchState::Debouncing);
                set_timeout(move || self.run(), DEBOUNCE);
            }
            Some(RefetchState::Running { .. }) => {
                self.state
                    .set_value(RefetchState::Running { is_queued: true });
            }
            Some(RefetchState::Debouncing) | None => {}
        }
    }

    /// Runs the task at once, or once more after the current run.
    pub(crate) fn now(self) {
        match self.state.try_get_value() {
            Some(RefetchState::Idle) => self.run(),
            _ => self.soon(),
        }
    }

    /// Whether another run follows the current one.
    fn is_queued(self) -> bool {
        matches!(
            self.state.try_get_value(),
            Some(RefetchState::Debouncing | RefetchState::Running { is_queued: true })
        )
    }

    fn run(self) {
        let Some(task) = self.task.try_with_value(|task| task()) else {
            return;
        };
        self.state
            .set_value(RefetchState::Running { is_queued: false });
        spawn_local(async move {
            task.await;
            let is_queued = self.is_queued();
            self.state
                .try_update_value(|state| *state = RefetchState::Idle);
            if is_queued {
                self.soon();
            }
        });
    }
}

/// Numbers the requests (or changes) of one kind, to tell whether a later one has overtaken an earlier one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sequence(StoredValue<u32>);

/// The number of one request, and the sequence that it belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    sequence: StoredValue<u32>,
    /// The number; `None` if the page had been left before.
    pub(crate) number: Option<u32>,
}

impl Sequence {
    /// A sequence without requests.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Begins a request, which overtakes all earlier ones.
    pub(crate) fn begin(self) -> Ticket {
        self.0.try_update_value(|latest| *latest += 1);
        self.latest()
    }

    /// The latest request.
    pub(crate) fn latest(self) -> Ticket {
        Ticket {
            sequence: self.0,
            number: self.0.try_get_value(),
        }
    }
}

impl Ticket {
    /// Whether a later request has begun. `false` after the page has been left.
    pub(crate) fn is_overtaken(self) -> bool {
        let latest = self.sequence.try_get_value();
        latest.is_some() && latest != self.number
    }
}

/// Tasks that continue after the page is left, and that later tasks can wait for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TaskQueue(StoredValue<Promise, LocalStorage>);

impl TaskQueue {
    /// A queue without tasks.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new_local(Promise::resolve(
            &JsValue::UNDEFINED,
        )))
    }

    /// Starts a task at once.
    pub(crate) fn start(self, task: LocalBoxFuture<'static, ()>) {
        let task = future_to_promise(async move {
            task.await;
            Ok(JsValue::UNDEFINED)
        });
        self.0
            .try_update_value(|tasks| *tasks = Promise::all(&Array::of2(tasks, &task)));
    }

    /// Starts a task when all earlier ones have ended.
    pub(crate) fn push(self, task: impl Future<Output = ()> + 'static) {
        let earlier = self.finished();
        self.start(Box::pin(async move {
            earlier.await;
            task.await;
        }));
    }

    /// Ends when all tasks that have been added so far have ended.
    pub(crate) fn finished(self) -> LocalBoxFuture<'static, ()> {
        let tasks = self.0.try_get_value();
        Box::pin(async move {
            if let Some(tasks) = tasks {
                // Tasks have no errors.
                let _ = JsFuture::from(tasks).await;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_request_overtakes_all_earlier_ones() {
        let owner = Owner::new();
        owner.set();
        let requests = Sequence::new();
        let before = requests.latest();
        let first = requests.begin();
        assert!(before.is_overtaken());
        assert!(!first.is_overtaken());
        let second = requests.begin();
        assert!(first.is_overtaken());
        assert!(!second.is_overtaken());
        assert!(!requests.latest().is_overtaken());
    }

    #[test]
    fn no_request_is_overtaken_after_the_page_has_been_left() {
        let owner = Owner::new();
        owner.set();
        let requests = Sequence::new();
        let first = requests.begin();
        let second = requests.begin();
        owner.cleanup();
        assert!(!first.is_overtaken());
        assert!(!second.is_overtaken());
        assert_eq!(requests.begin().number, None);
    }
}
