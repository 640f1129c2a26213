//! One event: the table, the deal, the invitations, the deck and the log.

use leptos::prelude::*;

use crate::api::Failure;
use crate::components::dynamic::{effect, nothing, part};
use crate::components::page;
use crate::features::deck::deck_panel;
use crate::features::events::desk::Desk;
use crate::features::events::head::{event_actions, event_head, standing};
use crate::features::events::preview::who_is_next;
use crate::features::invitations::invitations_panel;
use crate::features::log::log_panel;
use crate::features::table::table_picture;
use crate::live::Connection;

/// `/events/{id}`
pub(crate) fn event(id: String) -> AnyView {
    let is_arrival = page::begin("Event");
    let desk = Desk::open(id);
    effect(move || {
        if let Some(title) = desk
            .event
            .with(|event| event.as_ref().map(|e| e.title.clone()))
        {
            page::name(&title);
        }
    });
    let loaded = Memo::new(move |_| desk.event.with(Option::is_some));
    let gone = Memo::new(move |_| {
        desk.failure
            .with(|failure| failure.as_ref().is_some_and(Failure::is_not_found))
    });
    effect(move || {
        if is_arrival && (loaded.get() || gone.get()) {
            page::heading_is_here();
        }
    });
    let failure = move || match desk.failure.get() {
        Some(_) if gone.get() => Some(no_event()),
        // The page says that it is reconnecting; that is enough.
        Some(Failure::Unreachable) if loaded.get() && desk.connection.get() != Connection::Live => {
            None
        }
        Some(failure) => Some(page::failed(failure.sentence(), move || desk.refresh())),
        None => (!loaded.get()).then(page::loading),
    };
    view! {
        {part(failure)}
        {part(move || (loaded.get() && !gone.get()).then(|| event_content(desk)))}
    }
    .into_any()
}

fn no_event() -> AnyView {
    view! {
        <div class="empty">
            <h1 tabindex="-1">"This event does not exist"</h1>
            <p>"It may have been deleted."</p>
            <a href="/events" class="button button-primary">
                "Go to your events"
            </a>
        </div>
    }
    .into_any()
}

fn event_content(desk: Desk) -> AnyView {
    let Some(first) = desk.event.get_untracked() else {
        return nothing();
    };
    let event = Signal::derive(move || desk.event.get().unwrap_or_else(|| first.clone()));
    view! {
        {event_head(desk, event)}
        <div class="event-grid">
            <div class="event-side">
                <section class="event-table" aria-label="The table">
                    {table_picture(desk, event)}
                    {standing(event)}
                    {event_actions(desk, event)}
                </section>
                {who_is_next(desk)}
            </div>
            <div class="event-main">
                {invitations_panel(desk)}
                {part(move || (!desk.over.get()).then(|| deck_panel(desk)))}
                {log_panel(desk)}
            </div>
        </div>
    }
    .into_any()
}
