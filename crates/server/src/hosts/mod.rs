//! The API for hosts: one file for each noun.

pub(crate) mod api_keys;
pub(crate) mod by_hand;
pub(crate) mod calendar;
pub(crate) mod contact_import;
pub(crate) mod contacts;
pub(crate) mod contacts_batch;
pub(crate) mod contacts_csv;
pub(crate) mod deck;
mod deck_words;
mod device;
pub(crate) mod duplicates;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod host_log;
pub(crate) mod host_messages;
mod ids;
pub(crate) mod invites;
mod live;
pub(crate) mod log;
mod mappers;
pub(crate) mod me;
pub(crate) mod message_previews;
pub(crate) mod notifications;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod tags;
pub(crate) mod webhooks;
