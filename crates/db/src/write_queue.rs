//! One writer for SQLite. Writers that lean on `busy_timeout` starve each other; a queue serves
//! them in order, and those that arrive together share one commit, each in a savepoint of its own.

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

/// How many transactions share one commit at most.
const BATCH: usize = 32;

/// How a job of a batch went.
enum Ran {
    /// Its work stands.
    Done,
    /// It failed and is to be undone.
    Failed,
    /// It panicked, and nobody knows what it left behind on the connection.
    Panicked,
}

/// A transaction that waits for its turn.
trait Job: Send {
    /// Does the work; again, when an earlier try could not be committed.
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// Answers the caller, once the commit has succeeded or failed.
    fn finish(self: Box<Self>, commit: Result<(), String>);
}

struct Transaction<T, F> {
    /// What is logged in it belongs to whoever asked for it.
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
    fn run(&mut self, conn: &mut Conn) -> Ran {
        let work = || self.span.in_scope(|| (self.work)(conn));
        let (outcome, ran) = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(value)) => (Ok(value), Ran::Done),
            Ok(Err(error)) => (Err(error), Ran::Failed),
            Err(_) => (
                Err(Error::Unavailable("a transaction panicked".to_owned())),
                Ran::Panicked,
            ),
        };
        self.outcome = Some(outcome);
        ran
    }

    fn finish(self: Box<Self>, commit: Result<(), String>) {
        let outcome = match (self.outcome, commit) {
            (Some(outcome), Ok(())) => outcome,
            // A refusal stands: it has nothing to be committed.
            (Some(Err(error)), Err(_)) => Err(error),
            (_, Err(why)) => Err(Error::Unavailable(why)),
            (None, Ok(())) => Err(Error::Unavailable("a transaction was not run".to_owned())),
        };
        // A caller that has gone away does not need the answer.
        let _ = self.reply.send(outcome);
    }
}

/// The way to the writer's thread.
#[derive(Clone)]
pub(crate) struct WriteQueue {
    jobs: mpsc::Sender<Box<dyn Job>>,
    /// How many jobs were queued and are not finished.
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

    /// How many transactions wait or are being run.
    pub(crate) fn length(&self) -> usize {
        self.length.load(Ordering::Relaxed)
    }

    /// Runs `work` in a transaction; the answer comes after its commit.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::Unavailable("the writer has stopped".to_owned());
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
                gone()
            })?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

/// The thread's side.
struct Writer {
    url: DatabaseUrl,
    conn: Conn,
    length: Arc<AtomicUsize>,
}

impl Writer {
    /// Serves until every [`WriteQueue`] is dropped; what is queued by then is still done.
    fn serve(&mut self, queue: &mpsc::Receiver<Box<dyn Job>>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(BATCH - 1));
            let together = (batch.len() > 1).then(|| self.commit(&mut batch));
            for mut job in batch {
                let commit = match &together {
                    Some(Ok(())) => Ok(()),
                    // Another process does not let go of the file: no other job gets it either.
                    Some(Err(error)) if error.is_transient() => Err(error.to_string()),
                    // What could not be committed together is tried one by one, so that a
                    // failure is one job's own.
                    Some(Err(_)) | None => self
                        .commit(std::slice::from_mut(&mut job))
                        .map_err(|error| error.to_string()),
                };
                self.length.fetch_sub(1, Ordering::Relaxed);
                job.finish(commit);
            }
        }
    }

    /// Runs jobs in one transaction, again if another process was in the way. After an error
    /// nothing of them is left.
    fn commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let outcome = retrying(|| self.try_to_commit(jobs));
        if outcome.is_err() && self.conn.is_broken() {
            // Closing a connection undoes what it has not committed.
            self.conn = self.url.connect()?;
        }
        outcome
    }

    fn try_to_commit(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<()> {
        let conn = &mut self.conn;
        begin(conn)?;
        let done = match jobs {
            // A transaction of one needs no savepoint: it is undone as a whole.
            [job] => match job.run(conn) {
                Ran::Done => Ok(()),
                Ran::Failed => return Ok(Manager::rollback_transaction(conn)?),
                Ran::Panicked => Err(panicked()),
            },
            jobs => jobs.iter_mut().try_for_each(|job| {
                Manager::begin_transaction(conn)?;
                match job.run(conn) {
                    Ran::Done => Ok(Manager::commit_transaction(conn)?),
                    Ran::Failed => Ok(Manager::rollback_transaction(conn)?),
                    Ran::Panicked => Err(panicked()),
                }
            }),
        };
        if let Err(error) = done.and_then(|()| Ok(Manager::commit_transaction(conn)?)) {
            // Whatever cannot be rolled back is dropped with the connection.
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

/// Begins a transaction that holds the write lock from its start, so that nothing read in it can
/// be out of date when it writes, not even with other processes on the same file.
fn begin(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
        }
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => AnsiTransactionManager::begin_transaction(conn),
    }
}
