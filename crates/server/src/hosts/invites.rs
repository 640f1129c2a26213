//! The invitations of a host: list, read, invite, record an answer, withdraw, send again.

use actix_web::{HttpResponse, get, patch, post, web};
use seat_dealer_api_types::{Invite, InvitePatch, Invites, NewInvite, NewInvites, Page};
use seat_dealer_core::{
    Actor, Channel, Command, ContactId, Decision, EventId, GuestDetails, HostId, HostWords,
    InvitationId, InvitationStatus, Response,
};
use seat_dealer_db::change::card_of;
use seat_dealer_db::invitations::{InvitationFilter, InvitationView};
use seat_dealer_db::{self as db, Conn, List, events, invitations};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ids::{contact_ids, unknown};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query, next_cursor, page};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct ListQuery {
    /// Returns only invitations to this event.
    event_id: Option<String>,
    /// Returns only invitations of this contact.
    contact_id: Option<String>,
    /// Returns only invitations with this status.
    #[param(nullable = false)]
    status: Option<InvitationStatus>,
    /// Returns only invitations with this answer.
    #[param(nullable = false)]
    response: Option<Response>,
    /// Returns only invitations that have changed since this time (RFC 3339), or whose messages have.
    updated_since: Option<String>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists invitations with their messages, oldest first: those that meet all conditions of the query.
#[utoipa::path(
    operation_id = "listInvites",
    tag = "invites",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of invitations", body = Page<Invite>),
        Private, Named, Queried,
    ),
)]
#[get("/invites")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<ListQuery>,
) -> Result<web::Json<Page<Invite>>, ApiError> {
    let query = query.read()?;
    let SignedIn { host, limits, .. } = signed_in;
    let cursor = query.cursor.as_deref();
    let (limit, cursor) = page(&state, &host, List::Invitations, query.limit, cursor)?;
    let mut errors = ValidationErrors::default();
    let updated_since = errors.time("updatedSince", query.updated_since.as_deref());
    let filter = InvitationFilter {
        event: query.event_id.map(EventId::new),
        contact: query.contact_id.map(ContactId::new),
        status: query.status,
        response: query.response,
        updated_since: updated_since.ok_or_else(|| errors.into_error())?,
    };
    let owner = host.clone();
    let page = state
        .db
        .read(move |conn| {
            if let Some(event) = &filter.event {
                events::must_own(conn, &owner, event)?;
            }
            invitations::list(conn, &owner, &filter, limit, cursor.as_ref())
        })
        .await?;
    Ok(web::Json(Page {
        next_cursor: next_cursor(&state, &host, page.next.as_ref())?,
        items: page
            .items
            .into_iter()
            .map(|view| mappers::invite_for(&limits, view, &state))
            .collect(),
    }))
}

/// Invites a contact now, out of the deck's order.
///
/// The invitation needs a seat like any other, and is refused if none is open.
#[utoipa::path(
    operation_id = "inviteNow",
    tag = "invites",
    request_body = NewInvite,
    responses(
        (status = 201, description = "The invitation", body = Invite,
            headers(("Location" = String, description = "The address of the invitation"))),
        Private, Named, Sent, Ruled,
    ),
)]
#[post("/invites")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewInvite>,
) -> Result<HttpResponse, ApiError> {
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let new = body.read()?;
    let event = EventId::new(new.event_id);
    let contact = ContactId::new(new.contact_id);
    let (request, _working) = repeatable.begin(&state, &host)?;
    // A repeated request is answered whatever has become of the event and the contact.
    if let Some(answer) = repeats::answered(&state, request.as_ref()).await? {
        return Ok(repeats::respond(answer));
    }
    // Looked up first, so that a wrong id in the body gives another error than a wrong path.
    {
        let (host, event, contact) = (host.clone(), event.clone(), contact.clone());
        state
            .db
            .read(move |conn| {
                events::must_own(conn, &host, &event)
                    .map_err(|error| unknown(error, "eventId", "event"))?;
                card_of(conn, &host, &contact)
                    .map_err(|error| unknown(error, "contactId", "contact"))
            })
            .await?;
    }
    let (owner, invited) = (host.clone(), contact.clone());
    let plan = move |conn: &mut Conn, _: &EventId| {
        let card = card_of(conn, &owner, &invited)?;
        Ok(Command::Invite { card })
    };
    let (answering, owner) = (state.clone(), host.clone());
    let answer = move |conn: &mut Conn, decision: &Decision| {
        let invitations = &decision.table.invitations;
        let invitation = invitations
            .iter()
            .find(|invitation| invitation.contact_id == contact)
            .ok_or(db::Error::NotFound)?;
        let view = invitations::get(conn, &owner, &invitation.id)?;
        let invite = mappers::invite(view, &answering);
        repeats::created("invites", &invite.id, &invite)
    };
    let answer = state
        .db
        .change_event_once(acting, &event, db::now(), request, plan, answer)
        .await?;
    Ok(repeats::respond(answer))
}

