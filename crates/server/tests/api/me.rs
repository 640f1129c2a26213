use seat_dealer_test_support::app::TestApp;
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![a_host_changes_their_name_and_zone];

const ME: &str = "/api/v1/me";

async fn a_host_changes_their_name_and_zone(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let me = ada.get(ME).await.is(200);
    assert_eq!(
        me,
        json!({
            "id": ada.id.as_str(), "email": "ada@example.com", "name": "Ada", "timeZone": null, "country": null,
            "developmentMailbox": true,
        })
    );
    let changed = ada
        .patch(ME, json!({ "name": " Ada Lovelace " }))
        .await
        .is(200);
    assert_eq!(
        (&changed["name"], &changed["timeZone"]),
        (&json!("Ada Lovelace"), &Value::Null)
    );
    let changed = ada
        .patch(ME, json!({ "timeZone": "europe/london" }))
        .await
        .is(200);
    assert_eq!(
        (&changed["name"], &changed["timeZone"]),
        (&json!("Ada Lovelace"), &json!("Europe/London"))
    );
    assert_eq!(ada.patch(ME, json!({})).await.is(200), changed);
    assert_eq!(ada.get(ME).await.is(200), changed);
    for (body, fields) in [
        (json!({ "name": "" }), vec!["name"]),
        (json!({ "name": null }), vec!["name"]),
        (json!({ "name": "x".repeat(121) }), vec!["name"]),
        (json!({ "name": "a\u{0}" }), vec!["name"]),
        (json!({ "timeZone": "Mars" }), vec!["timeZone"]),
        (json!({ "timeZone": "" }), vec!["timeZone"]),
        (json!({ "timeZone": null }), vec!["timeZone"]),
        (
            json!({ "name": "", "timeZone": "x" }),
            vec!["name", "timeZone"],
        ),
        (json!({ "email": "eve@example.com" }), vec!["email"]),
    ] {
        assert_eq!(
            ada.patch(ME, body.clone()).await.invalid(),
            fields,
            "{body}"
        );
    }
    assert_eq!(ada.get(ME).await.is(200), changed);
    app.finish().await;
}

#[tokio::test]
async fn the_server_says_how_it_is() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    assert_eq!(guest.get("/healthz").await.is(200)["status"], "alive");
    assert_eq!(guest.get("/readyz").await.is(200)["status"], "ready");
    for path in ["/healthz", "/readyz"] {
        let head = guest.head(path).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
    }
    app.finish().await;
}
