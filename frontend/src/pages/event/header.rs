//! The top of an event's page: title, status, date and place.

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use super::labels::{StatusBadge, date_and_place};
use super::store::EventStore;
use crate::sse::Connection;

/// The title, the status, the date and the place.
#[component]
pub(super) fn EventHeader(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let reconnecting = || {
        view! { <p class="note">"Reconnecting… What you see may be slightly out of date."</p> }
            .into_any()
    };
    view! {
        <header class="event-head">
            <h1 tabindex="-1">{move || event.with(|event| event.title.clone())}</h1>
            <div class="event-when">
                <StatusBadge event /> " " {move || event.with(date_and_place)}
            </div>
            <div role="status">
                {move || (store.connection.get() == Connection::Lost).then(reconnecting)}
            </div>
        </header>
    }
}
