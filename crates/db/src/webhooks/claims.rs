//! The claims of senders, and what becomes of the deliveries.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{EventId, PausedReason};

use super::deliveries::{Anew, message_id};
use super::{lock, pause, purpose};
use crate::host_log::NumberedEntry;
use crate::messages::lease_end;
use crate::page::bound;
use crate::schema::{hosts, webhook_deliveries, webhooks};
use crate::snapshot::{count, truncated};
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Error, Result, RsvpTokens, log};

/// How long a delivery is tried before its webhook is paused.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

/// A delivery that one sender may send until its lease ends.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The webhook.
    pub webhook_id: String,
    /// The email address of its host.
    pub host_email: String,
    /// The address.
    pub url: String,
    /// The secrets that sign, newest first. Empty if none can be decrypted.
    pub secrets: Vec<String>,
    /// The event.
    pub event: EventId,
    /// The number of the entry in the host's log.
    pub number: i64,
    /// The number of tries, this one included.
    pub attempts: u32,
    seq: i64,
    lease: String,
}

impl Claimed {
    /// The `webhook-id`: the same at each try.
    pub fn message_id(&self) -> String {
        message_id(&self.webhook_id, self.number)
    }
}

/// The outcome of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The receiver has accepted it.
    Delivered {
        /// The status of the response.
        status: u16,
    },
    /// It is tried again after a while.
    Failed {
        /// The status of the response, if there was one.
        status: Option<u16>,
        /// Why it failed.
        error: String,
    },
}

/// The status of a receiver that wants nothing any more.
const GONE: u16 = 410;

/// The webhook, the number and the due time of a delivery.
type DueRow = (String, i64, Option<i64>);

/// Up to `limit` due deliveries, except those of busy webhooks, in the order of their due times.
fn due(conn: &mut Conn, busy: &[String], limit: usize, now: Timestamp) -> Result<Vec<DueRow>> {
    Ok(webhook_deliveries::table
        .filter(webhook_deliveries::due_at.le(millis(now)))
        .filter(webhook_deliveries::webhook_id.ne_all(busy))
        .order((webhook_deliveries::due_at, webhook_deliveries::number))
        .limit(bound(limit))
        .select((
            webhook_deliveries::webhook_id,
            webhook_deliveries::number,
            webhook_deliveries::due_at,
        ))
        .load(conn)?)
}

/// Whether a delivery of a webhook that is not busy is due.
pub fn any_due(conn: &mut Conn, busy: &[String], now: Timestamp) -> Result<bool> {
    Ok(!due(conn, busy, 1, now)?.is_empty())
}

/// Claims up to `limit` due deliveries, except those of busy webhooks, and at most `per_webhook` of each webhook.
pub fn claim(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    busy: &[String],
    limit: usize,
    per_webhook: usize,
    now: Timestamp,
) -> Result<Vec<Claimed>> {
    let lease = new_id();
    let mut claimed: Vec<Claimed> = Vec::new();
    for (webhook, number, due_at) in due(conn, busy, limit, now)? {
        let of_webhook = claimed.iter().filter(|one| one.webhook_id == webhook);
        if of_webhook.count() >= per_webhook {
            continue;
        }
        let row = webhook_deliveries::table.find((&webhook, number));
        // The update succeeds only if no other sender has changed `due_at` meanwhile.
        let won = diesel::update(row.filter(webhook_deliveries::due_at.eq(due_at)))
            .set((
                webhook_deliveries::due_at.eq(lease_end(now)),
                webhook_deliveries::lease.eq(&lease),
                webhook_deliveries::attempts.eq(webhook_deliveries::attempts + 1),
                webhook_deliveries::last_tried_at.eq(millis(now)),
            ))
            .execute(conn)?;
        if won == 0 {
            continue;
        }
        let not_tried = webhook_deliveries::first_tried_at.is_null();
        diesel::update(row.filter(not_tried))
            .set(webhook_deliveries::first_tried_at.eq(millis(now)))
            .execute(conn)?;
        claimed.push(read(conn, tokens, &webhook, number, now)?);
    }
    Ok(claimed)
}

