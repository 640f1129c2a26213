//! Sends the messages of the outbox: renders them and calls the providers.
//!
//! This crate does not know the rules of the deal: a sender gives the event a command with the outcome, and the rules
//! decide whether the message is tried again. No database connection is held during a call to a provider.

pub mod calendar;
#[cfg(feature = "fake")]
pub mod fake_push;
#[cfg(feature = "fake")]
pub mod fake_smtp;
#[cfg(feature = "fake")]
pub mod fake_twilio;
mod host_mail;
mod host_push;
mod host_sender;
pub mod inbound;
mod jitter;
mod messages;
mod outgoing;
mod pictures;
mod plural;
mod providers;
pub mod push;
mod segments;
mod send_counts;
mod sender;
mod settings;
mod smtp;
pub mod twilio;
mod typography;
pub mod webhooks;
mod wording;

pub use calendar::CalendarEntry;
pub use host_sender::HostSender;
pub use inbound::Inbound;
pub use jitter::jitter;
pub use messages::{
    Content, MessageContext, RenderError, Reply, render, reply, text_segments, which_one,
};
pub use outgoing::{Extras, Outcome, Outgoing, Recipient};
pub use pictures::PictureUse;
pub use plural::{Counted, PluralCategory};
pub use providers::{Provider, Providers};
pub use segments::{Encoding, SEGMENT_LIMIT, SEGMENT_LIMIT_WITH_WORDS, Segments, segments};
pub use send_counts::{Counts, HostCounts, SendResult};
pub use sender::Sender;
pub use settings::{
    Countries, Secret, SettingError, SmtpSettings, SmtpTls, TextLimits, TwilioSender,
    TwilioSettings,
};
pub use smtp::Smtp;
pub use twilio::{Found, LookupFailed, Twilio};
pub use wording::DateNames;
