//! Imports an address book: shows a preview of the pasted text or the chosen file, and imports it when
//! the host confirms.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{Import, ImportOutcome, ImportedPerson, MePatch, NewImport};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::dialog::{Dialog, Dialogs};
use crate::components::form::{self, DialogButtons, Form, FormState, Select, TextField, draft};
use crate::components::page::Alert;
use crate::country;
use crate::session::Session;

const FORM: &str = "import";

/// Opens the dialog.
pub(super) fn open(dialog: Dialog, on_saved: UnsyncCallback<()>) {
    dialog.open("Import contacts", move || {
        view! { <ImportDialog dialog on_saved /> }.into_any()
    });
}

/// Opens the dialog again if the session ended while it was open.
pub(super) fn resume(dialogs: Dialogs, on_saved: UnsyncCallback<()>) {
    draft::resume(FORM, move |_| open(dialogs.create(), on_saved));
}

/// The state of the import.
#[derive(Clone, Copy)]
struct ImportState {
    text: RwSignal<String>,
    country: RwSignal<String>,
    preview: RwSignal<Option<Import>>,
    form: FormState,
    busy: Busy,
}

impl ImportState {
    /// The request, which is a preview unless `apply` is set.
    fn request(self, apply: bool) -> NewImport {
        NewImport {
            text: Some(self.text.get_untracked()),
            country: form::text(self.country),
            apply,
            ..NewImport::default()
        }
    }
}

/// The two steps of the import.
#[component]
fn ImportDialog(dialog: Dialog, on_saved: UnsyncCallback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let country = session
        .me
        .with_untracked(|me| me.as_ref().and_then(|me| me.country.clone()));
    let state = ImportState {
        text: RwSignal::new(String::new()),
        country: RwSignal::new(country.unwrap_or_else(country::guess)),
        preview: RwSignal::new(None),
        form: FormState::new(FORM),
        busy: Busy::new(),
    };
    let step = move || match state.preview.get() {
        None => view! { <SourceStep dialog state /> }.into_any(),
        Some(preview) => view! { <PreviewStep dialog state preview on_saved /> }.into_any(),
    };
    view! { {move || step()} }
}

/// The first step: the host pastes a text or chooses a file.
#[component]
fn SourceStep(dialog: Dialog, state: ImportState) -> impl IntoView {
    let api = use_api();
    let session = expect_context::<Session>();
    let ImportState { form, busy, .. } = state;
    let load_preview = move || {
        busy.run(async move {
            let country = form::text(state.country);
            // Remembers the country for the next import.
            let saved = session.me.with_untracked(|me| me.as_ref()?.country.clone());
            if country.is_some() && country != saved {
                let patch = MePatch {
                    country: country.clone(),
                    ..MePatch::default()
                };
                match api.change_me(&patch).await {
                    Ok(me) => session.me.set(Some(me)),
                    Err(error) => return form.show_error(&error),
                }
            }
            match api.import_contacts(&state.request(false)).await {
                Ok(preview) => state.preview.set(Some(preview)),
                Err(error) => form.show_error(&error),
            }
        });
    };
    let buttons = move || {
        view! { <DialogButtons dialog submit_label="See what would be imported" busy /> }
    };
    view! {
        <Form form on_submit=load_preview buttons>
            <FileField state />
            <TextField
                form
                value=state.text
                label="People"
                name="text"
                kind="textarea"
                hint="Paste rows from a spreadsheet, the addressees of an email, or lines like “Ada \
                      Lovelace, 0151 23456789, ada@example.org”."
            />
            <Select
                form
                value=state.country
                label="Phone numbers without a country code are from"
                name="country"
                options=country::options()
            />
        </Form>
    }
}

/// A field that puts the text of a file into the text field.
#[component]
fn FileField(state: ImportState) -> impl IntoView {
    let read = move |input: HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        spawn_local(async move {
            if let Ok(text) = JsFuture::from(file.text()).await {
                let text = text.as_string().unwrap_or_default();
                state.text.try_set(without_media(&text));
            } else {
                let message = "The file could not be read. Choose it again, or paste its text.";
                state.form.alert.try_set(Some(message.to_owned()));
            }
        });
    };
    view! {
        <div class="field">
            <label class="label" for="import-file">
                "File"
            </label>
            <input
                class="input"
                id="import-file"
                type="file"
                accept=".csv,.vcf,.txt,.tsv,text/csv,text/vcard,text/plain"
                aria-describedby="import-file-hint"
                on:change:target=move |event| read(event.target())
            />
            <p class="hint" id="import-file-hint">
                "CSV or vCard (.vcf), as phones and address books export them."
            </p>
        </div>
    }
}

