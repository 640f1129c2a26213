//! Sends what the outbox holds: the words of every message, and the providers that carry them.
//!
//! Nothing here knows the rules of the deal: a sender tells the event what became of a message, and
//! the rules decide whether it is tried again. And nothing here holds a database connection while
//! it talks to a provider.

pub mod calendar;
#[cfg(feature = "fake")]
pub mod fake_smtp;
#[cfg(feature = "fake")]
pub mod fake_twilio;
pub mod inbound;
mod jitter;
mod messages;
mod outgoing;
mod providers;
mod segments;
mod send_counts;
mod sender;
mod settings;
mod smtp;
pub mod twilio;
mod typography;

pub use calendar::CalendarEntry;
pub use inbound::Inbound;
pub use jitter::jitter;
pub use messages::{Content, MessageContext, RenderError, Reply, render, reply, which_one};
pub use outgoing::{Extras, Outcome, Outgoing, Provider, Recipient};
pub use providers::Providers;
pub use segments::{Encoding, SEGMENT_LIMIT, Segments, segments};
pub use send_counts::{Counts, SendResult};
pub use sender::Sender;
pub use settings::{
    Countries, Secret, SettingError, SmtpSettings, SmtpTls, TextLimits, TwilioSender,
    TwilioSettings,
};
pub use smtp::Smtp;
pub use twilio::{Found, LookupFailed, Twilio};
