//! The JSON API of a guest's link. `GET` changes nothing.

use actix_web::http::header;
use actix_web::{CustomizeResponder, Responder as _, get, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{RsvpAnswer, RsvpPage, RsvpReply, RsvpState};
use seat_dealer_core::{
    Actor, Command, GuestDetails, InvitationStatus, Language, Refusal, Response, Seat,
};
use seat_dealer_db::invitations::{self, GuestView};
use seat_dealer_db::{self as db, contacts};

use super::details;
use super::language::PageLanguage;
use super::mappers;
use super::texts::Texts;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::limits::Client;
use crate::http::problems::{Database, Limited, Named, Ruled, Sent, TakenBack};
use crate::http::state::State;

/// Returns the data of the guest's page.
///
/// Needs no key, because the token of the link is the key.
#[utoipa::path(
    operation_id = "readRsvp",
    tag = "rsvp",
    security(()),
    params(("token" = String, Path, description = "The last part of the guest's link")),
    responses(
        (status = 200, description = "The data of the guest's page", body = RsvpPage),
        Database, Limited, Named, TakenBack,
    ),
)]
#[get("/rsvp/{token}")]
pub(crate) async fn read(
    state: web::Data<State>,
    client: Client,
    mut language: PageLanguage,
    token: web::Path<String>,
) -> Result<CustomizeResponder<web::Json<RsvpPage>>, ApiError> {
    let page = load_page(&state, client, &mut language, &token).await;
    let texts = language.texts;
    let page = page.map_err(|error| error_for_guest(texts, error))?;
    match page.state {
        RsvpState::Withdrawn => Err(ApiError::Gone(page.message)),
        _ => Ok(in_language(texts, page)),
    }
}

/// Records the guest's answer and returns its result.
///
/// Needs no key, because the token of the link is the key.
#[utoipa::path(
    operation_id = "answerRsvp",
    tag = "rsvp",
    request_body = RsvpAnswer,
    security(()),
    params(("token" = String, Path, description = "The last part of the guest's link")),
    responses(
        (status = 200, description = "The result of the answer", body = RsvpReply),
        Database, Limited, Named, Sent, Ruled, TakenBack,
    ),
)]
#[post("/rsvp/{token}")]
pub(crate) async fn answer(
    state: web::Data<State>,
    client: Client,
    mut language: PageLanguage,
    token: web::Path<String>,
    body: Json<RsvpAnswer>,
) -> Result<CustomizeResponder<web::Json<RsvpReply>>, ApiError> {
    let body = body.read()?;
    language.chosen = body.language.or(language.chosen);
    language.set_guests(None);
    let texts = language.texts;
    let party = body.party_size.filter(|_| body.response.wants_seat());
    let party = party.map(u32::try_from).transpose();
    let answer = GuestAnswer {
        response: body.response,
        party: party.map_err(|_| party_wrong(texts))?,
        details: details::of_answer(&body).map_err(|wrong| wrong.error(texts))?,
        language: body.language,
    };
    let outcome = record_answer(&state, client, &mut language, &token, answer).await;
    let texts = language.texts;
    let page = match outcome.map_err(|error| error_for_guest(texts, error))? {
        AnswerResult::Recorded(page) => page,
        AnswerResult::Refused(refusal, page) => return Err(refused(texts, &refusal, page)),
        AnswerResult::AskedTooOften(_) => {
            return Err(ApiError::Refused {
                code: "asked-too-often",
                sentence: texts.asked_too_often.to_owned(),
            });
        }
    };
    let (Some(response), Some(seat)) = (page.response, page.seat) else {
        tracing::error!("an answer was taken and is not there");
        return Err(ApiError::Internal);
    };
    let reply = RsvpReply {
        response,
        seat,
        message: page.message,
    };
    Ok(in_language(texts, reply))
}

/// A response whose sentences are in this language.
fn in_language<T: serde::Serialize>(texts: &Texts, body: T) -> CustomizeResponder<web::Json<T>> {
    web::Json(body)
        .customize()
        .insert_header((header::CONTENT_LANGUAGE, texts.language.as_str()))
        .append_header((header::VARY, header::ACCEPT_LANGUAGE.as_str()))
}

/// Replaces the sentence for an unavailable database by one for guests, in this language.
fn error_for_guest(texts: &'static Texts, error: ApiError) -> ApiError {
    match error {
        ApiError::Unavailable => ApiError::UnavailableToGuest(texts.unavailable.text),
        error => error,
    }
}

/// A refusal in words for guests, who must not learn the number of open seats.
fn refused(texts: &Texts, refusal: &Refusal, page: RsvpPage) -> ApiError {
    let code = refusal.code();
    let sentence = match refusal {
        Refusal::Cancelled | Refusal::Past => page.message,
        Refusal::Withdrawn { .. } => return ApiError::Gone(page.message),
        Refusal::PartyLimit { .. } => return party_wrong(texts),
        Refusal::NoRoomForParty { .. } => texts.no_room.to_owned(),
        _ => {
            return ApiError::Refused {
                code: "conflict",
                sentence: texts.changed_meanwhile.to_owned(),
            };
        }
    };
    ApiError::Refused { code, sentence }
}

