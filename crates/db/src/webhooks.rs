//! Webhooks: the addresses to which a host wants log entries to be sent. [`deliveries`] are what is sent, and [`claims`] those
//! of senders.

pub mod claims;
pub mod deliveries;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{HostId, PausedReason};

use crate::schema::{hosts, webhook_deliveries, webhooks};
use crate::snapshot::word;
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Error, Result, RsvpTokens};

/// The maximum number of webhooks of a host.
pub const MOST_PER_HOST: i64 = 10;
/// How long the previous secret signs beside a new one.
const ROTATION: SignedDuration = SignedDuration::from_hours(24);

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Opaque id.
    pub id: String,
    /// The address.
    pub url: String,
    /// The kinds of log entries that are sent; `None`: all.
    pub kinds: Option<Vec<String>>,
    /// Why nothing is sent; `None`: it is active.
    pub paused: Option<PausedReason>,
    /// Until when the previous secret signs, too, if there was one.
    pub old_secret_until: Option<Timestamp>,
    /// The time of its creation.
    pub created_at: Timestamp,
}

/// The fields of a new webhook.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// The address; at most 2,000 characters.
    pub url: String,
    /// The kinds of log entries that are sent; `None`: all.
    pub kinds: Option<Vec<String>>,
}

/// Changes of a webhook. `None` keeps a value.
#[derive(Debug, Clone, Default)]
pub struct WebhookChange {
    /// The address.
    pub url: Option<String>,
    /// The kinds; `Some(None)`: all.
    pub kinds: Option<Option<Vec<String>>>,
    /// Whether nothing is sent.
    pub paused: Option<bool>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhooks)]
struct WebhookRow {
    id: String,
    url: String,
    kinds: Option<String>,
    old_secret_until: Option<i64>,
    paused_reason: Option<String>,
    created_at: i64,
}

impl WebhookRow {
    fn into_webhook(self) -> Result<Webhook> {
        Ok(Webhook {
            id: self.id,
            url: self.url,
            kinds: self.kinds.as_deref().map(split),
            paused: self.paused_reason.as_deref().map(word).transpose()?,
            old_secret_until: self.old_secret_until.map(from_millis),
            created_at: from_millis(self.created_at),
        })
    }
}

fn split(kinds: &str) -> Vec<String> {
    kinds.split(' ').map(str::to_owned).collect()
}

fn join(kinds: Option<&Vec<String>>) -> Option<String> {
    kinds.map(|kinds| kinds.join(" "))
}

/// The host's webhooks, oldest first.
pub fn list(conn: &mut Conn, host: &HostId) -> Result<Vec<Webhook>> {
    let rows: Vec<WebhookRow> = webhooks::table
        .filter(webhooks::host_id.eq(host.as_str()))
        .order((webhooks::created_at, webhooks::id))
        .select(WebhookRow::as_select())
        .load(conn)?;
    rows.into_iter().map(WebhookRow::into_webhook).collect()
}

/// A webhook of this host.
pub fn get(conn: &mut Conn, host: &HostId, id: &str) -> Result<Webhook> {
    let row: Option<WebhookRow> = webhooks::table
        .find(id)
        .filter(webhooks::host_id.eq(host.as_str()))
        .select(WebhookRow::as_select())
        .first(conn)
        .optional()?;
    row.ok_or(Error::NotFound)?.into_webhook()
}

/// Creates a webhook that is sent the entries after the last numbered one. Returns it with its secret.
///
/// # Errors
/// [`Error::Disallowed`] if the host has [`MOST_PER_HOST`].
pub fn create(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    host: &HostId,
    new: &NewWebhook,
    now: Timestamp,
) -> Result<(Webhook, String)> {
    crate::hosts::lock(conn, host)?;
    let count: i64 = webhooks::table
        .filter(webhooks::host_id.eq(host.as_str()))
        .select(count_star())
        .first(conn)?;
    if count >= MOST_PER_HOST {
        return Err(Error::Disallowed {
            code: "too-many-webhooks",
            sentence: format!("There are {MOST_PER_HOST} webhooks already. Delete one first."),
        });
    }
    let last: i64 = hosts::table
        .find(host.as_str())
        .select(hosts::log_number)
        .first(conn)?;
    let (id, secret) = (new_id(), new_secret()?);
    diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(&id),
            webhooks::host_id.eq(host.as_str()),
            webhooks::url.eq(&new.url),
            webhooks::kinds.eq(join(new.kinds.as_ref())),
            webhooks::secret.eq(tokens.seal(&purpose(&id), &secret)?),
            webhooks::log_number.eq(last),
            webhooks::created_at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok((get(conn, host, &id)?, secret))
}

