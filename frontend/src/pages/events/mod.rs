//! `/events`: the host's events, the next one first.

mod first_steps;
mod row;
mod store;

use leptos::prelude::*;
use seat_dealer_api_types::{Event, HostList};

use super::event::form;
use super::event::labels::is_over;
use crate::api::use_api;
use crate::components::button::Button;
use crate::components::dialog::use_dialogs;
use crate::components::list::for_sorted_rows;
use crate::components::page::{LoadState, PageHead, enter_page};
use crate::refetch::Refetch;
use crate::router::use_router;
use crate::sse::refetch_on_change;
use first_steps::FirstSteps;
use row::EventRow;
use store::EventListStore;

/// The list of events.
#[component]
pub(super) fn EventsPage() -> impl IntoView {
    enter_page("Events");
    let api = use_api();
    let router = use_router();
    let dialogs = use_dialogs();
    let store = EventListStore::new();
    let refetch = Refetch::new(move || store.fetch());
    refetch.now();
    refetch_on_change(api, HostList::Events, refetch);
    let on_added =
        UnsyncCallback::new(move |event: Event| router.navigate(&format!("/events/{}", event.id)));
    let on_edited = UnsyncCallback::new(move |_| refetch.soon());
    form::resume(dialogs, on_added);
    let row = move |event: RwSignal<Event>| {
        view! {
            <EventRow
                event
                on_edit=move |event| form::open(dialogs.create(), Some(event), on_edited)
                on_deleted=move || refetch.soon()
            />
        }
    };
    let first_steps = || view! { <FirstSteps /> }.into_any();
    let show_more = move || {
        let fetch_more = move || {
            store.show_more();
            refetch.soon();
        };
        view! { <Button label="Show more" on_click=fetch_more /> }.into_any()
    };
    view! {
        <PageHead title="Events">
            <Button
                class="button button-primary"
                label="Add event"
                on_click=move || form::open(dialogs.create(), None, on_added)
            />
        </PageHead>
        <LoadState
            loaded=store.loaded
            failure=store.failure
            on_retry=move || refetch.soon()
        />
        {move || (store.loaded.get() && store.rows.is_empty()).then(first_steps)}
        <ul class="rows">
            {for_sorted_rows(store.rows, next_first, row)}
        </ul>
        <h2 hidden=move || store.rows.count(is_over) == 0>"Past and cancelled"</h2>
        <ul class="rows">
            {for_sorted_rows(store.rows, newest_first, row)}
        </ul>
        {move || store.has_more.get().then(show_more)}
    }
}

/// The order of events that are still to come: those without a date last.
fn next_first(event: &Event) -> Option<String> {
    let begin = event
        .starts_at
        .clone()
        .unwrap_or_else(|| "later".to_owned());
    (!is_over(event)).then_some(begin)
}

/// Events that are over, in the order of the server: the newest first.
fn newest_first(event: &Event) -> Option<String> {
    is_over(event).then(String::new)
}
