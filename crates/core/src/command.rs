//! The commands that the rules decide about.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    CalendarEntry, Card, Channel, Delay, Event, GuestDetails, HostWords, InvitationId, MessageId,
    Response,
};

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

/// What a provider objects to when it does not accept a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The guest's number or address.
    Recipient,
    /// The number or address that messages are sent from.
    Sender,
    /// The account with the provider, or the provider as a whole.
    Account,
}

/// A provider's report on one try to send a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The provider's id of what it accepted.
    pub provider_id: String,
    /// Which try it was, from 1, if the provider was told.
    pub attempt: Option<u32>,
    /// What became of it.
    pub news: News,
}

/// What became of a message that a provider accepted.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The provider has it.
    Sent,
    /// It has arrived.
    Delivered,
    /// It will not arrive.
    Failed {
        /// What the provider objects to.
        about: About,
        /// Whether the cause passes by itself, as with a phone that is off.
        passing: bool,
        /// The cause, as a sentence for the host.
        why: String,
        /// What lengthens the wait until the next try.
        delay: Delay,
    },
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
    Cancel,
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
    /// Write to guests in the host's own words.
    Write {
        /// What to write, and to whom.
        words: HostWords,
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
        /// What the guest tells the host beside the answer.
        details: GuestDetails,
    },
    /// Withdraw an invitation.
    Withdraw {
        /// The invitation.
        invitation: InvitationId,
        /// What the host adds to the message that says so.
        words: Option<HostWords>,
    },
    /// Send an invitation again.
    Resend {
        /// The invitation.
        invitation: InvitationId,
        /// The channel to use. `None` means that the contact has no channel left.
        channel: Option<Channel>,
    },
    /// The host has passed on messages that waited to be sent by hand.
    HandedOver {
        /// The invitation.
        invitation: InvitationId,
        /// The messages that were shown to the host.
        messages: Vec<MessageId>,
    },
    /// The provider accepted a message.
    Accepted {
        /// The message.
        message: MessageId,
        /// The provider's id of it.
        provider_id: Option<String>,
        /// Whether it is known to have arrived.
        delivered: bool,
        /// What the guest's calendar contains after an email.
        calendar: Option<CalendarEntry>,
    },
    /// The provider did not accept a message.
    Rejected {
        /// The message.
        message: MessageId,
        /// What the provider objects to.
        about: About,
        /// Whether another try is hopeless.
        permanent: bool,
        /// The cause, in a few words for the host.
        why: String,
        /// What lengthens the wait until the next try.
        delay: Delay,
    },
    /// It is not known whether the provider accepted a message.
    OutcomeUnknown {
        /// The message.
        message: MessageId,
        /// The cause, in a few words for the host.
        why: String,
        /// What lengthens the wait until somebody looks again.
        delay: Delay,
        /// What the guest's calendar contains after an email, if it was accepted.
        calendar: Option<CalendarEntry>,
    },
    /// A provider reports on a message that it accepted. Reports come late, doubled and in any
    /// order.
    Reported {
        /// The message.
        message: MessageId,
        /// The report.
        report: Report,
    },
    /// The sender did not send a message that it had claimed, because
    /// [`Invitation::may_be_sent`](crate::Invitation::may_be_sent) says so, or its channel rests.
    Withheld {
        /// The message.
        message: MessageId,
    },
    /// The sender did not send a message that it had claimed, because the day's messages by its
    /// channel are used up.
    LimitReached {
        /// The message.
        message: MessageId,
        /// When messages leave again.
        until: Timestamp,
        /// Which limit it is, in a few words for the host.
        why: String,
    },
    /// The guest opted out of messages by this channel.
    OptedOut {
        /// The invitation.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
    },
    /// The guest opted in to messages by this channel again.
    OptedIn {
        /// The invitation.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
    },
    /// The guest sent a text that is not an answer.
    TextReceived {
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

impl Command {
    /// The message that this command is about.
    pub fn message(&self) -> Option<&MessageId> {
        match self {
            Self::Accepted { message, .. }
            | Self::Rejected { message, .. }
            | Self::OutcomeUnknown { message, .. }
            | Self::Reported { message, .. }
            | Self::Withheld { message }
            | Self::LimitReached { message, .. } => Some(message),
            _ => None,
        }
    }
}
