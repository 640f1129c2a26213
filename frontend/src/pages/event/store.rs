//! The state of one event's page: everything that is loaded of the event, and how it stays up to date.

use futures_util::future::join4;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{Card, Deck, DeckOrder, Event, Invite, Preview};
use serde::de::IgnoredAny;

use super::labels::is_over;
use super::segment::Segments;
use crate::api::{self, Api, ApiError, ApiFuture, LogEntry, PAGE_SIZE, use_api};
use crate::browser::{focus_row, save_focus, sleep};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::list::KeyedList;
use crate::refetch::{Refetch, Sequence, TaskQueue};
use crate::sse::{Connection, StreamListener, follow};

/// The largest page of cards that the server returns.
const MAX_PAGE_SIZE: usize = 500;

/// The milliseconds between two tries to load the log.
const LOG_RETRY_DELAY: i32 = 2_000;

/// The state of the page.
#[derive(Clone, Copy)]
pub(in crate::pages) struct EventStore {
    /// The API client.
    pub(super) api: Api,
    /// Announces results.
    pub(super) announcer: Announcer,
    id: StoredValue<String>,
    /// The event, once loaded.
    pub(super) event: RwSignal<Option<Event>>,
    /// The event's time zone.
    pub(super) zone: Memo<String>,
    /// Whether the event is past or cancelled, so that the host can no longer change it.
    pub(super) is_over: Memo<bool>,
    /// The part of the page that is shown.
    pub(super) segments: Segments,
    /// The invitations, in the order they were dealt.
    pub(super) invites: KeyedList<Invite>,
    /// The beginning of the deck.
    pub(super) deck: KeyedList<Card>,
    /// Whether the deck has more cards.
    pub(super) deck_has_more: RwSignal<bool>,
    /// How many cards a refetch asks for.
    pub(super) deck_limit: RwSignal<usize>,
    /// The text that is searched for in the deck.
    pub(super) deck_search: RwSignal<String>,
    /// The host's own order of the deck.
    pub(super) order: RwSignal<DeckOrder>,
    /// Whether a card is being dragged. The deck does not change meanwhile.
    pub(super) is_dragging: StoredValue<bool>,
    /// The ETag of the deck with that order, or with the one that it was made from.
    order_etag: StoredValue<String>,
    /// The changes of that order.
    order_changes: Sequence,
    /// Saves the changes of the order.
    order_saves: TaskQueue,
    /// Whether the shown order is not saved yet.
    has_unsaved_order: StoredValue<bool>,
    /// The id of the element by which a card was moved last, and whether to scroll to it.
    last_moved: StoredValue<(String, bool)>,
    /// Who is invited next.
    pub(super) preview: RwSignal<Option<Preview>>,
    /// The log, oldest entry first.
    pub(super) log: RwSignal<Vec<LogEntry>>,
    /// The connection of the event stream.
    pub(super) connection: RwSignal<Connection>,
    /// Why the event could not be loaded.
    pub(super) failure: RwSignal<Option<ApiError>>,
    /// Called when the host has changed a contact.
    pub(super) on_contact_saved: UnsyncCallback<()>,
    /// Whether an action of the host is in progress.
    pub(super) busy: Busy,
    /// The ids of the invitations that the host has withdrawn and the server has not; one of them may
    /// still be undone.
    pub(super) withdrawing: RwSignal<Vec<String>>,
    refetch: Refetch,
    requests: Sequence,
    deck_requests: Sequence,
    /// Whether the stream has sent its first message about the deck.
    has_deck_message: StoredValue<bool>,
}

