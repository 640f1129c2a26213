//! The server as its clients see it: one file for each noun, on SQLite, and what matters most on
//! MySQL as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::too_many_lines, clippy::similar_names, reason = "a scene is told in one piece")]
// Names of products such as SQLite are no code.
#![allow(clippy::doc_markdown)]

mod account;
mod api_keys;
mod bodies;
mod by_hand;
mod compared;
mod contacts;
mod cross_origin;
mod cursors;
mod dealer;
mod deck;
mod dinner;
mod document;
mod events;
mod everybody;
mod guest_calendar;
mod guest_language;
mod guest_note;
mod guest_packing;
mod guest_page;
mod headers;
mod hostile_words;
mod imports;
mod invites;
mod limits;
mod links;
mod log;
mod me;
mod metrics;
mod places;
mod process;
mod received;
mod rsvp;
mod sentences;
mod sessions;
mod sign_in;
mod stream;
mod texts;
mod unsubscribe;
mod unwritable;
mod web_app;
