use std::fmt::Write as _;
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpRequest, HttpResponse, get, web};
use futures_util::{StreamExt, stream::unfold};
use seat_dealer_api_types::LogPage;
use seat_dealer_core::EventId;
use seat_dealer_db::{Db, events, log};
use serde::Deserialize;
use tokio::sync::broadcast;
use tokio::time::Instant;
use tracing::Instrument;
use utoipa::IntoParams;

use super::problems::{Named, Private, Queried};
use crate::api_error::ApiError;
use crate::app::State;
use crate::auth::SignedIn;
use crate::input::{Query, page_limit, unknown_cursor};
use crate::shapes;

/// How often a stream looks for entries that another process wrote.
const LOOK: Duration = Duration::from_secs(1);
/// How many entries a stream sends at once.
const BATCH: usize = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LogQuery {
    /// Only entries after this number.
    after: Option<i64>,
    /// 1 to 500; 100 unless said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<i64>,
    /// The `nextCursor` of the page before; the same as `after`.
    cursor: Option<String>,
}

impl LogQuery {
    fn after(&self) -> Result<i64, ApiError> {
        match &self.cursor {
            Some(cursor) => cursor.parse().map_err(|_| unknown_cursor()),
            None => Ok(self.after.unwrap_or(0)),
        }
    }
}

/// The event's log, oldest first.
#[utoipa::path(
    operation_id = "readLog",
    tag = "log",
    params(("id" = String, Path, description = "The event"), LogQuery),
    responses(
        (status = 200, description = "Entries", body = LogPage),
        Private, Named, Queried,
    ),
)]
#[get("/events/{id}/log")]
pub(super) async fn read(
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
        items: entries.into_iter().map(shapes::log_entry).collect(),
        next_cursor: last.filter(|_| more),
    }))
}

/// The event's log as Server-Sent Events: first what is there, then what happens.
///
/// Each event's `id` is the entry's `seq`, its data the entry. Resumes after `Last-Event-ID`, or
/// `?after=`.
#[utoipa::path(
    operation_id = "streamLog",
    tag = "log",
    params(
        ("id" = String, Path, description = "The event"),
        ("after" = Option<i64>, Query, description = "Only entries after this number"),
        ("Last-Event-ID" = Option<String>, Header, description = "The last entry that was seen"),
    ),
    responses(
        (status = 200, description = "Entries as they happen", content_type = "text/event-stream",
            body = String),
        Private, Named, Queried,
    ),
)]
#[get("/events/{id}/stream")]
pub(super) async fn stream(
    state: web::Data<State>,
    signed_in: SignedIn,
    id: web::Path<String>,
    query: Query<LogQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let event = EventId::new(id.into_inner());
    let after = query.read()?.after()?;
    let resumed = request
        .headers()
        .get("Last-Event-ID")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok());
    // Subscribed before the first look, so that nothing falls between the two.
    let changes = state.db.changes();
    {
        let event = event.clone();
        state
            .db
            .read(move |conn| events::must_own(conn, &signed_in.host, &event))
            .await?;
    }
    let listener = Listener {
        db: state.db.clone(),
        event,
        changes,
        seen: resumed.unwrap_or(after),
        last_word: Instant::now(),
        heartbeat: state.config.heartbeat,
        greeted: false,
        key_id: signed_in.key_id,
    };
    let ended = state.stop.clone().cancelled_owned();
    let span = tracing::Span::current();
    let entries = unfold(listener, move |mut listener| {
        let entry = async move {
            let words = listener.next().await?;
            Some((Ok::<_, actix_web::Error>(web::Bytes::from(words)), listener))
        };
        entry.instrument(span.clone())
    });
    let entries = entries.take_until(ended);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .insert_header(ContentEncoding::Identity)
        .streaming(entries))
}

struct Listener {
    db: Db,
    event: EventId,
    changes: broadcast::Receiver<EventId>,
    seen: i64,
    last_word: Instant,
    heartbeat: Duration,
    greeted: bool,
    key_id: String,
}

impl Listener {
    /// The next words to send; `None` when the stream is over.
    async fn next(&mut self) -> Option<String> {
        if !self.greeted {
            // Lets the client see at once that it is connected.
            self.greeted = true;
            return Some("retry: 1000\n: here\n\n".to_owned());
        }
        loop {
            match self.look().await {
                Ok(Some(words)) => {
                    self.last_word = Instant::now();
                    return Some(words);
                }
                Ok(None) => {}
                Err(seat_dealer_db::Error::NotFound) => return None,
                // The client comes back by itself, and resumes where it was.
                Err(error) => {
                    tracing::warn!(%error, "an event stream ended");
                    return None;
                }
            }
            if self.last_word.elapsed() >= self.heartbeat {
                self.last_word = Instant::now();
                return Some(": here\n\n".to_owned());
            }
            self.wait().await;
        }
    }

    async fn look(&mut self) -> seat_dealer_db::Result<Option<String>> {
        let (event, seen, key_id) = (self.event.clone(), self.seen, self.key_id.clone());
        let entries = self
            .db
            .read(move |conn| {
                if !seat_dealer_db::keys::is_alive(conn, &key_id, seat_dealer_db::now())? {
                    return Err(seat_dealer_db::Error::NotFound);
                }
                log::after(conn, &event, seen, BATCH)
            })
            .await?;
        let Some(last) = entries.last() else {
            return Ok(None);
        };
        self.seen = last.seq;
        let mut words = String::new();
        for entry in entries {
            let seq = entry.seq;
            let data = serde_json::to_string(&shapes::log_entry(entry)).unwrap_or_default();
            // Writing into a String cannot fail.
            let _ = write!(words, "id: {seq}\ndata: {data}\n\n");
        }
        Ok(Some(words))
    }

    /// Until this event changes here, or it is time to look for what other processes did.
    async fn wait(&mut self) {
        let look = tokio::time::sleep(LOOK.min(self.heartbeat));
        tokio::pin!(look);
        loop {
            tokio::select! {
                () = &mut look => return,
                change = self.changes.recv() => match change {
                    Ok(event) if event != self.event => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => return look.await,
                },
            }
        }
    }
}
