//! A button that copies a text to the clipboard.

use leptos::prelude::*;

use super::announcer::use_announcer;
use super::busy::Busy;
use super::button::Button;
use crate::browser;

/// A button that copies a text, or shows it in a field where the browser does not allow copying.
#[component]
pub(crate) fn CopyButton(
    #[prop(default = "quiet-button")] class: &'static str,
    label: &'static str,
    /// Completes the accessible name.
    #[prop(into)]
    subject: Signal<String>,
    #[prop(into)] text: Signal<String>,
    success: &'static str,
) -> impl IntoView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let is_shown = RwSignal::new(false);
    let copy = move || {
        busy.run(async move {
            let text = text.try_get_untracked().unwrap_or_default();
            if browser::copy(&text).await {
                announcer.success(success);
            } else {
                is_shown.set(true);
                browser::focus_soon("input.copy-by-hand");
            }
        });
    };
    let field = move || {
        let field = view! {
            <input
                class="input copy-by-hand"
                readonly
                aria-label="Copy this by hand"
                prop:value=move || text.get()
                on:focus:target=|event| event.target().select()
            />
        };
        field.into_any()
    };
    view! {
        <Button class label subject on_click=copy />
        {move || is_shown.get().then(field)}
    }
}
