//! What the table says in words: the counts, what the event waits for, the latest news, and what needs the
//! host.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, EventStatus, Invite, Response, Seat};

use super::needs::Need;
use super::store::EventStore;
use crate::api::LogEntry;
use crate::components::button::Button;
use crate::components::dialog::use_dialogs;
use crate::time;

/// The words below the table.
#[component]
pub(super) fn TableInWords(store: EventStore, event: Signal<Event>) -> impl IntoView {
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
    let is_cancelled =
        Memo::new(move |_| event.with(|event| event.status == EventStatus::Cancelled));
    let legend = move || view! { <Legend store event /> }.into_any();
    // The lines are rendered again only if they change, and keep the focus.
    let sentences = Memo::new(move |_| {
        let needs = Need::all(store);
        needs.iter().map(Need::sentence).collect::<String>()
    });
    let need_lines = move || {
        let _ = sentences.read();
        let lines = untrack(|| Need::all(store)).into_iter().enumerate();
        let line = |(index, need): (usize, Need)| {
            let is_main = index == 0 && need.is_main();
            view! { <NeedLine store need is_main /> }.into_any()
        };
        lines.map(line).collect::<Vec<_>>().into_any()
    };
    view! {
        {move || (!is_cancelled.get()).then(legend)}
        <p class="waiting-for">{move || event.with(|event| event.waiting_for.clone())}</p>
        <News store />
        {resting}
        {need_lines}
    }
}

/// The colours of the chairs, with their counts.
#[component]
fn Legend(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let items = move || {
        let counts = event.with(|event| event.counts);
        let invites = store.invites.values();
        let is_probable = |invite: &&Invite| {
            invite.seat == Seat::Seated && invite.response == Some(Response::Probably)
        };
        let seats = invites
            .iter()
            .filter(is_probable)
            .map(|invite| invite.party_size);
        let probably: u32 = seats.sum();
        let items = [
            ("yes", counts.seated.saturating_sub(probably), "yes"),
            ("probably", probably, "probably"),
            ("held", counts.held, "held"),
            ("open", counts.open, "open"),
        ];
        let item = |(state, count, label): (&'static str, u32, &'static str)| {
            let label = format!(" {label}");
            view! {
                <li data-state=state>
                    <strong>{count.to_string()}</strong>
                    {label}
                </li>
            }
            .into_any()
        };
        let shown = items.into_iter().filter(|(_, count, _)| *count > 0);
        shown.map(item).collect::<Vec<_>>().into_any()
    };
    view! {
        <ul class="legend" aria-label="Seat counts">
            {items}
        </ul>
    }
}

/// The latest entry of the log that is news, which screen readers read aloud.
#[component]
fn News(store: EventStore) -> impl IntoView {
    // A memo, so that it is read aloud once.
    let news = Memo::new(move |_| {
        let zone = store.zone.get();
        store.log.with(|log| {
            let latest = log.iter().rev().find(|entry| entry.is_news());
            latest.map_or_else(String::new, |LogEntry { at, text, .. }| {
                format!("{} · {text}", time::short(at, &zone))
            })
        })
    });
    view! {
        <p class="news" role="status">
            {move || news.get()}
        </p>
    }
}

/// Something that needs the host, with a button unless the page's main button is for it.
#[component]
fn NeedLine(store: EventStore, need: Need, is_main: bool) -> impl IntoView {
    let dialogs = use_dialogs();
    let sentence = need.sentence();
    let button = (!is_main).then(|| {
        let label = need.action();
        let meet = move || need.meet(store, dialogs);
        view! { <Button class="quiet-button" label on_click=meet /> }.into_any()
    });
    view! {
        <div class="notice">
            <p>{sentence}</p>
            {button}
        </div>
    }
}
