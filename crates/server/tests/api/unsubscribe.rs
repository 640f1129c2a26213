//! The page that stops email, and the one-click request of mail programs.

use seat_dealer_test_support::app::{Answer, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::all_of;

on_each_database![
    one_click_stops_all_email_and_can_be_undone,
    waiting_messages_are_sent_by_text_or_not_at_all,
    a_host_who_adds_the_address_later_does_not_write_to_it,
];

const BEA: &str = "Bea@example.com";
const ONE_CLICK: [(&str, &str); 1] = [("List-Unsubscribe", "One-Click")];

/// Invites Bea by email to an event, and returns the event and the path of her link that stops email.
pub(crate) async fn invited(app: &TestApp, ada: &Host) -> (String, String) {
    let bea = ada.contact(json!({ "name": "Bea", "email": BEA })).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let mail = app.messages_to(BEA, 1).await.remove(0);
    let body = mail["body"].as_str().unwrap();
    let from = body.find("/unsubscribe/").unwrap();
    let link = body[from..].split_whitespace().next().unwrap();
    (bea, link.to_owned())
}

async fn opted_out(ada: &Host, contact: &str) -> Value {
    let contact = ada
        .get(&format!("/api/v1/contacts/{contact}"))
        .await
        .is(200);
    contact["optedOut"].clone()
}

/// The card of a contact in the deck of an event.
async fn card(ada: &Host, event: &str, name: &str) -> Value {
    let deck = ada
        .get(&format!("/api/v1/events/{event}/deck"))
        .await
        .is(200);
    let items = deck["items"].as_array().unwrap().clone();
    let found = items
        .into_iter()
        .find(|item| item["contact"]["name"] == name);
    found.unwrap()
}

#[track_caller]
fn shows(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{answer}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src"),
        "{policy}"
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let html = answer.text();
    assert!(html.contains(text), "{text} is missing from {html}");
    assert!(!html.contains("<script"), "{html}");
}

async fn one_click_stops_all_email_and_can_be_undone(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (bea, link) = invited(&app, &ada).await;
    let guest = app.stranger();
    shows(&guest.get(&link).await, 200, "No more email?");
    shows(&guest.get(&link).await, 200, BEA);
    assert_eq!(
        opted_out(&ada, &bea).await,
        json!([]),
        "a look stops nothing"
    );

    for _ in 0..2 {
        shows(
            &guest.submit(&link, &ONE_CLICK).await,
            200,
            "Nothing is sent to Bea@example.com",
        );
        assert_eq!(opted_out(&ada, &bea).await, json!(["email"]));
    }
    shows(&guest.get(&link).await, 200, "Welcome email again");
    let next = ada.event(json!({ "seats": 1 })).await;
    let left_out = card(&ada, &next, "Bea").await;
    assert_eq!(left_out["unreachable"], true);
    assert_eq!(left_out["position"], Value::Null);
    let reason = left_out["reason"].as_str().unwrap();
    assert!(reason.contains("no more email"), "{reason}");
    ada.deal(&next).await;
    assert_eq!(ada.invites(&next).await, Vec::<Value>::new());

    let again = guest.submit(&link, &[("email", "welcome")]).await;
    shows(&again, 200, "No more email?");
    assert_eq!(opted_out(&ada, &bea).await, json!([]));
    // A dealing event deals to the contact at once.
    app.messages_to(BEA, 2).await;
    assert_eq!(ada.invites(&next).await.len(), 1);
    app.finish().await;
}

async fn waiting_messages_are_sent_by_text_or_not_at_all(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (_, link) = invited(&app, &ada).await;
    let both = json!({
        "name": "Bea with a phone", "email": BEA, "phoneNumber": "+14152000001",
        "preferredChannel": "email", "priority": 1,
    });
    ada.contact(both).await;
    // Quiet hours all day, except the minute before midnight.
    let quiet = json!({ "seats": 2, "quietHours": { "from": "00:00", "to": "23:59" } });
    let event = ada.event(quiet).await;
    for contact in ["Bea", "Bea with a phone"] {
        let deck = card(&ada, &event, contact).await;
        let body = json!({ "eventId": event, "contactId": deck["contact"]["id"] });
        ada.post("/api/v1/invites", body).await.is(201);
    }
    let messages = async |name: &str| -> Vec<(String, String)> {
        let invite = ada.invite_of(&event, name).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let messages = invite["messages"].as_array().unwrap().clone();
        messages
            .iter()
            .map(|m| (text(&m["channel"]), text(&m["status"])))
            .collect()
    };
    let pair = |channel: &str, status: &str| (channel.to_owned(), status.to_owned());
    assert_eq!(messages("Bea").await, [pair("email", "queued")]);
    app.stranger().submit(&link, &ONE_CLICK).await;
    assert_eq!(messages("Bea").await, [pair("email", "cancelled")]);
    assert_eq!(
        ada.invite_of(&event, "Bea").await["status"],
        "undeliverable"
    );
    assert_eq!(
        messages("Bea with a phone").await,
        [pair("email", "cancelled"), pair("sms", "queued")]
    );
    let log = ada.log(&event).await;
    let said = |text: &str| {
        log.iter()
            .any(|entry| entry["text"].as_str().unwrap().contains(text))
    };
    assert!(said("Bea wants no more messages by email"), "{log:?}");
    assert!(
        said("Bea cannot be reached, so the seat is free again."),
        "{log:?}"
    );
    ada.cancel(&event).await;
    app.finish().await;
}

async fn a_host_who_adds_the_address_later_does_not_write_to_it(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (_, link) = invited(&app, &ada).await;
    app.stranger().submit(&link, &ONE_CLICK).await;
    let bob = app.host("Bob").await;
    for spelling in [BEA, "bea@example.com", "BEA@EXAMPLE.COM"] {
        let contact = json!({ "name": spelling, "email": spelling });
        let contact = bob.contact(contact).await;
        assert_eq!(
            opted_out(&bob, &contact).await,
            json!(["email"]),
            "{spelling}"
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn a_mail_program_may_send_either_kind_of_form() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let (bea, link) = invited(&app, &ada).await;
    let guest = app.stranger();
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\n\
                     One-Click\r\n--b--\r\n";
    for (kind, body) in [
        ("multipart/form-data; boundary=b", multipart),
        (
            "application/x-www-form-urlencoded",
            "List-Unsubscribe=One-Click",
        ),
        ("application/x-www-form-urlencoded", ""),
    ] {
        let request = guest.request("POST", &link).header("content-type", kind);
        shows(
            &Answer::to(request.body(body)).await,
            200,
            "Nothing is sent to",
        );
        assert_eq!(opted_out(&ada, &bea).await, json!(["email"]), "{kind}");
        guest.submit(&link, &[("email", "welcome")]).await;
        assert_eq!(opted_out(&ada, &bea).await, json!([]));
    }
    let long = "x".repeat(5_000);
    let answer = guest.submit(&link, &[("List-Unsubscribe", &long)]).await;
    assert_eq!(answer.status, 413, "{answer}");
    app.finish().await;
}

#[tokio::test]
async fn every_invalid_link_gets_the_same_response() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let (bea, link) = invited(&app, &ada).await;
    app.outbox_is_empty().await;
    let before = app.contents();
    let token = link.rsplit('/').next().unwrap();
    let rsvp = app.link_to(BEA).await;
    let rsvp = rsvp.rsplit('/').next().unwrap();
    let guest = app.stranger();
    let get = all_of(&guest.get("/unsubscribe/unknown").await);
    let post = all_of(&guest.submit("/unsubscribe/unknown", &ONE_CLICK).await);
    assert_eq!(get.0, 404);
    let other = if token.starts_with('A') { "B" } else { "A" };
    for wrong in [
        String::new(),
        rsvp.to_owned(),
        format!("{other}{}", &token[1..]),
        token[..token.len() - 1].to_owned(),
        format!("{token}A"),
        format!("{token}/"),
        format!("{token}%00"),
        "%ff%fe".to_owned(),
        "a".repeat(4_000),
    ] {
        let path = format!("/unsubscribe/{wrong}");
        assert_eq!(all_of(&guest.get(&path).await), get, "GET {path}");
        assert_eq!(
            all_of(&guest.submit(&path, &ONE_CLICK).await),
            post,
            "POST {path}"
        );
    }
    assert!(before == app.contents(), "a wrong link has written");
    assert_eq!(opted_out(&ada, &bea).await, json!([]));
    guest.delete(&link).await.problem(405);
    app.finish().await;
}
