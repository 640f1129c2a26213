//! Test fixtures: migrated databases and running applications.
//!
//! A dev-dependency only. An error here panics and fails the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::missing_panics_doc)]
// Product names are not code.
#![allow(clippy::doc_markdown)]

#[cfg(feature = "app")]
pub mod app;
pub mod database;
#[cfg(feature = "mysql")]
pub mod proxy;
