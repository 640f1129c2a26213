//! The log entries on their way to webhooks. A webhook has a cursor in its host's log. One transaction plans a delivery
//! for each entry after it and moves the cursor, so no entry is forgotten or planned twice. A sender claims a delivery
//! with a lease, as it claims a message ([`claims`](super::claims)), so each is sent at least once.

use diesel::dsl::exists;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{EventId, HostId};

use super::{lock, split};
use crate::host_log::last_number;
use crate::page::bound;
use crate::schema::{
    events, host_log_entries, host_log_events, hosts, log_entries, webhook_deliveries, webhooks,
};
use crate::snapshot::count;
use crate::time::{from_millis, millis};
use crate::{Conn, Db, Error, Result};

/// The maximum number of entries that one transaction plans.
const PIECE: usize = 200;
/// How long a finished delivery is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// A delivery as its host sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The webhook.
    pub webhook_id: String,
    /// The number of the entry in the host's log.
    pub number: i64,
    /// The event.
    pub event: EventId,
    /// The kind of the entry.
    pub kind: String,
    /// The number of tries.
    pub attempts: u32,
    /// The time of the next try; `None`: there is none.
    pub due_at: Option<Timestamp>,
    /// The time of the last try.
    pub last_tried_at: Option<Timestamp>,
    /// The status of the last response.
    pub http_status: Option<u32>,
    /// Why the last try failed.
    pub error: Option<String>,
    /// The time at which it was planned.
    pub created_at: Timestamp,
    /// The time at which the receiver accepted it.
    pub delivered_at: Option<Timestamp>,
}

impl Delivery {
    /// The `webhook-id`: the same at each try.
    pub fn message_id(&self) -> String {
        message_id(&self.webhook_id, self.number)
    }
}

pub(super) fn message_id(webhook: &str, number: i64) -> String {
    format!("msg_{}_{number}", webhook.replace('-', ""))
}

impl Db {
    /// Plans deliveries for all new log entries of hosts with webhooks.
    pub async fn plan_deliveries(&self, now: Timestamp) -> Result<()> {
        for host in self.read(hosts_with_news).await? {
            self.number_host_log(&host).await?;
            for webhook in self.read(move |conn| behind(conn, &host)).await? {
                while self
                    .write({
                        let webhook = webhook.clone();
                        move |conn| plan_piece(conn, &webhook, now)
                    })
                    .await?
                {}
            }
        }
        Ok(())
    }
}

/// The hosts with an active webhook and log entries after its cursor, numbered or not.
pub fn hosts_with_news(conn: &mut Conn) -> Result<Vec<HostId>> {
    let numbering = host_log_events::table.on(host_log_events::event_id.eq(events::id));
    let unnumbered = events::table
        .left_join(numbering)
        .filter(events::host_id.eq(webhooks::host_id))
        .filter(events::deleted_at.is_null())
        .filter(
            host_log_events::seq.nullable().is_null().or(events::log_seq
                .nullable()
                .gt(host_log_events::seq.nullable())),
        )
        .select(events::id);
    let ids: Vec<String> = webhooks::table
        .inner_join(hosts::table)
        .filter(webhooks::paused_reason.is_null())
        .filter(
            hosts::log_number
                .gt(webhooks::log_number)
                .or(exists(unnumbered)),
        )
        .select(webhooks::host_id)
        .distinct()
        .load(conn)?;
    Ok(ids.into_iter().map(HostId::new).collect())
}

/// The active webhooks of a host with numbered entries after their cursors.
fn behind(conn: &mut Conn, host: &HostId) -> Result<Vec<String>> {
    Ok(webhooks::table
        .inner_join(hosts::table)
        .filter(webhooks::host_id.eq(host.as_str()))
        .filter(webhooks::paused_reason.is_null())
        .filter(hosts::log_number.gt(webhooks::log_number))
        .select(webhooks::id)
        .load(conn)?)
}

/// Plans deliveries for the next entries of a webhook, and moves its cursor. Returns whether there may be more.
fn plan_piece(conn: &mut Conn, id: &str, now: Timestamp) -> Result<bool> {
    lock(conn, id)?;
    let webhook: Option<(String, Option<String>, i64)> = webhooks::table
        .find(id)
        .filter(webhooks::paused_reason.is_null())
        .select((webhooks::host_id, webhooks::kinds, webhooks::log_number))
        .first(conn)
        .optional()?;
    let Some((host, kinds, cursor)) = webhook else {
        return Ok(false);
    };
    let kinds = kinds.as_deref().map(split);
    let its_entry = log_entries::event_id
        .eq(host_log_entries::event_id)
        .and(log_entries::seq.eq(host_log_entries::seq));
    let entries: Vec<(i64, String, i64, String)> = host_log_entries::table
        .inner_join(log_entries::table.on(its_entry))
        .filter(host_log_entries::host_id.eq(&host))
        .filter(host_log_entries::number.gt(cursor))
        .order(host_log_entries::number)
        .limit(bound(PIECE))
        .select((
            host_log_entries::number,
            host_log_entries::event_id,
            host_log_entries::seq,
            log_entries::kind,
        ))
        .load(conn)?;
    let more = entries.len() == PIECE;
    let last = match entries.last() {
        Some((number, ..)) if more => *number,
        _ => last_number(conn, &HostId::new(host))?,
    };
    for (number, event, seq, kind) in entries {
        if kinds.as_ref().is_some_and(|kinds| !kinds.contains(&kind)) {
            continue;
        }
        diesel::insert_into(webhook_deliveries::table)
            .values((
                webhook_deliveries::webhook_id.eq(id),
                webhook_deliveries::number.eq(number),
                webhook_deliveries::event_id.eq(event),
                webhook_deliveries::seq.eq(seq),
                webhook_deliveries::kind.eq(kind),
                webhook_deliveries::due_at.eq(millis(now)),
                webhook_deliveries::attempts.eq(0),
                webhook_deliveries::created_at.eq(millis(now)),
            ))
            .execute(conn)?;
    }
    diesel::update(webhooks::table.find(id))
        .set(webhooks::log_number.eq(last))
        .execute(conn)?;
    Ok(more)
}

