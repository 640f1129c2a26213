//! Checks whether a database can be used, without changing it.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::Channel;

use crate::channels::latest_resting;
use crate::dev_mailbox::{self, NewMessage};
use crate::host_messages::undelivered;
use crate::migrations::{self, Age};
#[cfg(feature = "mysql")]
use crate::mysql;
use crate::{Conn, DatabaseUrl, Error, now};

/// Connects, checks that the tables are up to date, and writes a row in a transaction that is rolled back. Returns a
/// sentence that says what works. The error says what to correct.
pub fn check(url: &DatabaseUrl) -> Result<String, String> {
    if let Some(file) = url.file()
        && !file.exists()
    {
        return Err(format!(
            "There is no database at {} yet; seat-dealer migrate makes it, and so does the first start.",
            file.display()
        ));
    }
    let unusable = |error: Error| format!("DB_CONN_STRING does not lead to a database: {error}.");
    let mut conn = url.connect().map_err(unusable)?;
    let migrate = "seat-dealer migrate brings it up to date, and so does the next start";
    match migrations::age(&mut conn).map_err(unusable)? {
        Age::Present => {}
        Age::Older => return Err(format!("{url:?} is of an older version; {migrate}.")),
        Age::Newer => {
            return Err(format!(
                "{url:?} is of a newer version than this program; use the newer program."
            ));
        }
        Age::Foreign => {
            return Err(format!(
                "{url:?} is empty, or another program's; if it is empty, {migrate}."
            ));
        }
    }
    is_writable(&mut conn).map_err(|error| {
        format!("{url:?} can be read and not written to: {error}; see its rights and its disk.")
    })?;
    let how = transport(&mut conn).map_err(unusable)?;
    Ok(format!(
        "{url:?} answers{how}, is up to date and takes what is written."
    ))
}

/// Checks whether a channel rests for any host, in a database that [`check`] finds usable. Returns a sentence that says
/// what works. The error says what to correct.
pub fn channels(url: &DatabaseUrl) -> Result<String, String> {
    let resting = url
        .connect()
        .and_then(|mut conn| latest_resting(&mut conn))
        .map_err(|error| format!("the channels that rest cannot be read: {error}."))?;
    match resting.and_then(|(state, hosts)| Some((state.advice()?, hosts))) {
        None => Ok("nothing has stopped.".to_owned()),
        Some((advice, 1)) => Err(format!("for one host: {advice}")),
        Some((advice, hosts)) => Err(format!("for {hosts} hosts, the last one of them: {advice}")),
    }
}

/// Checks whether emails to hosts were sent on the last day, in a database that [`check`] finds usable. Returns a
/// sentence if some were not, or may not have been.
pub fn host_emails(url: &DatabaseUrl) -> Result<Option<String>, String> {
    let since = now().saturating_sub(SignedDuration::from_hours(24));
    let undelivered = url
        .connect()
        .and_then(|mut conn| undelivered(&mut conn, since.unwrap_or(Timestamp::MIN)))
        .map_err(|error| format!("the emails to hosts cannot be read: {error}."))?;
    Ok((undelivered > 0).then(|| {
        format!(
            "emails to hosts that were not sent in the last 24 hours, or may not have been: \
             {undelivered}. The log says why."
        )
    }))
}

fn is_writable(conn: &mut Conn) -> crate::Result<()> {
    let kept = conn.transaction::<(), Error, _>(|conn| {
        let probe = NewMessage::plain("nobody", Channel::Email, "");
        dev_mailbox::keep(conn, &probe, now())?;
        Err(Error::NotFound)
    });
    match kept {
        // The write has succeeded and is rolled back.
        Err(Error::NotFound) | Ok(()) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A warning if the connection is not encrypted.
#[cfg_attr(not(feature = "mysql"), allow(clippy::unnecessary_wraps))]
fn transport(conn: &mut Conn) -> crate::Result<&'static str> {
    match conn {
        Conn::Sqlite(_) => Ok(""),
        #[cfg(feature = "mysql")]
        Conn::Mysql(conn) => Ok(if mysql::is_encrypted(conn)? {
            " by an encrypted connection"
        } else {
            " in the clear (with ?ssl_ca=FILE it is encrypted)"
        }),
    }
}
