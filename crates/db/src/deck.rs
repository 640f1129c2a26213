//! The deck of an event: the contacts that it can still invite, in order, and those that are left out, with the
//! reason.

mod finding;
mod keeping_out;

use std::collections::HashSet;

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use seat_dealer_core::{Command, ContactId, EventId, HostId, Reason};
use serde::Serialize;

use crate::contacts::{Contact, ContactRow, known};
use crate::page::bound;
use crate::schema::{contacts, deck_entries, events, invitations};
use crate::search::Search;
use crate::snapshot::{EventRow, count, owned_row, stored};
use crate::tags::is_tagged;
use crate::{Conn, Error, Result};

pub use keeping_out::keep_out;
pub(crate) use keeping_out::{dealt, leave_out};

/// One contact and its position.
#[derive(Debug)]
pub struct DeckCard {
    /// The contact.
    pub contact: Contact,
    /// The position and the reason.
    pub place: DeckPlace,
}

/// The position of a contact in a deck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeckPlace {
    /// The contact can be dealt.
    InDeck {
        /// The position in dealing order, from 1.
        position: u32,
        /// The reason for the position.
        reason: Reason,
    },
    /// The contact is already invited to this event.
    Invited,
    /// The host excludes the contact.
    Excluded,
    /// The host keeps the contact out of all decks.
    NotForDinners,
    /// The contact has none of the event's tags.
    WithoutTag,
    /// The contact cannot be reached.
    Unreachable,
}

/// A part of a deck.
#[derive(Debug)]
pub struct DeckPage {
    /// The cards.
    pub cards: Vec<DeckCard>,
    /// Whether there are more cards.
    pub more: bool,
    /// The contacts of the *invite first* list that can still be dealt, in its order.
    pub invite_first: Vec<String>,
    /// The contacts that the host excludes.
    pub exclude: Vec<String>,
    /// The whole order that the host has set: also contacts that cannot be dealt any more.
    pub arranged: Arranged,
}

/// The order that a host has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arranged {
    /// The contacts to invite first, in this order.
    pub invite_first: Vec<String>,
    /// The excluded contacts, in the order of their ids.
    pub exclude: Vec<String>,
}

/// A part of the deck: the cards in dealing order, then those that are left out. Skips the first `offset` cards. With
/// `search`, only those that match it, each with its position in the whole deck.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
    search: Option<&str>,
    offset: usize,
    limit: usize,
) -> Result<DeckPage> {
    // All queries read one snapshot.
    conn.transaction(|conn| {
        let event = owned_row(conn, host, event)?;
        let (arranged, exclude) = arranged(conn, &event.id)?;
        let first = invite_first(conn, &event)?;
        let ids = first.iter().map(|(_, row)| row.id().to_owned());
        let invite_first = ids.collect();
        let mut cards = match search.map(Search::new) {
            None => cards(conn, &event, first, offset, limit + 1)?,
            Some(search) => finding::cards(conn, &event, first, &search, offset, limit + 1)?,
        };
        let more = cards.len() > limit;
        cards.truncate(limit);
        let cards = cards
            .into_iter()
            .map(|(row, place)| {
                Ok(DeckCard {
                    contact: row.into_contact()?,
                    place,
                })
            })
            .collect::<Result<_>>()?;
        Ok(DeckPage {
            cards,
            more,
            invite_first,
            exclude,
            arranged,
        })
    })
}

/// The order that the host has set, and those excluded contacts that are not deleted.
fn arranged(conn: &mut Conn, event: &str) -> Result<(Arranged, Vec<String>)> {
    let rows: Vec<(String, bool, Option<i64>)> = deck_entries::table
        .inner_join(contacts::table)
        .filter(deck_entries::event_id.eq(event))
        .order(deck_entries::place)
        .select((
            deck_entries::contact_id,
            deck_entries::excluded,
            contacts::deleted_at,
        ))
        .load(conn)?;
    let (mut out, first): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, excluded, _)| *excluded);
    out.sort_unstable();
    let kept = out.iter().filter(|(.., deleted_at)| deleted_at.is_none());
    let kept = kept.map(|(id, ..)| id.clone()).collect();
    let ids = |rows: Vec<(String, bool, Option<i64>)>| rows.into_iter().map(|(id, ..)| id);
    let arranged = Arranged {
        invite_first: ids(first).collect(),
        exclude: ids(out).collect(),
    };
    Ok((arranged, kept))
}

