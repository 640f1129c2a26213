//! Notices changes, for streams. All streams of a process share its looks at the database: one after each change by
//! this process, and one every second for the changes by others.

mod question;
mod topics;

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use seat_dealer_core::{EventId, HostId};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::MissedTickBehavior;

use crate::{Db, Result, log};
use question::{Digest, heads};
use topics::Topics;

/// The pause between two looks for changes by other processes.
const INTERVAL: Duration = Duration::from_secs(1);

/// What is watched. `None` until the watcher has read it.
pub type Watched<T> = watch::Receiver<Option<T>>;

/// The watcher of a process. Cloning it is cheap.
#[derive(Clone)]
pub struct Watcher(Arc<Shared>);

struct Shared {
    db: Db,
    topics: Mutex<Topics>,
    subscribed: Notify,
}

/// The newest entries of an event's log.
#[derive(Debug, PartialEq, Eq)]
pub struct News {
    /// The number of the entry before them.
    pub after: i64,
    /// The number of the last entry.
    pub last: i64,
    /// The entries; empty if there are too many to share.
    pub entries: Vec<log::Entry>,
}

/// The versions of what a host's pages show. They increase with every change.
#[derive(Debug, PartialEq, Eq)]
pub struct Versions {
    /// The version of the contacts.
    pub contacts: i64,
    /// The versions of the newest events, at most a thousand.
    pub events: Vec<(EventId, i64)>,
    /// Differs after every change of these.
    digest: Digest,
}

/// Why the watcher looks at the database.
enum Look {
    /// Others may have changed anything.
    All,
    /// There are new subscriptions.
    New,
    /// This process has changed events.
    Events(HashSet<EventId>),
    /// This process has changed the contacts of hosts.
    Contacts(HashSet<HostId>),
}

impl Watcher {
    /// A watcher that has to be [run](Self::run).
    pub fn new(db: Db) -> Self {
        Self(Arc::new(Shared {
            db,
            topics: Mutex::default(),
            subscribed: Notify::new(),
        }))
    }

    /// The newest entries of an event's log, beginning with those after this call; `None` after the event was deleted.
    pub fn event(&self, event: EventId) -> Watched<Option<Arc<News>>> {
        self.subscribe(|topics| topics.events.subscribe(event))
    }

    /// The versions of a host's contacts and events.
    pub fn host(&self, host: HostId) -> Watched<Arc<Versions>> {
        self.subscribe(|topics| topics.hosts.subscribe(host))
    }

    /// The email address of a key's host; `None` after the key was revoked or has expired.
    pub fn key(&self, key_id: String) -> Watched<Option<String>> {
        self.subscribe(|topics| topics.keys.subscribe(key_id))
    }

    fn subscribe<T>(&self, to: impl FnOnce(&mut Topics) -> T) -> T {
        let watched = to(&mut self.topics());
        self.0.subscribed.notify_one();
        watched
    }

    /// Watches until `stop`.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let (mut events, mut contacts) = (self.0.db.changes(), self.0.db.contact_changes());
        let mut ticks = tokio::time::interval(INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        tokio::pin!(stop);
        loop {
            let look = tokio::select! {
                () = &mut stop => return,
                _ = ticks.tick() => Look::All,
                () = self.0.subscribed.notified() => Look::New,
                event = events.recv() => drained(event, &mut events).map_or(Look::All, Look::Events),
                host = contacts.recv() => drained(host, &mut contacts).map_or(Look::All, Look::Contacts),
            };
            // A failure is made up for by the next look at everything.
            if let Err(error) = self.look(&look).await {
                tracing::warn!(%error, "open pages cannot be told of changes");
            }
        }
    }

    async fn look(&self, look: &Look) -> Result<()> {
        let Some(events) = self.topics().events(look) else {
            return Ok(());
        };
        let asked = events.clone();
        let heads = self.0.db.read(move |conn| heads(conn, &asked)).await?;
        let question = self.topics().question(look, &events, heads);
        let answer = self.0.db.read(move |conn| question.ask(conn)).await?;
        self.topics().publish(answer);
        Ok(())
    }

    fn topics(&self) -> MutexGuard<'_, Topics> {
        self.0.topics.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All that a channel has received. `None` if some of it was lost.
fn drained<T: Clone + Eq + Hash>(
    first: Result<T, RecvError>,
    channel: &mut broadcast::Receiver<T>,
) -> Option<HashSet<T>> {
    let mut all = HashSet::from([first.ok()?]);
    loop {
        match channel.try_recv() {
            Ok(next) => all.insert(next),
            Err(TryRecvError::Empty) => return Some(all),
            Err(_) => return None,
        };
    }
}
