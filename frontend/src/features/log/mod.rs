//! The event's log as a story, newest first.

use std::sync::Arc;

use leptos::prelude::*;
use seat_dealer_api_types::LogEntry;

use crate::components::button::button;
use crate::components::dynamic::{dynamic, part, words};
use crate::components::shapes::{element, panel, text};
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
        Item {
            key: entry.seq.to_string(),
            draw: Arc::new(move || draw(desk, &entry)),
        }
    };
    let entries = move || {
        desk.log
            .with(|log| log.iter().rev().take(shown.get()).map(item).collect())
    };
    let earlier = move || {
        (desk.log.with(Vec::len) > shown.get()).then(|| {
            button("button", "Show earlier", move || {
                shown.update(|shown| *shown += SOME);
            })
            .view()
        })
    };
    let empty = move || {
        let nothing = desk.log.with(Vec::is_empty);
        nothing.then(|| {
            text(
                "hint",
                "Everything that happens is told here, with its reason.",
            )
        })
    };
    let story = element("ol", "story", vec![list(dynamic(entries))]);
    panel(
        "log-title",
        "What has happened",
        vec![part(empty), story, part(earlier)],
    )
}

fn draw(desk: Desk, entry: &LogEntry) -> AnyView {
    let LogEntry {
        at,
        kind,
        text: said,
        ..
    } = entry.clone();
    let when = words({
        let at = at.clone();
        move || time::short(&at, &desk.zone.get())
    });
    view! {
        <li data-kind=kind>
            <time datetime=at>{when}</time>
            {text("", said)}
        </li>
    }
    .into_any()
}