fn cards(
    conn: &mut Conn,
    event: &EventRow,
    first: Vec<(Option<i32>, ContactRow)>,
    offset: usize,
    limit: usize,
) -> Result<Vec<(ContactRow, DeckPlace)>> {
    let first_count = first.len();
    let in_deck = |at, reason| DeckPlace::InDeck {
        position: number(at + 1),
        reason,
    };
    let mut cards: Vec<(ContactRow, DeckPlace)> = first
        .into_iter()
        .enumerate()
        .map(|(at, (place, row))| {
            let place = count(place.unwrap_or_default());
            (row, in_deck(at, Reason::InviteFirst { place }))
        })
        .skip(offset)
        .take(limit)
        .collect();
    if cards.len() < limit {
        let skip = offset.saturating_sub(first_count);
        let rest = by_priority(conn, event, skip, limit - cards.len())?;
        let so_far = first_count + skip;
        cards.extend(
            rest.into_iter()
                .enumerate()
                .map(|(at, (row, reason))| (row, in_deck(so_far + at, reason))),
        );
    }
    if cards.len() < limit {
        let deck = first_count + count_by_priority(conn, event)?;
        let skip = offset.saturating_sub(deck);
        cards.extend(left_out(conn, event, None, skip, limit - cards.len())?);
    }
    Ok(cards)
}

/// The host's order of an event: the *invite first* list and the excluded contacts.
pub fn order(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
) -> Result<(Vec<String>, Vec<String>)> {
    owned_row(conn, host, event)?;
    kept_order(conn, host, event)
}

/// [`order`], also of an event that has been deleted.
pub fn kept_order(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
) -> Result<(Vec<String>, Vec<String>)> {
    let rows: Vec<(String, Option<i32>, bool)> = deck_entries::table
        .inner_join(contacts::table)
        .inner_join(events::table)
        .filter(deck_entries::event_id.eq(event.as_str()))
        .filter(events::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        .order((deck_entries::place, deck_entries::contact_id))
        .select((
            deck_entries::contact_id,
            deck_entries::place,
            deck_entries::excluded,
        ))
        .load(conn)?;
    let (excluded, first): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, _, excluded)| *excluded);
    let ids = |rows: Vec<(String, Option<i32>, bool)>| rows.into_iter().map(|row| row.0).collect();
    Ok((ids(first), ids(excluded)))
}

/// Gives a new event the host's order of another one.
///
/// # Errors
/// [`Error::Invalid`] if the host has no such event.
pub fn take_over(conn: &mut Conn, host: &HostId, from: &EventId, to: &EventId) -> Result<()> {
    let (first, excluded) = order(conn, host, from).map_err(|error| match error {
        Error::NotFound => Error::Invalid {
            field: "orderOf",
            code: "unknown-reference",
            message: format!("There is no event {from}."),
        },
        error => error,
    })?;
    let ids = |ids: Vec<String>| ids.into_iter().map(ContactId::new).collect::<Vec<_>>();
    set(conn, host, to, &ids(first), &ids(excluded))
}

/// The plan that replaces the host's order of an event. Contacts to invite first that cannot be dealt now are not shown
/// in the order, and keep their place.
pub fn arrange(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
    invite_first: &[ContactId],
    exclude: &[ContactId],
) -> Result<Command> {
    let row = owned_row(conn, host, event)?;
    let (arranged, _) = arranged(conn, &row.id)?;
    let all = with_hidden(conn, &row, arranged, invite_first, exclude)?;
    set(conn, host, event, &all, exclude)?;
    Ok(Command::Arrange {
        invite_first: invite_first.len(),
        excluded: exclude.len(),
    })
}

