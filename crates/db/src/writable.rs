//! Detects that the database cannot be written. Reads can succeed while every write fails: the disk is full, or the
//! database is read-only.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use seat_dealer_core::Channel;

use crate::dev_mailbox::{self, NewMessage};
use crate::schema::letters;
use crate::{Conn, Db, Error, Result};

/// The minimum time between two probes while writes fail.
const PROBED: Duration = Duration::from_secs(2);

/// The time of the last failed write or probe of this process; `None` while writes succeed.
#[derive(Debug, Default)]
pub(crate) struct Writable(Mutex<Option<Instant>>);

impl Writable {
    /// Records a failed write. Only the probe records success, because a transaction can succeed without writing.
    pub(crate) fn record<T>(&self, outcome: &Result<T>) {
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
    /// Succeeds unless writes fail. After a failed write, it probes at most every two seconds until a write succeeds.
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

/// Adds a row and deletes it in one transaction, which must be committed to the disk.
fn probe(conn: &mut Conn) -> Result<()> {
    let id = dev_mailbox::keep(
        conn,
        &NewMessage::plain("", Channel::Email, ""),
        crate::now(),
    )?;
    diesel::delete(letters::table.find(id)).execute(conn)?;
    Ok(())
}
