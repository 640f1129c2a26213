//! Whether the database can be written. Reads can succeed while every write fails: the disk is full,
//! or the database is read-only.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use seat_dealer_core::Channel;

use crate::schema::letters;
use crate::{Conn, Db, Error, Result};

/// How often a write is tried while writes fail.
const PROBED: Duration = Duration::from_secs(2);

/// When a write of this process failed last, or was tried last; `None` while writes succeed.
#[derive(Debug, Default)]
pub(crate) struct Writable(Mutex<Option<Instant>>);

impl Writable {
    /// Notes how a write ended. Success is left to the probe: a transaction can succeed without
    /// writing anything.
    pub(crate) fn note<T>(&self, outcome: &Result<T>) {
        if let Err(error) = outcome
            && error.is_outage()
        {
            *self.state() = Some(Instant::now());
        }
    }

    fn state(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Db {
    /// Succeeds unless writes fail. After a write has failed, one is tried every two seconds at most
    /// until it succeeds.
    pub(crate) async fn must_be_writable(&self) -> Result<()> {
        let failed_at = *self.writable.state();
        match failed_at {
            None => Ok(()),
            Some(at) if at.elapsed() < PROBED => {
                Err(Error::Unavailable("it cannot be written".to_owned()))
            }
            Some(_) => {
                *self.writable.state() = Some(Instant::now());
                self.write(probe).await?;
                *self.writable.state() = None;
                Ok(())
            }
        }
    }
}

/// Adds a row and deletes it in the same transaction, which has to be committed to the disk.
fn probe(conn: &mut Conn) -> Result<()> {
    let id = crate::dev_mailbox::keep(conn, "", Channel::Email, None, "", crate::now())?;
    diesel::delete(letters::table.find(id)).execute(conn)?;
    Ok(())
}
