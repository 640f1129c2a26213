mod input;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use jiff::Timestamp;
use seat_dealer_api_types::{Event, EventPatch, NewEvent, Page};
use seat_dealer_core::{Command, Decision, EventId, EventStatus, ExternalId, HostId};
use seat_dealer_db::change::lock;
use seat_dealer_db::events::EventFilter;
use seat_dealer_db::{self as db, Conn, List, events, external_ids, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::contacts::external_id;
use super::ids::contact_ids;
use super::{deck, mappers};
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::etags::{self, Conditional};
use crate::http::extractors::{Json, Query, next_cursor, page};
use crate::http::problems::{Named, Private, Queried, Ruled, Sent};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;
use crate::http::validation::ValidationErrors;

use self::input::EventInput;
pub(super) use self::input::{hand_size, quiet_hours, zone};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[serde(rename_all = "camelCase")]
struct ListQuery {
    /// Returns only events with this status.
    #[param(nullable = false)]
    status: Option<EventStatus>,
    /// Returns only events that begin at this time (RFC 3339) or later.
    from: Option<String>,
    /// Returns only events that begin before this time (RFC 3339).
    to: Option<String>,
    /// Returns only the event with this external id.
    external_id: Option<String>,
    /// Returns only events that have changed since this time (RFC 3339), or whose invitations have.
    updated_since: Option<String>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

/// Lists the host's events, newest first: those that meet all conditions of the query.
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
    let query = query.read()?;
    let SignedIn { host, .. } = signed_in;
    let cursor = query.cursor.as_deref();
    let (limit, cursor) = page(&state, &host, List::Events, query.limit, cursor)?;
    let now = db::now();
    let filter = filter(query, now)?;
    let owner = host.clone();
    let page = state
        .db
        .read(move |conn| events::list(conn, &owner, &filter, limit, cursor.as_ref()))
        .await?;
    Ok(web::Json(Page {
        next_cursor: next_cursor(&state, &host, page.next.as_ref())?,
        items: page
            .items
            .into_iter()
            .map(|view| mappers::event(view, now))
            .collect(),
    }))
}

fn filter(query: ListQuery, now: Timestamp) -> Result<EventFilter, ApiError> {
    let mut errors = ValidationErrors::default();
    let from = errors.time("from", query.from.as_deref());
    let to = errors.time("to", query.to.as_deref());
    let updated_since = errors.time("updatedSince", query.updated_since.as_deref());
    let external_id = errors.take_optional("externalId", query.external_id, |text| {
        ExternalId::parse(&text)
    });
    match (from, to, updated_since, external_id) {
        (Some(from), Some(to), Some(updated_since), Some(external_id)) => Ok(EventFilter {
            status: query.status.map(|status| (status, now)),
            from,
            to,
            external_id: external_id.map(|id| id.as_str().to_owned()),
            updated_since,
        }),
        _ => Err(errors.into_error()),
    }
}

/// Adds an event.
#[utoipa::path(
    operation_id = "addEvent",
    tag = "events",
    request_body = NewEvent,
    responses(
        (status = 201, description = "The event", body = Event,
            headers(("Location" = String, description = "The address of the event"))),
        Private, Sent, Ruled,
    ),
)]
#[post("/events")]
pub(crate) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
    body: Json<NewEvent>,
) -> Result<HttpResponse, ApiError> {
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let mut new = body.read()?;
    let invite_first = contact_ids("inviteFirst", std::mem::take(&mut new.invite_first))?;
    let external_id = external_id(new.external_id.take())?;
    let owner = host.clone();
    let known = state.db.read(move |conn| hosts::get(conn, &owner)).await?;
    let fields = EventInput::new(new, known).parse()?;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let (owner, now) = (host.clone(), db::now());
    let answer = move |conn: &mut Conn, id: &EventId| {
        external_ids::set_of_event(conn, &owner, id, external_id.as_ref())?;
        let event = mappers::event(events::get(conn, &owner, id)?, now);
        let answer = repeats::created("events", &event.id, &event)?;
        Ok(repeats::tagged(answer, &event))
    };
    let answer = state
        .db
        .create_event_once(acting, fields, invite_first, now, request, answer)
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
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    conditional.respond(&view(&state, signed_in.host, id).await?)
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
    conditional: Conditional,
    body: Json<EventPatch>,
) -> Result<HttpResponse, ApiError> {
    let acting = signed_in.acting();
    let SignedIn { host, .. } = signed_in;
    let id = EventId::new(id.into_inner());
    let patch = body.read()?;
    let external_id = patch.external_id.clone().map(external_id).transpose()?;
    let expected = conditional.expected()?;
    let known = {
        let (host, id) = (host.clone(), id.clone());
        state
            .db
            .read(move |conn| events::fields(conn, &host, &id))
            .await?
    };
    EventInput::patched(known, patch.clone()).parse()?;
    let (owner, now) = (host.clone(), db::now());
    state
        .db
        .change_event(acting, &id, now, move |conn, id| {
            expected.check(|| Ok(mappers::event(events::get(conn, &owner, id)?, now)))?;
            // Read again under the event's lock, so that concurrent changes do not overwrite each
            // other. Two changes that are valid alone may be invalid together.
            let known = events::fields(conn, &owner, id)?;
            let fields = EventInput::patched(known, patch.clone())
                .parse()
                .map_err(|error| db::Error::Disallowed {
                    code: "conflicting-changes",
                    sentence: error.to_string(),
                })?;
            if let Some(external_id) = &external_id {
                external_ids::set_of_event(conn, &owner, id, external_id.as_ref())?;
            }
            events::edit(conn, id, &fields, patch.announce)
        })
        .await?;
    Ok(etags::respond(&view(&state, host, id).await?))
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
    conditional: Conditional,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    let SignedIn { host, .. } = signed_in;
    let (expected, now) = (conditional.expected()?, db::now());
    state
        .db
        .write(move |conn| {
            lock(conn, &id, Some(&host))?;
            expected.check(|| Ok(mappers::event(events::get(conn, &host, &id)?, now)))?;
            events::delete(conn, &host, &id, now)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Starts dealing, or continues after a pause.
///
/// With the ETag of a preview as `If-Match`, it deals exactly the cards that the preview shows, or nothing.
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
    conditional: Conditional,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    let id = EventId::new(id.into_inner());
    let (expected, now) = (conditional.expected()?, db::now());
    let owner = signed_in.host.clone();
    let plan = move |conn: &mut Conn, id: &EventId| {
        expected.check(|| deck::preview_of(conn, &owner, id, now))?;
        Ok(Command::Deal)
    };
    command(&state, &signed_in, id, now, repeatable, plan).await
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
    command(&state, &signed_in, id, db::now(), repeatable, |_, _| {
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
    command(&state, &signed_in, id, db::now(), repeatable, |_, _| {
        Ok(Command::Cancel)
    })
    .await
}

/// Carries out a command, and responds with the event.
async fn command(
    state: &State,
    signed_in: &SignedIn,
    id: EventId,
    now: Timestamp,
    repeatable: Repeatable,
    plan: impl Fn(&mut Conn, &EventId) -> db::Result<Command> + Send + 'static,
) -> Result<HttpResponse, ApiError> {
    let (request, _working) = repeatable.begin(state, &signed_in.host)?;
    let (owner, event) = (signed_in.host.clone(), id.clone());
    let answer = move |conn: &mut Conn, _: &Decision| {
        let event = mappers::event(events::get(conn, &owner, &event)?, now);
        Ok(repeats::tagged(repeats::ok(&event)?, &event))
    };
    let answer = state
        .db
        .change_event_once(signed_in.acting(), &id, now, request, plan, answer)
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
