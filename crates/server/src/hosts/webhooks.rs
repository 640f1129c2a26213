//! The host's webhooks, and their deliveries.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use seat_dealer_api_types as api;
use seat_dealer_core::{LogKind, Scope};
use seat_dealer_db::repeats::once;
use seat_dealer_db::webhooks::deliveries::{self, Delivery};
use seat_dealer_db::webhooks::{self, NewWebhook, Webhook, WebhookChange};
use seat_dealer_db::{self as db};
use seat_dealer_delivery::webhooks::check_url;
use serde::Deserialize;
use utoipa::IntoParams;

use super::mappers::moment;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query, page_limit, unknown_cursor};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// Lists the host's webhooks, without their secrets.
#[utoipa::path(
    operation_id = "listWebhooks",
    tag = "webhooks",
    responses(
        (status = 200, description = "The webhooks", body = api::Page<api::Webhook>),
        Private,
    ),
)]
#[get("/webhooks")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<api::Page<api::Webhook>>, ApiError> {
    let found = state
        .db
        .read(move |conn| webhooks::list(conn, &signed_in.host))
        .await?;
    Ok(web::Json(api::Page {
        items: found.into_iter().map(webhook).collect(),
        next_cursor: None,
    }))
}

/// Creates a webhook, which is sent every new log entry of the given kinds.
///
/// Only this response contains the secret. A host has at most 10 webhooks. The guide (docs/API.md) says how requests are
/// signed and repeated.
#[utoipa::path(
    operation_id = "addWebhook",
    tag = "webhooks",
    request_body = api::NewWebhook,
    responses(
        (status = 201, description = "The webhook's id and secret", body = api::WebhookSecret,
            headers(("Location" = String, description = "The address of the webhook"))),
        Private, Sent, Ruled,
    ),
)]
#[post("/webhooks")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<api::NewWebhook>,
) -> Result<HttpResponse, ApiError> {
    // A webhook gets what the key could read.
    let signed_in = signed_in.must_have(Scope::Read)?;
    let body = body.read()?;
    let mut errors = ValidationErrors::default();
    let url = address(&state, &mut errors, &body.url);
    check_kinds(&mut errors, body.kinds.as_deref());
    let Some(url) = url.filter(|_| errors.is_empty()) else {
        return Err(errors.into_error());
    };
    let new = NewWebhook {
        url,
        kinds: body.kinds,
    };
    let host = signed_in.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    // Entries from before are not sent.
    state.db.number_host_log(&host).await?;
    let tokens = state.db.tokens().clone();
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let made = webhooks::create(conn, &tokens, &host, &new, db::now())?;
                let made = with_secret(made);
                Ok((repeats::created("webhooks", &made.id, &made)?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

/// Reads a webhook, without its secret.
#[utoipa::path(
    operation_id = "readWebhook",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook")),
    responses(
        (status = 200, description = "The webhook", body = api::Webhook),
        Private, Named,
    ),
)]
#[get("/webhooks/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<api::Webhook>, ApiError> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| webhooks::get(conn, &signed_in.host, &id))
        .await?;
    Ok(web::Json(webhook(found)))
}

/// Changes the address or the kinds of a webhook, pauses or continues it.
///
/// Entries of kinds that it no longer has are not sent, even if they were waiting.
/// A webhook whose address does not accept an entry for three days is paused. When it continues, everything that was not
/// delivered is sent.
#[utoipa::path(
    operation_id = "changeWebhook",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook")),
    request_body = api::WebhookPatch,
    responses(
        (status = 200, description = "The webhook after the change", body = api::Webhook),
        Private, Named, Sent,
    ),
)]
#[patch("/webhooks/{id}")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<api::WebhookPatch>,
) -> Result<web::Json<api::Webhook>, ApiError> {
    // A webhook sends what may be read.
    let signed_in = signed_in.must_have(Scope::Read)?;
    let body = body.read()?;
    let mut errors = ValidationErrors::default();
    let url = body.url.and_then(|url| address(&state, &mut errors, &url));
    check_kinds(&mut errors, body.kinds.as_ref().and_then(Option::as_deref));
    if !errors.is_empty() {
        return Err(errors.into_error());
    }
    let change = WebhookChange {
        url,
        kinds: body.kinds,
        paused: body.paused,
    };
    let id = id.into_inner();
    let changed = state
        .db
        .write(move |conn| webhooks::change(conn, &signed_in.host, &id, &change, db::now()))
        .await?;
    Ok(web::Json(webhook(changed)))
}

