//! Tests of each rule: `rule_4.rs` tests rule 4 of docs/RULES.md, and so on. They assert what
//! happens; the sentences that say so are in `catalogue.rs`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod by_hand;
mod calendar;
mod catalogue;
mod dinner;
mod document;
mod host_message;
mod outbox;
mod rule_1;
mod rule_10;
mod rule_11;
mod rule_12;
mod rule_13;
mod rule_14;
mod rule_15;
mod rule_16;
mod rule_17;
mod rule_18;
mod rule_2;
mod rule_3;
mod rule_4;
mod rule_5;
mod rule_6;
mod rule_7;
mod rule_8;
mod rule_9;
