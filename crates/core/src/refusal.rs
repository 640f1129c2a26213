//! Why something that was asked was not done.

use crate::PartySize;

/// A request that the rules do not allow right now. Nothing was changed. The text is a sentence
/// for the host that says how to mend it; guests are told in words of their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The event is called off.
    #[error("The event is cancelled. Make a new event to invite people again.")]
    Cancelled,
    /// The event has begun.
    #[error("The event has begun, so nothing can be changed any more.")]
    Past,
    /// The moment up to which the host wanted to deal has passed.
    #[error("Dealing ended at the time set in \"deal until\". Move that time to deal on.")]
    DealUntilPassed,
    /// Pause was asked of an event that has never dealt.
    #[error("The event is not dealing, so there is nothing to pause.")]
    NotDealing,
    /// Fewer seats than are taken and kept.
    #[error(
        "The table cannot shrink to {asked}: {seated} seated and {held} held make {}. \
         Withdraw invitations first.", seated + held
    )]
    SeatsTaken {
        /// What was asked for.
        asked: u32,
        /// Seats taken.
        seated: u32,
        /// Seats kept.
        held: u32,
    },
    /// There is no seat for one more invitation.
    #[error(
        "No seat is open: all {seats} are seated or held. Add a seat or withdraw an invitation first."
    )]
    NoOpenSeat {
        /// How many seats there are.
        seats: u32,
    },
    /// The contact has been invited to this event before.
    #[error("{name} is already invited to this event. Find the invitation to send it again.")]
    AlreadyInvited {
        /// Who.
        name: String,
    },
    /// No channel is left to reach the contact.
    #[error("{name} cannot be reached: add a phone number or an email address first.")]
    Unreachable {
        /// Who.
        name: String,
    },
    /// No such invitation at this event.
    #[error("This event has no such invitation.")]
    UnknownInvitation,
    /// The invitation has been taken back.
    #[error("The invitation of {name} was withdrawn.")]
    Withdrawn {
        /// Whose.
        name: String,
    },
    /// A party larger than the invitation allows.
    #[error("The invitation is for at most {limit}, and at least one.")]
    PartyLimit {
        /// How many seats the invitation may take.
        limit: u32,
    },
    /// A seated guest wants to bring more people than there are seats.
    #[error("There is no room for a larger party right now; the seats {name} has are kept.")]
    NoRoomForParty {
        /// Whose.
        name: String,
    },
}

const _: () = assert!(
    PartySize::MIN == 1,
    "PartyLimit's sentence says \"at least one\""
);
