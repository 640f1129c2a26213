use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::look;
use crate::sentences::Sentences;

on_each_database![
    the_host_invites_out_of_order,
    the_host_withdraws,
    the_host_sends_again,
    the_host_records_an_answer,
    a_preview_says_who_would_be_told,
];

const INVITES: &str = "/api/v1/invites";

fn path_of(invite: &Value) -> String {
    format!("{INVITES}/{}", invite["id"].as_str().unwrap())
}

async fn the_host_invites_out_of_order(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    let now = |contact: &str| json!({ "eventId": event, "contactId": contact });
    let invite = ada.post(INVITES, now(&ids[2])).await.is(201);
    assert_eq!(
        (&invite["byHost"], &invite["seat"]),
        (&json!(true), &json!("held"))
    );
    assert_eq!(
        (&invite["status"], &invite["channel"]),
        (&json!("waiting"), &json!("sms"))
    );
    assert_eq!(invite["contact"]["name"], "Guest 3");
    assert!(invite["contact"]["lastInvitedAt"].is_string(), "{invite}");
    let link = app.link_to(&phone(3)).await;
    assert_eq!(invite["rsvpUrl"], format!("{}{link}", app.base()));
    let mut sentences = Sentences::default();
    let answer = ada.post(INVITES, now(&ids[2])).await;
    sentences.problem("invite Guest 3 twice", answer, 409);
    ada.post(INVITES, now(&ids[0])).await.is(201);
    let answer = ada.post(INVITES, now(&ids[1])).await;
    sentences.problem("invite to a full table", answer, 409);
    sentences.are("invite_by_hand");
    // The event is still a draft: only the host invites.
    assert_eq!(ada.counts(&event).await["held"], 2);
    let kinds = ada.log_kinds(&event).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "refused").count(), 2);
    app.finish().await;
}

