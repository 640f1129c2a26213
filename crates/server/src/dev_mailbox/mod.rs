//! The development mailbox: the page that shows every message instead of sending it.

pub(crate) mod routes;
mod view;

#[cfg(test)]
mod tests;

pub use view::{KeptMessage, SCRIPT, content_security_policy, mailbox_page};
