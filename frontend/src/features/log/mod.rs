//! The event's log as a story, newest first.

use leptos::prelude::*;
use seat_dealer_api_types::LogEntry;

use crate::features::events::desk::Desk;
use crate::time;

/// How many entries are shown at first, and with each "Show earlier".
const SOME: usize = 30;

/// What has happened, and why.
#[component]
pub(crate) fn LogPanel(desk: Desk) -> impl IntoView {
    let shown = RwSignal::new(SOME);
    let entries = move || {
        desk.log.with(|log| log.iter().rev().take(shown.get()).cloned().collect::<Vec<_>>())
    };
    let earlier = move || {
        (desk.log.with(Vec::len) > shown.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| shown.update(|shown| *shown += SOME)
                >
                    "Show earlier"
                </button>
            }
        })
    };
    let empty = move || {
        desk.log.with(Vec::is_empty).then(|| {
            view! { <p class="hint">"Everything that happens is told here, with its reason."</p> }
        })
    };
    view! {
        <section class="panel" aria-labelledby="log-title">
            <h2 id="log-title">"What has happened"</h2>
            {empty}
            <ol class="story" reversed aria-labelledby="log-title">
                <For each=entries key=|entry| entry.seq let(entry)>
                    <Entry desk entry />
                </For>
            </ol>
            {earlier}
        </section>
    }
    .into_any()
}

#[component]
fn Entry(desk: Desk, entry: LogEntry) -> impl IntoView {
    let at = entry.at.clone();
    view! {
        <li data-kind=entry.kind>
            <time datetime=entry.at>{move || time::short(&at, &desk.zone.get())}</time>
            <p>{entry.text}</p>
        </li>
    }
    .into_any()
}
