use std::time::Duration;

use seat_dealer_delivery::fake_twilio::{Answer, Reports};
use seat_dealer_test_support::app::{Answer as Answered, eventually, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use super::{PUBLIC, Scene, messages, told};

on_each_database![
    the_host_sees_the_status_of_a_text,
    a_late_failure_frees_the_seat_for_the_next_card,
    after_a_late_failure_an_email_is_sent,
    a_transient_failure_is_retried,
    a_fault_of_the_sender_stops_texts_until_the_host_deals_again,
    a_report_before_the_providers_response_sends_nothing_twice,
    reports_in_any_order_lead_to_the_same_status,
    the_providers_opt_outs_are_recorded,
    a_proxy_may_escape_the_hyphens_of_a_callback_address,
];

async fn the_host_sees_the_status_of_a_text(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    let callback = text.status_callback.clone().unwrap();
    assert!(
        callback.starts_with("https://dinner.example.com/webhooks/twilio/status?message=")
            && callback.ends_with("&attempt=1"),
        "{callback}"
    );
    for (state, code, status) in [
        ("queued", None, "sent"),
        ("sent", None, "sent"),
        ("delivered", None, "delivered"),
        ("sent", None, "delivered"),
        ("delivered", None, "delivered"),
        ("undelivered", Some(30005), "delivered"),
        ("failed", None, "delivered"),
        ("teleported", None, "delivered"),
    ] {
        assert_eq!(
            scene.fake.report(&text.sid, state, code).await.unwrap(),
            204
        );
        assert_eq!(
            messages(&ada, &event, "Guest 1").await,
            [format!("invitation sms {status}")],
            "after {state}"
        );
    }
    assert_eq!(
        told(&ada, &event, "delivered").await,
        "The invitation reached Guest 1 by text message."
    );
    let kinds = ada.log_kinds(&event).await;
    for kind in ["sent", "delivered"] {
        assert_eq!(kinds.iter().filter(|known| *known == kind).count(), 1);
    }
    scene.finish().await;
}

async fn a_late_failure_frees_the_seat_for_the_next_card(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    for state in ["sent", "undelivered", "undelivered", "delivered"] {
        let code = (state == "undelivered").then_some(30005);
        assert_eq!(
            scene.fake.report(&text.sid, state, code).await.unwrap(),
            204
        );
    }
    scene.texts(2).await;
    let first = ada.invite_of(&event, "Guest 1").await;
    assert_eq!(first["status"], "undeliverable");
    assert_eq!(first["messages"][0]["status"], "failed");
    assert_eq!(
        first["messages"][0]["error"],
        "This number is not in use (Twilio 30005)."
    );
    assert_eq!(ada.invite_of(&event, "Guest 2").await["seat"], "held");
    assert_eq!(
        told(&ada, &event, "undeliverable").await,
        "Guest 1 cannot be reached, so the seat is free again."
    );
    scene.finish().await;
}

async fn after_a_late_failure_an_email_is_sent(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    let bea = json!({
        "name": "Bea", "phoneNumber": phone(1), "email": "bea@example.com",
        "preferredChannel": "sms",
    });
    ada.contact(bea).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    scene
        .fake
        .report(&text.sid, "failed", Some(30006))
        .await
        .unwrap();
    eventually("an email", async || scene.mail.journal().pop()).await;
    scene.app.outbox_is_empty().await;
    assert_eq!(
        messages(&ada, &event, "Bea").await,
        ["invitation sms failed", "invitation email sent"]
    );
    assert_eq!(ada.invite_of(&event, "Bea").await["seat"], "held");
    scene.finish().await;
}

async fn a_transient_failure_is_retried(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    for _ in 0..2 {
        let status = scene
            .fake
            .report(&text.sid, "undelivered", Some(30003))
            .await;
        assert_eq!(status.unwrap(), 204);
        let message = ada.invite_of(&event, "Guest 1").await["messages"][0].clone();
        assert_eq!(message["status"], "queued");
        assert_eq!(
            message["error"],
            "The phone cannot be reached at the moment (Twilio 30003)."
        );
        assert!(message["notBefore"].is_string(), "{message}");
    }
    // The text is sent again some seconds later, whatever the outcome of the first one.
    let texts = scene.texts(2).await;
    assert!(
        texts[1]
            .status_callback
            .as_ref()
            .unwrap()
            .ends_with("&attempt=2")
    );
    assert_eq!(
        messages(&ada, &event, "Guest 1").await,
        ["invitation sms sent"]
    );
    scene.finish().await;
}

async fn a_fault_of_the_sender_stops_texts_until_the_host_deals_again(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    let reported = scene.fake.report(&text.sid, "undelivered", Some(30034));
    assert_eq!(reported.await.unwrap(), 204);
    let path = format!("/api/v1/events/{event}");
    let resting = ada.get(&path).await.is(200)["restingChannels"].take();
    assert_eq!(resting[0]["channel"], "sms", "{resting}");
    let advice = resting[0]["text"].as_str().unwrap();
    assert!(
        advice.starts_with("Text messages stopped (The sender of the texts is not registered")
            && advice.contains("Correct the cause, then deal again"),
        "{advice}"
    );
    assert_eq!(
        messages(&ada, &event, "Guest 1").await,
        ["invitation sms queued"]
    );
    assert_eq!(ada.invites(&event).await.len(), 1, "nobody else is invited");
    ada.deal(&event).await;
    assert_eq!(scene.texts(2).await[1].to, phone(1));
    let resting = ada.get(&path).await.is(200)["restingChannels"].take();
    assert_eq!(resting, json!([]));
    scene.finish().await;
}

async fn a_report_before_the_providers_response_sends_nothing_twice(db: TestDb) {
    let scene = Scene::on(db);
    scene
        .fake
        .script([Answer::AcceptAndHang(Duration::from_millis(300))]);
    scene.fake.report_by_itself(Some(Reports::delivered()));
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    eventually("delivery", async || {
        let messages = messages(&ada, &event, "Guest 1").await;
        (messages == ["invitation sms delivered"]).then_some(())
    })
    .await;
    scene.texts(1).await;
    scene.finish().await;
}

async fn reports_in_any_order_lead_to_the_same_status(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(6).await;
    let event = ada.event(json!({ "seats": 6, "handSize": 6 })).await;
    scene.fake.report_by_itself(Some(Reports {
        twice: true,
        backwards: true,
        after: Duration::from_millis(20),
        ..Reports::delivered()
    }));
    ada.deal(&event).await;
    eventually("six deliveries", async || {
        let invites = ada.invites(&event).await;
        let delivered = |invite: &&Value| invite["messages"][0]["status"] == "delivered";
        (invites.iter().filter(delivered).count() == 6).then_some(())
    })
    .await;
    scene.texts(6).await;
    let kinds = ada.log_kinds(&event).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "delivered").count(), 6);
    scene.finish().await;
}

