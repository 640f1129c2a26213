//! Push subscriptions: the browsers that show a host's news. Each ends with the session or API key that added it.

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::HostId;

use crate::hosts::lock as lock_host;
use crate::schema::{access_keys, push_subscriptions};
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Error, Result, keys};

/// The maximum number of subscriptions of a host.
pub const MOST_PER_HOST: i64 = 20;

/// What a browser gives to whoever may send it push messages.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = push_subscriptions)]
pub struct PushTarget {
    /// The address at the browser's push service; at most 2,000 characters.
    pub endpoint: String,
    /// The browser's public key, as base64url.
    pub public_key: String,
    /// The secret that authenticates messages, as base64url.
    pub auth: String,
}

/// A subscription as its host sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushSubscription {
    /// Opaque id.
    pub id: String,
    /// The device of the session, or the name of the API key, that added it.
    pub device: String,
    /// The id of that session or API key.
    pub key_id: String,
    /// The time at which it was added.
    pub created_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = push_subscriptions)]
struct Row {
    id: String,
    key_id: String,
    created_at: i64,
}

fn subscription((row, device): (Row, String)) -> PushSubscription {
    PushSubscription {
        id: row.id,
        device,
        key_id: row.key_id,
        created_at: from_millis(row.created_at),
    }
}

/// The host's subscriptions, oldest first.
pub fn list(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<Vec<PushSubscription>> {
    let rows = push_subscriptions::table
        .inner_join(access_keys::table)
        .filter(push_subscriptions::host_id.eq(host.as_str()))
        .filter(is_valid(now))
        .order((push_subscriptions::created_at, push_subscriptions::id))
        .select((Row::as_select(), access_keys::name))
        .load(conn)?;
    Ok(rows.into_iter().map(subscription).collect())
}

/// One of the host's subscriptions.
pub fn get(conn: &mut Conn, host: &HostId, id: &str, now: Timestamp) -> Result<PushSubscription> {
    let row = push_subscriptions::table
        .inner_join(access_keys::table)
        .filter(push_subscriptions::id.eq(id))
        .filter(push_subscriptions::host_id.eq(host.as_str()))
        .filter(is_valid(now))
        .select((Row::as_select(), access_keys::name))
        .first(conn)
        .optional()?;
    row.map(subscription).ok_or(Error::NotFound)
}

/// Whether the session or API key of a subscription has not ended.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_valid(now: Timestamp) -> _ {
    let now: i64 = millis(now);
    let ends = access_keys::expires_at;
    ends.is_null().or(ends.gt(now))
}

/// Adds a subscription of this session or API key. One with the same endpoint is replaced and keeps
/// its id.
///
/// # Errors
/// [`Error::Disallowed`] if the host has [`MOST_PER_HOST`] others; [`Error::NotFound`] if the session or API key has
/// ended meanwhile.
pub fn add(
    conn: &mut Conn,
    host: &HostId,
    key_id: &str,
    target: &PushTarget,
    now: Timestamp,
) -> Result<PushSubscription> {
    lock_host(conn, host)?;
    // What has expired does not count.
    keys::forget_ended(conn, host, now)?;
    if diesel::select(not(exists(access_keys::table.find(key_id)))).get_result(conn)? {
        return Err(Error::NotFound);
    }
    let of_host = push_subscriptions::table.filter(push_subscriptions::host_id.eq(host.as_str()));
    let known: Option<String> = of_host
        .filter(push_subscriptions::endpoint.eq(&target.endpoint))
        .select(push_subscriptions::id)
        .first(conn)
        .optional()?;
    if let Some(id) = known {
        diesel::update(push_subscriptions::table.find(&id))
            .set((
                push_subscriptions::key_id.eq(key_id),
                push_subscriptions::public_key.eq(&target.public_key),
                push_subscriptions::auth.eq(&target.auth),
            ))
            .execute(conn)?;
        return get(conn, host, &id, now);
    }
    let count: i64 = of_host.select(count_star()).first(conn)?;
    if count >= MOST_PER_HOST {
        return Err(Error::Disallowed {
            code: "too-many-push-subscriptions",
            sentence: format!(
                "{MOST_PER_HOST} devices show your news already. Turn it off on one of them first."
            ),
        });
    }
    let id = new_id();
    diesel::insert_into(push_subscriptions::table)
        .values((
            push_subscriptions::id.eq(&id),
            push_subscriptions::host_id.eq(host.as_str()),
            push_subscriptions::key_id.eq(key_id),
            push_subscriptions::endpoint.eq(&target.endpoint),
            push_subscriptions::public_key.eq(&target.public_key),
            push_subscriptions::auth.eq(&target.auth),
            push_subscriptions::created_at.eq(millis(now)),
        ))
        .execute(conn)?;
    get(conn, host, &id, now)
}

/// Deletes a subscription of this host.
pub fn delete(conn: &mut Conn, host: &HostId, id: &str) -> Result<()> {
    let of_host = push_subscriptions::host_id.eq(host.as_str());
    match diesel::delete(push_subscriptions::table.find(id).filter(of_host)).execute(conn)? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Where a push message goes; `None` if the subscription has ended.
pub(crate) fn target(conn: &mut Conn, id: &str, now: Timestamp) -> Result<Option<PushTarget>> {
    Ok(push_subscriptions::table
        .inner_join(access_keys::table)
        .filter(push_subscriptions::id.eq(id))
        .filter(is_valid(now))
        .select(PushTarget::as_select())
        .first(conn)
        .optional()?)
}

/// Deletes a subscription that its browser has ended.
pub(crate) fn end(conn: &mut Conn, id: &str) -> Result<()> {
    diesel::delete(push_subscriptions::table.find(id)).execute(conn)?;
    Ok(())
}

/// Deletes all subscriptions of a host.
pub(crate) fn erase(conn: &mut Conn, host: &HostId) -> Result<()> {
    let of_host = push_subscriptions::host_id.eq(host.as_str());
    diesel::delete(push_subscriptions::table.filter(of_host)).execute(conn)?;
    Ok(())
}
