//! The development mailbox. It stores messages instead of sending them.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::Channel;

use crate::schema::letters;
use crate::snapshot::word;
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Result};

/// One message in the mailbox.
#[derive(Debug, Clone)]
pub struct KeptMessage {
    /// Opaque id.
    pub id: String,
    /// The phone number or email address.
    pub to: String,
    /// The channel.
    pub channel: Channel,
    /// The subject of an email.
    pub subject: Option<String>,
    /// The body as text.
    pub body: String,
    /// The time at which it was stored.
    pub at: Timestamp,
}

/// Stores a message. Returns its id.
pub fn keep(
    conn: &mut Conn,
    to: &str,
    channel: Channel,
    subject: Option<&str>,
    body: &str,
    now: Timestamp,
) -> Result<String> {
    let id = new_id();
    diesel::insert_into(letters::table)
        .values((
            letters::id.eq(&id),
            letters::recipient.eq(to),
            letters::channel.eq(channel.as_str()),
            letters::subject.eq(subject),
            letters::body.eq(body),
            letters::at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// The newest `limit` messages, newest last.
pub fn newest(conn: &mut Conn, limit: i64) -> Result<Vec<KeptMessage>> {
    let mut rows: Vec<(String, String, String, Option<String>, String, i64)> = letters::table
        .order((letters::at.desc(), letters::id.desc()))
        .limit(limit)
        .select((
            letters::id,
            letters::recipient,
            letters::channel,
            letters::subject,
            letters::body,
            letters::at,
        ))
        .load(conn)?;
    rows.reverse();
    rows.into_iter()
        .map(|(id, to, channel, subject, body, at)| {
            Ok(KeptMessage {
                id,
                to,
                channel: word(&channel)?,
                subject,
                body,
                at: from_millis(at),
            })
        })
        .collect()
}
