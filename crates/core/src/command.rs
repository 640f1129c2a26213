//! What can be asked of the rules.

use jiff::Timestamp;

use crate::{Card, Channel, Event, InvitationId, MessageKind, Note, Response};

/// What a guest texted that is not an answer, or does not say to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherText {
    /// Nobody can tell what it means; the reply has the link.
    NotUnderstood,
    /// It may be about any of so many open invitations; the reply has the link of each.
    OneOfSeveral(usize),
    /// A question for help; the reply says who invites.
    Help,
}

/// Whose hand something was done by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The guest's, from the link.
    Guest,
    /// The guest's, by text message.
    GuestByText {
        /// What becomes of the text that says where the guest stands now.
        reply: TextReply,
    },
    /// The host's, e.g. for an answer given by phone.
    Host,
}

/// What becomes of the reply to a guest's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextReply {
    /// It goes back at once.
    Sent,
    /// There is none, because the day's texts are used up.
    LimitReached,
    /// There is none, because the guest wants no texts.
    OptedOut,
}

/// One thing to do to an event. Whatever it is, due lapses are carried out before it, and
/// promotions and dealing after it.
#[derive(Debug, Clone)]
pub enum Command {
    /// Nothing but what is due: the timer's command.
    Tick,
    /// Start dealing, or go on.
    Deal,
    /// Stop dealing; answers are still taken.
    Pause,
    /// Call the event off.
    Cancel {
        /// Invitations whose message never left: there is nobody to tell.
        untold: Vec<InvitationId>,
    },
    /// Change what the host has said about the event.
    Edit {
        /// The event as it shall be; its `status` is ignored.
        event: Box<Event>,
        /// Tell guests who have answered about a change of time or place.
        announce: bool,
    },
    /// The host has rearranged the deck: the snapshot's cards are already in the new order.
    Arrange {
        /// How many cards are on the *invite first* list now.
        invite_first: usize,
        /// How many contacts are left out by the host now.
        excluded: usize,
    },
    /// Invite this contact now, by the host's hand.
    Invite {
        /// The contact; its `reason` is ignored.
        card: Card,
    },
    /// Take an answer.
    Answer {
        /// Whose.
        invitation: InvitationId,
        /// What.
        response: Response,
        /// For how many; what was said before, or one, unless said.
        party: Option<u32>,
        /// Who says so.
        actor: Actor,
        /// Whether the guest can be written to by email, so that a seat is confirmed there.
        by_email: bool,
        /// What the guest writes to the host; `None` leaves what was written before.
        note: Option<Note>,
    },
    /// Take an invitation back.
    Withdraw {
        /// Which.
        invitation: InvitationId,
    },
    /// Send the invitation again.
    Resend {
        /// Which.
        invitation: InvitationId,
        /// The channel to use; `None` when the contact has none.
        channel: Option<Channel>,
    },
    /// The host has passed on what waited to be passed on by hand.
    HandedOver {
        /// Whose.
        invitation: InvitationId,
        /// What the messages are about that waited.
        messages: Vec<MessageKind>,
    },
    /// A message was taken by the provider, or arrived.
    Progress {
        /// Whose.
        invitation: InvitationId,
        /// What it was about.
        message: MessageKind,
        /// By which channel.
        channel: Channel,
        /// Whether it is known to have arrived.
        delivered: bool,
        /// When the provider said so.
        at: Timestamp,
    },
    /// A message will not arrive by this channel.
    DeliveryFailed {
        /// Whose.
        invitation: InvitationId,
        /// What it was about.
        message: MessageKind,
        /// The channel that failed.
        channel: Channel,
        /// Why, in a few words for the host.
        why: String,
        /// The channel to try instead; `None` when none is left.
        next: Option<Channel>,
    },
    /// A message cannot leave yet, for a reason that passes by itself.
    Waits {
        /// Whose.
        invitation: InvitationId,
        /// What it is about.
        message: MessageKind,
        /// By which channel.
        channel: Channel,
        /// Until when.
        until: Timestamp,
        /// Why, in a few words for the host.
        why: String,
    },
    /// The guest wants no more messages by this channel.
    OptedOut {
        /// Whose.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
        /// What would still have been sent by it, and has been taken back.
        unsent: Vec<MessageKind>,
        /// Whether a message is on its way by it just now. How that went is still to come.
        on_its_way: bool,
        /// The channel to use instead; `None` when none is left.
        next: Option<Channel>,
    },
    /// Messages by this channel are welcome again.
    OptedIn {
        /// Whose.
        invitation: InvitationId,
        /// The channel.
        channel: Channel,
    },
    /// The guest texted something else than an answer, and got a reply.
    Texted {
        /// Whose.
        invitation: InvitationId,
        /// What.
        what: OtherText,
    },
}
