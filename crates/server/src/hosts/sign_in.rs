use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, post, web};
use seat_dealer_api_types::{LoginFinish, LoginStart, LoginStarted, SignedIn as Session, User};
use seat_dealer_db::hosts::{self, Identity};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{self as db};

use super::device;
use crate::http::auth::InSession;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::limits::Client;
use crate::http::problems::{Limited, Private, Proved, Provided, Sent};
use crate::http::state::State;

/// Starts a sign-in. Returns the provider's page and a ticket.
#[utoipa::path(
    operation_id = "startLogin",
    tag = "sign-in",
    request_body = LoginStart,
    security(()),
    responses(
        (status = 200, description = "The started sign-in", body = LoginStarted),
        Limited, Provided, Sent,
    ),
)]
#[post("/login/start")]
pub(crate) async fn start(
    state: web::Data<State>,
    client: Client,
    body: Json<LoginStart>,
) -> Result<web::Json<LoginStarted>, ApiError> {
    state.limits.sign_in(client)?;
    let started = state
        .sign_in
        .start(&body.read()?.redirect_uri, db::now())
        .await?;
    Ok(web::Json(LoginStarted {
        authorization_url: started.authorization_url,
        ticket: started.ticket,
    }))
}

/// Finishes a sign-in, and returns a session key.
#[utoipa::path(
    operation_id = "finishLogin",
    tag = "sign-in",
    request_body = LoginFinish,
    security(()),
    responses(
        (status = 200, description = "The session", body = Session),
        Limited, Provided, Proved, Sent,
    ),
)]
#[post("/login")]
pub(crate) async fn finish(
    state: web::Data<State>,
    client: Client,
    request: HttpRequest,
    body: Json<LoginFinish>,
) -> Result<web::Json<Session>, ApiError> {
    state.limits.sign_in(client)?;
    let LoginFinish {
        code,
        state: returned,
        ticket,
    } = body.read()?;
    let now = db::now();
    let identity = state.sign_in.finish(&code, &returned, &ticket, now).await?;
    if !state.config.allowed.allows(identity.email.as_str()) {
        return Err(ApiError::NotAllowed(identity.email.as_str().to_owned()));
    }
    let identity = Identity {
        issuer: identity.issuer,
        subject: identity.subject,
        email: identity.email.as_str().to_owned(),
        name: identity.name.as_str().to_owned(),
    };
    let user_agent = request.headers().get(header::USER_AGENT);
    let user_agent = user_agent.and_then(|value| value.to_str().ok());
    let device = device::in_words(user_agent.unwrap_or_default());
    let (host, key) = state
        .db
        .write(move |conn| {
            let host = hosts::sign_in(conn, &identity, now)?;
            keys::forget_ended(conn, &host.id, now)?;
            let (_, key) = keys::create(conn, &host.id, KeyKind::Session, &device, now)?;
            Ok((host, key))
        })
        .await?;
    Ok(web::Json(Session {
        auth_token: key,
        user: User {
            id: host.id.into(),
            email: host.email,
            name: host.name,
        },
    }))
}

/// Ends this session. The key of the request becomes invalid.
///
/// An API key ends with `DELETE /api/v1/api-keys/{id}`.
#[utoipa::path(
    operation_id = "logout",
    tag = "account",
    responses(
        (status = 204, description = "Signed out"),
        Private,
    ),
)]
#[post("/logout")]
pub(crate) async fn logout(
    state: web::Data<State>,
    InSession(signed_in): InSession,
) -> Result<HttpResponse, ApiError> {
    state
        .db
        .write(move |conn| keys::end(conn, &signed_in.key_id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
