//! The people a host may invite.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::Contact;

use crate::api::use_api;
use crate::components::busy::Busy;
use crate::components::page;
use crate::features::contacts::form::ContactDialog;
use crate::features::contacts::list::ContactRow;
use crate::keyed::Keyed;

/// What the page shows.
#[derive(Clone, Copy)]
pub(crate) struct ContactList {
    pub(crate) rows: Keyed<Contact>,
    more: RwSignal<Option<String>>,
    search: RwSignal<String>,
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    asked: RwSignal<u32>,
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
        }
    }

    /// Loads the first page of what is searched for. An answer that has been overtaken by a later
    /// question is dropped.
    pub(crate) fn load(self, api: crate::api::Api) {
        let Some(asked) = self.asked.try_update(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        let search = self.search.get_untracked();
        spawn_local(async move {
            let answer = api.contacts(search.trim(), None).await;
            if self.asked.try_get_untracked() != Some(asked) {
                return;
            }
            match answer {
                Ok(found) => {
                    self.failure.set(None);
                    self.rows.replace(found.items, |contact| &contact.id);
                    self.more.set(found.next_cursor);
                    self.loaded.set(true);
                }
                Err(failure) => self.failure.set(Some(failure.sentence())),
            }
        });
    }
}

/// `/contacts`
#[component]
pub(crate) fn Contacts() -> impl IntoView {
    page::begin("Contacts");
    let api = use_api();
    let list = ContactList::new();
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<Contact>);
    list.load(api);
    let add = move |_| {
        edited.set(None);
        open.set(true);
    };
    let saved = move || list.load(api);
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Contacts"</h1>
            <button type="button" class="button button-primary" on:click=add>
                "Add contact"
            </button>
        </div>
        <SearchBox list />
        {move || {
            let failure = list.failure.get();
            failure.map(|line| page::failed(line, move || list.load(api)))
        }}
        {move || (!list.loaded.get() && list.failure.with(Option::is_none)).then(page::loading)}
        <Empty list />
        <ul class="rows">
            <For each=move || list.rows.rows() key=|row| row.key.clone() let(row)>
                <ContactRow
                    row
                    on_edit=move |contact| {
                        edited.set(Some(contact));
                        open.set(true);
                    }
                    on_gone=saved
                />
            </For>
        </ul>
        <More list />
        <ContactDialog open edited on_saved=saved />
    }
    .into_any()
}

#[component]
fn SearchBox(list: ContactList) -> impl IntoView {
    let api = use_api();
    let mut search = leptos::leptos_dom::helpers::debounce(Duration::from_millis(200), move |text| {
        if list.search.try_set(text).is_none() {
            list.load(api);
        }
    });
    view! {
        <search class="search">
            <label class="sr-only" for="contact-search">
                "Search contacts"
            </label>
            <input
                class="input"
                id="contact-search"
                type="search"
                placeholder="Name, phone number or email"
                autocomplete="off"
                on:input:target=move |event| search(event.target().value())
            />
        </search>
    }
    .into_any()
}

/// The next step when there is nothing to show.
#[component]
fn Empty(list: ContactList) -> impl IntoView {
    (move || {
        if !list.loaded.get() || list.rows.len() > 0 {
            return ().into_any();
        }
        let search = list.search.get();
        if search.trim().is_empty() {
            view! {
                <div class="empty">
                    <h2>"Nobody is here yet"</h2>
                    <p>
                        "Add the people you like to have at your table. Each needs a name and a
                        phone number or an email address; who has priority 1 is invited before 9."
                    </p>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="empty">"Nobody matches “" {search} "”."</p> }.into_any()
        }
    })
    .into_any()
}

#[component]
fn More(list: ContactList) -> impl IntoView {
    let api = use_api();
    let busy = Busy::new();
    let more = move |_| {
        busy.run(async move {
            let search = list.search.try_get_untracked().unwrap_or_default();
            let cursor = list.more.try_get_untracked().flatten();
            match api.contacts(search.trim(), cursor.as_deref()).await {
                Ok(found) => {
                    list.rows.extend(found.items, |contact| &contact.id);
                    list.more.set(found.next_cursor);
                }
                Err(failure) => list.failure.set(Some(failure.sentence())),
            }
        });
    };
    (move || {
        list.more.get().map(|_| {
            view! {
                <button type="button" class="button" disabled=move || busy.get() on:click=more>
                    "Show more"
                </button>
            }
        })
    })
    .into_any()
}
