//! Many contacts in one request.

use actix_web::{HttpResponse, patch, post, web};
use seat_dealer_api_types::{
    AddOutcome, AddedContact, AddedContacts, ChangedContacts, ContactsDeletion, ContactsPatch,
    FieldError, NewContact, NewContacts,
};
use seat_dealer_core::{ContactId, HostId, Priority, Tag, Tags};
use seat_dealer_db::contacts::{self, Contact};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Conn, all_or_nothing};
use serde::Deserialize;
use utoipa::IntoParams;

use super::contacts::{ParsedContact, home};
use super::ids::{contact_ids, unknown};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query};
use crate::http::problems::{Private, Queried, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// The number of contacts that one request may name.
const MOST: usize = 500;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BatchQuery {
    /// Whether to add none of the contacts if one of them cannot be added. The response is then a problem (422).
    #[param(default = false)]
    atomic: Option<bool>,
}

/// Adds many contacts.
///
/// The response has the outcome of each contact, in the order of the request. A contact is compared with those before
/// it, too.
#[utoipa::path(
    operation_id = "addContacts",
    tag = "contacts",
    params(BatchQuery),
    request_body = NewContacts,
    responses(
        (status = 200, description = "The outcomes", body = AddedContacts),
        Private, Queried, Sent,
    ),
)]
#[post("/contacts/batch")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    query: Query<BatchQuery>,
    body: Json<NewContacts>,
) -> Result<HttpResponse, ApiError> {
    let is_atomic = query.read()?.atomic.unwrap_or(false);
    let NewContacts { items } = body.read()?;
    must_fit("items", items.len())?;
    let host = signed_in.host;
    let home = home(&state, &host).await?;
    let mut parsed = Vec::new();
    for new in items {
        parsed.push(parse(new, home.as_deref())?);
    }
    let (request, _working) = repeatable.begin(&state, &host)?;
    let added = state
        .db
        .change_contacts(&host.clone(), move |conn| {
            all_or_nothing(conn, |conn| {
                let (answer, errors) = once(conn, request.as_ref(), |conn| {
                    let items = add_all(conn, &host, &parsed)?;
                    let errors = errors_of(&items);
                    Ok((repeats::ok(&AddedContacts { items })?, errors))
                })?;
                Ok(match errors {
                    Some(errors) if is_atomic && !errors.is_empty() => Err(errors),
                    _ => Ok(answer),
                })
            })
        })
        .await?;
    Ok(repeats::respond(added.map_err(ApiError::Invalid)?))
}

/// Changes many contacts: all of them, or none.
///
/// Use it to tag contacts or to change their priority. A contact that has all this already stays as it is.
#[utoipa::path(
    operation_id = "changeContacts",
    tag = "contacts",
    request_body = ContactsPatch,
    responses(
        (status = 200, description = "The contacts after the change", body = ChangedContacts),
        Private, Sent,
    ),
)]
#[patch("/contacts/batch")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<ContactsPatch>,
) -> Result<web::Json<ChangedContacts>, ApiError> {
    let host = signed_in.host;
    let patch = body.read()?;
    let ids = ids(patch.contact_ids)?;
    let mut errors = ValidationErrors::default();
    let priority = errors.take_optional("priority", patch.priority, Priority::parse);
    let removed = errors.take("removeTags", Tags::parse(patch.remove_tags));
    let added = errors.take("addTags", Tags::parse(patch.add_tags));
    let (Some(priority), Some(removed), Some(added)) = (priority, removed, added) else {
        return Err(errors.into_error());
    };
    let change = Change {
        priority,
        removed: removed.keys(),
        added,
    };
    let changed = state
        .db
        .change_contacts(&host.clone(), move |conn| {
            let changed = ids.iter().map(|id| change.apply(conn, &host, id));
            changed.collect::<db::Result<Vec<_>>>()
        })
        .await?;
    Ok(web::Json(ChangedContacts {
        items: changed.into_iter().map(mappers::contact).collect(),
    }))
}

/// What becomes of each contact.
struct Change {
    priority: Option<Priority>,
    /// The keys of the tags that the contacts lose.
    removed: Vec<String>,
    added: Tags,
}

