//! The erasure of deleted data. Deleted events and contacts are kept for 30 days, in case a host has deleted the
//! wrong one. Rows are deleted in pieces, so that the single writer of SQLite is never blocked for long.
//!
//! The name of a contact who was invited to a kept event, or passed over there, is erased with that event. The number
//! and the address are erased as soon as no future event needs them.

use diesel::dsl::exists;
use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{EventId, EventStatus};

use crate::change::lock;
use crate::schema::{
    contact_tags, contacts, deck_entries, events, host_log_entries, host_log_events, host_news,
    inbound_texts, invitations, log_entries, messages, texted_words, webhook_deliveries,
};
use crate::time::millis;
use crate::webhooks::deliveries;
use crate::{Conn, Db, ERASE_BATCH, Error, Result, host_messages, imports, repeats};

/// The time for which deleted data are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The result of an erasure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// The number of events.
    pub events: usize,
    /// The number of contacts.
    pub contacts: usize,
}

/// The time of deletion in milliseconds, and the id: the cursor of the next query.
pub type Place = (i64, String);

impl Db {
    /// Erases the events and contacts that were deleted 30 days before `now` or earlier, the words of texts that were
    /// received 90 days before `now` or earlier, the previous fields of imports that can no longer be undone, the
    /// responses to requests that can no longer be repeated, and emails to hosts and deliveries to webhooks that were
    /// finished 30 days before. An event is erased after its last message was sent, and a contact after the events it
    /// is invited to. Several calls may run at the same time, and the next call continues an interrupted one.
    pub async fn erase_deleted(&self, now: Timestamp) -> Result<Erased> {
        let until = millis(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN));
        let mut erased = Erased::default();
        self.erase_old_words(now).await?;
        self.write(move |conn| imports::forget(conn, now)).await?;
        self.write(move |conn| repeats::forget(conn, now)).await?;
        self.write(move |conn| host_messages::forget(conn, now))
            .await?;
        self.write(move |conn| deliveries::forget(conn, now))
            .await?;
        let mut after = Place::default();
        loop {
            let from = after.clone();
            let page = self
                .read(move |conn| deleted_events(conn, until, &from))
                .await?;
            let Some(last) = page.last() else { break };
            after.clone_from(last);
            for (_, id) in page {
                erased.events += usize::from(self.erase_event(&EventId::new(id)).await?);
            }
        }
        after = Place::default();
        loop {
            let from = after.clone();
            let page = self
                .read(move |conn| deleted_contacts(conn, until, &from))
                .await?;
            let Some(last) = page.last() else { break };
            after.clone_from(last);
            let ids: Vec<String> = page.into_iter().map(|(_, id)| id).collect();
            erased.contacts += self
                .write(move |conn| erase_contacts(conn, ids.clone(), now))
                .await?;
        }
        Ok(erased)
    }

    /// Erases an event with all its data; `false` while its outbox is not empty.
    pub(crate) async fn erase_event(&self, event: &EventId) -> Result<bool> {
        loop {
            let id = event.clone();
            match self.write(move |conn| erase_piece(conn, &id)).await {
                Ok(Piece::Some) => {}
                // `NotFound` means that another process has erased it.
                Ok(Piece::Last) | Err(Error::NotFound) => return Ok(true),
                Ok(Piece::Waits) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    }
}

/// The events that were deleted until `until`, after the cursor, in the order of their deletion.
pub fn deleted_events(conn: &mut Conn, until: i64, after: &Place) -> Result<Vec<Place>> {
    let (at, id) = after;
    Ok(events::table
        .filter(events::deleted_at.ge(at).and(events::deleted_at.le(until)))
        .filter(events::deleted_at.gt(at).or(events::id.gt(id)))
        .order((events::deleted_at, events::id))
        .limit(ERASE_BATCH)
        .select((events::deleted_at.assume_not_null(), events::id))
        .load(conn)?)
}

/// The contacts that were deleted until `until` and not erased, after the cursor, in the order of their deletion.
pub fn deleted_contacts(conn: &mut Conn, until: i64, after: &Place) -> Result<Vec<Place>> {
    let (at, id) = after;
    Ok(contacts::table
        .filter(contacts::erased_at.is_null())
        .filter(
            contacts::deleted_at
                .ge(at)
                .and(contacts::deleted_at.le(until)),
        )
        .filter(contacts::deleted_at.gt(at).or(contacts::id.gt(id)))
        .order((contacts::deleted_at, contacts::id))
        .limit(ERASE_BATCH)
        .select((contacts::deleted_at.assume_not_null(), contacts::id))
        .load(conn)?)
}

/// The state of the erasure of an event.
enum Piece {
    /// There are more rows to erase.
    Some,
    /// The event is erased.
    Last,
    /// A message must be sent first, such as an email that replaces a failed text.
    Waits,
}

/// Erases some rows of an event: rows that reference others first, and the event last.
fn erase_piece(conn: &mut Conn, event: &EventId) -> Result<Piece> {
    lock(conn, event, None)?;
    let id = event.as_str();
    let outstanding = messages::table
        .filter(messages::event_id.eq(id))
        .filter(messages::due_at.is_not_null())
        .select(messages::id);
    if diesel::select(exists(outstanding)).get_result(conn)? {
        return Ok(Piece::Waits);
    }
    let mut left = ERASE_BATCH;
    for erase in [texts, words, letters, log, deck, guests] {
        left -= erase(conn, id, left)?;
        if left == 0 {
            return Ok(Piece::Some);
        }
    }
    diesel::delete(events::table.find(id)).execute(conn)?;
    Ok(Piece::Last)
}

/// Erases texts of guests. They are queried before they are deleted, so that no gap is locked in which texts of other
/// guests are inserted.
fn texts(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let invited = invitations::table
        .filter(invitations::event_id.eq(event))
        .select(invitations::id.nullable());
    let ids: Vec<String> = inbound_texts::table
        .filter(inbound_texts::invitation_id.eq_any(invited))
        .limit(most)
        .select(inbound_texts::id)
        .load(conn)?;
    let found = inbound_texts::table.filter(inbound_texts::id.eq_any(ids));
    deleted(diesel::delete(found).execute(conn)?)
}

fn words(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let of_event = texted_words::table.filter(texted_words::event_id.eq(event));
    let numbers: Vec<i64> = of_event.limit(most).select(texted_words::seq).load(conn)?;
    let found = of_event.filter(texted_words::seq.eq_any(numbers));
    deleted(diesel::delete(found).execute(conn)?)
}

fn letters(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let ids: Vec<String> = messages::table
        .filter(messages::event_id.eq(event))
        .limit(most)
        .select(messages::id)
        .load(conn)?;
    let found = messages::table.filter(messages::id.eq_any(ids));
    deleted(diesel::delete(found).execute(conn)?)
}

fn log(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let of_event = log_entries::table.filter(log_entries::event_id.eq(event));
    let numbers: Vec<i64> = of_event.limit(most).select(log_entries::seq).load(conn)?;
    let numbered = host_log_entries::table.filter(host_log_entries::event_id.eq(event));
    diesel::delete(numbered.filter(host_log_entries::seq.eq_any(&numbers))).execute(conn)?;
    diesel::delete(host_log_events::table.find(event)).execute(conn)?;
    let on_their_way = webhook_deliveries::table.filter(webhook_deliveries::event_id.eq(event));
    diesel::delete(on_their_way.filter(webhook_deliveries::seq.eq_any(&numbers))).execute(conn)?;
    let untold = host_news::table.filter(host_news::event_id.eq(event));
    diesel::delete(untold.filter(host_news::seq.eq_any(&numbers))).execute(conn)?;
    let found = of_event.filter(log_entries::seq.eq_any(numbers));
    deleted(diesel::delete(found).execute(conn)?)
}

fn deck(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let of_event = deck_entries::table.filter(deck_entries::event_id.eq(event));
    let contacts: Vec<String> = of_event
        .limit(most)
        .select(deck_entries::contact_id)
        .load(conn)?;
    let found = of_event.filter(deck_entries::contact_id.eq_any(contacts));
    deleted(diesel::delete(found).execute(conn)?)
}

/// Erases invitations, and the contacts that were kept only for them.
fn guests(conn: &mut Conn, event: &str, most: i64) -> Result<i64> {
    let found: Vec<(String, String)> = invitations::table
        .filter(invitations::event_id.eq(event))
        .limit(most)
        .select((invitations::id, invitations::contact_id))
        .load(conn)?;
    let (ids, mut invited): (Vec<String>, Vec<String>) = found.into_iter().unzip();
    let found = invitations::table.filter(invitations::id.eq_any(ids));
    let erased = deleted(diesel::delete(found).execute(conn)?)?;
    let elsewhere: Vec<String> = invitations::table
        .filter(invitations::contact_id.eq_any(&invited))
        .select(invitations::contact_id)
        .load(conn)?;
    invited.retain(|id| !elsewhere.contains(id));
    let left_over = contacts::table
        .filter(contacts::id.eq_any(invited))
        .filter(contacts::erased_at.is_not_null());
    diesel::delete(left_over).execute(conn)?;
    Ok(erased)
}

fn deleted(rows: usize) -> Result<i64> {
    i64::try_from(rows).map_err(|error| Error::Unreadable(error.to_string()))
}

/// Erases the personal data of these contacts, and the rows without invitations. Returns the number of contacts;
/// future events need the others.
fn erase_contacts(conn: &mut Conn, mut ids: Vec<String>, now: Timestamp) -> Result<usize> {
    let invited = invitations::table
        .inner_join(events::table)
        .filter(invitations::contact_id.eq_any(&ids))
        .distinct();
    let needed: Vec<String> = invited
        .filter(
            events::deleted_at
                .is_null()
                .and(events::status.ne(EventStatus::Cancelled.as_str()))
                .and(
                    events::starts_at
                        .is_null()
                        .or(events::starts_at.gt(millis(now))),
                )
                .or(exists(
                    messages::table
                        .filter(messages::invitation_id.eq(invitations::id))
                        .filter(messages::due_at.is_not_null()),
                )),
        )
        .select(invitations::contact_id)
        .load(conn)?;
    ids.retain(|id| !needed.contains(id));
    let invitations: Vec<(String, String)> = invitations::table
        .filter(invitations::contact_id.eq_any(&ids))
        .select((invitations::id, invitations::contact_id))
        .load(conn)?;
    let (invitations, invited): (Vec<String>, Vec<String>) = invitations.into_iter().unzip();
    // Calendar entries contain the address, a provider's sentence may quote it, texts contain the number, and hosts
    // write about guests.
    diesel::update(invitations::table.filter(invitations::id.eq_any(&invitations)))
        .set((
            invitations::confirmed.eq(false),
            invitations::calendar_address.eq(None::<String>),
            invitations::calendar_starts_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    diesel::update(messages::table.filter(messages::invitation_id.eq_any(&invitations)))
        .set((
            messages::error.eq(None::<String>),
            messages::words.eq(None::<String>),
        ))
        .execute(conn)?;
    diesel::delete(inbound_texts::table.filter(inbound_texts::invitation_id.eq_any(&invitations)))
        .execute(conn)?;
    crate::texted_words::erase_of(conn, &invitations)?;
    diesel::delete(deck_entries::table.filter(deck_entries::contact_id.eq_any(&ids)))
        .execute(conn)?;
    // The release before kept them when a contact was deleted.
    diesel::delete(contact_tags::table.filter(contact_tags::contact_id.eq_any(&ids)))
        .execute(conn)?;
    let erased = ids.len();
    diesel::update(contacts::table.filter(contacts::id.eq_any(&invited)))
        .set((
            contacts::phone_number.eq(None::<String>),
            contacts::email.eq(None::<String>),
            contacts::language.eq(None::<String>),
            contacts::diet.eq(None::<String>),
            contacts::search_text.eq(contacts::name),
            contacts::party_size.eq(1),
            contacts::tags.eq(""),
            contacts::erased_at.eq(millis(now)),
        ))
        .execute(conn)?;
    ids.retain(|id| !invited.contains(id));
    diesel::delete(contacts::table.filter(contacts::id.eq_any(&ids))).execute(conn)?;
    Ok(erased)
}
