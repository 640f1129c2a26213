//! The top of an event's page: title, status, begin and end, place, link and tags.

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use super::labels::{StatusBadge, span_and_place};
use super::store::EventStore;
use crate::sse::Connection;

/// The title, the status, the begin and the end, the place, the link and the tags.
#[component]
pub(super) fn EventHeader(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let reconnecting = || {
        view! { <p class="note">"Reconnecting… What you see may be slightly out of date."</p> }
            .into_any()
    };
    let link = move |url: String| {
        // The scheme says nothing to people.
        let label = url.trim_start_matches("https://").to_owned();
        view! {
            " · "
            <a href=url target="_blank" rel="noopener noreferrer">
                {label}
            </a>
        }
        .into_any()
    };
    let tags = |tags: &[String]| {
        let text = format!("Only contacts with one of these tags: {}", tags.join(", "));
        (!tags.is_empty()).then(|| view! { <p>{text}</p> }.into_any())
    };
    view! {
        <header class="event-head">
            <h1 tabindex="-1">{move || event.with(|event| event.title.clone())}</h1>
            <div class="event-when">
                <StatusBadge event /> " " {move || event.with(span_and_place)}
                {move || event.with(|event| event.url.clone()).map(link)}
                {move || event.with(|event| tags(&event.tags))}
            </div>
            <div role="status">
                {move || (store.connection.get() == Connection::Lost).then(reconnecting)}
            </div>
        </header>
    }
}
