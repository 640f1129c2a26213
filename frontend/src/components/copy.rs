//! Copies a text, or shows it for copying by hand where the browser does not let us.

use leptos::prelude::*;

use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;

/// A button that copies a text. `of` completes its name for screen readers.
#[component]
pub(crate) fn CopyButton(
    label: &'static str,
    #[prop(into)] of: String,
    #[prop(into)] text: Signal<String>,
    done: &'static str,
) -> impl IntoView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let by_hand = RwSignal::new(false);
    let copy = move |_| {
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
    let field = move || {
        by_hand.get().then(|| {
            view! {
                <input
                    class="input copy-by-hand"
                    readonly
                    aria-label="Copy this by hand"
                    prop:value=move || text.get()
                    on:focus:target=|event| event.target().select()
                />
            }
        })
    };
    view! {
        <button type="button" class="quiet-button" on:click=copy>
            {label}
            <span class="sr-only">{of}</span>
        </button>
        {field}
    }
    .into_any()
}
