//! Many clients that repeat their requests and race each other: nothing is done twice, and nothing is lost.
//! CLIENTS (8) is how many there are.

use futures_util::future::join_all;
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![what_is_repeated_is_done_once, what_races_is_not_lost];

fn clients() -> usize {
    let set = std::env::var("CLIENTS").ok();
    set.map_or(8, |set| set.parse().unwrap())
}

/// Sends a request four times at once with the same key, again while the first one is under way, and returns the body
/// that all four got.
async fn repeatedly(client: &Client, path: &str, key: &str, body: &Value) -> Value {
    let once = async || {
        loop {
            let request = client.request("POST", path).header("Idempotency-Key", key);
            let answer = Answer::to(request.json(body)).await;
            if answer.status == 409 && answer.json()["code"] == "idempotency-in-progress" {
                continue;
            }
            return answer.is(201);
        }
    };
    let mut answers = join_all((0..4).map(|_| once())).await;
    let first = answers.remove(0);
    assert!(answers.iter().all(|answer| *answer == first), "{first}");
    first
}

async fn what_is_repeated_is_done_once(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({ "seats": clients() })).await;
    let invited = join_all((0..clients()).map(|number| {
        let (ada, event) = (&ada, &event);
        async move {
            let contact = json!({ "name": "Bea", "email": format!("bea{number}@example.com") });
            let key = format!("contact {number}");
            let contact = repeatedly(ada, "/api/v1/contacts", &key, &contact).await;
            let invite = json!({ "eventId": event, "contactId": contact["id"] });
            let key = format!("invite {number}");
            repeatedly(ada, "/api/v1/invites", &key, &invite).await["id"].clone()
        }
    }))
    .await;
    app.outbox_is_empty().await;
    let contacts = ada.get("/api/v1/contacts?limit=500").await.is(200);
    assert_eq!(contacts["items"].as_array().unwrap().len(), clients());
    let invites = ada.invites(&event).await;
    assert_eq!(invites.len(), clients());
    for invite in &invites {
        assert!(invited.contains(&invite["id"]), "{invite}");
        assert_eq!(invite["messages"].as_array().unwrap().len(), 1, "{invite}");
    }
    assert_eq!(app.messages().await.len(), clients());
    app.finish().await;
}

async fn what_races_is_not_lost(db: TestDb) {
    const TURNS: usize = 3;
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let path = format!("/api/v1/events/{}", ada.event(json!({})).await);
    // All begin with the same one, so only the first of them can change it.
    let first = ada.get(&path).await.is(200);
    let overtaken = join_all((0..clients()).map(|_| {
        let (ada, path, mut event) = (&ada, &path, first.clone());
        async move {
            let (mut turns, mut overtaken) = (0, 0);
            while turns < TURNS {
                let longer = format!("{}x", event["description"].as_str().unwrap());
                let request = ada
                    .request("PATCH", path)
                    .header("If-Match", event["etag"].as_str().unwrap())
                    .json(&json!({ "description": longer }));
                let answer = Answer::to(request).await;
                if answer.status == 412 {
                    overtaken += 1;
                    event = ada.get(path).await.is(200);
                } else {
                    event = answer.is(200);
                    turns += 1;
                }
            }
            overtaken
        }
    }))
    .await;
    assert!(overtaken.iter().sum::<usize>() >= clients() - 1);
    let event = ada.get(&path).await.is(200);
    let length = event["description"].as_str().unwrap().len();
    assert_eq!(length, TURNS * clients());
    app.finish().await;
}
