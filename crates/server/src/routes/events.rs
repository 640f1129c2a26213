use actix_web::{HttpResponse, delete, get, patch, post, web};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use seat_dealer_api_types::{Event, EventPatch, NewEvent, Page, QuietHours};
use seat_dealer_core::{
    self as core, Command, ContactId, EventId, HostId, InvalidValue, Minutes, PartySize, Seats,
    Title,
};
use seat_dealer_db::events::{self, EventFields};
use seat_dealer_db::{self as db, hosts};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Problems;
use crate::api_error::ApiError;
use crate::app::State;
use crate::auth::SignedIn;
use crate::input::{Json, Mending, Query, page};
use crate::shapes;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// 1 to 500; 100 unless said.
    limit: Option<i64>,
    /// The `nextCursor` of the page before.
    cursor: Option<String>,
}

/// The host's events, the newest first.
#[utoipa::path(tag = "events", params(ListQuery), responses(
    (status = 200, description = "A page of events", body = Page<Event>), Problems))]
#[get("/events")]
pub(super) async fn list(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<ListQuery>,
) -> Result<web::Json<Page<Event>>, ApiError> {
    let (limit, cursor) = page(query.0.limit, query.0.cursor.as_deref())?;
    let page = state
        .db
        .read(move |conn| events::list(conn, &signed_in.host, limit, cursor.as_ref()))
        .await?;
    let now = db::now();
    Ok(web::Json(Page {
        items: page
            .items
            .into_iter()
            .map(|view| shapes::event(view, now))
            .collect(),
        next_cursor: page.next.map(|cursor| cursor.to_string()),
    }))
}

/// Adds an event.
#[utoipa::path(tag = "events", request_body = NewEvent, responses(
    (status = 201, description = "The event", body = Event), Problems))]
#[post("/events")]
pub(super) async fn add(
    state: web::Data<State>,
    signed_in: SignedIn,
    body: Json<NewEvent>,
) -> Result<HttpResponse, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let owner = host.clone();
    let hosts_zone = state
        .db
        .read(move |conn| hosts::get(conn, &owner))
        .await?
        .time_zone;
    let new = body.0;
    let invite_first = contact_ids("inviteFirst", new.invite_first)?;
    let fields = Said {
        title: new.title,
        description: new.description,
        seats: new.seats,
        starts_at: new.starts_at,
        time_zone: new
            .time_zone
            .or(hosts_zone)
            .unwrap_or_else(|| "UTC".to_owned()),
        location: new.location,
        hand_size: new.hand_size,
        response_window_minutes: new.response_window_minutes,
        quiet_hours: new.quiet_hours.unwrap_or_else(|| Some(usual_quiet_hours())),
        deal_until: new.deal_until,
        party_limit: new.party_limit.unwrap_or(1),
    }
    .parse()?;
    let owner = host.clone();
    let id = state
        .db
        .write(move |conn| events::create(conn, &owner, &fields, &invite_first, db::now()))
        .await?;
    Ok(HttpResponse::Created().json(view(&state, host, id).await?))
}

/// One event with its counts.
#[utoipa::path(tag = "events", responses(
    (status = 200, description = "The event", body = Event), Problems))]
#[get("/events/{id}")]
pub(super) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Event>, ApiError> {
    let id = EventId::new(id.into_inner());
    Ok(web::Json(view(&state, signed_in.host, id).await?))
}

/// Changes an event, and with `announce` tells guests who have answered about it.
#[utoipa::path(tag = "events", request_body = EventPatch, responses(
    (status = 200, description = "The event as it is now", body = Event), Problems))]
#[patch("/events/{id}")]
pub(super) async fn change(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    body: Json<EventPatch>,
) -> Result<web::Json<Event>, ApiError> {
    let SignedIn { host, .. } = signed_in;
    let id = EventId::new(id.into_inner());
    let known = {
        let (host, id) = (host.clone(), id.clone());
        state
            .db
            .read(move |conn| events::fields(conn, &host, &id))
            .await?
    };
    let announce = body.0.announce;
    let fields = Said::patched(known, body.0).parse()?;
    state
        .db
        .change_event(&host, &id, db::now(), move |conn, id| {
            events::edit(conn, id, &fields, announce)
        })
        .await?;
    Ok(web::Json(view(&state, host, id).await?))
}