/// Invites several contacts now, in the order of the request: all of them, or none.
#[utoipa::path(
    operation_id = "inviteSeveral",
    tag = "invites",
    request_body = NewInvites,
    responses(
        (status = 200, description = "The invitations", body = Invites),
        Private, Sent, Ruled,
    ),
)]
#[post("/invites/batch")]
pub(crate) async fn add_several(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewInvites>,
) -> Result<HttpResponse, ApiError> {
    const MOST: usize = 100;
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let new = body.read()?;
    if new.contact_ids.is_empty() {
        let message = "Name at least one contact.";
        return Err(ApiError::invalid("contactIds", "required", message));
    }
    if new.contact_ids.len() > MOST {
        let message = format!("Invite at most {MOST} contacts at once.");
        return Err(ApiError::invalid("contactIds", "too-many-items", message));
    }
    let contacts = contact_ids("contactIds", new.contact_ids)?;
    let event = EventId::new(new.event_id);
    let (request, _working) = repeatable.begin(&state, &host)?;
    // A repeated request is answered whatever has become of the event and the contacts.
    if let Some(answer) = repeats::answered(&state, request.as_ref()).await? {
        return Ok(repeats::respond(answer));
    }
    {
        let (host, event) = (host.clone(), event.clone());
        let check = move |conn: &mut Conn| {
            events::must_own(conn, &host, &event)
                .map_err(|error| unknown(error, "eventId", "event"))
        };
        state.db.read(check).await?;
    }
    let plans: Vec<_> = contacts
        .iter()
        .map(|contact| {
            let (owner, contact) = (host.clone(), contact.clone());
            move |conn: &mut Conn, _: &EventId| {
                let card = card_of(conn, &owner, &contact)
                    .map_err(|error| unknown(error, "contactIds", "contact"))?;
                Ok(Command::Invite { card })
            }
        })
        .collect();
    let (answering, owner) = (state.clone(), host.clone());
    let answer = move |conn: &mut Conn, decision: &Decision| {
        let invitations = &decision.table.invitations;
        let mut items = Vec::new();
        for contact in &contacts {
            let invitation = invitations
                .iter()
                .find(|invitation| invitation.contact_id == *contact)
                .ok_or(db::Error::NotFound)?;
            let view = invitations::get(conn, &owner, &invitation.id)?;
            items.push(mappers::invite(view, &answering));
        }
        repeats::ok(&Invites { items })
    };
    let answer = state
        .db
        .change_event_in_steps(acting, &event, db::now(), request, plans, answer)
        .await?;
    Ok(repeats::respond(answer))
}

/// Returns an invitation with its messages.
#[utoipa::path(
    operation_id = "readInvite",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The invitation", body = Invite),
        Private, Named,
    ),
)]
#[get("/invites/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Invite>, ApiError> {
    let id = InvitationId::new(id.into_inner());
    let view = view(&state, signed_in.host, id).await?;
    Ok(web::Json(mappers::invite_for(
        &signed_in.limits,
        view,
        &state,
    )))
}

