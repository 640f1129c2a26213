//! The parts of an event's page: guests by their answer, the deck, the log. The URL remembers the part that the host
//! has chosen.

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event, EventStatus};

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
    pub(super) const ALL: [Self; 6] = [
        Self::Coming,
        Self::Waiting,
        Self::Maybe,
        Self::Standby,
        Self::Deck,
        Self::Log,
    ];

    /// The parts that have a tab.
    pub(super) fn listed(is_over: bool) -> impl Iterator<Item = Self> {
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
    pub(super) fn settle(self, event: &Event) {
        self.chosen.update(|chosen| {
            chosen.get_or_insert_with(|| Segment::first_of(event));
        });
    }

    pub(super) fn is_shown(self, segment: Segment) -> bool {
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
