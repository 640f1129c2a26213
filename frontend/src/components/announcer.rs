//! Toasts at the foot of the page, which screen readers read aloud, with Undo where an action can
//! still be undone.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

use super::button::Button;
use crate::api::ApiError;
use crate::browser;
use crate::refetch::TaskQueue;

/// How long a toast stays.
const DURATION: Duration = Duration::from_secs(7);

/// Shows toasts. Provided as context to the whole app.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    news: RwSignal<Toast>,
    /// The toast with Undo. It has a place of its own, so that news do not replace it.
    undo: RwSignal<Toast>,
    pending: StoredValue<Option<PendingAction>, LocalStorage>,
    commits: TaskQueue,
}

#[derive(Debug, Clone, Default)]
struct Toast {
    /// Tells a toast from the one before in the same place.
    number: u32,
    message: Option<String>,
    is_error: bool,
}

/// An action that waits for the time to undo it to pass.
struct PendingAction {
    action: LocalBoxFuture<'static, ()>,
    on_undo: Box<dyn FnOnce()>,
}

/// The announcer.
pub(crate) fn use_announcer() -> Announcer {
    expect_context()
}

impl Announcer {
    /// Creates the announcer.
    pub(crate) fn new() -> Self {
        let announcer = Self {
            news: RwSignal::new(Toast::default()),
            undo: RwSignal::new(Toast::default()),
            pending: StoredValue::new_local(None),
            commits: TaskQueue::new(),
        };
        // A host who leaves the page can no longer undo.
        window_event_listener_untyped("pagehide", move |_| {
            announcer.commit();
        });
        announcer
    }

    /// Announces a success.
    pub(crate) fn success(self, message: impl Into<String>) {
        self.show_news(message.into(), false, DURATION);
    }

    /// Announces an error.
    pub(crate) fn error(self, error: &ApiError) {
        // The sign-in page tells a host who was signed out.
        if *error != ApiError::SignedOut {
            self.show_news(error.message(), true, DURATION * 2);
        }
    }

    fn show_news(self, message: String, is_error: bool, duration: Duration) {
        show(self.news, message, is_error, duration, Box::new(clear));
    }

    /// Announces an action as done, and performs it once the time to undo it has passed. `on_undo`
    /// shows the state before. Commits an earlier pending action first.
    pub(crate) fn success_with_undo(
        self,
        message: impl Into<String>,
        action: impl Future<Output = ()> + 'static,
        on_undo: impl FnOnce() + 'static,
    ) {
        self.commit();
        clear(self.news);
        let (action, on_undo) = (Box::pin(action), Box::new(on_undo));
        self.pending
            .set_value(Some(PendingAction { action, on_undo }));
        let commit = Box::new(move |_| self.commit());
        show(self.undo, message.into(), false, DURATION * 2, commit);
        browser::focus_soon(".toast .button");
    }

    /// Performs the pending action, if any. The future ends with the action and all earlier ones.
    pub(crate) fn commit_pending(self) -> LocalBoxFuture<'static, ()> {
        self.commit();
        self.commits.finished()
    }

    fn commit(self) {
        if let Some(PendingAction { action, .. }) = self.take_pending() {
            self.commits.start(action);
        }
    }

    fn undo_pending(self) {
        if let Some(PendingAction { on_undo, .. }) = self.take_pending() {
            on_undo();
            self.success("Undone.");
        }
    }

    fn take_pending(self) -> Option<PendingAction> {
        let pending = self.pending.try_update_value(Option::take).flatten()?;
        if browser::has_focus_within(".toast") {
            browser::focus_soon("h1");
        }
        clear(self.undo);
        Some(pending)
    }
}

/// Shows a toast. Calls `on_timeout` unless another toast has taken its place meanwhile.
fn show(
    place: RwSignal<Toast>,
    message: String,
    is_error: bool,
    duration: Duration,
    on_timeout: Box<dyn FnOnce(RwSignal<Toast>)>,
) {
    let mut number = 0;
    place.update(|toast| {
        toast.number += 1;
        toast.message = Some(message);
        toast.is_error = is_error;
        number = toast.number;
    });
    let end = move || {
        if place.with_untracked(|toast| toast.number) == number {
            on_timeout(place);
        }
    };
    set_timeout(end, duration);
}

fn clear(place: RwSignal<Toast>) {
    place.update(|toast| toast.message = None);
}

/// The place where toasts appear.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let announcer = use_announcer();
    let news = move |is_error: bool| {
        let toast = announcer.news.get();
        let message = toast.message.filter(|_| toast.is_error == is_error)?;
        Some(view! { <div class="toast"><p>{message}</p></div> }.into_any())
    };
    let undo = move || {
        let message = announcer.undo.get().message?;
        let toast = view! {
            <div class="toast">
                <p>{message}</p>
                <Button label="Undo" on_click=move || announcer.undo_pending() />
            </div>
        };
        Some(toast.into_any())
    };
    view! {
        <div class="toasts">
            <div role="alert">{move || news(true)}</div>
            <div role="status">{move || news(false)}</div>
            // Last, so that Undo stays in place when news appear.
            <div role="status">{move || undo()}</div>
        </div>
    }
}
