//! Copies a text, or shows it for copying by hand where the browser does not let us.

use leptos::prelude::*;

use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::quiet;
use crate::components::dynamic::{dynamic, part};

/// A button that copies a text. `of` completes its name for screen readers.
pub(crate) fn copy_button(
    label: &'static str,
    of: impl Fn() -> String + Send + Sync + 'static,
    text: Signal<String>,
    done: &'static str,
) -> AnyView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let by_hand = RwSignal::new(false);
    let copy = move || {
        busy.run(async move {
            let text = text.try_get_untracked().unwrap_or_default();
            if browser::copy(&text).await {
                announcer.say(done);
            } else {
                by_hand.set(true);
                browser::focus_soon("input.copy-by-hand");
            }
        });
    };
    let field = part(move || {
        by_hand.get().then(|| {
            view! {
                <input
                    class="input copy-by-hand"
                    readonly
                    aria-label="Copy this by hand"
                    prop:value=dynamic(move || text.get())
                    on:focus:target=|event| event.target().select()
                />
            }
            .into_any()
        })
    });
    view! {
        {quiet(label, copy).of(of).view()}
        {field}
    }
    .into_any()
}
