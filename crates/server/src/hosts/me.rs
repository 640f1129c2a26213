use actix_web::{HttpResponse, get, patch, post, web};
use seat_dealer_api_types::{AccountDeletion, Me, MePatch};
use seat_dealer_core::{InvalidValue, Minutes, Name};
use seat_dealer_db::hosts::{self, HostChange};
use seat_dealer_db::{self as db, account_deletion};

use super::events::{hand_size, quiet_hours, zone};
use super::mappers;
use crate::http::auth::{InSession, SignedIn};
use crate::http::errors::ApiError;
use crate::http::etags::{self, Conditional};
use crate::http::extractors::Json;
use crate::http::problems::{Private, Sent};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

/// Returns the signed-in host.
#[utoipa::path(
    operation_id = "readMe",
    tag = "me",
    responses(
        (status = 200, description = "The host", body = Me),
        Private,
    ),
)]
#[get("/me")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let host = state
        .db
        .read(move |conn| hosts::get(conn, &signed_in.host))
        .await?;
    conditional.respond(&mappers::me(host, &state))
}

/// Changes the host's name, time zone, country or language, or the defaults of new events.
#[utoipa::path(
    operation_id = "changeMe",
    tag = "me",
    request_body = MePatch,
    responses(
        (status = 200, description = "The host after the change", body = Me),
        Private, Sent,
    ),
)]
#[patch("/me")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    conditional: Conditional,
    body: Json<MePatch>,
) -> Result<HttpResponse, ApiError> {
    let body = body.read()?;
    let mut errors = ValidationErrors::default();
    let name = errors.take_optional("name", body.name, |text| Name::parse(&text));
    let zone = errors.take_optional("timeZone", body.time_zone, |name| {
        name.map(|name| zone(&name)).transpose()
    });
    let country = errors.take_optional("country", body.country, |code| {
        code.map(country).transpose()
    });
    let quiet_hours = match body.quiet_hours {
        Some(said) => quiet_hours(&mut errors, said).map(Some),
        None => Some(None),
    };
    let hand_size = errors.take_optional("handSize", body.hand_size, |size| {
        size.map(hand_size).transpose()
    });
    let response_window = errors.take_optional(
        "responseWindowMinutes",
        body.response_window_minutes,
        |minutes| minutes.map(Minutes::parse).transpose(),
    );
    let complete = || {
        Some(HostChange {
            name: name?.map(|name| name.as_str().to_owned()),
            time_zone: zone?.map(|zone| zone.and_then(|zone| zone.iana_name().map(str::to_owned))),
            country: country?,
            quiet_hours: quiet_hours?,
            hand_size: hand_size?,
            response_window: response_window?,
            language: body.language,
        })
    };
    let Some(change) = complete() else {
        return Err(errors.into_error());
    };
    let expected = conditional.expected()?;
    let known = state.clone();
    let host = state
        .db
        .write(move |conn| {
            hosts::lock(conn, &signed_in.host)?;
            expected.check(|| Ok(mappers::me(hosts::get(conn, &signed_in.host)?, &known)))?;
            hosts::update(conn, &signed_in.host, &change)
        })
        .await?;
    Ok(etags::respond(&mappers::me(host, &state)))
}

fn country(code: String) -> Result<String, InvalidValue> {
    if seat_dealer_address_book::is_country(&code) {
        Ok(code)
    } else {
        Err(InvalidValue(
            "The country must be two capital letters, like DE or US (ISO 3166-1).".to_owned(),
        ))
    }
}

/// Closes the account for good.
///
/// Only a host who is signed in can do this, no API key. All sessions and keys end at once, and a later sign-in creates a new account. Future events are
/// cancelled, and their guests are told like those of any cancelled event. When these messages have been
/// sent, all data are erased.
#[utoipa::path(
    operation_id = "deleteMe",
    tag = "account",
    request_body = AccountDeletion,
    responses(
        (status = 204, description = "Closed"),
        Private, Sent,
    ),
)]
#[post("/me/deletion")]
pub(crate) async fn delete(
    state: web::Data<State>,
    InSession(signed_in): InSession,
    body: Json<AccountDeletion>,
) -> Result<HttpResponse, ApiError> {
    let email = body.read()?.email;
    state
        .db
        .write(move |conn| account_deletion::close(conn, &signed_in.host, &email, db::now()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
