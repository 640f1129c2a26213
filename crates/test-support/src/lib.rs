//! Builders for tests: databases, a running app, providers that misbehave.
//!
//! A dev-dependency only. What goes wrong here ends the test that asked for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::missing_panics_doc)]
// Names of products are no code.
#![allow(clippy::doc_markdown)]

#[cfg(feature = "app")]
pub mod app;
pub mod database;
