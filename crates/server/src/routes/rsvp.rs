//! What a guest's link leads to, as JSON. `GET` changes nothing.

use actix_web::{get, post, web};
use seat_dealer_api_types::{RsvpAnswer, RsvpPage, RsvpReply, RsvpState};
use seat_dealer_core::{Hand, Refusal, Response};
use seat_dealer_db::{self as db, invitations};

use super::problems::{Database, Named, Ruled, Sent, TakenBack};
use crate::api_error::ApiError;
use crate::app::State;
use crate::guest::ENGLISH;
use crate::input::Json;
use crate::shapes;

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
        Database, Named, TakenBack,
    ),
)]
#[get("/rsvp/{token}")]
pub(super) async fn read(
    state: web::Data<State>,
    token: web::Path<String>,
) -> Result<web::Json<RsvpPage>, ApiError> {
    let page = look_up(&state, &token).await?;
    match page.state {
        RsvpState::Withdrawn => Err(ApiError::Gone(page.message)),
        _ => Ok(web::Json(page)),
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
        Database, Named, Sent, Ruled, TakenBack,
    ),
)]
#[post("/rsvp/{token}")]
pub(super) async fn answer(
    state: web::Data<State>,
    token: web::Path<String>,
    body: Json<RsvpAnswer>,
) -> Result<web::Json<RsvpReply>, ApiError> {
    let body = body.read()?;
    let party = match body.party_size {
        None => None,
        Some(party) => Some(u32::try_from(party).map_err(|_| party_wrong())?),
    };
    let page = match take_answer(&state, &token, body.response, party).await? {
        Outcome::Taken(page) => page,
        Outcome::Refused(refusal, page) => return Err(refused(&refusal, page)),
    };
    let (Some(response), Some(seat)) = (page.response, page.seat) else {
        tracing::error!("an answer was taken and is not there");
        return Err(ApiError::Internal);
    };
    Ok(web::Json(RsvpReply {
        response,
        seat,
        message: page.message,
    }))
}

/// A refusal in words for a guest, who must not learn how the table stands.
fn refused(refusal: &Refusal, page: RsvpPage) -> ApiError {
    match refusal {
        Refusal::Cancelled | Refusal::Past => ApiError::Conflict(page.message),
        Refusal::Withdrawn { .. } => ApiError::Gone(page.message),
        Refusal::PartyLimit { .. } => party_wrong(),
        _ => ApiError::Conflict(ENGLISH.changed_meanwhile.to_owned()),
    }
}

fn party_wrong() -> ApiError {
    ApiError::invalid("partySize", ENGLISH.choose_party)
}

/// What became of an answer; the page is as it is afterwards.
pub(super) enum Outcome {
    /// It stands.
    Taken(RsvpPage),
    /// The rules do not allow it now.
    Refused(Refusal, RsvpPage),
}

/// The invitation that a link leads to, as its guest sees it.
pub(super) async fn look_up(state: &State, token: &str) -> Result<RsvpPage, db::Error> {
    let token = token.to_owned();
    let view = state
        .db
        .read_at_once(move |conn| invitations::by_token(conn, &token))
        .await?;
    Ok(shapes::rsvp_page(view, db::now()))
}

/// Takes an answer.
pub(super) async fn take_answer(
    state: &State,
    token: &str,
    response: Response,
    party: Option<u32>,
) -> Result<Outcome, db::Error> {
    let link = token.to_owned();
    // Which event it is about has to be known before that event can be locked.
    let mut view = state
        .db
        .read_at_once(move |conn| invitations::by_token(conn, &link))
        .await?;
    let id = view.invitation.id.clone();
    let now = db::now();
    let answered = id.clone();
    let decided = state
        .db
        .advance_event(&view.event_id, now, move |conn, _| {
            invitations::answer(conn, &answered, response, party, Hand::Guest)
        })
        .await;
    match decided {
        Ok(decision) => {
            if let Some(invitation) = decision.table.invitation(&id) {
                view.invitation = invitation.clone();
            }
            view.event = decision.table.event;
            Ok(Outcome::Taken(shapes::rsvp_page(view, now)))
        }
        Err(db::Error::Refused(refusal)) => {
            Ok(Outcome::Refused(refusal, look_up(state, token).await?))
        }
        Err(error) => Err(error),
    }
}
