//! An event for its host: its table and its counts.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::{count, count_star, exists, not};
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Colour, EventId, HostId, Invitation, InvitationStatus, Picture, Question, Response, Seat, Table,
};

use crate::channels::channels_of;
use crate::schema::{contact_tags, contacts, deck_entries, invitations};
use crate::snapshot::{EventRow, InvitationRow, question, word};
use crate::time::from_millis;
use crate::{Conn, Result};

/// An event with its state.
#[derive(Debug)]
pub struct EventView {
    /// Opaque id.
    pub id: EventId,
    /// The description for guests.
    pub description: String,
    /// What the host asks the guests.
    pub question: Question,
    /// The colour of the guest's page.
    pub colour: Colour,
    /// The picture on the guest's page.
    pub picture: Picture,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The host's fixed response window in minutes.
    pub response_window_minutes: Option<u32>,
    /// Its settings, its invitations and the channels that rest; no messages and no cards. In a list, it has only the
    /// invitations that seats depend on: those with a seat, and those without an answer.
    pub table: Table,
    /// The invitations without a seat, counted by the database.
    unseated: Unseated,
    /// The number of contacts that can still be invited.
    pub deck: u32,
    /// The number of contacts that only have none of the event's tags, and could be invited otherwise.
    pub without_tag: u32,
    /// The time at which it was added.
    pub created_at: Timestamp,
    /// The time of its last change, those of its invitations included.
    pub updated_at: Timestamp,
    /// The id by which a client of the API knows it.
    pub external_id: Option<String>,
    /// The time at which it was deleted. It is erased 30 days later.
    pub deleted_at: Option<Timestamp>,
}

/// Numbers of an event: of seats for `seated`, `held` and `open`, and of invitations
/// for the others.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // Each field is the product's word for what it counts.
pub struct EventCounts {
    pub seated: u32,
    pub held: u32,
    pub open: u32,
    pub standby: u32,
    pub maybe: u32,
    pub no: u32,
    pub lapsed: u32,
}

/// Numbers of invitations without a seat.
#[derive(Debug, Clone, Copy, Default)]
struct Unseated {
    maybe: u32,
    no: u32,
    lapsed: u32,
}

impl EventView {
    /// The numbers of seats and invitations.
    pub fn counts(&self) -> EventCounts {
        let table = &self.table;
        let with_an_offer =
            table.count(|invitation| invitation.is_maybe() && invitation.seat != Seat::None);
        EventCounts {
            seated: table.seated(),
            held: table.held(),
            open: table.open(),
            standby: table.count(|invitation| invitation.seat == Seat::Standby),
            maybe: self.unseated.maybe + with_an_offer,
            no: self.unseated.no,
            lapsed: self.unseated.lapsed,
        }
    }
}

/// Which invitations a view has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Invited {
    All,
    /// Those with a seat, and those without an answer.
    WithSeat,
}

