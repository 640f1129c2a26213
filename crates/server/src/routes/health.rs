//! Is it alive, and does its database answer?

use actix_web::{HttpResponse, get, web};

use serde::Serialize;
use utoipa::ToSchema;

use super::problems::Database;
use crate::api_error::ApiError;
use crate::app::State;

/// A server's own word on how it is.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `alive` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
}

/// The process is alive.
#[utoipa::path(
    operation_id = "alive",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Alive", body = Health),
    ),
)]
#[get("/healthz")]
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "alive" })
}

/// The database answers, so requests can be served.
#[utoipa::path(
    operation_id = "ready",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Ready", body = Health),
        Database,
    ),
)]
#[get("/readyz")]
pub(crate) async fn ready(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    state
        .db
        .read(seat_dealer_db::messages::next_due)
        .await
        .map_err(|_| ApiError::Unavailable)?;
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}
