//! Sign-in over real HTTP: against the development provider, a hostile one, and an independent one.
#![allow(clippy::doc_markdown, reason = "OpenID is a name, not code")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy's allowance for tests does not reach what tests share"
)]

mod attacks;
mod browser;
mod dev_provider;
mod hostile_provider;
mod independent_provider;
mod local_requests;
mod logs;
mod provider_failures;
mod serving;
mod tickets;
