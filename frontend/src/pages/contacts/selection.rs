//! The contacts that the host has selected, to change them together.

use leptos::prelude::*;
use seat_dealer_api_types::Contact;

use super::several::{self, Several};
use super::store::ContactStore;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::button::Button;
use crate::components::dialog::use_dialogs;

/// The most contacts that one request changes.
const MOST: usize = 500;

/// The selected contacts.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    contacts: RwSignal<Vec<Contact>>,
    is_on: RwSignal<bool>,
}

impl Selection {
    pub(super) fn new() -> Self {
        Self {
            contacts: RwSignal::new(Vec::new()),
            is_on: RwSignal::new(false),
        }
    }

    /// Whether a tap selects a contact. Reactive.
    pub(super) fn is_on(self) -> bool {
        self.is_on.get()
    }

    /// Whether the contact is selected. Reactive.
    pub(super) fn has(self, id: &str) -> bool {
        self.contacts.with(|contacts| has(contacts, id))
    }

    /// The selected contacts, in the order in which the host has selected them.
    pub(super) fn contacts(self) -> Vec<Contact> {
        self.contacts.get_untracked()
    }

    /// Selects the contact, or no longer.
    pub(super) fn toggle(self, contact: Contact) {
        self.contacts.update(|contacts| {
            if has(contacts, &contact.id) {
                contacts.retain(|other| other.id != contact.id);
            } else {
                contacts.push(contact);
            }
        });
    }

    /// Ends the selection.
    pub(super) fn end(self) {
        self.is_on.set(false);
        self.contacts.set(Vec::new());
    }

    fn start(self) {
        self.is_on.set(true);
        browser::focus_soon(".rows .guest");
    }
}

fn has(contacts: &[Contact], id: &str) -> bool {
    contacts.iter().any(|contact| contact.id == id)
}

/// The button that starts to select, and then selects all contacts that match the search.
#[component]
pub(super) fn SelectButton(store: ContactStore, selection: Selection) -> impl IntoView {
    let select_all = move || {
        store.busy.run(async move {
            store.fetch_whole().await;
            let mut all = store.rows.values();
            all.truncate(MOST);
            selection.contacts.set(all);
        });
    };
    let button = move || {
        if selection.is_on() {
            let busy = store.busy;
            view! { <Button class="quiet-button" label="Select all" busy on_click=select_all /> }
                .into_any()
        } else {
            let start = move || selection.start();
            view! { <Button class="quiet-button" label="Select" on_click=start /> }.into_any()
        }
    };
    view! { {move || button()} }
}

/// How many contacts are selected, and what can be done with them; at the foot of the screen.
#[component]
pub(super) fn SelectionBar(
    store: ContactStore,
    selection: Selection,
    on_saved: UnsyncCallback<()>,
) -> impl IntoView {
    let announcer = use_announcer();
    let several = Several::new(store, selection, on_saved);
    let dialogs = use_dialogs();
    let change = move || match selection.contacts.with_untracked(Vec::len) {
        0 => announcer.success("Select at least one contact."),
        count if count > MOST => {
            announcer.success(format!("Select at most {MOST} contacts at once."));
        }
        _ => several::open(dialogs.create(), several),
    };
    let end = move || {
        selection.end();
        browser::focus_soon(".list-head .quiet-button");
    };
    let count = move || format!("{} selected", selection.contacts.with(Vec::len));
    let bar = move || {
        view! {
            <div class="selection" role="group" aria-label="Selected contacts">
                <p role="status">{count}</p>
                <Button label="Done" on_click=end />
                <Button class="button button-primary" label="Change" on_click=change />
            </div>
        }
        .into_any()
    };
    view! { {move || selection.is_on().then(bar)} }
}
