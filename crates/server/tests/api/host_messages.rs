//! Messages to guests in the host's own words.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_test_support::app::{Answer, Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::answer;

on_each_database![
    each_guest_gets_what_the_host_writes,
    what_waits_is_taken_back_when_a_guest_answers_no,
    what_the_host_writes_is_exported_and_passed_on_by_hand,
    the_host_adds_words_when_they_withdraw_a_seat,
];

/// An event to which Guest 1 has answered YES, Guest 2 MAYBE and Guest 3 NO. Returns it and their links.
async fn answered(app: &TestApp, ada: &Host, fields: Value) -> (String, Vec<String>) {
    ada.contacts(3).await;
    let event = ada.event(json!({ "handSize": 3, "title": "Supper" })).await;
    ada.deal(&event).await;
    let mut links = Vec::new();
    for (number, response) in [(1, "YES"), (2, "MAYBE"), (3, "NO")] {
        let link = app.link_to(&phone(number)).await;
        answer(app, &link, response).await;
        links.push(link);
    }
    app.outbox_is_empty().await;
    let path = format!("/api/v1/events/{event}");
    ada.patch(&path, fields).await.is(200);
    (event, links)
}

async fn each_guest_gets_what_the_host_writes(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (event, _) = answered(&app, &ada, json!({})).await;
    let path = format!("/api/v1/events/{event}/messages");
    let words = json!({ "to": ["seated", "maybe"], "text": " Bring\u{202e} a chair\r\nplease " });

    let before = ada.log(&event).await;
    let previewed = format!("{path}?preview=true");
    let preview = ada.post(&previewed, words.clone()).await.is(200);
    assert_eq!(preview["textParts"], 1);
    assert_eq!(preview["notTold"], json!([]));
    let told = preview["items"].as_array().unwrap().iter();
    let told: Vec<_> = told
        .map(|notice| {
            assert_eq!(notice["kind"], "hostMessage");
            assert_eq!(notice["notBefore"], Value::Null);
            (notice["name"].as_str(), notice["channel"].as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            (Some("Guest 1"), Some("sms")),
            (Some("Guest 2"), Some("sms"))
        ]
    );
    assert_eq!(ada.log(&event).await, before, "a preview sends nothing");

    let send = || {
        let request = ada.request("POST", &path).header("Idempotency-Key", "1");
        Answer::to(request.json(&words))
    };
    assert_eq!(send().await.is(200), preview);
    let again = send().await;
    assert_eq!(again.header("idempotency-replayed"), "true");
    app.outbox_is_empty().await;

    let mut log = ada.log(&event).await.into_iter();
    let entry = log.rfind(|entry| entry["kind"] == "wrote").unwrap();
    assert_eq!(entry["detail"]["words"], "Bring a chair\nplease");
    assert_eq!(entry["detail"]["to"], json!(["seated", "maybe"]));
    assert_eq!(entry["detail"]["told"], 2);
    let invite = ada.invite_of(&event, "Guest 1").await;
    let messages = invite["messages"].as_array().unwrap();
    let written: Vec<_> = messages
        .iter()
        .filter(|message| message["kind"] == "hostMessage")
        .map(|message| (&message["text"], &message["status"]))
        .collect();
    assert_eq!(
        written,
        [(&json!("Bring a chair\nplease"), &json!("delivered"))]
    );
    for number in [1, 2, 3] {
        let texts = app.messages().await.into_iter();
        let texts = texts.filter(|text| text["to"] == phone(number));
        let count = texts
            .filter(|text| text["body"].as_str().unwrap().contains("chair"))
            .inspect(|text| {
                let body = text["body"].as_str().unwrap();
                assert!(
                    body.starts_with("Ada writes about Supper: Bring a chair please http"),
                    "{body}"
                );
            })
            .count();
        assert_eq!(count, usize::from(number != 3), "Guest {number}");
    }

    // Bad input.
    for (body, fields) in [
        (json!({ "to": [], "text": "" }), vec!["to", "text"]),
        (json!({ "to": ["seated"], "text": "a\u{7}" }), vec!["text"]),
        (
            json!({ "to": ["seated"], "text": "é".repeat(1001) }),
            vec!["text"],
        ),
        (
            json!({ "to": ["everybody"], "text": "Hello" }),
            vec!["to[0]"],
        ),
        (json!({ "to": ["seated"] }), vec!["text"]),
    ] {
        assert_eq!(ada.post(&path, body).await.invalid(), fields);
    }
    let unknown = ada.post(&format!("{path}?dry=true"), words.clone()).await;
    assert_eq!(unknown.invalid(), ["dry"]);
    let code = async |body: Value| {
        let answer = ada.post(&path, body).await;
        assert_eq!(answer.status, 409, "{answer}");
        answer.json()["code"].as_str().unwrap().to_owned()
    };
    let long = json!({ "to": ["seated"], "text": "é".repeat(481) });
    assert_eq!(code(long).await, "too-long-for-texts");
    let nobody = json!({ "to": ["standby"], "text": "Hello" });
    assert_eq!(code(nobody).await, "nobody-to-tell");
    let bob = app.host("Bob").await;
    for path in [path.clone(), format!("{path}?preview=true")] {
        bob.post(&path, words.clone()).await.problem(404);
        app.stranger().post(&path, words.clone()).await.problem(401);
    }
    ada.cancel(&event).await;
    assert_eq!(code(words).await, "event-cancelled");
    app.finish().await;
}

async fn what_waits_is_taken_back_when_a_guest_answers_no(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let hour = |hours: i64| {
        let time = Timestamp::now() + SignedDuration::from_hours(hours);
        time.strftime("%H:%M").to_string()
    };
    let quiet = json!({ "from": hour(-2), "to": hour(2) });
    let (event, links) = answered(&app, &ada, json!({ "quietHours": quiet })).await;
    let path = format!("/api/v1/events/{event}/messages");
    let words = json!({ "to": ["seated", "maybe"], "text": "Bring a chair" });
    let told = ada.post(&path, words).await.is(200);
    assert!(told["items"][0]["notBefore"].is_string(), "{told}");
    answer(&app, &links[0], "NO").await;
    for (name, status) in [("Guest 1", "cancelled"), ("Guest 2", "queued")] {
        let invite = ada.invite_of(&event, name).await;
        let last = invite["messages"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(last["kind"], "hostMessage", "{invite}");
        assert_eq!(last["status"], status, "{name}");
    }
    let quiet = json!({ "quietHours": null });
    ada.patch(&format!("/api/v1/events/{event}"), quiet)
        .await
        .is(200);
    ada.cancel(&event).await;
    app.finish().await;
}

async fn what_the_host_writes_is_exported_and_passed_on_by_hand(db: TestDb) {
    let smtp = FakeSmtp::start().unwrap();
    let app = TestApp::on(db)
        .setting("SMTP_URL", &smtp.url())
        .setting("MAIL_FROM", "club@example.org")
        .start();
    let ada = app.host("Ada").await;
    let (event, _) = answered(&app, &ada, json!({})).await;
    let path = format!("/api/v1/events/{event}");
    let text = "<script>alert(1)</script>\nhttps://example.org/map";
    let words = json!({ "to": ["seated"], "text": text });
    let contact = ada.invite_of(&event, "Guest 1").await["contact"]["id"].clone();
    let contact = format!("/api/v1/contacts/{}", contact.as_str().unwrap());
    let by_email = json!({ "email": "one@example.com", "phoneNumber": null });
    ada.patch(&contact, by_email).await.is(200);
    let told = ada
        .post(&format!("{path}/messages"), words.clone())
        .await
        .is(200);
    assert_eq!(told["items"][0]["channel"], "email");
    assert_eq!(told["textParts"], Value::Null);
    app.outbox_is_empty().await;
    let mail = smtp.journal().last().unwrap().data.replace("=\r\n", "");
    assert!(mail.contains("Subject: Ada writes about Supper"), "{mail}");
    let (_, html) = mail.split_once("Content-Type: text/html").unwrap();
    assert!(
        !html.contains("<script") && html.contains("&#60;script&#62;alert(1)"),
        "{html}"
    );
    assert!(
        !html.contains("href=3D\"https://example.org"),
        "an address stays text: {html}"
    );

    ada.patch(&path, json!({ "byHand": true })).await.is(200);
    ada.post(&format!("{path}/messages"), words).await.is(200);
    let invite = ada.invite_of(&event, "Guest 1").await;
    let by_hand = format!("/api/v1/invites/{}/by-hand", invite["id"].as_str().unwrap());
    let waiting = ada.get(&by_hand).await.is(200);
    let passed_on = waiting["messages"][0]["text"].as_str().unwrap();
    let expected = format!("Hi Guest 1, about Supper: {text} http");
    assert!(passed_on.starts_with(&expected), "{passed_on}");
    let shown = json!({ "messages": [waiting["messages"][0]["id"]] });
    ada.post(&by_hand, shown).await.is(200);

    let export = ada.get("/api/v1/me/export").await.is(200);
    let written = export["events"][0]["invitations"][0]["messages"].as_array();
    let written = written
        .unwrap()
        .iter()
        .filter(|message| message["text"] == text);
    assert_eq!(written.count(), 2);
    app.finish().await;
}

async fn the_host_adds_words_when_they_withdraw_a_seat(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let (event, links) = answered(&app, &ada, json!({})).await;
    let withdraw = async |name: &str, text: &str| {
        let invite = ada.invite_of(&event, name).await;
        let path = format!("/api/v1/invites/{}", invite["id"].as_str().unwrap());
        let body = json!({ "status": "withdrawn", "text": text });
        ada.patch(&path, body).await
    };
    let seated = "Guest 1";
    for text in ["", &"é".repeat(301), "a\u{7}"] {
        assert_eq!(withdraw(seated, text).await.invalid(), ["text"]);
    }
    let invite = ada.invite_of(&event, seated).await;
    let path = format!("/api/v1/invites/{}", invite["id"].as_str().unwrap());
    let body = json!({ "response": "NO", "text": "Sorry" });
    assert_eq!(ada.patch(&path, body).await.invalid(), ["text"]);
    for (body, code) in [
        (
            json!({ "response": "NO", "status": "withdrawn" }),
            "contradiction",
        ),
        (json!({}), "required"),
    ] {
        let problem = ada.patch(&path, body).await.json();
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
    let unaware = withdraw("Guest 2", "Sorry").await;
    assert_eq!(unaware.status, 409);
    assert_eq!(unaware.json()["code"], "no-message");

    let words = "<b>The oven</b> is broken";
    let invite = withdraw(seated, words).await.is(200);
    // A repeated request sends nothing, and other words would not be sent.
    let again = withdraw(seated, words).await.is(200);
    assert_eq!(again["messages"].as_array().unwrap().len(), 2);
    assert_eq!(withdraw(seated, "Other").await.json()["code"], "no-message");
    let last = invite["messages"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["kind"], &last["text"]),
        (&json!("released"), &json!(words))
    );
    app.outbox_is_empty().await;
    let mut texts = app.messages().await.into_iter();
    let text = texts.rfind(|text| text["to"] == phone(1)).unwrap()["body"].clone();
    let text = text.as_str().unwrap();
    assert!(
        text.contains("<b>The oven</b> is broken. Details: http"),
        "{text}"
    );
    let page = app.stranger().get(&links[0]).await;
    assert_eq!(page.status, 410);
    let page = page.text();
    assert!(
        page.contains("Ada: &#60;b&#62;The oven&#60;/b&#62; is broken"),
        "{page}"
    );
    app.finish().await;
}
