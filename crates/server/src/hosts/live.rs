//! Server-Sent Events. A stream reports a change by this process at once, and a change by another
//! process within a second.

use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpResponse, web};
use futures_util::{StreamExt, stream::unfold};
use seat_dealer_core::{EventId, HostId};
use seat_dealer_db::{self as db, Conn, Db, keys};
use tokio::sync::broadcast;
use tokio::time::Instant;
use tracing::Instrument;

use crate::config::Allowed;
use crate::http::auth::SignedIn;
use crate::http::state::State;

/// The interval in which a stream queries for changes by other processes.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// The data that a stream reports.
pub(super) trait Source: Send + 'static {
    /// The result of the query.
    type Update: Send + 'static;

    /// Whether a change of this event can change the data.
    fn concerns(&self, event: &EventId) -> bool;

    /// What has to be written before the query finds new data.
    fn prepare(&self) -> impl Future<Output = db::Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// The query for new data.
    fn query(&self) -> impl FnOnce(&mut Conn) -> db::Result<Self::Update> + Send + 'static;

    /// The text to send. `None` if nothing has changed since the last call.
    fn message(&mut self, update: Self::Update) -> Option<String>;
}

/// The response with the stream. It ends when the key becomes invalid or the server stops.
pub(super) fn stream(state: &State, signed_in: &SignedIn, source: impl Source) -> HttpResponse {
    let listener = Listener {
        // Subscribed before the first query, so that no change is missed in between.
        changes: state.db.changes(),
        contact_changes: state.db.contact_changes(),
        host: signed_in.host.clone(),
        db: state.db.clone(),
        source,
        last_sent_at: Instant::now(),
        heartbeat: state.config.heartbeat,
        has_started: false,
        key_id: signed_in.key_id.clone(),
        allowed: state.config.allowed.clone(),
    };
    let ended = state.stop.clone().cancelled_owned();
    let span = tracing::Span::current();
    let messages = unfold(listener, move |mut listener| {
        let next = async move {
            let text = listener.next().await?;
            Some((Ok::<_, actix_web::Error>(web::Bytes::from(text)), listener))
        };
        next.instrument(span.clone())
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        .insert_header(ContentEncoding::Identity)
        .streaming(messages.take_until(ended))
}

struct Listener<S> {
    db: Db,
    source: S,
    changes: broadcast::Receiver<EventId>,
    contact_changes: broadcast::Receiver<HostId>,
    host: HostId,
    last_sent_at: Instant,
    heartbeat: Duration,
    has_started: bool,
    key_id: String,
    allowed: Allowed,
}

impl<S: Source> Listener<S> {
    /// The next text to send. `None` at the end of the stream.
    async fn next(&mut self) -> Option<String> {
        if !self.has_started {
            // Tells the client at once that it is connected.
            self.has_started = true;
            return Some("retry: 1000\n: here\n\n".to_owned());
        }
        loop {
            match self.poll().await {
                Ok(Some(text)) => {
                    self.last_sent_at = Instant::now();
                    return Some(text);
                }
                Ok(None) => {}
                Err(db::Error::NotFound) => return None,
                // The client reconnects by itself and resumes.
                Err(error) => {
                    tracing::warn!(%error, "an event stream ended because of an error");
                    return None;
                }
            }
            if self.last_sent_at.elapsed() >= self.heartbeat {
                self.last_sent_at = Instant::now();
                return Some(": here\n\n".to_owned());
            }
            self.wait().await;
        }
    }

    async fn poll(&mut self) -> db::Result<Option<String>> {
        self.source.prepare().await?;
        let (query, key_id) = (self.source.query(), self.key_id.clone());
        let allowed = self.allowed.clone();
        let update = self
            .db
            .read(move |conn| {
                let holder = keys::holder(conn, &key_id, db::now())?;
                if !holder.is_some_and(|email| allowed.allows(&email)) {
                    return Err(db::Error::NotFound);
                }
                query(conn)
            })
            .await?;
        Ok(self.source.message(update))
    }

    /// Waits until this process has made a relevant change, or until the next poll.
    async fn wait(&mut self) {
        let next_poll = tokio::time::sleep(POLL_INTERVAL.min(self.heartbeat));
        tokio::pin!(next_poll);
        loop {
            tokio::select! {
                () = &mut next_poll => return,
                change = self.changes.recv() => match change {
                    Ok(event) if !self.source.concerns(&event) => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => return next_poll.await,
                },
                change = self.contact_changes.recv() => match change {
                    Ok(host) if host != self.host => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    Err(broadcast::error::RecvError::Closed) => return next_poll.await,
                },
            }
        }
    }
}
