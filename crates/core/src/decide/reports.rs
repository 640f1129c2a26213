//! What providers report of messages that they accepted (rule 11). Reports come late, doubled and in
//! any order.

use super::Transition;
use super::delivery::Place;
use crate::{Message, MessageKind, MessageStatus, News, Report};

impl Transition {
    /// A report that is no news changes nothing: what is known never goes back.
    pub(super) fn reported(&mut self, place: Place, report: &Report) {
        let message = &self.table.messages[place.index];
        let is_unknown = message.status == MessageStatus::Unknown;
        let is_left = message.due_at.is_none();
        let settled = match message.status {
            MessageStatus::Delivered | MessageStatus::Failed => true,
            // It may have left nevertheless if it was being sent when it was cancelled.
            MessageStatus::Cancelled => !message.claimed,
            MessageStatus::Queued => message.attempts == 0,
            MessageStatus::Sending | MessageStatus::Sent | MessageStatus::Unknown => false,
        };
        if settled {
            return;
        }
        let same_text = message.provider_id.as_ref() == Some(&report.provider_id);
        let last_try = report
            .attempt
            .is_none_or(|attempt| attempt == message.attempts);
        let is_news = match (&report.news, message.status) {
            (News::Delivered, _) => true,
            // Of a text that has left, only news of that very text counts.
            (News::Failed { .. }, MessageStatus::Sent) => {
                same_text || (message.provider_id.is_none() && last_try)
            }
            (News::Sent, MessageStatus::Sent) => false,
            // This text is known to have failed, or the message has been tried again since then.
            _ => !same_text && last_try,
        };
        // Two messages with the same words may find the same text at the provider.
        let is_of_another = self.table.messages.iter().any(|other| {
            other.id != message.id && other.provider_id.as_ref() == Some(&report.provider_id)
        });
        if !is_news || is_of_another {
            return;
        }
        let News::Failed {
            about,
            passing,
            why,
            delay,
        } = &report.news
        else {
            let delivered = report.news == News::Delivered;
            return self.arrived(place, Some(&report.provider_id), delivered);
        };
        // One that was left to the host is not tried again by itself.
        let hopeless = !passing || (is_unknown && is_left);
        self.did_not_arrive(place, &report.provider_id);
        if self.is_needed(place) {
            let logged = self.log.len();
            self.rejected(place, *about, hopeless, why, *delay);
            if self.log.len() == logged {
                self.log_wait(place, why);
            }
        } else {
            self.give_up(place.index, MessageStatus::Failed, why);
        }
    }

    /// Takes back what followed from a message that seemed to have left.
    fn did_not_arrive(&mut self, place: Place, provider_id: &str) {
        let Message { kind, status, .. } = self.table.messages[place.index];
        self.update_message(place.index, |message| {
            message.provider_id = Some(provider_id.to_owned());
            if status != MessageStatus::Cancelled {
                message.status = MessageStatus::Sending;
            }
        });
        if status == MessageStatus::Sent && kind == MessageKind::MaybeNotice {
            self.update(place.at, |invitation| invitation.maybe_told = false);
        }
    }
}
