//! The senders of messages to hosts: one of emails, and one of push messages. A sender claims due messages, sends them
//! without holding a connection, and records the outcomes. Several may run at the same time, in one or several processes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use seat_dealer_core::{Channel, Delay, EmailAddress, next_try};
use seat_dealer_db::host_messages::{
    self, HostClaims, HostMessage, HostOutcome, HostRecipient, HostWay,
};
use seat_dealer_db::push_subscriptions::PushTarget;
use seat_dealer_db::{self as db, Db, dev_mailbox};
use tokio_util::sync::CancellationToken;

use crate::host_mail::{HostLinks, render};
use crate::host_push;
use crate::providers::{ChannelProvider, Provider, Providers};
use crate::push::PushClient;
use crate::send_counts::{HostCounts, SendResult};
use crate::sender::{LONGEST_SLEEP, RENEWAL, next_day};
use crate::{Extras, Outcome, Outgoing, Recipient};

/// The maximum number of emails that are claimed, and sent at the same time.
const EMAILS: usize = 4;
/// The maximum number of push messages that are claimed, and sent at the same time. A push service may be slow, and a
/// host may name one that does not answer.
const PUSHES: usize = 32;

/// The name from whom emails to hosts come.
const SENDER: &str = "seat-dealer";

/// Sends messages to hosts one way.
#[derive(Debug, Clone)]
pub struct HostSender {
    db: Db,
    way: Way,
    lease: String,
    counts: Arc<HostCounts>,
}

#[derive(Debug, Clone)]
enum Way {
    Email {
        providers: Providers,
        frontend_base: String,
        api_base: String,
    },
    Push(PushClient),
}

impl HostSender {
    /// Creates a sender of emails. `frontend_base` is the base address of links to the web app, and `api_base` that of
    /// the links that stop these emails, both without a slash at the end.
    pub fn of_emails(
        db: Db,
        providers: Providers,
        frontend_base: String,
        api_base: String,
        counts: Arc<HostCounts>,
    ) -> Self {
        let way = Way::Email {
            providers,
            frontend_base,
            api_base,
        };
        Self::new(db, way, counts)
    }

    /// Creates a sender of push messages.
    pub fn of_pushes(db: Db, client: PushClient, counts: Arc<HostCounts>) -> Self {
        Self::new(db, Way::Push(client), counts)
    }

    fn new(db: Db, way: Way, counts: Arc<HostCounts>) -> Self {
        Self {
            db,
            way,
            lease: db::new_id(),
            counts,
        }
    }

    /// Sends until `stop`. Messages that are being sent then are completed.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let sleep = match self.send_due(db::now()).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::warn!(%error, "messages to hosts could not be sent; they are tried again");
                    LONGEST_SLEEP
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Sends the messages that are due, as many as at the same time. Returns the time to sleep.
    async fn send_due(&self, now: Timestamp) -> db::Result<Duration> {
        // The query takes no write lock, so an idle sender does not block others.
        let (way, most) = match &self.way {
            Way::Email { .. } => (HostWay::Email, EMAILS),
            Way::Push(_) => (HostWay::Push, PUSHES),
        };
        let next = self
            .db
            .read(move |conn| host_messages::next_due(conn, way))
            .await?;
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
            .write(move |conn| host_messages::claim(conn, way, &lease, most, now))
            .await?;
        for _ in 0..unknown {
            tracing::warn!("the sender of a message to a host has died; it may have arrived");
            self.counts.add(SendResult::Unknown);
        }
        let mut in_flight = tokio::task::JoinSet::new();
        for message in claimed {
            let sender = self.clone();
            in_flight.spawn(async move { sender.deliver(Arc::new(message)).await });
        }
        in_flight.join_all().await;
        Ok(Duration::ZERO)
    }

    async fn deliver(&self, message: Arc<HostMessage>) {
        let sent = tokio::select! {
            sent = self.send(&message) => sent,
            never = self.keep_lease(&message) => match never {},
        };
        let message = message.id.as_str();
        match sent {
            Ok(()) => {}
            Err(db::Error::NotFound) => {
                tracing::debug!(message, "a message to a host is no longer this sender's");
            }
            // The lease will expire, and the outcome will be unknown.
            Err(error) => {
                tracing::error!(%error, message, "what became of a message to a host could not be noted");
            }
        }
    }

