use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use diesel::r2d2::Pool;
use seat_dealer_core::{EventId, HostId};
use thread_local::ThreadLocal;
use tokio::sync::{Notify, broadcast};
use tracing::{Instrument, Span, info_span};

use crate::conn::{Connector, DatabaseUrl};
use crate::decision_counts::DecisionCounts;
use crate::migrations::{self, Age};
use crate::retry::retrying;
use crate::writable::Writable;
use crate::write_queue::WriteQueue;
use crate::{Conn, Error, Result, RsvpTokens, TRACES, contacts, messages};

/// How many connections read at once, and with MySQL how many write.
const CONNECTIONS: u32 = 8;

/// The database, shared by everything in the process; cheap to clone.
#[derive(Clone)]
pub struct Db {
    url: DatabaseUrl,
    pool: Pool<Connector>,
    /// With SQLite, the connections of the threads that have called `read_at_once`.
    own: Arc<ThreadLocal<RefCell<Option<Conn>>>>,
    /// The only way to write to SQLite; with MySQL the pool writes too.
    queue: Option<WriteQueue>,
    tokens: RsvpTokens,
    changes: broadcast::Sender<EventId>,
    contact_changes: broadcast::Sender<HostId>,
    due: Arc<Notify>,
    /// Whether the tables have been seen to be there, where they stay.
    has_tables: Arc<AtomicBool>,
    pub(crate) writable: Arc<Writable>,
    decision_counts: Arc<DecisionCounts>,
}

impl Db {
    /// Opens the database. Makes an SQLite file, and its folder, when there is none.
    pub fn open(url: &DatabaseUrl, tokens: RsvpTokens) -> Result<Self> {
        url.make_file()?;
        // One connection by hand first: its error says what is wrong, a pool's only that time ran out.
        drop(url.connect()?);
        let pool = Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            // A server closes connections that have long been idle; a file does not.
            .test_on_check_out(url.file().is_none())
            .build(Connector(url.clone()))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        let queue = match url {
            DatabaseUrl::Sqlite(_) => Some(WriteQueue::start(url)?),
            #[cfg(feature = "mysql")]
            DatabaseUrl::Mysql(_) => None,
        };
        let (changes, _) = broadcast::channel(1024);
        let (contact_changes, _) = broadcast::channel(1024);
        Ok(Self {
            url: url.clone(),
            pool,
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

    /// Brings the database up to date and says which migrations that took.
    pub fn migrate(&self) -> Result<Vec<String>> {
        migrations::run(&mut self.url.connect()?)
    }

    /// Succeeds when requests can be served: the database answers, its tables are those of this
    /// program or of a newer one, and writes succeed as far as this process knows.
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

    /// Derives and checks guests' links.
    pub fn tokens(&self) -> &RsvpTokens {
        &self.tokens
    }

    /// What this process has decided since its start.
    pub fn decision_counts(&self) -> &DecisionCounts {
        &self.decision_counts
    }

    /// How many transactions wait for the one writer of this process; `None` with a server, where
    /// each has a connection of its own.
    pub fn queued_writes(&self) -> Option<usize> {
        self.queue.as_ref().map(WriteQueue::length)
    }

    /// The events that this process changes, as their transactions are committed. Who lags behind
    /// is told so by the channel and looks for itself.
    pub fn changes(&self) -> broadcast::Receiver<EventId> {
        self.changes.subscribe()
    }

    pub(crate) fn announce(&self, event: &EventId) {
        // Nobody listening is fine.
        let _ = self.changes.send(event.clone());
    }

    /// The hosts whose contacts this process changes, as their transactions are committed.
    pub fn contact_changes(&self) -> broadcast::Receiver<HostId> {
        self.contact_changes.subscribe()
    }

    /// Returns when something that is no change to an event may have made one due. A call that came
    /// while nobody listened is kept for the next listener; there is one, the dealer.
    pub async fn may_be_due(&self) {
        self.due.notified().await;
    }

    /// Runs a query off the async threads.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let pool = self.pool.clone();
        off_thread(move || {
            let mut conn = pool
                .get()
                .map_err(|error| Error::Unavailable(error.to_string()))?;
            work(&mut conn)
        })
        .await
    }

    /// Runs a query of a few rows, found by an index, for which going to another thread and back
    /// would cost more than the query itself. With SQLite it runs where it is called, on a
    /// connection of that thread: the embedded database answers it from memory, and who reads waits
    /// for nobody who writes. A server is never waited for on an async thread.
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
        // After an error of the database, the next one gets a new connection.
        if matches!(answer, Ok(_) | Err(Error::NotFound)) {
            *own = Some(conn);
        }
        answer
    }

    /// [`Db::write`] for what changes a host's contacts: one change after the other, each counted in
    /// the transaction itself. Afterwards those who show the contacts are told, and the dealer of
    /// this process looks at once whether a dealing event has waited for it.
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
        // Nobody listening is fine.
        let _ = self.contact_changes.send(host.clone());
        Ok(done)
    }

    /// Runs `work` in a transaction off the async threads, again if it met another one. What `work`
    /// did is durable when this returns `Ok`, and undone when it returns an error.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let work = move |conn: &mut Conn| {
            info_span!(target: TRACES, "transaction").in_scope(|| work(conn))
        };
        // Before the transaction in it one waits for one's turn, after it for the commit.
        let span = info_span!(target: TRACES, "write");
        let outcome = if let Some(queue) = &self.queue {
            queue.write(work).instrument(span).await
        } else {
            let pool = self.pool.clone();
            off_thread(move || {
                let mut conn = pool
                    .get()
                    .map_err(|error| Error::Unavailable(error.to_string()))?;
                retrying(|| Conn::transaction(&mut *conn, &work))
            })
            .instrument(span)
            .await
        };
        self.writable.note(&outcome);
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

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    // What is logged there belongs to the request that asked.
    let span = Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(work))
        .await
        .unwrap_or_else(|error| {
            Err(Error::Unavailable(format!(
                "a query did not finish: {error}"
            )))
        })
}
