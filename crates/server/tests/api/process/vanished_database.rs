//! The machine of the database is gone without a word.

use seat_dealer_test_support::app::eventually;
use seat_dealer_test_support::database::TestPlace;
use seat_dealer_test_support::proxy::Proxy;

use super::Installation;

#[tokio::test]
async fn a_program_whose_database_has_vanished_ends_when_it_is_told_to() {
    let database = TestPlace::mysql();
    let (proxy, address) = Proxy::to(&database.connection_string());
    let installation = Installation::new();
    let running = installation.start(
        installation
            .program(&["serve"])
            .env("DB_CONN_STRING", address),
        "log",
    );
    installation.is_ready().await;
    proxy.lose_connections();
    eventually("a request that waits for the database", async || {
        let request = installation.client(None).request("GET", "/readyz").send();
        request.await.ok().filter(|answer| answer.status() == 503)
    })
    .await;
    running.tell_to_stop();
    let log = running.end();
    assert!(log.contains("stopping"), "{log}");
}
