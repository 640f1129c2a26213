//! The database as its callers see it, on SQLite and on MySQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Names of products such as SQLite are no code.
#![allow(clippy::doc_markdown)]

mod migrations;
mod query_counts;
mod race;
mod statements;
mod tables;
