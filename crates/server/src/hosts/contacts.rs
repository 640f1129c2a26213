use actix_web::{HttpResponse, delete, get, patch, post, web};
use seat_dealer_address_book::phone_number;
use seat_dealer_api_types::{Contact, ContactPatch, NewContact, Page};
use seat_dealer_core::{
    Channel, ContactId, Diet, EmailAddress, ExternalId, HostId, Language, Name, PartySize,
    PhoneNumber, Priority, Tag, Tags,
};
use seat_dealer_db::contacts::{self, ContactFields, ContactFilter};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Conn, List, deck, external_ids, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{duplicates, mappers};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::etags::{self, Conditional};
use crate::http::extractors::{Json, Query, next_cursor, page};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct ListQuery {
    /// Words of a name, or parts of a phone number or email address.
    q: Option<String>,
    /// Returns only contacts with this email address, in any case.
    email: Option<String>,
    /// Returns only contacts with this phone number, in any spelling.
    phone_number: Option<String>,
    /// Returns only the contact with this external id.
    external_id: Option<String>,
    /// Returns only contacts with this tag, in any case.
    tag: Option<String>,
    /// Returns only contacts that have changed since this time (RFC 3339).
    updated_since: Option<String>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the host's contacts by name: those that meet all conditions of the query.
///
/// A page may have fewer items than `limit`, also if it is not the last one.
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
    let query = query.read()?;
    let SignedIn { host, .. } = signed_in;
    let cursor = query.cursor.as_deref();
    let (limit, cursor) = page(&state, &host, List::Contacts, query.limit, cursor)?;
    let home = match &query.phone_number {
        Some(_) => home(&state, &host).await?,
        None => None,
    };
    let filter = filter(query, home.as_deref())?;
    let owner = host.clone();
    let page = state
        .db
        .read(move |conn| contacts::list(conn, &owner, &filter, limit, cursor.as_ref()))
        .await?;
    Ok(web::Json(Page {
        next_cursor: next_cursor(&state, &host, page.next.as_ref())?,
        items: page.items.into_iter().map(mappers::contact).collect(),
    }))
}

