//! A short version of `./just torture`: kills the program while it sends messages and while guests
//! answer, and counts the results. The tests use the program that Cargo has built in the same
//! target folder; `./just unit` builds it first.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(feature = "mysql")]
use seat_dealer_torture::faults::instances;
use seat_dealer_torture::{Environment, Rng, kill_repeatedly};

/// Two dinners by text with one process, one with workers, and one by email.
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

async fn kills_lose_nothing(environment: Environment) {
    let seed = Rng::random_seed();
    let environment = Arc::new(environment);
    let totals = kill_repeatedly(&environment, CYCLES, Rng::new(seed), |_, _| {})
        .await
        .unwrap();
    assert!(totals.are_correct(), "seed {seed}: {:#?}", totals.findings);
    assert!(totals.messages >= 20 * CYCLES && totals.acknowledged >= 20 * CYCLES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_lose_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::sqlite(&program(), folder.path()).unwrap();
    kills_lose_nothing(environment).await;
}

seat_dealer_test_support::with_mysql! {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn kills_lose_nothing_on_mysql() {
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let environment = Environment::mysql(&program(), folder.path(), &server).unwrap();
        kills_lose_nothing(environment).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn several_servers_and_workers_share_one_database() {
        const DINNERS: u64 = 6;
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let environment = Environment::mysql(&program(), folder.path(), &server).unwrap();
        let seed = Rng::random_seed();
        let totals = instances(environment, DINNERS, &mut Rng::new(seed)).await.unwrap();
        assert!(totals.are_correct(), "seed {seed}: {:#?}", totals.findings);
        assert_eq!(totals.dinners, DINNERS);
        assert!(totals.messages >= 8 * DINNERS && totals.acknowledged >= 8 * DINNERS);
    }
}
