//! Forms: their state, their fields and their buttons.

mod choices;
pub(crate) mod draft;
mod fields;
mod priority;
mod state;
pub(crate) mod tags;

use leptos::prelude::*;
use seat_dealer_api_types::FieldError;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::busy::Busy;
use super::button::{Button, SubmitButton};
use super::dialog::Dialog;
use super::page::Alert;
use crate::browser;

pub(crate) use choices::{Checkbox, RadioGroup};
pub(crate) use fields::{Select, TextField, TimeZoneSelect};
pub(crate) use priority::PriorityField;
pub(crate) use state::FormState;
pub(crate) use tags::TagsField;

/// A form: the error that concerns the whole form, the fields, and the buttons.
#[component]
pub(crate) fn Form(
    form: FormState,
    #[prop(into)] buttons: ViewFnOnce,
    #[prop(into)] on_submit: UnsyncCallback<()>,
    /// Enter in a field leads to the next one instead of submitting the form.
    #[prop(optional)]
    is_long: bool,
    children: Children,
) -> impl IntoView {
    form.enter.set_value(if is_long { "next" } else { "done" });
    let press_key = move |event: KeyboardEvent| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        if let (true, "Enter", Some(target)) = (is_long, event.key().as_str(), target)
            && target.tag_name() == "INPUT"
        {
            event.prevent_default();
            focus_next_field(&target);
        }
    };
    let restored = move || {
        let discard = move || form.discard_draft();
        view! {
            <div class="notice">
                <p>"This is what you typed before."</p>
                <Button class="quiet-button" label="Discard" on_click=discard />
            </div>
        }
        .into_any()
    };
    view! {
        <form
            class="form"
            novalidate
            on:input=move |_| form.keep_input()
            on:change=move |_| form.keep_input()
            on:keydown=press_key
            on:submit=move |event| {
                event.prevent_default();
                form.clear_errors();
                on_submit.run(());
            }
        >
            <div class="form-fields">
                {move || form.is_restored.get().then(restored)}
                <Alert message=form.alert />
                {children()}
            </div>
            {buttons.run()}
        </form>
    }
}

fn focus_next_field(input: &Element) {
    let field = input.closest(".field").ok().flatten();
    if let Some(next) = field.and_then(|field| field.next_element_sibling()) {
        browser::focus_within(&next, "input, select, textarea");
    }
}

/// The buttons of a form in a dialog.
#[component]
pub(crate) fn DialogButtons(
    dialog: Dialog,
    /// The label of the button that submits the form.
    submit_label: &'static str,
    /// The CSS class of that button.
    #[prop(default = "button button-primary")]
    submit_class: &'static str,
    /// Disables that button while the form is being submitted.
    busy: Busy,
) -> impl IntoView {
    view! {
        <div class="modal-foot">
            <Button label="Not now" on_click=move || dialog.close() />
            <SubmitButton class=submit_class label=submit_label busy />
        </div>
    }
}

/// The value of a text field, trimmed; `None` if it is empty.
pub(crate) fn text(value: RwSignal<String>) -> Option<String> {
    let value = value.get_untracked();
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The value of a number field; `None` if it is empty. Adds an error if it is not a whole number.
pub(crate) fn number(
    value: RwSignal<String>,
    name: &str,
    errors: &mut Vec<FieldError>,
) -> Option<i64> {
    let text = text(value)?;
    let number = text.parse().ok();
    if number.is_none() {
        errors.push(field_error(name, "This must be a whole number."));
    }
    number
}

/// An error of one field.
pub(crate) fn field_error(field: &str, message: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code: "invalid-value".to_owned(),
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(value: &str) -> (Owner, RwSignal<String>) {
        let owner = Owner::new();
        owner.set();
        (owner, RwSignal::new(value.to_owned()))
    }

    #[test]
    fn a_text_is_trimmed_and_none_when_empty() {
        let (_owner, value) = field("  At ours \n");
        assert_eq!(text(value).as_deref(), Some("At ours"));
        value.set("  ".to_owned());
        assert_eq!(text(value), None);
    }

    #[test]
    fn a_number_is_whole_or_an_error_of_its_field() {
        let (_owner, value) = field(" 8 ");
        let mut errors = Vec::new();
        assert_eq!(number(value, "seats", &mut errors), Some(8));
        value.set(String::new());
        assert_eq!(number(value, "seats", &mut errors), None);
        assert_eq!(errors, []);
        value.set("8.5".to_owned());
        assert_eq!(number(value, "seats", &mut errors), None);
        assert_eq!(
            errors,
            [field_error("seats", "This must be a whole number.")]
        );
    }
}
