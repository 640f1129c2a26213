//! Handles messages whose outcome is unknown: their sender got no response, or has died. The host sees the status
//! *unknown* meanwhile.
//!
//! A text is looked up in Twilio's list before it is sent again, so that a guest does not get it twice. An email
//! cannot be looked up. It is sent once more with the same Message-ID, by which mail programs recognise a duplicate.
//! If the outcome is unknown again, the host decides.

use seat_dealer_core::{About, Command, Delay, MessageStatus, News, Report};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{self as db};

use super::Sender;
use super::outcome::unknown;
use crate::twilio::{Found, LookupFailed};
use crate::{Outgoing, Provider};

impl Sender {
    /// Looks up a message whose outcome is unknown. Returns the command to record, or `None` if the provider has not
    /// accepted the message or cannot look it up.
    pub(super) async fn reconcile(
        &self,
        provider: &Provider,
        claimed: &Claimed,
        outgoing: &Outgoing,
    ) -> db::Result<Option<Command>> {
        Ok(match self.look_up(provider, claimed, outgoing).await? {
            Some(Ok(Some(found))) => Some(Command::Reported {
                message: claimed.message.id.clone(),
                report: report(found),
            }),
            Some(Err(error)) => Some(unknown(claimed, error.to_string())),
            Some(Ok(None)) | None => None,
        })
    }

    /// Looks for a message at a provider. A text with exactly these words is the message. A text with other words and
    /// the guest's link may be this message, rendered before the host changed the event, or another message to the
    /// same guest that is also being sent.
    async fn look_up(
        &self,
        provider: &Provider,
        message: &Claimed,
        outgoing: &Outgoing,
    ) -> db::Result<Option<Result<Option<Found>, LookupFailed>>> {
        let since = message.message.written_at;
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
        // This query comes after the lookup: a message that the provider has listed was being sent before, or its id
        // is known now.
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

    /// The provider's known ids of other messages to the same guest, and whether it may have one with an unknown id.
    async fn neighbours(&self, message: &Claimed) -> db::Result<(Vec<String>, bool)> {
        let (invitation, id) = (message.invitation.id.clone(), message.message.id.clone());
        self.db
            .read(move |conn| {
                Ok((
                    messages::provider_ids(conn, &invitation)?,
                    messages::others_are_under_way(conn, &invitation, &id)?,
                ))
            })
            .await
    }
}

fn report(found: Found) -> Report {
    Report {
        provider_id: found.provider_id,
        attempt: None,
        news: match found.status {
            MessageStatus::Delivered => News::Delivered,
            MessageStatus::Failed => News::Failed {
                about: About::Recipient,
                passing: false,
                why: "Twilio could not deliver the text.".to_owned(),
                delay: Delay::default(),
            },
            _ => News::Sent,
        },
    }
}
