//! The dealer: gives each event a `Tick` when it is due. It sleeps until the earliest due time of all
//! events, and wakes up when an event changes.
//!
//! Several dealers may run at once. Each decides under the event's lock, so the second one finds
//! nothing left to do.

use std::collections::HashSet;
use std::time::Duration;

use seat_dealer_core::Command;
use seat_dealer_db::{self as db, Db, events};
use tokio_util::sync::CancellationToken;

/// The longest sleep. After it, the dealer sees events that another process has made due.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// The number of events that one query returns, apart from those that have failed.
const BATCH: usize = 32;

/// Runs until `stop` is cancelled.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    let mut changes = db.changes();
    while !stop.is_cancelled() {
        let sleep = match round(&db).await {
            Ok(sleep) => sleep,
            Err(error) => {
                tracing::warn!(%error, "the dealer failed; it tries again");
                LONGEST_SLEEP
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(sleep) => {}
            // A change may have made an event due earlier. A lagging receiver means the same.
            _ = changes.recv() => while changes.try_recv().is_ok() {},
            () = db.may_be_due() => {}
        }
    }
}

/// Advances the events that are due, and returns the time to sleep.
async fn round(db: &Db) -> db::Result<Duration> {
    let now = db::now();
    let mut failed = HashSet::new();
    loop {
        let limit = BATCH + failed.len();
        let mut due = db.read(move |conn| events::due(conn, now, limit)).await?;
        due.retain(|event| !failed.contains(event));
        let full_batch = due.len() >= BATCH;
        for event in due {
            match db
                .advance_event(&event, db::now(), |_, _| Ok(Command::Tick))
                .await
            {
                Ok(_) | Err(db::Error::NotFound) => {}
                // The event is still due. It must not delay the others.
                Err(error) => {
                    tracing::error!(%error, event = event.as_str(), "the dealer could not advance an event");
                    failed.insert(event);
                }
            }
        }
        if !full_batch {
            break;
        }
    }
    if !failed.is_empty() {
        // Without a pause these events would be tried in an endless loop.
        return Ok(LONGEST_SLEEP);
    }
    let next = db.read(events::next_due).await?;
    let until = next.map_or(LONGEST_SLEEP, |due| {
        due.duration_since(db::now())
            .try_into()
            .unwrap_or(Duration::ZERO)
    });
    // At least 20 ms, so that an event that stays due does not cause a busy loop.
    Ok(until.clamp(Duration::from_millis(20), LONGEST_SLEEP))
}
