//! The sign-in session: its key, the signed-in host, and what has to survive until the next sign-in.

use leptos::prelude::*;
use seat_dealer_api_types::Me;

use crate::browser;

const KEY: &str = "seatDealer.session";
const RETURN_TO: &str = "seatDealer.returnTo";
const TICKET: &str = "seatDealer.ticket";
const NOTICE: &str = "seatDealer.notice";

/// The session, provided as context to the whole app.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    key: RwSignal<Option<String>>,
    /// The signed-in host, once loaded.
    pub(crate) me: RwSignal<Option<Me>>,
    /// Whether the server ended the session; the sign-in page says so.
    pub(crate) expired: RwSignal<bool>,
    before_expiry: fn(&str),
    /// Whether the host has signed out, so that this document is about to be left.
    is_left: StoredValue<bool>,
}

impl Session {
    /// Restores the session from the browser's storage, and follows sign-ins and sign-outs of other
    /// tabs. `before_expiry` is called with the host's id before an ended session is forgotten.
    pub(crate) fn restore(before_expiry: fn(&str)) -> Self {
        let session = Self {
            key: RwSignal::new(stored_key()),
            me: RwSignal::new(None),
            expired: RwSignal::new(false),
            before_expiry,
            is_left: StoredValue::new(false),
        };
        window_event_listener(leptos::ev::storage, move |change| {
            if change.key().is_none_or(|key| key == KEY) {
                session.me.set(None);
                session.key.set(stored_key());
            }
        });
        session
    }

    /// Whether a host is signed in. Reactive.
    pub(crate) fn is_open(self) -> bool {
        self.key.with(Option::is_some)
    }

    /// The session key. Reactive.
    pub(crate) fn key_tracked(self) -> Option<String> {
        self.key.get()
    }

    /// The session key. Not reactive.
    pub(crate) fn key(self) -> Option<String> {
        self.key.try_get_untracked().flatten()
    }

    /// The ETag of the signed-in host as it was loaded; that of any host before.
    pub(crate) fn etag(self) -> String {
        self.me
            .with_untracked(|me| me.as_ref().map_or("*", |me| &me.etag).to_owned())
    }

    /// Starts a session.
    pub(crate) fn start(self, key: String) {
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(KEY, &key);
        }
        let _ = browser::take(NOTICE);
        self.me.set(None);
        self.expired.set(false);
        self.key.set(Some(key));
    }

    /// Sets the signed-in host, who was loaded with this key, unless they are known already.
    pub(crate) fn set_loaded(self, key: Option<&str>, me: Me) {
        let is_current = self.key().as_deref() == key;
        if is_current && self.me.with_untracked(Option::is_none) {
            self.me.set(Some(me));
        }
    }

    /// Forgets the session key and the return path, because the host signs out. The document has to
    /// be left.
    pub(crate) fn leave(self) {
        self.is_left.set_value(true);
        forget_key();
        let _ = browser::take(RETURN_TO);
    }

    /// Forgets a session that the server has ended, unless the host has signed out.
    pub(crate) fn expire(self) {
        if self.is_left.get_value() {
            return;
        }
        self.me.with_untracked(|me| {
            if let Some(me) = me {
                (self.before_expiry)(&me.id);
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

fn forget_key() {
    if let Some(storage) = browser::local_storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// Stores the path to open after the next sign-in.
pub(crate) fn remember_return_path(path: &str) {
    browser::remember(RETURN_TO, path);
}

/// Takes the path to open after a sign-in.
pub(crate) fn take_return_path() -> String {
    // Only a path of this app, never another origin.
    browser::take(RETURN_TO)
        .filter(|path| path.starts_with('/') && !path.starts_with("//"))
        .unwrap_or_else(|| "/events".to_owned())
}

/// Stores a notice for the sign-in page, which shows it until the next sign-in.
pub(crate) fn remember_notice(notice: &str) {
    browser::remember(NOTICE, notice);
}

/// The notice for the sign-in page.
pub(crate) fn notice() -> Option<String> {
    browser::recall(NOTICE)
}

/// Stores the ticket of a sign-in until the provider redirects back.
pub(crate) fn remember_ticket(ticket: &str) {
    browser::remember(TICKET, ticket);
}

/// Takes the ticket of the sign-in in progress.
pub(crate) fn take_ticket() -> Option<String> {
    browser::take(TICKET)
}
