//! The host's events.

use std::rc::Rc;

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use crate::again::Again;
use crate::api::{Api, Failure, use_api};
use crate::components::button::button;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{Dynamic, dynamic, part, spawn};
use crate::components::page;
use crate::components::shapes::{page_head, rows};
use crate::features::events::form::{self, Saved};
use crate::features::events::list::event_row;
use crate::keyed::Keyed;
use crate::live::{Change, follow_changes};
use crate::router::use_router;

#[derive(Clone, Copy)]
struct EventList {
    rows: Keyed<Event>,
    pages: RwSignal<usize>,
    more: RwSignal<bool>,
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
}

impl EventList {
    /// Loads as many pages as are shown.
    async fn load(self, api: Api) {
        match self.read(api).await {
            Ok(()) => self.failure.set(None),
            Err(failure) => self.failure.set(Some(failure.sentence())),
        }
    }

    async fn read(self, api: Api) -> Result<(), Failure> {
        let mut events = Vec::new();
        let mut cursor = None;
        for _ in 0..self.pages.try_get_untracked().unwrap_or_default() {
            let page = api.events(cursor.as_deref()).await?;
            events.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        self.rows.replace(events, |event| &event.id);
        self.more.set(cursor.is_some());
        self.loaded.set(true);
        Ok(())
    }
}

/// `/events`
pub(crate) fn events() -> AnyView {
    page::begin("Events");
    let api = use_api();
    let router = use_router();
    let list = EventList {
        rows: Keyed::new(),
        pages: RwSignal::new(1),
        more: RwSignal::new(false),
        loaded: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let dialog = use_dialog();
    let again = Again::new(move || list.load(api));
    again.now();
    follow_changes(api, Change::Events, again);
    let load = move || again.soon();
    let show: Saved = Rc::new(move |event| router.go(&format!("/events/{}", event.id)));
    form::resume(dialog, Rc::clone(&show));
    let add = move || form::open(dialog, None, Rc::clone(&show));
    let edit = move |event| form::open(dialog, Some(event), Rc::new(move |_| load()));
    let more = move || {
        list.pages.update(|pages| *pages += 1);
        load();
    };
    let empty = move || (list.loaded.get() && list.rows.len() == 0).then(first_steps);
    let add = button("button button-primary", "Add event", add).view();
    let row = move |event| event_row(event, edit, load);
    view! {
        {page_head("Events", add)}
        {page::state(list.loaded, list.failure, load)}
        {part(empty)}
        {rows("", list.rows.view(row))}
        {part(move || list.more.get().then(|| button("button", "Show more", more).view()))}
    }
    .into_any()
}

/// The way to the first dealt invitation, for those who have no event yet.
fn first_steps() -> AnyView {
    let api = use_api();
    let has_contacts = RwSignal::new(false);
    spawn(async move {
        if let Ok(found) = api.contacts("", 1, None).await {
            has_contacts.try_set(!found.items.is_empty());
        }
    });
    let step = |title: &'static str, done: Dynamic<bool>, about: &'static str| {
        view! {
            <li data-done=dynamic(move || done().then_some("true"))>
                <strong>{title}</strong>
                <p>{about}</p>
            </li>
        }
        .into_any()
    };
    let people = move || {
        let (class, words) = if has_contacts.get() {
            ("button", "See your contacts")
        } else {
            ("button button-primary", "Add your people")
        };
        Some(view! { <a href="/contacts" class=class>{words}</a> }.into_any())
    };
    view! {
        <section class="empty first-steps" aria-labelledby="first-steps-title">
            <h2 id="first-steps-title">"No event yet"</h2>
            <ol>
                {step(
                    "Add your people",
                    dynamic(move || has_contacts.get()),
                    "One by one, or all at once from your address book.",
                )}
                {step(
                    "Add an event",
                    dynamic(|| false),
                    "What it is, how many chairs there are, and when.",
                )}
                {step(
                    "Press Deal",
                    dynamic(|| false),
                    "You see who would be invited before anything is sent to anybody.",
                )}
            </ol>
            {part(people)}
        </section>
    }
    .into_any()
}