async fn a_preview_says_who_would_be_told(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let path = path_of(&ada.invite_of(&event, "Guest 1").await);
    let told = |preview: Value| {
        let items = preview["items"].as_array().unwrap();
        let line = |notice: &Value| format!("{}, {}", notice["name"], notice["kind"]);
        items.iter().map(line).collect::<Vec<_>>()
    };
    let log = format!("/api/v1/events/{event}/log");
    let withdrawal = format!("{path}/withdrawal");
    assert_eq!(
        told(ada.get(&withdrawal).await.is(200)),
        Vec::<String>::new(),
        "who has not answered is not told"
    );
    assert_eq!(
        told(
            ada.get(&format!("{path}/resend?channel=byHand"))
                .await
                .is(200)
        ),
        [r#""Guest 1", "invitation""#]
    );
    let answer = json!({ "response": "YES" });
    app.stranger()
        .post(&format!("/api/v1{link}"), answer)
        .await
        .is(200);
    let entries = ada.get(&log).await.is(200);
    assert_eq!(
        told(ada.get(&withdrawal).await.is(200)),
        [r#""Guest 1", "released""#]
    );
    // What the rules refuse is refused by the preview, too, but not logged.
    let invitation = format!("/api/v1/events/{event}/invitation?contactId={}", ids[1]);
    ada.get(&invitation).await.problem(409);
    ada.get(&format!(
        "/api/v1/events/{event}/invitation?contactId=unknown"
    ))
    .await
    .problem(422);
    ada.get(&format!("/api/v1/events/{event}/invitation"))
        .await
        .problem(422);
    assert_eq!(ada.get(&log).await.is(200), entries);
    let bob = app.host("Bob").await;
    for path in [withdrawal, format!("{path}/resend"), invitation] {
        bob.get(&path).await.problem(404);
    }
    app.finish().await;
}

async fn the_host_withdraws(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let event = ada
        .event(json!({ "seats": 1, "location": "A secret place" }))
        .await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let invite = ada.invite_of(&event, "Guest 1").await;
    let withdrawn = json!({ "status": "withdrawn" });
    let taken = ada
        .patch(&path_of(&invite), withdrawn.clone())
        .await
        .is(200);
    assert_eq!(
        (&taken["status"], &taken["seat"]),
        (&json!("withdrawn"), &json!("none"))
    );
    assert_eq!(taken["respondBy"], Value::Null);
    assert_eq!(taken["remindedAt"], Value::Null);
    ada.patch(&path_of(&invite), withdrawn).await.is(200);
    // The seat goes to the next card.
    app.link_to(&phone(2)).await;
    for (method, body) in [("GET", Value::Null), ("POST", json!({ "response": "YES" }))] {
        let answer = app
            .stranger()
            .send(method, &format!("/api/v1{link}"), &body)
            .await;
        let detail = answer.problem(410);
        assert!(detail.contains("Ada") && !detail.contains('{'), "{detail}");
        assert!(!detail.contains("secret"), "{detail}");
    }
    let mut sentences = Sentences::default();
    for body in [json!({ "response": "YES" }), json!({ "response": "NO" })] {
        let answer = ada.patch(&path_of(&invite), body.clone()).await;
        sentences.problem(&body.to_string(), answer, 409);
    }
    let resend = format!("{}/resend", path_of(&invite));
    let answer = ada.post(&resend, Value::Null).await;
    sentences.problem("resend", answer, 409);
    let again = json!({ "eventId": event, "contactId": ids[0] });
    let answer = ada.post(INVITES, again).await;
    sentences.problem("invite again", answer, 409);
    sentences.are("withdrawn_invitation");
    app.finish().await;
}

async fn the_host_sends_again(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let invite = ada.invite_of(&event, "Guest 1").await;
    let resend = format!("{}/resend", path_of(&invite));
    let sent = ada.post(&resend, Value::Null).await.is(200);
    assert_eq!(sent["messages"].as_array().unwrap().len(), 2);
    assert_eq!(sent["respondBy"], invite["respondBy"]);
    let messages = app.messages_to(&phone(1), 2).await;
    assert!(
        messages[1]["body"].as_str().unwrap().contains(&link),
        "{messages:?}"
    );
    // The message is sent by the channel that the contact prefers now.
    let contact = format!("/api/v1/contacts/{}", ids[0]);
    let email = json!({ "email": "one@example.com", "preferredChannel": "email" });
    ada.patch(&contact, email).await.is(200);
    assert_eq!(
        ada.post(&resend, Value::Null).await.is(200)["channel"],
        "email"
    );
    let mail = app.messages_to("one@example.com", 1).await.remove(0);
    assert_eq!(mail["channel"], "email");
    assert!(mail["subject"].is_string() && mail["body"].as_str().unwrap().contains(&link));
    assert!(ada.log_kinds(&event).await.contains(&"resent".to_owned()));
    app.finish().await;
}

async fn the_host_records_an_answer(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 3, "partyLimit": 2 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let invite = ada.invite_of(&event, "Guest 1").await;
    let path = path_of(&invite);
    let answered = ada
        .patch(&path, json!({ "response": "YES", "partySize": 2 }))
        .await
        .is(200);
    assert_eq!(
        (&answered["status"], &answered["seat"]),
        (&json!("answered"), &json!("seated"))
    );
    assert_eq!(
        (&answered["response"], &answered["partySize"]),
        (&json!("YES"), &json!(2))
    );
    assert!(answered["answeredAt"].is_string());
    assert_eq!(look(&app, &link).await["seat"], "seated");
    let log = ada.log(&event).await;
    let entry = log
        .iter()
        .find(|entry| entry["kind"] == "answered")
        .unwrap();
    assert_eq!(entry["detail"]["by"], "host");
    assert!(
        entry["text"]
            .as_str()
            .unwrap()
            .starts_with("You recorded YES for Guest 1"),
        "{entry}"
    );
    for (body, field) in [
        (json!({}), "response"),
        (
            json!({ "response": "YES", "status": "withdrawn" }),
            "response",
        ),
        (json!({ "response": "yes" }), "response"),
        (json!({ "response": null }), "response"),
        (json!({ "response": 1 }), "response"),
        (json!({ "status": "waiting" }), "status"),
        (json!({ "status": "gone" }), "status"),
        (
            json!({ "status": "withdrawn", "partySize": 2 }),
            "partySize",
        ),
        (json!({ "response": "YES", "partySize": 0 }), "partySize"),
        (json!({ "response": "YES", "partySize": 3 }), "partySize"),
        (json!({ "response": "YES", "partySize": -1 }), "partySize"),
        (
            json!({ "response": "YES", "partySize": i64::MAX }),
            "partySize",
        ),
        (json!({ "partySize": 2 }), "response"),
        (json!({ "response": "YES", "seat": "seated" }), "seat"),
    ] {
        assert_eq!(
            ada.patch(&path, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    let no = json!({ "response": "NO", "partySize": -1 });
    assert_eq!(
        ada.patch(&path, no).await.is(200)["partySize"],
        2,
        "NO takes no seat"
    );
    let yes = json!({ "response": "YES", "partySize": 2 });
    ada.patch(&path, yes).await.is(200);
    let unchanged = ada.invite_of(&event, "Guest 1").await;
    assert_eq!(
        (&unchanged["response"], &unchanged["partySize"]),
        (&json!("YES"), &json!(2))
    );
    app.finish().await;
}

#[tokio::test]
async fn an_unknown_id_is_422_in_a_body_and_404_in_a_path() {
    let app = TestApp::sqlite();
    let (ada, bob) = (app.host("Ada").await, app.host("Bob").await);
    let (mine, bobs) = (
        ada.contacts(1).await.remove(0),
        bob.contacts(1).await.remove(0),
    );
    let (event, bobs_event) = (ada.event(json!({})).await, bob.event(json!({})).await);
    for (event_id, contact_id, field) in [
        ("unknown", mine.as_str(), "eventId"),
        (bobs_event.as_str(), mine.as_str(), "eventId"),
        (event.as_str(), "unknown", "contactId"),
        (event.as_str(), bobs.as_str(), "contactId"),
        ("", "", "eventId"),
    ] {
        let body = json!({ "eventId": event_id, "contactId": contact_id });
        assert_eq!(
            ada.post(INVITES, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    for (body, field) in [
        (json!({ "eventId": event }), "contactId"),
        (json!({ "eventId": 5, "contactId": mine }), "eventId"),
        (
            json!({ "eventId": event, "contactId": mine, "now": true }),
            "now",
        ),
    ] {
        assert_eq!(
            ada.post(INVITES, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    ada.get(&format!("{INVITES}?eventId=unknown"))
        .await
        .problem(404);
    ada.get(&format!("{INVITES}?eventId={bobs_event}"))
        .await
        .problem(404);
    for query in ["?limit=0", "?limit=x"] {
        assert_eq!(
            ada.get(&format!("{INVITES}{query}")).await.invalid(),
            ["limit"]
        );
    }
    assert_eq!(
        ada.get(&format!("{INVITES}?cursor=x")).await.invalid(),
        ["cursor"]
    );
    ada.patch(&format!("{INVITES}/unknown"), json!({ "response": "YES" }))
        .await
        .problem(404);
    ada.post(&format!("{INVITES}/unknown/resend"), Value::Null)
        .await
        .problem(404);
    ada.cancel(&event).await;
    let body = json!({ "eventId": event, "contactId": mine });
    assert!(
        ada.post(INVITES, body)
            .await
            .problem(409)
            .contains("cancelled")
    );
    app.finish().await;
}

#[tokio::test]
async fn the_list_has_pages_with_the_oldest_invitation_first() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let first = ada.event(json!({ "seats": 3 })).await;
    let second = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&first).await;
    ada.deal(&second).await;
    let mut events = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = ada.get(&format!("{INVITES}{query}")).await.is(200);
        let items = page["items"].as_array().unwrap();
        events.extend(
            items
                .iter()
                .map(|item| item["eventId"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["nextCursor"].as_str() else {
            break;
        };
        query = format!("?limit=2&cursor={cursor}");
    }
    let expected = [&first, &first, &first, &second, &second];
    assert!(events.iter().eq(expected), "{events:?}");
    assert_eq!(ada.invites(&second).await.len(), 2);
    app.finish().await;
}
