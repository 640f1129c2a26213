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
            "quietHours": { "from": "21:00", "to": "09:00" }, "handSize": null,
            "responseWindowMinutes": null, "calendar": false, "language": "en", "developmentMailbox": true, "etag": me["etag"],
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
        (
            json!({ "name": "", "timeZone": "x" }),
            vec!["name", "timeZone"],
        ),
        (json!({ "email": "eve@example.com" }), vec!["email"]),
        (json!({ "language": "xx" }), vec!["language"]),
        (json!({ "handSize": 0 }), vec!["handSize"]),
        (json!({ "handSize": 10_001 }), vec!["handSize"]),
        (
            json!({ "responseWindowMinutes": 4 }),
            vec!["responseWindowMinutes"],
        ),
        (
            json!({ "quietHours": { "from": "9", "to": "24:00" } }),
            vec!["quietHours.from", "quietHours.to"],
        ),
        (
            json!({ "quietHours": { "from": "09:00", "to": "09:00" } }),
            vec!["quietHours"],
        ),
        (
            json!({ "name": "", "handSize": -1, "quietHours": { "from": "x", "to": "09:00" } }),
            vec!["name", "quietHours.from", "handSize"],
        ),
    ] {
        assert_eq!(
            ada.patch(ME, body.clone()).await.invalid(),
            fields,
            "{body}"
        );
    }
    assert_eq!(ada.get(ME).await.is(200), changed);
    ada.patch(ME, json!({ "country": "DE" })).await.is(200);
    let unset = json!({ "country": null, "timeZone": null });
    let unset = ada.patch(ME, unset).await.is(200);
    assert_eq!(
        (&unset["country"], &unset["timeZone"]),
        (&Value::Null, &Value::Null)
    );
    app.finish().await;
}

#[tokio::test]
async fn new_events_have_the_hosts_defaults() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let event = async |fields: Value| {
        let mut body = json!({ "title": "Dinner", "seats": 8 });
        let all = body.as_object_mut().unwrap();
        all.extend(fields.as_object().unwrap().clone());
        let event = ada.post("/api/v1/events", body).await.is(201);
        json!([
            event["quietHours"],
            event["handSize"],
            event["responseWindowMinutes"],
        ])
    };
    let usual = json!({ "from": "21:00", "to": "09:00" });
    assert_eq!(event(json!({})).await, json!([usual, null, null]));
    let late = json!({ "from": "23:00", "to": "08:30" });
    let defaults = json!({ "quietHours": late, "handSize": 3, "responseWindowMinutes": 90 });
    let me = ada.patch(ME, defaults.clone()).await.is(200);
    for (field, value) in defaults.as_object().unwrap() {
        assert_eq!(&me[field], value, "{field}");
    }
    assert_eq!(ada.patch(ME, json!({ "name": "Ada" })).await.is(200), me);
    assert_eq!(event(json!({})).await, json!([late, 3, 90]));
    // A given value is used, also `null`.
    let said = json!({ "quietHours": usual, "handSize": 5, "responseWindowMinutes": 60 });
    assert_eq!(event(said).await, json!([usual, 5, 60]));
    let none = json!({ "quietHours": null, "handSize": null, "responseWindowMinutes": null });
    assert_eq!(event(none.clone()).await, json!([null, null, null]));
    ada.patch(ME, none).await.is(200);
    assert_eq!(event(json!({})).await, json!([null, null, null]));
    app.finish().await;
}

#[tokio::test]
async fn the_health_checks_answer() {
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
