//! Imports of address books, and undoing them. Both run in pieces, so that the single writer of SQLite is never
//! blocked for long. A piece is one transaction.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Channel, ContactId, EmailAddress, HostId, Language, Name, PartySize, PhoneNumber, Priority,
    Tags,
};
use serde_json::{Value, json};

use crate::contacts::{self, ContactFields};
use crate::deck;
use crate::due;
use crate::page::bound;
use crate::schema::import_changes;
use crate::tags;
use crate::time::millis;
use crate::{Conn, Error, Result};

/// The time during which an import can be undone.
pub const UNDO: SignedDuration = SignedDuration::from_mins(10);
/// The time during which the previous fields are kept: twice as long, for an undo that has just begun.
const KEPT: SignedDuration = SignedDuration::from_mins(20);
/// The maximum number of contacts that one transaction writes.
pub const PIECE: usize = 100;

/// One write of an import.
#[derive(Debug, Clone)]
pub enum Write {
    /// A new contact.
    Create(ContactFields),
    /// The new fields of an existing contact.
    Update(ContactId, ContactFields),
}

/// A running import.
#[derive(Debug, Clone)]
pub struct ImportId {
    /// Opaque id.
    pub id: String,
    /// The time of its begin.
    pub began_at: Timestamp,
    /// Whether the new contacts are excluded from the decks that have been dealt from.
    pub keep_out_of_decks: bool,
}

/// The result of an undo.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UndoResult {
    /// The number of added contacts that were deleted.
    pub removed: u32,
    /// The number of changed contacts that have their previous fields again.
    pub restored: u32,
    /// The number of contacts that were changed or deleted later and stay as they are.
    pub kept: u32,
}

/// Writes a piece of an import, and stores the previous fields.
pub fn write<'a>(
    conn: &mut Conn,
    host: &HostId,
    import: &ImportId,
    writes: impl IntoIterator<Item = &'a Write>,
) -> Result<()> {
    let now = import.began_at;
    due::wake(conn, host, now)?;
    let dealt = if import.keep_out_of_decks {
        deck::dealt(conn, host)?
    } else {
        Vec::new()
    };
    for write in writes {
        let (contact, before, after) = match write {
            Write::Create(fields) => {
                let fields = spelled(conn, host, fields, None)?;
                let id = contacts::insert(conn, host, &fields, now)?;
                deck::leave_out(conn, &dealt, &id)?;
                (id, None, fields)
            }
            Write::Update(id, fields) => {
                let before = contacts::get(conn, host, id)?.fields()?;
                let fields = spelled(conn, host, fields, Some(id))?;
                contacts::set(conn, host, id, &fields, now)?;
                (id.clone(), Some(text(&before)), fields)
            }
        };
        remember(conn, host, import, &contact, before, &text(&after))?;
    }
    Ok(())
}

/// The fields with the spellings of tags that are written.
fn spelled(
    conn: &mut Conn,
    host: &HostId,
    fields: &ContactFields,
    except: Option<&ContactId>,
) -> Result<ContactFields> {
    Ok(ContactFields {
        tags: tags::spelled(conn, host, &fields.tags, except)?,
        ..fields.clone()
    })
}

