use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use seat_dealer_core::{EventId, HostId};
use thread_local::ThreadLocal;
use tokio::sync::{Notify, broadcast};
use tracing::{Instrument, info_span};

use crate::conn::DatabaseUrl;
use crate::connections::{Connections, PATIENCE};
use crate::decision_counts::DecisionCounts;
use crate::migrations::{self, Age};
use crate::retry::retrying;
use crate::writable::Writable;
use crate::write_queue::WriteQueue;
use crate::{Conn, Error, Result, RsvpTokens, TRACES, contacts, messages};

/// The handle of the database. Cloning it is cheap.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    connections: Connections,
    /// With SQLite, the connections of the threads that have called `read_at_once`.
    own: Arc<ThreadLocal<RefCell<Option<Conn>>>>,
    /// The writer of SQLite. With MySQL, the connections above write, too.
    queue: Option<WriteQueue>,
    tokens: RsvpTokens,
    changes: broadcast::Sender<EventId>,
    contact_changes: broadcast::Sender<HostId>,
    due: Arc<Notify>,
    /// Whether the tables were found to be up to date. They stay so.
    has_tables: Arc<AtomicBool>,
    pub(crate) writable: Arc<Writable>,
    decision_counts: Arc<DecisionCounts>,
}

impl Db {
    /// Opens the database. Creates the SQLite file and its folder if they do not exist.
    pub fn open(url: &DatabaseUrl, tokens: RsvpTokens) -> Result<Self> {
        Self::open_waiting(url, tokens, PATIENCE)
    }

    /// Opens the database for a process that does not wait so long for a server.
    #[cfg(feature = "testing")]
    pub fn open_with_patience(
        url: &DatabaseUrl,
        tokens: RsvpTokens,
        patience: Duration,
    ) -> Result<Self> {
        Self::open_waiting(url, tokens, patience)
    }

    fn open_waiting(url: &DatabaseUrl, tokens: RsvpTokens, patience: Duration) -> Result<Self> {
        url.make_file()?;
        let connections = Connections::open(url, patience)?;
        let queue = match url {
            DatabaseUrl::Sqlite(_) => Some(WriteQueue::start(url)?),
            #[cfg(feature = "mysql")]
            DatabaseUrl::Mysql(_) => None,
        };
        let (changes, _) = broadcast::channel(1024);
        let (contact_changes, _) = broadcast::channel(1024);
        Ok(Self {
            url: url.clone(),
            connections,
            own: Arc::default(),
            queue,
            tokens,
            changes,
            contact_changes,
            due: Arc::new(Notify::new()),
            has_tables: Arc::default(),
            writable: Arc::default(),
            decision_counts: Arc::default(),
        })
    }

    /// Brings the database up to date and returns the names of the migrations that were run.
    pub fn migrate(&self) -> Result<Vec<String>> {
        migrations::run(&mut self.url.connect()?)
    }

    /// Succeeds if requests can be served: the database answers, its tables are those of this program or of a newer
    /// one, and the last write of this process has not failed.
    pub async fn is_ready(&self) -> Result<()> {
        let has_tables = Arc::clone(&self.has_tables);
        self.read(move |conn| {
            if has_tables.load(Ordering::Relaxed) {
                return messages::next_due(conn).map(|_| ());
            }
            match migrations::age(conn)? {
                Age::Present | Age::Newer => {
                    has_tables.store(true, Ordering::Relaxed);
                    Ok(())
                }
                Age::Older | Age::Foreign => Err(Error::Unavailable(
                    "its tables are not up to date".to_owned(),
                )),
            }
        })
        .await?;
        self.must_be_writable().await
    }

    /// Whether the server has not answered a statement for 30 seconds, and nothing has succeeded since. Never with
    /// SQLite.
    pub fn is_silent(&self) -> bool {
        self.connections.is_silent()
    }

    /// Derives and checks the tokens of guests' links.
    pub fn tokens(&self) -> &RsvpTokens {
        &self.tokens
    }

    /// The counters of this process's decisions since its start.
    pub fn decision_counts(&self) -> &DecisionCounts {
        &self.decision_counts
    }

    /// The number of transactions that wait for the writer of SQLite; `None` with MySQL.
    pub fn queued_writes(&self) -> Option<usize> {
        self.queue.as_ref().map(WriteQueue::length)
    }

    /// The events that this process changes, in the order of their commits. The channel tells a subscriber that lags
    /// behind, which then queries the database.
    pub fn changes(&self) -> broadcast::Receiver<EventId> {
        self.changes.subscribe()
    }

    pub(crate) fn announce(&self, event: &EventId) {
        // It is not an error if there is no subscriber.
        let _ = self.changes.send(event.clone());
    }

    /// The hosts whose contacts this process changes, in the order of the commits.
    pub fn contact_changes(&self) -> broadcast::Receiver<HostId> {
        self.contact_changes.subscribe()
    }

    /// Waits until an event may have become due although it was not changed. A notification without a waiter is kept
    /// for the next one. The dealer is the only waiter.
    pub async fn may_be_due(&self) {
        self.due.notified().await;
    }

    /// Runs a query on a blocking thread.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        self.connections.run(work).await
    }

    /// Runs a query that reads a few rows by an index, for which changing the thread would cost more than the query.
    /// With SQLite it runs on the calling thread and that thread's connection: the data is in memory, and readers do
    /// not wait for writers. With MySQL it runs on a blocking thread.
    pub async fn read_at_once<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        if self.url.file().is_none() {
            return self.read(work).await;
        }
        let mut own = self.own.get_or_default().borrow_mut();
        let mut conn = match own.take() {
            Some(conn) => conn,
            None => self.url.connect()?,
        };
        let answer = work(&mut conn);
        // After an error of the database, the next query opens a new connection.
        if matches!(answer, Ok(_) | Err(Error::NotFound)) {
            *own = Some(conn);
        }
        answer
    }

    /// [`Db::write`] for changes of a host's contacts. The transactions of a host run one after the other, and each
    /// increases `contacts_version`. After the commit, subscribers are notified, and the dealer of this process
    /// wakes.
    pub async fn change_contacts<T, F>(&self, host: &HostId, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let id = host.clone();
        let done = self
            .write(move |conn| {
                contacts::count_change(conn, &id)?;
                work(conn)
            })
            .await?;
        self.due.notify_one();
        // It is not an error if there is no subscriber.
        let _ = self.contact_changes.send(host.clone());
        Ok(done)
    }

    /// Runs `work` in a transaction on a blocking thread, and retries it after a conflict with another transaction.
    /// `Ok`: the changes are durable. An error: they are rolled back.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let work = move |conn: &mut Conn| {
            info_span!(target: TRACES, "transaction").in_scope(|| work(conn))
        };
        // The span includes the waiting before the transaction, and the commit.
        let span = info_span!(target: TRACES, "write");
        let outcome = if let Some(queue) = &self.queue {
            queue.write(work).instrument(span).await
        } else {
            self.connections
                .run(move |conn| {
                    retrying(|| {
                        conn.transaction(|conn| work(conn).map_err(|error| error.numbered(conn)))
                    })
                })
                .instrument(span)
                .await
        };
        self.writable.record(&outcome);
        outcome
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
