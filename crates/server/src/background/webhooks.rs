//! Sends log entries to the hosts' webhooks.
//!
//! Several processes may do so at once: an entry is planned once for each webhook, and a delivery is claimed with a
//! lease. A process that ends while it sends leaves a lease that expires, so an entry is sent at least once.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_api_types::{HostLogEntry, WebhookBody};
use seat_dealer_core::PausedReason;
use seat_dealer_db::host_log::NumberedEntry;
use seat_dealer_db::webhooks::claims::{self, Attempt, Claimed};
use seat_dealer_db::{self as db, Db};
use seat_dealer_delivery::jitter;
use seat_dealer_delivery::webhooks::{WebhookClient, WebhookRequest, WebhookResponse};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::config::Allowed;

/// The pause between two looks at the logs.
const INTERVAL: Duration = Duration::from_millis(500);
/// The maximum number of requests at once, each to another webhook: a receiver that does not answer delays others only
/// if so many do not answer.
const CONCURRENCY: usize = 256;
/// The wait after the first failure. It grows fourfold with each.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_hours(12);
/// The pause between two looks whether an excluded host is allowed again.
const EXCLUDED: SignedDuration = SignedDuration::from_mins(10);

/// Sends deliveries that are due.
#[derive(Clone)]
pub(crate) struct WebhookSender {
    pub(crate) db: Db,
    pub(crate) client: WebhookClient,
    /// The hosts whose webhooks are sent something. What others would be sent waits.
    pub(crate) allowed: Allowed,
    /// The entry as the API shows it.
    pub(crate) represent: fn(NumberedEntry) -> HostLogEntry,
}

