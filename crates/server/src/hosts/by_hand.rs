//! Messages that a host passes on by hand.

use actix_web::{HttpResponse, get, post, web};
use seat_dealer_api_types::{ByHand, ByHandMessage, Invite, PassedOn};
use seat_dealer_core::{Channel, Command, Decision, EventId, InvitationId, MessageId, Scope};
use seat_dealer_db::{self as db, Conn, invitations, messages};
use seat_dealer_delivery::{MessageContext, render};

use super::invites::event_of;
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::Json;
use crate::http::problems::{Named, Private, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
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
    // The texts have the guest's link. Whoever has it can answer for the guest.
    let signed_in = signed_in.must_have(Scope::Write)?;
    let id = InvitationId::new(id.into_inner());
    let (invitation, guest, waiting) = state
        .db
        .read(move |conn| {
            let invitation = invitations::get(conn, &signed_in.host, &id)?;
            let guest = invitations::as_guest(conn, &id)?;
            Ok((invitation, guest, messages::to_hand_over(conn, &id)?))
        })
        .await?;
    let message_context = state.message_context(&guest);
    let messages = waiting
        .into_iter()
        .map(|message| {
            let message_context = MessageContext {
                words: message.words.map(|words| words.text().to_owned()),
                ..message_context.clone()
            };
            let content = render(message.kind, Channel::ByHand, &message_context)?;
            Ok(ByHandMessage {
                id: message.id.into(),
                kind: message.kind,
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
    repeatable: Repeatable,
    body: Json<PassedOn>,
) -> Result<HttpResponse, ApiError> {
    let shown = body.read()?.messages;
    if shown.is_empty() {
        return Err(ApiError::invalid(
            "messages",
            "required",
            "Name the messages that you have passed on.",
        ));
    }
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let invitation = id.clone();
    let plan = move |_: &mut Conn, _: &EventId| {
        Ok(Command::HandedOver {
            invitation: invitation.clone(),
            messages: shown.iter().map(MessageId::new).collect(),
        })
    };
    let (answering, owner) = (state.clone(), host.clone());
    let answer = move |conn: &mut Conn, _: &Decision| {
        let view = invitations::get(conn, &owner, &id)?;
        repeats::ok(&mappers::invite(view, &answering))
    };
    let answer = state
        .db
        .change_event_once(acting, &event, db::now(), request, plan, answer)
        .await?;
    Ok(repeats::respond(answer))
}
