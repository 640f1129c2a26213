//! Ids: opaque strings (`UUIDv7` text), one type for each kind of thing so that they cannot be
//! mixed up. They are made by the caller, because drawing one needs a clock and randomness.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text of an id as it came from the database or an address.
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
    /// The signed-in person who owns contacts and events.
    HostId
);
id!(
    /// A person a host may invite.
    ContactId
);
id!(
    /// A seat-limited event.
    EventId
);
id!(
    /// One contact invited to one event.
    InvitationId
);
id!(
    /// One message to one guest.
    MessageId
);
