//! Session keys and API keys: 256 random bits, shown once, stored as their hash.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::HostId;

use crate::schema::{access_keys, hosts};
use crate::time::{from_millis, millis, new_id};
use crate::tokens::hash;
use crate::{Conn, Error, Result};

/// The lifetime of a session.
const SESSION: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The precision of the last use of a key.
const USE_GRAIN: SignedDuration = SignedDuration::from_hours(1);

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// The session of a browser. It expires.
    Session,
    /// The key of a program. It is valid until it is revoked.
    Api,
}

impl KeyKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Api => "api",
        }
    }
}

/// A key as its host sees it.
#[derive(Debug, Clone)]
pub struct Key {
    /// Opaque id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The time of its creation.
    pub created_at: Timestamp,
    /// The time of its last use, to the hour.
    pub last_used_at: Option<Timestamp>,
    /// The time at which it expires.
    pub expires_at: Option<Timestamp>,
}

/// The result of authentication.
#[derive(Debug, Clone)]
pub struct Authenticated {
    /// The host.
    pub host: HostId,
    /// The host's email address.
    pub email: String,
    /// The id of the key.
    pub key_id: String,
    /// Whether [`record_use`] should be called, because the stored last use is old.
    pub use_is_stale: bool,
}

/// Creates a key. Only this function returns its text.
pub fn create(
    conn: &mut Conn,
    host: &HostId,
    kind: KeyKind,
    name: &str,
    now: Timestamp,
) -> Result<(Key, String)> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| Error::Unavailable(error.to_string()))?;
    let prefix = if kind == KeyKind::Api {
        "sd_api_"
    } else {
        "sd_session_"
    };
    let text = format!("{prefix}{}", bs58::encode(random).into_string());
    let key = Key {
        id: new_id(),
        name: name.to_owned(),
        created_at: now,
        last_used_at: None,
        expires_at: (kind == KeyKind::Session)
            .then(|| now.saturating_add(SESSION).unwrap_or(Timestamp::MAX)),
    };
    diesel::insert_into(access_keys::table)
        .values((
            access_keys::id.eq(&key.id),
            access_keys::host_id.eq(host.as_str()),
            access_keys::kind.eq(kind.as_str()),
            access_keys::name.eq(name),
            access_keys::hash.eq(hash(&text)),
            access_keys::created_at.eq(millis(now)),
            access_keys::expires_at.eq(key.expires_at.map(millis)),
        ))
        .execute(conn)?;
    Ok((key, text))
}

/// The host of a key; `None` if the key is unknown, revoked or expired.
pub fn authenticate(conn: &mut Conn, key: &str, now: Timestamp) -> Result<Option<Authenticated>> {
    type Row = (String, String, String, Option<i64>, Option<i64>);
    let row: Option<Row> = access_keys::table
        .inner_join(hosts::table)
        .filter(access_keys::hash.eq(hash(key)))
        .select((
            access_keys::id,
            access_keys::host_id,
            hosts::email,
            access_keys::expires_at,
            access_keys::last_used_at,
        ))
        .first(conn)
        .optional()?;
    Ok(
        row.and_then(|(key_id, host, email, expires_at, last_used_at)| {
            let alive = expires_at.is_none_or(|end| millis(now) < end);
            let stale = last_used_at.is_none_or(|used| {
                millis(now) - used > i64::try_from(USE_GRAIN.as_millis()).unwrap_or(0)
            });
            alive.then(|| Authenticated {
                host: HostId::new(host),
                email,
                key_id,
                use_is_stale: stale,
            })
        }),
    )
}

/// The valid ones among these keys, by their ids, each with the email address of its host. At most a thousand.
pub(crate) fn holders(
    conn: &mut Conn,
    key_ids: &[String],
    now: Timestamp,
) -> Result<Vec<(String, String)>> {
    Ok(access_keys::table
        .inner_join(hosts::table)
        .filter(access_keys::id.eq_any(key_ids))
        .filter(
            access_keys::expires_at
                .is_null()
                .or(access_keys::expires_at.gt(millis(now))),
        )
        .select((access_keys::id, hosts::email))
        .load(conn)?)
}

/// Stores the time of a key's last use.
pub fn record_use(conn: &mut Conn, key_id: &str, now: Timestamp) -> Result<()> {
    diesel::update(access_keys::table.find(key_id))
        .set(access_keys::last_used_at.eq(millis(now)))
        .execute(conn)?;
    Ok(())
}

/// A host's API keys, oldest first.
pub fn api_keys(conn: &mut Conn, host: &HostId) -> Result<Vec<Key>> {
    of_kind(conn, host, KeyKind::Api)
}

/// A host's active sessions, oldest first. The name of each is the device.
pub fn sessions(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<Vec<Key>> {
    let mut sessions = of_kind(conn, host, KeyKind::Session)?;
    sessions.retain(|session| session.expires_at.is_none_or(|end| now < end));
    Ok(sessions)
}

fn of_kind(conn: &mut Conn, host: &HostId, kind: KeyKind) -> Result<Vec<Key>> {
    type Row = (String, String, i64, Option<i64>, Option<i64>);
    let rows: Vec<Row> = access_keys::table
        .filter(access_keys::host_id.eq(host.as_str()))
        .filter(access_keys::kind.eq(kind.as_str()))
        .order((access_keys::created_at, access_keys::id))
        .select((
            access_keys::id,
            access_keys::name,
            access_keys::created_at,
            access_keys::last_used_at,
            access_keys::expires_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, created_at, last_used_at, expires_at)| Key {
            id,
            name,
            created_at: from_millis(created_at),
            last_used_at: last_used_at.map(from_millis),
            expires_at: expires_at.map(from_millis),
        })
        .collect())
}

/// Revokes a key of this host.
pub fn delete(conn: &mut Conn, host: &HostId, kind: KeyKind, id: &str) -> Result<()> {
    let rows = diesel::delete(
        access_keys::table
            .filter(access_keys::id.eq(id))
            .filter(access_keys::kind.eq(kind.as_str()))
            .filter(access_keys::host_id.eq(host.as_str())),
    )
    .execute(conn)?;
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Revokes the session or API key of a request.
pub fn end(conn: &mut Conn, key_id: &str) -> Result<()> {
    diesel::delete(access_keys::table.find(key_id)).execute(conn)?;
    Ok(())
}

/// Ends every session of a host.
pub fn end_sessions(conn: &mut Conn, host: &HostId) -> Result<()> {
    diesel::delete(
        access_keys::table
            .filter(access_keys::host_id.eq(host.as_str()))
            .filter(access_keys::kind.eq(KeyKind::Session.as_str())),
    )
    .execute(conn)?;
    Ok(())
}

/// Deletes the expired sessions of a host.
pub fn forget_ended(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<()> {
    diesel::delete(
        access_keys::table
            .filter(access_keys::host_id.eq(host.as_str()))
            .filter(access_keys::expires_at.le(millis(now))),
    )
    .execute(conn)?;
    Ok(())
}
