use actix_web::{HttpResponse, delete, get, web};
use seat_dealer_api_types::{Page, Session};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{self as db};

use super::mappers;
use crate::http::auth::{AccountAccess, SignedIn};
use crate::http::errors::ApiError;
use crate::http::problems::{Named, Private};
use crate::http::state::State;

/// Lists the devices on which the host is signed in, oldest sign-in first.
#[utoipa::path(
    operation_id = "listSessions",
    tag = "account",
    responses(
        (status = 200, description = "The sessions", body = Page<Session>),
        Private,
    ),
)]
#[get("/me/sessions")]
pub(crate) async fn list(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
) -> Result<web::Json<Page<Session>>, ApiError> {
    let SignedIn { host, key_id, .. } = signed_in;
    let sessions = state
        .db
        .read(move |conn| keys::sessions(conn, &host, db::now()))
        .await?;
    let items = sessions
        .into_iter()
        .map(|session| mappers::session(session, &key_id))
        .collect();
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Signs the host out on one device.
#[utoipa::path(
    operation_id = "endSession",
    tag = "account",
    params(("id" = String, Path, description = "The session")),
    responses(
        (status = 204, description = "Signed out on the device"),
        Private, Named,
    ),
)]
#[delete("/me/sessions/{id}")]
pub(crate) async fn end(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state
        .db
        .write(move |conn| keys::delete(conn, &signed_in.host, KeyKind::Session, &id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Signs the host out on all devices, including this one. API keys stay valid.
#[utoipa::path(
    operation_id = "endSessions",
    tag = "account",
    responses(
        (status = 204, description = "Signed out everywhere"),
        Private,
    ),
)]
#[delete("/me/sessions")]
pub(crate) async fn end_all(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
) -> Result<HttpResponse, ApiError> {
    state
        .db
        .write(move |conn| keys::end_sessions(conn, &signed_in.host))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
