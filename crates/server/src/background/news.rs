//! Writes emails to hosts into their outbox when there is something to tell (rule 17). It sleeps until the next host is
//! due. Several may run at once: each locks the host, so the second one finds nothing left to tell.

use std::time::Duration;

use jiff::Timestamp;
use seat_dealer_core::HostId;
use seat_dealer_db::{self as db, Db, host_news, hosts};
use tokio_util::sync::CancellationToken;

use crate::config::Allowed;

/// The longest sleep. After it, hosts are seen that another process has made due.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// The number of log entries that one query for due hosts looks at.
const BATCH: usize = 64;

/// Runs until `stop` is cancelled. `allowed` are the hosts who may hear; `None`: nobody, because no mail server is set.
pub(crate) async fn run(db: Db, allowed: Option<Allowed>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let sleep = match round(&db, allowed.as_ref()).await {
            Ok(sleep) => sleep,
            Err(error) => {
                tracing::warn!(%error, "what hosts are told could not be looked up; it is tried again");
                LONGEST_SLEEP
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

/// Tells the hosts that are due, and returns the time to sleep.
async fn round(db: &Db, allowed: Option<&Allowed>) -> db::Result<Duration> {
    let now = db::now();
    let due = db
        .read(move |conn| host_news::due(conn, now, BATCH))
        .await?;
    for host in due {
        if let Err(error) = tell(db, allowed, &host, now).await {
            tracing::error!(%error, host = host.as_str(), "a host could not be told");
            // Others must not wait for this host.
            db.write(move |conn| host_news::put_off(conn, &host, now))
                .await?;
        }
    }
    let next = db.read(host_news::next_due).await?;
    let until = next.map_or(LONGEST_SLEEP, |due| {
        due.duration_since(db::now())
            .try_into()
            .unwrap_or(Duration::ZERO)
    });
    // At least 20 ms, so that a host who stays due does not cause a busy loop.
    Ok(until.clamp(Duration::from_millis(20), LONGEST_SLEEP))
}

async fn tell(db: &Db, allowed: Option<&Allowed>, host: &HostId, now: Timestamp) -> db::Result<()> {
    let id = host.clone();
    let may_hear = match db.read(move |conn| hosts::get(conn, &id)).await {
        Ok(host) => allowed.is_some_and(|allowed| allowed.allows(&host.email)),
        Err(db::Error::NotFound) => false,
        Err(error) => return Err(error),
    };
    let id = host.clone();
    db.write(move |conn| host_news::tell(conn, &id, may_hear, now))
        .await
}
