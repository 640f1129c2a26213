//! Writes messages to hosts into their outbox when there is something to tell (rule 17). It sleeps until the next host is
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

/// Tells hosts.
pub(crate) struct News {
    pub(crate) db: Db,
    /// The hosts who may hear.
    pub(crate) allowed: Allowed,
    /// Whether emails can be sent.
    pub(crate) has_mail: bool,
}

impl News {
    /// Runs until `stop` is cancelled.
    pub(crate) async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let sleep = match self.round().await {
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
    async fn round(&self) -> db::Result<Duration> {
        let now = db::now();
        let due = self
            .db
            .read(move |conn| host_news::due(conn, now, BATCH))
            .await?;
        for host in due {
            if let Err(error) = self.tell(&host, now).await {
                tracing::error!(%error, host = host.as_str(), "a host could not be told");
                // Others must not wait for this host.
                self.db
                    .write(move |conn| host_news::put_off(conn, &host, now))
                    .await?;
            }
        }
        let next = self.db.read(host_news::next_due).await?;
        let until = next.map_or(LONGEST_SLEEP, |due| {
            due.duration_since(db::now())
                .try_into()
                .unwrap_or(Duration::ZERO)
        });
        // At least 20 ms, so that a host who stays due does not cause a busy loop.
        Ok(until.clamp(Duration::from_millis(20), LONGEST_SLEEP))
    }

    async fn tell(&self, host: &HostId, now: Timestamp) -> db::Result<()> {
        let id = host.clone();
        let may_hear = match self.db.read(move |conn| hosts::get(conn, &id)).await {
            Ok(host) => self.allowed.allows(&host.email),
            Err(db::Error::NotFound) => false,
            Err(error) => return Err(error),
        };
        let (id, has_mail) = (host.clone(), self.has_mail);
        self.db
            .write(move |conn| {
                if may_hear {
                    host_news::tell(conn, &id, has_mail, now)
                } else {
                    host_news::drop_due(conn, &id, now)
                }
            })
            .await
    }
}
