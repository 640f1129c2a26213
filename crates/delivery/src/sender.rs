//! The sender: works the outbox. It claims what is due, sends it with no connection held, and
//! writes down how it went. Several may run at once, in one process or in many.
//!
//! What is done with a message of which nobody knows whether the provider has taken it stands in
//! `reconcile`; what is stored afterwards, in `outcome`.

mod outcome;
mod permission;
mod reconcile;

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use seat_dealer_core::{
    Channel, Command, EmailAddress, MessageKind, MessageStatus, PhoneNumber, Response, Seat,
};

use seat_dealer_db::messages::{self, Claimed, Claims, Unreadable};
use seat_dealer_db::{self as db, Db, dev_mailbox};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span, field, info_span};

use self::outcome::{accepted, command};
use crate::calendar::Standing;
use crate::providers::{ChannelProvider, Providers};
use crate::segments::{SEGMENT_LIMIT, exceeds};
use crate::send_counts::{Counts, SendResult};
use crate::twilio::Attempt;
use crate::{CalendarEntry, Content, Extras, MessageContext, Outcome, Outgoing, Recipient, render};

/// The longest sleep: what another process wrote is seen after this at the latest.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);
/// How often a sender renews the lease of a message that it is sending. A lease lasts three times as
/// long.
const RENEWAL: Duration = Duration::from_secs(10);
/// How many messages are on their way at once.
const AT_ONCE: usize = 16;

/// Works the outbox.
#[derive(Debug, Clone)]
pub struct Sender {
    db: Db,
    providers: Providers,
    frontend_base: String,
    /// Where Twilio reports what becomes of texts.
    callback_base: Option<String>,
    /// Where guests stop all email.
    unsubscribe_base: Option<String>,
    lease: String,
    /// How often the lease of a message that is being sent is renewed.
    renewal: Duration,
    counts: Arc<Counts>,
}

impl Sender {
    /// Links in messages begin with `frontend_base`, which has no slash at its end.
    pub fn new(db: Db, providers: Providers, frontend_base: String) -> Self {
        Self {
            db,
            providers,
            frontend_base,
            callback_base: None,
            unsubscribe_base: None,
            lease: db::new_id(),
            renewal: RENEWAL,
            counts: Arc::default(),
        }
    }

    /// Lets Twilio report on texts to the API at `api_base`, which has no slash at its end. Not
    /// where Twilio could not reach it.
    #[must_use]
    pub fn with_status_callbacks(self, api_base: String) -> Self {
        Self {
            callback_base: Some(api_base),
            ..self
        }
    }

    /// Lets guests stop all email at `api_base`, which has no slash at its end.
    #[must_use]
    pub fn with_unsubscribing(self, api_base: String) -> Self {
        Self {
            unsubscribe_base: Some(api_base),
            ..self
        }
    }

    /// Counts what becomes of messages there.
    #[must_use]
    pub fn with_counts(self, counts: Arc<Counts>) -> Self {
        Self { counts, ..self }
    }

    /// Sends until `stop`; what is on its way by then is still written down.
    pub async fn run(self, stop: CancellationToken) {
        let mut changes = self.db.changes();
        let mut on_their_way: JoinSet<()> = JoinSet::new();
        if let Err(error) = self.use_opt_outs().await {
            tracing::error!(%error, "the opt-outs of the sender in use could not be looked up");
        }
        while !stop.is_cancelled() {
            while on_their_way.try_join_next().is_some() {}
            let room = AT_ONCE - on_their_way.len();
            let sleep = match self.claim(room).await {
                Ok((claimed, sleep)) => {
                    for message in claimed {
                        let (sender, span) = (self.clone(), span_of(&message));
                        on_their_way
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
                Some(_) = on_their_way.join_next() => {}
            }
        }
        while on_their_way.join_next().await.is_some() {}
    }

    /// Claims what is due and says how long to sleep after that.
    async fn claim(&self, room: usize) -> db::Result<(Vec<Claimed>, Duration)> {
        let now = db::now();
        // A look costs no write lock, so that an idle sender disturbs nobody.
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
            // The lease ran out and somebody else has the message now, or its event is deleted.
            Err(db::Error::NotFound) => {
                tracing::debug!(message, "a message is no longer this sender's");
            }
            // The lease will run out, and the message will be tried again.
            Err(error) => {
                tracing::error!(%error, message, "what became of a message could not be noted");
            }
        }
    }

    /// Renews the lease of a message for as long as it is being sent.
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

    /// Sends a message, and tells its event what became of it.
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
            self.note_opt_out(provider, &outgoing.to).await?;
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
        if message.message.channel == Channel::Sms && exceeds(&content.text, SEGMENT_LIMIT) {
            return Err(format!(
                "the text would take more than {SEGMENT_LIMIT} segments"
            ));
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
            &message.invitation,
            &message.event,
            &message.description,
            &message.host_name,
            format!("{}/rsvp/{token}", self.frontend_base),
        );
        MessageContext {
            unsubscribe_url,
            ..context
        }
    }

    /// Puts a message into the mailbox and tells its event, both or neither.
    async fn keep(&self, claimed: &Claimed, outgoing: Outgoing) -> db::Result<()> {
        let now = db::now();
        let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
        let channel = claimed.message.channel;
        let address = claimed.address.clone().unwrap_or_default();
        let news = accepted(claimed, None, true);
        self.db
            .advance_event(&claimed.event_id, now, move |conn, _| {
                messages::must_hold(conn, &id, &lease)?;
                let Content { subject, text, .. } = &outgoing.content;
                dev_mailbox::keep(conn, &address, channel, subject.as_deref(), text, now)?;
                Ok(news.clone())
            })
            .await?;
        self.count_result(channel, SendResult::Sent);
        Ok(())
    }

    /// Counts what one try came to, and tells its trace.
    fn count_result(&self, channel: Channel, result: SendResult) {
        self.counts.add(channel, result);
        Span::current().record("message.result", result.as_str());
    }
}

/// A trace of one try to send a message.
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

/// What an email says to the guest's calendar: whoever has a seat gets an entry, and loses it again
/// together with the seat or the date. An address that has no entry is told of none to remove.
fn calendar_entry(message: &Claimed, context: &MessageContext) -> Option<CalendarEntry> {
    let invitation = &message.invitation;
    let entry = invitation.calendar.as_ref();
    let elsewhere = entry.is_some_and(|entry| entry.has_moved(message.address.as_deref()));
    let removed_at = entry.and_then(|entry| entry.starts_at);
    let standing = match (invitation.seat, invitation.response) {
        _ if message.message.channel != Channel::Email || elsewhere => return None,
        _ if message.message.kind == MessageKind::Released => Standing::Off,
        (Seat::Seated, _) if context.starts_at.is_none() => Standing::Off,
        (Seat::Seated, Some(Response::Probably)) => Standing::ProbablyComes,
        (Seat::Seated, _) => Standing::Comes,
        _ if entry.is_some() => Standing::Off,
        _ => return None,
    };
    let starts_at = match standing {
        Standing::Off => removed_at.or(context.starts_at)?,
        Standing::Comes | Standing::ProbablyComes => context.starts_at?,
    };
    Some(CalendarEntry {
        invitation: invitation.id.clone(),
        changes: message.calendar_changes,
        written_at: db::now(),
        standing,
        starts_at,
        title: context.title.clone(),
        location: context.location.clone(),
        description: context.description.clone(),
        rsvp_url: context.rsvp_url.clone(),
        host_name: context.host_name.clone(),
        guest_name: context.guest_name.clone(),
    })
}

#[cfg(test)]
mod tests;
