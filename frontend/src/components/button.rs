//! Buttons.

use leptos::prelude::*;

use super::busy::Busy;
use super::dynamic::{Dynamic, dynamic, nothing, words};

/// A button that does something when it is pressed.
pub(crate) struct Button {
    class: &'static str,
    label: &'static str,
    kind: &'static str,
    of: AnyView,
    disabled: Dynamic<bool>,
    state: Option<&'static str>,
    press: Box<dyn Fn()>,
}

/// A button with its looks, its words and what it does.
pub(crate) fn button(
    class: &'static str,
    label: &'static str,
    press: impl Fn() + 'static,
) -> Button {
    Button {
        class,
        label,
        kind: "button",
        of: nothing(),
        disabled: dynamic(|| false),
        state: None,
        press: Box::new(press),
    }
}

/// A button in a row of a list.
pub(crate) fn quiet(label: &'static str, press: impl Fn() + 'static) -> Button {
    button("quiet-button", label, press)
}

/// A button in a row of a list that takes something away.
pub(crate) fn quiet_danger(label: &'static str, press: impl Fn() + 'static) -> Button {
    button("quiet-button danger", label, press)
}

/// The button that sends a form.
pub(crate) fn submit(class: &'static str, label: &'static str, busy: Busy) -> AnyView {
    Button {
        kind: "submit",
        ..button(class, label, || {})
    }
    .busy(busy)
    .view()
}

impl Button {
    /// Completes its name for screen readers where several say the same, e.g. "Delete" with "Ada".
    pub(crate) fn of(self, of: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let of = words(move || format!(" {}", of()));
        Self {
            of: view! { <span class="sr-only">{of}</span> }.into_any(),
            ..self
        }
    }

    /// Cannot be pressed while something is under way.
    pub(crate) fn busy(self, busy: Busy) -> Self {
        Self {
            disabled: dynamic(move || busy.get()),
            ..self
        }
    }

    /// Takes the colour of an answer.
    pub(crate) fn state(self, state: &'static str) -> Self {
        Self {
            state: Some(state),
            ..self
        }
    }

    /// Draws it.
    pub(crate) fn view(self) -> AnyView {
        let Self {
            class,
            label,
            kind,
            of,
            disabled,
            state,
            press,
        } = self;
        view! {
            <button
                type=kind
                class=class
                data-state=state
                disabled=disabled
                on:click=move |_| press()
            >
                {label}
                {of}
            </button>
        }
        .into_any()
    }
}
