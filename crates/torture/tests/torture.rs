//! A short form of what `./just torture` does: kills the program while it sends and while guests answer,
//! and counts afterwards. The program is the one that Cargo has built beside these tests: `./just unit`
//! builds it first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "mysql")]
use seat_dealer_torture::faults::instances;
use seat_dealer_torture::{Dice, Place, kill_again_and_again};

/// Two by text with everything in one process or with workers apart, and one of each by email.
const CYCLES: u64 = 4;

fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    // The tests are in target/debug/deps.
    let name = format!("seat-dealer{}", std::env::consts::EXE_SUFFIX);
    let program = test.ancestors().nth(2).unwrap().join(name);
    assert!(
        program.exists(),
        "{} does not exist: run ./just unit -p seat-dealer-torture",
        program.display()
    );
    program
}

async fn nothing_is_lost_in_death(place: Place) {
    let seed = Dice::any_seed();
    let place = Arc::new(place);
    let figures = kill_again_and_again(&place, CYCLES, Dice::new(seed), |_, _| {})
        .await
        .unwrap();
    assert!(figures.are_good(), "seed {seed}: {:#?}", figures.findings);
    assert!(figures.messages >= 20 * CYCLES && figures.acknowledged >= 20 * CYCLES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_in_death_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(&program(), folder.path()).unwrap();
    nothing_is_lost_in_death(place).await;
}

seat_dealer_test_support::with_mysql! {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nothing_is_lost_in_death_on_mysql() {
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let place = Place::mysql(&program(), folder.path(), &server).unwrap();
        nothing_is_lost_in_death(place).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn several_servers_and_workers_are_as_one() {
        const DINNERS: u64 = 6;
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let place = Place::mysql(&program(), folder.path(), &server).unwrap();
        let seed = Dice::any_seed();
        let figures = instances(place, DINNERS, &mut Dice::new(seed)).await.unwrap();
        assert!(figures.are_good(), "seed {seed}: {:#?}", figures.findings);
        assert_eq!(figures.dinners, DINNERS);
        assert!(figures.messages >= 8 * DINNERS && figures.acknowledged >= 8 * DINNERS);
    }
}
