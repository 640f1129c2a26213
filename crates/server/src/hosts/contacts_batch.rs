//! Adding many contacts in one request.

use actix_web::{HttpResponse, post, web};
use seat_dealer_api_types::{
    AddOutcome, AddedContact, AddedContacts, FieldError, NewContact, NewContacts,
};
use seat_dealer_core::HostId;
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Conn, all_or_nothing};
use serde::Deserialize;
use utoipa::IntoParams;

use super::contacts::{ParsedContact, home};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query};
use crate::http::problems::{Private, Queried, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;

/// The number of contacts that one request may add.
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
    if items.is_empty() {
        let message = "Give at least one contact.";
        return Err(ApiError::invalid("items", "required", message));
    }
    if items.len() > MOST {
        let message = format!("Give at most {MOST} contacts.");
        return Err(ApiError::invalid("items", "too-many-items", message));
    }
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
