//! What a guest's link leads to, as JSON. `GET` changes nothing.

use actix_web::http::header;
use actix_web::{CustomizeResponder, Responder as _, get, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{RsvpAnswer, RsvpPage, RsvpReply, RsvpState};
use seat_dealer_core::{
    Actor, Command, GuestDetails, InvitationStatus, Note, Refusal, Response, Seat,
};
use seat_dealer_db::invitations::{self, GuestView};
use seat_dealer_db::{self as db};

use super::language::Language;
use super::mappers;
use super::texts::Texts;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::limits::Client;
use crate::http::problems::{Database, Limited, Named, Ruled, Sent, TakenBack};
use crate::http::state::State;

/// What the guest's page shows.
///
/// Needs no key: the token is the key.
#[utoipa::path(
    operation_id = "readRsvp",
    tag = "rsvp",
    security(()),
    params(("token" = String, Path, description = "The last part of the guest's link")),
    responses(
        (status = 200, description = "The invitation as its guest sees it", body = RsvpPage),
        Database, Limited, Named, TakenBack,
    ),
)]
#[get("/rsvp/{token}")]
pub(crate) async fn read(
    state: web::Data<State>,
    client: Client,
    language: Language,
    token: web::Path<String>,
) -> Result<CustomizeResponder<web::Json<RsvpPage>>, ApiError> {
    let texts = language.texts;
    let page = look_up(&state, client, texts, &token).await;
    let page = page.map_err(|error| spoken_error(texts, error))?;
    match page.state {
        RsvpState::Withdrawn => Err(ApiError::Gone(page.message)),
        _ => Ok(spoken(texts, page)),
    }
}

