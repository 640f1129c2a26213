//! Says what has happened, for the eye and for screen readers, wherever on the page it was; and
//! lets the host take back what can still be taken back.

use std::future::ready;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;

use crate::api::Failure;
use crate::browser;
use crate::components::button::button;
use crate::components::dynamic::{part, spawn};
use crate::components::shapes::{group, text};

/// How long a sentence stays.
const STAY: Duration = Duration::from_secs(7);

/// Says sentences at the foot of the page.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    /// The latest news.
    news: RwSignal<Said>,
    /// What will be done. News that come meanwhile do not take away the way back.
    promise: RwSignal<Said>,
    pending: StoredValue<Option<Pending>, LocalStorage>,
}

#[derive(Debug, Clone, Default)]
struct Said {
    count: u32,
    sentence: Option<String>,
    urgent: bool,
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// What is done once the host can no longer take it back.
struct Pending {
    act: Task,
    undo: Box<dyn FnOnce()>,
}

/// The announcer, from anywhere below the app.
pub(crate) fn use_announcer() -> Announcer {
    expect_context()
}

impl Announcer {
    /// One that has said nothing yet.
    pub(crate) fn new() -> Self {
        let announcer = Self {
            news: RwSignal::new(Said::default()),
            promise: RwSignal::new(Said::default()),
            pending: StoredValue::new_local(None),
        };
        // Whoever leaves does not take back any more.
        window_event_listener_untyped("pagehide", move |_| spawn(announcer.settle()));
        announcer
    }

    /// Says that something went well.
    pub(crate) fn say(self, sentence: impl Into<String>) {
        self.tell(sentence.into(), false, STAY);
    }

    /// Says that something did not work.
    pub(crate) fn fail(self, failure: &Failure) {
        // The sign-in page says so itself.
        if *failure != Failure::SignedOut {
            self.tell(failure.sentence(), true, STAY * 2);
        }
    }

    fn tell(self, sentence: String, urgent: bool, stay: Duration) {
        show(self.news, sentence, urgent, stay, Box::new(clear));
    }

    /// Says that something is done, and does it when nobody has pressed Undo for a while. `undo`
    /// shows things as they were. What could be taken back before is done now.
    pub(crate) fn unless_undone(
        self,
        sentence: impl Into<String>,
        act: impl Future<Output = ()> + 'static,
        undo: impl FnOnce() + 'static,
    ) {
        spawn(self.settle());
        clear(self.news);
        let (act, undo) = (Box::pin(act), Box::new(undo));
        self.pending.set_value(Some(Pending { act, undo }));
        let settle = Box::new(move |_| spawn(self.settle()));
        show(self.promise, sentence.into(), false, STAY * 2, settle);
        browser::focus_soon(".toast .button");
    }

    /// Does from now on what could still be taken back, to its end.
    pub(crate) fn settle(self) -> Task {
        match self.take() {
            Some(Pending { act, .. }) => act,
            None => Box::pin(ready(())),
        }
    }

    fn undo(self) {
        if let Some(Pending { undo, .. }) = self.take() {
            undo();
            self.say("Taken back.");
        }
    }

    fn take(self) -> Option<Pending> {
        let pending = self.pending.try_update_value(Option::take).flatten()?;
        if browser::has_focus_within(".toast") {
            browser::focus_soon("h1");
        }
        clear(self.promise);
        Some(pending)
    }

    fn toast(self, place: RwSignal<Said>, urgent: bool) -> AnyView {
        part(move || {
            let said = place.get();
            let sentence = said.sentence.filter(|_| said.urgent == urgent)?;
            let mut parts = vec![text("", sentence)];
            if place == self.promise {
                parts.push(button("button", "Undo", move || self.undo()).view());
            }
            Some(group("toast", parts))
        })
    }
}

/// Shows a sentence; when nothing else has been said in its place for a while, it is `over`.
fn show(
    place: RwSignal<Said>,
    sentence: String,
    urgent: bool,
    stay: Duration,
    over: Box<dyn FnOnce(RwSignal<Said>)>,
) {
    let mut count = 0;
    place.update(|said| {
        said.count += 1;
        said.sentence = Some(sentence);
        said.urgent = urgent;
        count = said.count;
    });
    let end = move || {
        if place.with_untracked(|said| said.count) == count {
            over(place);
        }
    };
    set_timeout(end, stay);
}

fn clear(place: RwSignal<Said>) {
    place.update(|said| said.sentence = None);
}

/// Where the sentences appear.
pub(crate) fn announcements() -> AnyView {
    let announcer = use_announcer();
    view! {
        <div class="toasts">
            <div role="alert">{announcer.toast(announcer.news, true)}</div>
            <div role="status">{announcer.toast(announcer.news, false)}</div>
            // Last, so that Undo stays under the finger when there are news.
            <div role="status">{announcer.toast(announcer.promise, false)}</div>
        </div>
    }
    .into_any()
}
