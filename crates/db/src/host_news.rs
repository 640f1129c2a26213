//! The log entries that hosts have not been told of (rule 17). The transaction that logs an entry adds a row for it.
//! The row waits until its time, then for the email that tells of it, and is deleted when that email is finished. So an
//! entry is told once, whatever happens between these steps.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    AnswerNews, Event, EventId, Happening, HostId, LogEntry, Notifications, Topic, tell_at, topic,
};

use crate::events::EventView;
use crate::hosts::lock as lock_host;
use crate::log::Entry;
use crate::page::bound;
use crate::schema::{host_messages, host_news, hosts};
use crate::snapshot::{EventRow, word};
use crate::time::{from_millis, millis};
use crate::{Conn, Error, Result, events, host_messages as outbox, log};

/// What happens within this time is told in one email.
const TOGETHER: SignedDuration = SignedDuration::from_mins(1);
/// The maximum number of entries that one email tells of.
const PIECE: usize = 500;

/// What is to tell about one event.
#[derive(Debug)]
pub struct EventNews {
    /// The event.
    pub event: EventView,
    /// The entries in their order, with their topics.
    pub entries: Vec<(Topic, Entry)>,
}

/// Event and number of an entry.
type Key = (String, i64);

/// The host as far as it matters here.
#[derive(Queryable, Selectable)]
#[diesel(table_name = hosts)]
struct Listener {
    time_zone: Option<String>,
    hears_needs_you: bool,
    hears_answers: String,
    hears_full: bool,
    hears_by_email: bool,
    closed_at: Option<i64>,
}

/// What a host wants to hear.
pub fn notifications(conn: &mut Conn, host: &HostId) -> Result<Notifications> {
    listener(conn, host)?.notifications()
}

/// Changes what a host wants to hear. It applies to everything that is not told yet.
pub fn set_notifications(
    conn: &mut Conn,
    host: &HostId,
    notifications: Notifications,
    now: Timestamp,
) -> Result<()> {
    let Notifications {
        needs_you,
        answers,
        full,
        email,
    } = notifications;
    diesel::update(hosts::table.find(host.as_str()))
        .set((
            hosts::hears_needs_you.eq(needs_you),
            hosts::hears_answers.eq(answers.as_str()),
            hosts::hears_full.eq(full),
            hosts::hears_by_email.eq(email),
        ))
        .execute(conn)?;
    // What waits for a digest may be wanted at once now.
    let waiting = host_news::table
        .filter(host_news::host_id.eq(host.as_str()))
        .filter(host_news::due_at.is_not_null());
    diesel::update(waiting)
        .set(host_news::due_at.eq(millis(now)))
        .execute(conn)?;
    Ok(())
}

