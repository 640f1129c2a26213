//! What is wrong with a form, and what has been typed into it.

use leptos::prelude::*;
use seat_dealer_api_types::FieldError;

use crate::api::Failure;
use crate::browser;
use crate::draft::{self, Typed};

/// What is wrong with a form, and what has been typed into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errors {
    pub(super) form: &'static str,
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
pub(super) enum Value {
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
    pub(super) fn note(self, name: &'static str, value: Value) {
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

    pub(super) fn of(self, name: &'static str) -> Signal<Option<String>> {
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
