//! Session keys and API keys: 256 random bits, shown once, stored as their hash.

use std::collections::BTreeSet;

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{HostId, Scope};

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
    /// The key of a program. It is valid until it is revoked or its end has come.
    Api,
}

/// The limits of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLimits {
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// The time at which it expires.
    pub expires_at: Option<Timestamp>,
}

impl KeyLimits {
    fn none() -> Self {
        Self {
            scopes: Scope::ALL.iter().copied().collect(),
            expires_at: None,
        }
    }

    /// Whether a key with these limits can do nothing that one with `others` cannot do, at any time.
    pub fn are_within(&self, others: &Self) -> bool {
        let ends_in_time = others
            .expires_at
            .is_none_or(|end| self.expires_at.is_some_and(|own| own <= end));
        ends_in_time && self.scopes.is_subset(&others.scopes)
    }
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
    /// Its limits.
    pub limits: KeyLimits,
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
    /// The name of an API key; `None` for a session.
    pub api_key_name: Option<String>,
    /// The limits of the key.
    pub limits: KeyLimits,
    /// Whether [`record_use`] should be called, because the stored last use is old.
    pub use_is_stale: bool,
}

/// Creates a session, or an API key without limits. Returns the key with its text, which is not stored.
pub fn create(
    conn: &mut Conn,
    host: &HostId,
    kind: KeyKind,
    name: &str,
    now: Timestamp,
) -> Result<(Key, String)> {
    let mut limits = KeyLimits::none();
    if kind == KeyKind::Session {
        limits.expires_at = Some(now.saturating_add(SESSION).unwrap_or(Timestamp::MAX));
    }
    insert(conn, host, kind, name, limits, now)
}

/// Creates an API key. Returns it with its text, which is not stored.
pub fn create_limited(
    conn: &mut Conn,
    host: &HostId,
    name: &str,
    limits: KeyLimits,
    now: Timestamp,
) -> Result<(Key, String)> {
    insert(conn, host, KeyKind::Api, name, limits, now)
}

fn insert(
    conn: &mut Conn,
    host: &HostId,
    kind: KeyKind,
    name: &str,
    limits: KeyLimits,
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
        limits,
    };
    let scopes: Vec<_> = key
        .limits
        .scopes
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    diesel::insert_into(access_keys::table)
        .values((
            access_keys::id.eq(&key.id),
            access_keys::host_id.eq(host.as_str()),
            access_keys::kind.eq(kind.as_str()),
            access_keys::name.eq(name),
            access_keys::hash.eq(hash(&text)),
            access_keys::created_at.eq(millis(now)),
            access_keys::expires_at.eq(key.limits.expires_at.map(millis)),
            access_keys::scopes.eq(scopes.join(" ")),
        ))
        .execute(conn)?;
    Ok((key, text))
}

/// The host of a key; `None` if the key is unknown, revoked or expired.
pub fn authenticate(conn: &mut Conn, key: &str, now: Timestamp) -> Result<Option<Authenticated>> {
    let row: Option<(KeyRow, String, String, String)> = access_keys::table
        .inner_join(hosts::table)
        .filter(access_keys::hash.eq(hash(key)))
        .select((
            KeyRow::as_select(),
            access_keys::host_id,
            access_keys::kind,
            hosts::email,
        ))
        .first(conn)
        .optional()?;
    Ok(row.and_then(|(row, host, kind, email)| {
        let Key {
            id,
            name,
            last_used_at,
            limits,
            ..
        } = row.into_key();
        let is_valid = limits.expires_at.is_none_or(|end| now < end);
        is_valid.then(|| Authenticated {
            host: HostId::new(host),
            email,
            key_id: id,
            api_key_name: (kind == KeyKind::Api.as_str()).then_some(name),
            limits,
            use_is_stale: last_used_at.is_none_or(|used| now.duration_since(used) > USE_GRAIN),
        })
    }))
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

/// An API key of this host.
pub fn api_key(conn: &mut Conn, host: &HostId, id: &str) -> Result<Key> {
    let row: Option<KeyRow> = access_keys::table
        .find(id)
        .filter(access_keys::host_id.eq(host.as_str()))
        .filter(access_keys::kind.eq(KeyKind::Api.as_str()))
        .select(KeyRow::as_select())
        .first(conn)
        .optional()?;
    row.map(KeyRow::into_key).ok_or(Error::NotFound)
}

/// A host's active sessions, oldest first. The name of each is the device.
pub fn sessions(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<Vec<Key>> {
    let mut sessions = of_kind(conn, host, KeyKind::Session)?;
    sessions.retain(|session| session.limits.expires_at.is_none_or(|end| now < end));
    Ok(sessions)
}

fn of_kind(conn: &mut Conn, host: &HostId, kind: KeyKind) -> Result<Vec<Key>> {
    let rows: Vec<KeyRow> = access_keys::table
        .filter(access_keys::host_id.eq(host.as_str()))
        .filter(access_keys::kind.eq(kind.as_str()))
        .order((access_keys::created_at, access_keys::id))
        .select(KeyRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(KeyRow::into_key).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = access_keys)]
struct KeyRow {
    id: String,
    name: String,
    created_at: i64,
    last_used_at: Option<i64>,
    expires_at: Option<i64>,
    scopes: String,
}

impl KeyRow {
    fn into_key(self) -> Key {
        // A scope of a later release permits nothing that this release knows.
        let scopes = self.scopes.split(' ').filter_map(|word| word.parse().ok());
        Key {
            limits: KeyLimits {
                scopes: scopes.collect(),
                expires_at: self.expires_at.map(from_millis),
            },
            id: self.id,
            name: self.name,
            created_at: from_millis(self.created_at),
            last_used_at: self.last_used_at.map(from_millis),
        }
    }
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

/// Deletes the expired sessions and API keys of a host.
pub fn forget_ended(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<()> {
    diesel::delete(
        access_keys::table
            .filter(access_keys::host_id.eq(host.as_str()))
            .filter(access_keys::expires_at.le(millis(now))),
    )
    .execute(conn)?;
    Ok(())
}
