//! The sender of the outbox's messages. It claims due messages, sends them without holding a connection, and records
//! the outcomes. Several senders may run at the same time, in one or several processes.
//!
//! `reconcile` handles messages whose outcome is unknown, and `outcome` records outcomes.

mod outcome;
mod permission;
mod reconcile;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use seat_dealer_core::{
    Channel, Command, EmailAddress, Language, MessageKind, MessageStatus, PhoneNumber, Response,
    Seat,
};

use seat_dealer_db::messages::{self, Claimed, Claims, Unreadable};
use seat_dealer_db::{self as db, Db, dev_mailbox};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span, field, info_span};

use self::outcome::{accepted, command};
pub(crate) use self::permission::next_day;
use crate::calendar::Attendance;
use crate::messages::segment_limit;
use crate::providers::{ChannelProvider, Providers};
use crate::segments::exceeds;
use crate::send_counts::{Counts, SendResult};
use crate::twilio::Attempt;
use crate::{CalendarEntry, Extras, MessageContext, Outcome, Outgoing, Recipient, render};

/// The maximum time between two queries for due messages, which other processes may have written.
pub(crate) const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// The interval in which a sender renews the lease of a message that it is sending. A lease is three times as long.
pub(crate) const RENEWAL: Duration = Duration::from_secs(10);
/// The maximum number of messages that are sent at the same time.
const CONCURRENCY: usize = 16;

/// Sends the messages of the outbox.
#[derive(Debug, Clone)]
pub struct Sender {
    db: Db,
    providers: Providers,
    frontend_base: String,
    /// The base address of Twilio's status callbacks.
    callback_base: Option<String>,
    /// The language of messages to contacts who have none of their own.
    language: Language,
    /// The base address of the links that stop email.
    unsubscribe_base: Option<String>,
    lease: String,
    /// The interval in which leases are renewed.
    renewal: Duration,
    counts: Arc<Counts>,
}

impl Sender {
    /// Creates a sender. `frontend_base` is the base address of links in messages, without a slash at its end.
    pub fn new(db: Db, providers: Providers, frontend_base: String) -> Self {
        Self {
            db,
            providers,
            frontend_base,
            callback_base: None,
            language: Language::English,
            unsubscribe_base: None,
            lease: db::new_id(),
            renewal: RENEWAL,
            counts: Arc::default(),
        }
    }

    /// Sets the base address of Twilio's status callbacks, without a slash at its end. Has no effect if Twilio cannot
    /// reach that address.
    #[must_use]
    pub fn with_status_callbacks(self, api_base: String) -> Self {
        Self {
            callback_base: Some(api_base),
            ..self
        }
    }

    /// Sets the base address of the links that stop email, without a slash at its end.
    #[must_use]
    pub fn with_unsubscribing(self, api_base: String) -> Self {
        Self {
            unsubscribe_base: Some(api_base),
            ..self
        }
    }

    /// Sets the language of messages to contacts who have none of their own. The default is English.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// Sets the counters of results.
    #[must_use]
    pub fn with_counts(self, counts: Arc<Counts>) -> Self {
        Self { counts, ..self }
    }

