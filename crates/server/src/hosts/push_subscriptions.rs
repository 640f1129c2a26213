//! The browsers that show the host's news (rule 17).

use actix_web::{HttpResponse, delete, get, post, web};
use seat_dealer_api_types as api;
use seat_dealer_core::Scope;
use seat_dealer_db::push_subscriptions::{self, PushSubscription, PushTarget};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db};
use seat_dealer_delivery::push::BrowserKeys;
use seat_dealer_delivery::webhooks::check_url;

use super::mappers::moment;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Named, Private, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// Lists the browsers that show the host's news, oldest first, without their keys.
#[utoipa::path(
    operation_id = "listPushSubscriptions",
    tag = "me",
    responses(
        (status = 200, description = "The subscriptions", body = api::Page<api::PushSubscription>),
        Private,
    ),
)]
#[get("/me/push-subscriptions")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<api::Page<api::PushSubscription>>, ApiError> {
    let SignedIn { host, key_id, .. } = signed_in;
    let found = state
        .db
        .read(move |conn| push_subscriptions::list(conn, &host, db::now()))
        .await?;
    let items = found.into_iter();
    Ok(web::Json(api::Page {
        items: items.map(|found| subscription(found, &key_id)).collect(),
        next_cursor: None,
    }))
}

/// Adds a browser that shows the host's news.
///
/// The body is what the browser's `PushSubscription.toJSON()` returns; it subscribes with the `pushPublicKey` of
/// `GET /api/v1/me/notifications`. The subscription ends with the session or API key of this request. A subscription
/// with the same endpoint is replaced. A host has at most 20.
#[utoipa::path(
    operation_id = "addPushSubscription",
    tag = "me",
    request_body = api::NewPushSubscription,
    responses(
        (status = 201, description = "The subscription", body = api::PushSubscription,
            headers(("Location" = String, description = "The address of the subscription"))),
        Private, Sent, Ruled,
    ),
)]
#[post("/me/push-subscriptions")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<api::NewPushSubscription>,
) -> Result<HttpResponse, ApiError> {
    // A browser gets what the key could read.
    let signed_in = signed_in.must_have(Scope::Read)?;
    let target = parse(body.read()?, &state)?;
    let SignedIn { host, key_id, .. } = signed_in;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let added = push_subscriptions::add(conn, &host, &key_id, &target, db::now())?;
                let added = subscription(added, &key_id);
                let answer = repeats::created("me/push-subscriptions", &added.id, &added)?;
                Ok((answer, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

/// Returns a subscription.
#[utoipa::path(
    operation_id = "readPushSubscription",
    tag = "me",
    params(("id" = String, Path, description = "The subscription")),
    responses(
        (status = 200, description = "The subscription", body = api::PushSubscription),
        Private, Named,
    ),
)]
#[get("/me/push-subscriptions/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<api::PushSubscription>, ApiError> {
    let SignedIn { host, key_id, .. } = signed_in;
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| push_subscriptions::get(conn, &host, &id, db::now()))
        .await?;
    Ok(web::Json(subscription(found, &key_id)))
}

fn parse(new: api::NewPushSubscription, state: &State) -> Result<PushTarget, ApiError> {
    let mut errors = ValidationErrors::default();
    let endpoint = check_url(&new.endpoint, state.config.private_webhooks)
        .map_err(|sentence| errors.add("endpoint", "invalid-value", sentence));
    if let Err(wrong) = BrowserKeys::parse(&new.keys.p256dh, &new.keys.auth) {
        let field = format!("keys.{}", wrong.name);
        errors.add(&field, "invalid-value", wrong.sentence);
    }
    match endpoint {
        // In its normal form (WHATWG URL), whose length is limited.
        Ok(endpoint) if errors.is_empty() => Ok(PushTarget {
            endpoint: endpoint.into(),
            public_key: new.keys.p256dh,
            auth: new.keys.auth,
        }),
        _ => Err(errors.into_error()),
    }
}

/// Deletes a subscription. The browser shows no more news.
#[utoipa::path(
    operation_id = "deletePushSubscription",
    tag = "me",
    params(("id" = String, Path, description = "The subscription")),
    responses(
        (status = 204, description = "Deleted"),
        Private, Named,
    ),
)]
#[delete("/me/push-subscriptions/{id}")]
pub(crate) async fn remove(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = id.into_inner();
    state
        .db
        .write(move |conn| push_subscriptions::delete(conn, &signed_in.host, &id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The subscription as the holder of the key `asking` sees it.
pub(super) fn subscription(subscription: PushSubscription, asking: &str) -> api::PushSubscription {
    api::PushSubscription {
        id: subscription.id,
        device: subscription.device,
        current: subscription.key_id == asking,
        created_at: moment(subscription.created_at),
    }
}
