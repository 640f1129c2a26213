mod plan;

use actix_web::{post, web};
use seat_dealer_address_book as address_book;
use seat_dealer_api_types::{Import, NewImport};
use seat_dealer_db::{self as db, contacts, hosts};

use self::plan::{Plan, Write};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Private, Sent};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// The most people that one import may hold.
const MOST_PEOPLE: usize = 5_000;

/// Imports an address book, or says what importing it would do.
///
/// Whoever has the number or the address of a contact is that contact. All of it is written, or
/// nothing.
#[utoipa::path(
    operation_id = "importContacts",
    tag = "contacts",
    request_body = NewImport,
    responses(
        (status = 200, description = "What becomes of everybody in the text", body = Import),
        Private, Sent,
    ),
)]
#[post("/imports")]
pub(crate) async fn import(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<NewImport>,
) -> Result<web::Json<Import>, ApiError> {
    let NewImport {
        text,
        country,
        apply,
    } = body.read()?;
    let mut mending = ValidationErrors::default();
    if country
        .as_deref()
        .is_some_and(|code| !address_book::is_country(code))
    {
        mending.note(
            "country",
            "The country must be two capital letters, like DE or US (ISO 3166-1).",
        );
    }
    // A megabyte takes long enough to keep others waiting on this thread.
    let people = web::block(move || address_book::people(&text))
        .await
        .map_err(|error| {
            tracing::error!(%error, "an address book was not read to its end");
            ApiError::Internal
        })?;
    if people.is_empty() {
        mending.note("text", "Nobody was found in this text.");
    }
    if people.len() > MOST_PEOPLE {
        mending.note(
            "text",
            format!(
                "These are {} people: import at most {MOST_PEOPLE} at once.",
                people.len()
            ),
        );
    }
    if !mending.is_empty() {
        return Err(mending.into_error());
    }
    let host = signed_in.host.clone();
    let work = move |conn: &mut db::Conn| {
        let home = match &country {
            Some(country) => Some(country.clone()),
            None => hosts::get(conn, &signed_in.host)?.country,
        };
        let known = contacts::all(conn, &signed_in.host)?;
        let plan = Plan::of(&people, &known, home.as_deref());
        if apply {
            for write in &plan.writes {
                match write {
                    Write::Create(fields) => {
                        contacts::create(conn, &signed_in.host, fields, db::now())?;
                    }
                    Write::Update(id, fields) => {
                        contacts::update(conn, &signed_in.host, id, fields, db::now())?;
                    }
                }
            }
        }
        Ok(plan.import)
    };
    let import = if apply {
        state.db.change_contacts(&host, work).await?
    } else {
        state.db.read(work).await?
    };
    Ok(web::Json(import))
}