/// Changes the given values. What waits and is of a kind that the webhook no longer has is not sent. A webhook that is no longer paused sends everything that it has not delivered, each with
/// three days of tries.
pub fn change(
    conn: &mut Conn,
    host: &HostId,
    id: &str,
    change: &WebhookChange,
    now: Timestamp,
) -> Result<Webhook> {
    lock(conn, id)?;
    let known = get(conn, host, id)?;
    let row = webhooks::table.find(id);
    if let Some(url) = &change.url {
        let url = webhooks::url.eq(url);
        diesel::update(row).set(url).execute(conn)?;
    }
    if let Some(kinds) = &change.kinds {
        let joined = webhooks::kinds.eq(join(kinds.as_ref()));
        diesel::update(row).set(joined).execute(conn)?;
        if let Some(kinds) = kinds {
            deliveries::keep_only(conn, id, kinds)?;
        }
    }
    match (change.paused, known.paused) {
        (Some(true), None) => pause(conn, id, PausedReason::Host)?,
        (Some(false), Some(_)) => {
            let active = webhooks::paused_reason.eq(None::<String>);
            diesel::update(row).set(active).execute(conn)?;
            deliveries::resume(conn, id, now)?;
        }
        _ => {}
    }
    get(conn, host, id)
}

/// Deletes a webhook and its deliveries.
pub fn delete(conn: &mut Conn, host: &HostId, id: &str) -> Result<()> {
    lock(conn, id)?;
    get(conn, host, id)?;
    erase(conn, id)
}

/// Gives a webhook a new secret, and returns it. For a day, the previous one signs, too.
pub fn rotate(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    host: &HostId,
    id: &str,
    now: Timestamp,
) -> Result<(Webhook, String)> {
    lock(conn, id)?;
    get(conn, host, id)?;
    let row = webhooks::table.find(id);
    let (previous, secret): (String, String) =
        (row.select(webhooks::secret).first(conn)?, new_secret()?);
    let until = now.saturating_add(ROTATION).unwrap_or(Timestamp::MAX);
    diesel::update(row)
        .set((
            webhooks::secret.eq(tokens.seal(&purpose(id), &secret)?),
            webhooks::old_secret.eq(previous),
            webhooks::old_secret_until.eq(millis(until)),
        ))
        .execute(conn)?;
    Ok((get(conn, host, id)?, secret))
}

/// Deletes all webhooks of a host.
pub(crate) fn delete_all(conn: &mut Conn, host: &HostId) -> Result<()> {
    for webhook in list(conn, host)? {
        lock(conn, &webhook.id)?;
        erase(conn, &webhook.id)?;
    }
    Ok(())
}

fn erase(conn: &mut Conn, id: &str) -> Result<()> {
    let its_deliveries = webhook_deliveries::webhook_id.eq(id);
    diesel::delete(webhook_deliveries::table.filter(its_deliveries)).execute(conn)?;
    diesel::delete(webhooks::table.find(id)).execute(conn)?;
    Ok(())
}

/// Locks a webhook until the end of the transaction. To be called before anything is read.
fn lock(conn: &mut Conn, id: &str) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set(webhooks::url.eq(webhooks::url))
        .execute(conn)?;
    Ok(())
}

/// Stops a webhook. What is on its way still arrives.
fn pause(conn: &mut Conn, id: &str, reason: PausedReason) -> Result<()> {
    diesel::update(webhooks::table.find(id))
        .set(webhooks::paused_reason.eq(reason.as_str()))
        .execute(conn)?;
    deliveries::hold(conn, id)
}

/// A new secret, as Standard Webhooks writes it: `whsec_` and the Base64 of 32 random bytes.
fn new_secret() -> Result<String> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(format!("whsec_{}", STANDARD.encode(random)))
}

/// Secrets are encrypted for their webhook only.
fn purpose(id: &str) -> String {
    format!("webhook:{id}")
}