/// Takes the guest's answer and says honestly what it got them.
///
/// Needs no key: the token is the key.
#[utoipa::path(
    operation_id = "answerRsvp",
    tag = "rsvp",
    request_body = RsvpAnswer,
    security(()),
    params(("token" = String, Path, description = "The last part of the guest's link")),
    responses(
        (status = 200, description = "Where the guest stands", body = RsvpReply),
        Database, Limited, Named, Sent, Ruled, TakenBack,
    ),
)]
#[post("/rsvp/{token}")]
pub(crate) async fn answer(
    state: web::Data<State>,
    client: Client,
    language: Language,
    token: web::Path<String>,
    body: Json<RsvpAnswer>,
) -> Result<CustomizeResponder<web::Json<RsvpReply>>, ApiError> {
    let (texts, body) = (language.texts, body.read()?);
    let party = body.party_size.map(u32::try_from).transpose();
    let answer = Answer {
        response: body.response,
        party: party.map_err(|_| party_wrong(texts))?,
        details: GuestDetails {
            note: body
                .note
                .map(|text| Note::parse(&text))
                .transpose()
                .map_err(|_| ApiError::invalid("note", texts.note_wrong))?,
        },
    };
    let outcome = take_answer(&state, client, texts, &token, answer).await;
    let page = match outcome.map_err(|error| spoken_error(texts, error))? {
        Outcome::Taken(page) => page,
        Outcome::Refused(refusal, page) => return Err(refused(texts, &refusal, page)),
        Outcome::AskedTooOften(_) => {
            return Err(ApiError::Conflict(texts.asked_too_often.to_owned()));
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
    Ok(spoken(texts, reply))
}

/// An answer whose sentences are in this language.
fn spoken<T: serde::Serialize>(texts: &Texts, body: T) -> CustomizeResponder<web::Json<T>> {
    web::Json(body)
        .customize()
        .insert_header((header::CONTENT_LANGUAGE, texts.language))
        .append_header((header::VARY, header::ACCEPT_LANGUAGE.as_str()))
}

/// What a guest has to do when the database is away or cannot be written, in this language.
fn spoken_error(texts: &'static Texts, error: ApiError) -> ApiError {
    match error {
        ApiError::Unavailable => ApiError::UnavailableToGuest(texts.unavailable.text),
        error => error,
    }
}

/// A refusal in words for a guest, who must not learn how the table stands.
fn refused(texts: &Texts, refusal: &Refusal, page: RsvpPage) -> ApiError {
    match refusal {
        Refusal::Cancelled | Refusal::Past => ApiError::Conflict(page.message),
        Refusal::Withdrawn { .. } => ApiError::Gone(page.message),
        Refusal::PartyLimit { .. } => party_wrong(texts),
        Refusal::NoRoomForParty { .. } => ApiError::Conflict(texts.no_room.to_owned()),
        _ => ApiError::Conflict(texts.changed_meanwhile.to_owned()),
    }
}

fn party_wrong(texts: &Texts) -> ApiError {
    ApiError::invalid("partySize", texts.choose_party)
}

/// What a guest answers.
pub(super) struct Answer {
    pub(super) response: Response,
    /// For how many; what was said before, or one, unless said.
    pub(super) party: Option<u32>,
    /// What the guest tells the host beside the answer.
    pub(super) details: GuestDetails,
}

/// What became of an answer; the page is as it is afterwards.
pub(super) enum Outcome {
    /// It stands.
    Taken(RsvpPage),
    /// The rules do not allow it now.
    Refused(Refusal, RsvpPage),
    /// The guest has asked for more seats too often to be answered now.
    AskedTooOften(RsvpPage),
}

/// Whether an answer asks for more seats than its invitation has or waits for, so that what becomes of it
/// depends on how many are free.
fn asks_for_more(said: &Answer, view: &GuestView, now: Timestamp) -> bool {
    let invitation = &view.invitation;
    let own = match invitation.seat {
        Seat::None => 1,
        Seat::Held | Seat::Seated | Seat::Standby => invitation.party,
    };
    let larger = own + 1..=invitation.party_limit;
    said.response.wants_seat()
        && said.party.is_some_and(|party| larger.contains(&party))
        && invitation.status != InvitationStatus::Withdrawn
        && !view.event.status_at(now).is_over()
}

/// The invitation that a link leads to, as its guest sees it.
pub(super) async fn look_up(
    state: &State,
    client: Client,
    texts: &Texts,
    token: &str,
) -> Result<RsvpPage, ApiError> {
    let view = follow(state, client, token).await?;
    Ok(mappers::rsvp_page(texts, view, db::now()))
}

/// Follows a link, as often as that is allowed.
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

/// Takes an answer.
pub(super) async fn take_answer(
    state: &State,
    client: Client,
    texts: &Texts,
    token: &str,
    said: Answer,
) -> Result<Outcome, ApiError> {
    // Which event it is about has to be known before that event can be locked.
    let mut view = follow(state, client, token).await?;
    let id = view.invitation.id.clone();
    let now = db::now();
    if asks_for_more(&said, &view, now) && !state.limits.larger_party(token) {
        return Ok(Outcome::AskedTooOften(mappers::rsvp_page(texts, view, now)));
    }
    let answered = id.clone();
    let decided = state
        .db
        .advance_event(&view.event_id, now, move |_, _| {
            Ok(Command::Answer {
                invitation: answered.clone(),
                response: said.response,
                party: said.party,
                actor: Actor::Guest,
                details: said.details.clone(),
            })
        })
        .await;
    match decided {
        Ok(decision) => {
            if let Some(invitation) = decision.table.invitation(&id) {
                view.invitation = invitation.clone();
            }
            view.event = decision.table.event;
            Ok(Outcome::Taken(mappers::rsvp_page(texts, view, now)))
        }
        Err(db::Error::Refused(refusal, _)) => {
            let view = find(state, token).await?;
            Ok(Outcome::Refused(
                refusal,
                mappers::rsvp_page(texts, view, now),
            ))
        }
        Err(error) => Err(error.into()),
    }
}