/// Deletes an event that no guest is waiting for; one with live invitations must be cancelled
/// first.
#[utoipa::path(tag = "events", responses(
    (status = 204, description = "Deleted"), Problems))]
#[delete("/events/{id}")]
pub(super) async fn remove(
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

/// Starts dealing, or goes on.
#[utoipa::path(tag = "events", responses(
    (status = 200, description = "The event as it is now", body = Event), Problems))]
#[post("/events/{id}/deal")]
pub(super) async fn deal(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Event>, ApiError> {
    let id = EventId::new(id.into_inner());
    state
        .db
        .change_event(&signed_in.host, &id, db::now(), |_, _| Ok(Command::Deal))
        .await?;
    Ok(web::Json(view(&state, signed_in.host, id).await?))
}

/// Stops dealing; guests can still answer.
#[utoipa::path(tag = "events", responses(
    (status = 200, description = "The event as it is now", body = Event), Problems))]
#[post("/events/{id}/pause")]
pub(super) async fn pause(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Event>, ApiError> {
    let id = EventId::new(id.into_inner());
    state
        .db
        .change_event(&signed_in.host, &id, db::now(), |_, _| Ok(Command::Pause))
        .await?;
    Ok(web::Json(view(&state, signed_in.host, id).await?))
}

/// Calls the event off and tells everyone who was invited and had not said NO.
#[utoipa::path(tag = "events", responses(
    (status = 200, description = "The event as it is now", body = Event), Problems))]
#[post("/events/{id}/cancel")]
pub(super) async fn cancel(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
) -> Result<web::Json<Event>, ApiError> {
    let id = EventId::new(id.into_inner());
    let now = db::now();
    state
        .db
        .change_event(&signed_in.host, &id, now, move |conn, id| {
            events::cancel(conn, id, now)
        })
        .await?;
    Ok(web::Json(view(&state, signed_in.host, id).await?))
}

async fn view(state: &State, host: HostId, id: EventId) -> Result<Event, ApiError> {
    let view = state
        .db
        .read(move |conn| events::get(conn, &host, &id))
        .await?;
    Ok(shapes::event(view, db::now()))
}

