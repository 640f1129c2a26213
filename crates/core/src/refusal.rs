//! Refused commands and their reasons (rule 14).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::log::english;
use crate::{Attempt, Channel, Command, Happening, InvitationId, LogEntry, Table};

macro_rules! refusals {
    ($($(#[doc = $doc:literal])* $variant:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty,)+ })? = $code:literal,)+) => {
        /// Why the rules refuse a command. A refusal changes nothing. Its text is a sentence for the
        /// host that says what to do. Guests get texts of their own.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "code")]
        pub enum Refusal {
            $(
                $(#[doc = $doc])*
                #[serde(rename = $code)]
                $variant $({ $($(#[$field_doc])* $field: $type,)+ })?,
            )+
        }

        // The derive macro does not see literals that come from another macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for Refusal {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
                OneOfBuilder::new()
                    .description(Some("Why the rules refused a command."))
                    $(.item(
                        ObjectBuilder::new()
                            .description(Some(concat!($($doc),*).trim()))
                            .property(
                                "code",
                                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$code])),
                            )
                            $($(.property(stringify!($field), <$type as utoipa::PartialSchema>::schema()))*)?
                    ))*
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for Refusal {
            fn name() -> std::borrow::Cow<'static, str> {
                "Refusal".into()
            }
        }

        impl Refusal {
            /// All codes, in the order of their declaration.
            pub const CODES: &'static [&'static str] = &[$($code,)+];

            /// The word by which programs know the refusal. It is stored and sent.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $code,)+ }
            }
        }
    };
}

refusals! {
    /// The event is cancelled.
    Cancelled = "event-cancelled",
    /// The event has begun.
    Past = "event-begun",
    /// The event was so long ago that its guests are no longer written to.
    LongPast = "event-long-past",
    /// Nobody whom the host wants to write to can be told.
    NobodyToTell {
        /// How many guests the host wants to write to who cannot be reached.
        unreached: u32,
    } = "nobody-to-tell",
    /// What the host writes is too long for the guests who would get it by text message.
    TooLongForTexts {
        /// The longest text, in characters.
        limit: u32,
        /// How many guests would get it by text message.
        texts: u32,
    } = "too-long-for-texts",
    /// The event's `dealUntil` has passed.
    DealUntilPassed = "deal-until-passed",
    /// The host paused an event that has never dealt.
    NotDealing = "not-dealing",
    /// The host asked for fewer seats than are taken and held (rule 10).
    SeatsTaken {
        /// The number of seats that the host asked for.
        asked: u32,
        /// The number of seats that guests have.
        seated: u32,
        /// The number of seats that are held.
        held: u32,
    } = "seats-taken",
    /// No seat is open for another invitation (rule 1).
    NoOpenSeat {
        /// The number of seats of the event.
        seats: u32,
    } = "no-open-seat",
    /// The message could only be sent after the event has begun (rule 9).
    QuietUntilBegin = "quiet-until-begin",
    /// The contact already has an invitation to this event.
    AlreadyInvited {
        /// The name of the contact.
        name: String,
    } = "already-invited",
    /// The contact has no channel left.
    Unreachable {
        /// The name of the contact.
        name: String,
    } = "contact-unreachable",
    /// The channel rests: nothing is sent by it until the host deals again.
    ChannelRests {
        /// The channel.
        channel: Channel,
        /// Why it rests.
        why: String,
    } = "channel-rests",
    /// No message to this guest waits to be sent by hand.
    NothingToHandOver {
        /// The name of the contact.
        name: String,
    } = "nothing-to-hand-over",
    /// The event has no invitation with this id.
    UnknownInvitation = "unknown-invitation",
    /// The invitation was withdrawn.
    Withdrawn {
        /// The name of the guest.
        name: String,
    } = "invitation-withdrawn",
    /// The guest is not told that the invitation is withdrawn, so the host can add nothing.
    NoMessage {
        /// The name of the guest.
        name: String,
    } = "no-message",
    /// The party is larger than the invitation allows.
    PartyLimit {
        /// The number of seats that the invitation may take.
        limit: u32,
    } = "party-limit",
    /// A guest with seats asks for more than are open (rule 4).
    NoRoomForParty {
        /// The name of the guest.
        name: String,
    } = "no-room-for-party",
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&english::refusal(self))
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The log entry that says what was asked and why it was refused (rule 14). Callers write
    /// nothing else for a refused command.
    pub fn log_entry(&self, table: &Table, command: &Command) -> LogEntry {
        let (attempt, about) = attempt(table, command);
        LogEntry {
            invitation: about
                .and_then(|id| table.invitation(id))
                .map(|invitation| (invitation.id.clone(), invitation.name.clone())),
            happening: Happening::Refused {
                attempt,
                refusal: self.clone(),
            },
        }
    }
}

/// What a command asks for, and the invitation that it is about.
fn attempt<'a>(table: &'a Table, command: &'a Command) -> (Attempt, Option<&'a InvitationId>) {
    match command {
        Command::Tick => (Attempt::Tick, None),
        Command::Deal => (Attempt::Deal, None),
        Command::Pause => (Attempt::Pause, None),
        Command::Cancel => (Attempt::Cancel, None),
        Command::Edit { .. } => (Attempt::Edit, None),
        Command::Arrange { .. } => (Attempt::Arrange, None),
        Command::Write { .. } => (Attempt::Write, None),
        Command::Invite { card } => {
            let name = card.name.clone();
            (Attempt::Invite { name }, None)
        }
        Command::Answer {
            invitation,
            response,
            party,
            actor,
            ..
        } => {
            let answer = Attempt::Answer {
                by: (*actor).into(),
                response: *response,
                party: *party,
            };
            (answer, Some(invitation))
        }
        Command::Withdraw { invitation, .. } => (Attempt::Withdraw, Some(invitation)),
        Command::Resend { invitation, .. } => (Attempt::Resend, Some(invitation)),
        Command::HandedOver { invitation, .. } => (Attempt::HandOver, Some(invitation)),
        Command::Accepted { message, .. }
        | Command::Rejected { message, .. }
        | Command::OutcomeUnknown { message, .. }
        | Command::Reported { message, .. }
        | Command::Withheld { message }
        | Command::LimitReached { message, .. } => {
            let mut messages = table.messages.iter();
            let about = messages.find(|other| &other.id == message);
            (Attempt::Report, about.map(|message| &message.invitation))
        }
        Command::OptedOut { invitation, .. }
        | Command::OptedIn { invitation, .. }
        | Command::TextReceived { invitation, .. } => (Attempt::Word, Some(invitation)),
    }
}
