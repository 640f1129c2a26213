//! Random histories of events, checked after each step.
//!
//! Each profile runs its own number of histories, 10,500 in total. The environment variable
//! `PROPTEST_CASES` replaces that number: `PROPTEST_CASES=75000` runs 300,000 histories.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod checks;
mod database;
mod generators;
mod sabotage;
mod scenario;

use std::cell::RefCell;
use std::collections::BTreeSet;

use generators::{Profile, scenarios};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRunner};

/// Runs scenarios of one profile, and shrinks the first that breaks a rule. If there are at least
/// `cases` of them, the log kinds and refusals in `expected` must all have occurred.
fn run_many(profile: &Profile, cases: u32, expected: &[&str]) {
    let mut config = ProptestConfig {
        failure_persistence: None,
        // The default, ChaCha, takes more than half of the time without optimisation.
        rng_algorithm: RngAlgorithm::XorShift,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let enough = config.cases >= cases;
    let seen = RefCell::new(BTreeSet::new());
    let outcome = TestRunner::new(config).run(&scenarios(profile), |scenario| {
        let mut kinds = database::run(&scenario).map_err(TestCaseError::fail)?;
        seen.borrow_mut().append(&mut kinds);
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
    let seen = seen.into_inner();
    for kind in expected {
        assert!(!enough || seen.contains(*kind), "{kind} never occurred");
    }
}

#[test]
fn small_tables_keep_the_rules() {
    run_many(
        &Profile {
            seats: 1..=4,
            contacts: 0..=12,
            party_limit: 1..=1,
            steps: 5..=30,
            host: 2,
            leaps: 2,
        },
        4_000,
        &[
            "dealing",
            "dealt",
            "answered",
            "lapsed",
            "reminded",
            "notReminded",
            "promoted",
            "offered",
            "full",
            "deckEmpty",
            "sent",
            "delivered",
            "deliveryFailed",
            "undeliverable",
            "waits",
            "channelRests",
            "NoOpenSeat",
        ],
    );
}

#[test]
fn parties_keep_the_rules() {
    run_many(
        &Profile {
            seats: 2..=8,
            contacts: 4..=30,
            party_limit: 2..=3,
            steps: 5..=30,
            host: 2,
            leaps: 2,
        },
        3_000,
        &[
            "dealt",
            "promoted",
            "offered",
            "skipped",
            "passedOver",
            "PartyLimit",
            "NoRoomForParty",
        ],
    );
}

#[test]
fn active_hosts_keep_the_rules() {
    run_many(
        &Profile {
            seats: 1..=8,
            contacts: 4..=20,
            party_limit: 1..=3,
            steps: 5..=30,
            host: 8,
            leaps: 5,
        },
        3_000,
        &[
            "paused",
            "cancelled",
            "changed",
            "arranged",
            "withdrawn",
            "resent",
            "wrote",
            "Cancelled",
            "Past",
            "DealUntilPassed",
            "NotDealing",
            "SeatsTaken",
            "QuietUntilBegin",
            "AlreadyInvited",
            "Unreachable",
            "Withdrawn",
            "NothingToHandOver",
            "LongPast",
            "NobodyToTell",
            "TooLongForTexts",
            "NoMessage",
        ],
    );
}

#[test]
fn large_tables_keep_the_rules() {
    run_many(
        &Profile {
            seats: 10..=60,
            contacts: 30..=60,
            party_limit: 1..=3,
            steps: 10..=40,
            host: 1,
            leaps: 1,
        },
        500,
        &["dealt", "answered", "lapsed"],
    );
}