impl WebhookSender {
    /// Runs until `stop` is cancelled. Requests that are under way then are completed.
    pub(crate) async fn run(self, stop: CancellationToken) {
        let mut in_flight: JoinSet<String> = JoinSet::new();
        // The webhooks with a request under way.
        let mut busy: HashSet<String> = HashSet::new();
        while !stop.is_cancelled() {
            let claimed = self.claim(&busy, CONCURRENCY - in_flight.len()).await;
            let claimed = claimed.unwrap_or_else(|error| {
                tracing::warn!(%error, "the logs could not be read for webhooks; it is tried again");
                Vec::new()
            });
            if claimed.is_empty() {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(INTERVAL) => {}
                    Some(ended) = in_flight.join_next() => release(&mut busy, ended),
                }
            }
            for delivery in claimed {
                busy.insert(delivery.webhook_id.clone());
                let sender = self.clone();
                in_flight.spawn(async move {
                    sender.deliver(&delivery).await;
                    delivery.webhook_id
                });
            }
            while let Some(ended) = in_flight.try_join_next() {
                release(&mut busy, ended);
            }
        }
        while in_flight.join_next().await.is_some() {}
    }

    /// Plans deliveries for new entries, and claims those that are due, one of each webhook that is not busy.
    async fn claim(&self, busy: &HashSet<String>, room: usize) -> db::Result<Vec<Claimed>> {
        let now = db::now();
        self.db.plan_deliveries(now).await?;
        let busy: Vec<String> = busy.iter().cloned().collect();
        // The query takes no write lock, so an idle sender does not block others.
        let known = busy.clone();
        let any = self
            .db
            .read(move |conn| claims::any_due(conn, &known, now))
            .await?;
        if room == 0 || !any {
            return Ok(Vec::new());
        }
        let tokens = self.db.tokens().clone();
        self.db
            .write(move |conn| claims::claim(conn, &tokens, &busy, room, 1, now))
            .await
    }

    async fn deliver(&self, delivery: &Claimed) {
        let (webhook, number) = (delivery.webhook_id.as_str(), delivery.number);
        match self.send(delivery).await {
            Ok(None) => {}
            Ok(Some(reason)) => {
                tracing::warn!(webhook, %reason, "a webhook is paused");
            }
            // The lease will expire, and the delivery will be tried again.
            Err(error) => {
                tracing::error!(%error, webhook, number, "what became of a delivery could not be recorded");
            }
        }
    }

    /// Sends a delivery and records its outcome. Returns why its webhook is paused now, if it is.
    async fn send(&self, delivery: &Claimed) -> db::Result<Option<PausedReason>> {
        if !self.allowed.allows(&delivery.host_email) {
            let webhook = delivery.webhook_id.clone();
            let until = db::now().saturating_add(EXCLUDED).unwrap_or(Timestamp::MAX);
            let put_off = move |conn: &mut _| claims::put_off(conn, &webhook, until);
            self.db.write(put_off).await?;
            return Ok(None);
        }
        let claimed = delivery.clone();
        let entry = self
            .db
            .read(move |conn| claims::entry(conn, &claimed))
            .await;
        let response = match entry {
            Ok(entry) => self.post(delivery, entry).await,
            Err(db::Error::NotFound) => {
                let erased = delivery.clone();
                self.db
                    .write(move |conn| claims::drop(conn, &erased))
                    .await?;
                return Ok(None);
            }
            Err(error) => {
                tracing::error!(%error, "an entry for a webhook could not be read");
                Err("The server could not read the log entry.".to_owned())
            }
        };
        let retry_after = response.as_ref().ok().and_then(|it| it.retry_after);
        let attempt = match response {
            Ok(response) if response.is_success() => Attempt::Delivered {
                status: response.status,
            },
            Ok(WebhookResponse { status, .. }) => Attempt::Failed {
                status: Some(status),
                error: format!("The response had the status {status}, not 2xx."),
            },
            Err(error) => Attempt::Failed {
                status: None,
                error,
            },
        };
        let wait = wait(delivery.attempts, retry_after, jitter());
        let settled = delivery.clone();
        self.db
            .write(move |conn| claims::settle(conn, &settled, &attempt, wait, db::now()))
            .await
    }

    async fn post(
        &self,
        delivery: &Claimed,
        entry: NumberedEntry,
    ) -> Result<WebhookResponse, String> {
        let data = (self.represent)(entry);
        let body = WebhookBody {
            kind: data.entry.kind.clone(),
            timestamp: data.entry.at.clone(),
            data,
        };
        let body = serde_json::to_string(&body).map_err(|error| error.to_string())?;
        self.client
            .post(WebhookRequest {
                url: &delivery.url,
                id: &delivery.message_id(),
                timestamp: db::now().as_second(),
                secrets: &delivery.secrets,
                body,
            })
            .await
    }
}

/// The webhook of a request that has ended is no longer busy.
fn release(busy: &mut HashSet<String>, ended: Result<String, JoinError>) {
    match ended {
        Ok(webhook) => {
            busy.remove(&webhook);
        }
        // Which one it was is not known. The lease of a task that panicked expires.
        Err(error) => {
            tracing::error!(%error, "a delivery to a webhook ended with an error");
            busy.clear();
        }
    }
}

/// The time until the next try: 5 s, 20 s, 80 s and so on up to 12 hours, and up to a quarter more at random. The receiver
/// may ask for more, up to 12 hours.
fn wait(attempts: u32, retry_after: Option<Duration>, random: f64) -> SignedDuration {
    let grown = FIRST_WAIT.saturating_mul(4_u32.saturating_pow(attempts.saturating_sub(1)));
    let wait = grown.max(retry_after.unwrap_or_default()).min(LONGEST_WAIT);
    let wait = wait.mul_f64(1.0 + random / 4.0);
    SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_half_a_day() {
        let seconds = |attempts| wait(attempts, None, 0.0).as_secs();
        let waits: Vec<_> = (1..=8).map(seconds).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1_280, 5_120, 20_480, 43_200]);
        assert_eq!(seconds(u32::MAX), 43_200);
        assert_eq!(wait(1, None, 1.0).as_millis(), 6_250);
        let asked = |seconds| wait(2, Some(Duration::from_secs(seconds)), 0.0).as_secs();
        assert_eq!((asked(1), asked(60), asked(u64::MAX)), (20, 60, 43_200));
    }
}
