//! The deal of seat-dealer: who is invited next, who gets a seat, and why.
//!
//! Everything here is pure. [`decide`] takes a [`Table`] (the snapshot of one event), a
//! [`Command`] and the present moment, and answers with a [`Decision`] or a [`Refusal`]; it does
//! no I/O, reads no clock and draws no random number. Callers run it inside the transaction that
//! locked the event, and write what it decided before they commit.
//!
//! The words are those of the product: host, contact, event, deck, card, invitation, hold,
//! seated, standby, maybe, lapsed, withdrawn, undeliverable, party, log.

mod command;
mod decide;
mod drawings;
mod enums;
mod ids;
mod log;
mod preview;
mod refusal;
mod table;
mod time;
mod values;

pub use command::{Actor, Command, OtherText, TextReply};
pub use decide::{Decision, NewMessage, cards_wanted, decide};
pub use drawings::Drawing;
pub use enums::{
    Channel, Colour, EventStatus, InvitationStatus, MessageKind, MessageStatus, Picture, Response,
    Seat,
};
pub use ids::{ContactId, EventId, HostId, InvitationId, MessageId};
pub use log::{LogEntry, LogKind};
pub use preview::{Preview, preview, preview_announcement};
pub use refusal::Refusal;
pub use table::{Card, Event, Invitation, Reason, Table};
pub use time::{QuietHours, response_deadline};
pub use values::{
    EmailAddress, InvalidValue, Minutes, Name, Note, PartySize, PhoneNumber, Priority, Seats, Title,
};
