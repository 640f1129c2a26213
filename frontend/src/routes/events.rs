//! The host's events.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use seat_dealer_api_types::Event;

use crate::api::{Api, use_api};
use crate::components::page;
use crate::features::events::form::EventDialog;
use crate::features::events::list::EventRow;
use crate::keyed::Keyed;

/// How often the counts are looked at again.
const AGAIN: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
struct EventList {
    rows: Keyed<Event>,
    pages: RwSignal<usize>,
    more: RwSignal<bool>,
    loaded: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
}

impl EventList {
    /// Loads as many pages as are shown, unless that is under way.
    fn load(self, api: Api) {
        if self.loading.try_get_untracked() != Some(false) {
            return;
        }
        self.loading.set(true);
        spawn_local(async move {
            match self.read(api).await {
                Ok(()) => self.failure.set(None),
                Err(failure) => self.failure.set(Some(failure.sentence())),
            }
            self.loading.set(false);
        });
    }

    async fn read(self, api: Api) -> Result<(), crate::api::Failure> {
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
#[component]
pub(crate) fn Events() -> impl IntoView {
    page::begin("Events");
    let api = use_api();
    let navigate = use_navigate();
    let list = EventList {
        rows: Keyed::new(),
        pages: RwSignal::new(1),
        more: RwSignal::new(false),
        loaded: RwSignal::new(false),
        failure: RwSignal::new(None),
        loading: RwSignal::new(false),
    };
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<Event>);
    list.load(api);
    if let Ok(again) = set_interval_with_handle(move || list.load(api), AGAIN) {
        on_cleanup(move || again.clear());
    }
    let add = move |_| {
        edited.set(None);
        open.set(true);
    };
    let gone = move || list.load(api);
    let saved = move |event: Event, is_new: bool| {
        if is_new {
            navigate(&format!("/events/{}", event.id), NavigateOptions::default());
        } else {
            list.load(api);
        }
    };
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Events"</h1>
            <button type="button" class="button button-primary" on:click=add>
                "Add event"
            </button>
        </div>
        {move || {
            let failure = list.failure.get();
            failure.map(|line| page::failed(line, move || list.load(api)))
        }}
        {move || (!list.loaded.get() && list.failure.with(Option::is_none)).then(page::loading)}
        {move || (list.loaded.get() && list.rows.len() == 0).then(empty)}
        <ul class="rows">
            <For each=move || list.rows.rows() key=|row| row.key.clone() let(row)>
                <EventRow
                    row
                    on_edit=move |event| {
                        edited.set(Some(event));
                        open.set(true);
                    }
                    on_gone=gone
                />
            </For>
        </ul>
        {move || {
            let more = move |_| {
                list.pages.update(|pages| *pages += 1);
                list.load(api);
            };
            list.more.get().then(|| {
                view! {
                    <button type="button" class="button" on:click=more>
                        "Show more"
                    </button>
                }
            })
        }}
        <EventDialog open edited on_saved=saved />
    }
    .into_any()
}

fn empty() -> AnyView {
    view! {
        <div class="empty">
            <h2>"No event yet"</h2>
            <p>
                "Say what it is, how many chairs there are and when. Nothing is sent to anybody
                before you press Deal."
            </p>
        </div>
    }
    .into_any()
}
