use actix_web::{HttpResponse, delete, get, patch, post, web};
use seat_dealer_address_book::phone_number;
use seat_dealer_api_types::{Contact, ContactPatch, NewContact, Page};
use seat_dealer_core::{Channel, ContactId, EmailAddress, HostId, Name, PhoneNumber, Priority};
use seat_dealer_db::contacts::{self, ContactFields};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, List, deck, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{duplicates, mappers};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query, next_cursor, page};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Words of a name, or parts of a phone number or email address.
    q: Option<String>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the host's contacts by name.
#[utoipa::path(
    operation_id = "listContacts",
    tag = "contacts",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of contacts", body = Page<Contact>),
        Private, Queried,
    ),
)]
#[get("/contacts")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<ListQuery>,
) -> Result<web::Json<Page<Contact>>, ApiError> {
    let ListQuery { q, limit, cursor } = query.read()?;
    let SignedIn { host, .. } = signed_in;
    let (limit, cursor) = page(&state, &host, List::Contacts, limit, cursor.as_deref())?;
    let search = q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    let owner = host.clone();
    let page = state
        .db
        .read(move |conn| contacts::list(conn, &owner, search.as_deref(), limit, cursor.as_ref()))
        .await?;
    Ok(web::Json(Page {
        next_cursor: next_cursor(&state, &host, page.next.as_ref())?,
        items: page.items.into_iter().map(mappers::contact).collect(),
    }))
}

