use seat_dealer_test_support::app::{eventually, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use super::{Scene, messages, told};

on_each_database![
    a_text_above_the_limit_waits_for_the_next_day,
    a_text_above_the_limit_is_sent_by_email_if_possible,
    an_email_above_the_limit_waits_for_the_next_day,
    a_host_does_not_use_up_the_limit_of_others,
    the_limit_of_a_host_is_lower_when_others_have_sent_much,
    a_reply_above_the_limit_is_not_sent_and_the_answer_counts,
    no_text_is_sent_to_a_country_that_is_not_allowed,
];

async fn a_text_above_the_limit_waits_for_the_next_day(db: TestDb) {
    let mut scene = Scene::with(db, &[("SMS_DAILY_LIMIT_PER_HOST", "1")]);
    let ada = scene.app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let waits = eventually("a text that waits", async || {
        let log = ada.log(&event).await;
        log.into_iter().find(|entry| entry["kind"] == "waits")
    })
    .await;
    let text = waits["text"].as_str().unwrap();
    assert!(
        text.contains(" waits until ")
            && text
                .ends_with(" at 00:00: the texts that a host may send in a day are used up (1)."),
        "{text}"
    );
    let invites = ada.invites(&event).await;
    let statuses = || {
        invites
            .iter()
            .map(|invite| &invite["messages"][0]["status"])
    };
    eventually("one sent", async || {
        let invites = ada.invites(&event).await;
        let sent = |invite: &Value| invite["messages"][0]["status"] == "sent";
        invites.iter().any(sent).then_some(())
    })
    .await;
    let waiting = invites
        .iter()
        .find(|invite| invite["messages"][0]["status"] == "queued")
        .unwrap_or_else(|| panic!("{:?}", statuses().collect::<Vec<_>>()));
    assert_eq!(
        waiting["messages"][0]["error"],
        "the texts that a host may send in a day are used up (1)"
    );
    assert!(waiting["messages"][0]["notBefore"].is_string());
    assert_eq!(waiting["seat"], "held");
    assert_eq!(scene.fake.journal().len(), 1);
    scene.app.stop().await;
}

async fn a_text_above_the_limit_is_sent_by_email_if_possible(db: TestDb) {
    let scene = Scene::with(db, &[("SMS_DAILY_LIMIT", "0")]);
    let ada = scene.app.host("Ada").await;
    let bea = json!({
        "name": "Bea", "phoneNumber": phone(1), "email": "bea@example.com",
        "preferredChannel": "sms",
    });
    ada.contact(bea).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    eventually("an email", async || scene.mail.journal().pop()).await;
    scene.app.outbox_is_empty().await;
    assert_eq!(
        messages(&ada, &event, "Bea").await,
        ["invitation sms cancelled", "invitation email sent"]
    );
    assert_eq!(
        told(&ada, &event, "deliveryFailed").await,
        "The invitation could not reach Bea by text message (the texts that may leave here in a \
         day are used up (0)); trying email instead."
    );
    assert_eq!(scene.fake.requests(), 0);
    scene.finish().await;
}

async fn an_email_above_the_limit_waits_for_the_next_day(db: TestDb) {
    let mut scene = Scene::with(db, &[("EMAIL_DAILY_LIMIT_PER_HOST", "1")]);
    let ada = scene.app.host("Ada").await;
    for name in ["Bea", "Cy"] {
        let email = format!("{name}@example.com");
        ada.contact(json!({ "name": name, "email": email })).await;
    }
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let waits = eventually("an email that waits", async || {
        let log = ada.log(&event).await;
        log.into_iter().find(|entry| entry["kind"] == "waits")
    })
    .await;
    let text = waits["text"].as_str().unwrap();
    assert!(
        text.ends_with(": the emails that a host may send in a day are used up (1)."),
        "{text}"
    );
    eventually("one sent", async || {
        let invites = ada.invites(&event).await;
        let sent = |invite: &Value| invite["messages"][0]["status"] == "sent";
        invites.iter().any(sent).then_some(())
    })
    .await;
    scene.app.stop().await;
    assert_eq!(scene.mail.journal().len(), 1);
}

async fn a_host_does_not_use_up_the_limit_of_others(db: TestDb) {
    let mut scene = Scene::with(db, &[("SMS_DAILY_LIMIT_PER_HOST", "2")]);
    for name in ["Ada", "Bob"] {
        let host = scene.app.host(name).await;
        host.contacts(4).await;
        let event = host.event(json!({ "seats": 4, "handSize": 4 })).await;
        host.deal(&event).await;
        eventually("two that wait", async || {
            let kinds = host.log_kinds(&event).await;
            (kinds.iter().filter(|kind| *kind == "waits").count() == 2).then_some(())
        })
        .await;
    }
    eventually("four texts", async || {
        (scene.fake.journal().len() == 4).then_some(())
    })
    .await;
    scene.app.stop().await;
    assert_eq!(scene.fake.journal().len(), 4);
}

async fn the_limit_of_a_host_is_lower_when_others_have_sent_much(db: TestDb) {
    let limits = [("SMS_DAILY_LIMIT_PER_HOST", "2"), ("SMS_DAILY_LIMIT", "4")];
    let mut scene = Scene::with(db, &limits);
    let (ada, bob) = (scene.app.host("Ada").await, scene.app.host("Bob").await);
    for (host, texts) in [(&ada, 2), (&bob, 1)] {
        host.contacts(2).await;
        let event = host.event(json!({ "seats": 2 })).await;
        host.deal(&event).await;
        eventually("texts that have left", async || {
            let invites = host.invites(&event).await;
            let sent = |invite: &&Value| invite["messages"][0]["status"] == "sent";
            (invites.iter().filter(sent).count() == texts).then_some(())
        })
        .await;
        if texts == 1 {
            let waits = eventually("a text that waits", async || {
                let log = host.log(&event).await;
                log.into_iter().find(|entry| entry["kind"] == "waits")
            })
            .await;
            let text = waits["text"].as_str().unwrap();
            assert!(
                text.ends_with(
                    ": the texts that a host may send today are used up (1 instead of 2, because \
                     other hosts have sent many)."
                ),
                "{text}"
            );
        }
    }
    scene.app.stop().await;
    assert_eq!(scene.fake.journal().len(), 3);
}

async fn a_reply_above_the_limit_is_not_sent_and_the_answer_counts(db: TestDb) {
    let scene = Scene::with(db, &[("SMS_DAILY_LIMIT_PER_HOST", "1")]);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    scene.texts(1).await;
    assert_eq!(scene.text(&phone(1), "Yes").await.text, None);
    assert_eq!(
        told(&ada, &event, "answered").await,
        "Guest 1 answered YES by text: the seat held for them is theirs; \
         no text went back, because the day's texts are used up."
    );
    scene.finish().await;
}

async fn no_text_is_sent_to_a_country_that_is_not_allowed(db: TestDb) {
    let scene = Scene::with(db, &[("SMS_COUNTRIES", "44,49")]);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    ada.contact(json!({ "name": "Bea", "phoneNumber": "+4915112345678" }))
        .await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    assert_eq!(text.to, "+4915112345678");
    assert_eq!(
        ada.invite_of(&event, "Guest 1").await["status"],
        "undeliverable"
    );
    assert_eq!(
        told(&ada, &event, "deliveryFailed").await,
        "The invitation could not reach Guest 1 by text message (texts to this country are not \
         allowed here; SMS_COUNTRIES names those that are); there is no other way."
    );
    scene.finish().await;
}
