//! Hosts.

use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::Text;
use jiff::Timestamp;
use seat_dealer_core::{EmailAddress, HostId, Language, Minutes, QuietHours, Seats};

use crate::schema::hosts;
use crate::snapshot::{clock_times, count, language, quiet_hours, stored};
use crate::time::{millis, new_id};
use crate::{Conn, Error, Result};

/// A host.
#[derive(Debug, Clone)]
pub struct Host {
    /// Opaque id.
    pub id: HostId,
    /// Verified email address.
    pub email: String,
    /// The name, which guests see.
    pub name: String,
    /// The IANA name of the time zone of new events.
    pub time_zone: Option<String>,
    /// Two letters (ISO 3166-1) of the country whose phone numbers need no country code.
    pub country: Option<String>,
    /// The quiet hours of new events.
    pub quiet_hours: Option<QuietHours>,
    /// The hand size of new events; `None`: the rules compute it.
    pub hand_size: Option<u32>,
    /// The response window of new events, in minutes; `None`: the rules compute it.
    pub response_window_minutes: Option<u32>,
    /// Whether the calendar has a secret address.
    pub has_calendar: bool,
    /// The language of contacts who have none of their own; `None`: that of the server.
    pub language: Option<Language>,
}

/// Changes of a host. `None` keeps a value, and `Some(None)` clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostChange {
    /// Name.
    pub name: Option<String>,
    /// The IANA name of the time zone of new events.
    pub time_zone: Option<Option<String>>,
    /// Two letters (ISO 3166-1).
    pub country: Option<Option<String>>,
    /// Quiet hours of new events.
    pub quiet_hours: Option<Option<QuietHours>>,
    /// Hand size of new events.
    pub hand_size: Option<Option<Seats>>,
    /// Response window of new events.
    pub response_window: Option<Option<Minutes>>,
    /// The language of contacts who have none of their own.
    pub language: Option<Option<Language>>,
}

/// The identity that a provider has confirmed. Issuer and subject identify a host, never the email address.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The issuer: the provider's address.
    pub issuer: String,
    /// The subject: the provider's id of the person.
    pub subject: String,
    /// The verified email address.
    pub email: String,
    /// The person's name.
    pub name: String,
}

define_sql_function! {
    /// SQLite's `lower` changes only ASCII letters, MySQL's all letters. So the found rows are compared again.
    fn lower(text: Text) -> Text;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = hosts)]
struct HostRow {
    id: String,
    email: String,
    name: String,
    time_zone: Option<String>,
    country: Option<String>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
    hand_size: Option<i32>,
    response_window_minutes: Option<i32>,
    calendar_hash: Option<String>,
    language: Option<String>,
}

fn from_row(row: HostRow) -> Result<Host> {
    Ok(Host {
        id: HostId::new(row.id),
        email: row.email,
        name: row.name,
        time_zone: row.time_zone,
        country: row.country,
        quiet_hours: quiet_hours(row.quiet_from.as_deref(), row.quiet_to.as_deref())?,
        hand_size: row.hand_size.map(count),
        response_window_minutes: row.response_window_minutes.map(count),
        has_calendar: row.calendar_hash.is_some(),
        language: language(row.language.as_deref()),
    })
}

/// The host with this id.
pub fn get(conn: &mut Conn, id: &HostId) -> Result<Host> {
    let row: Option<HostRow> = hosts::table
        .find(id.as_str())
        .select(HostRow::as_select())
        .first(conn)
        .optional()?;
    from_row(row.ok_or(Error::NotFound)?)
}

/// The host of an identity: an existing one, one that `api-key` has created for this email address and that is
/// claimed now, or a new one.
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
    let row: HostRow = hosts::table
        .filter(hosts::issuer.eq(&identity.issuer))
        .filter(hosts::subject.eq(&identity.subject))
        .select(HostRow::as_select())
        .first(conn)?;
    from_row(row)
}

/// The host for whom the command line creates a key: the one with this email address, or a new one that the first
/// sign-in will claim.
pub fn for_email(conn: &mut Conn, email: &EmailAddress, now: Timestamp) -> Result<Host> {
    let folded = EmailAddress::fold(email.as_str());
    let alike: Vec<HostRow> = hosts::table
        .filter(lower(hosts::email).eq(lower(&folded)))
        .order(hosts::created_at)
        .select(HostRow::as_select())
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

/// Locks a host until the end of the transaction. This is the first statement of a change that depends on what is
/// there.
pub fn lock(conn: &mut Conn, id: &HostId) -> Result<()> {
    diesel::update(hosts::table.find(id.as_str()))
        .set(hosts::email.eq(hosts::email))
        .execute(conn)?;
    Ok(())
}

/// The columns of a change.
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
    language: Option<Option<&'a str>>,
}

/// Changes the given values.
pub fn update(conn: &mut Conn, id: &HostId, change: &HostChange) -> Result<Host> {
    // Diesel cannot make a statement of an empty change.
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
                language: change.language.map(|said| said.map(Language::as_str)),
            })
            .execute(conn)?;
    }
    get(conn, id)
}
