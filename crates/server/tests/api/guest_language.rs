//! The language of guests' pages and of the guests' API.

use seat_dealer_test_support::app::{Answer, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![contacts_without_a_language_get_the_hosts];

async fn get_in(app: &TestApp, path: &str, accepted: &str) -> Answer {
    let request = app.stranger().request("GET", path);
    Answer::to(request.header("Accept-Language", accepted)).await
}

/// Asserts that the response is in this language and declares it.
#[track_caller]
fn is_in(answer: &Answer, language: &str, phrase: &str) {
    assert_eq!(answer.header("content-language"), language, "{answer}");
    let vary: Vec<_> = answer
        .headers
        .get_all("vary")
        .iter()
        .map(|names| names.to_str().unwrap().to_lowercase())
        .collect();
    assert!(vary.join(",").contains("accept-language"), "{vary:?}");
    let text = answer.text();
    assert!(text.contains(phrase), "{phrase} is missing from {text}");
}

#[tokio::test]
async fn a_page_is_in_the_chosen_language_or_the_browsers() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    for (accepted, language, phrase) in [
        ("", "en", "Will you come?"),
        ("de-AT,en;q=0.7", "de", "Klappt es?"),
        ("es", "es", "¿Vendrás?"),
        ("da,fr;q=0.2", "fr", "Viendrez-vous\u{a0}?"),
        ("it-CH", "it", "Ci sarai?"),
        ("pt-BR,en;q=0.5", "pt", "Pode vir?"),
        ("é", "en", "Will you come?"),
    ] {
        is_in(&get_in(&app, &link, accepted).await, language, phrase);
    }
    let chosen = format!("{link}?lang=es");
    is_in(&get_in(&app, &chosen, "de").await, "es", "¿Vendrás?");
    let unknown = format!("{link}?lang=xx");
    is_in(&get_in(&app, &unknown, "de").await, "de", "Klappt es?");
    let wrong = get_in(&app, "/rsvp/unknown?lang=fr", "de").await;
    is_in(&wrong, "fr", "Il n’y a pas d’invitation ici");

    // The form is sent to the address of the page, so the language is kept.
    let guest = app.stranger();
    let taken = guest.submit(&chosen, &[("response", "YES")]).await;
    let back = (taken.status, taken.header("location"));
    assert_eq!(back, (303, "?lang=es"));
    is_in(&get_in(&app, &chosen, "de").await, "es", "Tienes un sitio.");
    let refused = guest.submit(&chosen, &[]).await;
    assert_eq!(refused.status, 422);
    is_in(&refused, "es", "Elige una de las cuatro respuestas");
    let taken = guest.submit(&link, &[("response", "NO")]).await;
    assert_eq!(taken.header("location"), "?");
    app.finish().await;
}

#[tokio::test]
async fn messages_are_in_the_language_that_the_guest_has_chosen() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let language = async |id: &str| {
        let contact = ada.get(&format!("/api/v1/contacts/{id}")).await.is(200);
        contact["language"].clone()
    };
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let (one, two) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();
    let answer = [("response", "YES")];
    guest.submit(&one, &answer).await;
    assert_eq!(
        language(&ids[0]).await,
        json!(null),
        "the browser's language is no choice"
    );
    guest.submit(&format!("{one}?lang=es"), &answer).await;
    assert_eq!(language(&ids[0]).await, "es");
    is_in(&get_in(&app, &one, "de").await, "es", "Tienes un sitio.");
    let chosen = format!("{one}?lang=fr");
    is_in(
        &get_in(&app, &chosen, "de").await,
        "fr",
        "Vous avez une place.",
    );
    let body = json!({ "response": "YES", "language": "de" });
    let reply = guest.post(&format!("/api/v1{two}"), body).await;
    is_in(&reply, "de", "Der Platz ist sicher.");
    assert_eq!(language(&ids[1]).await, "de");
    let wrong = json!({ "response": "YES", "language": "xx" });
    let refused = guest.post(&format!("/api/v1{two}"), wrong).await;
    assert_eq!(
        refused.field_errors(),
        [(
            "language".to_owned(),
            "This must be one of en, es, de, fr, it, pt.".to_owned()
        )]
    );

    ada.cancel(&event).await;
    for (number, expected) in [
        (1, "siente tener que cancelarlo"),
        (2, "Leider muss Ada absagen"),
    ] {
        let told = app.messages_to(&phone(number), 2).await;
        let text = told[1]["body"].as_str().unwrap();
        assert!(text.contains(expected), "{text}");
    }
    app.finish().await;
}