impl Change {
    fn apply(&self, conn: &mut Conn, host: &HostId, id: &ContactId) -> db::Result<Contact> {
        let known = contacts::get(conn, host, id)
            .map_err(|error| unknown(error, "contactIds", "contact"))?;
        let mut fields = known.fields()?;
        let kept = fields.tags.iter();
        let kept = kept.filter(|tag| !self.removed.contains(&tag.key()));
        let tags = Tags::parse(kept.chain(self.added.iter()).map(Tag::as_str));
        let tags = tags.map_err(|_| db::Error::Invalid {
            field: "addTags",
            code: "too-many-items",
            message: format!(
                "{} would have more than {} tags. Remove some of them first.",
                known.name,
                Tags::MAX
            ),
        })?;
        let priority = self.priority.unwrap_or(fields.priority);
        if tags == fields.tags && priority == fields.priority {
            return Ok(known);
        }
        fields.tags = tags;
        fields.priority = priority;
        contacts::update(conn, host, id, &fields, db::now())
    }
}

/// Deletes many contacts: all of them, or none.
///
/// Their invitations stay. Ids of contacts that do not exist, or not any more, are ignored, so the request can be
/// repeated.
#[utoipa::path(
    operation_id = "deleteContacts",
    tag = "contacts",
    request_body = ContactsDeletion,
    responses(
        (status = 204, description = "Deleted"),
        Private, Sent,
    ),
)]
#[post("/contacts/batch/deletion")]
pub(crate) async fn remove(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<ContactsDeletion>,
) -> Result<HttpResponse, ApiError> {
    let host = signed_in.host;
    let ids = ids(body.read()?.contact_ids)?;
    state
        .db
        .change_contacts(&host.clone(), move |conn| {
            for id in &ids {
                match contacts::delete(conn, &host, id, db::now()) {
                    Err(db::Error::NotFound) => {}
                    deleted => deleted?,
                }
            }
            Ok(())
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The contacts that a request names.
fn ids(texts: Vec<String>) -> Result<Vec<ContactId>, ApiError> {
    must_fit("contactIds", texts.len())?;
    contact_ids("contactIds", texts)
}

/// Refuses a list that is empty or too long.
fn must_fit(field: &str, count: usize) -> Result<(), ApiError> {
    if count == 0 {
        let message = "Give at least one contact.";
        return Err(ApiError::invalid(field, "required", message));
    }
    if count > MOST {
        let message = format!("Give at most {MOST} contacts.");
        return Err(ApiError::invalid(field, "too-many-items", message));
    }
    Ok(())
}

/// A contact of the request, or what is wrong with its fields.
type Parsed = Result<ParsedContact, Vec<FieldError>>;

fn parse(new: NewContact, home: Option<&str>) -> Result<Parsed, ApiError> {
    match ParsedContact::of(new, home) {
        Ok(contact) => Ok(Ok(contact)),
        Err(ApiError::Invalid(errors)) => Ok(Err(errors)),
        Err(error) => Err(error),
    }
}

fn add_all(conn: &mut Conn, host: &HostId, parsed: &[Parsed]) -> db::Result<Vec<AddedContact>> {
    let mut items = Vec::new();
    for new in parsed {
        let not_added = |outcome, existing_id, errors| AddedContact {
            outcome,
            contact: None,
            existing_id,
            errors,
        };
        items.push(match new {
            Err(errors) => not_added(AddOutcome::Invalid, None, errors.clone()),
            Ok(new) => match new.add(conn, host) {
                Ok(contact) => AddedContact {
                    outcome: AddOutcome::Created,
                    contact: Some(mappers::contact(contact)),
                    existing_id: None,
                    errors: Vec::new(),
                },
                Err(db::Error::Existing { code, id, sentence }) => {
                    let field = match code {
                        "external-id-taken" => "externalId",
                        _ => "name",
                    };
                    let error = FieldError {
                        field: field.to_owned(),
                        code: "already-exists".to_owned(),
                        message: sentence,
                    };
                    not_added(AddOutcome::Exists, Some(id), vec![error])
                }
                Err(error) => return Err(error),
            },
        });
    }
    Ok(items)
}

/// All errors, with the places of the contacts.
fn errors_of(items: &[AddedContact]) -> Vec<FieldError> {
    let placed = items.iter().enumerate().flat_map(|(place, item)| {
        item.errors.iter().map(move |error| FieldError {
            field: format!("items[{place}].{}", error.field),
            ..error.clone()
        })
    });
    placed.collect()
}
