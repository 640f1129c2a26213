//! The people a host may invite.

use leptos::prelude::*;
use seat_dealer_api_types::{Contact, Page};

use crate::again::Again;
use crate::api::{Api, Failure, PAGE, use_api};
use crate::browser;
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{part, spawn};
use crate::components::long_list::long_list;
use crate::components::page;
use crate::components::search::search_box;
use crate::components::shapes::{group, page_head, text};
use crate::features::contacts::list::contact_row;
use crate::features::contacts::{form, import};
use crate::keyed::Keyed;
use crate::live::{Change, follow_changes};

/// The most contacts that the server gives at once.
const MOST_CONTACTS: usize = 500;

#[derive(Clone, Copy)]
struct ContactList {
    rows: Keyed<Contact>,
    more: RwSignal<Option<String>>,
    search: RwSignal<String>,
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    asked: RwSignal<u32>,
    /// How many are shown, if there are as many.
    shown: StoredValue<usize>,
    /// Who is deleted unless the host takes it back.
    leaving: StoredValue<String>,
}

impl ContactList {
    fn new() -> Self {
        Self {
            rows: Keyed::new(),
            more: RwSignal::new(None),
            search: RwSignal::new(String::new()),
            loaded: RwSignal::new(false),
            failure: RwSignal::new(None),
            asked: RwSignal::new(0),
            shown: StoredValue::new(PAGE as usize),
            leaving: StoredValue::new(String::new()),
        }
    }

    /// Loads what is searched for, as much of it as is shown, in the background.
    fn load(self, api: Api) {
        spawn(self.read(api));
    }

    /// Loads what is searched for, as much of it as is shown. An answer that has been overtaken by a
    /// later question is dropped.
    async fn read(self, api: Api) {
        let Some(asked) = self.asked.try_update(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        let answer = self.ask(api).await;
        if self.asked.try_get_untracked() != Some(asked) {
            return;
        }
        match answer {
            Ok(mut found) => {
                self.failure.set(None);
                let leaving = self.leaving.try_get_value().unwrap_or_default();
                found.items.retain(|contact| contact.id != leaving);
                self.rows.replace(found.items, |contact| &contact.id);
                self.more.set(found.next_cursor);
                self.loaded.set(true);
            }
            Err(failure) => self.failure.set(Some(failure.sentence())),
        }
    }

    async fn ask(self, api: Api) -> Result<Page<Contact>, Failure> {
        let search = self.search.try_get_untracked().unwrap_or_default();
        let shown = self.shown.try_get_value().unwrap_or_default();
        let mut found = Page {
            items: Vec::new(),
            next_cursor: None,
        };
        loop {
            let limit = (shown - found.items.len()).min(MOST_CONTACTS);
            let cursor = found.next_cursor.as_deref();
            let page = api.contacts(search.trim(), limit, cursor).await?;
            found.items.extend(page.items);
            found.next_cursor = page.next_cursor;
            if found.next_cursor.is_none() || found.items.len() >= shown {
                return Ok(found);
            }
        }
    }
}

impl ContactList {
    /// Deletes a contact, unless the host takes it back in time.
    fn delete(self, api: Api, announcer: Announcer, contact: Contact) {
        let Contact { id, name, .. } = contact;
        self.leaving.set_value(id.clone());
        self.rows.remove(&id);
        let act = async move {
            if let Err(failure) = api.delete_contact(&id).await
                && !failure.is_not_found()
            {
                announcer.fail(&failure);
                self.show_again(api);
            }
        };
        announcer.unless_undone(format!("{name} deleted."), act, move || {
            self.show_again(api);
        });
    }

    fn show_again(self, api: Api) {
        self.leaving.try_update_value(String::clear);
        self.load(api);
    }
}

/// `/contacts`
pub(crate) fn contacts() -> AnyView {
    page::begin("Contacts");
    let api = use_api();
    let list = ContactList::new();
    let dialog = use_dialog();
    list.load(api);
    // What happens here and in other browsers alike.
    let again = Again::new(move || list.read(api));
    follow_changes(api, Change::Contacts, again);
    let saved = move || list.load(api);
    let edit = move |contact| form::open(dialog, contact, saved);
    form::resume(dialog, saved);
    import::resume(dialog, saved);
    let actions = vec![
        button("button", "Import", move || import::open(dialog, saved)).view(),
        button("button button-primary", "Add contact", move || edit(None)).view(),
    ];
    let search = move |text| {
        if list.search.try_set(text).is_none() {
            list.shown.set_value(PAGE as usize);
            list.load(api);
        }
    };
    let announcer = use_announcer();
    let row = move |contact| {
        contact_row(
            contact,
            move |contact| edit(Some(contact)),
            move |contact| list.delete(api, announcer, contact),
        )
    };
    view! {
        {page_head("Contacts", group("page-actions", actions))}
        {search_box("contact-search", "Search contacts", search)}
        {page::state(list.loaded, list.failure, saved)}
        {empty(list)}
        {long_list("", list.rows, |contact| contact.name.clone(), row)}
        {more(list)}
    }
    .into_any()
}

/// The next step when there is nothing to show.
fn empty(list: ContactList) -> AnyView {
    part(move || {
        if !list.loaded.get() || list.rows.len() > 0 {
            return None;
        }
        let search = list.search.get();
        Some(if search.trim().is_empty() {
            view! {
                <div class="empty">
                    <h2>"Nobody is here yet"</h2>
                    <p>
                        "Add the people you like to have at your table, or import them all at once
                        from your address book. Each needs a name and a phone number or an email
                        address; who has priority 1 is invited before 9."
                    </p>
                </div>
            }
            .into_any()
        } else {
            text("empty", format!("Nobody matches “{search}”."))
        })
    })
}

/// The rest of the list, as one scrolls towards it or presses for it.
fn more(list: ContactList) -> AnyView {
    let api = use_api();
    let busy = Busy::new();
    let more = move || {
        let Some(cursor) = list.more.get_untracked() else {
            return;
        };
        busy.run(async move {
            let asked = list.asked.try_get_untracked();
            let search = list.search.try_get_untracked().unwrap_or_default();
            let answer = api
                .contacts(search.trim(), PAGE as usize, Some(&cursor))
                .await;
            if list.asked.try_get_untracked() != asked {
                return;
            }
            match answer {
                Ok(found) => {
                    list.rows.extend(found.items, |contact| &contact.id);
                    list.shown.update_value(|shown| *shown += PAGE as usize);
                    list.more.set(found.next_cursor);
                }
                Err(failure) => list.failure.set(Some(failure.sentence())),
            }
        });
    };
    let scrolling = window_event_listener_untyped("scroll", move |_| {
        if browser::is_near_the_end() {
            more();
        }
    });
    on_cleanup(move || scrolling.remove());
    part(move || {
        let is_more = list.more.with(Option::is_some);
        is_more.then(|| button("button", "Show more", more).busy(busy).view())
    })
}
