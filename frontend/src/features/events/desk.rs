//! One event as its page shows it: everything that is loaded of it, and how it is kept up to date.

use futures_util::future::join4;
use leptos::prelude::*;
use seat_dealer_api_types::{Card, Deck, DeckOrder, Event, Invite, LogEntry, Preview};

use crate::again::Again;
use crate::api::{Api, Failure, PAGE, use_api};
use crate::browser::{focus_row, keep_focus};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::dynamic::spawn;
use crate::json::parse;
use crate::keyed::Keyed;
use crate::live::{Connection, Listener, follow};

/// The most cards that the server gives at once.
const MOST_CARDS: usize = 500;

/// Everything that is known of the event.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// The way to the server.
    pub(crate) api: Api,
    /// Where it is said how things went.
    pub(crate) announcer: Announcer,
    id: StoredValue<String>,
    /// The event itself.
    pub(crate) event: RwSignal<Option<Event>>,
    /// Its time zone.
    pub(crate) zone: Memo<String>,
    /// Whether nothing can be done any more.
    pub(crate) over: Memo<bool>,
    /// Its invitations, in the order they were dealt.
    pub(crate) invites: Keyed<Invite>,
    /// The beginning of its deck.
    pub(crate) deck: Keyed<Card>,
    /// Whether the deck goes on beyond it.
    pub(crate) deck_more: RwSignal<bool>,
    /// How many cards of the deck are shown.
    pub(crate) deck_shown: RwSignal<usize>,
    /// What is looked for in the deck.
    pub(crate) deck_search: RwSignal<String>,
    /// The host's own order of it.
    pub(crate) order: RwSignal<DeckOrder>,
    /// Whether a card is being dragged: the deck stays as it is meanwhile.
    pub(crate) dragging: StoredValue<bool>,
    arranging: Again,
    /// Whether the server has not taken the order yet that is shown.
    is_ahead: StoredValue<bool>,
    /// The element by which a card was moved last, and whether the page is scrolled to it.
    moved: StoredValue<(String, bool)>,
    deck_asked: StoredValue<u32>,
    /// Whether the stream has said yet how the deck stands.
    deck_told: StoredValue<bool>,
    /// Who is next.
    pub(crate) preview: RwSignal<Option<Preview>>,
    /// Its log, oldest first.
    pub(crate) log: RwSignal<Vec<LogEntry>>,
    /// How the event stream stands.
    pub(crate) connection: RwSignal<Connection>,
    /// What was last said by the stream, for screen readers.
    pub(crate) latest: RwSignal<String>,
    /// Why the event could not be loaded.
    pub(crate) failure: RwSignal<Option<Failure>>,
    /// Whether something the host asked for is under way.
    pub(crate) busy: Busy,
    /// The invitation that is withdrawn unless the host takes it back.
    pub(crate) leaving: RwSignal<Option<String>>,
    reading: Again,
}

impl Desk {
    /// Loads an event and follows it until the current owner (the page) is left.
    pub(crate) fn open(id: String) -> Self {
        let event = RwSignal::new(None::<Event>);
        let this = StoredValue::new(None::<Self>);
        let desk = Self {
            api: use_api(),
            announcer: use_announcer(),
            id: StoredValue::new(id),
            event,
            zone: Memo::new(move |_| {
                let zone = event.with(|event| event.as_ref().map(|event| event.time_zone.clone()));
                zone.unwrap_or_else(|| "UTC".to_owned())
            }),
            over: Memo::new(move |_| event.with(|event| event.as_ref().is_none_or(super::is_over))),
            invites: Keyed::new(),
            deck: Keyed::new(),
            deck_more: RwSignal::new(false),
            deck_shown: RwSignal::new(PAGE as usize),
            deck_search: RwSignal::new(String::new()),
            order: RwSignal::new(DeckOrder::default()),
            dragging: StoredValue::new(false),
            arranging: Again::new(move || async move {
                if let Some(desk) = this.try_get_value().flatten() {
                    desk.put_order().await;
                }
            }),
            moved: StoredValue::new((String::new(), true)),
            is_ahead: StoredValue::new(false),
            deck_asked: StoredValue::new(0),
            deck_told: StoredValue::new(false),
            preview: RwSignal::new(None),
            log: RwSignal::new(Vec::new()),
            connection: RwSignal::new(Connection::Opening),
            latest: RwSignal::new(String::new()),
            failure: RwSignal::new(None),
            busy: Busy::new(),
            leaving: RwSignal::new(None),
            reading: Again::new(move || async move {
                if let Some(desk) = this.try_get_value().flatten() {
                    desk.read().await;
                }
            }),
        };
        this.set_value(Some(desk));
        desk.reading.now();
        let owner = Owner::current();
        spawn(async move {
            let last = desk.load_log().await;
            // What the log told may be newer than what was read beside it, and the stream tells only what
            // comes after.
            desk.refresh();
            if let (Some(last), Some(owner), false) = (last, owner, desk.is_left()) {
                let path = format!("events/{}/stream?deck=true", desk.id());
                owner.with(|| follow(desk.api, path, last.to_string(), desk));
            }
        });
        desk
    }

    /// The event's id, as it stands in addresses.
    pub(crate) fn id(self) -> String {
        self.id.try_get_value().unwrap_or_default()
    }

    fn is_left(self) -> bool {
        self.event.is_disposed()
    }

