//! Is it alive, and does its database answer?

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::errors::ApiError;
use crate::http::problems::Database;
use crate::http::state::State;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The routes that say whether requests can be served.
pub(crate) const READINESS: [&str; 2] = ["/readyz", "/api/v1/ready"];

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

/// The same as `/healthz`.
///
/// For where paths that end in z belong to somebody else, as they do on Cloud Run.
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

/// Requests can be served.
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
    // Whoever asks has less patience than a connection to a database that is away.
    match tokio::time::timeout(PATIENCE, state.db.is_ready()).await {
        Ok(Ok(())) => Ok(HttpResponse::Ok().json(Health { status: "ready" })),
        Ok(Err(_)) | Err(_) => Err(ApiError::Unavailable),
    }
}
