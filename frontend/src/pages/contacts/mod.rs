//! `/contacts`: the people a host may invite.

mod dealing;
mod duplicates;
pub(super) mod form;
mod import;
mod letters;
mod row;
mod selection;
mod several;
mod store;
mod undo;

use leptos::prelude::*;
use seat_dealer_api_types::{Contact, HostList};

use crate::api::use_api;
use crate::browser;
use crate::components::button::Button;
use crate::components::dialog::use_dialogs;
use crate::components::list::LongList;
use crate::components::page::{LoadState, PageHead, enter_page};
use crate::components::search_box::SearchBox;
use crate::refetch::Refetch;
use crate::sse::refetch_on_change;
use duplicates::DuplicatesNotice;
use letters::{JumpToLetter, Letters};
use row::ContactRow;
use selection::{SelectButton, Selection, SelectionBar};
use store::ContactStore;
use undo::{ImportUndo, ImportUndoNotice};

/// The list of contacts.
#[component]
pub(super) fn ContactsPage() -> impl IntoView {
    enter_page("Contacts");
    let store = ContactStore::new();
    let dialogs = use_dialogs();
    let refetch = Refetch::new(move || store.fetch_all());
    refetch.now();
    refetch_on_change(use_api(), HostList::Contacts, refetch);
    let on_saved = UnsyncCallback::new(move |()| refetch.now());
    let undo = ImportUndo::new(on_saved);
    form::resume(dialogs, on_saved);
    import::resume(dialogs, undo);
    let on_delete = UnsyncCallback::new(move |contact| store.delete(vec![contact]));
    let edit = move |contact| form::open(dialogs.create(), contact, on_saved, Some(on_delete));
    let selection = Selection::new();
    let letters = Letters::new(store);
    let row = move |contact: RwSignal<Contact>| {
        let on_edit = move |contact| edit(Some(contact));
        view! { <ContactRow contact on_edit selection letters /> }
    };
    let has_rows = Memo::new(move |_| !store.rows.is_empty());
    let head = move || {
        view! {
            <div class="list-head">
                <p class="hint">{move || count_label(store)}</p>
                <SelectButton store selection />
            </div>
        }
        .into_any()
    };
    view! {
        <PageHead title="Contacts">
            <div class="page-actions">
                <Button label="Import" on_click=move || import::open(dialogs.create(), undo) />
                <Button
                    class="button button-primary"
                    label="Add contact"
                    on_click=move || edit(None)
                />
            </div>
        </PageHead>
        <ImportUndoNotice undo />
        <DuplicatesNotice store on_edit=move |contact| edit(Some(contact)) />
        <SearchBox
            id="contact-search"
            label="Search contacts"
            on_search=move |search| store.set_search(search)
        />
        {move || tag_filter(store)}
        <LoadState loaded=store.loaded failure=store.failure on_retry=on_saved />
        <EmptyState store />
        {move || has_rows.get().then(head)}
        <JumpToLetter store letters />
        <LongList each=store.rows name=|contact: &Contact| contact.name.clone() children=row />
        <ShowMore store />
        <SelectionBar store selection on_saved />
    }
}

/// The choice of a tag, once a contact has one.
fn tag_filter(store: ContactStore) -> Option<AnyView> {
    let tags = store.tags.get();
    let chosen = store.tag.get_untracked();
    if tags.is_empty() && chosen.is_empty() {
        return None;
    }
    let option = |value: String, label: String| {
        let is_chosen = value == chosen;
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.into_any()
    };
    // The chosen tag stays a choice when no contact has it any more.
    let is_gone = !chosen.is_empty() && tags.iter().all(|found| found.tag != chosen);
    let gone = is_gone.then(|| (chosen.clone(), 0));
    let tags = tags.into_iter().map(|found| (found.tag, found.contacts));
    let everybody = option(String::new(), "All tags".to_owned());
    let tags = tags.chain(gone).map(|(tag, contacts)| {
        let label = format!("{tag} ({contacts})");
        option(tag, label)
    });
    let options: Vec<_> = std::iter::once(everybody).chain(tags).collect();
    let filter = view! {
        <div class="field">
            <label class="label" for="contact-tag">
                "Tag"
            </label>
            <select
                class="input"
                id="contact-tag"
                on:change:target=move |event| store.set_tag(event.target().value())
            >
                {options}
            </select>
        </div>
    };
    Some(filter.into_any())
}

/// The number of contacts that are shown.
fn count_label(store: ContactStore) -> String {
    let is_whole = store.next_cursor.with(Option::is_none);
    match store.rows.len() {
        1 => "1 contact".to_owned(),
        count if is_whole => format!("{count} contacts"),
        count => format!("The first {count} contacts"),
    }
}

/// The next step when there is no contact to show.
#[component]
fn EmptyState(store: ContactStore) -> impl IntoView {
    let empty_state = move || {
        if !store.loaded.get() || !store.rows.is_empty() {
            return None;
        }
        let search = store.search.get();
        let is_filtered = !store.tag.with(String::is_empty);
        Some(if is_filtered {
            view! { <p class="empty">"Nobody with this tag matches."</p> }.into_any()
        } else if search.trim().is_empty() {
            view! {
                <div class="empty">
                    <h2>"Nobody is here yet"</h2>
                    <p>
                        "Add the people you like to have at your table, or import them all at once
                        from your address book. Each contact needs a name and a phone number or an
                        email address. Contacts with priority 1 are invited first, those with 9 last."
                    </p>
                </div>
            }
            .into_any()
        } else {
            let text = format!("Nobody matches “{search}”.");
            view! { <p class="empty">{text}</p> }.into_any()
        })
    };
    view! { {move || empty_state()} }
}

/// Loads the rest of the list as the host scrolls towards it or presses the button.
#[component]
fn ShowMore(store: ContactStore) -> impl IntoView {
    let scrolling = window_event_listener_untyped("scroll", move |_| {
        if browser::is_near_the_end() {
            store.fetch_more();
        }
    });
    on_cleanup(move || scrolling.remove());
    let show_more = move || {
        let button = view! {
            <Button label="Show more" busy=store.busy on_click=move || store.fetch_more() />
        };
        button.into_any()
    };
    view! { {move || store.next_cursor.with(Option::is_some).then(show_more)} }
}
