//! One event: the table, the deal, the invitations, the deck and the log.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::api::encoded;
use crate::components::page;
use crate::features::deck::DeckPanel;
use crate::features::events::desk::Desk;
use crate::features::events::head::{EventActions, EventHead, Standing};
use crate::features::events::preview::WhoIsNext;
use crate::features::invitations::InvitationsPanel;
use crate::features::log::LogPanel;
use crate::features::table::TablePicture;

/// `/events/{id}`
#[component]
pub(crate) fn EventPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    page::begin("Event");
    (move || event_page(encoded(&id.get()))).into_any()
}

fn event_page(id: String) -> AnyView {
    let desk = Desk::open(id);
    Effect::new(move |_| {
        if let Some(title) = desk.event.with(|event| event.as_ref().map(|e| e.title.clone())) {
            page::name(&title);
        }
    });
    let loaded = Memo::new(move |_| desk.event.with(Option::is_some));
    let gone = move || {
        desk.failure.with(|failure| failure.as_ref().is_some_and(|failure| failure.is_not_found()))
    };
    let failure = move || {
        let failure = desk.failure.get()?;
        Some(if gone() {
            view! {
                <div class="empty">
                    <h1 tabindex="-1">"This event does not exist"</h1>
                    <p>"It may have been deleted."</p>
                    <A href="/events" attr:class="button button-primary">
                        "Go to your events"
                    </A>
                </div>
            }
            .into_any()
        } else {
            page::failed(failure.sentence(), move || desk.refresh())
        })
    };
    let content = move || match (loaded.get(), gone()) {
        (_, true) => ().into_any(),
        (true, _) => event_content(desk),
        (false, _) => desk.failure.with(Option::is_none).then(page::loading).into_any(),
    };
    view! {
        {failure}
        {content}
    }
    .into_any()
}

fn event_content(desk: Desk) -> AnyView {
    let Some(first) = desk.event.get_untracked() else { return ().into_any() };
    // The last known event, should it ever be missing.
    let event = Memo::new(move |last: Option<&seat_dealer_api_types::Event>| {
        desk.event.get().unwrap_or_else(|| last.unwrap_or(&first).clone())
    });
    let event = Signal::from(event);
    view! {
        <EventHead desk event />
        <div class="event-grid">
            <section class="event-table" aria-label="The table">
                <TablePicture desk event />
                <Standing event />
                <EventActions desk event />
            </section>
            <div class="event-side">
                <WhoIsNext desk />
                <InvitationsPanel desk />
            </div>
            <DeckPanel desk />
            <LogPanel desk />
        </div>
    }
    .into_any()
}
