//! One event as its page shows it: everything that is loaded of it, and how it is kept up to date.

use std::time::Duration;

use futures_util::future::join4;
use leptos::prelude::*;
use seat_dealer_api_types::{Card, Event, Invite, LogEntry, Preview};

use crate::api::{Api, Failure, use_api};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::dynamic::spawn;
use crate::keyed::Keyed;
use crate::live::{Connection, Listener, follow};

/// How long changes are gathered before the event is loaded again.
const GATHER: Duration = Duration::from_millis(150);

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
    /// Where the rest of the deck begins.
    pub(crate) deck_more: RwSignal<Option<String>>,
    /// How many pages of the deck are shown.
    pub(crate) deck_pages: RwSignal<usize>,
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
    refresh: StoredValue<Refresh>,
}

/// At most one refresh is under way, and one more is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refresh {
    Idle,
    Gathering,
    Running { again: bool },
}

impl Desk {
    /// Loads an event and follows it until the current owner (the page) is left.
    pub(crate) fn open(id: String) -> Self {
        let event = RwSignal::new(None::<Event>);
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
            deck_more: RwSignal::new(None),
            deck_pages: RwSignal::new(1),
            preview: RwSignal::new(None),
            log: RwSignal::new(Vec::new()),
            connection: RwSignal::new(Connection::Opening),
            latest: RwSignal::new(String::new()),
            failure: RwSignal::new(None),
            busy: Busy::new(),
            leaving: RwSignal::new(None),
            refresh: StoredValue::new(Refresh::Idle),
        };
        desk.load();
        let owner = Owner::current();
        spawn(async move {
            let last = desk.load_log().await;
            if let (Some(last), Some(owner), false) = (last, owner, desk.is_left()) {
                owner.with(|| follow(desk.api, desk.id(), last, desk));
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
        match self.refresh.try_get_value() {
            Some(Refresh::Idle) => {
                self.refresh.set_value(Refresh::Gathering);
                set_timeout(move || self.load(), GATHER);
            }
            Some(Refresh::Running { .. }) => {
                self.refresh.set_value(Refresh::Running { again: true });
            }
            Some(Refresh::Gathering) | None => {}
        }
    }

    fn load(self) {
        if self.is_left() {
            return;
        }
        self.refresh.set_value(Refresh::Running { again: false });
        spawn(async move {
            self.read().await;
            let again = self.refresh.try_get_value() == Some(Refresh::Running { again: true });
            self.refresh
                .try_update_value(|refresh| *refresh = Refresh::Idle);
            if again {
                self.refresh();
            }
        });
    }

    /// Loads everything but the log again.
    pub(crate) async fn read(self) {
        let id = self.id();
        let answers = join4(
            self.api.event(&id),
            self.api.invites(&id),
            self.read_deck(),
            self.api.preview(&id),
        );
        let (event, invites, deck, preview) = answers.await;
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
        if let Ok((cards, more)) = deck {
            self.deck.replace(cards, |card| &card.contact.id);
            self.deck_more.set(more);
        }
        if let Ok(preview) = preview {
            self.preview.set(Some(preview));
        }
    }

    /// As many pages of the deck as are shown.
    async fn read_deck(self) -> Result<(Vec<Card>, Option<String>), Failure> {
        let mut cards = Vec::new();
        let mut cursor = None;
        for _ in 0..self.deck_pages.try_get_untracked().unwrap_or(1) {
            let page = self.api.deck(&self.id(), cursor.as_deref()).await?;
            cards.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        Ok((cards, cursor))
    }

    /// The whole deck.
    pub(crate) async fn whole_deck(self) -> Result<Vec<Card>, Failure> {
        let mut cards = Vec::new();
        let mut cursor = None;
        loop {
            let page = self.api.deck(&self.id(), cursor.as_deref()).await?;
            cards.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(cards);
            }
        }
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

impl Listener for Desk {
    fn entry(&self, entry: LogEntry) {
        self.latest.set(entry.text.clone());
        self.log.try_update(|log| {
            if log.last().is_none_or(|last| last.seq < entry.seq) {
                log.push(entry);
            }
        });
        self.refresh();
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