/// Stores the fields of a contact before the import. If the import changes a contact twice, the first fields are
/// kept.
fn remember(
    conn: &mut Conn,
    host: &HostId,
    import: &ImportId,
    contact: &ContactId,
    before: Option<String>,
    after: &str,
) -> Result<()> {
    let key = (import.id.as_str(), contact.as_str());
    let known = diesel::update(import_changes::table.find(key))
        .set(import_changes::fields_after.eq(after))
        .execute(conn)?;
    if known == 0 {
        diesel::insert_into(import_changes::table)
            .values((
                import_changes::import_id.eq(&import.id),
                import_changes::contact_id.eq(contact.as_str()),
                import_changes::host_id.eq(host.as_str()),
                import_changes::imported_at.eq(millis(import.began_at)),
                import_changes::fields_before.eq(before),
                import_changes::fields_after.eq(after),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Succeeds if an import of this host can still be undone.
///
/// # Errors
/// [`Error::NotFound`] if the import is unknown, older than [`UNDO`] or already undone.
pub fn must_be_recent(conn: &mut Conn, host: &HostId, import: &str, now: Timestamp) -> Result<()> {
    let since = now.saturating_sub(UNDO).unwrap_or(Timestamp::MIN);
    let found: Option<String> = import_changes::table
        .filter(import_changes::import_id.eq(import))
        .filter(import_changes::host_id.eq(host.as_str()))
        .filter(import_changes::imported_at.gt(millis(since)))
        .select(import_changes::contact_id)
        .first(conn)
        .optional()?;
    found.map(|_| ()).ok_or(Error::NotFound)
}

/// Undoes a piece of an import; `None` if nothing is left.
pub fn undo(
    conn: &mut Conn,
    host: &HostId,
    import: &str,
    now: Timestamp,
) -> Result<Option<UndoResult>> {
    let changes: Vec<(String, Option<String>, String)> = import_changes::table
        .filter(import_changes::import_id.eq(import))
        .filter(import_changes::host_id.eq(host.as_str()))
        .order(import_changes::contact_id)
        .limit(bound(PIECE))
        .select((
            import_changes::contact_id,
            import_changes::fields_before,
            import_changes::fields_after,
        ))
        .load(conn)?;
    if changes.is_empty() {
        return Ok(None);
    }
    due::wake(conn, host, now)?;
    let mut result = UndoResult::default();
    for (id, before, after) in changes {
        let contact = ContactId::new(id);
        let is_as_imported = match contacts::get(conn, host, &contact) {
            Ok(found) => text(&found.fields()?) == after,
            Err(Error::NotFound) => false,
            Err(error) => return Err(error),
        };
        let count = match before {
            _ if !is_as_imported => &mut result.kept,
            None => {
                contacts::delete(conn, host, &contact, now)?;
                &mut result.removed
            }
            Some(before) => {
                contacts::set(conn, host, &contact, &fields(&before)?, now)?;
                &mut result.restored
            }
        };
        *count += 1;
        diesel::delete(import_changes::table.find((import, contact.as_str()))).execute(conn)?;
    }
    Ok(Some(result))
}

/// Deletes the previous fields of imports that can no longer be undone.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let until = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    diesel::delete(import_changes::table.filter(import_changes::imported_at.le(millis(until))))
        .execute(conn)?;
    Ok(())
}

/// The fields of a contact as text, equal for equal fields.
fn text(fields: &ContactFields) -> String {
    json!({
        "name": fields.name.as_str(),
        "phoneNumber": fields.phone_number.as_ref().map(PhoneNumber::as_str),
        "email": fields.email.as_ref().map(EmailAddress::as_str),
        "priority": fields.priority.get(),
        "partySize": fields.party_size.get(),
        "notForDinners": fields.not_for_dinners,
        "preferredChannel": fields.preferred_channel.map(Channel::as_str),
        "language": fields.language.map(Language::as_str),
        "tags": fields.tags,
    })
    .to_string()
}

fn fields(text: &str) -> Result<ContactFields> {
    let unreadable = || Error::Unreadable(text.to_owned());
    let saved: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
    let word = |name: &str| saved[name].as_str();
    let read = || {
        Some(ContactFields {
            name: Name::parse(word("name")?).ok()?,
            phone_number: word("phoneNumber")
                .map(PhoneNumber::parse)
                .transpose()
                .ok()?,
            email: word("email").map(EmailAddress::parse).transpose().ok()?,
            priority: Priority::parse(saved["priority"].as_i64()?).ok()?,
            // The release before did not write these.
            not_for_dinners: saved["notForDinners"].as_bool().unwrap_or_default(),
            party_size: match saved["partySize"].as_i64() {
                Some(size) => PartySize::parse(size).ok()?,
                None => PartySize::default(),
            },
            preferred_channel: word("preferredChannel").map(str::parse).transpose().ok()?,
            language: word("language").map(str::parse).transpose().ok()?,
            tags: match saved["tags"].as_array() {
                Some(tags) => Tags::parse(tags.iter().filter_map(Value::as_str)).ok()?,
                None => Tags::default(),
            },
        })
    };
    read().ok_or_else(unreadable)
}
