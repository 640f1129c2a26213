//! Imports an address book: shows what a pasted text or a chosen file would change, lets the host
//! correct it, and imports it when the host confirms.

mod choices;
mod columns;
mod file;
mod people;
mod picker;
mod preview;
mod source;

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{Import, ImportChoice, NewImport, Taken};
use wasm_split_helpers::wasm_split;

use super::undo::ImportUndo;
use crate::api::{Api, ApiError, use_api};
use crate::components::busy::Busy;
use crate::components::dialog::{Dialog, Dialogs};
use crate::components::form::{self, FormState, draft};
use crate::country;
use crate::refetch::Sequence;
use crate::session::Session;
use preview::PreviewStep;
use source::SourceStep;

const FORM: &str = "import";

/// Loads and opens the dialog.
pub(super) fn open(dialog: Dialog, undo: ImportUndo) {
    dialog.load(Box::pin(part()), move |open| open(dialog, undo));
}

#[wasm_split(import, fallible)]
fn part() -> Result<fn(Dialog, ImportUndo), ApiError> {
    Ok(open_loaded)
}

fn open_loaded(dialog: Dialog, undo: ImportUndo) {
    dialog.open("Import contacts", move || {
        view! { <ImportDialog dialog undo /> }.into_any()
    });
}

/// Opens the dialog again if the session ended while it was open.
pub(super) fn resume(dialogs: Dialogs, undo: ImportUndo) {
    draft::resume(FORM, move |_| open(dialogs.create(), undo));
}

/// The state of the import.
#[derive(Clone, Copy)]
struct ImportState {
    api: Api,
    text: RwSignal<String>,
    /// The bytes of the chosen file in base64, which is imported instead of the text.
    file: RwSignal<String>,
    /// The name of the chosen file; empty if there is none.
    file_name: RwSignal<String>,
    country: RwSignal<String>,
    /// The text or the file of the preview, its country, and the columns that the host has changed.
    source: StoredValue<NewImport>,
    /// What the host has chosen about people, by their indexes in the preview, in ascending order.
    choices: RwSignal<Vec<ImportChoice>>,
    keep_out_of_decks: RwSignal<bool>,
    /// What would be imported without the host's choices.
    preview: RwSignal<Option<Import>>,
    /// Whether the preview does not show the mapping yet.
    is_stale: RwSignal<bool>,
    requests: Sequence,
    form: FormState,
    busy: Busy,
}

impl ImportState {
    /// Sets the source to what the host has entered. Another source makes earlier choices void.
    fn read_source(self) {
        let has_file = self.file_name.with_untracked(|name| !name.is_empty());
        let mut source = NewImport {
            text: (!has_file).then(|| self.text.get_untracked()),
            file: has_file.then(|| self.file.get_untracked()),
            country: form::text(self.country),
            ..NewImport::default()
        };
        self.source.update_value(|old| {
            source.mapping = std::mem::take(&mut old.mapping);
            if *old != source {
                source.mapping.clear();
                self.choices.set(Vec::new());
            }
            *old = source;
        });
    }

    /// Loads the preview. The latest request counts.
    async fn load_preview(self) {
        let request = self.requests.begin();
        self.is_stale.set(true);
        let response = self.api.import_contacts(&self.source.get_value()).await;
        if request.is_overtaken() {
            return;
        }
        match response {
            Ok(preview) => self.show(preview),
            Err(error) => self.show_error(&error),
        }
    }

    fn show(self, preview: Import) {
        // The preview before stays in place, so that nothing disappears meanwhile.
        let Some(before) = self.preview.try_update_untracked(Option::take) else {
            return;
        };
        if let Some(before) = before {
            let choices = &mut *self.choices.write();
            choices::follow_lines(choices, &before.items, &preview.items);
        }
        self.form.clear_errors();
        self.preview.set(Some(preview));
        self.is_stale.set(false);
    }

    /// Changes what a column is taken for.
    fn map(self, column: usize, taken: Taken) {
        self.source.update_value(|source| {
            source.mapping.insert(column, taken);
        });
        spawn_local(self.load_preview());
    }

    /// Imports what the preview shows, as the host has chosen.
    async fn apply(self) -> Result<Import, ApiError> {
        let new = NewImport {
            choices: self.choices.get_untracked(),
            keep_out_of_decks: self.keep_out_of_decks.get_untracked(),
            apply: true,
            ..self.source.get_value()
        };
        self.api.import_contacts(&new).await
    }

    /// Shows an error. The preview has no fields beside which it could stand.
    fn show_error(self, error: &ApiError) {
        let errors = error.field_errors();
        let is_preview = self.preview.try_with_untracked(Option::is_some);
        if errors.is_empty() || is_preview != Some(true) {
            return self.form.show_error(error);
        }
        let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
        self.form.alert.set(Some(messages.join(" ")));
    }
}

/// The two steps of the import.
#[component]
fn ImportDialog(dialog: Dialog, undo: ImportUndo) -> impl IntoView {
    let session = expect_context::<Session>();
    let country = session
        .me
        .with_untracked(|me| me.as_ref().and_then(|me| me.country.clone()));
    let state = ImportState {
        api: use_api(),
        text: RwSignal::new(String::new()),
        file: RwSignal::new(String::new()),
        file_name: RwSignal::new(String::new()),
        country: RwSignal::new(country.unwrap_or_else(country::guess)),
        source: StoredValue::new(NewImport::default()),
        choices: RwSignal::new(Vec::new()),
        keep_out_of_decks: RwSignal::new(false),
        preview: RwSignal::new(None),
        is_stale: RwSignal::new(false),
        requests: Sequence::new(),
        form: FormState::new(FORM),
        busy: Busy::new(),
    };
    state.form.keep("file", state.file);
    state.form.keep("fileName", state.file_name);
    let is_previewed = Memo::new(move |_| state.preview.with(Option::is_some));
    let step = move || {
        if is_previewed.get() {
            view! { <PreviewStep dialog state undo /> }.into_any()
        } else {
            view! { <SourceStep dialog state /> }.into_any()
        }
    };
    view! { {move || step()} }
}
