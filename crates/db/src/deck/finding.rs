//! The search in a deck. It reads the cards that match, and of the others at most the ids.

use std::collections::{HashMap, HashSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use seat_dealer_core::Reason;

use super::{DeckPlace, dealt_by_priority, left_out, number};
use crate::contacts::ContactRow;
use crate::page::bound;
use crate::schema::{contacts, deck_entries, invitations};
use crate::search::Search;
use crate::snapshot::{CardRow, EventRow, count};
use crate::{Conn, Result};

/// The cards that match, in the order of the whole deck, each with its position there. `first` are the cards that are
/// invited first. Skips the first `offset` matches.
pub(super) fn cards(
    conn: &mut Conn,
    event: &EventRow,
    first: Vec<(Option<i32>, ContactRow)>,
    search: &Search,
    offset: usize,
    limit: usize,
) -> Result<Vec<(ContactRow, DeckPlace)>> {
    let until = offset + limit;
    let first_count = first.len();
    let mut found: Vec<(ContactRow, DeckPlace)> = first
        .into_iter()
        .zip(1..)
        .filter(|((_, row), _)| search.finds(row.search_text()))
        .map(|((place, row), position)| {
            let place = count(place.unwrap_or_default());
            let reason = Reason::InviteFirst { place };
            (row, DeckPlace::InDeck { position, reason })
        })
        .take(until)
        .collect();
    let dealt = matches(conn, event, search, until - found.len())?;
    let positions = positions(conn, event, &dealt)?;
    for (row, card) in dealt {
        let position = positions.get(row.id()).copied().unwrap_or_default();
        let place = DeckPlace::InDeck {
            position: number(first_count + position),
            reason: card.priority_reason(),
        };
        found.push((row, place));
    }
    found.extend(left_out(conn, event, Some(search), 0, until - found.len())?);
    found.drain(..offset.min(found.len()));
    Ok(found)
}

/// The first cards that match and are dealt by priority.
fn matches(
    conn: &mut Conn,
    event: &EventRow,
    search: &Search,
    limit: usize,
) -> Result<Vec<(ContactRow, CardRow)>> {
    let mut query = dealt_by_priority!(event)
        .order((
            contacts::priority,
            contacts::last_invited_at,
            contacts::created_at,
            contacts::id,
        ))
        .limit(bound(limit))
        .select((ContactRow::as_select(), CardRow::as_select()));
    for pattern in search.patterns() {
        query = query.filter(contacts::search_text.like(pattern).escape('!'));
    }
    Ok(query.load(conn)?)
}

/// The positions of these cards, from 1, among all that are dealt by priority.
fn positions(
    conn: &mut Conn,
    event: &EventRow,
    cards: &[(ContactRow, CardRow)],
) -> Result<HashMap<String, usize>> {
    let Some((last, _)) = cards.last() else {
        return Ok(HashMap::new());
    };
    let (priority, last_invited_at, created_at) = last.place();
    let invited_longer_ago =
        contacts::last_invited_at
            .lt(last_invited_at)
            .or(contacts::last_invited_at
                .eq(last_invited_at)
                .and(contacts::created_at.le(created_at)));
    let up_to_the_last: Vec<String> = dealt_by_priority!(event)
        // This condition is redundant, but it lets the database use the index.
        .filter(contacts::priority.le(priority))
        .filter(contacts::priority.lt(priority).or(invited_longer_ago))
        .order((
            contacts::priority,
            contacts::last_invited_at,
            contacts::created_at,
            contacts::id,
        ))
        .select(contacts::id)
        .load(conn)?;
    let found: HashSet<&str> = cards.iter().map(|(row, _)| row.id()).collect();
    let positions = up_to_the_last.into_iter().zip(1..);
    Ok(positions
        .filter(|(id, _)| found.contains(id.as_str()))
        .collect())
}
