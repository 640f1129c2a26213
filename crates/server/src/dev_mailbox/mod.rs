//! The development mailbox: a page that shows the messages, which are not sent.

pub(crate) mod routes;
mod view;

#[cfg(test)]
mod tests;

pub use view::{MailboxMessage, SCRIPT, content_security_policy, mailbox_page};