/// Adds the new log entries of a host's event that the host may want to hear of. `last_seq` is the number of the entry
/// before them.
pub(crate) fn add(
    conn: &mut Conn,
    row: &EventRow,
    event: &Event,
    last_seq: i64,
    entries: &[LogEntry],
    now: Timestamp,
) -> Result<()> {
    let soon = now.saturating_add(TOGETHER).unwrap_or(now);
    for (entry, seq) in entries.iter().zip(last_seq + 1..) {
        if topic(&entry.happening, now, event).is_some() {
            diesel::insert_into(host_news::table)
                .values((
                    host_news::event_id.eq(&row.id),
                    host_news::seq.eq(seq),
                    host_news::host_id.eq(&row.host_id),
                    host_news::due_at.eq(millis(soon)),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Hosts for whom it is time to look what they are told.
pub fn due(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<BTreeSet<HostId>> {
    let ids: Vec<String> = host_news::table
        .filter(host_news::due_at.le(millis(now)))
        .order(host_news::due_at)
        .limit(bound(limit))
        .select(host_news::host_id)
        .load(conn)?;
    Ok(ids.into_iter().map(HostId::new).collect())
}

/// The time at which the next host is due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = host_news::table
        .filter(host_news::due_at.is_not_null())
        .order(host_news::due_at)
        .select(host_news::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// Writes an email to a host into the outbox if there is something to tell now. Entries that the host does not want to
/// hear of are dropped, and others wait. Without a mail server, or if `SIGN_IN_ALLOWED` excludes the host, `may_hear` is
/// false, and all are dropped.
pub fn tell(conn: &mut Conn, host: &HostId, may_hear: bool, now: Timestamp) -> Result<()> {
    // Locked first, so that two workers do not tell the same.
    lock_host(conn, host)?;
    let listener = match listener(conn, host) {
        // The release before erases a host without these rows.
        Err(Error::NotFound) => return erase(conn, host),
        found => found?,
    };
    // What is due in a moment is told as well. What waits for a digest is not looked at.
    let soon = now.saturating_add(TOGETHER).unwrap_or(now);
    let waiting: Vec<Key> = host_news::table
        .filter(host_news::host_id.eq(host.as_str()))
        .filter(host_news::due_at.le(millis(soon)))
        .order((host_news::due_at, host_news::event_id, host_news::seq))
        .limit(bound(PIECE))
        .select((host_news::event_id, host_news::seq))
        .load(conn)?;
    if !may_hear || listener.closed_at.is_some() {
        return drop_entries(conn, &waiting);
    }
    let unfinished = host_messages::table
        .filter(host_messages::host_id.eq(host.as_str()))
        .filter(host_messages::due_at.is_not_null());
    if diesel::select(exists(unfinished)).get_result(conn)? {
        // One email at a time: if the mail server is down for an hour, one email tells of that hour.
        return put_off(conn, host, now);
    }
    let news = read(conn, host, &listener, &waiting, now)?;
    for (key, until) in &news.later {
        wait(conn, std::slice::from_ref(key), *until)?;
    }
    drop_entries(conn, &news.dropped)?;
    if !news.now.is_empty() {
        let message = outbox::add(conn, host, now)?;
        for (event, seqs) in news.told() {
            let entries = host_news::table
                .filter(host_news::event_id.eq(event))
                .filter(host_news::seq.eq_any(seqs));
            diesel::update(entries)
                .set((
                    host_news::due_at.eq(None::<i64>),
                    host_news::message_id.eq(message.as_str()),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

/// Looks again in a minute what a host is told.
pub fn put_off(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<()> {
    let due = host_news::table
        .filter(host_news::host_id.eq(host.as_str()))
        .filter(host_news::due_at.le(millis(now)));
    let soon = now.saturating_add(TOGETHER).unwrap_or(now);
    diesel::update(due)
        .set(host_news::due_at.eq(millis(soon)))
        .execute(conn)?;
    Ok(())
}

/// What an email tells, with what has become untrue left out. Entries whose time is later now wait for another email.
pub(crate) fn of_message(
    conn: &mut Conn,
    host: &HostId,
    message: &str,
    now: Timestamp,
) -> Result<Vec<EventNews>> {
    let listener = listener(conn, host)?;
    let keys: Vec<Key> = host_news::table
        .filter(host_news::message_id.eq(message))
        .order((host_news::event_id, host_news::seq))
        .select((host_news::event_id, host_news::seq))
        .load(conn)?;
    let news = read(conn, host, &listener, &keys, now)?;
    for (key, until) in &news.later {
        wait(conn, std::slice::from_ref(key), *until)?;
    }
    drop_entries(conn, &news.dropped)?;
    Ok(news.now)
}

/// Deletes what a finished email has told.
pub(crate) fn forget(conn: &mut Conn, message: &str) -> Result<()> {
    diesel::delete(host_news::table.filter(host_news::message_id.eq(message))).execute(conn)?;
    Ok(())
}

/// Deletes everything that a host has not been told of.
pub(crate) fn erase(conn: &mut Conn, host: &HostId) -> Result<()> {
    diesel::delete(host_news::table.filter(host_news::host_id.eq(host.as_str()))).execute(conn)?;
    Ok(())
}

/// Entries by the time of telling.
#[derive(Default)]
struct Sorted {
    now: Vec<EventNews>,
    later: Vec<(Key, Timestamp)>,
    dropped: BTreeSet<Key>,
}

impl Sorted {
    /// The numbers of the entries that are told now, by event.
    fn told(&self) -> impl Iterator<Item = (&str, Vec<i64>)> {
        self.now.iter().map(|news| {
            let seqs = news.entries.iter().map(|(_, entry)| entry.seq).collect();
            (news.event.id.as_str(), seqs)
        })
    }
}

/// Reads entries, and asks the rule when each is told. Entries of deleted events are dropped.
fn read(
    conn: &mut Conn,
    host: &HostId,
    listener: &Listener,
    keys: &[Key],
    now: Timestamp,
) -> Result<Sorted> {
    let (zone, notifications) = (listener.zone()?, listener.notifications()?);
    let mut numbers: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for (event, seq) in keys {
        numbers.entry(event).or_default().insert(*seq);
    }
    let ids: Vec<&str> = numbers.keys().copied().collect();
    let mut sorted = Sorted {
        dropped: keys.iter().cloned().collect(),
        ..Sorted::default()
    };
    for event in events::of_host(conn, host, &ids)? {
        let Some(seqs) = numbers.get(event.id.as_str()) else {
            continue;
        };
        let mut entries = Vec::new();
        for entry in these(conn, &event.id, seqs)? {
            let told = Happening::read(&entry.kind, &entry.detail).and_then(|happening| {
                let (table, zone) = (&event.table, zone.as_ref());
                let topic = topic(&happening, entry.at, &table.event)?;
                let at = tell_at(&happening, entry.at, table, notifications, zone, now)?;
                Some((topic, at))
            });
            let Some((topic, at)) = told else { continue };
            let key = (event.id.as_str().to_owned(), entry.seq);
            sorted.dropped.remove(&key);
            if at <= now {
                entries.push((topic, entry));
            } else {
                sorted.later.push((key, at));
            }
        }
        if !entries.is_empty() {
            sorted.now.push(EventNews { event, entries });
        }
    }
    Ok(sorted)
}

/// The entries of an event with these numbers.
fn these(conn: &mut Conn, event: &EventId, seqs: &BTreeSet<i64>) -> Result<Vec<Entry>> {
    let (Some(first), Some(last)) = (seqs.first(), seqs.last()) else {
        return Ok(Vec::new());
    };
    let span = usize::try_from(last - first + 1).unwrap_or(PIECE);
    let mut entries = log::after(conn, event, first - 1, span)?;
    entries.retain(|entry| seqs.contains(&entry.seq));
    Ok(entries)
}

/// Lets entries wait by themselves.
fn wait(conn: &mut Conn, keys: &[Key], until: Timestamp) -> Result<()> {
    for (event, seq) in keys {
        diesel::update(host_news::table.find((event, seq)))
            .set((
                host_news::due_at.eq(millis(until)),
                host_news::message_id.eq(None::<String>),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn drop_entries<'a>(conn: &mut Conn, keys: impl IntoIterator<Item = &'a Key>) -> Result<()> {
    for (event, seq) in keys {
        diesel::delete(host_news::table.find((event, seq))).execute(conn)?;
    }
    Ok(())
}

fn listener(conn: &mut Conn, host: &HostId) -> Result<Listener> {
    let listener = hosts::table
        .find(host.as_str())
        .select(Listener::as_select())
        .first(conn)
        .optional()?;
    listener.ok_or(Error::NotFound)
}

impl Listener {
    fn notifications(&self) -> Result<Notifications> {
        Ok(Notifications {
            needs_you: self.hears_needs_you,
            answers: word::<AnswerNews>(&self.hears_answers)?,
            full: self.hears_full,
            email: self.hears_by_email,
        })
    }

    fn zone(&self) -> Result<Option<TimeZone>> {
        let zone = self.time_zone.as_deref().map(TimeZone::get).transpose();
        zone.map_err(|error| Error::Unreadable(error.to_string()))
    }
}
