//! Health checks: the process runs, and its database answers.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::errors::ApiError;
use crate::http::problems::Database;
use crate::http::state::State;

/// The maximum time that the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The routes of the readiness checks.
pub(crate) const READINESS: [&str; 2] = ["/readyz", "/api/v1/ready"];

/// The state of the server.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `alive` or `ready`.
    #[schema(example = "ready")]
    status: &'static str,
}

/// The process runs.
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

/// The same as `/healthz`.
///
/// Use it where paths that end in `z` are reserved, as on Cloud Run.
#[utoipa::path(
    operation_id = "apiAlive",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Alive", body = Health),
    ),
)]
#[get("/api/v1/health")]
pub(crate) async fn api_alive() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "alive" })
}

/// The server can serve requests.
///
/// The database answers, its tables are up to date, and this server is not about to stop.
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
    readiness(&state).await
}

/// The same as `/readyz`.
#[utoipa::path(
    operation_id = "apiReady",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Ready", body = Health),
        Database,
    ),
)]
#[get("/api/v1/ready")]
pub(crate) async fn api_ready(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    readiness(&state).await
}

async fn readiness(state: &State) -> Result<HttpResponse, ApiError> {
    if state.draining.is_cancelled() {
        return Err(ApiError::Unavailable);
    }
    // A connection to an unreachable database waits longer than a health check.
    match tokio::time::timeout(PATIENCE, state.db.is_ready()).await {
        Ok(Ok(())) => Ok(HttpResponse::Ok().json(Health { status: "ready" })),
        Ok(Err(_)) | Err(_) => Err(ApiError::Unavailable),
    }
}