impl EventStore {
    /// Loads an event and follows it until the current owner (the page) is cleaned up.
    pub(super) fn open(id: String) -> Self {
        let event = RwSignal::new(None::<Event>);
        // The refetch calls a method of the store that holds it.
        let this = StoredValue::new(None::<Self>);
        let store = Self {
            api: use_api(),
            announcer: use_announcer(),
            id: StoredValue::new(id),
            event,
            zone: Memo::new(move |_| {
                let zone = event.with(|event| event.as_ref().map(|event| event.time_zone.clone()));
                zone.unwrap_or_else(|| "UTC".to_owned())
            }),
            is_over: Memo::new(move |_| event.with(|event| event.as_ref().is_none_or(is_over))),
            segments: Segments::from_url(),
            invites: KeyedList::new(),
            deck: KeyedList::new(),
            deck_has_more: RwSignal::new(false),
            deck_limit: RwSignal::new(PAGE_SIZE),
            deck_search: RwSignal::new(String::new()),
            order: RwSignal::new(DeckOrder::default()),
            is_dragging: StoredValue::new(false),
            order_etag: StoredValue::new(String::new()),
            order_changes: Sequence::new(),
            order_saves: TaskQueue::new(),
            has_unsaved_order: StoredValue::new(false),
            last_moved: StoredValue::new((String::new(), true)),
            preview: RwSignal::new(None),
            log: RwSignal::new(Vec::new()),
            connection: RwSignal::new(Connection::Opening),
            failure: RwSignal::new(None),
            on_contact_saved: UnsyncCallback::new(move |()| {
                if let Some(store) = this.try_get_value().flatten() {
                    store.refetch();
                }
            }),
            busy: Busy::new(),
            withdrawing: RwSignal::new(Vec::new()),
            refetch: Refetch::new(move || async move {
                if let Some(store) = this.try_get_value().flatten() {
                    store.fetch().await;
                }
            }),
            requests: Sequence::new(),
            deck_requests: Sequence::new(),
            has_deck_message: StoredValue::new(false),
        };
        this.set_value(Some(store));
        store.refetch.now();
        let owner = Owner::current();
        spawn_local(async move {
            let last_seq = store.load_log().await;
            // The log may be newer than what was loaded beside it, and the stream reports only what comes after.
            store.refetch();
            if let (Some(last_seq), Some(owner), false) = (last_seq, owner, store.is_disposed()) {
                let path = format!("events/{}/stream?deck=true", store.id());
                owner.with(|| follow(store.api, path, last_seq.to_string(), store));
            }
        });
        store
    }

    /// The event's id.
    pub(super) fn id(self) -> String {
        self.id.try_get_value().unwrap_or_default()
    }

    fn is_disposed(self) -> bool {
        self.event.is_disposed()
    }

    /// Loads the whole log and returns the number of its last entry. Retries until it succeeds.
    async fn load_log(self) -> Option<i64> {
        let mut entries = Vec::new();
        let mut after = 0;
        while !self.is_disposed() {
            match self.api.log(&self.id(), after).await {
                Ok(page) => {
                    after = page.items.last().map_or(after, |entry| entry.seq);
                    let is_last = page.items.is_empty() || page.next_cursor.is_none();
                    entries.extend(page.items);
                    if is_last {
                        self.log.set(entries);
                        return Some(after);
                    }
                }
                Err(ApiError::SignedOut) => return None,
                Err(error) if error.is_not_found() => return None,
                Err(_) => sleep(LOG_RETRY_DELAY).await,
            }
        }
        None
    }

    /// Loads everything but the log again, soon.
    pub(super) fn refetch(self) {
        self.refetch.soon();
    }

    /// Loads everything but the log, unless the page has been left. Returns `false` if a later call has
    /// started meanwhile; the response is then dropped.
    pub(super) async fn fetch(self) -> bool {
        if self.is_disposed() {
            return true;
        }
        let id = self.id();
        let request = self.requests.begin();
        let responses = join4(
            self.api.event(&id),
            self.api.invites(&id),
            self.api.preview(&id),
            self.fetch_deck(),
        );
        // If the deck cannot be loaded, the event cannot be loaded either.
        let (event, invites, preview, _) = responses.await;
        if request.is_overtaken() {
            return false;
        }
        match event {
            Ok(event) => {
                self.failure.set(None);
                if self
                    .event
                    .try_with_untracked(|old| old.as_ref() != Some(&event))
                    == Some(true)
                {
                    self.event.set(Some(event));
                }
            }
            Err(error) => self.failure.set(Some(error)),
        }
        if let Ok(invites) = invites {
            self.invites.replace(invites, |invite| &invite.id);
            self.drop_invited();
        }
        if let Ok(preview) = preview {
            self.preview.set(Some(preview));
        }
        true
    }

    /// Loads as much of the deck as is shown. Drops the response if a later request was made, or if
    /// the server may not have had the order that is shown.
    async fn fetch_deck(self) -> Result<(), ApiError> {
        let request = self.deck_requests.begin();
        let change = self.order_changes.latest();
        let is_saved = self.has_unsaved_order.try_get_value() == Some(false);
        let deck = self.fetch_cards().await?;
        let is_outdated = request.is_overtaken()
            || change.is_overtaken()
            || !is_saved
            || self.is_dragging.try_get_value() == Some(true);
        if !is_outdated {
            let focus = save_focus();
            self.deck.replace(deck.items, |card| &card.contact.id);
            self.drop_invited();
            focus.restore_in_place();
            self.deck_has_more.set(deck.next_cursor.is_some());
            self.order.set(deck.order);
            self.order_etag.set_value(deck.etag);
        }
        Ok(())
    }

    /// Loads the deck, and tells the host if that fails.
    pub(super) async fn show_deck(self) {
        if let Err(error) = self.fetch_deck().await {
            self.announcer.error(&error);
        }
    }

