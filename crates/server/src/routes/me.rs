use actix_web::{get, patch, web};
use seat_dealer_api_types::{Me, MePatch};
use seat_dealer_core::Name;
use seat_dealer_db::hosts::{self, Host};

use super::events::zone;
use super::problems::{Private, Sent};
use crate::api_error::ApiError;
use crate::app::State;
use crate::auth::SignedIn;
use crate::input::{Json, Mending};

/// The signed-in host.
#[utoipa::path(
    operation_id = "readMe",
    tag = "me",
    responses(
        (status = 200, description = "The host", body = Me),
        Private,
    ),
)]
#[get("/me")]
pub(super) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<web::Json<Me>, ApiError> {
    let host = state
        .db
        .read(move |conn| hosts::get(conn, &signed_in.host))
        .await?;
    Ok(web::Json(me(host, &state)))
}

/// Changes the host's name or time zone.
#[utoipa::path(
    operation_id = "changeMe",
    tag = "me",
    request_body = MePatch,
    responses(
        (status = 200, description = "The host as it is now", body = Me),
        Private, Sent,
    ),
)]
#[patch("/me")]
pub(super) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<MePatch>,
) -> Result<web::Json<Me>, ApiError> {
    let body = body.read()?;
    let mut mending = Mending::default();
    let name = mending.take_optional("name", body.name, |text| Name::parse(&text));
    let zone = mending.take_optional("timeZone", body.time_zone, |name| zone(&name));
    let (Some(name), Some(zone)) = (name, zone) else {
        return Err(mending.into_error());
    };
    let zone = zone.and_then(|zone| zone.iana_name().map(str::to_owned));
    let host = state
        .db
        .write(move |conn| hosts::update(conn, &signed_in.host, name.as_ref(), zone.as_deref()))
        .await?;
    Ok(web::Json(me(host, &state)))
}

fn me(host: Host, state: &State) -> Me {
    Me {
        id: host.id.into(),
        email: host.email,
        name: host.name,
        time_zone: host.time_zone,
        development_mailbox: state.config.has_development_mailbox(),
    }
}
