//! The guest's page. `GET` and `HEAD` change nothing. All invalid links get the same response.

use actix_web::http::{StatusCode, header};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_api_types::{RsvpPage, RsvpState};
use seat_dealer_core::{Language, Look, Refusal, Response};
use seat_dealer_delivery::PictureUse;
use serde::Deserialize;

use super::calendar;
use super::compression::compress;
use super::details::DetailsForm;
use super::language::PageLanguage;
use super::pictures;
use super::responses::{failed, invalid_form, plain, refuse, token, unknown};
use super::rsvp::{AnswerResult, GuestAnswer, load_page, record_answer};
use super::texts::Texts;
use super::view::{self, Notice};
use crate::http::extractors;
use crate::http::limits::Client;
use crate::http::state::State;

/// The maximum size of the form, in bytes: short fields, and a percent-encoded note in any script.
const FORM_LIMIT: usize = 16 * 1024;

/// Registers the page, and the address of earlier links. It includes all paths below both, so that a
/// damaged link does not open the host's app.
pub(crate) fn pages(services: &mut ServiceConfig) {
    let page = |address: &str| {
        let page = web::resource(address).get(show).post(submit);
        page.default_service(web::to(|| refuse("GET, HEAD, POST")))
            .wrap(from_fn(compress))
    };
    let calendar = web::resource("/rsvp/{token}/calendar.ics").get(calendar::read);
    services
        .service(page("/rsvp/{token}"))
        .service(calendar.default_service(web::to(|| refuse("GET, HEAD"))))
        .configure(pictures::files)
        .service(page("/rsvp"))
        .service(page("/rsvp/{token:.*}"));
    let earlier = web::resource("/invites/{token:.*}").get(earlier_address);
    services.service(earlier.default_service(web::to(|| refuse("GET, HEAD"))));
}

async fn show(
    state: web::Data<State>,
    client: Client,
    mut language: PageLanguage,
    request: HttpRequest,
) -> HttpResponse {
    let token = token(&request);
    match load_page(&state, client, &mut language, token).await {
        Ok(page) => {
            let status = status_of(page.state);
            invitation(&state, language.texts, &page, token, None, status)
        }
        Err(error) => failed(language.texts, &error),
    }
}

/// The fields of the form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerForm {
    response: Option<String>,
    party_size: Option<String>,
    #[serde(flatten)]
    details: DetailsForm,
}

/// Records the answer of the form, and redirects to the page.
async fn submit(
    state: web::Data<State>,
    client: Client,
    mut language: PageLanguage,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let token = token(&request);
    let form = match read_form(&request, body) {
        Ok(form) => form,
        Err(status) => return invalid_form(language.texts, status),
    };
    let answer = match form.read(language.chosen) {
        Ok(answer) => answer,
        Err(notice) => return show_notice(&state, client, language, token, form, notice).await,
    };
    let refused = |texts, notice, mut page: RsvpPage| {
        form.show_on(&mut page);
        let status = notice_status(notice);
        invitation(&state, texts, &page, token, Some(notice), status)
    };
    match record_answer(&state, client, &mut language, token, answer).await {
        Ok(AnswerResult::Recorded(_)) => HttpResponse::SeeOther()
            .insert_header((header::LOCATION, language.same_page()))
            .finish(),
        Ok(AnswerResult::Refused(refusal, page)) => {
            let notice = match refusal {
                Refusal::PartyLimit { .. } => Notice::ChooseParty,
                Refusal::NoRoomForParty { .. } => Notice::NoRoom,
                Refusal::Cancelled | Refusal::Past | Refusal::Withdrawn { .. } => Notice::TooLate,
                _ => Notice::ChangedMeanwhile,
            };
            refused(language.texts, notice, page)
        }
        Ok(AnswerResult::AskedTooOften(page)) => {
            refused(language.texts, Notice::AskedTooOften, page)
        }
        Err(error) => failed(language.texts, &error),
    }
}

impl AnswerForm {
    /// Shows the typed values on the page.
    fn show_on(self, page: &mut RsvpPage) {
        let party = self.party_size.and_then(|size| size.parse::<u32>().ok());
        if let Some(party) = party.filter(|party| (1..=page.party_limit).contains(party)) {
            page.default_party_size = party;
        }
        self.details.show_on(page);
    }

    fn read(&self, language: Option<Language>) -> Result<GuestAnswer, Notice> {
        let response = self.response.as_deref().map(str::parse::<Response>);
        let Some(Ok(response)) = response else {
            return Err(Notice::ChooseAnswer);
        };
        // Without JavaScript, every answer comes with the number that the page shows.
        let party = self.party_size.as_deref();
        let party = party.filter(|_| response.wants_seat());
        let party = party.map(str::parse).transpose();
        Ok(GuestAnswer {
            response,
            party: party.map_err(|_| Notice::ChooseParty)?,
            details: self.details.read().map_err(Notice::InvalidDetail)?,
            language,
        })
    }
}

/// Parses the form.
///
/// # Errors
/// The status of the response.
fn read_form(
    request: &HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> Result<AnswerForm, StatusCode> {
    let body = body.map_err(|error| extractors::body_error(&error).status_code())?;
    if body.len() > FORM_LIMIT {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if extractors::media_type(request).as_deref() != Some("application/x-www-form-urlencoded") {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_urlencoded::from_bytes(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}

/// The page with a notice that says what to correct. It shows the current state and the typed values.
async fn show_notice(
    state: &State,
    client: Client,
    mut language: PageLanguage,
    token: &str,
    form: AnswerForm,
    notice: Notice,
) -> HttpResponse {
    match load_page(state, client, &mut language, token).await {
        Ok(mut page) => {
            form.show_on(&mut page);
            let status = notice_status(notice);
            invitation(state, language.texts, &page, token, Some(notice), status)
        }
        Err(error) => failed(language.texts, &error),
    }
}

fn notice_status(notice: Notice) -> StatusCode {
    match notice {
        Notice::ChooseAnswer | Notice::ChooseParty | Notice::InvalidDetail(_) => {
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
    state: &State,
    texts: &Texts,
    page: &RsvpPage,
    token: &str,
    notice: Option<Notice>,
    status: StatusCode,
) -> HttpResponse {
    let guests = format!("{}/rsvp", state.config.frontend_base);
    let look = Look {
        colour: page.colour,
        picture: page.picture,
    };
    let picture = PictureUse::Preview.url(&guests, look);
    let html = view::page(texts, page, token, &picture, notice);
    plain(texts, html, status)
}

async fn earlier_address(language: PageLanguage, request: HttpRequest) -> HttpResponse {
    let token = token(&request);
    if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, format!("/rsvp/{token}")))
            .finish()
    } else {
        unknown(language.texts)
    }
}
