//! seat-dealer's server: the HTTP API, the guests' pages, the web app, and the background loops.
//!
//! A handler parses the request, authorises it, calls another crate, and builds the response.
//! `seat_dealer_core` implements the rules, `seat_dealer_db` the storage, and `seat_dealer_delivery` the
//! messages.
// Names such as OpenAPI are not code.
#![allow(clippy::doc_markdown)]
// A PATCH body distinguishes absent, null and a value.
#![allow(clippy::option_option)]

mod app;
mod background;
mod config;
pub mod dev_mailbox;
mod documentation;
mod guests;
mod hosts;
mod http;
mod operations;
mod routes;
mod web_app;
mod webhooks;

pub use app::{App, Running};
pub use config::{Config, LimitSettings, SettingError};
pub use documentation::document;
pub use http::problem_kinds::{FIELD_CODES, PROBLEM_KINDS, ProblemKind};
pub use operations::admin::{backup, copy, renew_links, restore};
pub use operations::check::{Finding, Verdict, check};
pub use operations::logging::start_logging;
pub use operations::traces::Traces;
