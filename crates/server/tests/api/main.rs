//! The server as its clients see it: one file for each noun, on SQLite, and what matters most on
//! MySQL as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Names of products such as SQLite are no code.
#![allow(clippy::doc_markdown)]

mod contacts;
