//! The tags of contacts. A contact has its tags in a column, for whoever reads the contact, and in `contact_tags`, for
//! whoever looks for the contacts of a tag: the index finds a rare tag among a hundred thousand contacts at once, which a
//! search in the column would not. `contact_tags` has no deleted contacts.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use seat_dealer_core::{ContactId, HostId, Tag, Tags};

use crate::page::bound;
use crate::schema::contact_tags;
use crate::{Conn, Error, Result};

/// Up to this many contacts of an event's tags are read by their ids, and then sorted. More are found sooner on the way
/// through the deck in its order.
const FEW: usize = 500;

/// A tag, and the number of contacts that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// How many contacts.
    pub contacts: i64,
}

/// The tags of a host's contacts in their alphabetical order, at most `limit`.
pub fn list(conn: &mut Conn, host: &HostId, limit: usize) -> Result<Vec<TagCount>> {
    let rows: Vec<(Option<String>, i64)> = contact_tags::table
        .filter(contact_tags::host_id.eq(host.as_str()))
        .group_by(contact_tags::tag_key)
        .order(contact_tags::tag_key)
        .limit(bound(limit))
        .select((diesel::dsl::max(contact_tags::tag), count_star()))
        .load(conn)?;
    let named = rows.into_iter().filter_map(|(tag, contacts)| {
        Some(TagCount {
            tag: tag?,
            contacts,
        })
    });
    Ok(named.collect())
}

/// The column of these tags.
pub(crate) fn column(tags: &Tags) -> String {
    tags.texts().join("\n")
}

/// Reads the column.
pub(crate) fn read(column: &str) -> Result<Tags> {
    Tags::parse(column.lines()).map_err(|error| Error::Unreadable(error.to_string()))
}

/// These tags as the host's contacts spell them, apart from the contact `except`.
pub(crate) fn spelled(
    conn: &mut Conn,
    host: &HostId,
    tags: &Tags,
    except: Option<&ContactId>,
) -> Result<Tags> {
    if tags.is_empty() {
        return Ok(Tags::default());
    }
    let mut spellings = HashMap::new();
    for key in tags.keys() {
        let spelling: Option<String> = contact_tags::table
            .filter(contact_tags::host_id.eq(host.as_str()))
            .filter(contact_tags::tag_key.eq(&key))
            .filter(contact_tags::contact_id.ne(except.map_or("", ContactId::as_str)))
            .order(contact_tags::contact_id)
            .select(contact_tags::tag)
            .first(conn)
            .optional()?;
        spellings.insert(key, spelling);
    }
    let spelled = tags.iter().map(|tag| {
        let spelling = spellings.get(&tag.key()).and_then(Option::as_deref);
        spelling.unwrap_or(tag.as_str()).to_owned()
    });
    Tags::parse(spelled).map_err(|error| Error::Unreadable(error.to_string()))
}

/// Writes the tags of a contact. A row is deleted by its whole key, so that MySQL locks no gap in which other hosts'
/// contacts are inserted.
pub(crate) fn write(
    conn: &mut Conn,
    host: &HostId,
    contact: &ContactId,
    tags: &Tags,
) -> Result<()> {
    let id = contact.as_str();
    let known: Vec<(String, String)> = contact_tags::table
        .filter(contact_tags::contact_id.eq(id))
        .select((contact_tags::tag_key, contact_tags::tag))
        .load(conn)?;
    let is_kept = |(key, tag): &(String, String)| {
        tags.iter()
            .any(|one| one.as_str() == tag && one.key() == *key)
    };
    let old = known.iter().filter(|row| !is_kept(row));
    for (key, _) in old {
        diesel::delete(contact_tags::table.find((id, key))).execute(conn)?;
    }
    let is_known = |tag: &&Tag| known.iter().any(|(_, known)| known == tag.as_str());
    for tag in tags.iter().filter(|tag| !is_known(tag)) {
        diesel::insert_into(contact_tags::table)
            .values((
                contact_tags::contact_id.eq(id),
                contact_tags::tag_key.eq(tag.key()),
                contact_tags::host_id.eq(host.as_str()),
                contact_tags::tag.eq(tag.as_str()),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The contacts of these tags, if they are few.
pub(crate) fn few(conn: &mut Conn, host: &str, keys: &[String]) -> Result<Option<Vec<String>>> {
    let ids: Vec<String> = contact_tags::table
        .filter(contact_tags::host_id.eq(host))
        .filter(contact_tags::tag_key.eq_any(keys))
        .limit(bound(FEW + 1))
        .select(contact_tags::contact_id)
        .load(conn)?;
    Ok((ids.len() <= FEW).then_some(ids))
}

/// The condition that a contact has one of these tags.
macro_rules! is_tagged {
    ($keys:expr) => {
        diesel::dsl::exists(
            crate::schema::contact_tags::table
                .filter(crate::schema::contact_tags::contact_id.eq(crate::schema::contacts::id))
                .filter(crate::schema::contact_tags::tag_key.eq_any($keys)),
        )
    };
}
pub(crate) use is_tagged;