fn read(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    webhook: &str,
    number: i64,
    now: Timestamp,
) -> Result<Claimed> {
    type Keys = (String, Option<String>, Option<i64>);
    type Row = ((String, String), Keys, String, i64, i32, Option<String>);
    let found: Row = webhook_deliveries::table
        .inner_join(webhooks::table.inner_join(hosts::table))
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::number.eq(number))
        .select((
            (hosts::email, webhooks::url),
            (
                webhooks::secret,
                webhooks::old_secret,
                webhooks::old_secret_until,
            ),
            webhook_deliveries::event_id,
            webhook_deliveries::seq,
            webhook_deliveries::attempts,
            webhook_deliveries::lease,
        ))
        .first(conn)?;
    let ((host_email, url), (secret, old, until), event, seq, attempts, lease) = found;
    let old = old.filter(|_| until.is_some_and(|until| millis(now) < until));
    let sealed = [Some(secret), old].into_iter().flatten();
    Ok(Claimed {
        webhook_id: webhook.to_owned(),
        host_email,
        url,
        secrets: sealed
            .filter_map(|sealed| tokens.open(&purpose(webhook), &sealed))
            .collect(),
        event: EventId::new(event),
        number,
        attempts: count(attempts),
        seq,
        lease: lease.unwrap_or_default(),
    })
}

/// The entry of a delivery.
///
/// # Errors
/// [`Error::NotFound`] if it has been erased.
pub fn entry(conn: &mut Conn, delivery: &Claimed) -> Result<NumberedEntry> {
    let entry = log::after(conn, &delivery.event, delivery.seq - 1, 1)?
        .into_iter()
        .find(|entry| entry.seq == delivery.seq)
        .ok_or(Error::NotFound)?;
    Ok(NumberedEntry {
        number: delivery.number,
        event: delivery.event.clone(),
        entry,
    })
}

/// Records the outcome of one try, and returns why the webhook is paused now, if it is paused because of it. `wait` is
/// the time until the next try. Nothing happens if another sender has the delivery.
pub fn settle(
    conn: &mut Conn,
    delivery: &Claimed,
    attempt: &Attempt,
    wait: SignedDuration,
    now: Timestamp,
) -> Result<Option<PausedReason>> {
    let id = delivery.webhook_id.as_str();
    lock(conn, id)?;
    let row = webhook_deliveries::table.find((id, delivery.number));
    let held = row.filter(webhook_deliveries::lease.eq(&delivery.lease));
    let first_tried_at: Option<Option<i64>> = held
        .select(webhook_deliveries::first_tried_at)
        .first(conn)
        .optional()?;
    let Some(first_tried_at) = first_tried_at else {
        return Ok(None);
    };
    let is_paused: Option<String> = webhooks::table
        .find(id)
        .select(webhooks::paused_reason)
        .first(conn)?;
    let (delivered_at, status, error) = match attempt {
        Attempt::Delivered { status } => (Some(millis(now)), Some(*status), None),
        Attempt::Failed { status, error } => (None, *status, Some(truncated(error, 500))),
    };
    let end = from_millis(first_tried_at.unwrap_or_else(|| millis(now)))
        .saturating_add(PATIENCE)
        .unwrap_or(Timestamp::MAX);
    let reason = match status {
        _ if delivered_at.is_some() || is_paused.is_some() => None,
        Some(GONE) => Some(PausedReason::Gone),
        _ if now >= end => Some(PausedReason::Failing),
        _ => None,
    };
    // The last try is three days after the first one.
    let next = now.saturating_add(wait).unwrap_or(end).min(end);
    let is_over = delivered_at.is_some() || is_paused.is_some();
    diesel::update(row)
        .set((
            webhook_deliveries::due_at.eq((!is_over).then(|| millis(next))),
            webhook_deliveries::lease.eq(None::<String>),
            webhook_deliveries::http_status.eq(status.map(i32::from)),
            webhook_deliveries::error.eq(error),
            webhook_deliveries::delivered_at.eq(delivered_at),
        ))
        .execute(conn)?;
    if let Some(reason) = reason {
        pause(conn, id, reason)?;
    }
    Ok(reason)
}

/// Tries nothing of a webhook before `until`. What waits then has three days of tries.
pub fn put_off(conn: &mut Conn, webhook: &str, until: Timestamp) -> Result<()> {
    lock(conn, webhook)?;
    let waiting = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::due_at.is_not_null());
    diesel::update(waiting).set(Anew::at(until)).execute(conn)?;
    Ok(())
}

/// Removes a delivery whose entry has been erased.
pub fn drop(conn: &mut Conn, delivery: &Claimed) -> Result<()> {
    let row = webhook_deliveries::table.find((&delivery.webhook_id, delivery.number));
    diesel::delete(row).execute(conn)?;
    Ok(())
}
