mod input;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{Announcement, Event, EventPatch, NewEvent, Page};
use seat_dealer_core::{
    Command, ContactId, Decision, EventId, HostId, NewMessage, Table, preview_announcement,
    preview_cancellation,
};
use seat_dealer_db::{self as db, Conn, List, events, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Json, Query, next_cursor, page};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;

use self::input::EventInput;
pub(super) use self::input::{hand_size, quiet_hours, zone};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the host's events, newest first.
#[utoipa::path(
    operation_id = "listEvents",
    tag = "events",
    params(ListQuery),
    responses(
        (status = 200, description = "A page of events", body = Page<Event>),
        Private, Queried,
    ),
)]
#[get("/events")]
pub(crate) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<ListQuery>,
) -> Result<web::Json<Page<Event>>, ApiError> {
    let ListQuery { limit, cursor } = query.read()?;
    let SignedIn { host, .. } = signed_in;
    let (limit, cursor) = page(&state, &host, List::Events, limit, cursor.as_deref())?;
    let owner = host.clone();
    let page = state
        .db
        .read(move |conn| events::list(conn, &owner, limit, cursor.as_ref()))
        .await?;
    let now = db::now();
    Ok(web::Json(Page {
        next_cursor: next_cursor(&state, &host, page.next.as_ref())?,
        items: page
            .items
            .into_iter()
            .map(|view| mappers::event(view, now))
            .collect(),
    }))
}

/// Adds an event.
#[utoipa::path(
    operation_id = "addEvent",
    tag = "events",
    request_body = NewEvent,
    responses(
        (status = 201, description = "The event", body = Event,
            headers(("Location" = String, description = "The address of the event"))),
        Private, Sent,
    ),
)]
#[post("/events")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewEvent>,
) -> Result<HttpResponse, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let mut new = body.read()?;
    let invite_first = contact_ids("inviteFirst", std::mem::take(&mut new.invite_first))?;
    let owner = host.clone();
    let known = state.db.read(move |conn| hosts::get(conn, &owner)).await?;
    let fields = EventInput::new(new, known).parse()?;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (owner, now) = (host.clone(), db::now());
    let answer = move |conn: &mut Conn, id: &EventId| {
        let event = mappers::event(events::get(conn, &owner, id)?, now);
        repeats::created("events", &event.id, &event)
    };
    let answer = state
        .db
        .create_event_once(&host, fields, invite_first, now, request, answer)
        .await?;
    Ok(repeats::respond(answer))
}

/// Returns an event with its counts.
#[utoipa::path(
    operation_id = "readEvent",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The event", body = Event),
        Private, Named,
    ),
)]
#[get("/events/{id}")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Event>, ApiError> {
    let id = EventId::new(id.into_inner());
    Ok(web::Json(view(&state, signed_in.host, id).await?))
}

/// Changes an event. With `announce`, tells guests who have answered about a change of time or place.
#[utoipa::path(
    operation_id = "changeEvent",
    tag = "events",
    request_body = EventPatch,
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The event after the change", body = Event),
        Private, Named, Sent, Ruled,
    ),
)]
#[patch("/events/{id}")]
pub(crate) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<EventPatch>,
) -> Result<web::Json<Event>, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let id = EventId::new(id.into_inner());
    let patch = body.read()?;
    let known = {
        let (host, id) = (host.clone(), id.clone());
        state
            .db
            .read(move |conn| events::fields(conn, &host, &id))
            .await?
    };
    EventInput::patched(known, patch.clone()).parse()?;
    let owner = host.clone();
    state
        .db
        .change_event(&host, &id, db::now(), move |conn, id| {
            // Read again under the event's lock, so that concurrent changes do not overwrite each
            // other. Two changes that are valid alone may be invalid together.
            let known = events::fields(conn, &owner, id)?;
            let fields = EventInput::patched(known, patch.clone())
                .parse()
                .map_err(|error| db::Error::Disallowed {
                    code: "conflicting-changes",
                    sentence: error.to_string(),
                })?;
            events::edit(conn, id, &fields, patch.announce)
        })
        .await?;
    Ok(web::Json(view(&state, host, id).await?))
}

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
    notices(
        &state,
        signed_in.host,
        id.into_inner(),
        preview_announcement,
    )
    .await
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
    notices(
        &state,
        signed_in.host,
        id.into_inner(),
        preview_cancellation,
    )
    .await
}

