//! Invitations by hand: the host passes on the link.

use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;
use crate::unsubscribe::invited;

on_each_database![
    a_contact_is_invited_by_hand,
    an_event_can_have_all_invitations_by_hand,
    an_unreachable_contact_can_be_invited_by_hand,
];

async fn a_contact_is_invited_by_hand(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let by_hand = json!({ "preferredChannel": "byHand" });
    let path = format!("/api/v1/contacts/{}", ids[0]);
    assert_eq!(
        ada.patch(&path, by_hand).await.is(200)["preferredChannel"],
        "byHand"
    );
    let event = ada.event(json!({ "seats": 1, "title": "Dinner" })).await;
    let preview = format!("/api/v1/events/{event}/preview");
    let first = &ada.get(&preview).await.is(200)["now"][0];
    assert_eq!(
        (&first["channel"], &first["respondBy"]),
        (&json!("byHand"), &Value::Null)
    );
    ada.deal(&event).await;

    let invites = format!("/api/v1/invites?eventId={event}");
    let invite = ada.get(&invites).await.is(200)["items"][0].clone();
    assert_eq!(
        (&invite["seat"], &invite["respondBy"]),
        (&json!("held"), &Value::Null)
    );
    let message = &invite["messages"][0];
    assert_eq!(
        (&message["channel"], &message["status"]),
        (&json!("byHand"), &json!("queued"))
    );
    app.outbox_is_empty().await;
    assert_eq!(app.messages().await.len(), 0, "nobody else sends it");

    let path = format!("/api/v1/invites/{}/by-hand", invite["id"].as_str().unwrap());
    let waiting = ada.get(&path).await.is(200);
    assert_eq!(waiting["phoneNumber"], phone(1));
    let text = waiting["messages"][0]["text"].as_str().unwrap();
    let url = invite["rsvpUrl"].as_str().unwrap();
    assert!(text.contains("Dinner") && text.contains(url), "{text}");

    let shown = json!({ "messages": [waiting["messages"][0]["id"]] });
    let bob = app.host("Bob").await;
    bob.get(&path).await.problem(404);
    bob.post(&path, shown.clone()).await.problem(404);

    for nothing in [json!({}), json!({ "messages": [] })] {
        assert_eq!(ada.post(&path, nothing).await.invalid(), ["messages"]);
    }
    let other = json!({ "messages": ["unknown"] });
    ada.post(&path, other).await.problem(409);
    let invite = ada.post(&path, shown.clone()).await.is(200);
    assert!(
        invite["respondBy"].is_string(),
        "the time to answer has begun: {invite}"
    );
    assert_eq!(invite["messages"][0]["status"], "sent");
    assert_eq!(ada.get(&path).await.is(200)["messages"], json!([]));
    let detail = ada.post(&path, shown).await.problem(409);
    assert!(detail.contains("nothing to pass on to Guest 1"), "{detail}");

    let link = url.strip_prefix(app.base()).unwrap();
    assert_eq!(answer(&app, link, "YES").await["seat"], "seated");
    app.finish().await;
}

async fn an_event_can_have_all_invitations_by_hand(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 2, "byHand": true })).await;
    let path = format!("/api/v1/events/{event}");
    assert_eq!(ada.get(&path).await.is(200)["byHand"], true);
    ada.deal(&event).await;
    assert_eq!(ada.counts(&event).await["held"], 2);
    app.outbox_is_empty().await;
    assert_eq!(app.messages().await.len(), 0);
    // A guest whose invitation was not passed on is not told about the cancellation.
    ada.post(&format!("{path}/cancel"), Value::Null)
        .await
        .is(200);
    let invites = ada
        .get(&format!("/api/v1/invites?eventId={event}"))
        .await
        .is(200);
    for invite in invites["items"].as_array().unwrap() {
        let messages = invite["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 1, "{invite}");
        assert_eq!(messages[0]["status"], "cancelled", "{invite}");
    }
    app.finish().await;
}

async fn an_unreachable_contact_can_be_invited_by_hand(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (_, stop) = invited(&app, &ada).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let invites = format!("/api/v1/invites?eventId={event}");
    let bea = ada.get(&invites).await.is(200)["items"][0].clone();
    let path = format!("/api/v1/invites/{}", bea["id"].as_str().unwrap());
    assert_eq!(bea["contact"]["name"], "Bea");
    app.outbox_is_empty().await;
    app.stranger()
        .submit(&stop, &[("List-Unsubscribe", "One-Click")])
        .await;

    let again = format!("{path}/resend");
    let detail = ada.post(&again, Value::Null).await.problem(409);
    assert!(detail.contains("Bea"), "{detail}");
    for channel in ["email", "sms"] {
        let by = format!("{again}?channel={channel}");
        let detail = ada.post(&by, Value::Null).await.problem(422);
        assert!(detail.contains("cannot be reached by"), "{detail}");
    }
    let by_hand = format!("{again}?channel=byHand");
    ada.post(&format!("{again}?channel=pigeon"), Value::Null)
        .await
        .problem(422);
    let bea = ada.post(&by_hand, Value::Null).await.is(200);
    let message = bea["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&message["channel"], &message["status"]),
        (&json!("byHand"), &json!("queued"))
    );
    let waiting = ada.get(&format!("{path}/by-hand")).await.is(200);
    assert_eq!(waiting["messages"][0]["kind"], "invitation");
    let shown = json!({ "messages": [waiting["messages"][0]["id"]] });
    let bea = ada.post(&format!("{path}/by-hand"), shown).await.is(200);
    assert_eq!(bea["channel"], "byHand");
    assert!(bea["respondBy"].is_string(), "{bea}");
    app.finish().await;
}
