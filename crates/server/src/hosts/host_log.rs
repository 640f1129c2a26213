//! The logs of all events of a host in one order, as pages and as a stream.

use std::collections::HashMap;
use std::fmt::Write as _;

use actix_web::{HttpRequest, HttpResponse, get, web};
use seat_dealer_api_types::{ChangedList, HostLogEntry, HostLogPage};
use seat_dealer_core::{EventId, HostId, HostList};
use seat_dealer_db::host_log::{self, NumberedEntry};
use seat_dealer_db::{self as db, Conn, Db, contacts, events};
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

fn entry(numbered: NumberedEntry) -> HostLogEntry {
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
        host,
        db: state.db.clone(),
        events: None,
        contacts: None,
        seen,
    };
    Ok(live::stream(&state, &signed_in, changes))
}

/// The versions of a host's events and contacts, which increase with every change, and the last entry that was sent.
struct Changes {
    host: HostId,
    db: Db,
    events: Option<HashMap<EventId, i64>>,
    contacts: Option<i64>,
    /// `None` if the stream has no entries.
    seen: Option<i64>,
}

/// What a query of [`Changes`] finds.
struct Update {
    events: HashMap<EventId, i64>,
    contacts: i64,
    entries: Vec<NumberedEntry>,
}

impl Source for Changes {
    type Update = Update;

    fn concerns(&self, event: &EventId) -> bool {
        self.events
            .as_ref()
            .is_none_or(|events| events.contains_key(event))
    }

    async fn prepare(&self) -> db::Result<()> {
        match self.seen {
            Some(_) => self.db.number_host_log(&self.host).await,
            None => Ok(()),
        }
    }

    fn query(&self) -> impl FnOnce(&mut Conn) -> db::Result<Self::Update> + Send + 'static {
        let (host, seen) = (self.host.clone(), self.seen);
        move |conn| {
            Ok(Update {
                events: events::versions(conn, &host)?.into_iter().collect(),
                contacts: contacts::version(conn, &host)?,
                entries: match seen {
                    Some(seen) => host_log::after(conn, &host, seen, BATCH)?,
                    None => Vec::new(),
                },
            })
        }
    }

    fn message(&mut self, update: Self::Update) -> Option<String> {
        let mut text = String::new();
        if self.events.as_ref() != Some(&update.events) {
            self.events = Some(update.events);
            text.push_str(&changed(HostList::Events));
        }
        if self.contacts != Some(update.contacts) {
            self.contacts = Some(update.contacts);
            text.push_str(&changed(HostList::Contacts));
        }
        for numbered in update.entries {
            let number = numbered.number;
            self.seen = Some(number);
            // Writing into a String cannot fail.
            let _ = write!(
                text,
                "id: {number}\nevent: entry\ndata: {}\n\n",
                json(&entry(numbered))
            );
        }
        (!text.is_empty()).then_some(text)
    }
}

fn changed(list: HostList) -> String {
    format!("event: changed\ndata: {}\n\n", json(&ChangedList { list }))
}

/// Nothing that a stream sends can fail to become JSON.
fn json(data: &impl Serialize) -> String {
    serde_json::to_string(data).unwrap_or_default()
}
