//! What the app is about, noun by noun.

pub(crate) mod account;
pub(crate) mod contacts;
pub(crate) mod deck;
pub(crate) mod devices;
pub(crate) mod events;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod log;
pub(crate) mod table;