/// Adds those of the host's order who are to be invited first, but cannot be dealt now.
fn with_hidden(
    conn: &mut Conn,
    event: &EventRow,
    arranged: Arranged,
    invite_first: &[ContactId],
    exclude: &[ContactId],
) -> Result<Vec<ContactId>> {
    let shown = self::invite_first(conn, event)?;
    let ids = arranged.invite_first.into_iter().map(ContactId::new);
    let ids: Vec<_> = ids.collect();
    let kept = known(conn, &HostId::new(event.host_id.clone()), &ids)?;
    let mut all = invite_first.to_vec();
    for (place, id) in ids.into_iter().enumerate() {
        let is_shown = shown.iter().any(|(_, row)| row.id() == id.as_str());
        let is_kept = kept.iter().any(|kept| kept == id.as_str());
        if is_kept && !is_shown && !all.contains(&id) && !exclude.contains(&id) {
            all.insert(place.min(all.len()), id);
        }
    }
    Ok(all)
}

/// Whether this is the host's order of an event already.
///
/// # Errors
/// [`Error::NotFound`] if the host has no such event.
pub fn is_arranged(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
    invite_first: &[ContactId],
    exclude: &[ContactId],
) -> Result<bool> {
    let row = owned_row(conn, host, event)?;
    let (arranged, _) = arranged(conn, &row.id)?;
    let mut left_out: Vec<_> = exclude.iter().map(ContactId::as_str).collect();
    left_out.sort_unstable();
    let all = with_hidden(conn, &row, arranged.clone(), invite_first, exclude)?;
    let first = all.iter().map(ContactId::as_str);
    Ok(arranged.invite_first.iter().eq(first) && arranged.exclude == left_out)
}

