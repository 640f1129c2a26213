//! Erases the events and contacts that hosts deleted 30 days ago.

use std::time::Duration;

use seat_dealer_db::erasure::Erased;
use seat_dealer_db::{self as db, Db};
use tokio_util::sync::CancellationToken;

/// The pause between two queries for deleted data.
const INTERVAL: Duration = Duration::from_hours(1);

/// Runs until `stop` is cancelled.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match db.erase_deleted(db::now()).await {
            Ok(Erased {
                events: 0,
                contacts: 0,
            }) => {}
            Ok(Erased { events, contacts }) => {
                tracing::info!(events, contacts, "deleted events and contacts were erased");
            }
            Err(error) => tracing::warn!(%error, "deleted events and contacts could not be erased"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
