//! Previews of the messages that an action would send.

use actix_web::{get, web};
use seat_dealer_api_types::Announcement;
use seat_dealer_core::{Command, ContactId, EventId, HostId, InvitationId};
use seat_dealer_db::change::card_of;
use seat_dealer_db::{self as db, Conn, events, invitations};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ids::unknown;
use super::invites::{ResendQuery, event_of};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Query;
use crate::http::problems::{Named, Private, Queried, Ruled};
use crate::http::state::State;

/// Previews the announcement of a change of time or place.
///
/// It sends nothing. A change with `announce` sends the messages.
#[utoipa::path(
    operation_id = "previewAnnouncement",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The messages that would be sent", body = Announcement),
        Private, Named,
    ),
)]
#[get("/events/{id}/announcement")]
pub(crate) async fn announcement(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Announcement>, ApiError> {
    let id = EventId::new(id.into_inner());
    let found = notices(&state, signed_in.host, id, events::announcement).await;
    Ok(web::Json(none_if_refused(found)?))
}

/// Previews the cancellation of an event.
///
/// It sends nothing. Cancelling the event sends the messages.
#[utoipa::path(
    operation_id = "previewCancellation",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The messages that would be sent", body = Announcement),
        Private, Named,
    ),
)]
#[get("/events/{id}/cancellation")]
pub(crate) async fn cancellation(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Announcement>, ApiError> {
    let id = EventId::new(id.into_inner());
    let found = notices(&state, signed_in.host, id, |_, _| Ok(Command::Cancel)).await;
    Ok(web::Json(none_if_refused(found)?))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct InvitationQuery {
    /// The contact who would be invited.
    #[param(required = true, nullable = false)]
    contact_id: Option<String>,
}

fn needed() -> db::Error {
    db::Error::Invalid {
        field: "contactId",
        code: "required",
        message: "This is needed.".to_owned(),
    }
}

/// Previews the invitation of a contact.
///
/// It sends nothing. `POST /invites` sends the messages.
#[utoipa::path(
    operation_id = "previewInvitation",
    tag = "events",
    params(("id" = String, Path, description = "The event"), InvitationQuery),
    responses(
        (status = 200, description = "The messages that would be sent", body = Announcement),
        Private, Named, Queried, Ruled,
    ),
)]
#[get("/events/{id}/invitation")]
pub(crate) async fn invitation(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<InvitationQuery>,
) -> Result<web::Json<Announcement>, ApiError> {
    let (host, id) = (signed_in.host, EventId::new(id.into_inner()));
    let contact = query.read()?.contact_id;
    let owner = host.clone();
    // Another host's event is not found, whatever the query is.
    let plan = move |conn: &mut Conn, _: &EventId| {
        let contact = contact.map(ContactId::new).ok_or_else(needed)?;
        let card = card_of(conn, &owner, &contact)
            .map_err(|error| unknown(error, "contactId", "contact"))?;
        Ok(Command::Invite { card })
    };
    Ok(web::Json(notices(&state, host, id, plan).await?))
}

/// Previews sending the invitation again.
///
/// It sends nothing. `POST` with the same address sends the message.
#[utoipa::path(
    operation_id = "previewResending",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation"), ResendQuery),
    responses(
        (status = 200, description = "The message that would be sent", body = Announcement),
        Private, Named, Queried, Ruled,
    ),
)]
#[get("/invites/{id}/resend")]
pub(crate) async fn resending(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<ResendQuery>,
) -> Result<web::Json<Announcement>, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let ResendQuery { channel } = query.read()?;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let plan = move |conn: &mut Conn, _: &EventId| invitations::resend(conn, &id, channel);
    Ok(web::Json(notices(&state, host, event, plan).await?))
}

/// Previews the withdrawal of an invitation.
///
/// It sends nothing. `PATCH` with the status `withdrawn` sends the messages.
#[utoipa::path(
    operation_id = "previewWithdrawal",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The messages that would be sent", body = Announcement),
        Private, Named, Ruled,
    ),
)]
#[get("/invites/{id}/withdrawal")]
pub(crate) async fn withdrawal(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Announcement>, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let plan = move |_: &mut Conn, _: &EventId| {
        Ok(Command::Withdraw {
            invitation: id,
            words: None,
        })
    };
    Ok(web::Json(notices(&state, host, event, plan).await?))
}

/// The messages that the planned command would send.
async fn notices(
    state: &State,
    host: HostId,
    id: EventId,
    plan: impl FnOnce(&mut Conn, &EventId) -> db::Result<Command> + Send + 'static,
) -> db::Result<Announcement> {
    let now = db::now();
    let notices = state
        .db
        .read(move |conn| events::preview_messages(conn, &host, &id, now, plan))
        .await?;
    Ok(Announcement {
        items: notices
            .into_iter()
            .map(|(name, message)| mappers::notice(name, message, now))
            .collect(),
    })
}

/// Nobody is told of a change or a cancellation that the rules do not allow.
fn none_if_refused(found: db::Result<Announcement>) -> db::Result<Announcement> {
    match found {
        Err(db::Error::Refused(..)) => Ok(Announcement { items: Vec::new() }),
        found => found,
    }
}
