//! The state of a form: its errors and the input of its fields.

use leptos::prelude::*;
use seat_dealer_api_types::FieldError;

use super::draft::{self, FieldValues, FormInput};
use crate::api::ApiError;
use crate::browser;
use crate::components::announcer::{Announcer, use_announcer};
use crate::session::Session;

/// The state of a form.
#[derive(Clone, Copy)]
pub(crate) struct FormState {
    pub(super) name: &'static str,
    /// The id of the edited thing; empty for a new one.
    id: StoredValue<String>,
    field_errors: RwSignal<Vec<FieldError>>,
    /// The error that concerns the whole form.
    pub(crate) alert: RwSignal<Option<String>>,
    fields: StoredValue<Vec<Field>>,
    draft: StoredValue<FieldValues>,
    /// What Enter does in a field, as the keyboard of a phone shows it.
    pub(super) enter: StoredValue<&'static str>,
    /// Whether the form shows a draft.
    pub(super) is_restored: RwSignal<bool>,
    /// For whom the input is kept while it is typed; `None`: it is kept only when the session ends.
    kept_for: Option<Session>,
    announcer: Announcer,
}

/// A field of the form.
#[derive(Debug, Clone)]
struct Field {
    name: &'static str,
    value: FieldValue,
    initial: String,
}

/// The value of a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldValue {
    Text(RwSignal<String>),
    Checkbox(RwSignal<bool>),
    /// In the draft alone: the form has no such field, so an error about it appears above the form.
    Draft(RwSignal<String>),
}

impl FieldValue {
    fn get(self) -> String {
        match self {
            Self::Text(value) | Self::Draft(value) => value.try_get_untracked().unwrap_or_default(),
            Self::Checkbox(value) => value.try_get_untracked().unwrap_or_default().to_string(),
        }
    }

    fn set(self, text: String) {
        match self {
            Self::Text(value) | Self::Draft(value) => value.set(text),
            Self::Checkbox(value) => value.set(text == "true"),
        }
    }
}

/// After this error, the next try replaces what is there by then.
const CHANGED_MEANWHILE: &str = "Somebody has changed this since you opened it. Save again to replace \
                                 their changes, or close this form to keep them.";

impl FormState {
    /// The state of the form with this name, for a new thing.
    pub(crate) fn new(name: &'static str) -> Self {
        Self::create(name, String::new(), None)
    }

    /// The state of the form with this name, for the thing with this id. Restores a draft, and keeps one while
    /// the host types.
    pub(crate) fn editing(name: &'static str, id: String) -> Self {
        Self::create(name, id, use_context())
    }

    fn create(name: &'static str, id: String, kept_for: Option<Session>) -> Self {
        let form = Self {
            name,
            draft: StoredValue::new(draft::take(name, &id)),
            id: StoredValue::new(id),
            field_errors: RwSignal::new(Vec::new()),
            alert: RwSignal::new(None),
            fields: StoredValue::new(Vec::new()),
            enter: StoredValue::new("done"),
            is_restored: RwSignal::new(false),
            kept_for,
            announcer: use_announcer(),
        };
        draft::register(move || form.changed_input());
        form
    }

    /// The fields that differ from their initial values; `None` once the form is gone.
    fn changed_input(self) -> Option<FormInput> {
        let changed = |field: Field| {
            let value = field.value.get();
            (value != field.initial).then(|| (field.name.to_owned(), value))
        };
        Some(FormInput {
            form: self.name,
            id: self.id.try_get_value()?,
            values: self
                .fields
                .try_get_value()?
                .into_iter()
                .filter_map(changed)
                .collect(),
        })
    }

    /// Keeps a value in the draft that is in no field of the form, and restores it.
    pub(crate) fn keep(self, name: &'static str, value: RwSignal<String>) {
        self.register(name, FieldValue::Draft(value));
    }

    /// Registers a field when it is rendered first, and restores its value from the draft.
    pub(super) fn register(self, name: &'static str, value: FieldValue) {
        let is_field = |field: &Field| field.name == name;
        if self.fields.with_value(|fields| fields.iter().any(is_field)) {
            return;
        }
        let initial = value.get();
        let restored = self.draft.with_value(|draft| {
            let (_, value) = draft.iter().find(|(field, _)| field == name)?;
            Some(value.clone())
        });
        if let Some(restored) = restored {
            value.set(restored);
            self.is_restored.set(true);
        }
        let field = Field {
            name,
            value,
            initial,
        };
        self.fields.update_value(|fields| fields.push(field));
    }

    /// Keeps the input, so that it is there when the host opens the form again.
    pub(crate) fn keep_input(self) {
        let host_id = self.kept_for.and_then(|session| {
            session
                .me
                .with_untracked(|me| Some(me.as_ref()?.id.clone()))
        });
        if let (Some(host_id), Some(input)) = (host_id, self.changed_input()) {
            draft::keep(&host_id, input);
        }
    }

    /// Goes back to the initial values.
    pub(super) fn discard_draft(self) {
        for Field { value, initial, .. } in self.fields.get_value() {
            value.set(initial);
        }
        self.is_restored.set(false);
        draft::forget();
    }

    /// Clears all errors.
    pub(crate) fn clear_errors(self) {
        self.field_errors.set(Vec::new());
        self.alert.set(None);
    }

    /// Shows why the server refused the form; in a toast if the host has closed the form meanwhile.
    pub(crate) fn show_error(self, error: &ApiError) {
        let fields = error.field_errors();
        if self.alert.is_disposed() {
            self.announcer.error(error);
        } else if error.is_changed_meanwhile() {
            self.show_alert(CHANGED_MEANWHILE.to_owned());
        } else if fields.is_empty() {
            self.show_alert(error.message());
        } else {
            self.show_field_errors(fields.to_vec());
        }
    }

    /// Shows an error that concerns the whole form above its fields.
    fn show_alert(self, message: String) {
        self.alert.set(Some(message));
        browser::show_soon(".form [role=alert]");
    }

    /// Shows the errors beside their fields and focuses the first of those fields. Errors of fields
    /// that the form does not have appear above the form.
    pub(crate) fn show_field_errors(self, errors: Vec<FieldError>) {
        let fields = self.fields.try_get_value().unwrap_or_default();
        let is_shown = |field: &Field| !matches!(field.value, FieldValue::Draft(_));
        let has_field = |error: &&FieldError| {
            let mut shown = fields.iter().filter(|field| is_shown(field));
            shown.any(|field| field.name == error.field)
        };
        let others: Vec<_> = errors
            .iter()
            .filter(|error| !has_field(error))
            .map(|error| error.message.clone())
            .collect();
        self.alert
            .set((!others.is_empty()).then(|| others.join(" ")));
        self.field_errors.set(errors);
        browser::focus_soon("[aria-invalid=true]");
    }

    /// The error of a field.
    pub(super) fn error_of(self, name: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.field_errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == name)
                    .map(|error| error.message.clone())
            })
        })
    }
}
