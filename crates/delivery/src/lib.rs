//! Sends what the outbox holds: the words of every message, the providers that carry them, and
//! the policy of trying again.
//!
//! Nothing here knows the rules of the deal, and nothing here holds a database connection while
//! it talks to a provider.

mod messages;
pub mod retry;
mod segments;
mod typography;

pub use messages::{Content, Facts, RenderError, render};
pub use segments::{Encoding, Segments, segments};