async fn the_providers_opt_outs_are_recorded(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    scene.fake.script([Answer::Refuse {
        status: 400,
        code: 21610,
    }]);
    ada.deal(&event).await;
    scene.texts(1).await;
    let opted_out = async || {
        let contacts = ada.get("/api/v1/contacts").await.is(200);
        let contacts = contacts["items"].as_array().unwrap().clone();
        let out = |contact: &&Value| contact["optedOut"] == json!(["sms"]);
        contacts.iter().filter(out).count()
    };
    eventually("an opt-out", async || {
        (opted_out().await == 1).then_some(())
    })
    .await;
    // Twilio reports the opt-out of the other guest later.
    let text = scene.texts(1).await.remove(0);
    scene
        .fake
        .report(&text.sid, "failed", Some(21610))
        .await
        .unwrap();
    assert_eq!(opted_out().await, 2);
    scene.app.outbox_is_empty().await;
    for invite in ada.invites(&event).await {
        assert_eq!(invite["status"], "undeliverable", "{invite}");
    }
    scene.finish().await;
}

async fn a_proxy_may_escape_the_hyphens_of_a_callback_address(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    let plain = text.status_callback.unwrap().replacen(PUBLIC, "", 1);
    assert!(!plain.contains('%'), "{plain}");
    // The form of the address in earlier releases.
    let escaped = plain.replace('-', "%2D");
    assert_ne!(plain, escaped);
    let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    for (given, came, state) in [
        (&plain, &escaped, "queued"),
        (&escaped, &plain, "sending"),
        (&escaped, &escaped, "sent"),
        (&plain, &plain, "delivered"),
    ] {
        let form = [("MessageSid", text.sid.as_str()), ("MessageStatus", state)].map(pair);
        let request = scene.app.stranger().request("POST", came).form(&form);
        let signature = scene.fake.signature(given, &form).unwrap();
        let heard = Answered::to(request.header("X-Twilio-Signature", signature)).await;
        assert_eq!(heard.status, 204, "{given} as {came}: {heard}");
    }
    assert_eq!(
        messages(&ada, &event, "Guest 1").await,
        ["invitation sms delivered"]
    );
    scene.finish().await;
}
