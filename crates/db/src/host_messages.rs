//! The outbox of messages to hosts: emails, and push messages to the browsers that they have subscribed. A worker claims
//! a message with a lease, reads what it tells, sends it without holding a connection, and records the outcome if it
//! still has the lease.
//!
//! A message is sent at most once: if its worker dies while it has the lease, or gets no response, the outcome is
//! *unknown*, and the message is not sent again. The host reads the same in the log.

use diesel::dsl::exists;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, HostId, MessageId, MessageStatus};

use crate::host_news::{self, Entries, EventNews};
use crate::message_counts::{DailyLimits, UsedUp, take_for};
use crate::messages::lease_end;
use crate::page::bound;
use crate::push_subscriptions::{self, PushTarget};
use crate::schema::{host_messages, hosts};
use crate::snapshot::{count, truncated};
use crate::suppression_list::is_out;
use crate::time::{from_millis, millis, new_random_id};
use crate::{Conn, Error, Result};

/// A message that could not be sent for so long is not sent any more, because its news is old.
const USEFUL: SignedDuration = SignedDuration::from_hours(24);
/// The time for which finished messages are kept, to see what became of them.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The ways to a host. Each has senders of its own, so that one that is slow does not delay the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostWay {
    /// The address of the sign-in.
    Email,
    /// The subscribed browsers.
    Push,
}

/// The result of a claim.
#[derive(Debug, Default)]
pub struct HostClaims {
    /// The messages that the worker may send.
    pub claimed: Vec<HostMessage>,
    /// The number of messages whose outcome is unknown, because their worker has died.
    pub unknown: usize,
}

/// A message that one worker may send until its lease ends.
#[derive(Debug)]
pub struct HostMessage {
    /// The message.
    pub id: MessageId,
    /// The proof of the claim.
    pub lease: String,
    /// The number of this try, from 1.
    pub attempts: u32,
    /// The host.
    pub host: HostId,
    /// The host's name.
    pub host_name: String,
    /// Where it goes.
    pub to: HostRecipient,
    /// What it tells.
    pub news: Vec<EventNews>,
}

/// The recipient of a message to a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostRecipient {
    /// The host's email address.
    Email(String),
    /// A subscribed browser.
    Browser {
        /// The id of the subscription.
        subscription: String,
        /// Where the push message goes.
        target: PushTarget,
        /// Whether it holds names and words of guests.
        with_names: bool,
    },
}

/// What becomes of a claimed message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostOutcome {
    /// It was sent.
    Sent,
    /// It is sent later, for this reason.
    Later(Timestamp, String),
    /// It cannot be sent, for this reason.
    Failed(String),
    /// It cannot be sent, because the browser has ended its subscription, which is deleted.
    Gone(String),
    /// It is unknown whether it was sent, for this reason.
    Unknown(String),
}

