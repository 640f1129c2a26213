//! What a host passes on in person.

use actix_web::{get, post, web};
use seat_dealer_api_types::{ByHand, ByHandMessage, Invite, PassedOn};
use seat_dealer_core::{Command, InvitationId, MessageId};
use seat_dealer_db::{self as db, invitations, messages};
use seat_dealer_delivery::{MessageContext, render};

use super::invites::{event_of, view};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::OptionalJson;
use crate::http::problems::{Named, Private, Ruled, Sent};
use crate::http::state::State;

/// The messages to this guest that wait for you to pass them on, in words.
#[utoipa::path(
    operation_id = "readByHand",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "What waits; nothing, when nothing does", body = ByHand),
        Private, Named,
    ),
)]
#[get("/invites/{id}/by-hand")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<ByHand>, ApiError> {
    let id = InvitationId::new(id.into_inner());
    let (invitation, guest, kinds) = state
        .db
        .read({
            let id = id.clone();
            move |conn| {
                let invitation = invitations::get(conn, &signed_in.host, &id)?;
                let guest = invitations::as_guest(conn, &id)?;
                Ok((invitation, guest, messages::to_hand_over(conn, &id)?))
            }
        })
        .await?;
    let message_context = MessageContext::of(
        &guest.invitation,
        &guest.event,
        &guest.description,
        &guest.host_name,
        state.rsvp_url(&id),
    );
    let messages = kinds
        .into_iter()
        .map(|(id, kind)| {
            let content = render(kind, seat_dealer_core::Channel::ByHand, &message_context)?;
            Ok(ByHandMessage {
                id: id.into(),
                kind,
                text: content.text,
            })
        })
        .collect::<Result<Vec<_>, seat_dealer_delivery::RenderError>>();
    let messages = messages.map_err(|error| {
        tracing::error!(%error, "a message could not be rendered");
        ApiError::Internal
    })?;
    Ok(web::Json(ByHand {
        phone_number: invitation.contact.phone_number,
        messages,
    }))
}

/// Says that you have passed on messages that waited; the guest's time to answer begins.
///
/// Without a body, all messages that wait count as passed on.
#[utoipa::path(
    operation_id = "markPassedOn",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    request_body(content = Option<PassedOn>, description = "The messages that you have read"),
    responses(
        (status = 200, description = "The invitation as it is now", body = Invite),
        Private, Named, Sent, Ruled,
    ),
)]
#[post("/invites/{id}/by-hand")]
pub(crate) async fn passed_on(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: OptionalJson<PassedOn>,
) -> Result<web::Json<Invite>, ApiError> {
    let shown = body.read()?.map(|body| body.messages);
    let SignedIn { host, .. } = signed_in;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let invitation = id.clone();
    state
        .db
        .change_event(&host, &event, db::now(), move |conn, _| {
            let messages = match &shown {
                Some(ids) => ids.iter().map(MessageId::new).collect(),
                None => {
                    let waiting = messages::to_hand_over(conn, &invitation)?;
                    waiting.into_iter().map(|(id, _)| id).collect()
                }
            };
            Ok(Command::HandedOver {
                invitation: invitation.clone(),
                messages,
            })
        })
        .await?;
    Ok(web::Json(view(&state, host, id).await?))
}
