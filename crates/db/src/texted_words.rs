//! The words of guests' texts. They are not stored in the log entries, because they are erased after 90 days and
//! entries never change.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};

use crate::schema::texted_words;
use crate::time::millis;
use crate::{Conn, Db, ERASE_BATCH, Result};

/// The time after which words are erased.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

impl Db {
    /// Erases the words of the texts that were received 90 days before `now` or earlier.
    pub(crate) async fn erase_old_words(&self, now: Timestamp) -> Result<()> {
        let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
        while self.write(move |conn| erase_old(conn, until)).await? {}
        Ok(())
    }
}

/// Erases some words; `false` if there were none.
fn erase_old(conn: &mut Conn, until: i64) -> Result<bool> {
    let found: Vec<(String, i64)> = texted_words::table
        .filter(texted_words::at.le(until))
        .order(texted_words::at)
        .limit(ERASE_BATCH)
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

/// Stores the words of the text of a new log entry.
pub(crate) fn keep(
    conn: &mut Conn,
    event: &str,
    seq: i64,
    invitation: &str,
    words: &str,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(texted_words::table)
        .values((
            texted_words::event_id.eq(event),
            texted_words::seq.eq(seq),
            texted_words::invitation_id.eq(invitation),
            texted_words::words.eq(words),
            texted_words::at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}
