//! Sends what the outbox holds: the words of every message, the providers that carry them, and
//! the policy of trying again.
//!
//! Nothing here knows the rules of the deal, and nothing here holds a database connection while
//! it talks to a provider.

#[cfg(feature = "fake")]
pub mod fake_smtp;
#[cfg(feature = "fake")]
pub mod fake_twilio;
pub mod inbound;
mod mailbox;
mod messages;
mod outgoing;
pub mod retry;
mod segments;
mod sender;
mod settings;
mod smtp;
pub mod twilio;
mod typography;

pub use inbound::Inbound;
pub use mailbox::Letter;
pub use messages::{Content, Facts, RenderError, render};
pub use outgoing::{Outcome, Outgoing, Provider, Recipient};
pub use segments::{Encoding, Segments, segments};
pub use sender::{Carriers, Sender};
pub use settings::{Secret, SettingError, SmtpSettings, SmtpTls, TwilioSender, TwilioSettings};
pub use smtp::Smtp;
pub use twilio::{Found, LookupFailed, Twilio};
