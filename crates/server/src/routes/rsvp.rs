//! What a guest's link leads to: the page, and the same as JSON. `GET` and `HEAD` change nothing.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{Either, HttpRequest, HttpResponse, get, post, web};
use seat_dealer_api_types::{Problem, RsvpAnswer, RsvpPage, RsvpReply, RsvpState};
use seat_dealer_core::{Command, Decision, Hand, Refusal, Response};
use seat_dealer_db::{self as db, invitations};
use serde::Deserialize;

use super::Problems;
use crate::api_error::ApiError;
use crate::app::State;
use crate::guest::{self, ENGLISH, Failure, Notice};
use crate::input::Json;
use crate::shapes;

/// What the guest's page shows. Needs no key: the token is the key.
#[utoipa::path(tag = "rsvp", security(()), responses(
    (status = 200, description = "The invitation as its guest sees it", body = RsvpPage), Problems))]
#[get("/rsvp/{token}")]
pub(super) async fn read(
    state: web::Data<State>,
    token: web::Path<String>,
) -> Result<web::Json<RsvpPage>, ApiError> {
    Ok(web::Json(look_up(&state, &token).await?))
}

/// Takes the guest's answer and says honestly what it got them. Needs no key: the token is the key.
#[utoipa::path(tag = "rsvp", request_body = RsvpAnswer, security(()), responses(
    (status = 200, description = "Where the guest stands", body = RsvpReply),
    (status = 410, description = "The invitation was withdrawn", body = Problem,
        content_type = "application/problem+json"),
    Problems))]
#[post("/rsvp/{token}")]
pub(super) async fn answer(
    state: web::Data<State>,
    token: web::Path<String>,
    body: Json<RsvpAnswer>,
) -> Result<web::Json<RsvpReply>, ApiError> {
    let party = match body.0.party_size {
        None => None,
        Some(party) => Some(u32::try_from(party).map_err(|_| party_wrong())?),
    };
    let outcome = take_answer(&state, &token, body.0.response, party).await;
    let page = outcome.map_err(|error| match error {
        db::Error::Refused(refusal) => refused(&refusal),
        other => other.into(),
    })?;
    let (Some(response), Some(seat)) = (page.response, page.seat) else {
        return Err(ApiError::Internal);
    };
    Ok(web::Json(RsvpReply {
        response,
        seat,
        message: page.message,
    }))
}

/// A refusal in words for a guest, who must not learn how the table stands.
fn refused(refusal: &Refusal) -> ApiError {
    match refusal {
        Refusal::Cancelled => ApiError::Conflict(ENGLISH.cancelled.to_owned()),
        Refusal::Past => ApiError::Conflict(ENGLISH.past.to_owned()),
        Refusal::Withdrawn { .. } => ApiError::Gone(ENGLISH.withdrawn.to_owned()),
        Refusal::PartyLimit { .. } => party_wrong(),
        Refusal::UnknownInvitation => ApiError::NotFound,
        _ => ApiError::Conflict(ENGLISH.changed_meanwhile.to_owned()),
    }
}

fn party_wrong() -> ApiError {
    ApiError::invalid("partySize", ENGLISH.choose_party)
}

async fn look_up(state: &State, token: &str) -> Result<RsvpPage, db::Error> {
    let token = token.to_owned();
    let view = state
        .db
        .read(move |conn| invitations::by_token(conn, &token))
        .await?;
    Ok(shapes::rsvp_page(view, db::now()))
}

/// Takes an answer; the page as it is afterwards.
async fn take_answer(
    state: &State,
    token: &str,
    response: Response,
    party: Option<u32>,
) -> Result<RsvpPage, db::Error> {
    let token = token.to_owned();
    // Which event it is about has to be known before that event can be locked.
    let mut view = state
        .db
        .read(move |conn| invitations::by_token(conn, &token))
        .await?;
    let id = view.invitation.id.clone();
    let now = db::now();
    let command = Command::Answer {
        invitation: id.clone(),
        response,
        party,
        hand: Hand::Guest,
    };
    let decision: Decision = state
        .db
        .advance_event(&view.event_id, now, move |_, _| Ok(command.clone()))
        .await?;
    if let Some(invitation) = decision.table.invitation(&id) {
        view.invitation = invitation.clone();
    }
    view.event = decision.table.event;
    Ok(shapes::rsvp_page(view, now))
}

