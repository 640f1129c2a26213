//! Refused commands and their reasons (rule 14).

use serde_json::json;

use crate::decide::phrases::messages_by;
use crate::{Actor, Channel, Command, InvitationId, LogEntry, LogKind, PartySize, Table};

/// Why the rules refuse a command. A refusal changes nothing. Its text is a sentence for the host
/// that says what to do. Guests get texts of their own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The event is cancelled.
    #[error("The event is cancelled. Make a new event to invite people again.")]
    Cancelled,
    /// The event has begun.
    #[error("The event has begun. If it has not, change its time first.")]
    Past,
    /// The event's `dealUntil` has passed.
    #[error("Dealing ended at the time set in \"deal until\". Move that time to deal on.")]
    DealUntilPassed,
    /// The host paused an event that has never dealt.
    #[error("The event is not dealing, so there is nothing to pause.")]
    NotDealing,
    /// The host asked for fewer seats than are taken and held (rule 10).
    #[error(
        "The table cannot shrink to {asked}: {seated} seated and {held} held make {}. \
         Withdraw invitations first.", seated + held
    )]
    SeatsTaken {
        /// The number of seats that the host asked for.
        asked: u32,
        /// The number of seats that guests have.
        seated: u32,
        /// The number of seats that are held.
        held: u32,
    },
    /// No seat is open for another invitation (rule 1).
    #[error(
        "No seat is open: {} seated or held. Add a seat or withdraw an invitation first.",
        if *seats == 1 { "the only one is".to_owned() } else { format!("all {seats} are") }
    )]
    NoOpenSeat {
        /// The number of seats of the event.
        seats: u32,
    },
    /// The message could only be sent after the event has begun (rule 9).
    #[error(
        "It is quiet time until the event begins, so no message would arrive before. Shorten the \
         quiet hours to send one now."
    )]
    QuietUntilBegin,
    /// The contact already has an invitation to this event.
    #[error("{name} is already invited to this event. Send that invitation again instead.")]
    AlreadyInvited {
        /// The name of the contact.
        name: String,
    },
    /// The contact has no channel left.
    #[error(
        "{name} cannot be reached by text or email. Add another number or address, or make \
         \"by hand\" the preferred channel."
    )]
    Unreachable {
        /// The name of the contact.
        name: String,
    },
    /// The channel rests: nothing is sent by it until the host deals again.
    #[error(
        "{} stopped ({}). Press Deal to let them go on, or send this one by hand.",
        messages_by(*channel), why.trim_end_matches('.')
    )]
    ChannelRests {
        /// The channel.
        channel: Channel,
        /// Why it rests.
        why: String,
    },
    /// No message to this guest waits to be sent by hand.
    #[error("There is nothing to pass on to {name} by hand.")]
    NothingToHandOver {
        /// The name of the contact.
        name: String,
    },
    /// The event has no invitation with this id.
    #[error("This event has no such invitation.")]
    UnknownInvitation,
    /// The invitation was withdrawn.
    #[error("{name}'s invitation was withdrawn, and nobody is invited to the same event twice.")]
    Withdrawn {
        /// The name of the guest.
        name: String,
    },
    /// The party is larger than the invitation allows.
    #[error(
        "The invitation is for {}.",
        if *limit == 1 { "one person".to_owned() } else { format!("1 to {limit} people") }
    )]
    PartyLimit {
        /// The number of seats that the invitation may take.
        limit: u32,
    },
    /// A guest with seats asks for more than are open (rule 4).
    #[error("There is no room for a larger party right now; the seats {name} has are kept.")]
    NoRoomForParty {
        /// The name of the guest.
        name: String,
    },
}

impl Refusal {
    /// The log entry that says what was asked and why it was refused (rule 14). Callers write
    /// nothing else for a refused command.
    pub fn log_entry(&self, table: &Table, command: &Command) -> LogEntry {
        let name_of = |id: &InvitationId| {
            table
                .invitation(id)
                .map_or("somebody", |invitation| &invitation.name)
        };
        let about = match command {
            Command::Answer { invitation, .. }
            | Command::Withdraw { invitation }
            | Command::Resend { invitation, .. }
            | Command::HandedOver { invitation, .. }
            | Command::OptedOut { invitation, .. }
            | Command::OptedIn { invitation, .. }
            | Command::Texted { invitation, .. } => Some(invitation),
            _ => command.message().and_then(|id| {
                let message = table.messages.iter().find(|message| &message.id == id)?;
                Some(&message.invitation)
            }),
        };
        let asked = match command {
            Command::Tick => "It was time to go on".to_owned(),
            Command::Deal => "You wanted to deal".to_owned(),
            Command::Pause => "You wanted to pause".to_owned(),
            Command::Cancel => "You wanted to cancel the event".to_owned(),
            Command::Edit { .. } => "You wanted to change the event".to_owned(),
            Command::Arrange { .. } => "You wanted to arrange the deck".to_owned(),
            Command::Invite { card } => format!("You wanted to invite {}", card.name),
            Command::Answer {
                invitation,
                response,
                party,
                actor,
                ..
            } => {
                let name = name_of(invitation);
                let asked = match actor {
                    Actor::Guest | Actor::GuestByText { .. } => {
                        format!("{name} wanted to answer {response}")
                    }
                    Actor::Host => format!("You wanted to record {response} for {name}"),
                };
                match party {
                    Some(party @ 2..) => format!("{asked} for a party of {party}"),
                    _ => asked,
                }
            }
            Command::Withdraw { invitation } => {
                format!(
                    "You wanted to withdraw {}'s invitation",
                    name_of(invitation)
                )
            }
            Command::Resend { invitation, .. } => {
                format!(
                    "You wanted to send {}'s invitation again",
                    name_of(invitation)
                )
            }
            Command::HandedOver { invitation, .. } => {
                format!("You wanted to pass a message on to {}", name_of(invitation))
            }
            Command::Accepted { .. }
            | Command::Rejected { .. }
            | Command::OutcomeUnknown { .. }
            | Command::Reported { .. }
            | Command::Withheld { .. }
            | Command::LimitReached { .. } => match about {
                Some(invitation) => {
                    format!("There is news of a message to {}", name_of(invitation))
                }
                None => "There is news of a message".to_owned(),
            },
            Command::OptedOut { invitation, .. }
            | Command::OptedIn { invitation, .. }
            | Command::Texted { invitation, .. } => {
                format!("There is word from {}", name_of(invitation))
            }
        };
        LogEntry {
            kind: LogKind::Refused,
            invitation: about
                .and_then(|id| table.invitation(id))
                .map(|invitation| (invitation.id.clone(), invitation.name.clone())),
            text: format!("{asked}, but {}", self.within_sentence()),
            detail: json!({ "refusal": self.to_string() }),
        }
    }

    /// The sentence, to follow a comma.
    fn within_sentence(&self) -> String {
        let sentence = self.to_string();
        let starts_with_name = matches!(
            self,
            Self::AlreadyInvited { .. } | Self::Unreachable { .. } | Self::Withdrawn { .. }
        );
        match sentence.chars().next() {
            Some(first) if !starts_with_name => first
                .to_lowercase()
                .chain(sentence.chars().skip(1))
                .collect(),
            _ => sentence,
        }
    }
}

const _: () = assert!(PartySize::MIN == 1, "PartyLimit's sentence counts from 1");
