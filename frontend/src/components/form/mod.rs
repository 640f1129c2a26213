//! Forms: their fields, what sends them, and what is read from them.

mod errors;
mod fields;
mod marks;

use leptos::prelude::*;
use seat_dealer_api_types::FieldError;

use super::busy::Busy;
use super::button::{button, submit};
use super::dialog::Dialog;
use super::page::alert;
use super::shapes::group;

pub(crate) use errors::Errors;
pub(crate) use fields::{Input, choice, field, time_zone};
pub(crate) use marks::{radios, tick};

/// A form: what is wrong with it as a whole, its fields, and what sends it.
pub(crate) fn form(
    errors: Errors,
    fields: Vec<AnyView>,
    foot: AnyView,
    submit: impl Fn() + 'static,
) -> AnyView {
    let submit: Box<dyn Fn()> = Box::new(submit);
    let mut content = vec![alert(errors.alert)];
    content.extend(fields);
    view! {
        <form
            class="form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                errors.clear();
                submit();
            }
        >
            {group("form-fields", content)}
            {foot}
        </form>
    }
    .into_any()
}

/// The buttons at the end of a form in a dialog.
pub(crate) fn buttons(dialog: Dialog, save: &'static str, busy: Busy) -> AnyView {
    let not_now = button("button", "Not now", move || dialog.close()).view();
    group(
        "modal-foot",
        vec![not_now, submit("button button-primary", save, busy)],
    )
}

/// Two fields side by side where there is room.
pub(crate) fn columns(left: AnyView, right: AnyView) -> AnyView {
    group("columns", vec![left, right])
}

/// A text field's value: trimmed, and nothing when it is empty.
pub(crate) fn text(value: RwSignal<String>) -> Option<String> {
    let value = value.get_untracked();
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// A number field's value: nothing when it is empty, and an error when it is no whole number.
pub(crate) fn number(
    value: RwSignal<String>,
    name: &str,
    errors: &mut Vec<FieldError>,
) -> Option<i64> {
    let typed = text(value)?;
    let number = typed.parse().ok();
    if number.is_none() {
        errors.push(FieldError {
            field: name.to_owned(),
            message: "This must be a whole number.".to_owned(),
        });
    }
    number
}
