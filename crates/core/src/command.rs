//! The commands that the rules decide about.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Card, Channel, Event, GuestDetails, InvitationId, MessageKind, Response};

/// A guest's text that is not an answer to one invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "count", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OtherText {
    /// The text is an answer, which has a log entry of its own.
    Answer,
    /// The text matches no answer. The reply contains the link.
    NotUnderstood,
    /// The text may concern any of this many open invitations. The reply contains the link of each.
    OneOfSeveral(usize),
    /// The text is an answer that the rules refuse. The reply contains the link.
    NotTaken,
    /// The guest asks for help. The reply says who invites.
    Help,
    /// The guest's phone reports a reaction to a text, such as a heart. There is no reply.
    Reaction,
    /// The guest wants no more texts. The provider replies.
    Stop,
    /// The guest wants texts again. The provider replies.
    Start,
}

/// Who performed an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The guest, on the page behind the link.
    Guest,
    /// The guest, by text message.
    GuestByText {
        /// What happens to the reply that confirms the answer.
        reply: TextReply,
    },
    /// The host, for instance after a phone call.
    Host,
}

/// What happens to the reply to a guest's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TextReply {
    /// The reply goes back at once.
    Sent,
    /// No reply goes back, because the day's texts are used up.
    LimitReached,
    /// No reply goes back, because the guest has opted out of texts.
    OptedOut,
}

/// One change to an event. Each command is preceded by the lapses that are due, and followed by
/// promotions and dealing.
#[derive(Debug, Clone)]
pub enum Command {
    /// Do what is due. The timer sends this command.
    Tick,
    /// Start dealing, or resume it.
    Deal,
    /// Pause dealing. Guests can still answer.
    Pause,
    /// Cancel the event.
    Cancel {
        /// Invitations whose message was never sent, so that their guests need no cancellation.
        untold: Vec<InvitationId>,
    },
    /// Change the event's settings.
    Edit {
        /// The new settings. The rules ignore its `status`.
        event: Box<Event>,
        /// Whether guests who have answered are told about a change of time or place.
        announce: bool,
    },
    /// Rearrange the deck. The snapshot's cards are already in the new order.
    Arrange {
        /// How many cards are on the *invite first* list now.
        invite_first: usize,
        /// How many contacts the host excludes now.
        excluded: usize,
    },
    /// Invite this contact now: the host picked it.
    Invite {
        /// The contact. The rules ignore its `reason`.
        card: Card,
    },
    /// Record an answer.
    Answer {
        /// The invitation that is answered.
        invitation: InvitationId,
        /// The answer.
        response: Response,
        /// The number of people. `None` means as many as before, or one.
        party: Option<u32>,
        /// Who gives the answer.
        actor: Actor,
        /// Whether the guest can be reached by email, so that a seat is confirmed there.
        by_email: bool,
        /// What the guest tells the host beside the answer.
        details: GuestDetails,
    },
    /// Withdraw an invitation.
    Withdraw {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Send an invitation again.
    Resend {
        /// The invitation.
        invitation: InvitationId,
        /// The channel to use. `None` means that the contact has no channel left.
        channel: Option<Channel>,
    },
    /// The host has passed on the messages that waited to be sent by hand.
    HandedOver {
        /// The invitation.
        invitation: InvitationId,
        /// The kinds of the messages that waited.
        messages: Vec<MessageKind>,
    },
    /// A provider accepted a message, or reports its delivery.
    Progress {
        /// The invitation.
        invitation: InvitationId,
        /// The kind of the message.
        message: MessageKind,
        /// The channel of the message.
        channel: Channel,
        /// Whether the provider reports the delivery. `false` means accepted.
        delivered: bool,
        /// The time of the provider's report.
        at: Timestamp,
    },
    /// A message has failed for good on this channel.
    DeliveryFailed {
        /// The invitation.
        invitation: InvitationId,
        /// The kind of the message.
        message: MessageKind,
        /// The channel that failed.
        channel: Channel,
        /// The cause, in a few words for the host.
        why: String,
        /// The channel to try next. `None` means that none is left.
        next: Option<Channel>,
    },
    /// A message is delayed for a temporary cause.
    Waits {
        /// The invitation.
        invitation: InvitationId,
        /// The kind of the message.
        message: MessageKind,
        /// The channel of the message.
        channel: Channel,
        /// The time at which the message is tried again.
        until: Timestamp,
        /// The cause, in a few words for the host.
        why: String,
    },
    /// The guest opted out of messages by this channel.
    OptedOut {
        /// The invitation.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
        /// The kinds of the messages that were still to be sent by it, and are cancelled.
        unsent: Vec<MessageKind>,
        /// Whether a message is being sent by it now. Its outcome is not known yet.
        on_its_way: bool,
        /// The channel to use instead. `None` means that none is left.
        next: Option<Channel>,
    },
    /// The guest opted in to messages by this channel again.
    OptedIn {
        /// The invitation.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
    },
    /// The guest sent a text that is not an answer.
    Texted {
        /// The invitation.
        invitation: InvitationId,
        /// The meaning of the text.
        what: OtherText,
        /// The words of the text.
        words: String,
        /// What happens to the reply.
        reply: TextReply,
    },
}
