//! Health checks: the process runs, and its database answers.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use seat_dealer_db::Db;
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
///
/// Not available while the database leaves requests without an answer.
#[utoipa::path(
    operation_id = "alive",
    tag = "health",
    security(()),
    responses(
        (status = 200, description = "Alive", body = Health),
        Database,
    ),
)]
#[get("/healthz")]
pub(crate) async fn alive(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    liveness(&state).await
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
        Database,
    ),
)]
#[get("/api/v1/health")]
pub(crate) async fn api_alive(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    liveness(&state).await
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

/// A database that refuses connections says nothing about this process. One that is silent may have
/// left it with connections to a server that has vanished, and a new process has none.
async fn liveness(state: &State) -> Result<HttpResponse, ApiError> {
    if state.db.is_silent() {
        has_answered(&state.db).await;
        if state.db.is_silent() {
            return Err(ApiError::Unavailable);
        }
    }
    Ok(HttpResponse::Ok().json(Health { status: "alive" }))
}

async fn readiness(state: &State) -> Result<HttpResponse, ApiError> {
    if state.draining.is_cancelled() || !has_answered(&state.db).await {
        return Err(ApiError::Unavailable);
    }
    Ok(HttpResponse::Ok().json(Health { status: "ready" }))
}

/// A connection to an unreachable database waits longer than a health check.
async fn has_answered(db: &Db) -> bool {
    matches!(
        tokio::time::timeout(PATIENCE, db.is_ready()).await,
        Ok(Ok(()))
    )
}
