//! Tests of the database crate's public functions, on SQLite and on MySQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Names of products such as SQLite need no backticks.
#![allow(clippy::doc_markdown)]
// A skipped test says so.
#![allow(clippy::print_stderr)]

mod account_deletion;
mod backup;
mod calling_off;
mod channels;
#[cfg(feature = "mysql")]
mod conflicts;
mod contacts;
mod copy;
mod daily_backups;
mod deal;
mod deck;
mod erasure;
mod event_counts;
mod host_news;
mod host_pushes;
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
#[cfg(feature = "mysql")]
mod server_backup;
#[cfg(feature = "mysql")]
mod server_errors;
#[cfg(feature = "mysql")]
mod server_sessions;
mod statements;
mod tables;
mod tags;
#[cfg(feature = "mysql")]
mod transport;
#[cfg(feature = "mysql")]
mod vanished_server;
mod watcher;
mod webhooks;
mod write_queue;
