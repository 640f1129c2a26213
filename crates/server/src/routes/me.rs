use actix_web::{get, patch, web};
use seat_dealer_api_types::{Me, MePatch};
use seat_dealer_core::{InvalidValue, Name};
use seat_dealer_db::hosts::{self, Host, HostChange};

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

/// Changes the host's name, time zone or country.
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
    let country = mending.take_optional("country", body.country, |code| {
        if seat_dealer_address_book::is_country(&code) {
            Ok(code)
        } else {
            Err(InvalidValue(
                "The country must be two capital letters, like DE or US (ISO 3166-1).".to_owned(),
            ))
        }
    });
    let (Some(name), Some(zone), Some(country)) = (name, zone, country) else {
        return Err(mending.into_error());
    };
    let change = HostChange {
        name: name.map(|name| name.as_str().to_owned()),
        time_zone: zone.and_then(|zone| zone.iana_name().map(str::to_owned)),
        country,
    };
    let host = state
        .db
        .write(move |conn| hosts::update(conn, &signed_in.host, &change))
        .await?;
    Ok(web::Json(me(host, &state)))
}

fn me(host: Host, state: &State) -> Me {
    Me {
        id: host.id.into(),
        email: host.email,
        name: host.name,
        time_zone: host.time_zone,
        country: host.country,
        development_mailbox: state.config.has_development_mailbox(),
    }
}
