//! `/events/{id}`: one event with its table, its guests, its deck and its log.

mod actions;
mod dealing;
mod deck;
pub(super) mod form;
mod header;
mod invitations;
pub(super) mod labels;
mod log;
mod needs;
mod notices;
mod segment;
mod segments;
mod status;
mod store;
pub(super) mod table;

use leptos::prelude::*;

use crate::api::ApiError;
use crate::components::dialog::use_dialogs;
use crate::components::page::{LoadError, Loading, enter_page, focus_late_heading, set_title};
use crate::reactive::effect;
use crate::sse::Connection;
use actions::EventActions;
use header::EventHeader;
use segment::Segment;
use segments::SegmentedParts;
use status::TableInWords;
use store::EventStore;
use table::{EventTable, OnChair};

/// The page of the event with this id.
#[component]
pub(super) fn EventPage(id: String) -> impl IntoView {
    let is_later_page = enter_page("Event");
    let store = EventStore::open(id);
    effect(move || {
        let title = store
            .event
            .with(|event| event.as_ref().map(|event| event.title.clone()));
        if let Some(title) = title {
            set_title(&title);
        }
    });
    let is_loaded = Memo::new(move |_| store.event.with(Option::is_some));
    let is_not_found = Memo::new(move |_| {
        store
            .failure
            .with(|failure| failure.as_ref().is_some_and(ApiError::is_not_found))
    });
    effect(move || {
        if is_later_page && (is_loaded.get() || is_not_found.get()) {
            focus_late_heading();
        }
    });
    let load_state = move || match store.failure.get() {
        Some(_) if is_not_found.get() => Some(view! { <NoEvent /> }.into_any()),
        // The header says that the page is reconnecting; that is enough.
        Some(ApiError::Unreachable)
            if is_loaded.get() && store.connection.get() != Connection::Live =>
        {
            None
        }
        Some(error) => {
            let message = error.message();
            Some(view! { <LoadError message on_retry=move || store.refetch() /> }.into_any())
        }
        None => (!is_loaded.get()).then(|| view! { <Loading /> }.into_any()),
    };
    let content = move || view! { <EventContent store /> }.into_any();
    view! {
        {move || load_state()}
        {move || (is_loaded.get() && !is_not_found.get()).then(content)}
    }
}

/// Says that the event does not exist.
#[component]
fn NoEvent() -> impl IntoView {
    view! {
        <div class="empty">
            <h1 tabindex="-1">"This event does not exist"</h1>
            <p>"It may have been deleted."</p>
            <a href="/events" class="button button-primary">
                "Go to your events"
            </a>
        </div>
    }
}

/// The page of a loaded event.
#[component]
fn EventContent(store: EventStore) -> impl IntoView {
    let first = store.event.get_untracked()?;
    let event = Signal::derive(move || store.event.get().unwrap_or_else(|| first.clone()));
    let dialogs = use_dialogs();
    let on_chair: OnChair = UnsyncCallback::new(move |invite: Option<String>| {
        match invite.and_then(|id| store.invites.find(&id)) {
            Some(invite) => invitations::open_guest(store, dialogs.create(), invite),
            None if store.is_over.get_untracked() => {}
            None => store.segments.show(Segment::Deck),
        }
    });
    let description = move || {
        let text = event.with(|event| event.description.clone());
        (!text.is_empty()).then(|| view! { <p class="description">{text}</p> }.into_any())
    };
    Some(view! {
        <SkipLinks />
        <EventHeader store event />
        <EventActions store event />
        <div class="event-grid">
            <section id="table" class="event-table" aria-label="The table" tabindex="-1">
                <EventTable store event on_chair />
                <TableInWords store event />
                {description}
            </section>
            <div class="event-parts">
                <SegmentedParts store event />
            </div>
        </div>
    })
}

/// Links to the parts of the page, which appear when the keyboard reaches them.
#[component]
fn SkipLinks() -> impl IntoView {
    view! {
        <a class="skip-link" href="#table">
            "Skip to the table"
        </a>
        <a class="skip-link" href="#tab-Coming">
            "Skip to the guests"
        </a>
        <a class="skip-link" href="#tab-Deck">
            "Skip to the deck"
        </a>
        <a class="skip-link" href="#tab-Log">
            "Skip to the log"
        </a>
    }
}
