//! seat-dealer's server: the HTTP API, the guests' pages, the web app, and the background loops.
//!
//! A handler parses, authorises, calls and answers. What an event may do is decided in
//! `seat_dealer_core`; what is stored and how, in `seat_dealer_db`; how messages leave, in
//! `seat_dealer_delivery`.
// Names such as OpenAPI are no code.
#![allow(clippy::doc_markdown)]
// Absent, null and a value are three things.
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
pub use operations::admin::{backup, copy, renew_links, restore};
pub use operations::check::{Finding, Verdict, check};
pub use operations::logging::start_logging;
pub use operations::traces::Traces;