    /// Renews the lease of a message while it is being sent.
    async fn keep_lease(&self, message: &HostMessage) -> Infallible {
        loop {
            tokio::time::sleep(RENEWAL).await;
            let (id, lease) = (message.id.clone(), message.lease.clone());
            let renewed = self
                .db
                .write(move |conn| host_messages::renew(conn, &id, &lease, db::now()))
                .await;
            if let Err(error) = renewed {
                let message = message.id.as_str();
                tracing::warn!(%error, message, "a lease could not be renewed");
            }
        }
    }

    async fn send(&self, message: &Arc<HostMessage>) -> db::Result<()> {
        match (&self.way, &message.to) {
            (
                Way::Email {
                    providers,
                    frontend_base,
                    api_base,
                },
                HostRecipient::Email(address),
            ) => {
                let links = HostLinks {
                    app: frontend_base.clone(),
                    stop: format!(
                        "{api_base}/unsubscribe/{}",
                        self.db.tokens().host_news_token(&message.host)
                    ),
                };
                self.send_email(message, providers, address, links).await
            }
            (
                Way::Push(client),
                HostRecipient::Browser {
                    target, with_names, ..
                },
            ) => self.push(message, client, target, *with_names).await,
            // A claim has only messages that go this sender's way.
            _ => Ok(()),
        }
    }

    async fn push(
        &self,
        message: &HostMessage,
        client: &PushClient,
        target: &PushTarget,
        with_names: bool,
    ) -> db::Result<()> {
        let outcome = match host_push::render(&message.news, with_names) {
            Ok(rendered) => client.send(target, &rendered).await,
            Err(error) => Outcome::permanent(error.to_string()),
        };
        let outcome = match outcome {
            Outcome::OptedOut { reason } => HostOutcome::Gone(reason),
            outcome => after(outcome, message.attempts, db::now()),
        };
        self.record(message, outcome).await
    }

    async fn send_email(
        &self,
        message: &Arc<HostMessage>,
        providers: &Providers,
        address: &str,
        links: HostLinks,
    ) -> db::Result<()> {
        let outgoing = match self.outgoing(message, address, links) {
            Ok(outgoing) => outgoing,
            Err(why) => return self.record(message, HostOutcome::Failed(why)).await,
        };
        let provider = match providers.of(Channel::Email) {
            ChannelProvider::Provider(provider) => provider,
            ChannelProvider::Mailbox => return self.keep(message, address, outgoing).await,
            ChannelProvider::Nobody => {
                let why = "email is not set up here".to_owned();
                return self.record(message, HostOutcome::Failed(why)).await;
            }
        };
        if let Some(later) = self.permit(provider, message).await? {
            return self.record(message, later).await;
        }
        let outcome = provider.send(&outgoing).await;
        self.record(message, after(outcome, message.attempts, db::now()))
            .await
    }

    fn outgoing(
        &self,
        message: &HostMessage,
        address: &str,
        links: HostLinks,
    ) -> Result<Outgoing, String> {
        let to = EmailAddress::parse(address).map_err(|error| error.to_string())?;
        let content =
            render(&message.host_name, &message.news, &links).map_err(|error| error.to_string())?;
        Ok(Outgoing {
            public_id: self.db.tokens().public_id(&message.id),
            attempt: message.attempts,
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
        email: &Arc<HostMessage>,
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
    async fn keep(&self, email: &HostMessage, address: &str, outgoing: Outgoing) -> db::Result<()> {
        let now = db::now();
        let (id, lease) = (email.id.clone(), email.lease.clone());
        let address = address.to_owned();
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

    async fn record(&self, message: &HostMessage, outcome: HostOutcome) -> db::Result<()> {
        let result = match &outcome {
            HostOutcome::Sent => SendResult::Sent,
            HostOutcome::Later(..) => SendResult::Retried,
            HostOutcome::Failed(_) | HostOutcome::Gone(_) => SendResult::Failed,
            HostOutcome::Unknown(_) => SendResult::Unknown,
        };
        if let HostOutcome::Failed(why) | HostOutcome::Unknown(why) = &outcome {
            tracing::warn!(
                why,
                message = message.id.as_str(),
                "a message to a host was not sent"
            );
        }
        let (id, lease) = (message.id.clone(), message.lease.clone());
        self.db
            .write(move |conn| host_messages::record(conn, &id, &lease, &outcome, db::now()))
            .await?;
        self.counts.add(result);
        Ok(())
    }
}

/// What becomes of a message after try number `attempt`. It is tried again as long as a message to a guest.
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
