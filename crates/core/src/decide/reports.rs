//! Providers' reports about accepted messages (rule 11). Reports may arrive late, twice and in any order.

use super::Transition;
use super::delivery::MessagePosition;
use crate::{Message, MessageKind, MessageStatus, News, Report};

impl Transition {
    /// Applies a report. The status of a message never goes back, so an older report changes nothing.
    pub(super) fn reported(&mut self, position: MessagePosition, report: &Report) {
        let message = &self.table.messages[position.index];
        let is_unknown = message.status == MessageStatus::Unknown;
        let is_left = message.due_at.is_none();
        let settled = match message.status {
            MessageStatus::Delivered | MessageStatus::Failed => true,
            // A message that was cancelled while it was being sent may have been sent.
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
            // If a text was sent, only reports about this text count.
            (News::Failed { .. }, MessageStatus::Sent) => {
                same_text || (message.provider_id.is_none() && last_try)
            }
            (News::Sent, MessageStatus::Sent) => false,
            // This text is known to have failed, or the message has been tried again since then.
            _ => !same_text && last_try,
        };
        // The lookups of two messages with the same words may find the same text at the provider.
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
            return self.arrived(position, Some(&report.provider_id), delivered);
        };
        // A message that was left to the host is not tried again.
        let hopeless = !passing || (is_unknown && is_left);
        self.revert_sent(position, &report.provider_id);
        if self.is_needed(position) {
            let logged = self.log.len();
            self.rejected(position, *about, hopeless, why, *delay);
            if self.log.len() == logged {
                self.log_delay(position, why);
            }
        } else {
            self.give_up(position.index, MessageStatus::Failed, why);
        }
    }

    /// Reverts the effects of a message that was recorded as sent.
    fn revert_sent(&mut self, position: MessagePosition, provider_id: &str) {
        let Message { kind, status, .. } = self.table.messages[position.index];
        self.update_message(position.index, |message| {
            message.provider_id = Some(provider_id.to_owned());
            if status != MessageStatus::Cancelled {
                message.status = MessageStatus::Sending;
            }
        });
        if status == MessageStatus::Sent && kind == MessageKind::MaybeNotice {
            self.update(position.at, |invitation| invitation.maybe_told = false);
        }
    }
}
