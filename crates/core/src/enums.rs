//! The enumerations of the product. The API, the database and the web app use the same spellings.

use serde::{Deserialize, Serialize};

/// A stored or received text is not a value of the enumeration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown value {0:?}")]
pub struct UnknownValue(String);

macro_rules! string_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$value_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$value_doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All values, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text that is stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        // The derive macro does not see literals that come from another macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!($($doc),*).trim()))
                    .enum_values(Some([$($text,)+]))
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

            fn from_str(text: &str) -> Result<Self, UnknownValue> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err(UnknownValue(other.to_owned())),
                }
            }
        }
    };
}

string_enum!(
    /// The colour in which guests see an event.
    Colour {
        /// Dark red.
        Wine = "wine",
        /// Deep green.
        Forest = "forest",
        /// Blue.
        Ocean = "ocean",
        /// Violet.
        Plum = "plum",
        /// Burnt orange.
        Clay = "clay",
        /// Grey.
        Slate = "slate",
    }
);

string_enum!(
    /// The picture above an event on the guest's page.
    Picture {
        /// A plate between a fork and a knife.
        Plate = "plate",
        /// Three candles.
        Candles = "candles",
        /// A bottle and two glasses.
        Wine = "wine",
        /// A steaming bowl.
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
    /// A list of a host.
    HostList {
        /// The events.
        Events = "events",
        /// The contacts.
        Contacts = "contacts",
    }
);

string_enum!(
    /// What has become of one of several contacts that were to be added.
    AddOutcome {
        /// The contact was added.
        Created = "created",
        /// There is such a contact already.
        Exists = "exists",
        /// The contact has invalid fields.
        Invalid = "invalid",
    }
);

string_enum!(
    /// How a host hears of guests' answers (rule 17).
    AnswerNews {
        /// Each answer by itself.
        Each = "each",
        /// All answers of a day together, in the morning.
        Daily = "daily",
        /// Not at all.
        None = "none",
    }
);

string_enum!(
    /// What a key may be used for.
    Scope {
        /// Reading.
        Read = "read",
        /// Everything that changes or sends something.
        Write = "write",
        /// The account: keys, sessions, and the export of all data.
        Account = "account",
    }
);

string_enum!(
    /// The status of an event.
    EventStatus {
        /// The host prepares the event. Nothing has been dealt.
        Draft = "draft",
        /// Cards are dealt as the rules allow.
        Dealing = "dealing",
        /// The host paused dealing. Guests can still answer.
        Paused = "paused",
        /// The host cancelled the event.
        Cancelled = "cancelled",
        /// The event has begun. This value is never stored: it follows from `startsAt` and the
        /// time.
        Past = "past",
    }
);

string_enum!(
    /// How fast an event deals.
    Pace {
        /// A few cards at a time.
        Usual = "usual",
        /// A card for every open seat.
        Quick = "quick",
    }
);

string_enum!(
    /// A guest's answer.
    Response {
        /// The guest comes.
        Yes = "YES",
        /// The guest very likely comes, and takes a seat as with YES.
        Probably = "PROBABLY",
        /// The guest does not know yet, takes no seat and is told so.
        Maybe = "MAYBE",
        /// The guest does not come.
        No = "NO",
    }
);

string_enum!(
    /// The status of an invitation.
    InvitationStatus {
        /// The guest has not answered, and a seat is held until `respondBy`.
        Waiting = "waiting",
        /// The guest has answered.
        Answered = "answered",
        /// The guest has not answered by `respondBy`. The hold has ended; the link still works.
        Lapsed = "lapsed",
        /// The host withdrew the invitation, or cancelled the event.
        Withdrawn = "withdrawn",
        /// The contact has no channel left: each has failed or is opted out of.
        Undeliverable = "undeliverable",
    }
);

string_enum!(
    /// The seat of an invitation.
    Seat {
        /// The invitation has no seat.
        None = "none",
        /// A seat is held until `respondBy`.
        Held = "held",
        /// The guest has a seat.
        Seated = "seated",
        /// The guest wants a seat, and none was open.
        Standby = "standby",
    }
);

string_enum!(
    /// A channel to a guest.
    Channel {
        /// Text message.
        Sms = "sms",
        /// Email.
        Email = "email",
        /// The host passes on the message by other means.
        ByHand = "byHand",
    }
);

string_enum!(
    /// A language of messages and of the guest's page, as its tag (BCP 47).
    Language {
        /// English.
        English = "en",
        /// Spanish.
        Spanish = "es",
        /// German.
        German = "de",
        /// French.
        French = "fr",
        /// Italian.
        Italian = "it",
        /// Portuguese.
        Portuguese = "pt",
    }
);

string_enum!(
    /// The kind of a message to a guest.
    MessageKind {
        /// The invitation with its link.
        Invitation = "invitation",
        /// A maybe is told that no seat is guaranteed.
        MaybeNotice = "maybeNotice",
        /// A guest on standby is told that they have a seat.
        Seated = "seated",
        /// A maybe is offered a seat until a deadline.
        Offer = "offer",
        /// The guest is told that the event is cancelled.
        Cancelled = "cancelled",
        /// The guest is told about a new time or place.
        Changed = "changed",
        /// An email confirms the guest's seat, with an entry for their calendar.
        Confirmation = "confirmation",
        /// A guest who has not answered is reminded.
        Reminder = "reminder",
        /// A seated guest hears, on the day before, that they are expected.
        DayBefore = "dayBefore",
        /// The guest is told that the seat is gone. By email, the entry in the guest's calendar is
        /// removed: because the seat or the date is gone, or the guest has another address.
        Released = "released",
        /// A message in the host's own words.
        HostMessage = "hostMessage",
    }
);

string_enum!(
    /// Guests whom a host writes to.
    Audience {
        /// The guests who have a seat.
        Seated = "seated",
        /// The guests who wait for one.
        Standby = "standby",
        /// The guests who answered MAYBE.
        Maybe = "maybe",
    }
);

string_enum!(
    /// The delivery status of a message.
    MessageStatus {
        /// The message is in the outbox.
        Queued = "queued",
        /// A sender has claimed the message.
        Sending = "sending",
        /// The provider has accepted the message.
        Sent = "sent",
        /// The message has arrived.
        Delivered = "delivered",
        /// The message has failed for good.
        Failed = "failed",
        /// It is not known whether the provider accepted the message.
        Unknown = "unknown",
        /// The message was cancelled before it was sent.
        Cancelled = "cancelled",
    }
);

impl EventStatus {
    /// Whether dealing and seating have ended.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Past)
    }
}

