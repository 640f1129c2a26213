use seat_dealer_test_support::app::TestApp;
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![the_log_has_pages_without_gaps];

async fn the_log_has_pages_without_gaps(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    app.outbox_is_empty().await;
    let path = format!("/api/v1/events/{event}/log");
    let all = ada.log(&event).await;
    assert!(all.len() >= 6, "{all:?}");
    let numbers: Vec<_> = all
        .iter()
        .map(|entry| entry["seq"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=all.len() as u64).collect::<Vec<_>>());
    // `after` and `cursor` both accept the cursor.
    for parameter in ["after", "cursor"] {
        let mut paged = Vec::new();
        let mut query = "?limit=2".to_owned();
        loop {
            let page = ada.get(&format!("{path}{query}")).await.is(200);
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["nextCursor"].as_str() else {
                break;
            };
            query = format!("?limit=2&{parameter}={next}");
        }
        assert_eq!(paged, all);
    }
    let after = async |number: i64| ada.get(&format!("{path}?after={number}")).await.is(200);
    assert_eq!(after(2).await["items"][0]["seq"], 3);
    assert_eq!(after(-5).await["items"][0]["seq"], 1);
    let beyond = after(i64::MAX).await;
    assert_eq!(
        (&beyond["items"], &beyond["nextCursor"]),
        (&json!([]), &Value::Null)
    );

    let dealt = all.iter().find(|entry| entry["kind"] == "dealt").unwrap();
    assert_eq!(dealt["contactName"], "Guest 1");
    assert_eq!(
        dealt["invitationId"],
        ada.invite_of(&event, "Guest 1").await["id"]
    );
    assert!(
        dealt["text"].as_str().unwrap().contains("priority 5"),
        "{dealt}"
    );
    assert_eq!(dealt["detail"]["by"], "dealer");
    app.finish().await;
}

#[tokio::test]
async fn each_invalid_parameter_has_its_error() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    for (query, field) in [
        ("?after=x", "after"),
        ("?after=99999999999999999999", "after"),
        ("?after=", "after"),
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?cursor=x", "cursor"),
        ("?after=1&cursor=1", "cursor"),
    ] {
        let path = format!("/api/v1/events/{event}/log{query}");
        assert_eq!(ada.get(&path).await.invalid(), [field], "{query}");
    }
    let stream = format!("/api/v1/events/{event}/stream?after=x");
    assert_eq!(ada.get(&stream).await.invalid(), ["after"]);
    app.finish().await;
}