/// Deletes a webhook with its deliveries. Nothing more is sent to it.
#[utoipa::path(
    operation_id = "deleteWebhook",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook")),
    responses(
        (status = 204, description = "Deleted"),
        Private, Named,
    ),
)]
#[delete("/webhooks/{id}")]
pub(crate) async fn remove(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state
        .db
        .write(move |conn| webhooks::delete(conn, &signed_in.host, &id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives a webhook a new secret.
///
/// Only this response contains it. For 24 hours, the previous secret signs, too, so that the receiver has time to change.
#[utoipa::path(
    operation_id = "rotateWebhookSecret",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook")),
    responses(
        (status = 200, description = "The webhook's id and new secret", body = api::WebhookSecret),
        Private, Named,
    ),
)]
#[post("/webhooks/{id}/rotate")]
pub(crate) async fn rotate(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let signed_in = signed_in.must_have(Scope::Read)?;
    let (id, host) = (id.into_inner(), signed_in.host);
    let (request, _working) = repeatable.begin(&state, &host)?;
    let tokens = state.db.tokens().clone();
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let rotated = webhooks::rotate(conn, &tokens, &host, &id, db::now())?;
                Ok((repeats::ok(&with_secret(rotated))?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the deliveries of a webhook, newest first.
///
/// A delivery is kept for 30 days after the receiver has accepted it.
#[utoipa::path(
    operation_id = "listWebhookDeliveries",
    tag = "webhooks",
    params(("id" = String, Path, description = "The webhook"), DeliveriesQuery),
    responses(
        (status = 200, description = "A page of deliveries", body = api::Page<api::WebhookDelivery>),
        Private, Named, Queried,
    ),
)]
#[get("/webhooks/{id}/deliveries")]
pub(crate) async fn list_deliveries(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<DeliveriesQuery>,
) -> Result<web::Json<api::Page<api::WebhookDelivery>>, ApiError> {
    let query = query.read()?;
    let limit = page_limit(query.limit)?;
    let before = match query.cursor {
        Some(cursor) => cursor.parse().map_err(|_| unknown_cursor())?,
        None => i64::MAX,
    };
    let id = id.into_inner();
    let mut found = state
        .db
        .read(move |conn| deliveries::list(conn, &signed_in.host, &id, before, limit + 1))
        .await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|delivery| delivery.number.to_string());
    Ok(web::Json(api::Page {
        items: found.into_iter().map(delivery).collect(),
        next_cursor: last.filter(|_| more),
    }))
}

/// Sends a log entry to a webhook again.
#[utoipa::path(
    operation_id = "redeliver",
    tag = "webhooks",
    params(
        ("id" = String, Path, description = "The webhook"),
        ("n" = i64, Path, description = "The `number` of the delivery"),
    ),
    responses(
        (status = 200, description = "The delivery, which is sent soon", body = api::WebhookDelivery),
        Private, Named, Ruled,
    ),
)]
#[post("/webhooks/{id}/deliveries/{n}/redeliver")]
pub(crate) async fn redeliver(
    state: web::Data<State>,
    signed_in: SignedIn,
    path: web::Path<(String, String)>,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let (id, number) = path.into_inner();
    let number: i64 = number.parse().map_err(|_| ApiError::NotFound)?;
    let host = signed_in.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let again = deliveries::redeliver(conn, &host, &id, number, db::now())?;
                Ok((repeats::ok(&delivery(again))?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

/// The address in its normal form (WHATWG URL), so that one address is always the same text; or `None`, and the error is
/// added.
fn address(state: &State, errors: &mut ValidationErrors, url: &str) -> Option<String> {
    check_url(url, state.config.private_webhooks)
        .map_err(|sentence| errors.add("url", "invalid-value", sentence))
        .map(String::from)
        .ok()
}

fn check_kinds(errors: &mut ValidationErrors, kinds: Option<&[String]>) {
    let Some(kinds) = kinds else { return };
    if kinds.is_empty() {
        let sentence = "Name at least one kind, or send null for all.";
        errors.add("kinds", "required", sentence);
    }
    for (at, kind) in kinds.iter().enumerate() {
        if !LogKind::ALL.iter().any(|known| known.as_str() == kind) {
            let known: Vec<_> = LogKind::ALL.iter().map(|kind| kind.as_str()).collect();
            let sentence = format!("This must be one of {}.", known.join(", "));
            errors.add(&format!("kinds[{at}]"), "unknown-value", sentence);
        } else if kinds[..at].contains(kind) {
            let sentence = "Name each kind once.";
            errors.add(&format!("kinds[{at}]"), "duplicate-item", sentence);
        }
    }
}

pub(super) fn webhook(webhook: Webhook) -> api::Webhook {
    api::Webhook {
        id: webhook.id,
        url: webhook.url,
        kinds: webhook.kinds,
        status: if webhook.paused.is_some() {
            api::WebhookStatus::Paused
        } else {
            api::WebhookStatus::Active
        },
        paused_reason: webhook.paused,
        previous_secret_until: webhook.old_secret_until.map(moment),
        created_at: moment(webhook.created_at),
    }
}

fn with_secret((webhook, secret): (Webhook, String)) -> api::WebhookSecret {
    api::WebhookSecret {
        id: webhook.id,
        secret,
        previous_secret_until: webhook.old_secret_until.map(moment),
    }
}

fn delivery(delivery: Delivery) -> api::WebhookDelivery {
    api::WebhookDelivery {
        webhook_id: delivery.message_id(),
        number: delivery.number,
        event_id: delivery.event.into(),
        kind: delivery.kind,
        status: if delivery.delivered_at.is_some() {
            api::WebhookDeliveryStatus::Delivered
        } else {
            api::WebhookDeliveryStatus::Pending
        },
        attempts: delivery.attempts,
        last_attempt_at: delivery.last_tried_at.map(moment),
        next_attempt_at: delivery.due_at.map(moment),
        http_status: delivery.http_status,
        error: delivery.error,
        created_at: moment(delivery.created_at),
        delivered_at: delivery.delivered_at.map(moment),
    }
}