    /// Sends until `stop`. Messages that are being sent then are completed.
    pub async fn run(self, stop: CancellationToken) {
        let mut changes = self.db.changes();
        let mut in_flight: JoinSet<()> = JoinSet::new();
        if let Err(error) = self.use_opt_outs().await {
            tracing::error!(%error, "the opt-outs of the sender in use could not be looked up");
        }
        while !stop.is_cancelled() {
            while in_flight.try_join_next().is_some() {}
            let room = CONCURRENCY - in_flight.len();
            let sleep = match self.claim(room).await {
                Ok((claimed, sleep)) => {
                    for message in claimed {
                        let (sender, span) = (self.clone(), span_of(&message));
                        in_flight
                            .spawn(async move { sender.deliver(message).await }.instrument(span));
                    }
                    sleep
                }
                Err(error) => {
                    tracing::warn!(%error, "the sender could not look into the outbox; it tries again");
                    LONGEST_SLEEP
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(sleep) => {}
                _ = changes.recv() => while changes.try_recv().is_ok() {},
                Some(_) = in_flight.join_next() => {}
            }
        }
        while in_flight.join_next().await.is_some() {}
    }

    /// Claims due messages. Returns the time until the next query.
    async fn claim(&self, room: usize) -> db::Result<(Vec<Claimed>, Duration)> {
        let now = db::now();
        // The query takes no write lock, so an idle sender does not block others.
        let next = self.db.read(messages::next_due).await?;
        let Some(due) = next.filter(|_| room > 0) else {
            return Ok((Vec::new(), LONGEST_SLEEP));
        };
        if due > now {
            let until = due.duration_since(now).try_into().unwrap_or(LONGEST_SLEEP);
            return Ok((Vec::new(), LONGEST_SLEEP.min(until)));
        }
        let lease = self.lease.clone();
        let Claims {
            claimed,
            unreadable,
        } = self
            .db
            .write(move |conn| messages::claim(conn, &lease, room, now))
            .await?;
        for Unreadable { id, channel, error } in unreadable {
            tracing::error!(%error, message = id, "this release cannot read a message; it waits");
            if let Some(channel) = channel {
                self.counts.add(channel, SendResult::Unreadable);
            }
        }
        let sleep = if claimed.len() == room {
            LONGEST_SLEEP
        } else {
            Duration::from_millis(1)
        };
        Ok((claimed, sleep))
    }

    async fn deliver(&self, claimed: Claimed) {
        let message = claimed.message.id.as_str();
        let sent = tokio::select! {
            sent = self.send(&claimed) => sent,
            never = self.keep_lease(&claimed) => match never {},
        };
        match sent {
            Ok(()) => {}
            // The lease has expired and another sender has the message, or its event is deleted.
            Err(db::Error::NotFound) => {
                tracing::debug!(message, "a message is no longer this sender's");
            }
            // The lease will expire, and the message will be tried again.
            Err(error) => {
                tracing::error!(%error, message, "what became of a message could not be noted");
            }
        }
    }

    /// Renews the lease of a message while it is being sent.
    async fn keep_lease(&self, claimed: &Claimed) -> Infallible {
        loop {
            tokio::time::sleep(self.renewal).await;
            let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
            let renewed = self
                .db
                .write(move |conn| messages::renew(conn, &id, &lease, db::now()))
                .await;
            if let Err(error) = renewed {
                let message = claimed.message.id.as_str();
                tracing::warn!(%error, message, "a lease could not be renewed");
            }
        }
    }

    /// Sends a message and records its outcome.
    async fn send(&self, claimed: &Claimed) -> db::Result<()> {
        let outgoing = match self.outgoing(claimed) {
            Ok(outgoing) => outgoing,
            Err(reason) => {
                return self
                    .tell(claimed, command(claimed, Outcome::permanent(reason)))
                    .await;
            }
        };
        let provider = self.providers.of(claimed.message.channel);
        if let (ChannelProvider::Provider(provider), MessageStatus::Unknown) =
            (provider, claimed.message.status)
            && let Some(news) = self.reconcile(provider, claimed, &outgoing).await?
        {
            return self.tell(claimed, news).await;
        }
        let may_be_sent = claimed.invitation.may_be_sent(
            &claimed.message,
            &claimed.event,
            claimed.email.as_deref(),
            db::now(),
        );
        if claimed.rests || !may_be_sent {
            let message = claimed.message.id.clone();
            return self.tell(claimed, Command::Withheld { message }).await;
        }
        let provider = match provider {
            ChannelProvider::Provider(provider) => provider,
            ChannelProvider::Mailbox => return self.keep(claimed, outgoing).await,
            ChannelProvider::Nobody => {
                let outcome = Outcome::permanent("this channel is not set up here");
                return self.tell(claimed, command(claimed, outcome)).await;
            }
        };
        if let Some(news) = self.permit(provider, claimed, &outgoing.to).await? {
            return self.tell(claimed, news).await;
        }
        let outcome = provider.send(&outgoing).await;
        let opted_out = matches!(outcome, Outcome::OptedOut { .. });
        self.tell(claimed, command(claimed, outcome)).await?;
        if opted_out {
            self.record_opt_out(provider, &outgoing.to).await?;
        }
        Ok(())
    }

    fn outgoing(&self, message: &Claimed) -> Result<Outgoing, String> {
        if message.opted_out {
            return Err("they want no more of these".to_owned());
        }
        let address = message.address.as_deref().unwrap_or_default();
        let to = match message.message.channel {
            Channel::Sms => PhoneNumber::parse(address).map(Recipient::Phone),
            Channel::Email => EmailAddress::parse(address).map(Recipient::Email),
            Channel::ByHand => return Err("the host passes this one on".to_owned()),
        };
        let to = to.map_err(|_| match message.message.channel {
            Channel::Sms => "the contact has no phone number any more",
            _ => "the contact has no email address any more",
        })?;
        let message_context = self.message_context(message, &to);
        let content = render(
            message.message.kind,
            message.message.channel,
            &message_context,
        )
        .map_err(|error| error.to_string())?;
        let limit = segment_limit(&message_context);
        if message.message.channel == Channel::Sms && exceeds(&content.text, limit) {
            return Err(format!("the text would take more than {limit} segments"));
        }
        let attempt = Attempt {
            message: message.message.id.clone(),
            number: message.message.attempts,
        };
        Ok(Outgoing {
            public_id: self.db.tokens().public_id(&message.message.id),
            attempt: message.message.attempts,
            to,
            host_name: message.host_name.clone(),
            content,
            status_callback: self
                .callback_base
                .as_deref()
                .and_then(|base| attempt.callback_url(base)),
            extras: Extras {
                calendar: calendar_entry(message, &message_context),
                unsubscribe_url: message_context.unsubscribe_url,
            },
        })
    }

    fn message_context(&self, message: &Claimed, to: &Recipient) -> MessageContext {
        let token = self.db.tokens().token(&message.invitation.id);
        let unsubscribe_url = match (to, &self.unsubscribe_base) {
            (Recipient::Email(address), Some(base)) => Some(format!(
                "{base}/unsubscribe/{}",
                self.db.tokens().unsubscribe_token(address)
            )),
            _ => None,
        };
        let context = MessageContext::of(
            message.language.unwrap_or(self.language),
            &message.invitation,
            &message.event,
            &message.description,
            message.look,
            &message.host_name,
            format!("{}/rsvp/{token}", self.frontend_base),
        );
        let words = message.message.words.as_ref();
        MessageContext {
            unsubscribe_url,
            words: words.map(|words| words.text().to_owned()),
            ..context
        }
    }

    /// Stores a message in the development mailbox and records the outcome in one transaction.
    async fn keep(&self, claimed: &Claimed, outgoing: Outgoing) -> db::Result<()> {
        let now = db::now();
        let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
        let channel = claimed.message.channel;
        let address = claimed.address.clone().unwrap_or_default();
        let news = accepted(claimed, None, true);
        self.db
            .advance_event(&claimed.event_id, now, move |conn, _| {
                messages::must_hold(conn, &id, &lease)?;
                let kept = outgoing.content.for_mailbox(&address, channel);
                dev_mailbox::keep(conn, &kept, now)?;
                Ok(news.clone())
            })
            .await?;
        self.count_result(channel, SendResult::Sent);
        Ok(())
    }

    /// Adds the result of one try to the counters and to its span.
    fn count_result(&self, channel: Channel, result: SendResult) {
        self.counts.add(channel, result);
        Span::current().record("message.result", result.as_str());
    }
}

/// The span of one try to send a message.
fn span_of(message: &Claimed) -> Span {
    info_span!(
        target: db::TRACES,
        parent: None,
        "send message",
        event.id = message.event_id.as_str(),
        message.id = message.message.id.as_str(),
        message.kind = message.message.kind.as_str(),
        message.channel = message.message.channel.as_str(),
        message.attempt = message.message.attempts,
        message.result = field::Empty,
    )
}

/// The calendar entry of an email. A guest with a seat gets an entry, and it is removed together with the seat or the
/// date. An email to an address without an entry removes none.
fn calendar_entry(message: &Claimed, context: &MessageContext) -> Option<CalendarEntry> {
    let invitation = &message.invitation;
    let entry = invitation.calendar.as_ref();
    let elsewhere = entry.is_some_and(|entry| entry.has_moved(message.address.as_deref()));
    let removed_at = entry.and_then(|entry| entry.starts_at);
    let attendance = match (invitation.seat, invitation.response) {
        _ if message.message.channel != Channel::Email || elsewhere => return None,
        // A message after the begin, such as thanks, changes no calendar.
        _ if message.message.kind == MessageKind::HostMessage
            && message.event.has_begun(db::now()) =>
        {
            return None;
        }
        _ if message.message.kind == MessageKind::Released => Attendance::Off,
        (Seat::Seated, _) if context.starts_at.is_none() => Attendance::Off,
        (Seat::Seated, Some(Response::Probably)) => Attendance::ProbablyComes,
        (Seat::Seated, _) => Attendance::Comes,
        _ if entry.is_some() => Attendance::Off,
        _ => return None,
    };
    let starts_at = match attendance {
        Attendance::Off => removed_at.or(context.starts_at)?,
        Attendance::Comes | Attendance::ProbablyComes => context.starts_at?,
    };
    Some(CalendarEntry {
        language: context.language,
        invitation: invitation.id.clone(),
        changes: message.calendar_changes,
        written_at: db::now(),
        attendance,
        starts_at,
        ends_at: context.ends_at.filter(|_| attendance != Attendance::Off),
        title: context.title.clone(),
        location: context.location.clone(),
        url: context.url.clone(),
        description: context.description.clone(),
        rsvp_url: context.rsvp_url.clone(),
        host_name: context.host_name.clone(),
        guest_name: context.guest_name.clone(),
    })
}

#[cfg(test)]
mod tests;