    /// Removes the contacts who are invited from the deck.
    fn drop_invited(self) {
        let values = untrack(|| self.invites.values());
        let invited: Vec<_> = values.into_iter().map(|invite| invite.contact.id).collect();
        self.deck.remove_all(&invited);
    }

    async fn fetch_cards(self) -> Result<Deck, ApiError> {
        let wanted = self.deck_limit.try_get_untracked().unwrap_or_default();
        let search = self.deck_search.try_get_untracked().unwrap_or_default();
        let mut cards = Vec::new();
        let mut cursor = None;
        loop {
            let limit = (wanted - cards.len()).min(MAX_PAGE_SIZE);
            let page = self
                .api
                .deck(&self.id(), &search, limit, cursor.as_deref())
                .await?;
            cards.extend(page.items);
            if page.next_cursor.is_none() || cards.len() >= wanted {
                return Ok(Deck {
                    items: cards,
                    next_cursor: page.next_cursor,
                    order: page.order,
                    etag: page.etag,
                });
            }
            cursor = page.next_cursor;
        }
    }

    /// Shows the host's new order at once, and saves it. Afterwards focuses the row of the element
    /// with this id, which may have moved once more, unless another element has the focus.
    pub(super) fn set_order(self, order: DeckOrder, element_id: &str, scrolls: bool) {
        self.last_moved.set_value((element_id.to_owned(), scrolls));
        self.deck.move_to_front(&order.invite_first);
        self.order.set(order.clone());
        self.has_unsaved_order.set_value(true);
        let change = self.order_changes.begin();
        let event_id = self.id();
        // One request after the other, so that the server ends with the latest order. An order that
        // the host has changed again meanwhile is not sent.
        self.order_saves.push(async move {
            if change.is_overtaken() {
                return;
            }
            // A host who has left the page sees no later order: theirs is saved.
            let etag = self.order_etag.try_get_value();
            let etag = etag.unwrap_or_else(|| "*".to_owned());
            match self.api.set_deck(&event_id, &order, &etag).await {
                Ok(deck) => {
                    self.order_etag.try_update_value(|etag| *etag = deck.etag);
                }
                Err(error) => self.announcer.error(&error),
            }
            if !change.is_overtaken() {
                self.has_unsaved_order.set_value(false);
                spawn_local(self.show_saved_order());
            }
        });
    }

    async fn show_saved_order(self) {
        self.fetch().await;
        request_animation_frame(move || {
            self.last_moved
                .try_with_value(|(id, scrolls)| focus_row(id, *scrolls));
        });
    }

    /// Waits until the server has every change that the host has made so far. Commits an action that
    /// could still be undone.
    pub(super) async fn flush(self) {
        self.announcer.commit_pending().await;
        self.order_saves.finished().await;
    }

    /// Loads who would be invited next after every change that the host has made.
    pub(super) async fn fetch_preview(self) -> Result<Preview, ApiError> {
        loop {
            let change = self.order_changes.latest();
            self.flush().await;
            let preview = self.api.preview(&self.id()).await?;
            if !change.is_overtaken() {
                return Ok(preview);
            }
        }
    }

    /// Performs an action of the host after every change that they have made before, and refetches.
    pub(super) async fn perform(self, action: ApiFuture<IgnoredAny>) -> Result<(), ApiError> {
        self.flush().await;
        let result = action.await;
        self.refetch();
        result.map(|_| ())
    }

    /// Handles the stream's message that contacts or other events have changed the deck.
    fn on_deck_changed(self) {
        let is_first = self
            .has_deck_message
            .try_update_value(|has_message| !std::mem::replace(has_message, true));
        match is_first {
            // The first message comes at once, when everything but the deck has just been loaded.
            Some(true) => spawn_local(self.show_deck()),
            _ => self.refetch(),
        }
    }

    fn on_log_entry(self, entry: LogEntry) {
        let is_new = self.log.try_update(|log| {
            let is_new = log.last().is_none_or(|last| last.seq < entry.seq);
            if is_new {
                log.push(entry);
            }
            is_new
        });
        if is_new == Some(true) {
            self.refetch();
        }
    }
}

impl StreamListener for EventStore {
    fn on_message(&self, event: &str, data: &str) {
        match event {
            "deck" => self.on_deck_changed(),
            _ => {
                if let Some(entry) = api::parse(data) {
                    self.on_log_entry(entry);
                }
            }
        }
    }

    fn on_connection(&self, connection: Connection) {
        let before = self.connection.try_get_untracked();
        if before != Some(connection) {
            self.connection.set(connection);
        }
        // Changes that the log does not report may have been missed.
        let has_failed = self.failure.try_with_untracked(Option::is_some) == Some(true);
        match connection {
            Connection::Live if has_failed || before == Some(Connection::Lost) => self.refetch(),
            Connection::Ended => self.refetch(),
            _ => {}
        }
    }
}