/// Adds a contact.
///
/// The same name with the same phone number, however it is spelled, is the same person: a conflict with
/// the `existingId` of that contact.
#[utoipa::path(
    operation_id = "addContact",
    tag = "contacts",
    request_body = NewContact,
    responses(
        (status = 201, description = "The contact", body = Contact,
            headers(("Location" = String, description = "The address of the contact"))),
        Private, Sent, Ruled,
    ),
)]
#[post("/contacts")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewContact>,
) -> Result<HttpResponse, ApiError> {
    let NewContact {
        name,
        phone_number,
        email,
        priority,
        preferred_channel,
        keep_out_of_decks,
    } = body.read()?;
    let fields = ContactInput {
        name,
        phone_number,
        is_stored_number: false,
        email,
        priority,
        preferred_channel,
    }
    .parse(home(&state, &signed_in.host).await?.as_deref())?;
    let host = signed_in.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .change_contacts(&host.clone(), move |conn| {
            once(conn, request.as_ref(), |conn| {
                duplicates::must_be_new(conn, &host, &fields, None)?;
                let contact = contacts::create(conn, &host, &fields, db::now())?;
                if keep_out_of_decks {
                    deck::keep_out(conn, &host, &contact.id)?;
                }
                let contact = mappers::contact(contact);
                Ok((repeats::created("contacts", &contact.id, &contact)?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

/// Returns a contact.
#[utoipa::path(
    operation_id = "readContact",
    tag = "contacts",
    params(("id" = String, Path, description = "The contact")),
    responses(
        (status = 200, description = "The contact", body = Contact),
        Private, Named,
    ),
)]
#[get("/contacts/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Contact>, ApiError> {
    let id = ContactId::new(id.into_inner());
    let contact = state
        .db
        .read(move |conn| contacts::get(conn, &signed_in.host, &id))
        .await?;
    Ok(web::Json(mappers::contact(contact)))
}

/// Changes a contact.
#[utoipa::path(
    operation_id = "changeContact",
    tag = "contacts",
    request_body = ContactPatch,
    params(("id" = String, Path, description = "The contact")),
    responses(
        (status = 200, description = "The contact after the change", body = Contact),
        Private, Named, Sent, Ruled,
    ),
)]
#[patch("/contacts/{id}")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<ContactPatch>,
) -> Result<web::Json<Contact>, ApiError> {
    let id = ContactId::new(id.into_inner());
    let patch = body.read()?;
    let contact = state
        .db
        // Read in the transaction that writes, so that concurrent changes do not overwrite each other.
        .change_contacts(&signed_in.host.clone(), move |conn| {
            let known = contacts::get(conn, &signed_in.host, &id)?;
            let home = hosts::get(conn, &signed_in.host)?.country;
            let fields = match ContactInput::patched(known, patch.clone()).parse(home.as_deref()) {
                Ok(fields) => fields,
                Err(error) => return Ok(Err(error)),
            };
            // A contact that has a duplicate already can still get another priority.
            if patch.name.is_some() || patch.phone_number.is_some() {
                duplicates::must_be_new(conn, &signed_in.host, &fields, Some(&id))?;
            }
            contacts::update(conn, &signed_in.host, &id, &fields, db::now()).map(Ok)
        })
        .await??;
    Ok(web::Json(mappers::contact(contact)))
}

/// Deletes a contact.
///
/// Its invitations stay.
#[utoipa::path(
    operation_id = "deleteContact",
    tag = "contacts",
    params(("id" = String, Path, description = "The contact")),
    responses(
        (status = 204, description = "Deleted"),
        Private, Named,
    ),
)]
#[delete("/contacts/{id}")]
pub(crate) async fn remove(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = ContactId::new(id.into_inner());
    state
        .db
        .change_contacts(&signed_in.host.clone(), move |conn| {
            contacts::delete(conn, &signed_in.host, &id, db::now())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The host's country.
pub(super) async fn home(state: &State, host: &HostId) -> Result<Option<String>, ApiError> {
    let host = host.clone();
    let host = state.db.read(move |conn| hosts::get(conn, &host)).await?;
    Ok(host.country)
}

/// The fields of a contact, not yet parsed.
struct ContactInput {
    name: String,
    phone_number: Option<String>,
    /// Whether the number is the one that is stored, which was read when it came.
    is_stored_number: bool,
    email: Option<String>,
    priority: Option<i64>,
    preferred_channel: Option<Channel>,
}

impl ContactInput {
    fn patched(known: contacts::Contact, patch: ContactPatch) -> Self {
        Self {
            name: patch.name.unwrap_or(known.name),
            is_stored_number: patch.phone_number.is_none(),
            phone_number: patch.phone_number.unwrap_or(known.phone_number),
            email: patch.email.unwrap_or(known.email),
            priority: Some(patch.priority.unwrap_or(known.priority.into())),
            preferred_channel: patch.preferred_channel.unwrap_or(known.preferred_channel),
        }
    }

    /// `home` is the country whose phone numbers can be entered without a country code.
    fn parse(self, home: Option<&str>) -> Result<ContactFields, ApiError> {
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let mut errors = ValidationErrors::default();
        let name = errors.take("name", Name::parse(&self.name));
        let phone_number = errors.take_optional("phoneNumber", given(self.phone_number), |text| {
            if self.is_stored_number {
                PhoneNumber::parse(&text)
            } else {
                phone_number(&text, home)
            }
        });
        let email = errors.take_optional("email", given(self.email), |text| {
            EmailAddress::parse(&text)
        });
        let priority = errors.take_optional("priority", self.priority, Priority::parse);
        if let (Some(None), Some(None)) = (&phone_number, &email) {
            errors.add(
                "phoneNumber",
                "required",
                "Give a phone number or an email address.",
            );
        }
        let missing = match (self.preferred_channel, &phone_number, &email) {
            (Some(Channel::Sms), Some(None), _) => Some("a phone number"),
            (Some(Channel::Email), _, Some(None)) => Some("an email address"),
            _ => None,
        };
        if let Some(missing) = missing.filter(|_| errors.is_empty()) {
            errors.add(
                "preferredChannel",
                "contradiction",
                format!("This channel needs {missing}."),
            );
        }
        match (name, phone_number, email, priority) {
            (Some(name), Some(phone_number), Some(email), Some(priority)) if errors.is_empty() => {
                Ok(ContactFields {
                    name,
                    phone_number,
                    email,
                    priority: priority.unwrap_or_default(),
                    preferred_channel: self.preferred_channel,
                })
            }
            _ => Err(errors.into_error()),
        }
    }
}
