//! The guest's page. `GET` and `HEAD` change nothing. Whatever is wrong with a link, the answer is
//! the same.

use std::future::{Ready, ready};

use actix_web::http::{StatusCode, header};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_api_types::{RsvpPage, RsvpState};
use seat_dealer_core::{Refusal, Response};
use serde::Deserialize;

use super::rsvp::{Outcome, look_up, take_answer};
use crate::api_error::ApiError;
use crate::app::State;
use crate::guest::{self, ENGLISH, Failure, Notice};
use crate::input;
use crate::limits::Client;

/// The longest form, in bytes: two short fields.
const FORM_LIMIT: usize = 4 * 1024;

/// Registers the page, and the address of earlier links. Everything below both is the guests', so
/// that a link which has lost or gained something on its way does not lead into the host's app.
pub(crate) fn pages(services: &mut ServiceConfig) {
    for address in ["/rsvp", "/rsvp/{token:.*}"] {
        let page = web::resource(address).get(show).post(submit);
        services.service(page.default_service(web::to(|| refuse("GET, HEAD, POST"))));
    }
    let earlier = web::resource("/invites/{token:.*}").get(earlier_address);
    services.service(earlier.default_service(web::to(|| refuse("GET, HEAD"))));
}

/// For every other method.
pub(super) fn refuse(methods: &str) -> Ready<Result<HttpResponse, ApiError>> {
    ready(Err(ApiError::MethodNotAllowed(methods.to_owned())))
}

fn token(request: &HttpRequest) -> &str {
    request.match_info().query("token")
}

async fn show(state: web::Data<State>, client: Client, request: HttpRequest) -> HttpResponse {
    match look_up(&state, client, token(&request)).await {
        Ok(page) => invitation(&page, None, status_of(page.state)),
        Err(error) => failed(&error),
    }
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerForm {
    response: Option<String>,
    party_size: Option<String>,
}

/// Takes the answer of the form, and leads back to the page.
async fn submit(
    state: web::Data<State>,
    client: Client,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let form = match read_form(&request, body) {
        Ok(form) => form,
        Err(status) => return plain(guest::error_page(&ENGLISH, Failure::BadForm), status),
    };
    let token = token(&request);
    let response = form.response.as_deref().map(str::parse::<Response>);
    let Some(Ok(response)) = response else {
        return again(&state, client, token, Notice::ChooseAnswer).await;
    };
    let party = form
        .party_size
        .as_deref()
        .map(str::parse::<u32>)
        .transpose();
    let Ok(party) = party else {
        return again(&state, client, token, Notice::ChooseParty).await;
    };
    match take_answer(&state, client, token, response, party).await {
        Ok(Outcome::Taken(_)) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/rsvp/{token}")))
            .finish(),
        Ok(Outcome::Refused(refusal, page)) => {
            let notice = match refusal {
                Refusal::PartyLimit { .. } => Notice::ChooseParty,
                Refusal::Cancelled | Refusal::Past | Refusal::Withdrawn { .. } => Notice::TooLate,
                _ => Notice::ChangedMeanwhile,
            };
            invitation(&page, Some(notice), notice_status(notice))
        }
        Err(error) => failed(&error),
    }
}

/// The form, or the status that says what is wrong with it.
fn read_form(
    request: &HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<AnswerForm, StatusCode> {
    let body = body.map_err(|error| input::unreceived(&error).status_code())?;
    if body.len() > FORM_LIMIT {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if input::kind_of_body(request).as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}

/// The page once more, saying what to mend; read afresh, so that it shows how things stand.
async fn again(state: &State, client: Client, token: &str, notice: Notice) -> HttpResponse {
    match look_up(state, client, token).await {
        Ok(page) => invitation(&page, Some(notice), notice_status(notice)),
        Err(error) => failed(&error),
    }
}

fn notice_status(notice: Notice) -> StatusCode {
    match notice {
        Notice::ChooseAnswer | Notice::ChooseParty => StatusCode::UNPROCESSABLE_ENTITY,
        Notice::ChangedMeanwhile | Notice::TooLate => StatusCode::CONFLICT,
    }
}

fn status_of(state: RsvpState) -> StatusCode {
    match state {
        RsvpState::Withdrawn => StatusCode::GONE,
        RsvpState::Open | RsvpState::Cancelled | RsvpState::Past => StatusCode::OK,
    }
}

fn invitation(page: &RsvpPage, notice: Option<Notice>, status: StatusCode) -> HttpResponse {
    plain(guest::page(&ENGLISH, page, notice), status)
}

pub(super) fn failed(error: &ApiError) -> HttpResponse {
    let failure = match error {
        ApiError::NotFound => return unknown(),
        ApiError::TooMany(_) | ApiError::Unavailable => Failure::Busy,
        _ => Failure::Broken,
    };
    let mut response = plain(guest::error_page(&ENGLISH, failure), error.status_code());
    if let Some(seconds) = error.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

fn unknown() -> HttpResponse {
    plain(guest::unknown_page(&ENGLISH), StatusCode::NOT_FOUND)
}

pub(super) fn plain(html: Result<String, askama::Error>, status: StatusCode) -> HttpResponse {
    match html {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                guest::content_security_policy(),
            ))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a guest's page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

async fn earlier_address(request: HttpRequest) -> HttpResponse {
    let token = token(&request);
    if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, format!("/rsvp/{token}")))
            .finish()
    } else {
        unknown()
    }
}
