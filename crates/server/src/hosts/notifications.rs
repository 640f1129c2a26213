//! What the host hears (rule 17).

use actix_web::{get, put, web};
use seat_dealer_api_types::Notifications;
use seat_dealer_db::{self as db, host_news};

use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Private, Sent};
use crate::http::state::State;

/// Returns what the host hears, by email and in the subscribed browsers.
#[utoipa::path(
    operation_id = "readNotifications",
    tag = "me",
    responses(
        (status = 200, description = "What the host hears", body = Notifications),
        Private,
    ),
)]
#[get("/me/notifications")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<Notifications>, ApiError> {
    let notifications = state
        .db
        .read(move |conn| host_news::notifications(conn, &signed_in.host))
        .await?;
    Ok(web::Json(Notifications::new(
        notifications,
        state.push_key.public(),
    )))
}

/// Replaces what the host hears, by email and in the subscribed browsers. An absent field gets its default.
///
/// The change also applies to what has happened already and is not told yet.
#[utoipa::path(
    operation_id = "replaceNotifications",
    tag = "me",
    request_body = Notifications,
    responses(
        (status = 200, description = "What the host hears after the change", body = Notifications),
        Private, Sent,
    ),
)]
#[put("/me/notifications")]
pub(crate) async fn replace(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<Notifications>,
) -> Result<web::Json<Notifications>, ApiError> {
    let notifications = body.read()?.into();
    state
        .db
        .write(move |conn| {
            let host = &signed_in.host;
            host_news::set_notifications(conn, host, notifications, db::now())
        })
        .await?;
    Ok(web::Json(Notifications::new(
        notifications,
        state.push_key.public(),
    )))
}
