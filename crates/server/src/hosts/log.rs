use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, get, web};
use seat_dealer_api_types::{LogEntry, LogPage};
use seat_dealer_core::EventId;
use seat_dealer_db::watcher::{News, Versions, Watched};
use seat_dealer_db::{self as db, Db, events, log};
use serde::Deserialize;
use utoipa::IntoParams;

use super::live::{self, Source};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Query, page_limit, unknown_cursor};
use crate::http::problems::{Named, Private, Queried};
use crate::http::state::State;

/// The maximum number of entries that a stream reads at once.
const BATCH: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct LogQuery {
    /// Returns only entries after this number.
    after: Option<i64>,
    /// How many items a page has at most.
    #[param(minimum = 1, maximum = 500, default = 100)]
    pub(super) limit: Option<i64>,
    /// The `nextCursor` of the previous page. It is the same as `after`.
    cursor: Option<String>,
}

impl LogQuery {
    /// The number after which the page begins.
    pub(super) fn after(&self) -> Result<i64, ApiError> {
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
    let own = event.clone();
    let host = signed_in.host.clone();
    state
        .db
        .read(move |conn| events::must_own(conn, &host, &own))
        .await?;
    let story = Story {
        log: state.watcher.event(event.clone()),
        deck: deck
            .unwrap_or(false)
            .then(|| state.watcher.host(signed_in.host.clone())),
        event,
        seen: last_event_id(&request).or(after).unwrap_or(0),
        told: None,
    };
    Ok(live::stream(&state, &signed_in, story))
}

/// The number of the entry that a client has received last.
pub(super) fn last_event_id(request: &HttpRequest) -> Option<i64> {
    let value = request.headers().get("Last-Event-ID")?;
    value.to_str().ok()?.trim().parse().ok()
}

/// The log of an event after an entry and, if requested, the changes of its deck.
struct Story {
    event: EventId,
    log: Watched<Option<Arc<News>>>,
    /// The number of the last entry that was sent.
    seen: i64,
    deck: Option<Watched<Arc<Versions>>>,
    told: Option<Arc<Versions>>,
}

impl Source for Story {
    async fn news(&mut self, db: &Db) -> db::Result<Option<String>> {
        let Some(news) = self.log.borrow_and_update().clone() else {
            return Ok(None);
        };
        let news = news.ok_or(db::Error::NotFound)?;
        let mut text = String::new();
        if self.deck_has_changed() {
            text.push_str("event: deck\ndata: changed\n\n");
        }
        if news.last > self.seen {
            if news.after <= self.seen && !news.entries.is_empty() {
                let seen = self.seen;
                let unseen = news.entries.iter().filter(|entry| entry.seq > seen);
                unseen.for_each(|entry| self.tell(entry.clone(), &mut text));
            } else {
                let (event, seen) = (self.event.clone(), self.seen);
                let missed = db.read(move |conn| log::after(conn, &event, seen, BATCH));
                for entry in missed.await? {
                    self.tell(entry, &mut text);
                }
            }
        }
        Ok((!text.is_empty()).then_some(text))
    }

    async fn may_have_news(&mut self) {
        match &mut self.deck {
            None => live::changed(&mut self.log).await,
            Some(deck) => tokio::select! {
                () = live::changed(&mut self.log) => {}
                () = live::changed(deck) => {}
            },
        }
    }
}

impl Story {
    /// Whether the contacts have changed, or the other events that invite them. True for the first call.
    fn deck_has_changed(&mut self) -> bool {
        let Some(now) = self
            .deck
            .as_mut()
            .and_then(|deck| deck.borrow_and_update().clone())
        else {
            return false;
        };
        let event = &self.event;
        let has_changed = self.told.as_ref().is_none_or(|told| {
            told.contacts != now.contacts || !others(told, event).eq(others(&now, event))
        });
        self.told = Some(now);
        has_changed
    }

    fn tell(&mut self, entry: log::Entry, text: &mut String) {
        let seq = entry.seq;
        self.seen = seq;
        let data = serde_json::to_string(&mappers::log_entry(entry)).unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = write!(text, "id: {seq}\ndata: {data}\n\n");
    }
}

/// The host's other events.
fn others<'a>(
    versions: &'a Versions,
    event: &'a EventId,
) -> impl Iterator<Item = &'a (EventId, i64)> {
    versions.events.iter().filter(move |(id, _)| id != event)
}
