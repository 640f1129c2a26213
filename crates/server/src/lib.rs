//! seat-dealer's server: the HTTP API, the guests' pages, the web app, and the background loops.
//!
//! A handler parses, authorises, calls and answers. What an event may do is decided in
//! `seat_dealer_core`; what is stored and how, in `seat_dealer_db`; how messages leave, in
//! `seat_dealer_delivery`.
// Names such as OpenAPI are no code.
#![allow(clippy::doc_markdown)]
// Absent, null and a value are three things.
#![allow(clippy::option_option)]

mod api_error;
mod app;
mod auth;
mod check;
mod closing;
mod config;
mod connection;
mod dealer;
pub mod dev_mailbox;
mod device;
mod documentation;
mod erasing;
pub mod guest;
mod http;
mod import;
mod input;
mod keeping;
mod limits;
mod logging;
mod metrics;
mod observed;
mod received;
mod routes;
mod shapes;
mod traces;
mod web_app;

pub use app::{App, Running};
pub use check::{Finding, Verdict, check};
pub use config::{Config, SettingError};
pub use documentation::document;
pub use keeping::{backup, copy, renew_links, restore};
pub use limits::LimitSettings;
pub use logging::start_logging;
pub use traces::Traces;
