//! What the watcher asks the database.

use std::collections::HashMap;

use diesel::define_sql_function;
use diesel::dsl::count;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use seat_dealer_core::{EventId, HostId};

use super::{News, Versions};
use crate::schema::{events, hosts};
use crate::{Conn, Result, contacts, events as all_events, keys, log, now};

/// The maximum number of entries that streams share. A stream that misses more reads them itself.
const SHARED: usize = 100;

/// The number of parameters of a statement is limited.
const PARAMETERS: usize = 1_000;

define_sql_function! {
    #[aggregate]
    /// `NULL` for no rows.
    fn sum(numbers: Nullable<BigInt>) -> Nullable<BigInt>;
}

/// An event's log.
pub(super) struct Head {
    pub(super) event: EventId,
    pub(super) host: HostId,
    /// The number of the last entry.
    pub(super) last: i64,
}

/// Numbers of a host that change whenever an event or a contact does: the version of the contacts, the number of events,
/// and the sum of their versions. Deleted events count, so the numbers only grow until an event is erased, weeks later.
pub(super) type Digest = (i64, i64, i64);

/// The heads of these events, without those that were deleted.
pub(super) fn heads(conn: &mut Conn, ids: &[EventId]) -> Result<Vec<Head>> {
    let mut heads = Vec::with_capacity(ids.len());
    for ids in ids.chunks(PARAMETERS) {
        let rows: Vec<(String, String, i64)> = events::table
            .filter(events::id.eq_any(ids.iter().map(EventId::as_str)))
            .filter(events::deleted_at.is_null())
            .select((events::id, events::host_id, events::log_seq))
            .load(conn)?;
        heads.extend(rows.into_iter().map(|(event, host, last)| Head {
            event: EventId::new(event),
            host: HostId::new(host),
            last,
        }));
    }
    Ok(heads)
}

/// What has changed, as far as the heads show, and what else may have.
pub(super) struct Question {
    /// Events, each with the numbers of the last entry that was published and of the last entry.
    pub(super) events: Vec<(EventId, i64, i64)>,
    /// Hosts, each with the digest that was published.
    pub(super) hosts: Vec<(HostId, Option<Digest>)>,
    pub(super) keys: Vec<String>,
}

/// What has changed.
pub(super) struct Answer {
    pub(super) events: Vec<(EventId, News)>,
    pub(super) hosts: Vec<(HostId, Versions)>,
    /// All keys that were asked for.
    pub(super) keys: Vec<(String, Option<String>)>,
}

impl Question {
    pub(super) fn ask(self, conn: &mut Conn) -> Result<Answer> {
        let mut news = Vec::with_capacity(self.events.len());
        for (event, after, last) in self.events {
            let mut entries = log::after(conn, &event, after, SHARED + 1)?;
            if entries.len() > SHARED {
                entries.clear();
            }
            let last = entries.last().map_or(last, |entry| entry.seq);
            news.push((
                event,
                News {
                    after,
                    last,
                    entries,
                },
            ));
        }
        let mut changed = Vec::new();
        for hosts in self.hosts.chunks(PARAMETERS) {
            let digests = digests(conn, hosts.iter().map(|(host, _)| host.as_str()))?;
            for (host, known) in hosts {
                if let Some(digest) = digests
                    .get(host.as_str())
                    .filter(|digest| known.as_ref() != Some(digest))
                {
                    changed.push((host.clone(), versions(conn, host, *digest)?));
                }
            }
        }
        let mut holders = HashMap::new();
        for keys in self.keys.chunks(PARAMETERS) {
            holders.extend(keys::holders(conn, keys, now())?);
        }
        let keys = self.keys.into_iter();
        Ok(Answer {
            events: news,
            hosts: changed,
            keys: keys
                .map(|key| {
                    let holder = holders.remove(&key);
                    (key, holder)
                })
                .collect(),
        })
    }
}

/// The digests of these hosts.
fn digests<'a>(
    conn: &mut Conn,
    ids: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, Digest>> {
    let rows: Vec<(String, i64, i64, Option<i64>)> = hosts::table
        .left_join(events::table)
        .filter(hosts::id.eq_any(ids))
        .group_by((hosts::id, hosts::contacts_version))
        .select((
            hosts::id,
            hosts::contacts_version,
            count(events::id.nullable()),
            sum(events::version.nullable()),
        ))
        .load(conn)?;
    let digest = |(id, contacts, events, versions): (String, i64, i64, Option<i64>)| {
        (id, (contacts, events, versions.unwrap_or_default()))
    };
    Ok(rows.into_iter().map(digest).collect())
}

fn versions(conn: &mut Conn, host: &HostId, digest: Digest) -> Result<Versions> {
    // Both queries read one snapshot.
    conn.transaction(|conn| {
        Ok(Versions {
            contacts: contacts::version(conn, host)?,
            events: all_events::versions(conn, host)?,
            digest,
        })
    })
}
