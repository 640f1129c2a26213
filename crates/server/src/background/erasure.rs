//! Erases for good what hosts have deleted, when it has been kept long enough.

use std::time::Duration;

use seat_dealer_db::erasure::Erased;
use seat_dealer_db::{self as db, Db};
use tokio_util::sync::CancellationToken;

/// How often this process looks for what is to be erased.
const LOOK: Duration = Duration::from_hours(1);

/// Works until `stop`.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match db.erase_deleted(db::now()).await {
            Ok(Erased {
                events: 0,
                contacts: 0,
            }) => {}
            Ok(Erased { events, contacts }) => {
                tracing::info!(events, contacts, "erased what hosts had deleted");
            }
            Err(error) => tracing::warn!(%error, "deleted events and contacts could not be erased"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