async fn notices(
    state: &State,
    host: HostId,
    event: String,
    preview: fn(&Table, Timestamp) -> Vec<NewMessage>,
) -> Result<web::Json<Announcement>, ApiError> {
    let (id, now) = (EventId::new(event), db::now());
    let notices = state
        .db
        .read(move |conn| events::preview_messages(conn, &host, &id, now, preview))
        .await?;
    Ok(web::Json(Announcement {
        items: notices
            .into_iter()
            .map(|(name, message)| mappers::notice(name, message, now))
            .collect(),
    }))
}

/// Deletes an event without live invitations.
///
/// An event with live invitations must be cancelled first, so that the guests are told.
#[utoipa::path(
    operation_id = "deleteEvent",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 204, description = "Deleted"),
        Private, Named, Ruled,
    ),
)]
#[delete("/events/{id}")]
pub(crate) async fn remove(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    state
        .db
        .write(move |conn| events::delete(conn, &signed_in.host, &id, db::now()))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Starts dealing, or continues after a pause.
#[utoipa::path(
    operation_id = "deal",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The event after the change", body = Event),
        Private, Named, Ruled,
    ),
)]
#[post("/events/{id}/deal")]
pub(crate) async fn deal(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    command(&state, signed_in.host, id, repeatable, |_, _| {
        Ok(Command::Deal)
    })
    .await
}

/// Pauses dealing. Guests can still answer.
#[utoipa::path(
    operation_id = "pause",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The event after the change", body = Event),
        Private, Named, Ruled,
    ),
)]
#[post("/events/{id}/pause")]
pub(crate) async fn pause(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    command(&state, signed_in.host, id, repeatable, |_, _| {
        Ok(Command::Pause)
    })
    .await
}

/// Cancels the event, and tells the guests who know about it and have not answered NO.
#[utoipa::path(
    operation_id = "cancel",
    tag = "events",
    params(("id" = String, Path, description = "The event")),
    responses(
        (status = 200, description = "The event after the change", body = Event),
        Private, Named, Ruled,
    ),
)]
#[post("/events/{id}/cancel")]
pub(crate) async fn cancel(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    command(&state, signed_in.host, id, repeatable, |_, _| {
        Ok(Command::Cancel)
    })
    .await
}

/// Carries out a command, and responds with the event.
async fn command(
    state: &State,
    host: HostId,
    id: EventId,
    repeatable: Repeatable,
    plan: impl Fn(&mut Conn, &EventId) -> db::Result<Command> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    let (request, _working) = repeatable.begin(state, &host)?;
    let (owner, event, now) = (host.clone(), id.clone(), db::now());
    let answer = move |conn: &mut Conn, _: &Decision| {
        repeats::ok(&mappers::event(events::get(conn, &owner, &event)?, now))
    };
    let answer = state
        .db
        .change_event_once(&host, &id, now, request, plan, answer)
        .await?;
    Ok(repeats::respond(answer))
}

async fn view(state: &State, host: HostId, id: EventId) -> Result<Event, ApiError> {
    let view = state
        .db
        .read(move |conn| events::get(conn, &host, &id))
        .await?;
    Ok(mappers::event(view, db::now()))
}

/// Parses a list of contact ids.
///
/// # Errors
/// An invalid field if the list is too long or contains an id twice.
pub(super) fn contact_ids(field: &str, ids: Vec<String>) -> Result<Vec<ContactId>, ApiError> {
    if ids.len() > 1_000 {
        return Err(ApiError::invalid(
            field,
            "too-many-items",
            "The list must have at most 1000 contacts.",
        ));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = ids.iter().find(|id| !seen.insert(id.as_str())) {
        return Err(ApiError::invalid(
            field,
            "duplicate-item",
            format!("The contact {twice} is in the list twice."),
        ));
    }
    Ok(ids.into_iter().map(ContactId::new).collect())
}
