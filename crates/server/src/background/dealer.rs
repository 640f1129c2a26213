//! The dealer: does what becomes due without anybody doing anything. It sleeps until the earliest
//! due moment of all events, and looks up at once when something changes.
//!
//! Several dealers may run at once: whoever comes second to an event finds nothing left to do,
//! because each looks at it under the event's lock.

use std::collections::HashSet;
use std::time::Duration;

use seat_dealer_core::Command;
use seat_dealer_db::{self as db, Db, events};
use tokio_util::sync::CancellationToken;

/// The longest sleep: what another process made due is seen after this at the latest.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// How many events one query reads, apart from those that have failed.
const BATCH: usize = 32;

/// Deals until `stop`.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    let mut changes = db.changes();
    while !stop.is_cancelled() {
        let sleep = match round(&db).await {
            Ok(sleep) => sleep,
            Err(error) => {
                tracing::warn!(%error, "the dealer could not work; it tries again");
                LONGEST_SLEEP
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(sleep) => {}
            // A change may have made something due earlier; lagging behind means the same.
            _ = changes.recv() => while changes.try_recv().is_ok() {},
            () = db.may_be_due() => {}
        }
    }
}

/// Does what is due now, and says how long to sleep.
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
                // It is still due. The others are dealt all the same.
                Err(error) => {
                    tracing::error!(%error, event = event.as_str(), "an event could not be dealt");
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
    // Never at once: an event that stays due for some reason must not spin.
    Ok(until.clamp(Duration::from_millis(20), LONGEST_SLEEP))
}
