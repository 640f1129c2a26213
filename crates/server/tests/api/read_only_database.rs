//! A database that can be read and not written, such as one on a full disk.

use seat_dealer_db::refused_writes::{refuse_writes, take_writes};
use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_guest_is_told_that_nothing_can_be_saved,
    a_server_that_cannot_write_is_not_ready_until_it_can,
];

async fn a_guest_is_told_that_nothing_can_be_saved(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    app.outbox_is_empty().await;
    app.db.write(refuse_writes).await.unwrap();
    let guest = app.stranger();
    let yes = [("response", "YES")];
    for (language, words) in [
        ("en", "Nothing can be saved here"),
        ("es", "no se puede guardar nada"),
        ("de", "nichts gespeichert werden"),
        ("fr", "Rien ne peut être enregistré"),
    ] {
        let query = format!("?lang={language}");
        let page = guest.submit(&format!("{link}{query}"), &yes).await;
        assert_eq!(page.status, 503, "{page}");
        assert_eq!(page.header("retry-after"), "2");
        assert!(page.text().contains(words), "{page}");
        let request = guest.request("POST", &format!("/api/v1{link}"));
        let request = request
            .header("Accept-Language", language)
            .json(&json!({ "response": "YES" }));
        let answer = seat_dealer_test_support::app::Answer::to(request).await;
        assert_eq!(answer.header("retry-after"), "2");
        let detail = answer.problem(503);
        assert!(detail.contains(words), "{detail}");
        // The pages can still be read.
        assert_eq!(guest.get(&format!("{link}{query}")).await.status, 200);
    }
    let pause = format!("/api/v1/events/{event}/pause");
    ada.post(&pause, Value::Null).await.problem(503);
    app.db.write(take_writes).await.unwrap();
    assert_eq!(ada.counts(&event).await["held"], 1);
    assert_eq!(guest.submit(&link, &yes).await.status, 303);
    assert_eq!(ada.counts(&event).await["seated"], 1);
    app.finish().await;
}

async fn a_server_that_cannot_write_is_not_ready_until_it_can(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let guest = app.stranger();
    let status = async || guest.get("/readyz").await.status;
    assert_eq!(status().await, 200);
    app.db.write(refuse_writes).await.unwrap();
    let path = format!("/api/v1/events/{event}");
    ada.patch(&path, json!({ "seats": 3 })).await.problem(503);
    for path in ["/readyz", "/api/v1/ready"] {
        guest.get(path).await.problem(503);
    }
    assert_eq!(guest.get("/healthz").await.status, 200);
    // A successful read, or a transaction without a write, does not make the server ready.
    ada.get(&path).await.is(200);
    ada.patch("/api/v1/me", json!({})).await.is(200);
    assert_eq!(status().await, 503);
    app.db.write(take_writes).await.unwrap();
    app.eventually("a server that is ready", async || {
        (status().await == 200).then_some(())
    })
    .await;
    ada.patch(&path, json!({ "seats": 3 })).await.is(200);
    app.finish().await;
}

seat_dealer_test_support::with_mysql! {
    use seat_dealer_db::refused_writes::refuse_writes_with;

    /// One event waits for a lock, and all others can be served.
    #[tokio::test]
    async fn a_lock_that_is_waited_for_too_long_is_no_defect() {
        let app = TestApp::on(TestDb::mysql()).start();
        let ada = app.host("Ada").await;
        let event = ada.event(json!({})).await;
        app.db.read(|conn| refuse_writes_with(conn, 1205)).await.unwrap();
        let pause = format!("/api/v1/events/{event}/pause");
        ada.post(&pause, Value::Null).await.problem(503);
        assert_eq!(app.stranger().get("/readyz").await.status, 200);
        app.db.read(take_writes).await.unwrap();
        app.finish().await;
    }

    /// It has been the primary, and is a replica now.
    #[tokio::test]
    async fn a_server_that_has_become_read_only_is_no_defect() {
        let app = TestApp::on(TestDb::mysql()).start();
        let ada = app.host("Ada").await;
        let event = ada.event(json!({})).await;
        app.db.read(|conn| refuse_writes_with(conn, 1290)).await.unwrap();
        let pause = format!("/api/v1/events/{event}/pause");
        ada.post(&pause, Value::Null).await.problem(503);
        assert_eq!(app.stranger().get("/readyz").await.status, 503);
        app.db.read(take_writes).await.unwrap();
        app.eventually("writes", async || {
            (app.stranger().get("/readyz").await.status == 200).then_some(())
        })
        .await;
        app.finish().await;
    }
}
