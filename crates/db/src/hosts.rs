//! Hosts: who has signed in.

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::Text;
use jiff::Timestamp;
use seat_dealer_core::{EmailAddress, HostId, Name};

use crate::moments::{millis, new_id};
use crate::schema::hosts;
use crate::{Conn, Error, Result};

/// A host.
#[derive(Debug, Clone)]
pub struct Host {
    /// Opaque id.
    pub id: HostId,
    /// Verified email address.
    pub email: String,
    /// Name; guests see it.
    pub name: String,
    /// IANA name of the zone for new events.
    pub time_zone: Option<String>,
}

/// Who a provider says has signed in. The key of a host is issuer and subject, never the email.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// The provider's own id of the person.
    pub subject: String,
    /// A verified address.
    pub email: String,
    /// The person's name.
    pub name: String,
}

define_sql_function! {
    /// SQLite's knows the letters of ASCII only, MySQL's all.
    fn lower(text: Text) -> Text;
}

type Row = (String, String, String, Option<String>);
const COLUMNS: (hosts::id, hosts::email, hosts::name, hosts::time_zone) =
    (hosts::id, hosts::email, hosts::name, hosts::time_zone);

fn from_row((id, email, name, time_zone): Row) -> Host {
    Host {
        id: HostId::new(id),
        email,
        name,
        time_zone,
    }
}

/// The host with this id.
pub fn get(conn: &mut Conn, id: &HostId) -> Result<Host> {
    let row: Option<Row> = hosts::table
        .find(id.as_str())
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    row.map(from_row).ok_or(Error::NotFound)
}

/// The host of an identity: known already, or made by `api-key` for this email and now claimed, or new.
pub fn sign_in(conn: &mut Conn, identity: &Identity, now: Timestamp) -> Result<Host> {
    let email = identity.email.to_lowercase();
    let known: Option<String> = hosts::table
        .filter(hosts::issuer.eq(&identity.issuer))
        .filter(hosts::subject.eq(&identity.subject))
        .select(hosts::id)
        .first(conn)
        .optional()?;
    if let Some(id) = known {
        diesel::update(hosts::table.find(&id))
            .set(hosts::email.eq(&identity.email))
            .execute(conn)?;
        return get(conn, &HostId::new(id));
    }
    let claimed = diesel::update(hosts::table.filter(hosts::unclaimed_email.eq(&email)))
        .set((
            hosts::issuer.eq(&identity.issuer),
            hosts::subject.eq(&identity.subject),
            hosts::unclaimed_email.eq(None::<String>),
            hosts::email.eq(&identity.email),
            hosts::name.eq(&identity.name),
        ))
        .execute(conn)?;
    if claimed == 0 {
        diesel::insert_into(hosts::table)
            .values((
                hosts::id.eq(new_id()),
                hosts::issuer.eq(&identity.issuer),
                hosts::subject.eq(&identity.subject),
                hosts::email.eq(&identity.email),
                hosts::name.eq(&identity.name),
                hosts::created_at.eq(millis(now)),
            ))
            .execute(conn)?;
    }
    let row: Row = hosts::table
        .filter(hosts::issuer.eq(&identity.issuer))
        .filter(hosts::subject.eq(&identity.subject))
        .select(COLUMNS)
        .first(conn)?;
    Ok(from_row(row))
}

/// The host with this email for whom keys are made on the command line: the one that signs in with
/// it, else a new one that its first sign-in will claim.
pub fn for_email(conn: &mut Conn, email: &EmailAddress, now: Timestamp) -> Result<Host> {
    let lowered = email.as_str().to_lowercase();
    let known: Option<Row> = hosts::table
        .filter(
            hosts::unclaimed_email
                .eq(&lowered)
                .or(hosts::email.eq(email.as_str()))
                .or(lower(hosts::email).eq(&lowered)),
        )
        .order(hosts::created_at)
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    if let Some(row) = known {
        return Ok(from_row(row));
    }
    let id = HostId::new(new_id());
    let name = email.as_str().split('@').next().unwrap_or_default();
    diesel::insert_into(hosts::table)
        .values((
            hosts::id.eq(id.as_str()),
            hosts::unclaimed_email.eq(&lowered),
            hosts::email.eq(email.as_str()),
            hosts::name.eq(name),
            hosts::created_at.eq(millis(now)),
        ))
        .execute(conn)?;
    get(conn, &id)
}

/// Changes what is given.
pub fn update(
    conn: &mut Conn,
    id: &HostId,
    name: Option<&Name>,
    time_zone: Option<&str>,
) -> Result<Host> {
    if let Some(name) = name {
        diesel::update(hosts::table.find(id.as_str()))
            .set(hosts::name.eq(name.as_str()))
            .execute(conn)?;
    }
    if let Some(zone) = time_zone {
        diesel::update(hosts::table.find(id.as_str()))
            .set(hosts::time_zone.eq(zone))
            .execute(conn)?;
    }
    get(conn, id)
}
