//! The database: embedded SQLite, or MySQL with the feature `mysql`; one code path for both.
//!
//! The only crate that names Diesel. Everything that changes an event goes through
//! [`decide`](change::decide), the one place that knows the recipe: lock the event's row with the
//! first statement, read the table, let `seat_dealer_core::decide` decide, write all of it.
//!
//! Functions that take a [`Conn`] are steps of a transaction; [`Db::read`] and [`Db::write`] run
//! them off the async threads.
// Names of products such as SQLite are no code.
#![allow(clippy::doc_markdown)]
// Diesel's derive macros make references to options of references.
#![allow(clippy::ref_option_ref)]
// Absent, cleared and a value are three things.
#![allow(clippy::option_option)]

pub mod account_deletion;
pub mod backup;
#[cfg(feature = "bench")]
pub mod bench;
mod calendars;
mod catalog;
pub mod change;
pub mod channels;
pub mod check;
mod conn;
pub mod contacts;
pub mod copy;
mod db;
mod decision_counts;
pub mod deck;
pub mod dev_mailbox;
pub mod erasure;
mod error;
mod event_terms;
pub mod events;
mod files;
pub mod hosts;
pub mod imports;
pub mod inbound_texts;
pub mod invitations;
pub mod keys;
pub mod links;
pub mod log;
pub mod message_counts;
pub mod messages;
mod migrations;
#[cfg(feature = "testing")]
pub mod newer_release;
pub mod opt_outs;
mod page;
#[cfg(feature = "testing")]
pub mod refused_writes;
pub mod repeats;
mod retry;
mod schema;
mod search;
mod snapshot;
#[cfg(all(feature = "mysql", feature = "testing"))]
mod test_databases;
mod texted_words;
mod time;
#[cfg(feature = "testing")]
pub mod time_travel;
mod tokens;
mod writable;
mod write_queue;

pub use conn::{Conn, DatabaseUrl};
pub use db::Db;
pub use decision_counts::DecisionCounts;
pub use error::Error;
pub use page::{Cursor, List, Page};
pub use time::{new_id, now};
pub use tokens::RsvpTokens;

/// The target of spans that are for traces alone: the log leaves them out, and without traces they
/// cost nothing. What stands in them a stranger may read: no name, no address, no link, no words.
pub const TRACES: &str = "seat-dealer-traces";

/// How many rows one transaction of an erasure deletes at most.
pub(crate) const ERASED_AT_ONCE: i64 = 200;

/// What database functions answer.
pub type Result<T, E = Error> = std::result::Result<T, E>;
