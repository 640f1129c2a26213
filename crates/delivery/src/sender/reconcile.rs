//! What to do with a message of which nobody knows whether the provider has taken it: its sender
//! heard no answer, or died. The host sees it as *unknown* meanwhile.
//!
//! A text is looked up in Twilio's list before it is sent again: a guest is not texted twice. An email
//! cannot be looked up. It is sent once more, with the same Message-ID, by which mail programs know
//! a repeat; when nobody answers that time either, the host decides.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, MessageStatus};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{self as db};

use super::Sender;
use crate::retry::{MAX_TRIES, jitter, next_try};
use crate::twilio::{Found, LookupFailed};
use crate::{Outcome, Outgoing, Provider};

/// How long a provider may need until it lists what it has taken without having said so.
const GRACE: Duration = Duration::from_secs(20);

impl Sender {
    /// Finds out about a message of unknown outcome, and gives it back when it is to be sent now.
    pub(super) async fn reconcile(
        &self,
        provider: &Provider,
        message: Claimed,
        outgoing: &Outgoing,
    ) -> db::Result<Option<Claimed>> {
        let now = db::now();
        let lookup = self.look_up(provider, &message, outgoing).await?;
        // A lease may run out at night, and a guest's night is no time to try.
        let quiet = message.event.quiet_until(now);
        match (lookup, quiet) {
            (Some(Ok(Some(found))), _) => self.note_found(message, found).await.map(|()| None),
            (Some(Err(error)), _) => {
                let reason = error.to_string();
                self.note_unknown(message, reason, now).await.map(|()| None)
            }
            (Some(Ok(None)), Some(end)) => {
                let reason = "The text was not taken; it is sent after the quiet hours.";
                self.put_back(message, reason.to_owned(), end, now)
                    .await
                    .map(|()| None)
            }
            (None, _) if message.attempt > MAX_TRIES => {
                let reason = "Nobody knows whether the email has arrived.";
                self.leave_unknown(message, reason.to_owned(), None, now)
                    .await
                    .map(|()| None)
            }
            (None, Some(end)) => {
                let reason = "Nobody knows whether the email has arrived; it is sent once more \
                              after the quiet hours.";
                self.leave_unknown(message, reason.to_owned(), Some(end), now)
                    .await
                    .map(|()| None)
            }
            (Some(Ok(None)) | None, None) => Ok(Some(message)),
        }
    }

    /// Looks for a message at a provider that can be asked. The very words of a message can only be
    /// its own. A text with other words and the guest's link may be this message, worded before the
    /// host changed the event; or another one to the same guest, which is on its way as well.
    async fn look_up(
        &self,
        provider: &Provider,
        message: &Claimed,
        outgoing: &Outgoing,
    ) -> db::Result<Option<Result<Option<Found>, LookupFailed>>> {
        let since = message.written_at;
        let find = async |words: &str, known: &[String]| {
            provider.find(&outgoing.to, since, words, known).await
        };
        let (known, _) = self.neighbours(message).await?;
        let by_words = find(&outgoing.content.text, &known).await;
        if !matches!(by_words, Some(Ok(None))) {
            return Ok(by_words);
        }
        let token = self.db.tokens().token(&message.invitation.id);
        let by_link = find(&token, &known).await;
        let Some(Ok(Some(found))) = by_link else {
            return Ok(by_link);
        };
        // Asked after the provider was: what it listed was under way before that, or is known now.
        let (known, others_are_under_way) = self.neighbours(message).await?;
        Ok(Some(
            if others_are_under_way || known.contains(&found.provider_id) {
                Err(LookupFailed::new(
                    "Twilio has a text to this guest that may be another one.",
                ))
            } else {
                Ok(Some(found))
            },
        ))
    }

    /// What is known of the other messages to the same guest: the provider's names for them, and
    /// whether one may be there of which nobody knows the name.
    async fn neighbours(&self, message: &Claimed) -> db::Result<(Vec<String>, bool)> {
        let (invitation, id) = (message.invitation.id.clone(), message.id.clone());
        self.db
            .read(move |conn| {
                Ok((
                    messages::provider_ids(conn, &invitation)?,
                    messages::others_are_under_way(conn, &invitation, &id)?,
                ))
            })
            .await
    }

    /// Notes that nobody knows, and when somebody looks again.
    pub(super) async fn note_unknown(
        &self,
        message: Claimed,
        reason: String,
        now: Timestamp,
    ) -> db::Result<()> {
        let once_more = message.channel == Channel::Sms || !message.is_unknown;
        let wait = next_try(message.attempt, jitter(), Some(GRACE)).filter(|_| once_more);
        let again =
            wait.and_then(|wait| now.checked_add(SignedDuration::try_from(wait).ok()?).ok());
        self.leave_unknown(message, reason, again, now).await
    }

    async fn leave_unknown(
        &self,
        message: Claimed,
        reason: String,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> db::Result<()> {
        let Claimed { id, lease, .. } = message;
        self.db
            .write(move |conn| messages::unknown(conn, &id, &lease, &reason, again, now))
            .await
            .map(|_| ())
    }

    async fn note_found(&self, message: Claimed, found: Found) -> db::Result<()> {
        if found.status == MessageStatus::Failed {
            let outcome = Outcome::permanent("Twilio could not deliver the text.");
            return self.note(message, outcome).await;
        }
        let (event, now) = (message.event_id.clone(), db::now());
        self.db
            .advance_event(&event, now, move |conn, _| {
                let delivered = found.status == MessageStatus::Delivered;
                messages::found(conn, &message, &found.provider_id, delivered, now)
            })
            .await
            .map(|_| ())
    }
}