/// Adds an email that is due now.
pub(crate) fn add(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<MessageId> {
    insert(conn, host, None, now)
}

/// Adds a push message about these entries that is due now.
pub(crate) fn add_push(
    conn: &mut Conn,
    host: &HostId,
    subscription: &str,
    entries: &Entries,
    now: Timestamp,
) -> Result<MessageId> {
    let entries =
        serde_json::to_string(entries).map_err(|error| Error::Unreadable(error.to_string()))?;
    insert(conn, host, Some((subscription, &entries)), now)
}

fn insert(
    conn: &mut Conn,
    host: &HostId,
    push: Option<(&str, &str)>,
    now: Timestamp,
) -> Result<MessageId> {
    let id = new_random_id();
    diesel::insert_into(host_messages::table)
        .values((
            host_messages::id.eq(&id),
            host_messages::host_id.eq(host.as_str()),
            host_messages::status.eq(MessageStatus::Queued.as_str()),
            host_messages::due_at.eq(millis(now)),
            host_messages::attempts.eq(0),
            host_messages::counted.eq(false),
            host_messages::created_at.eq(millis(now)),
            host_messages::updated_at.eq(millis(now)),
            host_messages::subscription_id.eq(push.map(|(subscription, _)| subscription)),
            host_messages::entries.eq(push.map(|(_, entries)| entries)),
        ))
        .execute(conn)?;
    Ok(MessageId::new(id))
}

/// Whether an email to this host is not sent yet.
pub(crate) fn has_unfinished_email(conn: &mut Conn, host: &HostId) -> Result<bool> {
    let unfinished = host_messages::table
        .filter(host_messages::host_id.eq(host.as_str()))
        .filter(host_messages::subscription_id.is_null())
        .filter(host_messages::due_at.is_not_null());
    Ok(diesel::select(exists(unfinished)).get_result(conn)?)
}

/// The messages that go this way.
#[diesel::dsl::auto_type(no_type_alias)]
fn going(way: HostWay) -> _ {
    let is_email: bool = way == HostWay::Email;
    host_messages::subscription_id.is_null().eq(is_email)
}

/// The time at which the next message becomes due.
pub fn next_due(conn: &mut Conn, way: HostWay) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = host_messages::table
        .filter(host_messages::due_at.is_not_null())
        .filter(going(way))
        .order(host_messages::due_at)
        .select(host_messages::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// Claims up to `limit` due messages. Those that have nothing to tell any more are cancelled.
pub fn claim(
    conn: &mut Conn,
    way: HostWay,
    lease: &str,
    limit: usize,
    now: Timestamp,
) -> Result<HostClaims> {
    let due: Vec<(String, String, Option<i64>, i64)> = host_messages::table
        .filter(host_messages::due_at.le(millis(now)))
        .filter(going(way))
        .order(host_messages::due_at)
        .limit(bound(limit))
        .select((
            host_messages::id,
            host_messages::status,
            host_messages::due_at,
            host_messages::created_at,
        ))
        .load(conn)?;
    let mut claims = HostClaims::default();
    for (id, status, due_at, created_at) in due {
        // The update succeeds only if no other worker has changed `due_at` meanwhile.
        let unchanged = host_messages::table
            .find(&id)
            .filter(host_messages::due_at.eq(due_at));
        let won = diesel::update(unchanged)
            .set((
                host_messages::status.eq(MessageStatus::Sending.as_str()),
                host_messages::due_at.eq(lease_end(now)),
                host_messages::lease.eq(lease),
                host_messages::attempts.eq(host_messages::attempts + 1),
                host_messages::updated_at.eq(millis(now)),
            ))
            .execute(conn)?;
        if won == 0 {
            continue;
        }
        let is_old = now.duration_since(from_millis(created_at)) > USEFUL;
        if status == MessageStatus::Sending.as_str() {
            claims.unknown += 1;
            let why = Some("its sender has died");
            finish(conn, &id, MessageStatus::Unknown, why, now)?;
        } else if is_old {
            let why = Some("it is too old");
            finish(conn, &id, MessageStatus::Cancelled, why, now)?;
        } else {
            match read(conn, &id, lease, now)? {
                ToTell::Now(message) => claims.claimed.push(*message),
                ToTell::Later(at) => put_off(conn, &id, at, "it is quiet time", now)?,
                ToTell::Nothing => finish(conn, &id, MessageStatus::Cancelled, None, now)?,
            }
        }
    }
    Ok(claims)
}

/// What a claimed message has to tell.
enum ToTell {
    Now(Box<HostMessage>),
    Later(Timestamp),
    Nothing,
}

/// The columns of a claimed message.
#[derive(Queryable, Selectable)]
#[diesel(table_name = host_messages)]
struct Claimed {
    attempts: i32,
    subscription_id: Option<String>,
    entries: Option<String>,
}

fn read(conn: &mut Conn, id: &str, lease: &str, now: Timestamp) -> Result<ToTell> {
    let (claimed, host, host_name, address): (Claimed, String, String, String) =
        host_messages::table
            .inner_join(hosts::table)
            .filter(host_messages::id.eq(id))
            .select((Claimed::as_select(), hosts::id, hosts::name, hosts::email))
            .first(conn)?;
    let host = HostId::new(host);
    let (to, news) = match (claimed.subscription_id, claimed.entries) {
        (Some(subscription), Some(entries)) => {
            let Some(target) = push_subscriptions::target(conn, &subscription, now)? else {
                return Ok(ToTell::Nothing);
            };
            let entries: Entries = serde_json::from_str(&entries)
                .map_err(|error| Error::Unreadable(error.to_string()))?;
            let news = host_news::of_push(conn, &host, &entries, now)?;
            if let (true, Some(later)) = (news.now.is_empty(), news.later) {
                return Ok(ToTell::Later(later));
            }
            let to = HostRecipient::Browser {
                subscription,
                target,
                with_names: news.with_names,
            };
            (to, news.now)
        }
        // The owner of an address may have stopped all email, as a guest of somebody.
        _ if is_out(conn, Channel::Email, Some(&address))? => return Ok(ToTell::Nothing),
        _ => {
            let news = host_news::of_email(conn, &host, id, now)?;
            (HostRecipient::Email(address), news)
        }
    };
    if news.is_empty() {
        return Ok(ToTell::Nothing);
    }
    Ok(ToTell::Now(Box::new(HostMessage {
        id: MessageId::new(id),
        lease: lease.to_owned(),
        attempts: count(claimed.attempts),
        host,
        host_name,
        to,
        news,
    })))
}

/// Renews the lease of a message that is being sent.
pub fn renew(conn: &mut Conn, message: &MessageId, lease: &str, now: Timestamp) -> Result<()> {
    diesel::update(
        host_messages::table
            .find(message.as_str())
            .filter(host_messages::lease.eq(lease)),
    )
    .set(host_messages::due_at.eq(lease_end(now)))
    .execute(conn)?;
    Ok(())
}

/// Counts an email among those of the day, once for all tries, unless hosts' emails have used up their part: half of
/// what a host, and all hosts, may send. The other half is always left for guests.
///
/// # Errors
/// [`Error::NotFound`] if another worker has the lease now.
pub fn permit(
    conn: &mut Conn,
    email: &HostMessage,
    limits: DailyLimits,
    now: Timestamp,
) -> Result<Option<UsedUp>> {
    let claimed = host_messages::table
        .find(email.id.as_str())
        .filter(host_messages::lease.eq(&email.lease));
    let counted: Option<bool> = claimed
        .select(host_messages::counted)
        .first(conn)
        .optional()?;
    if counted.ok_or(Error::NotFound)? {
        return Ok(None);
    }
    let limits = DailyLimits {
        per_host: limits.per_host / 2,
        all: limits.all / 2,
    };
    let used_up = take_for(conn, &email.host, Channel::Email, limits, now)?;
    if used_up.is_none() {
        diesel::update(claimed)
            .set(host_messages::counted.eq(true))
            .execute(conn)?;
    }
    Ok(used_up)
}

/// Records the outcome of a claimed message.
///
/// # Errors
/// [`Error::NotFound`] if another worker has the lease now, or the host is erased.
pub fn record(
    conn: &mut Conn,
    message: &MessageId,
    lease: &str,
    outcome: &HostOutcome,
    now: Timestamp,
) -> Result<()> {
    let id = message.as_str();
    let held = diesel::update(
        host_messages::table
            .find(id)
            .filter(host_messages::lease.eq(lease)),
    )
    .set(host_messages::lease.eq(None::<String>))
    .execute(conn)?;
    if held == 0 {
        return Err(Error::NotFound);
    }
    match outcome {
        HostOutcome::Sent => finish(conn, id, MessageStatus::Sent, None, now),
        HostOutcome::Failed(why) => finish(conn, id, MessageStatus::Failed, Some(why), now),
        HostOutcome::Unknown(why) => finish(conn, id, MessageStatus::Unknown, Some(why), now),
        HostOutcome::Gone(why) => {
            let subscription: Option<String> = host_messages::table
                .find(id)
                .select(host_messages::subscription_id)
                .first(conn)?;
            if let Some(subscription) = subscription {
                push_subscriptions::end(conn, &subscription)?;
            }
            finish(conn, id, MessageStatus::Cancelled, Some(why), now)
        }
        HostOutcome::Later(at, why) => put_off(conn, id, *at, why, now),
    }
}

fn put_off(conn: &mut Conn, id: &str, until: Timestamp, why: &str, now: Timestamp) -> Result<()> {
    diesel::update(host_messages::table.find(id))
        .set((
            host_messages::status.eq(MessageStatus::Queued.as_str()),
            host_messages::due_at.eq(millis(until)),
            host_messages::lease.eq(None::<String>),
            host_messages::error.eq(truncated(why, 500)),
            host_messages::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

fn finish(
    conn: &mut Conn,
    id: &str,
    status: MessageStatus,
    why: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    diesel::update(host_messages::table.find(id))
        .set((
            host_messages::status.eq(status.as_str()),
            host_messages::due_at.eq(None::<i64>),
            host_messages::lease.eq(None::<String>),
            host_messages::error.eq(why.map(|why| truncated(why, 500))),
            host_messages::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
    host_news::forget(conn, id)
}

/// The number of emails to hosts that failed, or whose outcome is unknown, since `since`.
pub fn undelivered(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    let bad = [MessageStatus::Failed, MessageStatus::Unknown].map(MessageStatus::as_str);
    Ok(host_messages::table
        .filter(host_messages::updated_at.ge(millis(since)))
        .filter(host_messages::subscription_id.is_null())
        .filter(host_messages::status.eq_any(bad))
        .select(diesel::dsl::count_star())
        .first(conn)?)
}

/// Deletes messages that were finished long ago.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
    let old = host_messages::table
        .filter(host_messages::updated_at.le(until))
        .filter(host_messages::due_at.is_null());
    diesel::delete(old).execute(conn)?;
    Ok(())
}

/// Deletes all messages to a host.
pub(crate) fn erase(conn: &mut Conn, host: &HostId) -> Result<()> {
    let of_host = host_messages::table.filter(host_messages::host_id.eq(host.as_str()));
    diesel::delete(of_host).execute(conn)?;
    Ok(())
}
