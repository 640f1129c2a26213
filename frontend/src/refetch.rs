//! Loading data again after changes, without duplicate or out-of-order requests.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
    pub(crate) fn is_queued(self) -> bool {
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

/// Numbers requests for the same data, so that a late response to an older request can be dropped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LatestRequest(StoredValue<u32>);

impl LatestRequest {
    /// No request has been made yet.
    pub(crate) fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// The number of a new request, which makes it the latest.
    pub(crate) fn begin(self) -> Option<u32> {
        self.0.try_update_value(|latest| {
            *latest += 1;
            *latest
        })
    }

    /// The number of the latest request; `None` after the page has been left.
    pub(crate) fn current(self) -> Option<u32> {
        self.0.try_get_value()
    }
}
