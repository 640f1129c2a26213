//! Deletes closed accounts: cancels their events, and erases their data after the guests have been
//! told ([ADR 11](../../../../docs/adr/0011-an-account-ends-when-its-guests-know.md)).

use std::time::Duration;

use seat_dealer_db::{self as db, Db};
use tokio_util::sync::CancellationToken;

/// The pause between two queries for closed accounts.
const INTERVAL: Duration = Duration::from_secs(1);

/// Runs until `stop` is cancelled.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match db.finish_closing(db::now()).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "closed accounts were erased"),
            Err(error) => tracing::warn!(%error, "closed accounts could not be erased yet"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