/// Records an answer for the guest, or withdraws the invitation.
#[utoipa::path(
    operation_id = "changeInvite",
    tag = "invites",
    request_body = InvitePatch,
    params(("id" = String, Path, description = "The invitation")),
    responses(
        (status = 200, description = "The invitation after the change", body = Invite),
        Private, Named, Sent, Ruled,
    ),
)]
#[patch("/invites/{id}")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<InvitePatch>,
) -> Result<web::Json<Invite>, ApiError> {
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let id = InvitationId::new(id.into_inner());
    let change = what(&body.read()?)?;
    let event = event_of(&state, &host, &id).await?;
    let invitation = id.clone();
    state
        .db
        .change_event(acting, &event, db::now(), move |_, _| {
            let invitation = invitation.clone();
            Ok(match change.clone() {
                Change::Answer(response, party) => Command::Answer {
                    invitation,
                    response,
                    party,
                    actor: Actor::Host,
                    details: GuestDetails::default(),
                },
                Change::Withdraw(words) => Command::Withdraw { invitation, words },
            })
        })
        .await?;
    Ok(web::Json(mappers::invite(
        view(&state, host, id).await?,
        &state,
    )))
}

/// A change of an invitation.
#[derive(Clone)]
enum Change {
    Answer(Response, Option<u32>),
    Withdraw(Option<HostWords>),
}

fn what(patch: &InvitePatch) -> Result<Change, ApiError> {
    match (patch.response, patch.status) {
        (Some(_), None) if patch.text.is_some() => Err(ApiError::invalid(
            "text",
            "contradiction",
            "A text goes with the status withdrawn only.",
        )),
        (Some(response), None) => {
            let party = patch
                .party_size
                .filter(|_| response.wants_seat())
                .map(|party| {
                    u32::try_from(party).map_err(|_| {
                        ApiError::invalid(
                            "partySize",
                            "invalid-value",
                            "The party must be a whole number from 1.",
                        )
                    })
                })
                .transpose()?;
            Ok(Change::Answer(response, party))
        }
        (None, Some(InvitationStatus::Withdrawn)) if patch.party_size.is_none() => {
            let words = patch.text.as_deref().map(HostWords::added).transpose();
            let words = words
                .map_err(|error| ApiError::invalid("text", "invalid-value", error.to_string()))?;
            Ok(Change::Withdraw(words))
        }
        (None, Some(InvitationStatus::Withdrawn)) => Err(ApiError::invalid(
            "partySize",
            "contradiction",
            "A party goes with a response only.",
        )),
        (None, Some(_)) => Err(ApiError::invalid(
            "status",
            "unknown-value",
            "The only status that can be set is withdrawn.",
        )),
        (Some(_), Some(_)) => Err(ApiError::invalid(
            "response",
            "contradiction",
            "Send either a response or the status withdrawn, not both.",
        )),
        (None, None) => Err(ApiError::invalid(
            "response",
            "required",
            "Send a response, or the status withdrawn.",
        )),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ResendQuery {
    /// The channel. The default is the contact's first one.
    #[param(nullable = false)]
    pub(super) channel: Option<Channel>,
}

/// Sends the invitation again, by the contact's first channel or by another one.
///
/// *By hand* is always possible: the message then waits until the host passes it on.
#[utoipa::path(
    operation_id = "resendInvite",
    tag = "invites",
    params(("id" = String, Path, description = "The invitation"), ResendQuery),
    responses(
        (status = 200, description = "The invitation after the change", body = Invite),
        Private, Named, Queried, Ruled,
    ),
)]
#[post("/invites/{id}/resend")]
pub(crate) async fn resend(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    repeatable: Repeatable,
    query: Query<ResendQuery>,
) -> Result<HttpResponse, ApiError> {
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let ResendQuery { channel } = query.read()?;
    let id = InvitationId::new(id.into_inner());
    let event = event_of(&state, &host, &id).await?;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let invitation = id.clone();
    let plan = move |conn: &mut Conn, _: &EventId| invitations::resend(conn, &invitation, channel);
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

pub(super) async fn event_of(
    state: &State,
    host: &HostId,
    id: &InvitationId,
) -> Result<EventId, ApiError> {
    let (host, id) = (host.clone(), id.clone());
    Ok(state
        .db
        .read(move |conn| invitations::event_of(conn, &host, &id))
        .await?)
}

async fn view(state: &State, host: HostId, id: InvitationId) -> Result<InvitationView, ApiError> {
    let get = move |conn: &mut Conn| invitations::get(conn, &host, &id);
    Ok(state.db.read(get).await?)
}
