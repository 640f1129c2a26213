//! API tests: one file for each noun. All run on SQLite, and the most important ones also on MySQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::too_many_lines, clippy::similar_names, reason = "a scene is told in one piece")]
// Names of products such as SQLite need no backticks.
#![allow(clippy::doc_markdown)]

mod account;
mod api_keys;
mod authorization;
mod batches;
mod bodies;
mod by_hand;
mod clients_at_once;
mod connection_limits;
mod contacts;
mod cross_origin;
mod cursors;
mod dealer;
mod deck;
mod dinner;
mod document;
mod end_and_link;
mod etags;
mod events;
mod examples;
mod finding;
mod guest_calendar;
mod guest_comparisons;
mod guest_compression;
mod guest_language;
mod guest_note;
mod guest_page;
mod headers;
mod host_calendar;
mod host_log;
mod host_messages;
mod hostile_words;
mod imports;
mod invites;
mod limits;
mod links;
mod log;
mod me;
mod metrics;
mod notifications;
mod process;
mod push;
mod read_only_database;
mod repeats;
mod request_limits;
mod rsvp;
mod sentences;
mod sessions;
mod sign_in;
mod stream;
mod tags;
mod texts;
mod unsubscribe;
mod web_app;
mod webhooks;