/// Nothing of a paused webhook is due.
pub(super) fn hold(conn: &mut Conn, webhook: &str) -> Result<()> {
    let its_own = webhook_deliveries::webhook_id.eq(webhook);
    let is_due = webhook_deliveries::due_at.is_not_null();
    diesel::update(webhook_deliveries::table.filter(its_own.and(is_due)))
        .set(webhook_deliveries::due_at.eq(None::<i64>))
        .execute(conn)?;
    Ok(())
}

/// Deletes what a webhook has not delivered, except entries of these kinds.
pub(super) fn keep_only(conn: &mut Conn, webhook: &str, kinds: &[String]) -> Result<()> {
    let its_own = webhook_deliveries::webhook_id.eq(webhook);
    let undelivered = webhook_deliveries::delivered_at.is_null();
    let unwanted = webhook_deliveries::kind.ne_all(kinds);
    diesel::delete(webhook_deliveries::table.filter(its_own.and(undelivered).and(unwanted)))
        .execute(conn)?;
    Ok(())
}

/// Everything that a webhook has not delivered is due.
pub(super) fn resume(conn: &mut Conn, webhook: &str, now: Timestamp) -> Result<()> {
    let its_own = webhook_deliveries::webhook_id.eq(webhook);
    let undelivered = webhook_deliveries::delivered_at.is_null();
    diesel::update(webhook_deliveries::table.filter(its_own.and(undelivered)))
        .set(Anew::at(now))
        .execute(conn)?;
    Ok(())
}

/// A delivery that is tried for three days from now on.
#[derive(AsChangeset)]
#[diesel(table_name = webhook_deliveries, treat_none_as_null = true)]
pub(super) struct Anew {
    due_at: Option<i64>,
    lease: Option<String>,
    attempts: i32,
    first_tried_at: Option<i64>,
    delivered_at: Option<i64>,
}

impl Anew {
    pub(super) fn at(now: Timestamp) -> Self {
        Self {
            due_at: Some(millis(now)),
            lease: None,
            attempts: 0,
            first_tried_at: None,
            delivered_at: None,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries)]
struct DeliveryRow {
    webhook_id: String,
    number: i64,
    event_id: String,
    kind: String,
    due_at: Option<i64>,
    attempts: i32,
    last_tried_at: Option<i64>,
    http_status: Option<i32>,
    error: Option<String>,
    created_at: i64,
    delivered_at: Option<i64>,
}

impl DeliveryRow {
    fn into_delivery(self) -> Delivery {
        Delivery {
            webhook_id: self.webhook_id,
            number: self.number,
            event: EventId::new(self.event_id),
            kind: self.kind,
            attempts: count(self.attempts),
            due_at: self.due_at.map(from_millis),
            last_tried_at: self.last_tried_at.map(from_millis),
            http_status: self.http_status.map(count),
            error: self.error,
            created_at: from_millis(self.created_at),
            delivered_at: self.delivered_at.map(from_millis),
        }
    }
}

/// At most `limit` deliveries of a webhook with numbers below `before`, newest first.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    webhook: &str,
    before: i64,
    limit: usize,
) -> Result<Vec<Delivery>> {
    super::get(conn, host, webhook)?;
    let rows: Vec<DeliveryRow> = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::number.lt(before))
        .order(webhook_deliveries::number.desc())
        .limit(bound(limit))
        .select(DeliveryRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(DeliveryRow::into_delivery).collect())
}

/// Sends a delivery again, with three days of tries.
///
/// # Errors
/// [`Error::Disallowed`] if the webhook is paused.
pub fn redeliver(
    conn: &mut Conn,
    host: &HostId,
    webhook: &str,
    number: i64,
    now: Timestamp,
) -> Result<Delivery> {
    lock(conn, webhook)?;
    let known = super::get(conn, host, webhook)?;
    let row = webhook_deliveries::table.find((webhook, number));
    let read = |conn: &mut Conn| -> Result<Delivery> {
        let found: Option<DeliveryRow> = row
            .select(DeliveryRow::as_select())
            .first(conn)
            .optional()?;
        found.map(DeliveryRow::into_delivery).ok_or(Error::NotFound)
    };
    read(conn)?;
    if known.paused.is_some() {
        return Err(Error::Disallowed {
            code: "webhook-paused",
            sentence: "The webhook is paused. Set paused to false first; it then sends everything that it has not \
                       delivered."
                .to_owned(),
        });
    }
    diesel::update(row).set(Anew::at(now)).execute(conn)?;
    read(conn)
}

/// Erases what was delivered 30 days ago.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
    diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::delivered_at.le(until)))
        .execute(conn)?;
    Ok(())
}