/// The second step: the host sees what would be imported, and confirms.
#[component]
fn PreviewStep(
    dialog: Dialog,
    state: ImportState,
    preview: Import,
    on_saved: UnsyncCallback<()>,
) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let failure = state.form.alert;
    let import = move || {
        state.busy.run(async move {
            failure.set(None);
            match api.import_contacts(&state.request(true)).await {
                Ok(import) => {
                    dialog.close();
                    on_saved.try_run(());
                    announcer.success(format!("Imported: {}.", summary(&import)));
                }
                Err(error) => failure.set(Some(error.message())),
            }
        });
    };
    let has_changes = preview.created + preview.updated > 0;
    let summary = format!("{}.", summary(&preview));
    let people: Vec<_> = preview.items.into_iter().map(person_row).collect();
    let import_button = has_changes.then(|| {
        view! {
            <Button
                class="button button-primary"
                label="Import"
                busy=state.busy
                on_click=import
            />
        }
        .into_any()
    });
    view! {
        <div class="modal-body" tabindex="0" role="group" aria-label="What would be imported">
            <p class="lead">{summary}</p>
            <ul class="rows imported">{people}</ul>
            <Alert message=failure />
        </div>
        <div class="modal-foot">
            <Button label="Back" on_click=move || state.preview.set(None) />
            {import_button}
        </div>
    }
}

fn person_row(person: ImportedPerson) -> AnyView {
    let (state, label) = match person.outcome {
        ImportOutcome::Created => ("yes", "New"),
        ImportOutcome::Updated => ("held", "Updated"),
        ImportOutcome::Unchanged => ("", "Already there"),
        ImportOutcome::Unnamed => ("out", "Without a name"),
        ImportOutcome::LeftOut => ("out", "Left out"),
        ImportOutcome::Refused => ("out", "Refused"),
    };
    let name = if person.name.is_empty() {
        format!("Line {}", person.line)
    } else {
        person.name
    };
    let addresses = [person.phone_number, person.email];
    let addresses: Vec<_> = addresses.into_iter().flatten().collect();
    let addresses = (!addresses.is_empty()).then(|| addresses.join(" · "));
    let detail = |text: String| view! { <p class="row-detail">{text}</p> }.into_any();
    view! {
        <li class="row imported-person">
            <div class="row-main">
                <div class="row-title">
                    {name} " "
                    <span class="badge" data-state=state>
                        {label}
                    </span>
                </div>
                {addresses.map(detail)}
                {person.note.map(detail)}
            </div>
        </li>
    }
    .into_any()
}

/// The counts as text, e.g. `12 new, 2 updated, 1 refused`.
fn summary(import: &Import) -> String {
    let counts = [
        (import.created, "new"),
        (import.updated, "updated"),
        (import.unchanged, "already there"),
        (import.unnamed, "without a name"),
        (import.left_out, "left out"),
        (import.refused, "refused"),
    ];
    let parts: Vec<_> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} {label}"))
        .collect();
    parts.join(", ")
}

/// Removes pictures, sounds and keys from a vCard file. They can make it too large for a request.
fn without_media(text: &str) -> String {
    let mut is_media = false;
    let mut kept = String::with_capacity(text.len().min(1 << 16));
    for line in text.lines() {
        let is_continuation = line.starts_with([' ', '\t']);
        if !is_continuation {
            let name = line.split([';', ':']).next().unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or_default();
            is_media = line.contains(':') && ["PHOTO", "LOGO", "SOUND", "KEY"].contains(&name);
        }
        if !is_media {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_zero_are_left_out() {
        let import = Import {
            created: 12,
            refused: 1,
            ..Import::default()
        };
        assert_eq!(summary(&import), "12 new, 1 refused");
    }

    #[test]
    fn media_are_removed_from_vcards_only() {
        let card = "BEGIN:VCARD\nitem1.PHOTO;ENCODING=b:AAAA\n BBBB\n\tCCCC\nFN:Ada\n K\nKEY:x\nEND:VCARD\n";
        assert_eq!(without_media(card), "BEGIN:VCARD\nFN:Ada\n K\nEND:VCARD\n");
        let table = "Photo,Name\nPHOTO,Ada\n";
        assert_eq!(without_media(table), table);
    }
}
