//! A server that is killed while it sends to a webhook.

use std::collections::BTreeSet;

use seat_dealer_test_support::app::eventually;
use serde_json::{Value, json};

use super::Installation;
use crate::webhooks::Receiver;

#[tokio::test]
async fn a_server_that_is_killed_loses_no_entry() {
    const KILLS: i64 = 4;
    let installation = Installation::new();
    let key = installation.api_key();
    let ada = installation.client(Some(&key));
    let receiver = Receiver::start();
    let start = || {
        let mut command = installation.program(&["serve"]);
        installation.start(command.env("WEBHOOK_ALLOW_PRIVATE", "1"), "serve.log")
    };
    let mut secret = Value::Null;
    for kill in 0..=KILLS {
        let server = start();
        installation.is_ready().await;
        if kill == 0 {
            let new = json!({ "url": receiver.url() });
            let made = ada.post("/api/v1/webhooks", new).await.is(201);
            secret = made["secret"].clone();
        }
        for _ in 0..20 {
            let event = json!({ "title": "Dinner", "seats": 8 });
            ada.post("/api/v1/events", event).await.is(201);
        }
        let before = receiver.received().len();
        eventually("a request to the webhook", async || {
            (receiver.received().len() > before).then_some(())
        })
        .await;
        // This is SIGKILL, while further requests are under way.
        drop(server);
    }
    // What was claimed waits for the end of its lease.
    let db = installation.db();
    db.write(|conn| {
        seat_dealer_db::time_travel::let_deliveries_fall_due(conn, jiff::SignedDuration::ZERO)
    })
    .await
    .unwrap();
    let server = start();
    installation.is_ready().await;
    let all: BTreeSet<i64> = (1..=20 * (KILLS + 1)).collect();
    eventually("every entry", async || {
        let received = receiver.received();
        let numbers = received
            .iter()
            .map(|request| request.json()["data"]["number"].as_i64());
        let numbers: BTreeSet<i64> = numbers.map(Option::unwrap).collect();
        (numbers == all).then_some(())
    })
    .await;
    let received = receiver.received();
    assert!(received.iter().all(|request| request.is_signed(&secret)));
    let ids: BTreeSet<_> = received.iter().map(|request| &request.id).collect();
    assert_eq!(ids.len(), all.len(), "an entry has one id");
    server.tell_to_stop();
    server.end();
}
