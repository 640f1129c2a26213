//! The event's log, newest entry first. Entries about deliveries are folded away.

use std::sync::Arc;

use leptos::prelude::*;

use super::store::EventStore;
use crate::api::LogEntry;
use crate::components::button::Button;
use crate::components::list::{Item, for_items};
use crate::time;

/// How many entries are shown at first.
const ENTRIES_AT_REST: usize = 4;
/// How many more are shown with each "Show earlier".
const ENTRIES_PER_STEP: usize = 30;

/// The log.
#[component]
pub(super) fn LogPanel(store: EventStore) -> impl IntoView {
    let limit = RwSignal::new(ENTRIES_AT_REST);
    let has_deliveries = RwSignal::new(false);
    let is_listed = move |entry: &&LogEntry| has_deliveries.get() || !entry.is_delivery();
    let item = move |entry: &LogEntry| {
        let entry = entry.clone();
        Item {
            key: entry.seq.to_string(),
            render: Arc::new(move || {
                view! { <LogItem zone=store.zone entry=entry.clone() /> }.into_any()
            }),
        }
    };
    let items = move || {
        store.log.with(|log| {
            let entries = log.iter().rev().filter(is_listed);
            entries.take(limit.get()).map(item).collect::<Vec<_>>()
        })
    };
    let empty_state = || {
        view! { <p class="hint">"Everything that happens is listed here, with the reason."</p> }
            .into_any()
    };
    let has_earlier = move || {
        store
            .log
            .with(|log| log.iter().filter(is_listed).count() > limit.get())
    };
    let show_earlier = move || {
        let show = move || limit.update(|limit| *limit += ENTRIES_PER_STEP);
        view! { <Button class="quiet-button" label="Show earlier" on_click=show /> }.into_any()
    };
    let deliveries = move || store.log.with(|log| log.iter().any(LogEntry::is_delivery));
    let show_deliveries = move || {
        let show = move || has_deliveries.set(true);
        view! { <Button class="quiet-button" label="Show deliveries" on_click=show /> }.into_any()
    };
    view! {
        {move || store.log.with(Vec::is_empty).then(empty_state)}
        <ol class="story">
            {for_items(items)}
        </ol>
        <div class="row-actions">
            {move || has_earlier().then(show_earlier)}
            {move || (deliveries() && !has_deliveries.get()).then(show_deliveries)}
        </div>
    }
}

/// An entry.
#[component]
fn LogItem(zone: Memo<String>, entry: LogEntry) -> impl IntoView {
    let LogEntry { at, kind, text, .. } = entry;
    let datetime = at.clone();
    view! {
        <li data-kind=kind>
            <time datetime=datetime>{move || time::short(&at, &zone.get())}</time>
            <p>{text}</p>
        </li>
    }
}
