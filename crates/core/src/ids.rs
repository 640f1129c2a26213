//! Ids: opaque strings (`UUIDv7` text). Each kind of object has its own type, so that the compiler
//! finds mix-ups. Callers make ids, because that needs a clock and random numbers.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text of an id from the database or a URL.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

id!(
    /// The id of a host: the signed-in person who owns contacts and events.
    HostId
);
id!(
    /// The id of a contact: a person whom a host may invite.
    ContactId
);
id!(
    /// The id of an event.
    EventId
);
id!(
    /// The id of an invitation: one contact, invited to one event.
    InvitationId
);
id!(
    /// The id of a message to a guest.
    MessageId
);
