//! Form fields, and the server's words about them beside them.

use leptos::prelude::*;
use seat_dealer_api_types::FieldError;

use super::busy::Busy;
use super::button::{button, submit};
use super::dialog::Dialog;
use super::dynamic::{Dynamic, dynamic, part};
use super::page::alert;
use super::shapes::group;
use crate::api::Failure;
use crate::browser;
use crate::draft::{self, Typed};

/// What is wrong with a form, and what has been typed into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errors {
    form: &'static str,
    about: StoredValue<String>,
    fields: RwSignal<Vec<FieldError>>,
    /// What is wrong with the form as a whole.
    pub(crate) alert: RwSignal<Option<String>>,
    shown: StoredValue<Vec<Shown>>,
    draft: StoredValue<Typed>,
}

/// A field that is shown, and what it held at first.
#[derive(Debug, Clone)]
struct Shown {
    name: &'static str,
    value: Value,
    first: String,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
enum Value {
    Text(RwSignal<String>),
    Tick(RwSignal<bool>),
}

impl Value {
    fn get(self) -> String {
        match self {
            Self::Text(value) => value.try_get_untracked().unwrap_or_default(),
            Self::Tick(value) => value.try_get_untracked().unwrap_or_default().to_string(),
        }
    }

    fn set(self, to: String) {
        match self {
            Self::Text(value) => value.set(to),
            Self::Tick(value) => value.set(to == "true"),
        }
    }
}

impl Errors {
    /// Nothing is wrong yet with the form of this name, for a new thing.
    pub(crate) fn new(form: &'static str) -> Self {
        Self::about(form, String::new())
    }

    /// The same for the thing with this id. What was typed when a session ended is typed again.
    pub(crate) fn about(form: &'static str, id: String) -> Self {
        let errors = Self {
            form,
            draft: StoredValue::new(draft::take(form, &id)),
            about: StoredValue::new(id),
            fields: RwSignal::new(Vec::new()),
            alert: RwSignal::new(None),
            shown: StoredValue::new(Vec::new()),
        };
        draft::opened(errors);
        errors
    }

    /// Which form this is, about what, and what differs from what it held at first; nothing when
    /// it is no longer there.
    pub(crate) fn typed(self) -> Option<(&'static str, String, Typed)> {
        let typed = self.shown.try_get_value()?.into_iter().filter_map(|field| {
            let value = field.value.get();
            (value != field.first).then(|| (field.name.to_owned(), value))
        });
        Some((self.form, self.about.try_get_value()?, typed.collect()))
    }

    /// Notes a field, once however often it is drawn, and puts back what was typed into it before.
    fn note(self, name: &'static str, value: Value) {
        let known = |shown: &Vec<Shown>| shown.iter().any(|field| field.name == name);
        if self.shown.with_value(known) {
            return;
        }
        let first = value.get();
        let typed = self.draft.with_value(|draft| {
            let (_, typed) = draft.iter().find(|(typed, _)| typed == name)?;
            Some(typed.clone())
        });
        if let Some(typed) = typed {
            value.set(typed);
        }
        self.shown
            .update_value(|shown| shown.push(Shown { name, value, first }));
    }

    /// Forgets what was wrong.
    pub(crate) fn clear(self) {
        self.fields.set(Vec::new());
        self.alert.set(None);
    }

    /// Shows why the server refused.
    pub(crate) fn show(self, failure: &Failure) {
        let fields = match failure {
            Failure::Problem(problem) => problem.errors.clone(),
            _ => Vec::new(),
        };
        if fields.is_empty() {
            self.alert.set(Some(failure.sentence()));
        } else {
            self.show_fields(fields);
        }
    }

    /// Shows what is wrong with which field, and goes to the first of them.
    pub(crate) fn show_fields(self, fields: Vec<FieldError>) {
        // What has no field to stand beside stands above them.
        let shown = self.shown.try_get_value().unwrap_or_default();
        let others: Vec<_> = fields
            .iter()
            .filter(|error| !shown.iter().any(|field| field.name == error.field))
            .map(|error| error.message.clone())
            .collect();
        self.alert
            .set((!others.is_empty()).then(|| others.join(" ")));
        self.fields.set(fields);
        browser::focus_soon("[aria-invalid=true]");
    }

    fn of(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fields.with(|fields| {
                fields
                    .iter()
                    .find(|error| error.field == name)
                    .map(|error| error.message.clone())
            })
        })
    }
}

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

fn field_error(id: String, error: Signal<Option<String>>) -> AnyView {
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

/// A box to tick.
pub(crate) fn tick(
    errors: Errors,
    value: RwSignal<bool>,
    label: &'static str,
    name: &'static str,
) -> AnyView {
    errors.note(name, Value::Tick(value));
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=dynamic(move || value.get())
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

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
