//! Makes a backup of the embedded database every day.

use std::path::PathBuf;
use std::time::Duration;

use seat_dealer_db::daily_backups::back_up_today;
use seat_dealer_db::{self as db, DatabaseUrl, Error};
use tokio_util::sync::CancellationToken;

/// The pause between two looks at whether today's backup is there. A backup that has failed is made again after it.
const INTERVAL: Duration = Duration::from_hours(1);

/// Runs until `stop` is cancelled.
pub(crate) async fn run(database: DatabaseUrl, folder: PathBuf, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let (url, place) = (database.clone(), folder.clone());
        let made = tokio::task::spawn_blocking(move || back_up_today(&url, &place, db::now()))
            .await
            .unwrap_or_else(|error| Err(Error::Unavailable(error.to_string())));
        match made {
            Ok(None) => {}
            Ok(Some(file)) => tracing::info!(file = %file.display(), "a backup was made"),
            Err(error) => {
                tracing::error!(%error, folder = %folder.display(), "today's backup could not be made");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
