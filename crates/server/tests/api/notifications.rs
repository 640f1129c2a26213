//! What hosts hear: their choice, the emails in the mailbox, and the link that stops them.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_db::time_travel;
use seat_dealer_test_support::app::{Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_host_chooses_what_they_hear,
    an_answer_reaches_the_host_who_can_stop_such_emails,
];

const PATH: &str = "/api/v1/me/notifications";
const ONE_CLICK: [(&str, &str); 1] = [("List-Unsubscribe", "One-Click")];

async fn heard(ada: &Host) -> Value {
    ada.get(PATH).await.is(200)
}

async fn a_host_chooses_what_they_hear(db: TestDb) {
    let app = TestApp::on(db).without_worker().start();
    let ada = app.host("Ada").await;
    let usual = heard(&ada).await;
    let key = &usual["pushPublicKey"];
    assert_eq!(key.as_str().unwrap().len(), 87);
    assert_eq!(
        usual,
        json!({
            "needsYou": true, "answers": "daily", "full": true, "email": true,
            "push": true, "pushNames": false, "pushPublicKey": key,
        })
    );
    // The key of the server cannot be changed.
    let quiet = json!({
        "needsYou": false, "answers": "none", "full": false, "email": false,
        "push": false, "pushNames": true, "pushPublicKey": "another",
    });
    let mut answer = ada.put(PATH, quiet.clone()).await.is(200);
    assert_eq!(&answer["pushPublicKey"], key);
    answer["pushPublicKey"] = json!("another");
    assert_eq!(answer, quiet);
    let quiet = heard(&ada).await;
    assert_eq!(heard(&ada).await, quiet);
    let export = ada.get("/api/v1/me/export").await.is(200);
    assert_eq!(export["notifications"], quiet);
    for (body, field) in [
        (json!({ "answers": "hourly" }), "answers"),
        (json!({ "answers": null }), "answers"),
        (json!({ "needsYou": "yes" }), "needsYou"),
        (json!({ "push": "phone" }), "push"),
        (json!({ "texts": true }), "texts"),
        (json!([]), "body"),
    ] {
        assert_eq!(
            ada.put(PATH, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    assert_eq!(heard(&ada).await, quiet, "nothing has changed");
    // What is not named gets its default.
    let each = ada.put(PATH, json!({ "answers": "each" })).await.is(200);
    assert_eq!(
        each,
        json!({
            "needsYou": true, "answers": "each", "full": true, "email": true,
            "push": true, "pushNames": false, "pushPublicKey": key,
        })
    );
    let reader = json!({ "name": "reader", "scopes": ["read"] });
    let reader = ada.post("/api/v1/api-keys", reader).await.is(201);
    let reader = app.with_key(reader["key"].as_str().unwrap());
    assert_eq!(reader.get(PATH).await.is(200), each);
    reader.put(PATH, json!({})).await.problem(403);
    app.stranger().get(PATH).await.problem(401);
    app.finish().await;
}

async fn an_answer_reaches_the_host_who_can_stop_such_emails(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.put(PATH, json!({ "answers": "each" })).await.is(200);
    ada.contacts(2).await;
    // On its last day, an event is told of in quiet hours, too.
    let tonight = Timestamp::now() + SignedDuration::from_hours(5);
    let event = ada
        .event(json!({ "seats": 2, "startsAt": tonight.to_string() }))
        .await;
    ada.deal(&event).await;
    let link = app.link_to("+14152000001").await;
    let answer = json!({ "response": "YES" });
    app.stranger()
        .post(&format!("/api/v1{link}"), answer)
        .await
        .is(200);
    app.db.write(time_travel::let_news_be_due).await.unwrap();
    let email = app.messages_to("ada@example.com", 1).await.remove(0);
    assert_eq!(email["channel"], "email");
    assert_eq!(email["subject"], "Dinner: what your guests say");
    let body = email["body"].as_str().unwrap();
    assert!(body.contains("Guest 1 answered YES"), "{body}");
    assert!(
        body.contains(&format!("{}/events/{event}\n", app.base())),
        "{body}"
    );

    let stop = body[body.find("/unsubscribe/").unwrap()..].trim_end();
    let guest = app.stranger();
    let page = guest.get(stop).await;
    assert_eq!(page.status, 200, "{page}");
    assert!(
        page.text().contains("<h1>Email about your events</h1>"),
        "{page}"
    );
    assert_eq!(heard(&ada).await["email"], true, "a look stops nothing");
    let stopped = guest.submit(stop, &ONE_CLICK).await;
    assert_eq!(stopped.status, 200, "{stopped}");
    assert!(
        stopped
            .text()
            .contains("<h1>No more email about your events</h1>")
    );
    let silent = heard(&ada).await;
    assert_eq!(
        (&silent["email"], &silent["push"], &silent["answers"]),
        (&json!(false), &json!(true), &json!("each"))
    );
    guest.submit(stop, &[("email", "welcome")]).await;
    assert_eq!(heard(&ada).await["email"], true);
    let damaged = &stop[..stop.len() - 1];
    assert_eq!(guest.submit(damaged, &ONE_CLICK).await.status, 404);
    app.finish().await;
}
