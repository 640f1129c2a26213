//! Duplicate contacts: listing and preventing them.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{get, web};
use seat_dealer_address_book::{name_key, phone_number};
use seat_dealer_api_types::{DuplicateContacts, Page};
use seat_dealer_core::{ContactId, EmailAddress, HostId};
use seat_dealer_db as db;
use seat_dealer_db::contacts::{self, Contact, ContactFields};

use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::problems::Private;
use crate::http::state::State;

/// Lists contacts that may be the same person.
///
/// Their phone numbers are two spellings of one number, or they have the same name and the same number or address.
/// The server never merges contacts: delete or change one of them.
#[utoipa::path(
    operation_id = "listDuplicateContacts",
    tag = "contacts",
    responses(
        (status = 200, description = "All of them on one page", body = Page<DuplicateContacts>),
        Private,
    ),
)]
#[get("/contact-duplicates")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<Page<DuplicateContacts>>, ApiError> {
    let items = state
        .db
        .read(move |conn| Ok(groups(contacts::all(conn, &signed_in.host)?)))
        .await?;
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// The fields of a contact, with its number as libphonenumber formats it. Older versions stored other spellings, such
/// as one with a trunk zero.
pub(super) fn fields(contact: &Contact) -> db::Result<ContactFields> {
    let mut fields = contact.fields()?;
    if let Some(stored) = &contact.phone_number {
        fields.phone_number = phone_number(stored, None).ok().or(fields.phone_number);
    }
    Ok(fields)
}

/// Succeeds if no other contact of the host has the same name and the same number, in any spelling.
///
/// # Errors
/// [`db::Error::Existing`] if there is one.
pub(super) fn must_be_new(
    conn: &mut db::Conn,
    host: &HostId,
    new: &ContactFields,
    except: Option<&ContactId>,
) -> db::Result<()> {
    let Some(number) = &new.phone_number else {
        return Ok(());
    };
    for contact in contacts::called(conn, host, &new.name)? {
        let known = fields(&contact)?.phone_number;
        if except != Some(&contact.id) && known.is_some_and(|known| known.same_line(number)) {
            return Err(db::Error::Existing {
                code: "contact-exists",
                sentence: format!(
                    "You have a contact called {} with this phone number. Change that one, or give \
                     this one another name.",
                    contact.name
                ),
                id: contact.id.as_str().to_owned(),
            });
        }
    }
    Ok(())
}

/// The last digits of a contact's number, which all spellings of one number have in common. So libphonenumber, which
/// is much slower, compares only numbers that may be the same.
fn number_ending(contact: &Contact) -> Option<&str> {
    const DIGITS: usize = 6;
    let number = contact.phone_number.as_deref()?;
    number.get(number.len().saturating_sub(DIGITS)..)
}

fn groups(mut all: Vec<Contact>) -> Vec<DuplicateContacts> {
    all.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
    let mut shared_endings: BTreeMap<String, usize> = BTreeMap::new();
    for ending in all.iter().filter_map(number_ending) {
        *shared_endings.entry(ending.to_owned()).or_default() += 1;
    }
    let may_share_number =
        |contact: &Contact| number_ending(contact).is_some_and(|ending| shared_endings[ending] > 1);
    // Groups by number, and by address and name.
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut mailboxes: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (place, contact) in all.iter().enumerate() {
        if may_share_number(contact)
            && let Ok(fields) = fields(contact)
            && let Some(number) = fields.phone_number
        {
            lines.entry(number.line()).or_default().push(place);
        }
        if let Some(email) = &contact.email {
            let key = (EmailAddress::fold(email), name_key(&contact.name));
            mailboxes.entry(key).or_default().push(place);
        }
    }
    let mut groups: BTreeSet<(Vec<usize>, String)> = BTreeSet::new();
    for (line, places) in lines {
        let of = |place: &usize| {
            let contact = &all[*place];
            (contact.phone_number.as_deref(), name_key(&contact.name))
        };
        let spellings: BTreeSet<_> = places.iter().map(|place| of(place).0).collect();
        let names: BTreeSet<_> = places.iter().map(|place| of(place).1).collect();
        // Contacts with different names and one number are a couple, a family or an office.
        if spellings.len() > 1 || names.len() < places.len() {
            groups.insert((places, line));
        }
    }
    for ((email, _), places) in mailboxes {
        let is_told = groups.iter().any(|(told, _)| *told == places);
        if places.len() > 1 && !is_told {
            groups.insert((places, email));
        }
    }
    let contact = |place: usize| mappers::contact(all[place].clone());
    groups
        .into_iter()
        .map(|(places, shared)| DuplicateContacts {
            shared,
            contacts: places.into_iter().map(contact).collect(),
        })
        .collect()
}
