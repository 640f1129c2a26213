//! Buttons.

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
    let subject = subject.map(|subject| {
        view! { <span class="sr-only">{move || format!(" {}", subject.get())}</span> }.into_any()
    });
    view! {
        <button
            type="button"
            class=class
            data-state=state
            disabled=move || busy.is_some_and(Busy::get)
            on:click=move |_| on_click.run(())
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
    view! {
        <button type="submit" class=class disabled=move || busy.get()>
            {label}
        </button>
    }
}
