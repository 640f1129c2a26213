//! Is it alive, and does its database answer?

use actix_web::{HttpResponse, get, web};

use crate::api_error::ApiError;
use crate::app::State;

/// The process is alive.
#[utoipa::path(operation_id = "alive", 
    operation_id = "alive",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Alive"),
    ),
)]
#[get("/healthz")]
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "alive" }))
}

/// The database answers, so requests can be served.
#[utoipa::path(operation_id = "ready", 
    operation_id = "ready",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Ready"),
        (status = 503, description = "The database does not answer",
            body = seat_dealer_api_types::Problem, content_type = "application/problem+json"),
    ),
)]
#[get("/readyz")]
pub(crate) async fn ready(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    state
        .db
        .read(seat_dealer_db::messages::next_due)
        .await
        .map_err(|_| ApiError::Unavailable)?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ready" })))
}