/// The guest's page.
#[get("/rsvp/{token}")]
pub(crate) async fn show_page(state: web::Data<State>, token: web::Path<String>) -> HttpResponse {
    match look_up(&state, &token).await {
        Ok(page) => show(&page, None, status_of(page.state)),
        Err(error) => failed(error),
    }
}

/// `HEAD` of the guest's page, for programs that look whether a link is alive.
#[actix_web::head("/rsvp/{token}")]
pub(crate) async fn page_head(state: web::Data<State>, token: web::Path<String>) -> HttpResponse {
    match look_up(&state, &token).await {
        Ok(page) => show(&page, None, status_of(page.state)),
        Err(error) => failed(error),
    }
}

/// What the form of the guest's page sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerForm {
    response: Option<String>,
    party_size: Option<String>,
}

/// Takes the answer of the form, and leads back to the page.
#[post("/rsvp/{token}")]
pub(crate) async fn submit(
    state: web::Data<State>,
    request: HttpRequest,
    token: web::Path<String>,
    form: Either<web::Form<AnswerForm>, web::Bytes>,
) -> HttpResponse {
    let Either::Left(form) = form else {
        return plain(
            guest::error_page(&ENGLISH, Failure::BadForm),
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    };
    let response = form.response.as_deref().map(str::parse::<Response>);
    let Some(Ok(response)) = response else {
        return again(&state, &token, Notice::ChooseAnswer).await;
    };
    let party = form
        .party_size
        .as_deref()
        .map(str::parse::<u32>)
        .transpose();
    let Ok(party) = party else {
        return again(&state, &token, Notice::ChooseParty).await;
    };
    match take_answer(&state, &token, response, party).await {
        Ok(_) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, request.path().to_owned()))
            .finish(),
        Err(db::Error::Refused(Refusal::PartyLimit { .. })) => {
            again(&state, &token, Notice::ChooseParty).await
        }
        Err(db::Error::Refused(Refusal::Cancelled | Refusal::Past | Refusal::Withdrawn { .. })) => {
            again(&state, &token, Notice::TooLate).await
        }
        Err(db::Error::Refused(_)) => again(&state, &token, Notice::ChangedMeanwhile).await,
        Err(error) => failed(error),
    }
}

/// The page once more, saying what to mend; read afresh, so that it shows how things stand.
async fn again(state: &State, token: &str, notice: Notice) -> HttpResponse {
    let status = match notice {
        Notice::ChooseAnswer | Notice::ChooseParty => StatusCode::UNPROCESSABLE_ENTITY,
        Notice::ChangedMeanwhile | Notice::TooLate => StatusCode::CONFLICT,
    };
    match look_up(state, token).await {
        Ok(page) => show(&page, Some(notice), status),
        Err(error) => failed(error),
    }
}

fn status_of(state: RsvpState) -> StatusCode {
    match state {
        RsvpState::Withdrawn => StatusCode::GONE,
        RsvpState::Open | RsvpState::Cancelled | RsvpState::Past => StatusCode::OK,
    }
}

fn show(page: &RsvpPage, notice: Option<Notice>, status: StatusCode) -> HttpResponse {
    plain(guest::page(&ENGLISH, page, notice), status)
}

fn failed(error: db::Error) -> HttpResponse {
    match ApiError::from(error) {
        ApiError::NotFound => plain(guest::unknown_page(&ENGLISH), StatusCode::NOT_FOUND),
        ApiError::Unavailable => plain(
            guest::error_page(&ENGLISH, Failure::Busy),
            StatusCode::SERVICE_UNAVAILABLE,
        ),
        _ => plain(
            guest::error_page(&ENGLISH, Failure::Broken),
            StatusCode::INTERNAL_SERVER_ERROR,
        ),
    }
}

fn plain(html: Result<String, askama::Error>, status: StatusCode) -> HttpResponse {
    match html {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                guest::content_security_policy(),
            ))
            .insert_header(("X-Robots-Tag", "noindex, nofollow"))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a guest's page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// The address of earlier links.
#[get("/invites/{token}")]
pub(crate) async fn earlier_address(token: web::Path<String>) -> HttpResponse {
    let token = token.into_inner();
    if token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, format!("/rsvp/{token}")))
            .finish()
    } else {
        plain(guest::unknown_page(&ENGLISH), StatusCode::NOT_FOUND)
    }
}
