//! Says what has happened, for the eye and for screen readers, wherever on the page it was; and
//! lets the host take back what can still be taken back.

use std::time::Duration;

use leptos::prelude::*;

use crate::api::Failure;
use crate::browser;
use crate::components::button::button;
use crate::components::dynamic::part;
use crate::components::shapes::{group, text};

/// How long a sentence stays.
const STAY: Duration = Duration::from_secs(7);

/// Says sentences at the foot of the page.
#[derive(Clone, Copy)]
pub(crate) struct Announcer {
    said: RwSignal<Said>,
    pending: StoredValue<Option<Pending>, LocalStorage>,
}

#[derive(Debug, Clone, Default)]
struct Said {
    count: u32,
    sentence: Option<String>,
    urgent: bool,
    can_undo: bool,
}

/// What is done once the host can no longer take it back.
struct Pending {
    act: Box<dyn FnOnce()>,
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
            said: RwSignal::new(Said::default()),
            pending: StoredValue::new_local(None),
        };
        // Whoever leaves does not take back any more.
        window_event_listener_untyped("pagehide", move |_| announcer.settle());
        announcer
    }

    /// Says that something went well.
    pub(crate) fn say(self, sentence: impl Into<String>) {
        self.settle();
        self.put(sentence.into(), false, false);
    }

    /// Says that something did not work.
    pub(crate) fn fail(self, failure: &Failure) {
        // The sign-in page says so itself.
        if *failure != Failure::SignedOut {
            self.settle();
            self.put(failure.sentence(), true, false);
        }
    }

    /// Says that something is done, and does it when nobody has pressed Undo for a while. `undo`
    /// shows things as they were.
    pub(crate) fn unless_undone(
        self,
        sentence: impl Into<String>,
        act: impl FnOnce() + 'static,
        undo: impl FnOnce() + 'static,
    ) {
        self.settle();
        let (act, undo) = (Box::new(act), Box::new(undo));
        self.pending.set_value(Some(Pending { act, undo }));
        self.put(sentence.into(), false, true);
        browser::focus_soon(".toast .button");
    }

    /// Does at once what could still be taken back.
    pub(crate) fn settle(self) {
        if let Some(Pending { act, .. }) = self.take() {
            act();
        }
    }

    fn undo(self) {
        if let Some(Pending { undo, .. }) = self.take() {
            undo();
            self.put("Taken back.".to_owned(), false, false);
            browser::focus_soon("h1");
        }
    }

    fn take(self) -> Option<Pending> {
        self.pending.try_update_value(Option::take).flatten()
    }

    fn put(self, sentence: String, urgent: bool, can_undo: bool) {
        let mut count = 0;
        self.said.update(|said| {
            said.count += 1;
            said.sentence = Some(sentence);
            said.urgent = urgent;
            said.can_undo = can_undo;
            count = said.count;
        });
        let clear = move || {
            if self.said.with_untracked(|said| said.count) == count {
                self.settle();
                if browser::has_focus_within(".toast") {
                    browser::focus_soon("h1");
                }
                self.said.update(|said| said.sentence = None);
            }
        };
        set_timeout(clear, if urgent || can_undo { STAY * 2 } else { STAY });
    }

    fn toast(self, urgent: bool) -> AnyView {
        part(move || {
            let said = self.said.get();
            let sentence = said.sentence.filter(|_| said.urgent == urgent)?;
            let sentence = text("", sentence);
            let undo = said
                .can_undo
                .then(|| button("button", "Undo", move || self.undo()).view());
            Some(group(
                "toast",
                [Some(sentence), undo].into_iter().flatten().collect(),
            ))
        })
    }
}

/// Where the sentences appear.
pub(crate) fn announcements() -> AnyView {
    let announcer = use_announcer();
    view! {
        <div class="toasts">
            <div role="status">{announcer.toast(false)}</div>
            <div role="alert">{announcer.toast(true)}</div>
        </div>
    }
    .into_any()
}
