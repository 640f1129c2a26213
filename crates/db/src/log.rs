//! An event's log. Entries are numbered from 1 without gaps and never change. The words of guests' texts are stored
//! in another table (`texted_words`) and read together with the log.

use diesel::prelude::*;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use seat_dealer_core::{EventId, Happening, HostId, with_key};

use crate::page::bound;
use crate::schema::{events, host_log_entries, invitations, log_entries, texted_words};
use crate::time::from_millis;
use crate::{Conn, Error, Result};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: i64,
    /// The time.
    pub at: Timestamp,
    /// The kind of the entry.
    pub kind: String,
    /// The invitation.
    pub invitation_id: Option<String>,
    /// The contact.
    pub contact_id: Option<String>,
    /// The name of the contact at the time of the invitation.
    pub contact_name: Option<String>,
    /// The sentence: what happened and why.
    pub text: String,
    /// The same for programs: a JSON object.
    pub detail: serde_json::Value,
    /// The name of the API key by which a program did it for the host.
    pub key_name: Option<String>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = log_entries)]
struct LogRow {
    seq: i64,
    at: i64,
    kind: String,
    invitation_id: Option<String>,
    contact_name: Option<String>,
    text: String,
    detail: String,
    typed: bool,
    key_name: Option<String>,
}

/// At most `limit` entries after number `after`, oldest first.
pub fn after(conn: &mut Conn, event: &EventId, after: i64, limit: usize) -> Result<Vec<Entry>> {
    let its_words = texted_words::table.on(texted_words::event_id
        .eq(log_entries::event_id)
        .and(texted_words::seq.eq(log_entries::seq)));
    let its_invitation = log_entries::invitation_id.eq(invitations::id.nullable());
    let rows: Vec<JoinedRow> = log_entries::table
        .inner_join(events::table)
        .left_join(its_words)
        .left_join(invitations::table.on(its_invitation))
        .filter(log_entries::event_id.eq(event.as_str()))
        .filter(log_entries::seq.gt(after))
        .order(log_entries::seq)
        .limit(bound(limit))
        .select((
            LogRow::as_select(),
            events::time_zone,
            texted_words::words.nullable(),
            invitations::contact_id.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, zone, words, contact)| row.entry(&zone, words, contact))
        .collect()
}

/// At most `limit` entries of a host's events after the number `after` in the host's order, each with that number and its
/// event.
pub(crate) fn of_host(
    conn: &mut Conn,
    host: &HostId,
    after: i64,
    limit: usize,
) -> Result<Vec<(i64, String, Entry)>> {
    let its_entry = log_entries::event_id
        .eq(host_log_entries::event_id)
        .and(log_entries::seq.eq(host_log_entries::seq));
    let its_words = texted_words::event_id
        .eq(log_entries::event_id)
        .and(texted_words::seq.eq(log_entries::seq));
    let its_invitation = log_entries::invitation_id.eq(invitations::id.nullable());
    let rows: Vec<(i64, String, JoinedRow)> = host_log_entries::table
        .inner_join(log_entries::table.on(its_entry))
        .inner_join(events::table.on(events::id.eq(host_log_entries::event_id)))
        .left_join(texted_words::table.on(its_words))
        .left_join(invitations::table.on(its_invitation))
        .filter(host_log_entries::host_id.eq(host.as_str()))
        .filter(host_log_entries::number.gt(after))
        .filter(events::deleted_at.is_null())
        .order(host_log_entries::number)
        .limit(bound(limit))
        .select((
            host_log_entries::number,
            host_log_entries::event_id,
            (
                LogRow::as_select(),
                events::time_zone,
                texted_words::words.nullable(),
                invitations::contact_id.nullable(),
            ),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(number, event, (row, zone, words, contact))| {
            Ok((number, event, row.entry(&zone, words, contact)?))
        })
        .collect()
}

/// An entry with the time zone of its event, the words of its text, and the contact of its invitation.
type JoinedRow = (LogRow, String, Option<String>, Option<String>);

impl LogRow {
    /// Makes the sentence of an entry from its fields. An entry of an earlier release, or of a kind that only a later
    /// release knows, keeps the stored sentence.
    fn entry(self, zone: &str, words: Option<String>, contact_id: Option<String>) -> Result<Entry> {
        let mut detail: serde_json::Value = serde_json::from_str(&self.detail)
            .map_err(|_| Error::Unreadable(self.detail.clone()))?;
        if let Some(words) = words {
            detail["words"] = words.into();
        }
        let happening = self.typed.then(|| Happening::read(&self.kind, &detail));
        let mut text = match happening.flatten() {
            Some(happening) => {
                let zone = TimeZone::get(zone).map_err(|_| Error::Unreadable(zone.to_owned()))?;
                happening.text(self.contact_name.as_deref(), &zone)
            }
            None => self.text,
        };
        if let Some(name) = &self.key_name {
            text = with_key(&text, name);
        }
        Ok(Entry {
            seq: self.seq,
            at: from_millis(self.at),
            kind: self.kind,
            invitation_id: self.invitation_id,
            contact_id,
            contact_name: self.contact_name,
            text,
            detail,
            key_name: self.key_name,
        })
    }
}
