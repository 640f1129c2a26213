//! An event's log: numbered from 1 without gaps, only ever added to. The words of guests' texts are
//! stored apart (`texted_words`) and read with it.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::EventId;

use crate::schema::{log_entries, texted_words};
use crate::snapshot::bound;
use crate::time::from_millis;
use crate::{Conn, Error, Result, texted_words as words};

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What kind of thing.
    pub kind: String,
    /// The invitation it is about.
    pub invitation_id: Option<String>,
    /// The contact it is about.
    pub contact_name: Option<String>,
    /// What happened and why.
    pub text: String,
    /// The same for programs: a JSON object.
    pub detail: serde_json::Value,
}

type Row = (
    i64,
    i64,
    String,
    Option<String>,
    Option<String>,
    String,
    String,
    Option<String>,
);

/// At most `limit` entries after number `after`, oldest first.
pub fn after(conn: &mut Conn, event: &EventId, after: i64, limit: usize) -> Result<Vec<Entry>> {
    let its_words = texted_words::table.on(texted_words::event_id
        .eq(log_entries::event_id)
        .and(texted_words::seq.eq(log_entries::seq)));
    let rows: Vec<Row> = log_entries::table
        .left_join(its_words)
        .filter(log_entries::event_id.eq(event.as_str()))
        .filter(log_entries::seq.gt(after))
        .order(log_entries::seq)
        .limit(bound(limit))
        .select((
            log_entries::seq,
            log_entries::at,
            log_entries::kind,
            log_entries::invitation_id,
            log_entries::contact_name,
            log_entries::text,
            log_entries::detail,
            texted_words::words.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(
            |(seq, at, kind, invitation_id, contact_name, mut text, detail, texted)| {
                let mut detail =
                    serde_json::from_str(&detail).map_err(|_| Error::Unreadable(detail))?;
                if let Some(texted) = texted {
                    words::put_back(texted, &mut text, &mut detail);
                }
                Ok(Entry {
                    seq,
                    at: from_millis(at),
                    kind,
                    invitation_id,
                    contact_name,
                    text,
                    detail,
                })
            },
        )
        .collect()
}
