//! The development mailbox. It stores messages instead of sending them.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::Channel;

use crate::schema::letters;
use crate::snapshot::word;
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Error, Result};

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
    /// Whether there is a body as HTML.
    pub has_html: bool,
    /// The time at which it was stored.
    pub at: Timestamp,
}

/// A message to store.
#[derive(Debug, Clone, Copy)]
pub struct NewMessage<'a> {
    /// The phone number or email address.
    pub to: &'a str,
    /// The channel.
    pub channel: Channel,
    /// The subject of an email.
    pub subject: Option<&'a str>,
    /// The body as text.
    pub body: &'a str,
    /// The body as HTML.
    pub html: Option<&'a str>,
}

impl<'a> NewMessage<'a> {
    /// A message without a subject and without HTML.
    pub const fn plain(to: &'a str, channel: Channel, body: &'a str) -> Self {
        Self {
            to,
            channel,
            subject: None,
            body,
            html: None,
        }
    }
}

/// Stores a message. Returns its id.
pub fn keep(conn: &mut Conn, message: &NewMessage<'_>, now: Timestamp) -> Result<String> {
    let id = new_id();
    diesel::insert_into(letters::table)
        .values((
            letters::id.eq(&id),
            letters::recipient.eq(message.to),
            letters::channel.eq(message.channel.as_str()),
            letters::subject.eq(message.subject),
            letters::body.eq(message.body),
            letters::html.eq(message.html),
            letters::at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// The newest `limit` messages, newest last.
pub fn newest(conn: &mut Conn, limit: i64) -> Result<Vec<KeptMessage>> {
    type Row = (String, String, String, Option<String>, String, bool, i64);
    let mut rows: Vec<Row> = letters::table
        .order((letters::at.desc(), letters::id.desc()))
        .limit(limit)
        .select((
            letters::id,
            letters::recipient,
            letters::channel,
            letters::subject,
            letters::body,
            letters::html.is_not_null(),
            letters::at,
        ))
        .load(conn)?;
    rows.reverse();
    rows.into_iter()
        .map(|(id, to, channel, subject, body, has_html, at)| {
            Ok(KeptMessage {
                id,
                to,
                channel: word(&channel)?,
                subject,
                body,
                has_html,
                at: from_millis(at),
            })
        })
        .collect()
}

/// The body of a message as HTML.
///
/// # Errors
/// [`Error::NotFound`] if there is no such message, or it has none.
pub fn html(conn: &mut Conn, id: &str) -> Result<String> {
    let html: Option<Option<String>> = letters::table
        .find(id)
        .select(letters::html)
        .first(conn)
        .optional()?;
    html.flatten().ok_or(Error::NotFound)
}
