use std::collections::BTreeSet;

use actix_web::{HttpResponse, delete, get, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated, Page};
use seat_dealer_core::{Name, Scope};
use seat_dealer_db::keys::{self, KeyKind, KeyLimits};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db};

use super::mappers;
use crate::http::auth::AccountAccess;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Named, Private, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// Lists the host's API keys, without the keys themselves.
#[utoipa::path(
    operation_id = "listApiKeys",
    tag = "api keys",
    responses(
        (status = 200, description = "The API keys", body = Page<ApiKey>),
        Private,
    ),
)]
#[get("/api-keys")]
pub(crate) async fn list(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
) -> Result<web::Json<Page<ApiKey>>, ApiError> {
    let keys = state
        .db
        .read(move |conn| keys::api_keys(conn, &signed_in.host))
        .await?;
    let items = keys.into_iter().map(mappers::api_key).collect();
    Ok(web::Json(Page {
        items,
        next_cursor: None,
    }))
}

/// Creates an API key.
///
/// Only this response contains the key. An API key can make only keys that have no more scopes and are valid no
/// longer than itself.
#[utoipa::path(
    operation_id = "addApiKey",
    tag = "api keys",
    request_body = NewApiKey,
    responses(
        (status = 201, description = "The key", body = NewApiKeyCreated,
            headers(("Location" = String, description = "The address of the key"))),
        Private, Sent,
    ),
)]
#[post("/api-keys")]
pub(crate) async fn add(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
    repeatable: Repeatable,
    body: Json<NewApiKey>,
) -> Result<HttpResponse, ApiError> {
    let (name, limits) = parse(body.read()?, db::now())?;
    if signed_in.api_key_name.is_some() && !limits.are_within(&signed_in.limits) {
        return Err(ApiError::WiderKey);
    }
    let host = signed_in.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let (name, limits) = (name.as_str(), limits.clone());
                let (key, text) = keys::create_limited(conn, &host, name, limits, db::now())?;
                let ApiKey {
                    id,
                    name,
                    created_at,
                    scopes,
                    expires_at,
                    ..
                } = mappers::api_key(key);
                let created = NewApiKeyCreated {
                    id,
                    name,
                    key: text,
                    scopes,
                    expires_at,
                    created_at,
                };
                Ok((repeats::created("api-keys", &created.id, &created)?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

fn parse(new: NewApiKey, now: Timestamp) -> Result<(Name, KeyLimits), ApiError> {
    let mut errors = ValidationErrors::default();
    let name = errors.take("name", Name::parse(&new.name));
    let expires_at = errors.time("expiresAt", new.expires_at.as_deref());
    if expires_at.flatten().is_some_and(|end| end <= now) {
        let message = "This time has passed. Choose a time in the future.";
        errors.add("expiresAt", "invalid-value", message);
    }
    let scopes = new
        .scopes
        .unwrap_or_else(|| vec![Scope::Read, Scope::Write]);
    if scopes.is_empty() {
        errors.add("scopes", "required", "Give at least one scope.");
    }
    let count = scopes.len();
    let scopes: BTreeSet<_> = scopes.into_iter().collect();
    if scopes.len() < count {
        errors.add("scopes", "duplicate-item", "Give each scope once.");
    }
    match (name, expires_at) {
        (Some(name), Some(expires_at)) if errors.is_empty() => {
            let limits = KeyLimits { scopes, expires_at };
            Ok((name, limits))
        }
        _ => Err(errors.into_error()),
    }
}

/// Reads an API key, without the key itself.
#[utoipa::path(
    operation_id = "readApiKey",
    tag = "api keys",
    params(("id" = String, Path, description = "The key")),
    responses(
        (status = 200, description = "The API key", body = ApiKey),
        Private, Named,
    ),
)]
#[get("/api-keys/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
    id: web::Path<String>,
) -> Result<web::Json<ApiKey>, ApiError> {
    let id = id.into_inner();
    let key = state
        .db
        .read(move |conn| keys::api_key(conn, &signed_in.host, &id))
        .await?;
    Ok(web::Json(mappers::api_key(key)))
}

/// Revokes an API key.
#[utoipa::path(
    operation_id = "revokeApiKey",
    tag = "api keys",
    params(("id" = String, Path, description = "The key")),
    responses(
        (status = 204, description = "Revoked"),
        Private, Named,
    ),
)]
#[delete("/api-keys/{id}")]
pub(crate) async fn remove(
    state: web::Data<State>,
    AccountAccess(signed_in): AccountAccess,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state
        .db
        .write(move |conn| keys::delete(conn, &signed_in.host, KeyKind::Api, &id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
