//! The dealer: it runs the command `Tick` of each event that is due.

use seat_dealer_db::newer_release::hide_drafts;
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

on_each_database![events_that_cannot_be_read_do_not_delay_the_others];

async fn events_that_cannot_be_read_do_not_delay_the_others(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let eve = app.host("Eve").await;
    for _ in 0..40 {
        ada.event(json!({})).await;
    }
    let event = eve.event(json!({ "seats": 1 })).await;
    // The dealing event waits for a contact. The others stay due before it.
    eve.deal(&event).await;
    app.db.write(hide_drafts).await.unwrap();
    eve.contacts(1).await;
    app.messages_to(&phone(1), 1).await;
    app.finish().await;
}
