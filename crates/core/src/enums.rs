//! The fixed vocabularies of the product, spelled the same in the API, the database and the UI.

use serde::{Deserialize, Serialize};

/// A word was not one of those that are known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {0:?}")]
pub struct UnknownValue(String);

macro_rules! string_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$value_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word, in the order of its declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        // By hand, because the derive does not see words that come through a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!($($doc),*).trim()))
                    .enum_values(Some([$($word,)+]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownValue;

            fn from_str(word: &str) -> Result<Self, UnknownValue> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    other => Err(UnknownValue(other.to_owned())),
                }
            }
        }
    };
}

string_enum!(
    /// The colour in which guests see an event.
    Colour {
        /// The house's own dark red.
        Wine = "wine",
        /// Deep green.
        Forest = "forest",
        /// Blue.
        Ocean = "ocean",
        /// Violet.
        Plum = "plum",
        /// Burnt orange.
        Clay = "clay",
        /// Grey as stone.
        Slate = "slate",
    }
);

string_enum!(
    /// What is drawn above an event where guests see it.
    Picture {
        /// A plate between its fork and its knife.
        Plate = "plate",
        /// Three candles.
        Candles = "candles",
        /// A bottle and two glasses.
        Wine = "wine",
        /// A bowl that steams.
        Soup = "soup",
        /// A fish.
        Fish = "fish",
        /// A cake with one candle.
        Cake = "cake",
        /// Flowers.
        Garden = "garden",
        /// A fire outside.
        Fire = "fire",
    }
);

string_enum!(
    /// Where an event stands.
    EventStatus {
        /// Being prepared; nothing has been dealt.
        Draft = "draft",
        /// Cards are dealt as seats and rules allow.
        Dealing = "dealing",
        /// Dealing rests until the host goes on; answers are still taken.
        Paused = "paused",
        /// Called off.
        Cancelled = "cancelled",
        /// It has begun. Never stored: it follows from `startsAt` and the clock.
        Past = "past",
    }
);

string_enum!(
    /// What a guest answered.
    Response {
        /// Comes.
        Yes = "YES",
        /// Very likely comes; counts as a seat like YES.
        Probably = "PROBABLY",
        /// Cannot say yet; takes no seat and is told so.
        Maybe = "MAYBE",
        /// Does not come.
        No = "NO",
    }
);

string_enum!(
    /// Where an invitation stands.
    InvitationStatus {
        /// Not answered yet, before `respondBy`; a seat is held for it.
        Waiting = "waiting",
        /// Answered.
        Answered = "answered",
        /// Not answered by `respondBy`; the hold is gone, the link still works.
        Lapsed = "lapsed",
        /// Taken back by the host, or by cancelling the event.
        Withdrawn = "withdrawn",
        /// Every channel the contact has has failed or opted out.
        Undeliverable = "undeliverable",
    }
);

string_enum!(
    /// What an invitation has of the table.
    Seat {
        /// Nothing.
        None = "none",
        /// A seat is kept until `respondBy`.
        Held = "held",
        /// A seat.
        Seated = "seated",
        /// Wants one; none was free.
        Standby = "standby",
    }
);

string_enum!(
    /// A way to reach a guest.
    Channel {
        /// Text message.
        Sms = "sms",
        /// Email.
        Email = "email",
        /// The host passes the message on, by whatever means they like.
        ByHand = "byHand",
    }
);

string_enum!(
    /// What a message to a guest is about.
    MessageKind {
        /// The invitation with its link.
        Invitation = "invitation",
        /// A MAYBE is told that no seat is guaranteed.
        MaybeNotice = "maybeNotice",
        /// A guest on standby has got a seat.
        Seated = "seated",
        /// A MAYBE is offered a seat until a deadline.
        Offer = "offer",
        /// The event is called off.
        Cancelled = "cancelled",
        /// Time or place have changed.
        Changed = "changed",
        /// A guest who has a seat is told so by email, with an entry for their calendar.
        Confirmation = "confirmation",
        /// A guest who was told so has the seat no longer: the entry is taken out again.
        Released = "released",
    }
);

string_enum!(
    /// How far a message has come.
    MessageStatus {
        /// In the outbox.
        Queued = "queued",
        /// Claimed by a sender.
        Sending = "sending",
        /// Accepted by the provider.
        Sent = "sent",
        /// Arrived.
        Delivered = "delivered",
        /// Will not arrive.
        Failed = "failed",
        /// The provider may or may not have taken it.
        Unknown = "unknown",
        /// Taken back before it was sent.
        Cancelled = "cancelled",
    }
);

impl EventStatus {
    /// Whether nobody is dealt or seated any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Past)
    }
}

impl Response {
    /// Whether this answer asks for a seat.
    pub const fn wants_seat(self) -> bool {
        matches!(self, Self::Yes | Self::Probably)
    }
}

impl MessageKind {
    /// Whether such a message goes out by email or not at all: it is for the guest's calendar, and
    /// what it says the guest has been told or shown already.
    pub const fn is_only_by_email(self) -> bool {
        matches!(self, Self::Confirmation | Self::Released)
    }
}