    /// Loads the log to its end and gives its last number; tries again until it can.
    async fn load_log(self) -> Option<i64> {
        let mut entries = Vec::new();
        let mut after = 0;
        while !self.is_left() {
            match self.api.log(&self.id(), after).await {
                Ok(page) => {
                    after = page.items.last().map_or(after, |entry| entry.seq);
                    let done = page.items.is_empty() || page.next_cursor.is_none();
                    entries.extend(page.items);
                    if done {
                        self.log.set(entries);
                        return Some(after);
                    }
                }
                Err(Failure::SignedOut) => return None,
                Err(failure) if failure.is_not_found() => return None,
                Err(_) => crate::browser::sleep(2_000).await,
            }
        }
        None
    }

    /// Loads the event again soon; calls that come close together are answered once.
    pub(crate) fn refresh(self) {
        self.reading.soon();
    }

    /// Loads everything but the log again.
    pub(crate) async fn read(self) {
        let id = self.id();
        let answers = join4(
            self.api.event(&id),
            self.api.invites(&id),
            self.api.preview(&id),
            self.read_deck(),
        );
        let (event, invites, preview, ()) = answers.await;
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
            Err(failure) => self.failure.set(Some(failure)),
        }
        if let Ok(invites) = invites {
            self.invites.replace(invites, |invite| &invite.id);
        }
        if let Ok(preview) = preview {
            self.preview.set(Some(preview));
        }
    }

    /// Loads as much of the deck as is shown. What has been overtaken by a later question, or by the
    /// host's own hand, is dropped.
    pub(crate) async fn read_deck(self) {
        let asked = self.deck_asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        let Ok(Deck {
            items,
            next_cursor,
            order,
        }) = self.ask_for_deck().await
        else {
            return;
        };
        let is_overtaken = self.deck_asked.try_get_value() != asked
            || self.is_ahead.try_get_value() == Some(true)
            || self.dragging.try_get_value() == Some(true);
        if !is_overtaken {
            let focus = keep_focus();
            self.deck.replace(items, |card| &card.contact.id);
            focus.stay();
            self.deck_more.set(next_cursor.is_some());
            self.order.set(order);
        }
    }

    async fn ask_for_deck(self) -> Result<Deck, Failure> {
        let shown = self.deck_shown.try_get_untracked().unwrap_or_default();
        let search = self.deck_search.try_get_untracked().unwrap_or_default();
        let mut cards = Vec::new();
        let mut cursor = None;
        loop {
            let limit = (shown - cards.len()).min(MOST_CARDS);
            let page = self.api.deck(&self.id(), &search, limit, cursor).await?;
            cards.extend(page.items);
            if page.next_cursor.is_none() || cards.len() >= shown {
                return Ok(Deck {
                    items: cards,
                    next_cursor: page.next_cursor,
                    order: page.order,
                });
            }
            cursor = page.next_cursor;
        }
    }

    /// Shows the host's new order at once, and sends it. Afterwards the row of the element with this
    /// id, which may move once more, has the focus unless something else has it.
    pub(crate) fn arrange(self, order: DeckOrder, id: &str, is_followed: bool) {
        self.moved.set_value((id.to_owned(), is_followed));
        self.deck.lead(&order.invite_first);
        self.order.set(order);
        self.is_ahead.set_value(true);
        // At once: who leaves the page now has moved it all the same.
        self.arranging.now();
    }

    async fn put_order(self) {
        let order = self.order.try_get_untracked().unwrap_or_default();
        if let Err(failure) = self.api.set_deck(&self.id(), &order).await {
            self.announcer.fail(&failure);
        }
        self.is_ahead.try_set_value(self.arranging.is_owed());
        self.read().await;
        request_animation_frame(move || {
            self.moved
                .try_with_value(|(id, is_followed)| focus_row(id, *is_followed));
        });
    }

    /// Does something that the host asked for, says how it went, and looks at the event again.
    pub(crate) fn act(
        self,
        done: impl Into<String>,
        task: impl Future<Output = Result<(), Failure>> + 'static,
    ) {
        let done = done.into();
        self.busy.run(async move {
            match task.await {
                Ok(()) => self.announcer.say(done),
                Err(failure) => self.announcer.fail(&failure),
            }
            self.refresh();
        });
    }
}

impl Desk {
    /// The stream says that the deck may have changed because of something else than this event.
    fn deck_changed(self) {
        let is_first = self
            .deck_told
            .try_update_value(|told| !std::mem::replace(told, true));
        match is_first {
            // It says so at once: all but the deck has been read just now.
            Some(true) => spawn(self.read_deck()),
            _ => self.refresh(),
        }
    }
}

impl Listener for Desk {
    fn message(&self, data: &str) {
        let Some(entry) = parse::<LogEntry>(data) else {
            return self.deck_changed();
        };
        let said = entry.text.clone();
        let is_new = self.log.try_update(|log| {
            let is_new = log.last().is_none_or(|last| last.seq < entry.seq);
            if is_new {
                log.push(entry);
            }
            is_new
        });
        if is_new == Some(true) {
            self.latest.set(said);
            self.refresh();
        }
    }

    fn connection(&self, connection: Connection) {
        let before = self.connection.try_get_untracked();
        if before != Some(connection) {
            self.connection.set(connection);
        }
        // Whatever the log does not tell may have changed while nobody was listening.
        let failed = self.failure.try_with_untracked(Option::is_some) == Some(true);
        match connection {
            Connection::Live if failed || before == Some(Connection::Lost) => self.refresh(),
            Connection::Ended => self.refresh(),
            _ => {}
        }
    }
}
