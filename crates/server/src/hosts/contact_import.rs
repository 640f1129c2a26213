mod plan;

use actix_web::{post, web};
use seat_dealer_address_book::{self as address_book, Mapping};
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
/// Whoever has the name of a contact, and the number or the address, is that contact. All of it is
/// written, or nothing.
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
    let host = signed_in.host.clone();
    let home = match country {
        Some(country) => Some(country).filter(|_| mending.is_empty()),
        None => {
            let host = host.clone();
            let host = state.db.read(move |conn| hosts::get(conn, &host)).await?;
            host.country
        }
    };
    // A megabyte takes long enough to keep others waiting on this thread.
    let read = move || address_book::read_text(&text, home.as_deref(), &Mapping::new());
    let book = web::block(read).await.map_err(|error| {
        tracing::error!(%error, "an address book was not read to its end");
        ApiError::Internal
    })?;
    let people = book.people;
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
    let work = move |conn: &mut db::Conn| {
        let known = contacts::all(conn, &signed_in.host)?;
        let plan = Plan::of(&people, &known);
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
