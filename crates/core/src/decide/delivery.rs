//! What providers say about messages (rule 11).

use jiff::Timestamp;
use serde_json::json;

use super::Play;
use super::wording::{spoken_channel, spoken_message};
use crate::{Channel, InvitationId, InvitationStatus, LogKind, MessageKind, Refusal, Response};

impl Play {
    pub(super) fn progress(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        delivered: bool,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let index = self.find(id)?;
        let name = self.name(index);
        let (kind, what) = if delivered {
            (LogKind::Delivered, "reached")
        } else {
            (LogKind::Sent, "went out to")
        };
        let detail = json!({ "message": message, "channel": channel, "at": at.to_string() });
        self.tell(
            kind,
            Some(index),
            detail,
            format!(
                "The {} {what} {name} by {}.",
                spoken_message(message),
                spoken_channel(channel)
            ),
        );
        Ok(())
    }

    pub(super) fn delivery_failed(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        why: &str,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        let ahead = self.must_be_ahead().is_ok();
        let next = next.filter(|_| {
            self.table.invitations[at].makes_true(message)
                && (ahead || message == MessageKind::Cancelled)
        });
        let failed = format!(
            "The {} could not reach {name} by {} ({why})",
            spoken_message(message),
            spoken_channel(channel)
        );
        let detail = json!({ "message": message, "channel": channel, "why": why, "next": next });
        if let Some(next) = next {
            let not_before = self.polite_moment();
            self.update(at, |invitation| invitation.channel = next);
            self.write(id, message, next, not_before);
            self.tell(
                LogKind::DeliveryFailed,
                Some(at),
                detail,
                format!("{failed}; trying {}.", spoken_channel(next)),
            );
            return Ok(());
        }
        self.tell(
            LogKind::DeliveryFailed,
            Some(at),
            detail,
            format!("{failed}."),
        );
        let invitation = &self.table.invitations[at];
        let was_to_ask = matches!(message, MessageKind::Invitation | MessageKind::Offer);
        if was_to_ask && invitation.status == InvitationStatus::Waiting && ahead {
            let maybe = invitation.response == Some(Response::Maybe);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Undeliverable
                };
            });
            self.tell(
                LogKind::Undeliverable,
                Some(at),
                json!({}),
                format!("{name} cannot be reached by any channel, so the seat is free again."),
            );
        }
        Ok(())
    }
}
