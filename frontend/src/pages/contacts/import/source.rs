//! The first step: the host pastes a text or chooses a file.

use leptos::prelude::*;
use seat_dealer_api_types::MePatch;
use web_sys::HtmlInputElement;

use super::ImportState;
use super::{file, picker};
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::form::{self, DialogButtons, Form, Select, TextField};
use crate::country;
use crate::session::Session;

/// The form of the first step.
#[component]
pub(super) fn SourceStep(dialog: Dialog, state: ImportState) -> impl IntoView {
    let session = expect_context::<Session>();
    let ImportState { form, busy, .. } = state;
    let load_preview = move || {
        busy.run(async move {
            let country = form::text(state.country);
            // Remembers the country for the next import.
            let saved = session.me.with_untracked(|me| me.as_ref()?.country.clone());
            if country.is_some() && country != saved {
                let patch = MePatch {
                    country: Some(country),
                    ..MePatch::default()
                };
                match state.api.change_me(&patch, "*").await {
                    Ok(me) => session.me.set(Some(me)),
                    Err(error) => return form.show_error(&error),
                }
            }
            state.read_source();
            state.load_preview().await;
        });
    };
    let buttons = move || {
        view! { <DialogButtons dialog submit_label="See what would be imported" busy /> }
    };
    let source = move || {
        if state.file_name.with(String::is_empty) {
            view! { <FileOrText state /> }.into_any()
        } else {
            view! { <Chosen state /> }.into_any()
        }
    };
    view! {
        <Form form on_submit=load_preview buttons>
            {move || source()}
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

/// The field for a file and the one for a text.
#[component]
fn FileOrText(state: ImportState) -> impl IntoView {
    let choose = move |input: HtmlInputElement| {
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // The form cannot be sent before the file is read.
        state.busy.run(async move {
            match file::read(&chosen).await {
                Ok(base64) => {
                    state.form.clear_errors();
                    state.file.set(base64);
                    state.file_name.set(chosen.name());
                }
                Err(message) => {
                    state.form.alert.try_set(Some(message.to_owned()));
                }
            }
        });
    };
    let choose_people = move || {
        state.busy.run(async move {
            match picker::choose().await {
                Ok(people) if people.is_empty() => {}
                Ok(people) => {
                    state.text.try_set(people);
                }
                Err(_) => {
                    let message = "The browser did not open the contacts of this device.";
                    state.form.alert.try_set(Some(message.to_owned()));
                }
            }
        });
    };
    let picker = picker::is_offered().then(|| {
        let label = "Choose from this device";
        view! { <Button label busy=state.busy on_click=choose_people /> }.into_any()
    });
    view! {
        {picker}
        <div class="field">
            <label class="label" for="import-file">
                "File"
            </label>
            <input
                class="input"
                id="import-file"
                type="file"
                accept=".csv,.vcf,.txt,.tsv,.htm,.html,.xls,.xlsx,text/csv,text/vcard,text/plain"
                aria-describedby="import-file-hint"
                on:change:target=move |event| choose(event.target())
            />
            <p class="hint" id="import-file-hint">
                "CSV or vCard (.vcf), as phones and address books export them."
            </p>
        </div>
        <TextField
            form=state.form
            value=state.text
            label="People"
            name="text"
            kind="textarea"
            hint="Paste rows from a spreadsheet, the addressees of an email, or lines like “Ada \
                  Lovelace, 0151 23456789, ada@example.org”."
        />
    }
}

/// The file that the host has chosen.
#[component]
fn Chosen(state: ImportState) -> impl IntoView {
    view! {
        <div class="notice">
            <p>{move || state.file_name.get()}</p>
            <Button
                class="quiet-button"
                label="Choose something else"
                on_click=move || state.file_name.set(String::new())
            />
        </div>
    }
}
