//! The connections that a process shares.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel::prelude::*;
use diesel::r2d2::Pool;
use tokio::task::JoinError;
use tokio::time::timeout;
use tracing::Span;

use crate::conn::{Connector, DatabaseUrl};
use crate::{Conn, Error, Result};

/// How many connections read at once, and with MySQL how many write.
const CONNECTIONS: u32 = 8;

/// How long a server may take for one statement. Waits for locks end earlier.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// How long a connection to a server is kept that nobody needs. Looked at every 30 seconds, so that
/// the pool closes it before the server does (`mysql.rs`).
const IDLE: Duration = Duration::from_secs(25);

/// How soon a pool is replaced again because its server is read-only.
const REPLACED: Duration = Duration::from_secs(1);

/// The connections that a process shares; cheap to clone.
///
/// With a server, all of them are replaced when it has not answered for 30 seconds, and when it has
/// become read-only: the address may lead to another one by now. A statement that is not answered
/// cannot be interrupted, because the client library waits for it until the system closes the
/// connection. It keeps its thread until then, and nothing else.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Shared>);

struct Shared {
    url: DatabaseUrl,
    patience: Duration,
    current: Mutex<Current>,
    is_silent: AtomicBool,
}

/// The pool that lends connections, and when it was made.
#[derive(Clone)]
struct Current {
    pool: Pool<Connector>,
    since: Instant,
}

impl Connections {
    /// Opens the first connection. A statement may take as long as `patience`.
    pub(crate) fn open(url: &DatabaseUrl, patience: Duration) -> Result<Self> {
        // By hand, because its error says what is wrong, and a pool's only that time ran out.
        drop(url.connect()?);
        Ok(Self(Arc::new(Shared {
            url: url.clone(),
            patience,
            current: Mutex::new(Current::new(url)),
            is_silent: AtomicBool::new(false),
        })))
    }

    /// Runs `work` off the async threads.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (current, waiting) = (self.current().clone(), Waiting::default());
        // What is logged there belongs to the request that asked.
        let (span, pool, own) = (Span::current(), current.pool.clone(), waiting.clone());
        let is_server = self.0.url.file().is_none();
        let thread = tokio::task::spawn_blocking(move || {
            span.in_scope(|| {
                let mut conn = pool
                    .get()
                    .map_err(|error| Error::Unavailable(error.to_string()))?;
                if is_server {
                    conn.set_instrumentation(own);
                }
                work(&mut conn).map_err(|error| error.numbered(&mut conn))
            })
        });
        if !is_server {
            return thread.await.unwrap_or_else(|error| unfinished(&error));
        }
        let (connections, patience) = (self.clone(), self.0.patience);
        // Goes on when the caller does not wait any more.
        tokio::spawn(async move {
            let mut thread = thread;
            loop {
                match timeout(waiting.left_of(patience), &mut thread).await {
                    Ok(outcome) => {
                        let outcome = outcome.unwrap_or_else(|error| unfinished(&error));
                        connections.note(&outcome, &current);
                        return outcome;
                    }
                    Err(_) if waiting.left_of(patience).is_zero() => {
                        connections.0.is_silent.store(true, Ordering::Relaxed);
                        connections.replace(&current);
                        return Err(Error::Unavailable(format!(
                            "it has not answered for {} seconds",
                            patience.as_secs()
                        )));
                    }
                    Err(_) => {}
                }
            }
        })
        .await
        .unwrap_or_else(|error| unfinished(&error))
    }

    /// Whether the server has left a statement without an answer, and nothing has succeeded since.
    pub(crate) fn is_silent(&self) -> bool {
        self.0.is_silent.load(Ordering::Relaxed)
    }

    fn note<T>(&self, outcome: &Result<T>, used: &Current) {
        match outcome {
            Ok(_) => self.0.is_silent.store(false, Ordering::Relaxed),
            Err(error) if error.is_read_only() && used.since.elapsed() > REPLACED => {
                self.replace(used);
            }
            // The server may have vanished while connections were being made.
            Err(Error::Unavailable(_)) if used.pool.state().connections == 0 => self.replace(used),
            Err(_) => {}
        }
    }

    /// Replaces a pool, unless another failure has done so already.
    fn replace(&self, used: &Current) {
        let mut current = self.current();
        if current.since == used.since {
            tracing::warn!("the connections to the database are replaced");
            *current = Current::new(&self.0.url);
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.0
            .current
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    fn new(url: &DatabaseUrl) -> Self {
        let is_server = url.file().is_none();
        let pool = Pool::builder()
            .max_size(CONNECTIONS)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            // A server closes connections that have long been idle; a file does not.
            .test_on_check_out(is_server)
            .idle_timeout(is_server.then_some(IDLE))
            .build_unchecked(Connector(url.clone()));
        Self {
            pool,
            since: Instant::now(),
        }
    }
}

fn unfinished<T>(error: &JoinError) -> Result<T> {
    Err(Error::Unavailable(format!(
        "a query did not finish: {error}"
    )))
}

/// Since when a connection, or the answer to a statement, is waited for; `None` between two
/// statements.
#[derive(Clone)]
struct Waiting(Arc<Mutex<Option<Instant>>>);

impl Waiting {
    /// How much longer to wait.
    fn left_of(&self, patience: Duration) -> Duration {
        let waited = self.since().map_or(Duration::ZERO, |since| since.elapsed());
        patience.saturating_sub(waited)
    }

    fn since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Waiting {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Some(Instant::now()))))
    }
}

impl Instrumentation for Waiting {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => *self.since() = Some(Instant::now()),
            InstrumentationEvent::FinishQuery { .. } => *self.since() = None,
            _ => {}
        }
    }
}
