use actix_web::{HttpResponse, delete, get, post, web};
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated, Page};
use seat_dealer_core::Name;
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db};

use super::mappers::{self, moment};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, NoPages, Query};
use crate::http::problems::{Named, Private, Queried, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// Lists the host's API keys, without the keys themselves.
#[utoipa::path(
    operation_id = "listApiKeys",
    tag = "api keys",
    responses(
        (status = 200, description = "The API keys", body = Page<ApiKey>),
        Private, Queried,
    ),
)]
#[get("/api-keys")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<NoPages>,
) -> Result<web::Json<Page<ApiKey>>, ApiError> {
    query.refuse_pages()?;
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
/// Only this response contains the key.
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
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewApiKey>,
) -> Result<HttpResponse, ApiError> {
    let body = body.read()?;
    let mut errors = ValidationErrors::default();
    let Some(name) = errors.take("name", Name::parse(&body.name)) else {
        return Err(errors.into_error());
    };
    let host = signed_in.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let name = name.as_str();
                let (key, text) = keys::create(conn, &host, KeyKind::Api, name, db::now())?;
                let created = NewApiKeyCreated {
                    id: key.id,
                    name: key.name,
                    key: text,
                    created_at: moment(key.created_at),
                };
                Ok((repeats::created("api-keys", &created.id, &created)?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
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
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state
        .db
        .write(move |conn| keys::delete(conn, &signed_in.host, KeyKind::Api, &id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
