//! Checkboxes and radio buttons.

use leptos::prelude::*;

use super::fields::FieldErrorMessage;
use super::state::{FieldValue, FormState};

/// A checkbox with a label.
#[component]
pub(crate) fn Checkbox(
    form: FormState,
    value: RwSignal<bool>,
    #[prop(into)] label: String,
    /// The JSON name.
    name: &'static str,
) -> impl IntoView {
    form.register(name, FieldValue::Checkbox(value));
    view! {
        <label class="tick">
            <input
                type="checkbox"
                name=name
                prop:checked=move || value.get()
                on:change:target=move |event| value.set(event.target().checked())
            />
            {label}
        </label>
    }
}

/// A choice among options that are all visible. The options are pairs of value and label.
#[component]
pub(crate) fn RadioGroup(
    form: FormState,
    value: RwSignal<String>,
    label: &'static str,
    /// The JSON name.
    name: &'static str,
    options: Vec<(&'static str, AnyView)>,
) -> impl IntoView {
    form.register(name, FieldValue::Text(value));
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, label)| {
            view! {
                <label class="radio">
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || value.with(|value| value == option)
                        on:change=move |_| value.set(option.to_owned())
                    />
                    {label}
                </label>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend class="label">{label}</legend>
            <div class="radios">{options}</div>
            <FieldErrorMessage id=format!("{}-{name}-error", form.name) error=form.error_of(name) />
        </fieldset>
    }
}
