//! The top of an event's page: title, status, date and place, and the counts.

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use super::labels::{StatusBadge, count_labels, date_and_place};
use super::store::EventStore;
use crate::sse::Connection;

/// The title, the status, the date and the place.
#[component]
pub(super) fn EventHeader(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let description = move || {
        let text = event.with(|event| event.description.clone());
        (!text.is_empty()).then(|| view! { <p class="description">{text}</p> }.into_any())
    };
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
            {move || description()}
            <div role="status">
                {move || (store.connection.get() == Connection::Lost).then(reconnecting)}
            </div>
            <div class="sr-only" role="status">
                {move || store.latest_entry.get()}
            </div>
        </header>
    }
}

/// The counts, and what the deal waits for.
#[component]
pub(super) fn SeatCounts(event: Signal<Event>) -> impl IntoView {
    let count = |(count, label): (u32, &'static str)| {
        view! {
            <li>
                <strong>{count.to_string()}</strong> " " {label}
            </li>
        }
        .into_any()
    };
    let counts = move || {
        let labels = count_labels(&event.with(|event| event.counts));
        labels.into_iter().map(count).collect::<Vec<_>>().into_any()
    };
    // While the event deals, what it waits for says the same of the first one.
    let resting = move || {
        let texts = event.with(|event| {
            let resting = event.resting_channels.iter();
            let others = resting.filter(|channel| channel.text != event.waiting_for);
            others
                .map(|channel| channel.text.clone())
                .collect::<Vec<_>>()
        });
        let note = |text| view! { <p class="note">{text}</p> }.into_any();
        texts.into_iter().map(note).collect::<Vec<_>>().into_any()
    };
    view! {
        <ul class="counts" aria-label="Seat counts">
            {move || counts()}
        </ul>
        {move || resting()}
        <p class="waiting-for">{move || event.with(|event| event.waiting_for.clone())}</p>
    }
}
