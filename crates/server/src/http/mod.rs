//! What every request passes through: the server with its middleware, the state that handlers share, and how
//! requests are read and errors are answered. It knows no route: `crate::routes` registers them.

pub(crate) mod allowed_methods;
pub(crate) mod auth;
mod client;
mod connection;
pub(crate) mod errors;
pub(crate) mod extractors;
pub(crate) mod health;
mod holding;
pub(crate) mod limits;
pub(crate) mod middleware;
pub(crate) mod problem_kinds;
pub(crate) mod problems;
mod reading;
pub(crate) mod repeats;
pub(crate) mod server;
pub(crate) mod sizes;
pub(crate) mod state;
pub(crate) mod validation;
