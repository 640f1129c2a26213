//! The event's log, newest entry first.

use std::sync::Arc;

use leptos::prelude::*;
use seat_dealer_api_types::LogEntry;

use super::store::EventStore;
use crate::components::button::Button;
use crate::components::list::{Item, for_items};
use crate::components::page::Panel;
use crate::time;

/// How many entries are shown at first, and how many more with each "Show earlier".
const ENTRIES_PER_STEP: usize = 30;

/// The log.
#[component]
pub(super) fn LogPanel(store: EventStore) -> impl IntoView {
    let limit = RwSignal::new(ENTRIES_PER_STEP);
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
            log.iter()
                .rev()
                .take(limit.get())
                .map(item)
                .collect::<Vec<_>>()
        })
    };
    let empty_state = || {
        view! { <p class="hint">"Everything that happens is listed here, with the reason."</p> }
            .into_any()
    };
    let show_earlier = move || {
        let show = move || limit.update(|limit| *limit += ENTRIES_PER_STEP);
        view! { <Button label="Show earlier" on_click=show /> }.into_any()
    };
    view! {
        <Panel id="log-title" title="What has happened">
            {move || store.log.with(Vec::is_empty).then(empty_state)}
            <ol class="story">
                {for_items(items)}
            </ol>
            {move || (store.log.with(Vec::len) > limit.get()).then(show_earlier)}
        </Panel>
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
