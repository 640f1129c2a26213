//! Tests of the database crate's public functions, on SQLite and on MySQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Names of products such as SQLite need no backticks.
#![allow(clippy::doc_markdown)]

mod account_deletion;
mod backup;
mod calling_off;
mod channels;
#[cfg(feature = "mysql")]
mod conflicts;
mod contacts;
mod copy;
mod deal;
mod deck;
mod erasure;
mod hosts_and_keys;
mod imports;
mod links;
mod log;
mod migrations;
mod opt_outs;
mod outage;
mod outbox;
mod ownership;
mod plans;
mod query_counts;
mod race;
mod reconcile;
mod repeats;
mod reports;
mod statements;
mod tables;
mod write_queue;
