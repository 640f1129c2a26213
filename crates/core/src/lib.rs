//! The rules of the deal: who is invited next, who gets a seat, and why.
//!
//! This crate is pure. [`decide`] takes a [`Table`] (the snapshot of one event), a [`Command`] and
//! the current time, and returns a [`Decision`] or a [`Refusal`]. It does no I/O, reads no clock
//! and draws no random numbers. Callers run it in the transaction that locked the event, and write
//! the decision before they commit.
//!
//! `docs/RULES.md` states the rules. Comments name a rule by its number ("rule 5"), and the table
//! at the end of that document lists the functions, tests and checks of each rule.
//!
//! The types use the words of the product: host, contact, event, deck, card, invitation, hold,
//! seated, standby, maybe, lapsed, withdrawn, undeliverable, party, log.

mod command;
mod decide;
mod drawings;
mod enums;
mod guest_details;
mod host_words;
mod ids;
mod invisible;
mod log;
mod look;
mod message;
mod news;
mod preview;
mod refusal;
mod retry;
mod table;
mod time;
mod values;

pub use command::{About, Actor, Command, News, OtherText, Report, TextReply};
pub use decide::{CardsWanted, Decision, decide, read_cards, resting_channels};
pub use drawings::Drawing;
pub use enums::{
    AddOutcome, AnswerNews, Audience, Channel, Colour, EventStatus, HostList, ImportOutcome,
    ImportedField, InvitationStatus, Language, MessageKind, MessageStatus, Pace, PausedReason,
    Picture, Response, Scope, Seat, Taken,
};
pub use guest_details::{Companions, GuestDetails};
pub use host_words::HostWords;
pub use ids::{ContactId, EventId, HostId, InvitationId, MessageId};
pub use invisible::{is_invisible, visible_line, visible_text};
pub use log::{
    Answered, Attempt, By, Change, Happening, Hold, LogEntry, LogKind, NoNext, QuietTime, Sent,
    Setting, standing, with_key,
};
pub use look::{Look, Palette, Shades};
pub use message::{CalendarEntry, ChannelState, Message, NewMessage, Reach};
pub use news::{Notifications, Topic, tell_at, topic};
pub use preview::{Preview, PreviewedCard, preview, preview_messages};
pub use refusal::Refusal;
pub use retry::{Delay, MAX_TRIES, next_try};
pub use table::{Card, Event, Invitation, Reason, Reminders, Table};
pub use time::{QuietHours, response_deadline};
pub use values::{
    Diet, EmailAddress, ExternalId, InvalidValue, Minutes, Name, Note, PartySize, PhoneNumber,
    Priority, Question, Seats, Tag, Tags, Title,
};
