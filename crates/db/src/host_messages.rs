//! The outbox of emails to hosts. A worker claims an email with a lease, reads what it tells, sends it without holding
//! a connection, and records the outcome if it still has the lease.
//!
//! An email is sent at most once: if its worker dies while it has the lease, or gets no response, the outcome is
//! *unknown*, and the email is not sent again. The host reads the same in the log.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, HostId, MessageId, MessageStatus};

use crate::host_news::{self, EventNews};
use crate::message_counts::{DailyLimits, UsedUp, take_for};
use crate::messages::lease_end;
use crate::page::bound;
use crate::schema::{host_messages, hosts};
use crate::snapshot::{count, truncated};
use crate::suppression_list::is_out;
use crate::time::{from_millis, millis, new_random_id};
use crate::{Conn, Error, Result};

/// An email that could not be sent for so long is not sent any more, because its news is old.
const USEFUL: SignedDuration = SignedDuration::from_hours(24);
/// The time for which finished emails are kept, to see what became of them.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The result of a claim.
#[derive(Debug, Default)]
pub struct HostClaims {
    /// The emails that the worker may send.
    pub claimed: Vec<HostEmail>,
    /// The number of emails whose outcome is unknown, because their worker has died.
    pub unknown: usize,
}

/// An email that one worker may send until its lease ends.
#[derive(Debug)]
pub struct HostEmail {
    /// The email.
    pub id: MessageId,
    /// The proof of the claim.
    pub lease: String,
    /// The number of this try, from 1.
    pub attempts: u32,
    /// The host.
    pub host: HostId,
    /// The host's name.
    pub host_name: String,
    /// The host's address.
    pub address: String,
    /// What it tells.
    pub news: Vec<EventNews>,
}

/// What becomes of a claimed email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostOutcome {
    /// It was sent.
    Sent,
    /// It is sent later, for this reason.
    Later(Timestamp, String),
    /// It cannot be sent, for this reason.
    Failed(String),
    /// It is unknown whether it was sent, for this reason.
    Unknown(String),
}

/// Adds an email that is due now.
pub(crate) fn add(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<MessageId> {
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
        ))
        .execute(conn)?;
    Ok(MessageId::new(id))
}

/// The time at which the next email becomes due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = host_messages::table
        .filter(host_messages::due_at.is_not_null())
        .order(host_messages::due_at)
        .select(host_messages::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// Claims up to `limit` due emails. Emails that have nothing to tell any more are cancelled.
pub fn claim(conn: &mut Conn, lease: &str, limit: usize, now: Timestamp) -> Result<HostClaims> {
    let due: Vec<(String, String, Option<i64>, i64)> = host_messages::table
        .filter(host_messages::due_at.le(millis(now)))
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
            finish(
                conn,
                &id,
                MessageStatus::Unknown,
                Some("its sender has died"),
                now,
            )?;
        } else if is_old {
            finish(
                conn,
                &id,
                MessageStatus::Cancelled,
                Some("it is too old"),
                now,
            )?;
        } else {
            let email = read(conn, &id, lease, now)?;
            if email.news.is_empty() {
                finish(conn, &id, MessageStatus::Cancelled, None, now)?;
            } else {
                claims.claimed.push(email);
            }
        }
    }
    Ok(claims)
}

fn read(conn: &mut Conn, id: &str, lease: &str, now: Timestamp) -> Result<HostEmail> {
    let (attempts, host, host_name, address): (i32, String, String, String) = host_messages::table
        .inner_join(hosts::table)
        .filter(host_messages::id.eq(id))
        .select((
            host_messages::attempts,
            hosts::id,
            hosts::name,
            hosts::email,
        ))
        .first(conn)?;
    let host = HostId::new(host);
    // The owner of an address may have stopped all email, as a guest of somebody.
    let news = if is_out(conn, Channel::Email, Some(&address))? {
        Vec::new()
    } else {
        host_news::of_message(conn, &host, id, now)?
    };
    Ok(HostEmail {
        id: MessageId::new(id),
        lease: lease.to_owned(),
        attempts: count(attempts),
        news,
        host,
        host_name,
        address,
    })
}

/// Renews the lease of an email that is being sent.
pub fn renew(conn: &mut Conn, email: &MessageId, lease: &str, now: Timestamp) -> Result<()> {
    diesel::update(
        host_messages::table
            .find(email.as_str())
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
    email: &HostEmail,
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

/// Records the outcome of a claimed email.
///
/// # Errors
/// [`Error::NotFound`] if another worker has the lease now, or the host is erased.
pub fn record(
    conn: &mut Conn,
    email: &MessageId,
    lease: &str,
    outcome: &HostOutcome,
    now: Timestamp,
) -> Result<()> {
    let id = email.as_str();
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
        HostOutcome::Later(at, why) => {
            diesel::update(host_messages::table.find(id))
                .set((
                    host_messages::status.eq(MessageStatus::Queued.as_str()),
                    host_messages::due_at.eq(millis(*at)),
                    host_messages::error.eq(truncated(why, 500)),
                    host_messages::updated_at.eq(millis(now)),
                ))
                .execute(conn)?;
            Ok(())
        }
    }
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
        .filter(host_messages::status.eq_any(bad))
        .select(diesel::dsl::count_star())
        .first(conn)?)
}

/// Deletes emails that were finished long ago.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
    let old = host_messages::table
        .filter(host_messages::updated_at.le(until))
        .filter(host_messages::due_at.is_null());
    diesel::delete(old).execute(conn)?;
    Ok(())
}

/// Deletes all emails to a host.
pub(crate) fn erase(conn: &mut Conn, host: &HostId) -> Result<()> {
    let of_host = host_messages::table.filter(host_messages::host_id.eq(host.as_str()));
    diesel::delete(of_host).execute(conn)?;
    Ok(())
}
