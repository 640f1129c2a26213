//! The only writer of a process on SQLite: a thread with a queue. Several writers with `busy_timeout`
//! would starve each other. The queue keeps the order, and transactions that arrive together share one
//! commit, each in its own savepoint.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::R2D2Connection;
use tokio::sync::oneshot;
use tracing::Span;

use crate::conn::DatabaseUrl;
use crate::retry::retrying;
use crate::{Conn, Error, Result};

/// The maximum number of transactions that share one commit.
const BATCH: usize = 32;

/// The result of running a job.
enum RunResult {
    /// The job succeeded.
    Done,
    /// The job failed and must be rolled back.
    Failed,
    /// The job panicked, so the state of the connection is unknown.
    Panicked,
}

/// A transaction in the queue.
trait Job: Send {
    /// Runs the transaction. It is called again if an earlier try could not be committed.
    fn run(&mut self, conn: &mut Conn) -> RunResult;
    /// Sends the result to the caller, after the commit has succeeded or failed.
    fn finish(self: Box<Self>, commit: Result<(), String>);
}

struct Transaction<T, F> {
    /// The span of the caller, for log entries of the transaction.
    span: Span,
    work: F,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Transaction<T, F>
where
    T: Send,
    F: Fn(&mut Conn) -> Result<T> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> RunResult {
        let work = || self.span.in_scope(|| (self.work)(conn));
        let (outcome, result) = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(value)) => (Ok(value), RunResult::Done),
            Ok(Err(error)) => (Err(error), RunResult::Failed),
            Err(_) => (
                Err(Error::Unavailable("a transaction panicked".to_owned())),
                RunResult::Panicked,
            ),
        };
        self.outcome = Some(outcome);
        result
    }

    fn finish(self: Box<Self>, commit: Result<(), String>) {
        let outcome = match (self.outcome, commit) {
            (Some(outcome), Ok(())) => outcome,
            // The job itself failed, so it had nothing to commit.
            (Some(Err(error)), Err(_)) => Err(error),
            (_, Err(why)) => Err(Error::Unavailable(why)),
            (None, Ok(())) => Err(Error::Unavailable("a transaction was not run".to_owned())),
        };
        // The caller may have been dropped.
        let _ = self.reply.send(outcome);
    }
}

/// The handle of the writer's thread.
#[derive(Clone)]
pub(crate) struct WriteQueue {
    jobs: mpsc::Sender<Box<dyn Job>>,
    /// The number of jobs that are queued or running.
    length: Arc<AtomicUsize>,
}

impl WriteQueue {
    pub(crate) fn start(url: &DatabaseUrl) -> Result<Self> {
        let length = Arc::new(AtomicUsize::new(0));
        let mut writer = Writer {
            conn: url.connect()?,
            url: url.clone(),
            length: Arc::clone(&length),
        };
        let (jobs, queue) = mpsc::channel();
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || writer.serve(&queue))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { jobs, length })
    }

    /// The number of transactions that are queued or running.
    pub(crate) fn length(&self) -> usize {
        self.length.load(Ordering::Relaxed)
    }

    /// Runs `work` in a transaction, and returns its result after the commit.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (reply, result) = oneshot::channel();
        let stopped = || Error::Unavailable("the writer has stopped".to_owned());
        self.length.fetch_add(1, Ordering::Relaxed);
        self.jobs
            .send(Box::new(Transaction {
                span: Span::current(),
                work,
                outcome: None,
                reply,
            }))
            .map_err(|_| {
                self.length.fetch_sub(1, Ordering::Relaxed);
                stopped()
            })?;
        result.await.unwrap_or_else(|_| Err(stopped()))
    }
}

/// The writer, which runs in the thread.
struct Writer {
    url: DatabaseUrl,
    conn: Conn,
    length: Arc<AtomicUsize>,
}

impl Writer {
    /// Runs jobs until all [`WriteQueue`]s are dropped and the queue is empty.
    fn serve(&mut self, queue: &mpsc::Receiver<Box<dyn Job>>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(BATCH - 1));
            let together = (batch.len() > 1).then(|| self.commit(&mut batch));
            for mut job in batch {
                let commit = match &together {
                    Some(Ok(())) => Ok(()),
                    // Another process holds the lock of the file, so every other job would fail as well.
                    Some(Err(error)) if error.is_transient() => Err(error.to_string()),
                    // After a failed common commit, each job is tried alone, so that a failure affects
                    // one job only.
                    Some(Err(_)) | None => self
                        .commit(std::slice::from_mut(&mut job))
                        .map_err(|error| error.to_string()),
                };
                self.length.fetch_sub(1, Ordering::Relaxed);
                job.finish(commit);
            }
        }
    }

    /// Runs jobs in one transaction, and retries after a transient error. After an error, nothing of
    /// them is stored.
    fn commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let outcome = retrying(|| self.try_to_commit(jobs));
        if outcome.is_err() && self.conn.is_broken() {
            // Closing the connection rolls back what was not committed.
            self.conn = self.url.connect()?;
        }
        outcome
    }

    fn try_to_commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let conn = &mut self.conn;
        begin(conn)?;
        let done = match jobs {
            // A single job needs no savepoint: the whole transaction is rolled back.
            [job] => match job.run(conn) {
                RunResult::Done => Ok(()),
                RunResult::Failed => return Ok(Manager::rollback_transaction(conn)?),
                RunResult::Panicked => Err(panicked()),
            },
            jobs => jobs.iter_mut().try_for_each(|job| {
                Manager::begin_transaction(conn)?;
                match job.run(conn) {
                    RunResult::Done => Ok(Manager::commit_transaction(conn)?),
                    RunResult::Failed => Ok(Manager::rollback_transaction(conn)?),
                    RunResult::Panicked => Err(panicked()),
                }
            }),
        };
        if let Err(error) = done.and_then(|()| Ok(Manager::commit_transaction(conn)?)) {
            // If a rollback fails, the connection is replaced.
            while Manager::rollback_transaction(conn).is_ok() {}
            return Err(error);
        }
        Ok(())
    }
}

type Manager = <Conn as Connection>::TransactionManager;

fn panicked() -> Error {
    Error::Unavailable("a transaction panicked".to_owned())
}

/// Begins a transaction with the write lock, so that its reads cannot be outdated when it writes, even
/// with other processes on the same file.
fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
        }
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => AnsiTransactionManager::begin_transaction(conn),
    }
}
