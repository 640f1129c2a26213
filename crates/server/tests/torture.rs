//! A little of what `./just torture` does at length: the program is killed while it sends and while
//! guests answer, and everything is counted afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "mysql")]
use seat_dealer_torture::faults::instances;
use seat_dealer_torture::{Dice, Place, kill_again_and_again};

const PROGRAM: &str = env!("CARGO_BIN_EXE_seat-dealer");
/// Two by text with everything in one process or with workers apart, and one of each by email.
const CYCLES: u64 = 4;

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
    let place = Place::sqlite(Path::new(PROGRAM), folder.path()).unwrap();
    nothing_is_lost_in_death(place).await;
}

seat_dealer_test_support::with_mysql! {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn nothing_is_lost_in_death_on_mysql() {
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let place = Place::mysql(Path::new(PROGRAM), folder.path(), &server).unwrap();
        nothing_is_lost_in_death(place).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn several_servers_and_workers_are_as_one() {
        const DINNERS: u64 = 6;
        let folder = tempfile::tempdir().unwrap();
        let server = std::env::var("TEST_MYSQL_URL").expect("TEST_MYSQL_URL: use tools/with-mariadb");
        let place = Place::mysql(Path::new(PROGRAM), folder.path(), &server).unwrap();
        let seed = Dice::any_seed();
        let figures = instances(place, DINNERS, &mut Dice::new(seed)).await.unwrap();
        assert!(figures.are_good(), "seed {seed}: {:#?}", figures.findings);
        assert_eq!(figures.dinners, DINNERS);
        assert!(figures.messages >= 8 * DINNERS && figures.acknowledged >= 8 * DINNERS);
    }
}