/// Contact ids without repetitions.
pub(super) fn contact_ids(field: &str, ids: Vec<String>) -> Result<Vec<ContactId>, ApiError> {
    if ids.len() > 1_000 {
        return Err(ApiError::invalid(
            field,
            "The list must have at most 1000 contacts.",
        ));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = ids.iter().find(|id| !seen.insert(id.as_str())) {
        return Err(ApiError::invalid(
            field,
            format!("The contact {twice} is in the list twice."),
        ));
    }
    Ok(ids.into_iter().map(ContactId::new).collect())
}

fn usual_quiet_hours() -> QuietHours {
    QuietHours {
        from: "21:00".to_owned(),
        to: "09:00".to_owned(),
    }
}

/// What was said of an event, not yet parsed.
struct Said {
    title: String,
    description: String,
    seats: i64,
    starts_at: Option<String>,
    time_zone: String,
    location: Option<String>,
    hand_size: Option<i64>,
    response_window_minutes: Option<i64>,
    quiet_hours: Option<QuietHours>,
    deal_until: Option<String>,
    party_limit: i64,
}

impl Said {
    fn patched(known: EventFields, patch: EventPatch) -> Self {
        let text = |moment: Option<Timestamp>| moment.map(shapes::moment);
        Self {
            title: patch
                .title
                .unwrap_or_else(|| known.title.as_str().to_owned()),
            description: patch.description.unwrap_or(known.description),
            seats: patch.seats.unwrap_or(known.seats.get().into()),
            starts_at: patch.starts_at.unwrap_or(text(known.starts_at)),
            time_zone: patch
                .time_zone
                .unwrap_or_else(|| known.time_zone.iana_name().unwrap_or("UTC").to_owned()),
            location: patch.location.unwrap_or(known.location),
            hand_size: patch
                .hand_size
                .unwrap_or(known.hand_size.map(|size| size.get().into())),
            response_window_minutes: patch
                .response_window_minutes
                .unwrap_or(known.response_window.map(|window| window.get().into())),
            quiet_hours: patch
                .quiet_hours
                .unwrap_or(known.quiet_hours.map(|quiet| QuietHours {
                    from: quiet.from().strftime("%H:%M").to_string(),
                    to: quiet.to().strftime("%H:%M").to_string(),
                })),
            deal_until: patch.deal_until.unwrap_or(text(known.deal_until)),
            party_limit: patch.party_limit.unwrap_or(known.party_limit.get().into()),
        }
    }

    fn parse(self) -> Result<EventFields, ApiError> {
        let mut mending = Mending::default();
        let title = mending.take("title", Title::parse(&self.title));
        let description = mending.take("description", description(&self.description));
        let seats = mending.take("seats", Seats::parse(self.seats));
        let starts_at = mending.moment("startsAt", self.starts_at.as_deref());
        let time_zone = mending.take("timeZone", zone(&self.time_zone));
        let given = self.location.filter(|text| !text.trim().is_empty());
        let location = mending.take_optional("location", given, |text| location(&text));
        let hand_size = mending.take_optional("handSize", self.hand_size, |size| {
            Seats::parse(size).map_err(|_| {
                InvalidValue("The hand must be a whole number from 1 to 10000.".to_owned())
            })
        });
        let response_window = mending.take_optional(
            "responseWindowMinutes",
            self.response_window_minutes,
            Minutes::parse,
        );
        let quiet_hours = quiet_hours(&mut mending, self.quiet_hours);
        let deal_until = mending.moment("dealUntil", self.deal_until.as_deref());
        let party_limit = mending.take("partyLimit", PartySize::parse(self.party_limit));
        if let (Some(Some(until)), Some(Some(start))) = (deal_until, starts_at)
            && until > start
        {
            mending.note("dealUntil", "Dealing must end before the event begins.");
        }
        let complete = || {
            Some(EventFields {
                title: title?,
                description: description?,
                seats: seats?,
                starts_at: starts_at?,
                time_zone: time_zone?,
                location: location?,
                hand_size: hand_size?,
                response_window: response_window?,
                quiet_hours: quiet_hours?,
                deal_until: deal_until?,
                party_limit: party_limit?,
            })
        };
        match complete() {
            Some(fields) if mending.is_empty() => Ok(fields),
            _ => Err(mending.into_error()),
        }
    }
}

fn description(text: &str) -> Result<String, InvalidValue> {
    const MAX_CHARS: usize = 4_000;
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().count() > MAX_CHARS {
        return Err(InvalidValue(format!(
            "The description must be at most {MAX_CHARS} characters long."
        )));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(InvalidValue(
            "The description must be plain text.".to_owned(),
        ));
    }
    Ok(text)
}

fn location(text: &str) -> Result<String, InvalidValue> {
    const MAX_CHARS: usize = 300;
    let text = text.trim();
    if text.chars().count() > MAX_CHARS || text.chars().any(char::is_control) {
        return Err(InvalidValue(format!(
            "The place must be a single line of at most {MAX_CHARS} characters."
        )));
    }
    Ok(text.to_owned())
}

fn zone(name: &str) -> Result<TimeZone, InvalidValue> {
    TimeZone::get(name.trim())
        .ok()
        .filter(|zone| zone.iana_name().is_some_and(|name| name.len() <= 64))
        .ok_or_else(|| {
            InvalidValue("The time zone must be an IANA name, like Europe/Berlin.".to_owned())
        })
}

fn quiet_hours(
    mending: &mut Mending,
    said: Option<QuietHours>,
) -> Option<Option<core::QuietHours>> {
    let Some(said) = said else { return Some(None) };
    let from = mending.take("quietHours.from", time_of_day(&said.from));
    let to = mending.take("quietHours.to", time_of_day(&said.to));
    let quiet = core::QuietHours::new(from?, to?);
    if quiet.is_none() {
        mending.note(
            "quietHours",
            "Quiet hours must not begin and end at the same time.",
        );
    }
    quiet.map(Some)
}

fn time_of_day(text: &str) -> Result<Time, InvalidValue> {
    let well_formed = text.len() == 5;
    Time::strptime("%H:%M", text)
        .ok()
        .filter(|_| well_formed)
        .ok_or_else(|| InvalidValue("The time must be HH:MM, like 21:00.".to_owned()))
}