/// These events, each with its invitations and the size of its deck.
pub(super) fn views(
    conn: &mut Conn,
    host: &HostId,
    rows: &[EventRow],
    which: Invited,
) -> Result<Vec<EventView>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut invited: HashMap<String, Vec<Invitation>> = HashMap::new();
    let mut query = invitations::table
        .filter(invitations::event_id.eq_any(&ids))
        .order((invitations::invited_at, invitations::id))
        .select(InvitationRow::as_select())
        .into_boxed();
    if which == Invited::WithSeat {
        query = query.filter(
            invitations::seat
                .ne(Seat::None.as_str())
                .or(invitations::status.eq(InvitationStatus::Waiting.as_str())),
        );
    }
    let invitation_rows: Vec<InvitationRow> = query.load(conn)?;
    for row in invitation_rows {
        invited
            .entry(row.event_id.clone())
            .or_default()
            .push(row.to_core()?);
    }
    let unseated = count_unseated(conn, &ids)?;
    let decks = deck_sizes(conn, host, &ids)?;
    let mut tagged = HashMap::new();
    for row in rows {
        let keys = row.tags()?.keys();
        if !keys.is_empty() {
            tagged.insert(&row.id, tagged_deck_size(conn, row, keys)?);
        }
    }
    let channels = channels_of(conn, host.as_str())?;
    rows.iter()
        .map(|row| {
            let event = row.to_core()?;
            let everybody = decks.get(&row.id).copied().unwrap_or_default();
            let deck = tagged.get(&row.id).copied().unwrap_or(everybody);
            Ok(EventView {
                id: EventId::new(row.id.clone()),
                description: row.description.clone(),
                question: question(row.question.as_deref())?,
                colour: word(&row.colour)?,
                picture: word(&row.picture)?,
                time_zone: row.time_zone.clone(),
                response_window_minutes: row.response_window_minutes.map(crate::snapshot::count),
                table: Table {
                    event,
                    invitations: invited.remove(&row.id).unwrap_or_default(),
                    messages: Vec::new(),
                    reach: BTreeMap::new(),
                    channels: channels.clone(),
                    cards: Vec::new(),
                },
                unseated: unseated.get(&row.id).copied().unwrap_or_default(),
                deck,
                without_tag: everybody.saturating_sub(deck),
                created_at: from_millis(row.created_at),
                updated_at: from_millis(row.updated_at.max(row.created_at)),
                external_id: row.external_id.clone(),
                deleted_at: row.deleted_at.map(from_millis),
            })
        })
        .collect()
}

/// Counts the invitations of each event that have no seat.
fn count_unseated(conn: &mut Conn, ids: &[&str]) -> Result<HashMap<String, Unseated>> {
    let counts: Vec<(String, String, Option<String>, i64)> = invitations::table
        .filter(invitations::event_id.eq_any(ids))
        .filter(invitations::seat.eq(Seat::None.as_str()))
        .group_by((
            invitations::event_id,
            invitations::status,
            invitations::response,
        ))
        .select((
            invitations::event_id,
            invitations::status,
            invitations::response,
            count_star(),
        ))
        .load(conn)?;
    let mut unseated: HashMap<String, Unseated> = HashMap::new();
    for (event, status, response, count) in counts {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let response = response.as_deref().map(word).transpose()?;
        let counts = unseated.entry(event).or_default();
        match (word(&status)?, response) {
            (InvitationStatus::Answered | InvitationStatus::Waiting, Some(Response::Maybe)) => {
                counts.maybe += count;
            }
            (InvitationStatus::Answered, Some(Response::No)) => counts.no += count,
            (InvitationStatus::Lapsed, _) => counts.lapsed += count,
            _ => {}
        }
    }
    Ok(unseated)
}

/// The number of contacts that each event could still invite if it had no tags: all reachable ones that are for dinners
/// and neither invited nor excluded.
fn deck_sizes(conn: &mut Conn, host: &HostId, ids: &[&str]) -> Result<HashMap<String, u32>> {
    let reachable: i64 = contacts::table
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
        .select(count_star())
        .first(conn)?;
    let invited: Vec<(String, i64)> = invitations::table
        .inner_join(contacts::table)
        .filter(invitations::event_id.eq_any(ids))
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
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
        .filter(contacts::not_for_dinners.eq(false))
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

/// The number of contacts with one of its tags that an event can still invite.
fn tagged_deck_size(conn: &mut Conn, event: &EventRow, keys: Vec<String>) -> Result<u32> {
    let invited = invitations::table
        .filter(invitations::event_id.eq(&event.id))
        .filter(invitations::contact_id.eq(contacts::id));
    let excluded = deck_entries::table
        .filter(deck_entries::event_id.eq(&event.id))
        .filter(deck_entries::contact_id.eq(contacts::id))
        .filter(deck_entries::excluded.eq(true));
    let size: i64 = contact_tags::table
        .inner_join(contacts::table)
        .filter(contact_tags::host_id.eq(&event.host_id))
        .filter(contact_tags::tag_key.eq_any(keys))
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
        .filter(not(exists(invited)))
        .filter(not(exists(excluded)))
        .select(count(contacts::id).aggregate_distinct())
        .first(conn)?;
    Ok(u32::try_from(size).unwrap_or(0))
}
