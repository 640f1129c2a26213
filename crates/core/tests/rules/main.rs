//! The fourteen rules of the deal, each in scenes that a person can follow. The log's sentences
//! are compared as they are read.
#![allow(clippy::unwrap_used, reason = "a test ends where it fails")]

mod answers;
mod by_hand;
mod calendar;
mod dealing;
mod dinner;
mod hosts;
mod story;
mod texts;
