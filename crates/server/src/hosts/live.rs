//! Server-Sent Events: what is new is told as soon as this process has changed something that the
//! stream is about, and within a second of what another one did.

use std::collections::HashMap;
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpResponse, get, web};
use futures_util::{StreamExt, stream::unfold};
use seat_dealer_core::{EventId, HostId};
use seat_dealer_db::{self as db, Conn, Db, contacts, events, keys};
use tokio::sync::broadcast;
use tokio::time::Instant;
use tracing::Instrument;

use crate::config::Allowed;
use crate::http::auth::SignedIn;
use crate::http::problems::Private;
use crate::http::state::State;

/// How often a stream looks for what another process did.
const LOOK: Duration = Duration::from_secs(1);

/// What a stream is about.
pub(super) trait Source: Send + 'static {
    /// What a look brings.
    type News: Send + 'static;

    /// Whether a change of this event can be news.
    fn concerns(&self, event: &EventId) -> bool;

    /// The query for what is new.
    fn look(&self) -> impl FnOnce(&mut Conn) -> db::Result<Self::News> + Send + 'static;

    /// What to send of it; `None` when nothing is new.
    fn tell(&mut self, news: Self::News) -> Option<String>;
}

/// Says that the host's events or contacts have changed, as Server-Sent Events.
///
/// One with the data `changed` comes at once, and whenever an event was added, has changed or is gone;
/// one with the data `contacts` comes at once, and whenever a contact was. What has changed is read from the lists.
#[utoipa::path(
    operation_id = "streamEvents",
    tag = "events",
    responses(
        (status = 200, description = "Changes as they happen", content_type = "text/event-stream",
            body = String),
        Private,
    ),
)]
#[get("/stream")]
pub(crate) async fn changes(state: web::Data<State>, signed_in: SignedIn) -> HttpResponse {
    let lists = Lists {
        host: signed_in.host.clone(),
        events: None,
        contacts: None,
    };
    stream(&state, &signed_in, lists)
}

/// All events and contacts of a host, by what counts up with every change.
struct Lists {
    host: HostId,
    events: Option<HashMap<EventId, i64>>,
    contacts: Option<i64>,
}

impl Source for Lists {
    type News = (HashMap<EventId, i64>, i64);

    fn concerns(&self, event: &EventId) -> bool {
        self.events
            .as_ref()
            .is_none_or(|events| events.contains_key(event))
    }

    fn look(&self) -> impl FnOnce(&mut Conn) -> db::Result<Self::News> + Send + 'static {
        let host = self.host.clone();
        move |conn| {
            let events = events::versions(conn, &host)?.into_iter().collect();
            Ok((events, contacts::version(conn, &host)?))
        }
    }

    fn tell(&mut self, (events, contacts): Self::News) -> Option<String> {
        let mut words = String::new();
        if self.events.as_ref() != Some(&events) {
            words.push_str("data: changed\n\n");
            self.events = Some(events);
        }
        if self.contacts != Some(contacts) {
            words.push_str("data: contacts\n\n");
            self.contacts = Some(contacts);
        }
        (!words.is_empty()).then_some(words)
    }
}

/// Answers with a stream that ends with the key it was opened with, and with the server.
pub(super) fn stream(state: &State, signed_in: &SignedIn, source: impl Source) -> HttpResponse {
    let listener = Listener {
        // Subscribed before the first look, so that nothing falls between the two.
        changes: state.db.changes(),
        contact_changes: state.db.contact_changes(),
        host: signed_in.host.clone(),
        db: state.db.clone(),
        source,
        last_word: Instant::now(),
        heartbeat: state.config.heartbeat,
        greeted: false,
        key_id: signed_in.key_id.clone(),
        allowed: state.config.allowed.clone(),
    };
    let ended = state.stop.clone().cancelled_owned();
    let span = tracing::Span::current();
    let words = unfold(listener, move |mut listener| {
        let words = async move {
            let words = listener.next().await?;
            Some((Ok::<_, actix_web::Error>(web::Bytes::from(words)), listener))
        };
        words.instrument(span.clone())
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .insert_header(ContentEncoding::Identity)
        .streaming(words.take_until(ended))
}

struct Listener<S> {
    db: Db,
    source: S,
    changes: broadcast::Receiver<EventId>,
    contact_changes: broadcast::Receiver<HostId>,
    host: HostId,
    last_word: Instant,
    heartbeat: Duration,
    greeted: bool,
    key_id: String,
    allowed: Allowed,
}

impl<S: Source> Listener<S> {
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
                Err(db::Error::NotFound) => return None,
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

    async fn look(&mut self) -> db::Result<Option<String>> {
        let (look, key_id) = (self.source.look(), self.key_id.clone());
        let allowed = self.allowed.clone();
        let news = self
            .db
            .read(move |conn| {
                let holder = keys::holder(conn, &key_id, db::now())?;
                if !holder.is_some_and(|email| allowed.allows(&email)) {
                    return Err(db::Error::NotFound);
                }
                look(conn)
            })
            .await?;
        Ok(self.source.tell(news))
    }

    /// Until something changes here that it is about, or it is time to look for what other
    /// processes did.
    async fn wait(&mut self) {
        let look = tokio::time::sleep(LOOK.min(self.heartbeat));
        tokio::pin!(look);
        loop {
            tokio::select! {
                () = &mut look => return,
                change = self.changes.recv() => match change {
                    Ok(event) if !self.source.concerns(&event) => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => return look.await,
                },
                change = self.contact_changes.recv() => match change {
                    Ok(host) if host != self.host => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => return look.await,
                },
            }
        }
    }
}
