//! A guard against starting an action twice.

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Whether an action is in progress.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Busy(RwSignal<bool>);

impl Busy {
    /// No action is in progress.
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Whether an action is in progress. Reactive.
    pub(crate) fn get(self) -> bool {
        self.0.get()
    }

    /// Starts an action unless one is in progress. The action continues after the page is left.
    pub(crate) fn run(self, action: impl Future<Output = ()> + 'static) {
        self.run_boxed(Box::pin(action));
    }

    fn run_boxed(self, action: LocalBoxFuture<'static, ()>) {
        if self.0.try_get_untracked() != Some(false) {
            return;
        }
        self.0.set(true);
        spawn_local(async move {
            action.await;
            self.0.set(false);
        });
    }
}