impl Response {
    /// Whether this answer takes a seat.
    pub const fn wants_seat(self) -> bool {
        matches!(self, Self::Yes | Self::Probably)
    }
}

impl Language {
    /// The name of the language in the language itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Italian => "Italiano",
            Self::Portuguese => "Português",
        }
    }
}

impl MessageKind {
    /// Whether such a message invites the guest, or offers a seat.
    pub const fn invites(self) -> bool {
        matches!(self, Self::Invitation | Self::Offer)
    }

    /// Whether such a message asks for something: it is then not sent where it is quiet until the
    /// begin. Other messages are news, which go at once rather than after the begin (rule 9).
    pub const fn asks(self) -> bool {
        self.invites() || self.reminds()
    }

    /// Whether such a message may be the reply to what the guest has just done. Other messages are not
    /// sent in quiet hours, however late they are (rule 9).
    pub(crate) const fn may_be_a_reply(self) -> bool {
        matches!(
            self,
            Self::MaybeNotice | Self::Confirmation | Self::Released
        )
    }

    /// Whether such a message says again what the guest knows (rule 15, rule 16).
    pub const fn reminds(self) -> bool {
        matches!(self, Self::Reminder | Self::DayBefore)
    }
}
string_enum!(
    /// What the cells of a column in an address book are.
    Taken {
        /// A whole name.
        Name = "name",
        /// A given name.
        GivenName = "givenName",
        /// A family name.
        FamilyName = "familyName",
        /// Phone numbers.
        Phone = "phone",
        /// Email addresses.
        Email = "email",
        /// A priority from 1 to 9.
        Priority = "priority",
        /// How many people this is.
        PartySize = "partySize",
        /// Tags, divided by commas, semicolons or `:::`.
        Tags = "tags",
        /// What somebody eats and does not eat.
        Diet = "diet",
        /// Nothing that is used.
        None = "none",
    }
);

string_enum!(
    /// What an import may change about a contact.
    ImportedField {
        /// The phone number.
        PhoneNumber = "phoneNumber",
        /// The email address.
        Email = "email",
        /// The priority.
        Priority = "priority",
        /// How many people the contact is.
        PartySize = "partySize",
        /// The tags: those of the import are added.
        Tags = "tags",
        /// What the contact eats and does not eat.
        Diet = "diet",
        /// The language of messages.
        Language = "language",
    }
);

string_enum!(
    /// What becomes of somebody in an import.
    ImportOutcome {
        /// A new contact.
        Created = "created",
        /// A contact with the same name and the same number or address, changed.
        Updated = "updated",
        /// A contact who was known, as it was.
        Unchanged = "unchanged",
        /// Nothing, until `choices` says a name.
        Unnamed = "unnamed",
        /// Nothing, because `choices` leaves them out.
        LeftOut = "leftOut",
        /// Nothing: `note` says why.
        Refused = "refused",
    }
);

string_enum!(
    /// Why a webhook is paused.
    PausedReason {
        /// The host has paused it.
        Host = "host",
        /// Three days of tries have failed.
        Failing = "failing",
        /// The address has answered that it is gone (status 410).
        Gone = "gone",
    }
);
