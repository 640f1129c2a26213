//! The guest's page. `GET` and `HEAD` change nothing. Whatever is wrong with a link, the answer is
//! the same.

use actix_web::http::{StatusCode, header};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_api_types::{RsvpPage, RsvpState};
use seat_dealer_core::{GuestDetails, Note, Refusal, Response};
use serde::Deserialize;

use super::calendar;
use super::compression::pack;
use super::language::Language;
use super::responses::{failed, plain, refuse, token, unknown, unread};
use super::rsvp::{Answer, Outcome, look_up, take_answer};
use super::texts::Texts;
use super::view::{self, Notice};
use crate::http::extractors;
use crate::http::limits::Client;
use crate::http::state::State;

/// The longest form, in bytes: two short fields, and a note in any script, percent-encoded.
const FORM_LIMIT: usize = 16 * 1024;

/// Registers the page, and the address of earlier links. Everything below both is the guests', so
/// that a link which has lost or gained something on its way does not lead into the host's app.
pub(crate) fn pages(services: &mut ServiceConfig) {
    let page = |address: &str| {
        let page = web::resource(address).get(show).post(submit);
        page.default_service(web::to(|| refuse("GET, HEAD, POST")))
            .wrap(from_fn(pack))
    };
    let calendar = web::resource("/rsvp/{token}/calendar.ics").get(calendar::read);
    services
        .service(page("/rsvp/{token}"))
        .service(calendar.default_service(web::to(|| refuse("GET, HEAD"))))
        .service(page("/rsvp"))
        .service(page("/rsvp/{token:.*}"));
    let earlier = web::resource("/invites/{token:.*}").get(earlier_address);
    services.service(earlier.default_service(web::to(|| refuse("GET, HEAD"))));
}

async fn show(
    state: web::Data<State>,
    client: Client,
    language: Language,
    request: HttpRequest,
) -> HttpResponse {
    let (texts, token) = (language.texts, token(&request));
    match look_up(&state, client, texts, token).await {
        Ok(page) => invitation(texts, &page, token, None, status_of(page.state)),
        Err(error) => failed(texts, &error),
    }
}

/// What the form sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerForm {
    response: Option<String>,
    party_size: Option<String>,
    note: Option<String>,
}

/// Takes the answer of the form, and leads back to the page.
async fn submit(
    state: web::Data<State>,
    client: Client,
    language: Language,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let (texts, token) = (language.texts, token(&request));
    let form = match read_form(&request, body) {
        Ok(form) => form,
        Err(status) => return unread(texts, status),
    };
    let answer = match form.read() {
        Ok(answer) => answer,
        Err(notice) => return again(&state, client, texts, token, form, notice).await,
    };
    let refused = |notice, mut page: RsvpPage| {
        page.note = form.note.or(page.note);
        invitation(texts, &page, token, Some(notice), notice_status(notice))
    };
    match take_answer(&state, client, texts, token, answer).await {
        Ok(Outcome::Taken(_)) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, language.same_page()))
            .finish(),
        Ok(Outcome::Refused(refusal, page)) => {
            let notice = match refusal {
                Refusal::PartyLimit { .. } => Notice::ChooseParty,
                Refusal::NoRoomForParty { .. } => Notice::NoRoom,
                Refusal::Cancelled | Refusal::Past | Refusal::Withdrawn { .. } => Notice::TooLate,
                _ => Notice::ChangedMeanwhile,
            };
            refused(notice, page)
        }
        Ok(Outcome::AskedTooOften(page)) => refused(Notice::AskedTooOften, page),
        Err(error) => failed(texts, &error),
    }
}

impl AnswerForm {
    fn read(&self) -> Result<Answer, Notice> {
        let response = self.response.as_deref().map(str::parse::<Response>);
        let Some(Ok(response)) = response else {
            return Err(Notice::ChooseAnswer);
        };
        let party = self.party_size.as_deref().map(str::parse).transpose();
        let note = self.note.as_deref().map(Note::parse).transpose();
        Ok(Answer {
            response,
            party: party.map_err(|_| Notice::ChooseParty)?,
            details: GuestDetails {
                note: note.map_err(|_| Notice::NoteWrong)?,
                text: None,
            },
        })
    }
}

/// The form, or the status that says what is wrong with it.
fn read_form(
    request: &HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<AnswerForm, StatusCode> {
    let body = body.map_err(|error| extractors::unreceived(&error).status_code())?;
    if body.len() > FORM_LIMIT {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if extractors::kind_of_body(request).as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}

/// The page once more, saying what to mend; read afresh, so that it shows how things stand, but for
/// the note, which is as it was typed.
async fn again(
    state: &State,
    client: Client,
    texts: &'static Texts,
    token: &str,
    form: AnswerForm,
    notice: Notice,
) -> HttpResponse {
    match look_up(state, client, texts, token).await {
        Ok(mut page) => {
            page.note = form.note.or(page.note);
            invitation(texts, &page, token, Some(notice), notice_status(notice))
        }
        Err(error) => failed(texts, &error),
    }
}

fn notice_status(notice: Notice) -> StatusCode {
    match notice {
        Notice::ChooseAnswer | Notice::ChooseParty | Notice::NoteWrong => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Notice::NoRoom | Notice::AskedTooOften | Notice::ChangedMeanwhile | Notice::TooLate => {
            StatusCode::CONFLICT
        }
    }
}

fn status_of(state: RsvpState) -> StatusCode {
    match state {
        RsvpState::Withdrawn => StatusCode::GONE,
        RsvpState::Open | RsvpState::Cancelled | RsvpState::Past => StatusCode::OK,
    }
}

fn invitation(
    texts: &Texts,
    page: &RsvpPage,
    token: &str,
    notice: Option<Notice>,
    status: StatusCode,
) -> HttpResponse {
    plain(texts, view::page(texts, page, token, notice), status)
}

async fn earlier_address(language: Language, request: HttpRequest) -> HttpResponse {
    let token = token(&request);
    if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, format!("/rsvp/{token}")))
            .finish()
    } else {
        unknown(language.texts)
    }
}
