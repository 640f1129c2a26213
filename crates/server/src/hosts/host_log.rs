//! The logs of all events of a host in one order, as pages and as a stream.

use std::fmt::Write as _;
use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, get, web};
use seat_dealer_api_types::{ChangedList, HostLogEntry, HostLogPage};
use seat_dealer_core::{HostId, HostList};
use seat_dealer_db::host_log::{self, NumberedEntry};
use seat_dealer_db::watcher::{Versions, Watched};
use seat_dealer_db::{self as db, Db};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::live::{self, Source};
use super::log::{LogQuery, last_event_id};
use super::mappers;
use crate::http::auth::SignedIn;
use crate::http::errors::ApiError;
use crate::http::extractors::{Query, page_limit};
use crate::http::problems::{Private, Queried};
use crate::http::state::State;

/// The maximum number of entries that a stream sends at once.
const BATCH: usize = 100;

/// Lists the log entries of all events, in one order.
///
/// The entries of an event keep their order. Entries of deleted events are left out.
#[utoipa::path(
    operation_id = "readHostLog",
    tag = "log",
    params(LogQuery),
    responses(
        (status = 200, description = "A page of log entries", body = HostLogPage),
        Private, Queried,
    ),
)]
#[get("/log")]
pub(crate) async fn read(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<LogQuery>,
) -> Result<web::Json<HostLogPage>, ApiError> {
    let query = query.read()?;
    let limit = page_limit(query.limit)?;
    let after = query.after()?;
    let host = signed_in.host;
    state.db.number_host_log(&host).await?;
    let mut entries = state
        .db
        .read(move |conn| host_log::after(conn, &host, after, limit + 1))
        .await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(|entry| entry.number.to_string());
    Ok(web::Json(HostLogPage {
        items: entries.into_iter().map(entry).collect(),
        next_cursor: last.filter(|_| more),
    }))
}

/// The entry as the API and webhooks show it.
pub(crate) fn entry(numbered: NumberedEntry) -> HostLogEntry {
    HostLogEntry {
        number: numbered.number,
        event_id: numbered.event.into(),
        entry: mappers::log_entry(numbered.entry),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct StreamQuery {
    /// Returns only entries after this number. The default is the last one: only new entries.
    after: Option<i64>,
    /// Whether to send entries. Without them, there are only messages about changes.
    #[param(default = true)]
    entries: Option<bool>,
}

/// Streams the log entries of all events, and which lists have changed, as Server-Sent Events.
///
/// An event of the type `entry` has the entry as its data, and its `number` as its `id`. The stream resumes after
/// `Last-Event-ID`, or `?after=`; without them, it begins with the next entry.
///
/// An event of the type `changed` has no `id`. Its data is `{"list":"events"}` or `{"list":"contacts"}`. There is one for
/// each list at the start, and one whenever something in the list was added, changed or deleted.
#[utoipa::path(
    operation_id = "streamEvents",
    tag = "log",
    params(
        StreamQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "The `number` of the last received entry"),
    ),
    responses(
        (status = 200, description = "The stream of entries", content_type = "text/event-stream",
            body = HostLogEntry),
        Private, Queried,
    ),
)]
#[get("/stream")]
pub(crate) async fn stream(
    state: web::Data<State>,
    signed_in: SignedIn,
    query: Query<StreamQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, ApiError> {
    let StreamQuery { after, entries } = query.read()?;
    let host = signed_in.host.clone();
    let seen = match last_event_id(&request).or(after) {
        _ if entries == Some(false) => None,
        Some(seen) => Some(seen),
        None => {
            state.db.number_host_log(&host).await?;
            let host = host.clone();
            let last = state
                .db
                .read(move |conn| host_log::last_number(conn, &host));
            Some(last.await?)
        }
    };
    let changes = Changes {
        versions: state.watcher.host(host.clone()),
        host,
        told: None,
        seen,
        has_more: false,
    };
    Ok(live::stream(&state, &signed_in, changes))
}

/// A host's events and contacts, and the last entry that was sent.
struct Changes {
    host: HostId,
    versions: Watched<Arc<Versions>>,
    told: Option<Arc<Versions>>,
    /// `None` if the stream has no entries.
    seen: Option<i64>,
    /// Whether there may be entries that were not sent.
    has_more: bool,
}

impl Source for Changes {
    async fn news(&mut self, db: &Db) -> db::Result<Option<String>> {
        let Some(now) = self.versions.borrow_and_update().clone() else {
            return Ok(None);
        };
        let told = self.told.replace(Arc::clone(&now));
        let mut text = String::new();
        let events_have_changed = told.as_ref().is_none_or(|told| told.events != now.events);
        if events_have_changed {
            text.push_str(&changed(HostList::Events));
        }
        if told.is_none_or(|told| told.contacts != now.contacts) {
            text.push_str(&changed(HostList::Contacts));
        }
        // Every entry is a change of its event.
        if let Some(seen) = self.seen
            && (events_have_changed || self.has_more)
        {
            db.number_host_log(&self.host).await?;
            let host = self.host.clone();
            let entries = db.read(move |conn| host_log::after(conn, &host, seen, BATCH));
            let entries = entries.await?;
            self.has_more = entries.len() == BATCH;
            for numbered in entries {
                let number = numbered.number;
                self.seen = Some(number);
                let data = json(&entry(numbered));
                // Writing into a String cannot fail.
                let _ = write!(text, "id: {number}\nevent: entry\ndata: {data}\n\n");
            }
        }
        Ok((!text.is_empty()).then_some(text))
    }

    async fn may_have_news(&mut self) {
        live::changed(&mut self.versions).await;
    }
}

fn changed(list: HostList) -> String {
    format!("event: changed\ndata: {}\n\n", json(&ChangedList { list }))
}

/// Nothing that a stream sends can fail to become JSON.
fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}