async fn contacts_without_a_language_get_the_hosts(db: TestDb) {
    let app = TestApp::on(db).setting("HOST_LANGUAGE", "fr").start();
    let ada = app.host("Ada").await;
    let language = async |said: Value| {
        let me = ada.patch("/api/v1/me", json!({ "language": said })).await;
        me.is(200)["language"].clone()
    };
    assert_eq!(ada.get("/api/v1/me").await.is(200)["language"], "fr");
    assert_eq!(language(json!("it")).await, "it");
    let ids = ada.contacts(3).await;
    let german = json!({ "language": "de" });
    let path = format!("/api/v1/contacts/{}", ids[1]);
    assert_eq!(ada.patch(&path, german).await.is(200)["language"], "de");
    let event = ada.event(json!({ "seats": 2 })).await;
    let preview = ada
        .get(&format!("/api/v1/events/{event}/preview"))
        .await
        .is(200);
    let text = preview["now"][0]["text"].as_str().unwrap();
    assert!(text.contains("Ada ti invita"), "{text}");
    ada.deal(&event).await;
    for (number, expected) in [(1, "Ada ti invita"), (2, "Ada lädt ein")] {
        let told = app.messages_to(&phone(number), 1).await;
        let text = told[0]["body"].as_str().unwrap();
        assert!(text.contains(expected), "{text}");
    }
    let link = app.link_to(&phone(1)).await;
    is_in(&get_in(&app, &link, "es").await, "it", "Ci sarai?");
    let chosen = format!("{link}?lang=pt");
    is_in(&get_in(&app, &chosen, "es").await, "pt", "Pode vir?");
    assert_eq!(language(Value::Null).await, "fr");
    is_in(&get_in(&app, &link, "es").await, "es", "¿Vendrás?");
    is_in(&get_in(&app, &link, "").await, "fr", "Viendrez-vous");
    app.finish().await;
}

#[tokio::test]
async fn messages_to_contacts_without_a_language_are_in_the_servers() {
    let app = TestApp::on(TestDb::sqlite())
        .setting("HOST_LANGUAGE", "fr")
        .start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let path = format!("/api/v1/contacts/{}", ids[1]);
    let german = ada.patch(&path, json!({ "language": "de" })).await.is(200);
    assert_eq!(german["language"], "de");
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    for (number, expected) in [(1, "Ada vous invite"), (2, "Ada lädt ein")] {
        let told = app.messages_to(&phone(number), 1).await;
        let text = told[0]["body"].as_str().unwrap();
        assert!(text.contains(expected), "{text}");
    }
    let none = ada.patch(&path, json!({ "language": null })).await.is(200);
    assert_eq!(none["language"], json!(null));
    app.finish().await;
}

#[tokio::test]
async fn the_api_answers_in_english_by_default() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = format!("/api/v1{}", app.link_to(&phone(1)).await);
    let page = app.stranger().get(&link).await;
    is_in(&page, "en", "Please answer by");
    is_in(&get_in(&app, &link, "de").await, "de", "Bitte bis ");
    let request = app.stranger().request("POST", &link);
    let body = json!({ "response": "YES" });
    let reply = Answer::to(request.header("Accept-Language", "fr").json(&body)).await;
    is_in(&reply, "fr", "Vous avez une place.");
    let wrong = json!({ "response": "YES", "partySize": 2 });
    let request = app.stranger().request("POST", &link);
    let reply = Answer::to(request.header("Accept-Language", "fr").json(&wrong)).await;
    assert!(reply.text().contains("Merci de choisir"), "{reply}");
    assert_eq!(reply.invalid(), ["partySize"]);
    app.finish().await;
}
