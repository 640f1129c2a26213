//! The sender of emails to hosts. It claims due emails, sends them without holding a connection, and records the
//! outcomes. Several may run at the same time, in one or several processes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use seat_dealer_core::{Channel, Delay, EmailAddress, next_try};
use seat_dealer_db::host_messages::{self, HostClaims, HostEmail, HostOutcome};
use seat_dealer_db::{self as db, Db, dev_mailbox};
use tokio_util::sync::CancellationToken;

use crate::host_mail::{HostLinks, render};
use crate::providers::{ChannelProvider, Provider, Providers};
use crate::send_counts::{HostCounts, SendResult};
use crate::sender::{LONGEST_SLEEP, RENEWAL, next_day};
use crate::{Extras, Outcome, Outgoing, Recipient};

/// The maximum number of emails that are claimed, and sent at the same time.
const CONCURRENCY: usize = 4;

/// The name from whom emails to hosts come.
const SENDER: &str = "seat-dealer";

/// Sends emails to hosts.
#[derive(Debug, Clone)]
pub struct HostSender {
    db: Db,
    providers: Providers,
    frontend_base: String,
    api_base: String,
    lease: String,
    counts: Arc<HostCounts>,
}

impl HostSender {
    /// Creates a sender. `frontend_base` is the base address of links to the web app, and `api_base` that of the links
    /// that stop these emails, both without a slash at the end.
    pub fn new(
        db: Db,
        providers: Providers,
        frontend_base: String,
        api_base: String,
        counts: Arc<HostCounts>,
    ) -> Self {
        Self {
            db,
            providers,
            frontend_base,
            api_base,
            lease: db::new_id(),
            counts,
        }
    }

    /// Sends until `stop`. Emails that are being sent then are completed.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let sleep = match self.send_due(db::now()).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::warn!(%error, "emails to hosts could not be sent; they are tried again");
                    LONGEST_SLEEP
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Sends the emails that are due, at most [`CONCURRENCY`]. Returns the time to sleep.
    async fn send_due(&self, now: Timestamp) -> db::Result<Duration> {
        // The query takes no write lock, so an idle sender does not block others.
        let next = self.db.read(host_messages::next_due).await?;
        let Some(due) = next else {
            return Ok(LONGEST_SLEEP);
        };
        if due > now {
            let until = due.duration_since(now).try_into().unwrap_or(LONGEST_SLEEP);
            return Ok(LONGEST_SLEEP.min(until));
        }
        let lease = self.lease.clone();
        let HostClaims { claimed, unknown } = self
            .db
            .write(move |conn| host_messages::claim(conn, &lease, CONCURRENCY, now))
            .await?;
        for _ in 0..unknown {
            tracing::warn!("the sender of an email to a host has died; it may have arrived");
            self.counts.add(SendResult::Unknown);
        }
        let mut in_flight = tokio::task::JoinSet::new();
        for email in claimed {
            let sender = self.clone();
            in_flight.spawn(async move { sender.deliver(Arc::new(email)).await });
        }
        in_flight.join_all().await;
        Ok(Duration::ZERO)
    }

    async fn deliver(&self, email: Arc<HostEmail>) {
        let message = email.id.as_str();
        let sent = tokio::select! {
            sent = self.send(&email) => sent,
            never = self.keep_lease(&email) => match never {},
        };
        match sent {
            Ok(()) => {}
            Err(db::Error::NotFound) => {
                tracing::debug!(message, "an email to a host is no longer this sender's");
            }
            // The lease will expire, and the outcome will be unknown.
            Err(error) => {
                tracing::error!(%error, message, "what became of an email to a host could not be noted");
            }
        }
    }

    /// Renews the lease of an email while it is being sent.
    async fn keep_lease(&self, email: &HostEmail) -> Infallible {
        loop {
            tokio::time::sleep(RENEWAL).await;
            let (id, lease) = (email.id.clone(), email.lease.clone());
            let renewed = self
                .db
                .write(move |conn| host_messages::renew(conn, &id, &lease, db::now()))
                .await;
            if let Err(error) = renewed {
                let message = email.id.as_str();
                tracing::warn!(%error, message, "a lease could not be renewed");
            }
        }
    }