/// Replaces the host's order of an event that is locked or new.
pub(crate) fn set(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
    invite_first: &[ContactId],
    exclude: &[ContactId],
) -> Result<()> {
    let mut seen = HashSet::new();
    must_be_known(conn, host, invite_first, &mut seen, "inviteFirst")?;
    must_be_known(conn, host, exclude, &mut seen, "exclude")?;
    diesel::delete(deck_entries::table.filter(deck_entries::event_id.eq(event.as_str())))
        .execute(conn)?;
    let first = invite_first
        .iter()
        .zip(1..)
        .map(|(id, place)| (id, Some(place), false));
    let left_out = exclude.iter().map(|id| (id, None, true));
    // Each insert locks its contact. The order is that of a deal, to avoid deadlocks.
    let mut entries: Vec<_> = first.chain(left_out).collect();
    entries.sort_unstable();
    for (contact, place, excluded) in entries {
        diesel::insert_into(deck_entries::table)
            .values((
                deck_entries::event_id.eq(event.as_str()),
                deck_entries::contact_id.eq(contact.as_str()),
                deck_entries::place.eq(place.map(stored)),
                deck_entries::excluded.eq(excluded),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Checks that all are contacts of this host and that none is in `seen`, and adds them to it.
fn must_be_known<'a>(
    conn: &mut Conn,
    host: &HostId,
    ids: &'a [ContactId],
    seen: &mut HashSet<&'a ContactId>,
    field: &'static str,
) -> Result<()> {
    if let Some(twice) = ids.iter().find(|id| !seen.insert(id)) {
        return Err(Error::Invalid {
            field,
            code: "duplicate-item",
            message: format!("Contact {twice} is named twice. Name it once."),
        });
    }
    // The number of parameters of a statement is limited.
    for ids in ids.chunks(1_000) {
        let known: HashSet<String> = known(conn, host, ids)?.into_iter().collect();
        if let Some(unknown) = ids.iter().find(|id| !known.contains(id.as_str())) {
            return Err(Error::Invalid {
                field,
                code: "unknown-reference",
                message: format!("There is no contact {unknown}. Take it out of the list."),
            });
        }
    }
    Ok(())
}

fn invite_first(conn: &mut Conn, event: &EventRow) -> Result<Vec<(Option<i32>, ContactRow)>> {
    let keys = event.tags()?.keys();
    let invited = invitations::table
        .filter(invitations::event_id.eq(&event.id))
        .filter(invitations::contact_id.eq(contacts::id));
    let mut query = deck_entries::table
        .inner_join(contacts::table)
        .filter(deck_entries::event_id.eq(&event.id))
        .filter(deck_entries::place.is_not_null())
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
        .filter(not(exists(invited)))
        .order(deck_entries::place)
        .select((deck_entries::place, ContactRow::as_select()))
        .into_boxed();
    if !keys.is_empty() {
        query = query.filter(is_tagged!(keys));
    }
    Ok(query.load(conn)?)
}

/// Contacts that are dealt by priority: without those on the event's own lists.
macro_rules! dealt_by_priority {
    ($event:expr) => {{
        let invited = invitations::table
            .filter(invitations::event_id.eq(&$event.id))
            .filter(invitations::contact_id.eq(contacts::id));
        let arranged = deck_entries::table
            .filter(deck_entries::event_id.eq(&$event.id))
            .filter(deck_entries::contact_id.eq(contacts::id));
        let mut query = contacts::table
            .filter(contacts::host_id.eq(&$event.host_id))
            .filter(contacts::reachable.eq(true))
            .filter(contacts::not_for_dinners.eq(false))
            .filter(not(exists(invited)))
            .filter(not(exists(arranged)))
            .into_boxed();
        let keys = $event.tags()?.keys();
        if !keys.is_empty() {
            query = query.filter(crate::tags::is_tagged!(keys));
        }
        query
    }};
}
use dealt_by_priority;

fn by_priority(
    conn: &mut Conn,
    event: &EventRow,
    skip: usize,
    limit: usize,
) -> Result<Vec<(ContactRow, Reason)>> {
    let rows: Vec<(ContactRow, crate::snapshot::CardRow)> = dealt_by_priority!(event)
        .order((
            contacts::priority,
            contacts::last_invited_at,
            contacts::created_at,
            contacts::id,
        ))
        .offset(bound(skip))
        .limit(bound(limit))
        .select((
            ContactRow::as_select(),
            crate::snapshot::CardRow::as_select(),
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(row, card)| (row, card.priority_reason()))
        .collect())
}

fn count_by_priority(conn: &mut Conn, event: &EventRow) -> Result<usize> {
    let count: i64 = dealt_by_priority!(event).select(count_star()).first(conn)?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Contacts that are left out, by their names; with `search`, those that match it.
fn left_out(
    conn: &mut Conn,
    event: &EventRow,
    search: Option<&Search>,
    skip: usize,
    limit: usize,
) -> Result<Vec<(ContactRow, DeckPlace)>> {
    let invited = || {
        invitations::table
            .filter(invitations::event_id.eq(&event.id))
            .filter(invitations::contact_id.eq(contacts::id))
    };
    let excluded = || {
        deck_entries::table
            .filter(deck_entries::event_id.eq(&event.id))
            .filter(deck_entries::contact_id.eq(contacts::id))
            .filter(deck_entries::excluded.eq(true))
    };
    let mut query = contacts::table
        .filter(contacts::host_id.eq(&event.host_id))
        .filter(contacts::deleted_at.is_null())
        .order((contacts::search_text, contacts::id))
        .offset(bound(skip))
        .limit(bound(limit))
        .select((
            ContactRow::as_select(),
            exists(invited()),
            exists(excluded()),
        ))
        .into_boxed();
    let left_out = contacts::reachable
        .eq(false)
        .or(contacts::not_for_dinners.eq(true))
        .or(exists(invited()))
        .or(exists(excluded()));
    let keys = event.tags()?.keys();
    query = if keys.is_empty() {
        query.filter(left_out)
    } else {
        query.filter(left_out.or(not(is_tagged!(keys))))
    };
    for pattern in search.into_iter().flat_map(Search::patterns) {
        query = query.filter(contacts::search_text.like(pattern).escape('!'));
    }
    let rows: Vec<(ContactRow, bool, bool)> = query.load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(row, invited, excluded)| {
            let place = if invited {
                DeckPlace::Invited
            } else if excluded {
                DeckPlace::Excluded
            } else if row.is_not_for_dinners() {
                DeckPlace::NotForDinners
            } else if row.is_reachable() {
                DeckPlace::WithoutTag
            } else {
                DeckPlace::Unreachable
            };
            (row, place)
        })
        .collect())
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
