//! The log entries about guests' texts.

use seat_dealer_delivery::fake_twilio::inbound_form;
use seat_dealer_test_support::app::{Answer, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use super::{Scene, status_and_response, told};

on_each_database![
    a_reaction_and_a_sentence_are_logged,
    the_words_of_a_text_are_cleaned_and_shortened,
    the_words_of_texts_are_exported,
    a_no_that_twilio_treats_as_stop_is_both,
    a_no_beside_a_wish_to_stop_is_both,
    a_wish_to_stop_is_logged_with_its_words,
];

const PATH: &str = "/webhooks/twilio/inbound";

/// Sends a text with Twilio's `OptOutType`.
async fn text_with_opt_out(scene: &Scene, sid: &str, body: &str, opt_out: &str) -> Answer {
    let mut form = inbound_form(sid, &phone(1), body);
    form.push(("OptOutType".to_owned(), opt_out.to_owned()));
    let request = scene.app.stranger().request("POST", PATH);
    let signature = scene.fake.signature(PATH, &form).unwrap();
    let request = request.header("X-Twilio-Signature", &signature);
    Answer::to(request.form(&form)).await
}

async fn a_reaction_and_a_sentence_are_logged(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let heart = "Loved “Ada invites you: Dinner. Can you come?”";
    assert_eq!(scene.text(&phone(1), heart).await.text, None);
    assert_eq!(
        told(&ada, &event, "texted").await,
        format!("Guest 1 reacted to a text, which is not an answer: “{heart}”.")
    );
    // A reaction does not count as a text with a reply.
    let question = "Yes if I can bring Tom?";
    assert!(scene.text(&phone(1), question).await.text.is_some());
    let lost = "we would absolutely adore to, so yes";
    assert_eq!(scene.text(&phone(1), lost).await.text, None);
    let log = ada.log(&event).await;
    let entry = log.iter().rfind(|entry| entry["kind"] == "texted").unwrap();
    assert_eq!(
        (&entry["detail"]["words"], &entry["detail"]["what"]),
        (&json!(lost), &json!("notUnderstood"))
    );
    let invite = entry["invitationId"].as_str().unwrap();
    ada.patch(
        &format!("/api/v1/invites/{invite}"),
        json!({ "response": "YES" }),
    )
    .await
    .is(200);
    assert_eq!(
        status_and_response(&ada, &event, "Guest 1").await,
        (json!("YES"), json!("seated"))
    );
    assert_eq!(
        told(&ada, &event, "answered").await,
        "You recorded YES for Guest 1: the seat held for them is theirs."
    );
    scene.finish().await;
}

async fn the_words_of_a_text_are_cleaned_and_shortened(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let long = "é".repeat(1_600);
    for (body, words) in [
        ("one\r\ntwo\u{202e}  three\u{7}four", "one two three four"),
        (
            "<b>“hi”</b> \u{1f469}\u{200d}\u{1f373}",
            "<b>“hi”</b> \u{1f469}\u{200d}\u{1f373}",
        ),
        (long.as_str(), &"é".repeat(500)),
    ] {
        scene.text(&phone(1), body).await;
        let log = ada.log(&event).await;
        let entry = log.iter().rfind(|entry| entry["kind"] == "texted").unwrap();
        assert_eq!(entry["detail"]["words"], json!(words));
    }
    scene.finish().await;
}

async fn the_words_of_texts_are_exported(db: TestDb) {
    let (scene, ada, _) = Scene::invited(db).await;
    scene.text(&phone(1), "Yes, with joy!").await;
    let export = ada.get("/api/v1/me/export").await.is(200);
    let log = export["events"][0]["log"].as_array().unwrap();
    let words: Vec<&Value> = log
        .iter()
        .filter(|entry| entry["kind"] == "texted")
        .map(|entry| &entry["detail"]["words"])
        .collect();
    assert_eq!(words, [&json!("Yes, with joy!")]);
    scene.finish().await;
}

async fn a_no_that_twilio_treats_as_stop_is_both(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let answer = text_with_opt_out(&scene, "SM1", "No", "STOP").await;
    assert_eq!(answer.status, 200);
    assert_eq!(status_and_response(&ada, &event, "Guest 1").await.0, "NO");
    assert_eq!(
        ada.get("/api/v1/contacts").await.is(200)["items"][0]["optedOut"],
        json!(["sms"])
    );
    assert_eq!(
        told(&ada, &event, "answered").await,
        "Guest 1 answered NO by text: the seat is free again; no text went back, because they want \
         none."
    );
    scene.finish().await;
}

async fn a_no_beside_a_wish_to_stop_is_both(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let words = "Please stop texting me, we can't come";
    assert_eq!(scene.text(&phone(1), words).await.text, None);
    assert_eq!(status_and_response(&ada, &event, "Guest 1").await.0, "NO");
    assert_eq!(
        ada.get("/api/v1/contacts").await.is(200)["items"][0]["optedOut"],
        json!(["sms"])
    );
    scene.finish().await;
}

async fn a_wish_to_stop_is_logged_with_its_words(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let words = "Please stop texting me";
    assert_eq!(scene.text(&phone(1), words).await.text, None);
    assert_eq!(
        told(&ada, &event, "texted").await,
        format!("Guest 1 asked for no more texts: “{words}”.")
    );
    assert!(ada.log_kinds(&event).await.contains(&"optedOut".to_owned()));
    // A text that Twilio has replied to is logged, too.
    text_with_opt_out(&scene, "SM2", "Who are you", "HELP").await;
    assert_eq!(
        told(&ada, &event, "texted").await,
        "Guest 1 asked by text who writes; no text went back: “Who are you”."
    );
    scene.finish().await;
}