    async fn send(&self, email: &Arc<HostEmail>) -> db::Result<()> {
        let outgoing = match self.outgoing(email) {
            Ok(outgoing) => outgoing,
            Err(why) => return self.record(email, HostOutcome::Failed(why)).await,
        };
        let provider = match self.providers.of(Channel::Email) {
            ChannelProvider::Provider(provider) => provider,
            ChannelProvider::Mailbox => return self.keep(email, outgoing).await,
            ChannelProvider::Nobody => {
                let why = "email is not set up here".to_owned();
                return self.record(email, HostOutcome::Failed(why)).await;
            }
        };
        if let Some(later) = self.permit(provider, email).await? {
            return self.record(email, later).await;
        }
        let outcome = provider.send(&outgoing).await;
        self.record(email, after(outcome, email.attempts, db::now()))
            .await
    }

    fn outgoing(&self, email: &HostEmail) -> Result<Outgoing, String> {
        let to = EmailAddress::parse(&email.address).map_err(|error| error.to_string())?;
        let token = self.db.tokens().host_news_token(&email.host);
        let links = HostLinks {
            app: self.frontend_base.clone(),
            stop: format!("{}/unsubscribe/{token}", self.api_base),
        };
        let content =
            render(&email.host_name, &email.news, &links).map_err(|error| error.to_string())?;
        Ok(Outgoing {
            public_id: self.db.tokens().public_id(&email.id),
            attempt: email.attempts,
            to: Recipient::Email(to),
            host_name: SENDER.to_owned(),
            content,
            status_callback: None,
            extras: Extras {
                calendar: None,
                unsubscribe_url: Some(links.stop),
            },
        })
    }

    /// Counts an email among those of the day. Returns what becomes of it if a limit is reached.
    async fn permit(
        &self,
        provider: &Provider,
        email: &Arc<HostEmail>,
    ) -> db::Result<Option<HostOutcome>> {
        let Provider::Smtp(smtp) = provider else {
            return Ok(None);
        };
        let (limits, now, counted) = (smtp.settings().daily, db::now(), Arc::clone(email));
        let used_up = self
            .db
            .write(move |conn| host_messages::permit(conn, &counted, limits, now))
            .await?;
        Ok(used_up.map(|_| {
            let why = "the emails that may go to hosts in a day are used up".to_owned();
            HostOutcome::Later(next_day(now), why)
        }))
    }

    /// Stores an email in the development mailbox and records it in one transaction.
    async fn keep(&self, email: &HostEmail, outgoing: Outgoing) -> db::Result<()> {
        let now = db::now();
        let (id, lease) = (email.id.clone(), email.lease.clone());
        let address = email.address.clone();
        self.db
            .write(move |conn| {
                host_messages::record(conn, &id, &lease, &HostOutcome::Sent, now)?;
                let kept = outgoing.content.for_mailbox(&address, Channel::Email);
                dev_mailbox::keep(conn, &kept, now)?;
                Ok(())
            })
            .await?;
        self.counts.add(SendResult::Sent);
        Ok(())
    }

    async fn record(&self, email: &HostEmail, outcome: HostOutcome) -> db::Result<()> {
        let result = match &outcome {
            HostOutcome::Sent => SendResult::Sent,
            HostOutcome::Later(..) => SendResult::Retried,
            HostOutcome::Failed(_) => SendResult::Failed,
            HostOutcome::Unknown(_) => SendResult::Unknown,
        };
        if let HostOutcome::Failed(why) | HostOutcome::Unknown(why) = &outcome {
            tracing::warn!(
                why,
                message = email.id.as_str(),
                "an email to a host was not sent"
            );
        }
        let (id, lease) = (email.id.clone(), email.lease.clone());
        self.db
            .write(move |conn| host_messages::record(conn, &id, &lease, &outcome, db::now()))
            .await?;
        self.counts.add(result);
        Ok(())
    }
}

/// What becomes of an email after try number `attempt`. It is tried again as long as a message to a guest.
fn after(outcome: Outcome, attempt: u32, now: Timestamp) -> HostOutcome {
    match outcome {
        Outcome::Sent { .. } | Outcome::Delivered => HostOutcome::Sent,
        Outcome::Unknown { reason } => HostOutcome::Unknown(reason),
        Outcome::Permanent { reason, .. } | Outcome::OptedOut { reason } => {
            HostOutcome::Failed(reason)
        }
        Outcome::Transient {
            reason,
            retry_after,
            ..
        } => {
            let jitter = crate::jitter();
            let delay = Delay {
                jitter,
                retry_after,
            };
            let again = next_try(attempt, delay).and_then(|wait| now.checked_add(wait).ok());
            match again {
                Some(again) => HostOutcome::Later(again, reason),
                None => HostOutcome::Failed(reason),
            }
        }
    }
}

#[cfg(test)]
mod tests;
