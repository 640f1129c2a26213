//! One writer for SQLite. Writers that lean on `busy_timeout` starve each other; a queue serves
//! them in order, and those that arrive together share one commit, each in a savepoint of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::prelude::*;
use tokio::sync::oneshot;

use crate::conn::DatabaseUrl;
use crate::{Conn, Error, Result};

/// How many transactions share one commit at most.
const BATCH: usize = 32;

/// A transaction that waits for its turn.
trait Job: Send {
    /// Does the work. `false`: it failed and is to be undone.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Answers the caller, once the commit has succeeded or failed.
    fn finish(self: Box<Self>, commit: Result<(), String>);
}

struct Transaction<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Transaction<T, F>
where
    T: Send,
    F: Fn(&mut Conn) -> Result<T> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(conn)))
            .unwrap_or_else(|_| Err(Error::Unavailable("a transaction panicked".to_owned())));
        let succeeded = outcome.is_ok();
        self.outcome = Some(outcome);
        succeeded
    }

    fn finish(self: Box<Self>, commit: Result<(), String>) {
        let outcome = match (self.outcome, commit) {
            // A refusal stands whether or not the others were committed.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (Some(Ok(_)), Err(why)) => Err(Error::Unavailable(why)),
            (None, commit) => Err(Error::Unavailable(
                commit.err().unwrap_or_else(|| "not run".to_owned()),
            )),
        };
        // A caller that has gone away does not need the answer.
        let _ = self.reply.send(outcome);
    }
}

/// The way to the writer's thread.
#[derive(Clone)]
pub(crate) struct WriteQueue {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl WriteQueue {
    pub(crate) fn start(url: &DatabaseUrl) -> Result<Self> {
        let conn = url.connect()?;
        let (jobs, queue) = mpsc::channel();
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(conn, &queue))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Runs `work` in a transaction; the answer comes after its commit.
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let gone = || Error::Unavailable("the writer has stopped".to_owned());
        self.jobs
            .send(Box::new(Transaction {
                work,
                outcome: None,
                reply,
            }))
            .map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

/// Serves until every [`WriteQueue`] is dropped; what is queued by then is still done.
fn serve(mut conn: Conn, queue: &mpsc::Receiver<Box<dyn Job>>) {
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        batch.extend(queue.try_iter().take(BATCH - 1));
        let commit = run_batch(&mut conn, &mut batch).map_err(|error| error.to_string());
        for job in batch {
            job.finish(commit.clone());
        }
    }
}

fn run_batch(conn: &mut Conn, batch: &mut [Box<dyn Job>]) -> QueryResult<()> {
    begin(conn)?;
    for job in batch {
        // `RollbackTransaction` undoes the savepoint; the job keeps its own error.
        match conn.transaction(|conn| {
            if job.run(conn) {
                Ok(())
            } else {
                Err(diesel::result::Error::RollbackTransaction)
            }
        }) {
            Ok(()) | Err(diesel::result::Error::RollbackTransaction) => {}
            Err(error) => {
                rollback(conn);
                return Err(error);
            }
        }
    }
    type Manager = <Conn as Connection>::TransactionManager;
    Manager::commit_transaction(conn).inspect_err(|_| rollback(conn))
}

fn rollback(conn: &mut Conn) {
    type Manager = <Conn as Connection>::TransactionManager;
    if let Err(error) = Manager::rollback_transaction(conn) {
        tracing::warn!(%error, "a transaction could not be rolled back");
    }
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
