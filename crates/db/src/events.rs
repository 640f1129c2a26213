//! Events as their host sees them. What changes how one stands goes through [`crate::change`].

use std::collections::HashMap;

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Colour, Command, ContactId, EventId, EventStatus, HostId, Invitation, InvitationStatus,
    LogEntry, LogKind, NewMessage, Picture, Preview, Response, Seat, Table,
};
use serde_json::json;

use crate::change::{append_log, event_row, read_table};
pub use crate::event_terms::EventFields;
use crate::event_terms::terms;
use crate::moments::{from_millis, millis, new_id};
use crate::page::cut;
use crate::schema::{contacts, deck_entries, events, invitations};
use crate::snapshot::{EventRow, InvitationRow, bound, next_cards, word};
use crate::{Conn, Cursor, Error, Page, Result, deck};

/// An event and how it stands.
#[derive(Debug)]
pub struct EventView {
    /// Opaque id.
    pub id: EventId,
    /// What guests should know.
    pub description: String,
    /// The colour in which guests see it.
    pub colour: Colour,
    /// What is drawn above it where guests see it.
    pub picture: Picture,
    /// IANA name of its zone.
    pub time_zone: String,
    /// The host's fixed response window in minutes.
    pub response_window_minutes: Option<u32>,
    /// Its settings and invitations, without cards.
    pub table: Table,
    /// How many contacts can still be invited.
    pub deck: u32,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was deleted; it is kept until its host's account is closed.
    pub deleted_at: Option<Timestamp>,
}

/// Adds an event, with its first log entry.
pub fn create(
    conn: &mut Conn,
    host: &HostId,
    fields: &EventFields,
    invite_first: &[ContactId],
    now: Timestamp,
) -> Result<EventId> {
    let id = EventId::new(new_id());
    diesel::insert_into(events::table)
        .values((
            (
                events::id.eq(id.as_str()),
                events::host_id.eq(host.as_str()),
                events::description.eq(&fields.description),
                events::colour.eq(fields.colour.as_str()),
                events::picture.eq(fields.picture.as_str()),
                events::status.eq(EventStatus::Draft.as_str()),
                events::version.eq(0),
                events::log_seq.eq(1),
                events::created_at.eq(millis(now)),
            ),
            terms(&fields.to_core(EventStatus::Draft))?,
        ))
        .execute(conn)?;
    deck::set(conn, host, &id, invite_first, &[])?;
    let seats = fields.seats.get();
    let noun = if seats == 1 { "seat" } else { "seats" };
    let entry = LogEntry {
        kind: LogKind::Created,
        invitation: None,
        text: format!("You added {} with {seats} {noun}.", fields.title.as_str()),
        detail: json!({ "by": "host", "seats": seats }),
    };
    append_log(conn, id.as_str(), 0, &[entry], now)?;
    Ok(id)
}

/// A host's events, the newest first.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<EventView>> {
    page_of(conn, host, limit, after, false)
}

/// All that is kept of a host's events, deleted ones included, the newest first.
pub fn kept(
    conn: &mut Conn,
    host: &HostId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<EventView>> {
    page_of(conn, host, limit, after, true)
}

fn page_of(
    conn: &mut Conn,
    host: &HostId,
    limit: usize,
    after: Option<&Cursor>,
    deleted_too: bool,
) -> Result<Page<EventView>> {
    let mut query = events::table
        .filter(events::host_id.eq(host.as_str()))
        .order((events::created_at.desc(), events::id.desc()))
        .limit(bound(limit + 1))
        .select(EventRow::as_select())
        .into_boxed();
    if !deleted_too {
        query = query.filter(events::deleted_at.is_null());
    }
    if let Some(cursor) = after {
        let (moment, id) = (millis(cursor.moment()), cursor.id.clone());
        // The first condition says nothing new, but the index can be entered by it.
        query = query
            .filter(events::created_at.le(moment))
            .filter(events::created_at.lt(moment).or(events::id.lt(id)));
    }
    // All of it as it was at one moment.
    conn.transaction(|conn| {
        let rows: Vec<EventRow> = query.load(conn)?;
        let page = cut(rows, limit, |row| {
            Cursor::at(from_millis(row.created_at), &row.id)
        });
        Ok(Page {
            items: views(conn, host, &page.items)?,
            next: page.next,
        })
    })
}

/// One event of this host.
pub fn get(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventView> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        views(conn, host, &[row])?.pop().ok_or(Error::NotFound)
    })
}

