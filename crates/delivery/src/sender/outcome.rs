//! What is noted of a message that was handed to a provider, or could not be.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{self as db};

use super::Sender;
use crate::Outcome;
use crate::retry::{jitter, next_try};
use crate::send_counts::SendResult;

impl Sender {
    pub(super) async fn note(&self, message: Claimed, outcome: Outcome) -> db::Result<()> {
        let now = db::now();
        let channel = message.channel;
        let result = match outcome {
            Outcome::Sent { provider_id } => {
                self.note_sent(message, provider_id, false).await?;
                SendResult::Sent
            }
            Outcome::Delivered => {
                self.note_sent(message, None, true).await?;
                SendResult::Sent
            }
            Outcome::Transient {
                reason,
                retry_after,
            } => {
                if let Some(wait) = next_try(message.attempt, jitter(), retry_after) {
                    self.try_again(message, reason, wait, now).await?;
                    SendResult::Retried
                } else {
                    self.give_up(message, reason, now).await?;
                    SendResult::Failed
                }
            }
            Outcome::Permanent { reason } | Outcome::OptedOut { reason } => {
                self.give_up(message, reason, now).await?;
                SendResult::Failed
            }
            Outcome::Unknown { reason } => {
                self.note_unknown(message, reason, now).await?;
                SendResult::Unknown
            }
        };
        self.count_result(channel, result);
        Ok(())
    }

    pub(super) async fn note_sent(
        &self,
        message: Claimed,
        provider_id: Option<String>,
        delivered: bool,
    ) -> db::Result<()> {
        let now = db::now();
        let event = message.event_id.clone();
        self.db
            .advance_event(&event, now, move |conn, _| {
                messages::sent(conn, &message, provider_id.as_deref(), delivered, now)
            })
            .await
            .map(|_| ())
    }

    pub(super) async fn try_again(
        &self,
        message: Claimed,
        reason: String,
        wait: Duration,
        now: Timestamp,
    ) -> db::Result<()> {
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_mins(15));
        let at = now.saturating_add(wait).unwrap_or(now);
        // A try that would fall into quiet hours waits for their end (rule 9).
        let at = message.event.quiet_until(at).unwrap_or(at);
        self.put_back(message, reason, at, now).await
    }

    pub(super) async fn put_back(
        &self,
        message: Claimed,
        reason: String,
        at: Timestamp,
        now: Timestamp,
    ) -> db::Result<()> {
        let Claimed { id, lease, .. } = message;
        self.db
            .write(move |conn| messages::retry(conn, &id, &lease, &reason, at, now))
            .await
            .map(|_| ())
    }

    /// Tries the contact's other channel, or gives the seat to somebody else (rule 11).
    pub(super) async fn give_up(
        &self,
        message: Claimed,
        reason: String,
        now: Timestamp,
    ) -> db::Result<()> {
        let event = message.event_id.clone();
        self.db
            .advance_event(&event, now, move |conn, _| {
                messages::failed(conn, &message, &reason, now)
            })
            .await
            .map(|_| ())
    }
}
