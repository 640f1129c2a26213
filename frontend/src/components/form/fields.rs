//! Text fields and selects, each with its label, hint and error.

use leptos::prelude::*;

use super::state::{FieldValue, FormState};
use crate::time;

/// A text field with a label.
#[component]
pub(crate) fn TextField(
    form: FormState,
    value: RwSignal<String>,
    label: &'static str,
    /// The JSON name.
    name: &'static str,
    /// The `type` of the input, or `textarea`.
    #[prop(default = "text")]
    kind: &'static str,
    /// A sentence below the field.
    #[prop(default = "")]
    hint: &'static str,
    /// The smallest and largest number.
    #[prop(optional)]
    range: Option<(u32, u32)>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    form.register(name, FieldValue::Text(value));
    let id = format!("{}-{}", form.name, name.replace('.', "-"));
    let error = form.error_of(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described_by = Signal::derive({
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (hint.is_empty(), error.with(Option::is_none)) {
            (true, true) => None,
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => Some(format!("{hint_id} {error_id}")),
        }
    });
    let control = if kind == "textarea" {
        view! {
            <textarea
                class="input"
                id=id.clone()
                rows="3"
                aria-invalid=move || is_invalid(error)
                aria-describedby=move || described_by.get()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                id=id.clone()
                type=kind
                min=range.map(|(min, _)| min)
                max=range.map(|(_, max)| max)
                autocomplete=autocomplete
                autocapitalize=capitals(name)
                enterkeyhint=form.enter.get_value()
                inputmode=(kind == "number").then_some("numeric")
                aria-invalid=move || is_invalid(error)
                aria-describedby=move || described_by.get()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
        }
        .into_any()
    };
    let hint = (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=hint_id>
                {hint}
            </p>
        }
        .into_any()
    });
    view! {
        <div class="field">
            <label class="label" for=id>
                {label}
            </label>
            {control}
            {hint}
            <FieldErrorMessage id=error_id error />
        </div>
    }
}

/// A choice from a list, with a label. The options are pairs of value and label.
#[component]
pub(crate) fn Select(
    form: FormState,
    value: RwSignal<String>,
    label: &'static str,
    /// The JSON name.
    name: &'static str,
    options: Vec<(String, String)>,
) -> impl IntoView {
    form.register(name, FieldValue::Text(value));
    let id = format!("{}-{name}", form.name);
    let error = form.error_of(name);
    let error_id = format!("{id}-error");
    let described_by = Signal::derive({
        let error_id = error_id.clone();
        move || error.get().map(|_| error_id.clone())
    });
    let selected = value.get_untracked();
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| {
            let is_selected = value == selected;
            view! { <option value=value selected=is_selected>{label}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {label}
            </label>
            <select
                class="input"
                id=id
                aria-invalid=move || is_invalid(error)
                aria-describedby=move || described_by.get()
                on:change:target=move |event| value.set(event.target().value())
            >
                {options}
            </select>
            <FieldErrorMessage id=error_id error />
        </div>
    }
}

/// A choice of a time zone.
#[component]
pub(crate) fn TimeZoneSelect(
    form: FormState,
    /// The IANA name of the zone.
    value: RwSignal<String>,
) -> impl IntoView {
    let options = time::zones(&value.get_untracked())
        .into_iter()
        .map(|zone| (zone.clone(), zone.replace('_', " ")))
        .collect();
    view! { <Select form value label="Time zone" name="timeZone" options /> }
}

/// The error of a field, while there is one.
#[component]
pub(super) fn FieldErrorMessage(id: String, error: Signal<Option<String>>) -> impl IntoView {
    let message = move || {
        let error = error.get()?;
        let message = view! {
            <p class="field-error" id=id.clone()>
                {error}
            </p>
        };
        Some(message.into_any())
    };
    view! { {move || message()} }
}

/// Which letters the keyboard of a phone begins in upper case. It knows this of email addresses and links.
fn capitals(name: &str) -> &'static str {
    match name {
        "name" => "words",
        "tags" => "none",
        _ => "sentences",
    }
}

/// The value of `aria-invalid`.
fn is_invalid(error: Signal<Option<String>>) -> Option<&'static str> {
    error.with(Option::is_some).then_some("true")
}
