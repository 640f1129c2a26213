//! Something that is under way and must not be begun twice.

use std::pin::Pin;

use leptos::prelude::*;

use super::dynamic::spawn;

/// Whether something is under way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Busy(RwSignal<bool>);

impl Busy {
    /// Nothing is.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Whether something is; follows.
    pub(crate) fn get(self) -> bool {
        self.0.get()
    }

    /// Begins a task unless one is under way. It goes on when the page is left.
    pub(crate) fn run(self, task: impl Future<Output = ()> + 'static) {
        self.run_boxed(Box::pin(task));
    }

    fn run_boxed(self, task: Pin<Box<dyn Future<Output = ()>>>) {
        if self.0.try_get_untracked() != Some(false) {
            return;
        }
        self.0.set(true);
        spawn(async move {
            task.await;
            self.0.set(false);
        });
    }
}
