//! Reports about messages, and opt-outs (rule 11).

use jiff::Timestamp;
use serde_json::json;

use super::Transition;
use super::phrases::{channel_name, message_name, the_seats_are};
use crate::log::format_datetime;
use crate::{
    Channel, InvitationId, InvitationStatus, LogKind, MessageKind, OtherText, Refusal, Response,
    Seat, TextReply,
};

impl Transition {
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
        self.log(
            kind,
            Some(index),
            detail,
            format!(
                "The {} {what} {name} by {}.",
                message_name(message),
                channel_name(channel)
            ),
        );
        Ok(())
    }

    /// Tries the next channel while the message is still true and useful (rule 11). If none is left
    /// and the message asks for an answer, the hold ends. An invitation that lapsed before its
    /// message failed becomes undeliverable, too.
    pub(super) fn delivery_failed(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        why: &str,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let invitation = &self.table.invitations[at];
        let (name, party, seat) = (invitation.name.clone(), invitation.party, invitation.seat);
        // The notice to a maybe with a hold says until when the seat is held: it asks, too.
        let asks = matches!(message, MessageKind::Invitation | MessageKind::Offer)
            || (message == MessageKind::MaybeNotice && seat == Seat::Held);
        // A late report about an older message says nothing about the newer one.
        let overtaken = asks && invitation.channel != channel;
        let needed = invitation.is_current(message)
            && !overtaken
            && (self.require_not_over().is_ok() || message == MessageKind::Cancelled);
        let in_time = self.sends_before_begin() || message == MessageKind::Cancelled;
        let by_hand = self.table.event.by_hand.then_some(Channel::ByHand);
        let next = by_hand
            .or(next)
            .filter(|_| needed && in_time && !message.is_only_by_email());
        let then = match next {
            Some(Channel::ByHand) => "; it is yours to send by hand".to_owned(),
            Some(next) => format!("; trying {} instead", channel_name(next)),
            None if needed && !in_time => "; it is quiet time until the event begins".to_owned(),
            None if needed => "; there is no other way".to_owned(),
            None => ", but it is no longer needed".to_owned(),
        };
        self.log(
            LogKind::DeliveryFailed,
            Some(at),
            json!({ "message": message, "channel": channel, "why": why, "next": next }),
            format!(
                "The {} could not reach {name} by {} ({why}){then}.",
                message_name(message),
                channel_name(channel)
            ),
        );
        if let Some(next) = next {
            let not_before = self.next_sendable_at();
            self.update(at, |invitation| invitation.channel = next);
            self.enqueue(at, message, next, not_before);
        } else if asks && needed {
            self.update(at, |invitation| {
                let maybe = invitation.response == Some(Response::Maybe);
                invitation.release();
                invitation.status = if maybe {
                    InvitationStatus::Answered
                } else {
                    InvitationStatus::Undeliverable
                };
            });
            let text = if seat == Seat::Held {
                format!(
                    "{name} cannot be reached, so {} free again.",
                    the_seats_are(party)
                )
            } else {
                format!("{name} cannot be reached.")
            };
            self.log(LogKind::Undeliverable, Some(at), json!({}), text);
        }
        Ok(())
    }

    /// Logs that a message is delayed. Nothing else changes.
    pub(super) fn waits(
        &mut self,
        id: &InvitationId,
        message: MessageKind,
        channel: Channel,
        until: Timestamp,
        why: &str,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        self.log(
            LogKind::Waits,
            Some(at),
            json!({ "message": message, "channel": channel, "why": why, "until": until.to_string() }),
            format!(
                "The {} to {name} waits until {}: {why}.",
                message_name(message),
                format_datetime(until, &self.table.event.time_zone)
            ),
        );
        Ok(())
    }

    /// Sends the messages that were not sent by that channel by the other one, as after a failure.
    pub(super) fn opted_out(
        &mut self,
        id: &InvitationId,
        channel: Channel,
        unsent: &[MessageKind],
        on_its_way: bool,
        next: Option<Channel>,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        let other = match next {
            Some(next) => format!("from now on they are written to by {}", channel_name(next)),
            None => "there is no other way to write to them".to_owned(),
        };
        self.log(
            LogKind::OptedOut,
            Some(at),
            json!({ "by": "guest", "channel": channel, "next": next }),
            format!(
                "{name} wants no more messages by {}; {other}.",
                channel_name(channel)
            ),
        );
        for message in unsent {
            self.delivery_failed(id, *message, channel, "they want no more of these", next)?;
        }
        let by_it = self.table.invitations[at].channel == channel;
        if let Some(next) = next.filter(|_| by_it && !on_its_way) {
            self.update(at, |invitation| invitation.channel = next);
        }
        Ok(())
    }

    pub(super) fn opted_in(&mut self, id: &InvitationId, channel: Channel) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        self.log(
            LogKind::OptedIn,
            Some(at),
            json!({ "by": "guest", "channel": channel }),
            format!(
                "{name} welcomes messages by {} again.",
                channel_name(channel)
            ),
        );
        Ok(())
    }

    /// Logs a text that is not an answer, with its words. Nothing else changes.
    pub(super) fn texted(
        &mut self,
        id: &InvitationId,
        what: OtherText,
        words: &str,
        reply: TextReply,
    ) -> Result<(), Refusal> {
        let at = self.find(id)?;
        let name = self.name(at);
        let (word, text) = match what {
            OtherText::NotUnderstood => (
                "notUnderstood",
                format!("{name} texted something that is not an answer"),
            ),
            OtherText::OneOfSeveral(count) => (
                "oneOfSeveral",
                format!("{name} texted while {count} invitations are open to that number"),
            ),
            OtherText::NotTaken => (
                "notTaken",
                format!("{name} texted an answer that could not be taken"),
            ),
            OtherText::Help => ("help", format!("{name} asked by text who writes")),
            OtherText::Reaction => (
                "reaction",
                format!("{name} reacted to a text, which is not an answer"),
            ),
            OtherText::Stop => ("stop", format!("{name} asked for no more texts")),
            OtherText::Start => ("start", format!("{name} asked for texts again")),
        };
        let then = match (what, reply) {
            (OtherText::Reaction | OtherText::Stop | OtherText::Start, _) => "",
            (OtherText::OneOfSeveral(_), TextReply::Sent) => ", and got the link of each in reply",
            (OtherText::Help, TextReply::Sent) => ", and was told",
            (_, TextReply::Sent) => ", and got the link in reply",
            (_, TextReply::LimitReached | TextReply::OptedOut) => "; no text went back",
        };
        self.log(
            LogKind::Texted,
            Some(at),
            json!({ "by": "guest", "what": word, "words": words }),
            format!("{text}{then}."),
        );
        Ok(())
    }
}
