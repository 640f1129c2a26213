mod columns;
mod plan;
mod request;
mod writing;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, delete, post, web};
use seat_dealer_api_types::{DealingEvent, Import, ImportUndo, ImportUndone, NewImport};
use seat_dealer_core::HostId;
use seat_dealer_db::imports::{self, ImportId, UndoResult};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Db, contacts, events};

use self::plan::{Plan, counted};
use self::request::{ImportQuery, Request};
use self::writing::Writing;
use super::contacts::home;
use super::mappers::moment;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Query;
use crate::http::problems::{Named, Private, Queried, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;

/// Imports an address book, or previews the import.
///
/// A person with the name of a contact and its number or address is that contact. A number or an address alone may be
/// shared. The import is written in pieces: after a failure, import it again; what was written stays as it is. Only a
/// JSON body can have `choices`.
#[utoipa::path(
    operation_id = "importContacts",
    tag = "contacts",
    params(ImportQuery),
    request_body(content(
        (NewImport = "application/json"),
        (Vec<u8> = "text/csv"),
        (Vec<u8> = "text/vcard"),
        (Vec<u8> = "text/plain"),
        (Vec<u8> = "application/octet-stream"),
    )),
    responses(
        (status = 200, description = "What becomes of everybody in it", body = Import),
        Private, Queried, Sent,
    ),
)]
#[post("/imports")]
pub(crate) async fn run(
    state: web::Data<State>,
    signed_in: SignedIn,
    request: HttpRequest,
    repeatable: Repeatable,
    query: Query<ImportQuery>,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<HttpResponse, ApiError> {
    let request = Request::read(&request, query.read()?, body)?;
    let host = signed_in.host;
    let (repeated, _working) = repeatable.begin(&state, &host)?;
    if let Some(answer) = repeats::answered(&state, repeated.as_ref()).await? {
        return Ok(repeats::respond(answer));
    }
    let home = match request.country {
        None => home(&state, &host).await?,
        said => said,
    };
    let mapped: Vec<usize> = request.mapping.keys().copied().collect();
    let book = request.book.open(home, request.mapping).await?;
    let is_column = |index: usize| book.columns.iter().any(|column| column.index == index);
    if let Some(index) = mapped.into_iter().find(|index| !is_column(*index)) {
        let why = if book.columns.is_empty() {
            "This address book has no columns: leave out `mapping`.".to_owned()
        } else {
            format!("There is no column with the index {index}.")
        };
        return Err(ApiError::invalid("mapping", "invalid-value", why));
    }
    let found = book.people.len();
    if let Some(index) = request.choices.keys().find(|index| **index >= found) {
        let why = format!("There is nobody with the index {index}.");
        return Err(ApiError::invalid("choices", "unknown-reference", why));
    }
    let columns = book.columns.iter().map(columns::column).collect();
    let (book, choices) = (Arc::new(book), Arc::new(request.choices));

    let now = db::now();
    let (owner, people, chosen) = (host.clone(), Arc::clone(&book), Arc::clone(&choices));
    let (version, plan, dealing) = state
        .db
        .read(move |conn| {
            let version = contacts::version(conn, &owner)?;
            let plan = Plan::of(&people, &contacts::all(conn, &owner)?, &chosen);
            Ok((version, plan, events::dealing(conn, &owner, now)?))
        })
        .await?;
    let id = ImportId {
        id: db::new_id(),
        began_at: now,
        keep_out_of_decks: request.keep_out_of_decks,
    };
    let import_undo = (request.apply && !plan.writes.is_empty()).then(|| ImportUndo {
        id: id.id.clone(),
        until: moment(now.saturating_add(imports::UNDO).unwrap_or(now)),
    });
    let items = if import_undo.is_some() {
        let writing = Writing {
            db: state.db.clone(),
            host,
            import: id,
            book,
            choices,
        };
        // The import continues if the client disconnects.
        let written = actix_web::rt::spawn(writing.run(version, plan)).await;
        written.map_err(|error| stopped(&error))??
    } else {
        plan.items
    };
    let answer = repeats::ok(&Import {
        applied: request.apply,
        columns,
        dealing: dealing
            .into_iter()
            .map(|(id, title)| DealingEvent { id, title })
            .collect(),
        undo: import_undo,
        ..counted(items)
    })?;
    // The import was written in several transactions. If this one fails, the same import again finds everybody
    // unchanged. If an equal request was faster on another server, this one gets the response to that.
    let keep =
        move |conn: &mut db::Conn| once(conn, repeated.as_ref(), |_| Ok((answer.clone(), ())));
    Ok(repeats::respond(state.db.write(keep).await?.0))
}

/// Undoes an import, within ten minutes.
///
/// Added contacts are deleted, and changed ones get their previous fields. Contacts that were changed or deleted
/// later stay as they are, and so do invitations.
#[utoipa::path(
    operation_id = "undoImport",
    tag = "contacts",
    params(("id" = String, Path, description = "The import")),
    responses(
        (status = 200, description = "What became of the contacts", body = ImportUndone),
        Private, Named,
    ),
)]
#[delete("/imports/{id}")]
pub(crate) async fn undo_import(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<ImportUndone>, ApiError> {
    let (host, id) = (signed_in.host, id.into_inner());
    let (owner, import) = (host.clone(), id.clone());
    state
        .db
        .read(move |conn| imports::must_be_recent(conn, &owner, &import, db::now()))
        .await?;
    let db = state.db.clone();
    let undoing = actix_web::rt::spawn(undo_all(db, host, id));
    let all = undoing.await.map_err(|error| stopped(&error))??;
    Ok(web::Json(ImportUndone {
        removed: all.removed,
        restored: all.restored,
        kept: all.kept,
    }))
}

async fn undo_all(db: Db, host: HostId, import: String) -> db::Result<UndoResult> {
    let mut all = UndoResult::default();
    loop {
        let (owner, import) = (host.clone(), import.clone());
        let piece = db
            .change_contacts(&host, move |conn| {
                imports::undo(conn, &owner, &import, db::now())
            })
            .await?;
        let Some(piece) = piece else { return Ok(all) };
        all.removed += piece.removed;
        all.restored += piece.restored;
        all.kept += piece.kept;
    }
}

/// A task or thread has panicked or was cancelled.
fn stopped(error: &dyn std::error::Error) -> ApiError {
    tracing::error!(%error, "an import did not come to its end");
    ApiError::Internal
}
