//! Messages that a host passes on by hand.

use actix_web::{get, post, web};
use seat_dealer_api_types::{ByHand, ByHandMessage, Invite, PassedOn};
use seat_dealer_core::{Command, InvitationId, MessageId};
use seat_dealer_db::{self as db, invitations, messages};
use seat_dealer_delivery::{MessageContext, render};

use super::invites::{event_of, view};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Named, Private, Ruled, Sent};
use crate::http::state::State;

/// Returns the messages to this guest that the host has to pass on.
#[utoipa::path(
    operation_id = "readByHand",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The waiting messages, or none", body = ByHand),
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
    Ok(web::Json(ByHand {
        phone_number: invitation.contact.phone_number,
        messages: messages?,
    }))
}

/// Marks the messages that you have passed on. The guest's time to answer begins.
#[utoipa::path(
    operation_id = "markPassedOn",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    request_body = PassedOn,
    responses(
        (status = 200, description = "The invitation after the change", body = Invite),
        Private, Named, Sent, Ruled,
    ),
)]
#[post("/invites/{id}/by-hand")]
pub(crate) async fn passed_on(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<PassedOn>,
) -> Result<web::Json<Invite>, ApiError> {
    let shown = body.read()?.messages;
    if shown.is_empty() {
        return Err(ApiError::invalid(
            "messages",
            "Name the messages that you have passed on.",
        ));
    }
    let SignedIn { host, .. } = signed_in;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let invitation = id.clone();
    state
        .db
        .change_event(&host, &event, db::now(), move |_, _| {
            Ok(Command::HandedOver {
                invitation: invitation.clone(),
                messages: shown.iter().map(MessageId::new).collect(),
            })
        })
        .await?;
    Ok(web::Json(view(&state, host, id).await?))
}