fn party_wrong(texts: &Texts) -> ApiError {
    ApiError::PartyLimit(texts.choose_party.to_owned())
}

/// A guest's answer.
pub(super) struct GuestAnswer {
    pub(super) response: Response,
    /// The size of the party. The default is the previous size, or else that of the contact.
    pub(super) party: Option<u32>,
    /// The data that the guest adds to the answer.
    pub(super) details: GuestDetails,
    /// The language that the guest has chosen for all messages.
    pub(super) language: Option<Language>,
}

/// The result of an answer, with the page after it.
pub(super) enum AnswerResult {
    /// The answer was recorded.
    Recorded(RsvpPage),
    /// The rules refused the answer.
    Refused(Refusal, RsvpPage),
    /// The guest has asked for more seats too often.
    AskedTooOften(RsvpPage),
}

/// Whether an answer asks for more seats than the invitation has, so that its result tells something
/// about the number of open seats. On standby, each party beyond the people of the contact does that, except
/// the one that waits.
fn asks_for_more(given: &GuestAnswer, view: &GuestView, now: Timestamp) -> bool {
    let invitation = &view.invitation;
    let own = match invitation.seat {
        Seat::None | Seat::Standby => invitation.party_size,
        Seat::Held | Seat::Seated => invitation.party,
    };
    let larger = own + 1..=invitation.party_limit;
    let waits_for = |party| invitation.seat == Seat::Standby && invitation.party == party;
    given.response.wants_seat()
        && given
            .party
            .is_some_and(|party| larger.contains(&party) && !waits_for(party))
        && invitation.status != InvitationStatus::Withdrawn
        && !view.event.status_at(now).is_over()
}

/// Loads the data of the page of a link, within the rate limits.
pub(super) async fn load_page(
    state: &State,
    client: Client,
    language: &mut PageLanguage,
    token: &str,
) -> Result<RsvpPage, ApiError> {
    let view = follow(state, client, token).await?;
    language.set_guests(view.language);
    Ok(mappers::rsvp_page(language.texts, view, db::now()))
}

/// Finds the invitation of a link, within the rate limits.
pub(super) async fn follow(
    state: &State,
    client: Client,
    token: &str,
) -> Result<GuestView, ApiError> {
    match find(state, token).await {
        Ok(view) => state.limits.link(token).map(|()| view),
        Err(db::Error::NotFound) => Err(state.limits.wrong_link(client)),
        Err(error) => Err(error.into()),
    }
}

async fn find(state: &State, token: &str) -> Result<GuestView, db::Error> {
    let token = token.to_owned();
    state
        .db
        .read_at_once(move |conn| invitations::by_token(conn, &token))
        .await
}

/// Records an answer.
pub(super) async fn record_answer(
    state: &State,
    client: Client,
    language: &mut PageLanguage,
    token: &str,
    given: GuestAnswer,
) -> Result<AnswerResult, ApiError> {
    // The event must be known before it can be locked.
    let mut view = follow(state, client, token).await?;
    language.set_guests(view.language);
    let texts = language.texts;
    let id = view.invitation.id.clone();
    let now = db::now();
    if asks_for_more(&given, &view, now) && !state.limits.larger_party(token) {
        return Ok(AnswerResult::AskedTooOften(mappers::rsvp_page(
            texts, view, now,
        )));
    }
    if let Some(diet) = &given.details.diet {
        view.diet = diet.clone();
    }
    let (answered, contact) = (id.clone(), view.invitation.contact_id.clone());
    let decided = state
        .db
        .advance_event(&view.event_id, now, move |conn, _| {
            if let Some(language) = given.language {
                contacts::set_language(conn, &contact, language, now)?;
            }
            let mut details = given.details.clone();
            if let Some(diet) = &given.details.diet
                && !contacts::set_diet(conn, &contact, diet, now)?
            {
                details.diet = None;
            }
            Ok(Command::Answer {
                invitation: answered.clone(),
                response: given.response,
                party: given.party,
                actor: Actor::Guest,
                details,
            })
        })
        .await;
    match decided {
        Ok(decision) => {
            if let Some(invitation) = decision.table.invitation(&id) {
                view.invitation = invitation.clone();
            }
            view.event = decision.table.event;
            Ok(AnswerResult::Recorded(mappers::rsvp_page(texts, view, now)))
        }
        Err(db::Error::Refused(refusal, _)) => {
            let view = find(state, token).await?;
            Ok(AnswerResult::Refused(
                refusal,
                mappers::rsvp_page(texts, view, now),
            ))
        }
        Err(error) => Err(error.into()),
    }
}
