//! placeholder
mod ids;
mod values;
mod words;
pub use ids::{ContactId, EventId, HostId, InvitationId, MessageId};
pub use values::{
    EmailAddress, InvalidValue, Minutes, Name, PartySize, PhoneNumber, Priority, Seats, Title,
};
pub use words::{Channel, EventStatus, InvitationStatus, MessageKind, MessageStatus, Response, Seat};
