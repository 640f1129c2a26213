//! The event's log as a story, newest first.

use std::sync::Arc;

use leptos::prelude::*;
use seat_dealer_api_types::LogEntry;

use crate::components::button::button;
use crate::components::dynamic::{dynamic, part, words};
use crate::features::events::desk::Desk;
use crate::keyed::{Item, list};
use crate::time;

/// How many entries are shown at first, and with each "Show earlier".
const SOME: usize = 30;

/// What has happened, and why.
pub(crate) fn log_panel(desk: Desk) -> AnyView {
    let shown = RwSignal::new(SOME);
    let item = move |entry: &LogEntry| {
        let entry = entry.clone();
        Item { key: entry.seq.to_string(), draw: Arc::new(move || draw(desk, &entry)) }
    };
    let entries =
        move || desk.log.with(|log| log.iter().rev().take(shown.get()).map(item).collect());
    let earlier = move || {
        (desk.log.with(Vec::len) > shown.get()).then(|| {
            button("button", "Show earlier", move || shown.update(|shown| *shown += SOME)).view()
        })
    };
    let empty = move || {
        desk.log.with(Vec::is_empty).then(|| {
            view! { <p class="hint">"Everything that happens is told here, with its reason."</p> }
                .into_any()
        })
    };
    view! {
        <section class="panel" aria-labelledby="log-title">
            <h2 id="log-title">"What has happened"</h2>
            {part(empty)}
            <ol class="story" reversed aria-labelledby="log-title">
                {list(dynamic(entries))}
            </ol>
            {part(earlier)}
        </section>
    }
    .into_any()
}

fn draw(desk: Desk, entry: &LogEntry) -> AnyView {
    let LogEntry { at, kind, text, .. } = entry.clone();
    let when = words({
        let at = at.clone();
        move || time::short(&at, &desk.zone.get())
    });
    view! {
        <li data-kind=kind>
            <time datetime=at>{when}</time>
            <p>{text}</p>
        </li>
    }
    .into_any()
}
