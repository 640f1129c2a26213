//! The parts of an event's page as tabs: guests by their answer, the deck, the log. The counts are the tabs.
//! The URL remembers the part that the host has chosen.

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event, EventStatus};
use web_sys::KeyboardEvent;

use super::deck::DeckPanel;
use super::invitations::{self, GuestsPanel};
use super::log::LogPanel;
use super::store::EventStore;
use crate::browser;
use crate::reactive::effect;
use crate::router::{self, Router, use_router};

const QUERY_PARAM: &str = "part";

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    /// Guests with a seat, and those who do not come.
    Coming,
    /// Guests whose answer is awaited or has not come.
    Waiting,
    /// Guests who have answered MAYBE.
    Maybe,
    /// Guests on standby.
    Standby,
    /// Who can still be invited.
    Deck,
    /// What has happened.
    Log,
}

impl Segment {
    const ALL: [Self; 6] = [
        Self::Coming,
        Self::Waiting,
        Self::Maybe,
        Self::Standby,
        Self::Deck,
        Self::Log,
    ];

    /// The parts that have a tab.
    fn listed(is_over: bool) -> impl Iterator<Item = Self> {
        let is_listed = move |segment: &Self| *segment != Self::Deck || !is_over;
        Self::ALL.into_iter().filter(is_listed)
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Coming => "Coming",
            Self::Waiting => "Waiting",
            Self::Maybe => "Maybe",
            Self::Standby => "Standby",
            Self::Deck => "Deck",
            Self::Log => "Log",
        }
    }

    /// The part that an event shows first.
    fn first_of(event: &Event) -> Self {
        let Counts { seated, held, .. } = event.counts;
        match event.status {
            EventStatus::Draft => Self::Deck,
            EventStatus::Dealing | EventStatus::Paused if seated == 0 && held > 0 => Self::Waiting,
            _ => Self::Coming,
        }
    }

    fn tab_id(self) -> String {
        format!("tab-{}", self.label())
    }

    fn panel_id(self) -> String {
        format!("part-{}", self.label())
    }
}

/// The chosen part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segments {
    router: Router,
    chosen: RwSignal<Option<Segment>>,
}

impl Segments {
    /// The part that the URL says.
    pub(super) fn from_url() -> Self {
        let named = router::query_param(QUERY_PARAM);
        let is_named = |segment: &Segment| named.as_deref() == Some(segment.label());
        Self {
            router: use_router(),
            chosen: RwSignal::new(Segment::ALL.into_iter().find(is_named)),
        }
    }

    /// Chooses the first part of an event unless the URL says another. Later answers do not change it.
    fn settle(self, event: &Event) {
        self.chosen.update(|chosen| {
            chosen.get_or_insert_with(|| Segment::first_of(event));
        });
    }

    fn is_shown(self, segment: Segment) -> bool {
        self.chosen.get() == Some(segment)
    }

    /// Shows a part.
    pub(super) fn show(self, segment: Segment) {
        if self.chosen.try_get_untracked() == Some(Some(segment)) {
            return;
        }
        self.chosen.try_set(Some(segment));
        self.router.remember(QUERY_PARAM, segment.label());
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
