//! Imports of address books, and taking them back. Both happen in pieces, so that the one writer of
//! SQLite is never held for long; a piece is one transaction.

use diesel::prelude::*;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, ContactId, EmailAddress, HostId, Name, PhoneNumber, Priority};
use serde_json::{Value, json};

use crate::contacts::{self, ContactFields};
use crate::deck;
use crate::schema::import_changes;
use crate::time::millis;
use crate::{Conn, Error, Result, events};

/// How long an import can be taken back.
pub const UNDO: SignedDuration = SignedDuration::from_mins(10);
/// How long what an import has changed is kept: as long again, for who has just begun to take it back.
const KEPT: SignedDuration = SignedDuration::from_mins(20);
/// The most contacts that one transaction writes.
pub const PIECE: usize = 100;

/// What an import writes.
#[derive(Debug, Clone)]
pub enum Write {
    /// A new contact.
    Create(ContactFields),
    /// A known contact as it is from now on.
    Update(ContactId, ContactFields),
}

/// An import under way.
#[derive(Debug, Clone)]
pub struct ImportId {
    /// Opaque id.
    pub id: String,
    /// When it began.
    pub began_at: Timestamp,
    /// Whether the new contacts are left out of the decks that have been dealt from.
    pub keep_out_of_decks: bool,
}

/// What was taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// How many contacts that the import had added were deleted.
    pub removed: u32,
    /// How many are again what they were before.
    pub restored: u32,
    /// How many were changed or deleted since, and stay as they are.
    pub kept: u32,
}

/// Writes a piece of an import, and remembers what it was before.
pub fn write<'a>(
    conn: &mut Conn,
    host: &HostId,
    import: &ImportId,
    writes: impl IntoIterator<Item = &'a Write>,
) -> Result<()> {
    let now = import.began_at;
    events::wake(conn, host, now)?;
    let dealt = if import.keep_out_of_decks {
        deck::dealt(conn, host)?
    } else {
        Vec::new()
    };
    for write in writes {
        let (contact, before, after) = match write {
            Write::Create(fields) => {
                let id = contacts::insert(conn, host, fields, now)?;
                deck::leave_out(conn, &dealt, &id)?;
                (id, None, fields)
            }
            Write::Update(id, fields) => {
                let before = contacts::get(conn, host, id)?.fields()?;
                contacts::set(conn, host, id, fields)?;
                (id.clone(), Some(text(&before)), fields)
            }
        };
        remember(conn, host, import, &contact, before, &text(after))?;
    }
    Ok(())
}

/// What a contact was before the whole import stays, when the import changes it a second time.
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

/// Succeeds when an import of this host can still be taken back.
///
/// # Errors
/// [`Error::NotFound`] for one that is unknown, older than [`UNDO`] or taken back already.
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

/// Takes back a piece of an import; `None` when nothing of it is left.
pub fn take_back(
    conn: &mut Conn,
    host: &HostId,
    import: &str,
    now: Timestamp,
) -> Result<Option<TakenBack>> {
    let changes: Vec<(String, Option<String>, String)> = import_changes::table
        .filter(import_changes::import_id.eq(import))
        .filter(import_changes::host_id.eq(host.as_str()))
        .order(import_changes::contact_id)
        .limit(crate::snapshot::bound(PIECE))
        .select((
            import_changes::contact_id,
            import_changes::fields_before,
            import_changes::fields_after,
        ))
        .load(conn)?;
    if changes.is_empty() {
        return Ok(None);
    }
    events::wake(conn, host, now)?;
    let mut taken_back = TakenBack::default();
    for (id, before, after) in changes {
        let contact = ContactId::new(id);
        let is_as_imported = match contacts::get(conn, host, &contact) {
            Ok(found) => text(&found.fields()?) == after,
            Err(Error::NotFound) => false,
            Err(error) => return Err(error),
        };
        let count = match before {
            _ if !is_as_imported => &mut taken_back.kept,
            None => {
                contacts::delete(conn, host, &contact, now)?;
                &mut taken_back.removed
            }
            Some(before) => {
                contacts::set(conn, host, &contact, &fields(&before)?)?;
                &mut taken_back.restored
            }
        };
        *count += 1;
        diesel::delete(import_changes::table.find((import, contact.as_str()))).execute(conn)?;
    }
    Ok(Some(taken_back))
}

/// Forgets what imports have changed that can no longer be taken back.
pub(crate) fn forget(conn: &mut Conn, now: Timestamp) -> Result<()> {
    let until = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    diesel::delete(import_changes::table.filter(import_changes::imported_at.le(millis(until))))
        .execute(conn)?;
    Ok(())
}

/// The fields of a contact as one text, the same for the same fields.
fn text(fields: &ContactFields) -> String {
    json!({
        "name": fields.name.as_str(),
        "phoneNumber": fields.phone_number.as_ref().map(PhoneNumber::as_str),
        "email": fields.email.as_ref().map(EmailAddress::as_str),
        "priority": fields.priority.get(),
        "preferredChannel": fields.preferred_channel.map(Channel::as_str),
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
            preferred_channel: word("preferredChannel").map(str::parse).transpose().ok()?,
        })
    };
    read().ok_or_else(unreadable)
}
