//! What the host can do with several contacts at once.

mod invite;
mod tags;

use leptos::prelude::*;
use seat_dealer_api_types::{Contact, ContactsPatch};
use wasm_split_helpers::wasm_split;

use super::selection::Selection;
use super::store::ContactStore;
use crate::api::{Api, ApiError, use_api};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::form::{self, DialogButtons, Form, FormState, PriorityField};
use invite::open_invite;
use tags::TagsForm;

/// How many names stand above the actions.
const NAMED: usize = 6;

/// Opens the actions on the selected contacts.
pub(super) fn open(dialog: Dialog, several: Several) {
    dialog.load(Box::pin(part()), move |open| open(dialog, several));
}

#[wasm_split(forms, fallible)]
fn part() -> Result<fn(Dialog, Several), ApiError> {
    Ok(open_menu)
}

/// The selected contacts, and what the actions need.
#[derive(Clone, Copy)]
pub(super) struct Several {
    api: Api,
    announcer: Announcer,
    busy: Busy,
    store: ContactStore,
    selection: Selection,
    on_saved: UnsyncCallback<()>,
}

impl Several {
    pub(super) fn new(
        store: ContactStore,
        selection: Selection,
        on_saved: UnsyncCallback<()>,
    ) -> Self {
        Self {
            api: use_api(),
            announcer: use_announcer(),
            busy: Busy::new(),
            store,
            selection,
            on_saved,
        }
    }

    fn ids(self) -> Vec<String> {
        let contacts = self.selection.contacts().into_iter();
        contacts.map(|contact| contact.id).collect()
    }

    /// Changes the contacts. Shows in the form why the server refuses it.
    fn change(self, dialog: Dialog, form: FormState, patch: ContactsPatch) {
        let count = count(patch.contact_ids.len());
        self.busy.run(async move {
            match self.api.change_contacts(&patch).await {
                Ok(_) => self.finish(dialog, format!("{count} changed.")),
                Err(error) => form.show_error(&error),
            }
        });
    }

    /// Tells what was done, and ends the selection.
    fn finish(self, dialog: Dialog, done: String) {
        dialog.close();
        self.selection.end();
        self.announcer.success(done);
        self.on_saved.try_run(());
    }
}

fn open_menu(dialog: Dialog, several: Several) {
    let contacts = several.selection.contacts();
    let title = count(contacts.len());
    let tags = move || {
        let next = dialog.next();
        next.open("Change tags", move || {
            view! { <TagsForm dialog=next several /> }.into_any()
        });
    };
    let priority = move || {
        let next = dialog.next();
        next.open("Set the priority", move || {
            view! { <PriorityForm dialog=next several /> }.into_any()
        });
    };
    let delete = move || {
        dialog.close();
        let contacts = several.selection.contacts();
        several.selection.end();
        several.store.delete(contacts);
    };
    dialog.open(title, move || {
        view! {
            <div class="modal-body">
                <p class="hint">{names(&contacts)}</p>
                <div class="sheet-actions">
                    <Button class="sheet-action" label="Change tags" on_click=tags />
                    <Button class="sheet-action" label="Set the priority" on_click=priority />
                    <Button
                        class="sheet-action"
                        label="Invite to an event"
                        busy=several.busy
                        on_click=move || open_invite(dialog.next(), several)
                    />
                    <Button class="sheet-action danger" label="Delete" on_click=delete />
                </div>
            </div>
        }
        .into_any()
    });
}

/// The form that sets the priority.
#[component]
fn PriorityForm(dialog: Dialog, several: Several) -> impl IntoView {
    let form = FormState::new("contacts");
    let mut priorities = several
        .selection
        .contacts()
        .into_iter()
        .map(|contact| contact.priority);
    // The one that all of them have.
    let first = priorities.next();
    let common = first.filter(|first| priorities.all(|priority| priority == *first));
    let value = RwSignal::new(
        common
            .map(|priority| priority.to_string())
            .unwrap_or_default(),
    );
    let submit = move || {
        let priority = form::text(value).and_then(|text| text.parse().ok());
        if priority.is_none() {
            let error = form::field_error("priority", "Choose a priority.");
            return form.show_field_errors(vec![error]);
        }
        let patch = ContactsPatch {
            contact_ids: several.ids(),
            priority,
            ..ContactsPatch::default()
        };
        several.change(dialog, form, patch);
    };
    let busy = several.busy;
    view! {
        <Form
            form
            on_submit=submit
            buttons=move || view! { <DialogButtons dialog submit_label="Set priority" busy /> }
        >
            <PriorityField form value />
        </Form>
    }
}

/// `1 contact`, `2 contacts`.
fn count(count: usize) -> String {
    match count {
        1 => "1 contact".to_owned(),
        count => format!("{count} contacts"),
    }
}

/// The first names, and how many more there are.
fn names(contacts: &[Contact]) -> String {
    let names: Vec<_> = contacts
        .iter()
        .take(NAMED)
        .map(|contact| contact.name.as_str())
        .collect();
    let names = names.join(", ");
    match contacts.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}
