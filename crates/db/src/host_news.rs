//! The log entries that hosts have not been told of (rule 17). The transaction that logs an entry adds a row for it.
//! The row waits until its time, then for the email that tells of it, and is deleted when that email is finished. So an
//! entry is told once, whatever happens between these steps. Push messages do not wait for an email that cannot be sent:
//! each names the entries that it tells.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    AnswerNews, Event, EventId, Happening, HostId, LogEntry, MessageId, Notifications, Topic,
    tell_at, topic,
};

use crate::events::EventView;
use crate::hosts::lock as lock_host;
use crate::log::Entry;
use crate::page::bound;
use crate::schema::{host_news, hosts, push_subscriptions};
use crate::snapshot::{EventRow, word};
use crate::time::{from_millis, millis};
use crate::{Conn, Error, Result, events, host_messages as outbox, log};

/// What happens within this time is told together.
const TOGETHER: SignedDuration = SignedDuration::from_mins(1);
/// The maximum number of entries that one message tells of.
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
/// The numbers of entries, by event.
pub(crate) type Entries = BTreeMap<String, Vec<i64>>;

/// The host as far as it matters here.
#[derive(Queryable, Selectable)]
#[diesel(table_name = hosts)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
struct Listener {
    time_zone: Option<String>,
    hears_needs_you: bool,
    hears_answers: String,
    hears_full: bool,
    hears_by_email: bool,
    hears_by_push: bool,
    push_names: bool,
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
        push,
        push_names,
    } = notifications;
    diesel::update(hosts::table.find(host.as_str()))
        .set((
            hosts::hears_needs_you.eq(needs_you),
            hosts::hears_answers.eq(answers.as_str()),
            hosts::hears_full.eq(full),
            hosts::hears_by_email.eq(email),
            hosts::hears_by_push.eq(push),
            hosts::push_names.eq(push_names),
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

/// Writes an email to a host and a push message to each of their subscriptions into the outbox if there is something to
/// tell now. Entries that the host does not want to hear of are dropped, and others wait. Without a mail server,
/// `has_mail` is false.
pub fn tell(conn: &mut Conn, host: &HostId, has_mail: bool, now: Timestamp) -> Result<()> {
    // Locked first, so that two workers do not tell the same.
    lock_host(conn, host)?;
    let listener = match listener(conn, host) {
        // The release before erases a host without these rows.
        Err(Error::NotFound) => return erase(conn, host),
        found => found?,
    };
    // What is due in a moment is told as well. What waits for a digest is not looked at.
    let soon = now.saturating_add(TOGETHER).unwrap_or(now);
    let waiting: Vec<(String, i64, bool)> = host_news::table
        .filter(host_news::host_id.eq(host.as_str()))
        .filter(host_news::due_at.le(millis(soon)))
        .order((host_news::due_at, host_news::event_id, host_news::seq))
        .limit(bound(PIECE))
        .select((host_news::event_id, host_news::seq, host_news::pushed))
        .load(conn)?;
    let pushed: BTreeSet<(&str, i64)> = waiting
        .iter()
        .filter(|(.., pushed)| *pushed)
        .map(|(event, seq, _)| (event.as_str(), *seq))
        .collect();
    let keys: Vec<Key> = waiting
        .iter()
        .map(|(event, seq, _)| (event.clone(), *seq))
        .collect();
    let by_email = has_mail && listener.hears_by_email;
    let subscriptions = listener.subscriptions(conn, host)?;
    if listener.closed_at.is_some() || !by_email && subscriptions.is_empty() {
        return drop_entries(conn, &keys);
    }
    // One email at a time: if the mail server is down for an hour, one email tells of that hour.
    let is_mailing = by_email && outbox::has_unfinished_email(conn, host)?;
    if is_mailing && subscriptions.is_empty() {
        return put_off(conn, host, now);
    }
    let news = read(conn, host, &listener, &keys, now)?;
    for (key, until) in &news.later {
        wait(conn, std::slice::from_ref(key), *until)?;
    }
    drop_entries(conn, &news.dropped)?;
    let mut to_push = news.told();
    to_push.retain(|event, seqs| {
        seqs.retain(|seq| !pushed.contains(&(event.as_str(), *seq)));
        !seqs.is_empty()
    });
    if !to_push.is_empty() {
        for subscription in subscriptions {
            outbox::add_push(conn, host, &subscription, &to_push, now)?;
        }
    }
    let message = if by_email && !is_mailing && !news.now.is_empty() {
        Some(outbox::add(conn, host, now)?)
    } else {
        None
    };
    for (event, seqs) in news.told() {
        let told = host_news::table
            .filter(host_news::event_id.eq(event))
            .filter(host_news::seq.eq_any(seqs));
        if by_email {
            diesel::update(told)
                .set((
                    host_news::due_at.eq(is_mailing.then_some(millis(soon))),
                    host_news::message_id.eq(message.as_ref().map(MessageId::as_str)),
                    host_news::pushed.eq(true),
                ))
                .execute(conn)?;
        } else {
            diesel::delete(told).execute(conn)?;
        }
    }
    Ok(())
}

/// Drops what a host who may not use this server any more would be told now.
pub fn drop_due(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<()> {
    let due = host_news::table
        .filter(host_news::host_id.eq(host.as_str()))
        .filter(host_news::due_at.le(millis(now)));
    diesel::delete(due).execute(conn)?;
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
pub(crate) fn of_email(
    conn: &mut Conn,
    host: &HostId,
    message: &str,
    now: Timestamp,
) -> Result<Vec<EventNews>> {
    let listener = listener(conn, host)?;
    if !listener.hears_by_email {
        return Ok(Vec::new());
    }
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

/// What a push message tells.
pub(crate) struct PushNews {
    /// What is told now, with what has become untrue left out.
    pub(crate) now: Vec<EventNews>,
    /// The time at which the rest can be told, if there is a rest.
    pub(crate) later: Option<Timestamp>,
    /// Whether the message holds names and words of guests.
    pub(crate) with_names: bool,
}

/// What a push message about these entries tells.
pub(crate) fn of_push(
    conn: &mut Conn,
    host: &HostId,
    entries: &Entries,
    now: Timestamp,
) -> Result<PushNews> {
    let listener = listener(conn, host)?;
    let keys: Vec<Key> = entries
        .iter()
        .flat_map(|(event, seqs)| seqs.iter().map(|seq| (event.clone(), *seq)))
        .filter(|_| listener.hears_by_push)
        .collect();
    let news = read(conn, host, &listener, &keys, now)?;
    Ok(PushNews {
        later: news.later.iter().map(|(_, at)| *at).min(),
        now: news.now,
        with_names: listener.push_names,
    })
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
    /// The entries that are told now.
    fn told(&self) -> Entries {
        let told = self.now.iter().map(|news| {
            let seqs = news.entries.iter().map(|(_, entry)| entry.seq).collect();
            (news.event.id.as_str().to_owned(), seqs)
        });
        told.collect()
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
            push: self.hears_by_push,
            push_names: self.push_names,
        })
    }

    /// The ids of the subscriptions that show push messages.
    fn subscriptions(&self, conn: &mut Conn, host: &HostId) -> Result<Vec<String>> {
        if !self.hears_by_push {
            return Ok(Vec::new());
        }
        let of_host = push_subscriptions::host_id.eq(host.as_str());
        Ok(push_subscriptions::table
            .filter(of_host)
            .order(push_subscriptions::id)
            .select(push_subscriptions::id)
            .load(conn)?)
    }

    fn zone(&self) -> Result<Option<TimeZone>> {
        let zone = self.time_zone.as_deref().map(TimeZone::get).transpose();
        zone.map_err(|error| Error::Unreadable(error.to_string()))
    }
}