/// What the host has said of this event, to be changed and given to [`edit`].
pub fn fields(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventFields> {
    owned_row(conn, host, id)?.into_fields()
}

/// The plan that replaces what the host has said of an event. The rest of the row is written with
/// the decision.
pub fn edit(
    conn: &mut Conn,
    event: &EventId,
    fields: &EventFields,
    announce: bool,
) -> Result<Command> {
    diesel::update(events::table.find(event.as_str()))
        .set((
            events::description.eq(&fields.description),
            events::colour.eq(fields.colour.as_str()),
            events::picture.eq(fields.picture.as_str()),
        ))
        .execute(conn)?;
    let event = Box::new(fields.to_core(EventStatus::Draft));
    Ok(Command::Edit { event, announce })
}

/// The plan that calls an event off: what has not left the outbox is taken back first, so that
/// nobody is told of the end of something they never heard of.
pub fn cancel(conn: &mut Conn, event: &EventId, now: Timestamp) -> Result<Command> {
    Ok(Command::Cancel {
        untold: crate::messages::take_back_unsent(conn, event, now)?,
    })
}

/// Deletes an event that no guest is waiting for.
///
/// # Errors
/// [`Error::Conflict`] while there are invitations that would have to be told.
pub fn delete(conn: &mut Conn, host: &HostId, id: &EventId, now: Timestamp) -> Result<()> {
    crate::change::lock(conn, id, Some(host))?;
    let row = event_row(conn, id)?;
    let live: i64 = invitations::table
        .filter(invitations::event_id.eq(id.as_str()))
        .filter(invitations::status.ne_all([
            InvitationStatus::Withdrawn.as_str(),
            InvitationStatus::Undeliverable.as_str(),
        ]))
        .select(count_star())
        .first(conn)?;
    let over = matches!(
        row.to_core()?.status_at(now),
        EventStatus::Cancelled | EventStatus::Past
    );
    if live > 0 && !over {
        return Err(Error::Conflict(
            "People are invited to this event. Cancel it first, so that they are told; \
             then it can be deleted."
                .to_owned(),
        ));
    }
    // Cancelled as well: what a sender still has to say of its messages goes through the rules,
    // and they shall deal nothing any more.
    diesel::update(events::table.find(id.as_str()))
        .set((
            events::status.eq(EventStatus::Cancelled.as_str()),
            events::deleted_at.eq(millis(now)),
            events::due_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// What dealing would do now, and the next `further` cards after that.
pub fn preview(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    further: usize,
    now: Timestamp,
) -> Result<(Preview, Vec<seat_dealer_core::Card>)> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        let table = read_table(conn, &row, &Command::Deal, now)?;
        let preview = seat_dealer_core::preview(&table, now);
        let mut next = next_cards(conn, &row, preview.now.len() + further)?;
        next.drain(..preview.now.len().min(next.len()));
        Ok((preview, next))
    })
}

/// Who would be told about a change of time or place now, with the names of the guests.
pub fn announcement(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    now: Timestamp,
) -> Result<Vec<(String, NewMessage)>> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        let table = read_table(conn, &row, &Command::Tick, now)?;
        let named = |message: NewMessage| {
            let invitation = table.invitation(&message.invitation)?;
            Some((invitation.name.clone(), message))
        };
        let messages = seat_dealer_core::announcement(&table, now);
        Ok(messages.into_iter().filter_map(named).collect())
    })
}

/// The host's events, the newest first and a thousand at most, each with a number that counts up
/// with every change.
pub fn versions(conn: &mut Conn, host: &HostId) -> Result<Vec<(EventId, i64)>> {
    let versions: Vec<(String, i64)> = events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .order((events::created_at.desc(), events::id.desc()))
        .limit(1_000)
        .select((events::id, events::version))
        .load(conn)?;
    let known = |(id, version)| (EventId::new(id), version);
    Ok(versions.into_iter().map(known).collect())
}

