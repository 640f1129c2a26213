//! Buttons. One that is disabled has `aria-disabled` instead of `disabled`, so that it keeps the focus.

use leptos::prelude::*;

use super::busy::Busy;

/// A button.
#[component]
pub(crate) fn Button(
    #[prop(default = "button")] class: &'static str,
    label: &'static str,
    /// Completes the accessible name where several buttons have the same label, e.g. "Delete" with
    /// "Ada".
    #[prop(optional, into)]
    subject: Option<Signal<String>>,
    /// Disables the button while an action is in progress.
    #[prop(optional)]
    busy: Option<Busy>,
    /// The answer that gives the button its colour.
    #[prop(optional)]
    state: Option<&'static str>,
    #[prop(into)] on_click: UnsyncCallback<()>,
) -> impl IntoView {
    let is_disabled = move || busy.is_some_and(Busy::get);
    let click = move |_| {
        if !untrack(is_disabled) {
            on_click.run(());
        }
    };
    let subject = subject.map(|subject| {
        view! { <span class="sr-only">{move || format!(" {}", subject.get())}</span> }.into_any()
    });
    view! {
        <button
            type="button"
            class=class
            data-state=state
            aria-disabled=move || is_disabled().then_some("true")
            on:click=click
        >
            {label}
            {subject}
        </button>
    }
}

/// The button that submits a form.
#[component]
pub(crate) fn SubmitButton(
    #[prop(default = "button button-primary")] class: &'static str,
    label: &'static str,
    /// Disables the button while the form is being submitted.
    busy: Busy,
) -> impl IntoView {
    let is_disabled = move || busy.get();
    // Enter in a field clicks the button, too.
    let click = move |event: web_sys::MouseEvent| {
        if untrack(is_disabled) {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            class=class
            aria-disabled=move || is_disabled().then_some("true")
            on:click=click
        >
            {label}
        </button>
    }
}
