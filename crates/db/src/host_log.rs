//! The log entries of all events of a host in one order, for clients that follow all of them. An entry gets its number
//! when somebody reads this order, in a transaction that locks the host. So numbers increase with the order in which
//! readers see them, and events of one host do not wait for each other. Entries of an event keep their order.

use diesel::prelude::*;
use seat_dealer_core::{EventId, HostId};

use crate::hosts::lock as lock_host;
use crate::log::{self, Entry};
use crate::page::bound;
use crate::schema::{events, host_log_entries, host_log_events, hosts, log_entries};
use crate::{Conn, Db, Result};

/// The maximum number of entries that one transaction numbers.
const PIECE: usize = 500;

/// An entry with its number among all entries of its host.
#[derive(Debug, Clone)]
pub struct NumberedEntry {
    /// The number. Numbers increase, with gaps where events were deleted.
    pub number: i64,
    /// The event.
    pub event: EventId,
    /// The entry.
    pub entry: Entry,
}

impl Db {
    /// Numbers all entries of a host's events that have no number.
    pub async fn number_host_log(&self, host: &HostId) -> Result<()> {
        loop {
            let id = host.clone();
            if self
                .read(move |conn| unnumbered(conn, &id))
                .await?
                .is_empty()
            {
                return Ok(());
            }
            let id = host.clone();
            self.write(move |conn| number_piece(conn, &id)).await?;
        }
    }
}

/// The events of a host that have entries without numbers, each with the last numbered entry.
fn unnumbered(conn: &mut Conn, host: &HostId) -> Result<Vec<(String, Option<i64>)>> {
    let is_numbered = host_log_events::event_id.eq(events::id);
    Ok(events::table
        .left_join(host_log_events::table.on(is_numbered))
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .filter(
            host_log_events::seq.nullable().is_null().or(events::log_seq
                .nullable()
                .gt(host_log_events::seq.nullable())),
        )
        .order((events::created_at, events::id))
        .select((events::id, host_log_events::seq.nullable()))
        .load(conn)?)
}

/// Numbers the oldest entries without numbers, at most [`PIECE`].
fn number_piece(conn: &mut Conn, id: &HostId) -> Result<()> {
    // Locked first, so that what is read afterwards includes all earlier numbers.
    lock_host(conn, id)?;
    let mut found: Vec<(i64, String, i64)> = Vec::new();
    for (event, numbered) in unnumbered(conn, id)? {
        let entries: Vec<(i64, i64)> = log_entries::table
            .filter(log_entries::event_id.eq(&event))
            .filter(log_entries::seq.gt(numbered.unwrap_or(0)))
            .order(log_entries::seq)
            .limit(bound(PIECE))
            .select((log_entries::at, log_entries::seq))
            .load(conn)?;
        // The order of an event's entries counts more than their times, which may differ from it by milliseconds.
        let mut latest = 0;
        for (at, seq) in entries {
            latest = latest.max(at);
            found.push((latest, event.clone(), seq));
        }
    }
    found.sort_unstable();
    found.truncate(PIECE);
    let last: i64 = hosts::table
        .find(id.as_str())
        .select(hosts::log_number)
        .first(conn)?;
    let mut number = last;
    for (_, event, seq) in &found {
        number += 1;
        diesel::insert_into(host_log_entries::table)
            .values((
                host_log_entries::host_id.eq(id.as_str()),
                host_log_entries::number.eq(number),
                host_log_entries::event_id.eq(event),
                host_log_entries::seq.eq(seq),
            ))
            .execute(conn)?;
        let known = diesel::update(host_log_events::table.find(event))
            .set(host_log_events::seq.eq(seq))
            .execute(conn)?;
        if known == 0 {
            diesel::insert_into(host_log_events::table)
                .values((
                    host_log_events::event_id.eq(event),
                    host_log_events::host_id.eq(id.as_str()),
                    host_log_events::seq.eq(seq),
                ))
                .execute(conn)?;
        }
    }
    diesel::update(hosts::table.find(id.as_str()))
        .set(hosts::log_number.eq(number))
        .execute(conn)?;
    Ok(())
}

/// The number of the last numbered entry of a host.
pub fn last_number(conn: &mut Conn, host: &HostId) -> Result<i64> {
    Ok(hosts::table
        .find(host.as_str())
        .select(hosts::log_number)
        .first(conn)?)
}

/// At most `limit` numbered entries of a host's events after number `after`, in the order of their numbers.
pub fn after(
    conn: &mut Conn,
    host: &HostId,
    after: i64,
    limit: usize,
) -> Result<Vec<NumberedEntry>> {
    let entries = log::of_host(conn, host, after, limit)?.into_iter();
    let numbered = entries.map(|(number, event, entry)| NumberedEntry {
        number,
        event: EventId::new(event),
        entry,
    });
    Ok(numbered.collect())
}
