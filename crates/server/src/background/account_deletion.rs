//! Finishes what hosts began who have closed their accounts: their events are called off, and when
//! their guests have been told, everything is erased.

use std::time::Duration;

use seat_dealer_db::{self as db, Db};
use tokio_util::sync::CancellationToken;

/// How often it is looked for closed accounts.
const LOOK: Duration = Duration::from_secs(1);

/// Works until `stop`.
pub(crate) async fn run(db: Db, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match db.finish_closing(db::now()).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "closed accounts were erased"),
            Err(error) => tracing::warn!(%error, "closed accounts could not be erased yet"),
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