/// Events the dealer has to look at by `now`, the longest due first.
pub fn due(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<EventId>> {
    let ids: Vec<String> = events::table
        .filter(events::due_at.le(millis(now)))
        .order(events::due_at)
        .limit(bound(limit))
        .select(events::id)
        .load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// When the next event becomes due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = events::table
        .filter(events::due_at.is_not_null())
        .order(events::due_at)
        .select(events::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// Makes sure that an event is one of this host's.
pub fn must_own(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<()> {
    owned_row(conn, host, id).map(|_| ())
}

pub(crate) fn owned_row(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventRow> {
    let row = events::table
        .filter(events::id.eq(id.as_str()))
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .select(EventRow::as_select())
        .first(conn)
        .optional()?;
    row.ok_or(Error::NotFound)
}

fn views(conn: &mut Conn, host: &HostId, rows: &[EventRow]) -> Result<Vec<EventView>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut invited: HashMap<String, Vec<Invitation>> = HashMap::new();
    let invitation_rows: Vec<InvitationRow> = invitations::table
        .filter(invitations::event_id.eq_any(&ids))
        .order((invitations::invited_at, invitations::id))
        .select(InvitationRow::as_select())
        .load(conn)?;
    for row in invitation_rows {
        invited
            .entry(row.event_id.clone())
            .or_default()
            .push(row.to_core()?);
    }
    let decks = deck_sizes(conn, host, &ids)?;
    rows.iter()
        .map(|row| {
            let event = row.to_core()?;
            Ok(EventView {
                id: EventId::new(row.id.clone()),
                description: row.description.clone(),
                colour: word(&row.colour)?,
                picture: word(&row.picture)?,
                time_zone: row.time_zone.clone(),
                response_window_minutes: row.response_window_minutes.map(crate::snapshot::count),
                table: Table {
                    event,
                    invitations: invited.remove(&row.id).unwrap_or_default(),
                    cards: Vec::new(),
                },
                deck: decks.get(&row.id).copied().unwrap_or_default(),
                created_at: from_millis(row.created_at),
                deleted_at: row.deleted_at.map(from_millis),
            })
        })
        .collect()
}

/// How many contacts each event can still invite: all that can be reached, less those that are
/// invited or left out.
fn deck_sizes(conn: &mut Conn, host: &HostId, ids: &[&str]) -> Result<HashMap<String, u32>> {
    let reachable: i64 = contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::reachable.eq(true))
        .select(count_star())
        .first(conn)?;
    let invited: Vec<(String, i64)> = invitations::table
        .inner_join(contacts::table)
        .filter(invitations::event_id.eq_any(ids))
        .filter(contacts::reachable.eq(true))
        .group_by(invitations::event_id)
        .select((invitations::event_id, count_star()))
        .load(conn)?;
    let also_invited = invitations::table
        .filter(invitations::event_id.eq(deck_entries::event_id))
        .filter(invitations::contact_id.eq(deck_entries::contact_id));
    let excluded: Vec<(String, i64)> = deck_entries::table
        .inner_join(contacts::table)
        .filter(deck_entries::event_id.eq_any(ids))
        .filter(deck_entries::excluded.eq(true))
        .filter(contacts::reachable.eq(true))
        .filter(not(exists(also_invited)))
        .group_by(deck_entries::event_id)
        .select((deck_entries::event_id, count_star()))
        .load(conn)?;
    let mut sizes: HashMap<String, i64> =
        ids.iter().map(|id| ((*id).to_owned(), reachable)).collect();
    for (id, taken) in invited.into_iter().chain(excluded) {
        if let Some(size) = sizes.get_mut(&id) {
            *size -= taken;
        }
    }
    Ok(sizes
        .into_iter()
        .map(|(id, size)| (id, u32::try_from(size).unwrap_or(0)))
        .collect())
}

/// How an event's seats and invitations stand: seats for `seated`, `held` and `open`, invitations
/// for the others.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // Each field is the product's word for what it counts.
pub struct Standing {
    pub seated: u32,
    pub held: u32,
    pub open: u32,
    pub standby: u32,
    pub maybe: u32,
    pub no: u32,
    pub lapsed: u32,
}

impl EventView {
    /// Counts.
    pub fn standing(&self) -> Standing {
        let table = &self.table;
        Standing {
            seated: table.seated(),
            held: table.held(),
            open: table.open(),
            standby: table.count(|invitation| invitation.seat == Seat::Standby),
            maybe: table.count(Invitation::is_maybe),
            no: table.count(|invitation| {
                invitation.status == InvitationStatus::Answered
                    && invitation.response == Some(Response::No)
            }),
            lapsed: table.count(|invitation| invitation.status == InvitationStatus::Lapsed),
        }
    }
}
