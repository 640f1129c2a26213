//! Says what has happened, for the eye and for screen readers, wherever on the page it was.

use std::time::Duration;

use leptos::prelude::*;

use crate::api::Failure;
use crate::components::dynamic::part;
use crate::components::shapes::text;

/// How long a sentence stays.
const STAY: Duration = Duration::from_secs(7);

/// Says sentences at the foot of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Announcer {
    said: RwSignal<Said>,
}

#[derive(Debug, Clone, Default)]
struct Said {
    count: u32,
    sentence: Option<String>,
    urgent: bool,
}

/// The announcer, from anywhere below the app.
pub(crate) fn use_announcer() -> Announcer {
    expect_context()
}

impl Announcer {
    /// One that has said nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            said: RwSignal::new(Said::default()),
        }
    }

    /// Says that something went well.
    pub(crate) fn say(self, sentence: impl Into<String>) {
        self.put(sentence.into(), false);
    }

    /// Says that something did not work.
    pub(crate) fn fail(self, failure: &Failure) {
        // The sign-in page says so itself.
        if *failure != Failure::SignedOut {
            self.put(failure.sentence(), true);
        }
    }

    fn put(self, sentence: String, urgent: bool) {
        let mut count = 0;
        self.said.update(|said| {
            said.count += 1;
            said.sentence = Some(sentence);
            said.urgent = urgent;
            count = said.count;
        });
        let clear = move || {
            self.said.update(|said| {
                if said.count == count {
                    said.sentence = None;
                }
            });
        };
        set_timeout(clear, if urgent { STAY * 2 } else { STAY });
    }

    fn sentence(self, urgent: bool) -> Option<String> {
        self.said
            .with(|said| said.sentence.clone().filter(|_| said.urgent == urgent))
    }
}

/// Where the sentences appear.
pub(crate) fn announcements() -> AnyView {
    let announcer = use_announcer();
    let toast = move |urgent| {
        part(move || {
            let sentence = announcer.sentence(urgent)?;
            Some(text("toast", sentence))
        })
    };
    view! {
        <div class="toasts">
            <div role="status">{toast(false)}</div>
            <div role="alert">{toast(true)}</div>
        </div>
    }
    .into_any()
}
