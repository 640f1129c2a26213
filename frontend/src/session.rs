//! Who is signed in: the session key, and where to go on after the next sign-in.

use leptos::prelude::*;
use seat_dealer_api_types::Me;

use crate::{browser, draft};

const KEY: &str = "seatDealer.session";
const RETURN_TO: &str = "seatDealer.returnTo";
const TICKET: &str = "seatDealer.ticket";
const FAREWELL: &str = "seatDealer.farewell";

/// The session, for every part of the app.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    key: RwSignal<Option<String>>,
    /// The signed-in host, once the server has told.
    pub(crate) me: RwSignal<Option<Me>>,
    /// Whether the session ended by itself, which is said on the sign-in page.
    pub(crate) expired: RwSignal<bool>,
}

impl Session {
    /// The session that the browser remembers, followed across its tabs.
    pub(crate) fn remembered() -> Self {
        let session = Self {
            key: RwSignal::new(stored_key()),
            me: RwSignal::new(None),
            expired: RwSignal::new(false),
        };
        window_event_listener(leptos::ev::storage, move |change| {
            if change.key().is_none_or(|key| key == KEY) {
                session.me.set(None);
                session.key.set(stored_key());
            }
        });
        session
    }

    /// Whether somebody is signed in; follows.
    pub(crate) fn is_open(self) -> bool {
        self.key.with(Option::is_some)
    }

    /// The session key.
    pub(crate) fn key(self) -> Option<String> {
        self.key.try_get_untracked().flatten()
    }

    /// Begins a session.
    pub(crate) fn begin(self, key: String) {
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(KEY, &key);
        }
        self.me.set(None);
        self.expired.set(false);
        self.key.set(Some(key));
    }

    /// The server no longer knows the session: forgets it, but keeps what is being typed.
    pub(crate) fn expire(self) {
        self.me.with_untracked(|me| {
            if let Some(me) = me {
                draft::keep(&me.id);
            }
        });
        forget_key();
        self.me.set(None);
        self.expired.set(true);
        self.key.set(None);
    }
}

fn stored_key() -> Option<String> {
    browser::local_storage()?.get_item(KEY).ok()?
}

/// Forgets the session key, where the host was and what was being typed, for signing out.
pub(crate) fn forget() {
    forget_key();
    let _ = browser::take(RETURN_TO);
    draft::forget();
}

fn forget_key() {
    if let Some(storage) = browser::local_storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// Remembers the page to go on to after the next sign-in.
pub(crate) fn remember_place(path: &str) {
    browser::remember(RETURN_TO, path);
}

/// The page to go on to after a sign-in.
pub(crate) fn take_place() -> String {
    // Only a path of this app: never another address.
    browser::take(RETURN_TO)
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .unwrap_or_else(|| "/events".to_owned())
}

/// Keeps what the sign-in page shall say to somebody who is on the way out.
pub(crate) fn remember_farewell(sentence: &str) {
    browser::remember(FAREWELL, sentence);
}

/// What the sign-in page shall say, once.
pub(crate) fn take_farewell() -> Option<String> {
    browser::take(FAREWELL)
}

/// Keeps the ticket of a sign-in until the provider sends the browser back.
pub(crate) fn remember_ticket(ticket: &str) {
    browser::remember(TICKET, ticket);
}

/// The ticket of the sign-in that is under way.
pub(crate) fn take_ticket() -> Option<String> {
    browser::take(TICKET)
}
