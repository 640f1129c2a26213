//! Server-Sent Events. A stream reports a change by this process at once, and a change by another
//! process within a second. It waits for the process's watcher, and asks the database only if it has
//! missed something.

use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::{HttpResponse, web};
use futures_util::{StreamExt, stream::unfold};
use seat_dealer_db::watcher::Watched;
use seat_dealer_db::{self as db, Db};
use tokio::time::Instant;
use tracing::Instrument;

use crate::config::Allowed;
use crate::http::auth::SignedIn;
use crate::http::state::State;

/// The data that a stream reports.
pub(super) trait Source: 'static {
    /// The text to send. `None` if nothing has changed since the last call.
    ///
    /// # Errors
    /// [`db::Error::NotFound`] at the end of the stream.
    async fn news(&mut self, db: &Db) -> db::Result<Option<String>>;

    /// Waits until there may be news.
    async fn may_have_news(&mut self);
}

/// The response with the stream. It ends when the key becomes invalid or the server stops.
pub(super) fn stream(state: &State, signed_in: &SignedIn, source: impl Source) -> HttpResponse {
    let listener = Listener {
        key: state.watcher.key(signed_in.key_id.clone()),
        allowed: state.config.allowed.clone(),
        db: state.db.clone(),
        source,
        last_sent_at: Instant::now(),
        heartbeat: state.config.heartbeat,
        has_started: false,
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
    /// The email address of the host who has the key.
    key: Watched<Option<String>>,
    allowed: Allowed,
    db: Db,
    source: S,
    last_sent_at: Instant,
    heartbeat: Duration,
    has_started: bool,
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
            if self.has_ended() {
                return None;
            }
            let heartbeat = self.last_sent_at + self.heartbeat;
            match self.source.news(&self.db).await {
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
            tokio::select! {
                () = self.source.may_have_news() => {}
                () = changed(&mut self.key) => {}
                () = tokio::time::sleep_until(heartbeat) => {
                    self.last_sent_at = Instant::now();
                    return Some(": here\n\n".to_owned());
                }
            }
        }
    }

    /// Whether the key is not valid any more.
    fn has_ended(&mut self) -> bool {
        match &*self.key.borrow_and_update() {
            // It was valid when the stream began.
            None => false,
            Some(email) => !email
                .as_ref()
                .is_some_and(|email| self.allowed.allows(email)),
        }
    }
}

/// Waits for the next change, for ever after the watcher has stopped.
pub(super) async fn changed<T>(watched: &mut Watched<T>) {
    if watched.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}
