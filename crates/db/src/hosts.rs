//! Hosts: who has signed in.

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::Text;
use jiff::Timestamp;
use seat_dealer_core::{EmailAddress, HostId, Minutes, QuietHours, Seats};

use crate::schema::hosts;
use crate::snapshot::{clock_times, count, quiet_hours, stored};
use crate::time::{millis, new_id};
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
    /// Two letters (ISO 3166-1) of the country whose phone numbers need no country code.
    pub country: Option<String>,
    /// When nothing is dealt or sent for new events, unless it is said for one of them.
    pub quiet_hours: Option<QuietHours>,
    /// How many invitations to a new event may wait at once; `None`: the deal decides.
    pub hand_size: Option<u32>,
    /// How many minutes a guest of a new event has to answer; `None`: the deal decides.
    pub response_window_minutes: Option<u32>,
}

/// What a host may change about themselves; nothing where it stays, and nothing within where it is
/// cleared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostChange {
    /// Name.
    pub name: Option<String>,
    /// IANA name of the zone for new events.
    pub time_zone: Option<Option<String>>,
    /// Two letters (ISO 3166-1).
    pub country: Option<Option<String>>,
    /// Quiet hours of new events.
    pub quiet_hours: Option<Option<QuietHours>>,
    /// Hand size of new events.
    pub hand_size: Option<Option<Seats>>,
    /// Response window of new events.
    pub response_window: Option<Option<Minutes>>,
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
    /// SQLite's knows the letters of ASCII only, MySQL's all: what it finds is compared once more.
    fn lower(text: Text) -> Text;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = hosts)]
struct Row {
    id: String,
    email: String,
    name: String,
    time_zone: Option<String>,
    country: Option<String>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
    hand_size: Option<i32>,
    response_window_minutes: Option<i32>,
}

fn from_row(row: Row) -> Result<Host> {
    Ok(Host {
        id: HostId::new(row.id),
        email: row.email,
        name: row.name,
        time_zone: row.time_zone,
        country: row.country,
        quiet_hours: quiet_hours(row.quiet_from.as_deref(), row.quiet_to.as_deref())?,
        hand_size: row.hand_size.map(count),
        response_window_minutes: row.response_window_minutes.map(count),
    })
}

/// The host with this id.
pub fn get(conn: &mut Conn, id: &HostId) -> Result<Host> {
    let row: Option<Row> = hosts::table
        .find(id.as_str())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    from_row(row.ok_or(Error::NotFound)?)
}

/// The host of an identity: known already, or made by `api-key` for this email and now claimed, or new.
pub fn sign_in(conn: &mut Conn, identity: &Identity, now: Timestamp) -> Result<Host> {
    let email = EmailAddress::fold(&identity.email);
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
        .select(Row::as_select())
        .first(conn)?;
    from_row(row)
}

/// The host with this email for whom keys are made on the command line: the one that signs in with
/// it, else a new one that its first sign-in will claim.
pub fn for_email(conn: &mut Conn, email: &EmailAddress, now: Timestamp) -> Result<Host> {
    let folded = EmailAddress::fold(email.as_str());
    let alike: Vec<Row> = hosts::table
        .filter(lower(hosts::email).eq(lower(&folded)))
        .order(hosts::created_at)
        .select(Row::as_select())
        .load(conn)?;
    let mut alike = alike.into_iter();
    if let Some(row) = alike.find(|row| EmailAddress::fold(&row.email) == folded) {
        return from_row(row);
    }
    let id = HostId::new(new_id());
    let name = email.as_str().split('@').next().unwrap_or_default();
    diesel::insert_into(hosts::table)
        .values((
            hosts::id.eq(id.as_str()),
            hosts::unclaimed_email.eq(&folded),
            hosts::email.eq(email.as_str()),
            hosts::name.eq(name),
            hosts::created_at.eq(millis(now)),
        ))
        .execute(conn)?;
    get(conn, &id)
}

/// What a change writes.
#[derive(AsChangeset)]
#[diesel(table_name = hosts)]
struct Columns<'a> {
    name: Option<&'a str>,
    time_zone: Option<Option<&'a str>>,
    country: Option<Option<&'a str>>,
    quiet_from: Option<Option<String>>,
    quiet_to: Option<Option<String>>,
    hand_size: Option<Option<i32>>,
    response_window_minutes: Option<Option<i32>>,
}

/// Changes what is given.
pub fn update(conn: &mut Conn, id: &HostId, change: &HostChange) -> Result<Host> {
    // A change of nothing is no statement.
    if *change != HostChange::default() {
        let (quiet_from, quiet_to) = change.quiet_hours.map(clock_times).unzip();
        diesel::update(hosts::table.find(id.as_str()))
            .set(Columns {
                name: change.name.as_deref(),
                time_zone: change.time_zone.as_ref().map(Option::as_deref),
                country: change.country.as_ref().map(Option::as_deref),
                quiet_from,
                quiet_to,
                hand_size: change
                    .hand_size
                    .map(|size| size.map(|size| stored(size.get()))),
                response_window_minutes: change
                    .response_window
                    .map(|window| window.map(|minutes| stored(minutes.get()))),
            })
            .execute(conn)?;
    }
    get(conn, id)
}
