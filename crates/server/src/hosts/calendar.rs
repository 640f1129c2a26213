//! The host's calendar, to which calendar programs subscribe by a secret address.

use std::time::Duration;

use actix_web::http::header::{CONTENT_TYPE, ETAG};
use actix_web::{HttpResponse, delete, get, post, web};
use jiff::{SignedDuration, Timestamp};
use seat_dealer_api_types::CalendarAddress;
use seat_dealer_core::{HostId, Scope, Seat};
use seat_dealer_db::events::{self, EventFilter, EventView};
use seat_dealer_db::repeats::once;
use seat_dealer_db::{self as db, Conn, host_calendars};
use seat_dealer_delivery::calendar::{HostCalendar, HostEvent};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::etags::{Conditional, etag};
use crate::http::limits::Client;
use crate::http::problems::{Database, Limited, Named, Private};
use crate::http::repeats::{self, Repeatable};
use crate::http::state::State;

/// How long an event stays in the calendar after its begin.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);
/// The number of events that one query returns.
const BATCH: usize = 100;
/// The calendars that are read and written at once. Few, because each may be large.
static TURNS: Semaphore = Semaphore::const_new(2);
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Gives the host's calendar a new secret address, and ends the previous one.
///
/// Only this response contains the address. Whoever knows it can read the host's events and who comes.
#[utoipa::path(
    operation_id = "renewCalendar",
    tag = "me",
    responses(
        (status = 200, description = "The address", body = CalendarAddress),
        Private,
    ),
)]
#[post("/me/calendar")]
pub(crate) async fn renew(
    state: web::Data<State>,
    signed_in: SignedIn,
    repeatable: Repeatable,
) -> Result<HttpResponse, ApiError> {
    // Whoever has the address reads the calendar.
    let host = signed_in.must_have(Scope::Read)?.host;
    let (request, _working) = repeatable.begin(&state, &host)?;
    let base = state.config.api_base.clone();
    let (answer, _) = state
        .db
        .write(move |conn| {
            once(conn, request.as_ref(), |conn| {
                let token = host_calendars::renew(conn, &host)?;
                let url = format!("{base}/api/v1/calendar/{token}.ics");
                Ok((repeats::ok(&CalendarAddress { url })?, ()))
            })
        })
        .await?;
    Ok(repeats::respond(answer))
}

/// Ends the address of the host's calendar.
#[utoipa::path(
    operation_id = "endCalendar",
    tag = "me",
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "There is no address", body = seat_dealer_api_types::Problem,
            content_type = "application/problem+json"),
        Private,
    ),
)]
#[delete("/me/calendar")]
pub(crate) async fn end(
    state: web::Data<State>,
    signed_in: SignedIn,
) -> Result<HttpResponse, ApiError> {
    state
        .db
        .write(move |conn| host_calendars::end(conn, &signed_in.host))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Returns the host's calendar (iCalendar): events with a date, since a year ago, with seats and who comes.
///
/// Needs no key, because the token of the address is the key.
#[utoipa::path(
    operation_id = "readCalendar",
    tag = "me",
    security(()),
    params(("token" = String, Path, description = "The last part of the address")),
    responses(
        (status = 200, description = "The calendar", content_type = "text/calendar", body = String),
        Database, Limited, Named,
    ),
)]
#[get("/calendar/{token}.ics")]
pub(crate) async fn read(
    state: web::Data<State>,
    client: Client,
    conditional: Conditional,
    token: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let token = token.into_inner();
    let known = token.clone();
    let found = state
        .db
        .read(move |conn| host_calendars::host_of(conn, &known))
        .await;
    let host = match found {
        Ok(host) if state.config.allowed.allows(&host.email) => host,
        Ok(_) | Err(db::Error::NotFound) => return Err(state.limits.wrong_link(client)),
        Err(error) => return Err(error.into()),
    };
    state.limits.link(&token)?;
    let _turn = turn(&TURNS, PATIENCE).await?;
    let now = db::now();
    let id = host.id;
    let views = state.db.read(move |conn| all(conn, &id, now)).await?;
    // A large calendar takes too long for a thread that serves other requests.
    let written = web::block(move || {
        let events = views
            .into_iter()
            .filter_map(|view| event(&state, view, now));
        let calendar = HostCalendar {
            host_name: host.name,
            events: events.collect(),
        };
        let text = calendar.write();
        (etag(&(), &text), text)
    });
    let (etag, text) = written.await.map_err(|_| ApiError::Internal)?;
    if conditional.knows(&etag)? {
        return Ok(HttpResponse::NotModified()
            .insert_header((ETAG, etag))
            .finish());
    }
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, etag))
        .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .body(text))
}

/// Waits for one of the turns.
async fn turn(turns: &Semaphore, patience: Duration) -> Result<SemaphorePermit<'_>, ApiError> {
    match timeout(patience, turns.acquire()).await {
        Ok(turn) => turn.map_err(|_| ApiError::Internal),
        Err(_) => Err(ApiError::TooMany(PATIENCE)),
    }
}

/// The events of a host that are in the calendar, the newest first.
fn all(conn: &mut Conn, host: &HostId, now: Timestamp) -> db::Result<Vec<EventView>> {
    let filter = EventFilter {
        from: Some(now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN)),
        ..EventFilter::default()
    };
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = events::list(conn, host, &filter, BATCH, after.as_ref())?;
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// `None` without a date.
fn event(state: &State, view: EventView, now: Timestamp) -> Option<HostEvent> {
    let held = view.counts().held;
    let (event, invitations) = (view.table.event, view.table.invitations);
    let seated = invitations.into_iter().filter(|it| it.seat == Seat::Seated);
    Some(HostEvent {
        url: format!("{}/events/{}", state.config.frontend_base, view.id),
        id: view.id,
        updated_at: view.updated_at,
        status: event.status_at(now),
        starts_at: event.starts_at?,
        ends_at: event.ends_at,
        title: event.title,
        location: event.location,
        description: view.description,
        seats: event.seats,
        held,
        coming: seated.map(|it| (it.name, it.party)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn few_calendars_are_written_at_once() {
        let turns = Semaphore::new(2);
        let first = turn(&turns, Duration::ZERO).await.unwrap();
        let _second = turn(&turns, Duration::ZERO).await.unwrap();
        let third = turn(&turns, Duration::ZERO).await;
        assert!(matches!(third, Err(ApiError::TooMany(_))));
        drop(first);
        assert!(turn(&turns, Duration::ZERO).await.is_ok());
    }
}
