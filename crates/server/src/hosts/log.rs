use std::fmt::Write as _;

use actix_web::{HttpRequest, HttpResponse, get, web};
use seat_dealer_api_types::{LogEntry, LogPage};
use seat_dealer_core::{EventId, HostId};
use seat_dealer_db::{self as db, Conn, contacts, events, log};
use serde::Deserialize;
use utoipa::IntoParams;

use super::live::{self, Source};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Query, page_limit, unknown_cursor};
use crate::http::problems::{Named, Private, Queried};
use crate::http::state::State;

/// The maximum number of entries that a stream sends at once.
const BATCH: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// Returns only entries after this number.
    after: Option<i64>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: Option<i64>,
    /// The `nextCursor` of the previous page. It is the same as `after`.
    cursor: Option<String>,
}

impl LogQuery {
    fn after(&self) -> Result<i64, ApiError> {
        match (&self.cursor, self.after) {
            (Some(_), Some(_)) => Err(ApiError::invalid(
                "cursor",
                "contradiction",
                "Give after or cursor, not both.",
            )),
            (Some(cursor), None) => cursor.parse().map_err(|_| unknown_cursor()),
            (None, after) => Ok(after.unwrap_or(0)),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StreamQuery {
    /// Returns only entries after this number.
    after: Option<i64>,
    /// Whether to report changes of the deck, too.
    #[param(default = false)]
    deck: Option<bool>,
}

/// Lists the event's log, oldest entry first.
#[utoipa::path(
    operation_id = "readLog",
    tag = "log",
    params(("id" = String, Path, description = "The event"), LogQuery),
    responses(
        (status = 200, description = "A page of log entries", body = LogPage),
        Private, Named, Queried,
    ),
)]
#[get("/events/{id}/log")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<LogQuery>,
) -> Result<web::Json<LogPage>, ApiError> {
    let id = EventId::new(id.into_inner());
    let query = query.read()?;
    let limit = page_limit(query.limit)?;
    let after = query.after()?;
    let mut entries = state
        .db
        .read(move |conn| {
            events::must_own(conn, &signed_in.host, &id)?;
            log::after(conn, &id, after, limit + 1)
        })
        .await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(|entry| entry.seq.to_string());
    Ok(web::Json(LogPage {
        items: entries.into_iter().map(mappers::log_entry).collect(),
        next_cursor: last.filter(|_| more),
    }))
}

/// Streams the event's log as Server-Sent Events: first the existing entries, then new ones.
///
/// The `id` of an event is the entry's `seq`, and its data is the entry. The stream resumes after
/// `Last-Event-ID`, or `?after=`.
///
/// With `?deck=true` there are also events of the type `deck`, without an `id`: one at the start, and one
/// whenever the host's contacts or other events may have changed the deck.
#[utoipa::path(
    operation_id = "streamLog",
    tag = "log",
    params(
        ("id" = String, Path, description = "The event"),
        StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The `seq` of the last received entry"),
    ),
    responses(
        (status = 200, description = "The stream of entries", content_type = "text/event-stream",
            body = LogEntry),
        Private, Named, Queried,
    ),
)]
#[get("/events/{id}/stream")]
pub(crate) async fn stream(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<StreamQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let event = EventId::new(id.into_inner());
    let StreamQuery { after, deck } = query.read()?;
    let resumed = request
        .headers()
        .get("Last-Event-ID")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    let own = event.clone();
    let host = signed_in.host.clone();
    state
        .db
        .read(move |conn| events::must_own(conn, &host, &own))
        .await?;
    let story = Story {
        event,
        host: signed_in.host.clone(),
        seen: resumed.or(after).unwrap_or(0),
        tells_deck: deck.unwrap_or(false),
        around: None,
    };
    Ok(live::stream(&state, &signed_in, story))
}

/// The log of an event after an entry and, if requested, the versions of the data that its deck depends
/// on.
struct Story {
    event: EventId,
    host: HostId,
    seen: i64,
    tells_deck: bool,
    around: Option<Around>,
}

/// The versions of the data that a deck depends on besides its event: the contacts, and the other events
/// that invite them.
#[derive(PartialEq, Eq)]
struct Around {
    contacts: i64,
    others: Vec<(EventId, i64)>,
}

impl Source for Story {
    type Update = (Vec<log::Entry>, Option<Around>);

    fn concerns(&self, event: &EventId) -> bool {
        *event == self.event
    }

    fn query(&self) -> impl FnOnce(&mut Conn) -> db::Result<Self::Update> + Send + 'static {
        let (event, host, seen) = (self.event.clone(), self.host.clone(), self.seen);
        let tells_deck = self.tells_deck;
        move |conn| {
            // Ends the stream of an event that was deleted.
            events::must_own(conn, &host, &event)?;
            let entries = log::after(conn, &event, seen, BATCH)?;
            if !tells_deck {
                return Ok((entries, None));
            }
            let mut others = events::versions(conn, &host)?;
            others.retain(|(other, _)| *other != event);
            let contacts = contacts::version(conn, &host)?;
            Ok((entries, Some(Around { contacts, others })))
        }
    }

    fn message(&mut self, (entries, around): Self::Update) -> Option<String> {
        let mut words = String::new();
        if self.around != around {
            self.around = around;
            words.push_str("event: deck\ndata: changed\n\n");
        }
        for entry in entries {
            let seq = entry.seq;
            self.seen = seq;
            let data = serde_json::to_string(&mappers::log_entry(entry)).unwrap_or_default();
            // Writing into a String cannot fail.
            let _ = write!(words, "id: {seq}\ndata: {data}\n\n");
        }
        (!words.is_empty()).then_some(words)
    }
}
