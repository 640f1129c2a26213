//! The database: embedded SQLite, or MySQL with the feature `mysql`; one code path for both.
//!
//! This is the only crate that uses Diesel. All changes of an event use [`change`]: it locks the event's row with the
//! first statement, reads the table, calls `seat_dealer_core::decide` and writes the decision.
//!
//! Functions with a [`Conn`] are steps of a transaction. [`Db::read`] and [`Db::write`] run them on blocking threads.
// Names of products such as SQLite need no backticks.
#![allow(clippy::doc_markdown)]
// Diesel's derive macros make references to options of references.
#![allow(clippy::ref_option_ref)]
// In a change, a value can be missing, cleared or set.
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
mod connections;
pub mod contacts;
pub mod copy;
pub mod daily_backups;
mod db;
mod decision_counts;
pub mod deck;
pub mod dev_mailbox;
mod due;
pub mod erasure;
mod error;
mod event_terms;
pub mod events;
pub mod external_ids;
mod files;
pub mod host_calendars;
pub mod host_log;
pub mod host_messages;
pub mod host_news;
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
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "testing")]
pub mod newer_release;
pub mod opt_outs;
mod page;
pub mod push_subscriptions;
#[cfg(feature = "testing")]
pub mod refused_writes;
pub mod repeats;
mod retry;
mod savepoint;
mod schema;
mod search;
mod snapshot;
mod suppression_list;
pub mod tags;
#[cfg(all(feature = "mysql", feature = "testing"))]
mod test_databases;
mod texted_words;
mod time;
#[cfg(feature = "testing")]
pub mod time_travel;
mod tokens;
pub mod watcher;
pub mod webhooks;
mod writable;
mod write_queue;

pub use conn::{Conn, DatabaseUrl};
pub use db::Db;
pub use decision_counts::DecisionCounts;
pub use error::Error;
#[cfg(feature = "mysql")]
pub use mysql::Address;
pub use page::{Cursor, List, Page};
pub use savepoint::all_or_nothing;
pub use time::{new_id, now};
pub use tokens::RsvpTokens;

/// The target of the spans that are only for traces. The log does not contain them, and without traces they cost
/// nothing. They must not contain personal data: no names, addresses, links or texts.
pub const TRACES: &str = "seat-dealer-traces";

/// The maximum number of rows that one transaction of an erasure deletes.
pub(crate) const ERASE_BATCH: i64 = 200;

/// The result of database functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
