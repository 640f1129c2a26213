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
mod ids;
mod invisible;
mod log;
mod moments;
mod preview;
mod refusal;
mod table;
mod values;
mod words;

pub use command::{Command, Hand, TextReply, Texted};
pub use decide::{Decision, NewMessage, cards_wanted, decide};
pub use drawings::Drawing;
pub use ids::{ContactId, EventId, HostId, InvitationId, MessageId};
pub use invisible::{is_invisible, visible_line, visible_text};
pub use log::{LogEntry, LogKind, spoken_moment};
pub use moments::{QuietHours, response_deadline};
pub use preview::{Preview, announcement, preview};
pub use refusal::Refusal;
pub use table::{Card, Event, Invitation, Reason, Table};
pub use values::{
    EmailAddress, InvalidValue, Minutes, Name, Note, PartySize, PhoneNumber, Priority, Seats, Title,
};
pub use words::{
    Channel, Colour, EventStatus, InvitationStatus, MessageKind, MessageStatus, Picture, Response,
    Seat,
};
