//! Random histories of events, checked after every step.
//!
//! `PROPTEST_CASES` says how many histories each family plays; without it they are 10,000
//! together.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it fails")]

mod checks;
mod database;
mod families;
mod plan;
mod sabotage;

use std::cell::RefCell;
use std::collections::BTreeSet;

use families::{Family, plans};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Plays many plans of one family; a plan that breaks a rule is made as short as it can be. In many
/// plans, everything in `expected` must have come up, lest they be dull.
fn play_many(family: &Family, cases: u32, expected: &[&str]) {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let many = config.cases >= cases;
    let seen = RefCell::new(BTreeSet::new());
    let outcome = TestRunner::new(config).run(&plans(family), |plan| {
        let mut come_up = database::play(&plan).map_err(TestCaseError::fail)?;
        seen.borrow_mut().append(&mut come_up);
        Ok(())
    });
    if let Err(broken) = outcome {
        panic!("{broken}");
    }
    let seen = seen.into_inner();
    for word in expected {
        assert!(!many || seen.contains(*word), "{word} never came up");
    }
}

#[test]
fn small_tables_keep_the_rules() {
    play_many(
        &Family {
            seats: 1..=4,
            people: 0..=12,
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
            "promoted",
            "offered",
            "full",
            "deckEmpty",
            "sent",
            "delivered",
            "deliveryFailed",
            "undeliverable",
            "NoOpenSeat",
        ],
    );
}

#[test]
fn parties_keep_the_rules() {
    play_many(
        &Family {
            seats: 2..=8,
            people: 4..=30,
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
            "PartyLimit",
            "NoRoomForParty",
        ],
    );
}

#[test]
fn restless_hosts_keep_the_rules() {
    play_many(
        &Family {
            seats: 1..=8,
            people: 4..=20,
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
        ],
    );
}

#[test]
fn large_tables_keep_the_rules() {
    play_many(
        &Family {
            seats: 10..=60,
            people: 30..=60,
            party_limit: 1..=3,
            steps: 10..=40,
            host: 1,
            leaps: 1,
        },
        500,
        &["dealt", "answered", "lapsed"],
    );
}
