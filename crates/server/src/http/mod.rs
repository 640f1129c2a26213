//! The code that all routes share: the server with its middleware, the state, the extractors and the errors.
//! This module knows no route: `crate::routes` registers them.

pub(crate) mod auth;
mod client;
mod connection;
pub(crate) mod errors;
pub(crate) mod etags;
pub(crate) mod extractors;
mod guarded_body;
pub(crate) mod health;
pub(crate) mod in_progress;
pub(crate) mod limits;
pub(crate) mod middleware;
pub(crate) mod operations;
pub(crate) mod problem_kinds;
pub(crate) mod problem_pages;
pub(crate) mod problems;
mod read_pause;
pub(crate) mod repeats;
pub(crate) mod server;
pub(crate) mod sizes;
pub(crate) mod state;
pub(crate) mod validation;