/// `home` is the country whose phone numbers need no country code.
fn filter(query: ListQuery, home: Option<&str>) -> Result<ContactFilter, ApiError> {
    let mut errors = ValidationErrors::default();
    let email = errors.take_optional("email", query.email, |text| EmailAddress::parse(&text));
    let phone_number = errors.take_optional("phoneNumber", query.phone_number, |text| {
        phone_number(&text, home)
    });
    let external_id = errors.take_optional("externalId", query.external_id, |text| {
        ExternalId::parse(&text)
    });
    let tag = errors.take_optional("tag", query.tag, |text| Tag::parse(&text));
    let updated_since = errors.time("updatedSince", query.updated_since.as_deref());
    let search = query.q.map(|q| q.trim().to_owned());
    match (email, phone_number, external_id, tag, updated_since) {
        (Some(email), Some(phone_number), Some(external_id), Some(tag), Some(updated_since)) => {
            Ok(ContactFilter {
                search,
                email,
                phone_number,
                external_id: external_id.map(|id| id.as_str().to_owned()),
                tag,
                updated_since,
            })
        }
        _ => Err(errors.into_error()),
    }
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
    let host = signed_in.host;
    let home = home(&state, &host).await?;
    let new = ParsedContact::of(body.read()?, home.as_deref())?;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .change_contacts(&host.clone(), move |conn| {
            once(conn, request.as_ref(), |conn| {
                let contact = mappers::contact(new.add(conn, &host)?);
                let answer = repeats::created("contacts", &contact.id, &contact)?;
                Ok((repeats::tagged(answer, &contact), ()))
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
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let id = ContactId::new(id.into_inner());
    let contact = state
        .db
        .read(move |conn| contacts::get(conn, &signed_in.host, &id))
        .await?;
    conditional.respond(&mappers::contact(contact))
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
    conditional: Conditional,
    body: Json<ContactPatch>,
) -> Result<HttpResponse, ApiError> {
    let id = ContactId::new(id.into_inner());
    let patch = body.read()?;
    let expected = conditional.expected()?;
    let external_id = patch.external_id.clone().map(external_id).transpose()?;
    let contact = state
        .db
        // Read in the transaction that writes, so that concurrent changes do not overwrite each other.
        .change_contacts(&signed_in.host.clone(), move |conn| {
            let known = contacts::get(conn, &signed_in.host, &id)?;
            expected.check(|| Ok(mappers::contact(known.clone())))?;
            if patch == ContactPatch::default() {
                return Ok(Ok(known));
            }
            let home = hosts::get(conn, &signed_in.host)?.country;
            let fields = match ContactInput::patched(known, patch.clone()).parse(home.as_deref()) {
                Ok(fields) => fields,
                Err(error) => return Ok(Err(error)),
            };
            if let Some(external_id) = &external_id {
                external_ids::set_of_contact(conn, &signed_in.host, &id, external_id.as_ref())?;
            }
            // A contact that has a duplicate already can still get another priority.
            if patch.name.is_some() || patch.phone_number.is_some() {
                duplicates::must_be_new(conn, &signed_in.host, &fields, Some(&id))?;
            }
            contacts::update(conn, &signed_in.host, &id, &fields, db::now()).map(Ok)
        })
        .await??;
    Ok(etags::respond(&mappers::contact(contact)))
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
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let id = ContactId::new(id.into_inner());
    let expected = conditional.expected()?;
    state
        .db
        .change_contacts(&signed_in.host.clone(), move |conn| {
            expected.check(|| Ok(mappers::contact(contacts::get(conn, &signed_in.host, &id)?)))?;
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

/// The external id of a request.
pub(super) fn external_id(text: Option<String>) -> Result<Option<ExternalId>, ApiError> {
    let mut errors = ValidationErrors::default();
    let parsed = errors.take_optional("externalId", text, |text| ExternalId::parse(&text));
    parsed.ok_or_else(|| errors.into_error())
}

/// A new contact.
pub(super) struct ParsedContact {
    fields: ContactFields,
    external_id: Option<ExternalId>,
    keep_out_of_decks: bool,
}

impl ParsedContact {
    /// `home` is the country whose phone numbers need no country code.
    pub(super) fn of(new: NewContact, home: Option<&str>) -> Result<Self, ApiError> {
        let fields = ContactInput {
            name: new.name,
            phone_number: new.phone_number,
            is_stored_number: false,
            email: new.email,
            priority: new.priority,
            party_size: new.party_size,
            not_for_dinners: new.not_for_dinners,
            preferred_channel: new.preferred_channel,
            language: new.language,
            diet: new.diet,
            tags: new.tags,
        }
        .parse(home);
        // A response has the errors of all fields.
        let (fields, external_id) = match (fields, external_id(new.external_id)) {
            (Ok(fields), Ok(external_id)) => (fields, external_id),
            (Err(ApiError::Invalid(mut errors)), Err(ApiError::Invalid(more))) => {
                errors.extend(more);
                return Err(ApiError::Invalid(errors));
            }
            (Err(error), _) | (_, Err(error)) => return Err(error),
        };
        Ok(Self {
            fields,
            external_id,
            keep_out_of_decks: new.keep_out_of_decks,
        })
    }

    /// Adds the contact, in a transaction of [`Db::change_contacts`](db::Db::change_contacts).
    ///
    /// # Errors
    /// [`db::Error::Existing`] if there is such a contact. Then nothing is written.
    pub(super) fn add(&self, conn: &mut Conn, host: &HostId) -> db::Result<contacts::Contact> {
        duplicates::must_be_new(conn, host, &self.fields, None)?;
        if let Some(external_id) = &self.external_id {
            external_ids::must_be_new_contact(conn, host, external_id, None)?;
        }
        let contact = contacts::create(conn, host, &self.fields, db::now())?;
        if self.keep_out_of_decks {
            deck::keep_out(conn, host, &contact.id)?;
        }
        external_ids::set_of_contact(conn, host, &contact.id, self.external_id.as_ref())?;
        contacts::get(conn, host, &contact.id)
    }
}

/// The fields of a contact, not yet parsed.
struct ContactInput {
    name: String,
    phone_number: Option<String>,
    /// Whether the number is the one that is stored, which was read when it came.
    is_stored_number: bool,
    email: Option<String>,
    priority: Option<i64>,
    party_size: Option<i64>,
    not_for_dinners: bool,
    preferred_channel: Option<Channel>,
    language: Option<Language>,
    diet: Option<String>,
    tags: Vec<String>,
}

impl ContactInput {
    fn patched(known: contacts::Contact, patch: ContactPatch) -> Self {
        Self {
            name: patch.name.unwrap_or(known.name),
            is_stored_number: patch.phone_number.is_none(),
            phone_number: patch.phone_number.unwrap_or(known.phone_number),
            email: patch.email.unwrap_or(known.email),
            priority: Some(patch.priority.unwrap_or(known.priority.into())),
            party_size: Some(patch.party_size.unwrap_or(known.party_size.into())),
            not_for_dinners: patch.not_for_dinners.unwrap_or(known.not_for_dinners),
            preferred_channel: patch.preferred_channel.unwrap_or(known.preferred_channel),
            language: patch.language.unwrap_or(known.language),
            diet: patch
                .diet
                .unwrap_or_else(|| known.diet.text().map(str::to_owned)),
            tags: patch.tags.unwrap_or_else(|| known.tags.texts()),
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
        let party_size = errors.take_optional("partySize", self.party_size, PartySize::parse);
        let diet = errors.take("diet", Diet::parse(&self.diet.unwrap_or_default()));
        let tags = errors.take("tags", Tags::parse(&self.tags));
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
        let fields = || {
            Some(ContactFields {
                name: name?,
                phone_number: phone_number?,
                email: email?,
                priority: priority?.unwrap_or_default(),
                party_size: party_size?.unwrap_or_default(),
                not_for_dinners: self.not_for_dinners,
                preferred_channel: self.preferred_channel,
                language: self.language,
                diet: diet?,
                tags: tags?,
            })
        };
        fields()
            .filter(|_| errors.is_empty())
            .ok_or_else(|| errors.into_error())
    }
}
