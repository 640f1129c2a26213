//! The parts of an event's page as tabs. The counts are the tabs.

use leptos::prelude::*;
use seat_dealer_api_types::Event;
use web_sys::KeyboardEvent;

use super::deck::DeckPanel;
use super::invitations::{self, GuestsPanel};
use super::log::LogPanel;
use super::segment::Segment;
use super::store::EventStore;
use crate::browser;
use crate::reactive::effect;

impl Segment {
    fn tab_id(self) -> String {
        format!("tab-{}", self.label())
    }

    fn panel_id(self) -> String {
        format!("part-{}", self.label())
    }
}

/// The tabs and the chosen part.
#[component]
pub(super) fn SegmentedParts(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let segments = store.segments;
    event.with_untracked(|event| segments.settle(event));
    let tab = move |segment| view! { <Tab store event segment /> }.into_any();
    let panel = move |segment| view! { <TabPanel store segment /> }.into_any();
    // Nobody is invited any more.
    effect(move || {
        if store.is_over.get() && segments.is_shown(Segment::Deck) {
            segments.show(Segment::Coming);
        }
    });
    let tabs = move || {
        let listed = Segment::listed(store.is_over.get());
        listed.map(tab).collect::<Vec<_>>().into_any()
    };
    let panels: Vec<_> = Segment::ALL.into_iter().map(panel).collect();
    view! {
        <div class="segments" role="tablist" aria-label="Guests, deck and log">
            {tabs}
        </div>
        {panels}
    }
}

/// A tab with its count. The arrow keys lead to the next one.
#[component]
fn Tab(store: EventStore, event: Signal<Event>, segment: Segment) -> impl IntoView {
    let segments = store.segments;
    let count = Memo::new(move |_| match segment {
        Segment::Deck => event.with(|event| event.counts.deck.to_string()),
        Segment::Log => String::new(),
        _ => invitations::count(store, segment).to_string(),
    });
    let press_key = move |key: KeyboardEvent| {
        let listed: Vec<_> = Segment::listed(store.is_over.get_untracked()).collect();
        let Some(here) = listed.iter().position(|other| *other == segment) else {
            return;
        };
        let to = match key.key().as_str() {
            "ArrowRight" => (here + 1) % listed.len(),
            "ArrowLeft" => (here + listed.len() - 1) % listed.len(),
            "Home" => 0,
            "End" => listed.len() - 1,
            _ => return,
        };
        key.prevent_default();
        browser::focus_id(&listed[to].tab_id());
    };
    view! {
        <button
            type="button"
            class="segment"
            role="tab"
            id=segment.tab_id()
            data-segment=segment.label()
            aria-selected=move || segments.is_shown(segment).to_string()
            aria-controls=segment.panel_id()
            tabindex=move || if segments.is_shown(segment) { "0" } else { "-1" }
            on:click=move |_| segments.show(segment)
            on:focus=move |_| segments.show(segment)
            on:keydown=press_key
        >
            <span class="segment-count">{move || count.get()}</span>
            " "
            {segment.label()}
        </button>
    }
}

/// A part. Guests are always in the page, so that they are printed; the deck and the log only while shown.
#[component]
fn TabPanel(store: EventStore, segment: Segment) -> impl IntoView {
    let is_shown = Memo::new(move |_| store.segments.is_shown(segment));
    let content = move || match segment {
        Segment::Deck => is_shown
            .get()
            .then(|| view! { <DeckPanel store /> }.into_any()),
        Segment::Log => is_shown
            .get()
            .then(|| view! { <LogPanel store /> }.into_any()),
        _ => Some(view! { <GuestsPanel store segment /> }.into_any()),
    };
    view! {
        <section
            class="panel"
            role="tabpanel"
            id=segment.panel_id()
            aria-labelledby=segment.tab_id()
            data-shown=move || is_shown.get().then_some("")
        >
            {content}
        </section>
    }
}
