//! The fields of a form, each with its label, and the server's words about it beside it.

use leptos::prelude::*;

use super::errors::{Errors, Value};
use crate::components::dynamic::{Dynamic, dynamic, part};
use crate::components::shapes::group;

/// What a field is called and how it behaves.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Input {
    /// The label.
    pub(crate) label: &'static str,
    /// The JSON name.
    pub(crate) name: &'static str,
    /// The `type` of the input; `textarea` for several lines.
    pub(crate) kind: &'static str,
    /// A sentence below.
    pub(crate) hint: &'static str,
    /// The smallest and largest number.
    pub(crate) range: Option<(u32, u32)>,
    /// What the browser may fill in; `off` unless said.
    pub(crate) autocomplete: &'static str,
}

/// A labelled text field.
pub(crate) fn field(errors: Errors, value: RwSignal<String>, input: Input) -> AnyView {
    let Input {
        label,
        name,
        kind,
        hint,
        range,
        autocomplete,
    } = input;
    let id = format!("{}-{}", errors.form, name.replace('.', "-"));
    errors.note(name, Value::Text(value));
    let error = errors.of(name);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        dynamic(
            move || match (hint.is_empty(), error.with(Option::is_none)) {
                (true, true) => None,
                (true, false) => Some(error_id.clone()),
                (false, true) => Some(hint_id.clone()),
                (false, false) => Some(format!("{hint_id} {error_id}")),
            },
        )
    };
    let autocomplete = if autocomplete.is_empty() {
        "off"
    } else {
        autocomplete
    };
    let control = if kind == "textarea" {
        view! {
            <textarea
                class="input"
                id=id.clone()
                rows="3"
                aria-invalid=invalid(error)
                aria-describedby=described
                prop:value=dynamic(move || value.get())
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="input"
                id=id.clone()
                type=if kind.is_empty() { "text" } else { kind }
                min=range.map(|(min, _)| min)
                max=range.map(|(_, max)| max)
                autocomplete=autocomplete
                aria-invalid=invalid(error)
                aria-describedby=described
                prop:value=dynamic(move || value.get())
                on:input:target=move |event| value.set(event.target().value())
            />
        }
        .into_any()
    };
    let hint = (!hint.is_empty()).then(|| remark("hint", hint_id, hint.to_owned()));
    labelled(id, label, control, hint, field_error(error_id, error))
}

/// A labelled choice. The options are pairs of value and words.
pub(crate) fn choice(
    errors: Errors,
    value: RwSignal<String>,
    label: &'static str,
    name: &'static str,
    options: Vec<(String, String)>,
) -> AnyView {
    let id = format!("{}-{name}", errors.form);
    errors.note(name, Value::Text(value));
    let error = errors.of(name);
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        dynamic(move || error.get().map(|_| error_id.clone()))
    };
    let chosen = value.get_untracked();
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect();
    let control = view! {
        <select
            class="input"
            id=id.clone()
            aria-invalid=invalid(error)
            aria-describedby=described
            on:change:target=move |event| value.set(event.target().value())
        >
            {options}
        </select>
    }
    .into_any();
    labelled(id, label, control, None, field_error(error_id, error))
}

fn labelled(
    id: String,
    label: &'static str,
    control: AnyView,
    hint: Option<AnyView>,
    error: AnyView,
) -> AnyView {
    let label = view! {
        <label class="label" for=id>
            {label}
        </label>
    };
    let mut content = vec![label.into_any(), control];
    content.extend(hint);
    content.push(error);
    group("field", content)
}

fn invalid(error: Signal<Option<String>>) -> Dynamic<Option<&'static str>> {
    dynamic(move || error.with(Option::is_some).then_some("true"))
}

pub(super) fn field_error(id: String, error: Signal<Option<String>>) -> AnyView {
    part(move || {
        let sentence = error.get()?;
        Some(remark("field-error", id.clone(), sentence))
    })
}

fn remark(class: &'static str, id: String, sentence: String) -> AnyView {
    view! {
        <p class=class id=id>
            {sentence}
        </p>
    }
    .into_any()
}

/// A labelled choice of a time zone.
pub(crate) fn time_zone(errors: Errors, value: RwSignal<String>) -> AnyView {
    let zones = crate::time::zones(&value.get_untracked());
    let options = zones
        .into_iter()
        .map(|zone| (zone.clone(), zone.replace('_', " ")))
        .collect();
    choice(errors, value, "Time zone", "timeZone", options)
}
