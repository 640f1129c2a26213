//! The words of guests' texts. They are kept apart from the log entries that tell of the texts, because
//! they are erased after 90 days, and entries are only ever added.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::LogEntry;
use serde_json::Value;

use crate::erasure::PIECE;
use crate::schema::texted_words;
use crate::time::millis;
use crate::{Conn, Db, Result};

/// How long words are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);
/// Where the detail of a log entry holds them.
const WORDS: &str = "words";

impl Db {
    /// Erases the words of the texts that came 90 days before `now` or earlier.
    pub(crate) async fn erase_old_words(&self, now: Timestamp) -> Result<()> {
        let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
        while self.write(move |conn| erase_old(conn, until)).await? {}
        Ok(())
    }
}

/// Erases some words; `false` when there were none.
fn erase_old(conn: &mut Conn, until: i64) -> Result<bool> {
    let found: Vec<(String, i64)> = texted_words::table
        .filter(texted_words::at.le(until))
        .order(texted_words::at)
        .limit(PIECE)
        .select((texted_words::event_id, texted_words::seq))
        .load(conn)?;
    for key in &found {
        diesel::delete(texted_words::table.find((&key.0, key.1))).execute(conn)?;
    }
    Ok(!found.is_empty())
}

/// Erases the words in texts about these invitations.
pub(crate) fn erase_of(conn: &mut Conn, invitations: &[String]) -> Result<()> {
    let of_them = texted_words::table.filter(texted_words::invitation_id.eq_any(invitations));
    diesel::delete(of_them).execute(conn)?;
    Ok(())
}

/// Stores the words of a new log entry, if it has any, and returns its detail without them.
pub(crate) fn split_off(
    conn: &mut Conn,
    event: &str,
    seq: i64,
    entry: &LogEntry,
    now: Timestamp,
) -> Result<Value> {
    let mut detail = entry.detail.clone();
    let words = detail.as_object_mut().and_then(|facts| facts.remove(WORDS));
    let words = words.as_ref().and_then(Value::as_str).unwrap_or_default();
    if let Some((invitation, _)) = &entry.invitation
        && !words.is_empty()
    {
        diesel::insert_into(texted_words::table)
            .values((
                texted_words::event_id.eq(event),
                texted_words::seq.eq(seq),
                texted_words::invitation_id.eq(invitation.as_str()),
                texted_words::words.eq(words),
                texted_words::at.eq(millis(now)),
            ))
            .execute(conn)?;
    }
    Ok(detail)
}

/// Puts words back into the sentence and the detail of their log entry.
pub(crate) fn put_back(words: String, text: &mut String, detail: &mut Value) {
    let sentence = text.trim_end_matches('.');
    *text = format!("{sentence}: \u{201c}{words}\u{201d}.");
    if let Some(facts) = detail.as_object_mut() {
        facts.insert(WORDS.to_owned(), Value::String(words));
    }
}
