//! The events that the page shows.

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use crate::api::{Api, ApiError, use_api};
use crate::components::list::KeyedList;

/// The list of events, as far as it is loaded.
#[derive(Clone, Copy)]
pub(super) struct EventListStore {
    api: Api,
    /// The events.
    pub(super) rows: KeyedList<Event>,
    /// Whether there are more events.
    pub(super) has_more: RwSignal<bool>,
    /// Whether events have been loaded.
    pub(super) loaded: RwSignal<bool>,
    /// Why the last request failed.
    pub(super) failure: RwSignal<Option<String>>,
    /// How many pages of events are shown.
    pages: RwSignal<usize>,
}

impl EventListStore {
    pub(super) fn new() -> Self {
        Self {
            api: use_api(),
            rows: KeyedList::new(),
            has_more: RwSignal::new(false),
            loaded: RwSignal::new(false),
            failure: RwSignal::new(None),
            pages: RwSignal::new(1),
        }
    }

    /// Makes the next [`EventListStore::fetch`] load one page more.
    pub(super) fn show_more(self) {
        self.pages.update(|pages| *pages += 1);
    }

    /// Loads as many pages as are shown.
    pub(super) async fn fetch(self) {
        match self.fetch_pages().await {
            Ok(()) => self.failure.set(None),
            Err(error) => self.failure.set(Some(error.message())),
        }
    }

    async fn fetch_pages(self) -> Result<(), ApiError> {
        let mut events = Vec::new();
        let mut cursor = None;
        for _ in 0..self.pages.try_get_untracked().unwrap_or_default() {
            let page = self.api.events(cursor.as_deref()).await?;
            events.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        self.rows.replace(events, |event| &event.id);
        self.has_more.set(cursor.is_some());
        self.loaded.set(true);
        Ok(())
    }
}
