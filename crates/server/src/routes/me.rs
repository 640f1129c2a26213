use actix_web::{get, patch, web};
use seat_dealer_api_types::{Me, MePatch};
use seat_dealer_core::{InvalidValue, Name};
use seat_dealer_db::hosts::{self, Host};

use super::Problems;
use crate::api_error::ApiError;
use crate::app::State;
use crate::auth::SignedIn;
use crate::input::{Json, Mending};

/// The signed-in host.
#[utoipa::path(tag = "me", responses(
    (status = 200, description = "The host", body = Me), Problems))]
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
#[utoipa::path(tag = "me", request_body = MePatch, responses(
    (status = 200, description = "The host as it is now", body = Me), Problems))]
#[patch("/me")]
pub(super) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<MePatch>,
) -> Result<web::Json<Me>, ApiError> {
    let mut mending = Mending::default();
    let name = mending.take_optional("name", body.0.name, |text| Name::parse(&text));
    let zone = mending.take_optional("timeZone", body.0.time_zone, |name: String| {
        jiff::tz::TimeZone::get(&name)
            .ok()
            .and_then(|zone| zone.iana_name().map(str::to_owned))
            .ok_or_else(|| {
                InvalidValue("The time zone must be an IANA name, like Europe/Berlin.".to_owned())
            })
    });
    let (Some(name), Some(zone)) = (name, zone) else {
        return Err(mending.into_error());
    };
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
