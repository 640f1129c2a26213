//! What guests tell the host beside the answer.

use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{answer, look};

on_each_database![
    the_host_reads_what_a_guest_writes,
    the_host_reads_who_comes_with_a_guest,
    a_guest_says_once_what_they_do_not_eat,
    guests_answer_the_question_of_the_host,
];

async fn the_host_reads_what_a_guest_writes(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada
        .event(json!({ "seats": 2, "colour": "plum", "picture": "cake" }))
        .await;
    ada.deal(&event).await;
    let (link, other) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();
    let html = guest.get(&link).await.text();
    assert!(html.contains("<html lang=\"en\" class=\"plum\">"), "{html}");
    assert!(html.contains("A few words for Ada, if you like"), "{html}");
    let seen = look(&app, &link).await;
    assert_eq!(
        (&seen["colour"], &seen["picture"]),
        (&json!("plum"), &json!("cake"))
    );
    assert!(
        html.contains(seat_dealer_core::Picture::Cake.drawing().line),
        "{html}"
    );

    let form = [
        ("response", "YES"),
        ("note", " With joy!\r\nNo nuts, bitte \u{1f96a} "),
    ];
    guest.submit(&link, &form).await.is(303);
    let kept = "With joy!\nNo nuts, bitte \u{1f96a}";
    assert_eq!(look(&app, &link).await["note"], kept);
    assert_eq!(ada.invite_of(&event, "Guest 1").await["note"], kept);
    let html = guest.get(&link).await.text();
    assert!(html.contains(&format!(">\n{kept}</textarea>")), "{html}");
    let said = ada.log(&event).await;
    let noted: Vec<_> = said
        .iter()
        .filter(|entry| entry["kind"] == "noted")
        .collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(
        noted[0]["text"],
        "Guest 1 wrote: \u{201c}With joy! No nuts, bitte \u{1f96a}\u{201d}."
    );
    assert_eq!(noted[0]["detail"], json!({ "note": kept }));
    assert_eq!(noted[0]["contactName"], "Guest 1");

    // Another answer without a note keeps it, and repeating it changes nothing.
    answer(&app, &link, "PROBABLY").await;
    assert_eq!(look(&app, &link).await["note"], kept);
    let before = ada.log(&event).await.len();
    let again = json!({ "response": "PROBABLY", "note": kept });
    guest.post(&format!("/api/v1{link}"), again).await.is(200);
    assert_eq!(ada.log(&event).await.len(), before);
    assert_eq!(look(&app, &other).await["note"], Value::Null);
    let others = guest.get(&other).await.text();
    assert!(!others.contains("With joy"), "{others}");

    let none = json!({ "response": "PROBABLY", "note": "" });
    guest.post(&format!("/api/v1{link}"), none).await.is(200);
    assert_eq!(ada.invite_of(&event, "Guest 1").await["note"], Value::Null);
    app.finish().await;
}

async fn the_host_reads_who_comes_with_a_guest(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 6, "partyLimit": 3 })).await;
    ada.deal(&event).await;
    let (link, other) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();
    let html = guest.get(&link).await.text();
    assert!(
        html.contains("The names of those who come with you"),
        "{html}"
    );

    let form = [
        ("response", "YES"),
        ("partySize", "3"),
        ("companions", " Ben Stone,\r\nCara; , "),
    ];
    guest.submit(&link, &form).await.is(303);
    let names = json!(["Ben Stone", "Cara"]);
    assert_eq!(look(&app, &link).await["companions"], names);
    assert_eq!(ada.invite_of(&event, "Guest 1").await["companions"], names);
    let html = guest.get(&link).await.text();
    assert!(html.contains(">\nBen Stone, Cara</textarea>"), "{html}");
    let log = ada.log(&event).await;
    let filled = log
        .iter()
        .find(|entry| entry["kind"] == "filledIn")
        .unwrap();
    assert_eq!(
        filled["text"],
        "Guest 1 filled in \u{201c}companions\u{201d}: Ben Stone, Cara."
    );
    assert_eq!(
        filled["detail"],
        json!({ "field": "companions", "text": "Ben Stone, Cara" })
    );

    // An answer that says nothing about them keeps the names, here and for other guests.
    answer(&app, &link, "PROBABLY").await;
    assert_eq!(look(&app, &link).await["companions"], names);
    assert_eq!(look(&app, &other).await["companions"], json!([]));
    assert!(!guest.get(&other).await.text().contains("Cara"));

    let many = vec!["Ben"; 20];
    let refused = guest
        .post(
            &format!("/api/v1{link}"),
            json!({ "response": "NO", "companions": many }),
        )
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["errors"][0]["field"], "companions");
    let typed = many.join(", ");
    let form = [
        ("response", "NO"),
        ("partySize", "2"),
        ("companions", typed.as_str()),
    ];
    let refused = guest.submit(&link, &form).await;
    assert_eq!(refused.status, 422);
    let html = refused.text();
    assert!(
        html.contains("at most 19 names of at most 120 letters") && html.contains(&typed),
        "{html}"
    );
    assert!(html.contains("<option value=\"2\" selected>"), "{html}");
    assert_eq!(look(&app, &link).await["response"], "PROBABLY");

    let none = json!({ "response": "YES", "companions": [] });
    guest.post(&format!("/api/v1{link}"), none).await.is(200);
    assert_eq!(
        ada.invite_of(&event, "Guest 1").await["companions"],
        json!([])
    );
    app.finish().await;
}

async fn a_guest_says_once_what_they_do_not_eat(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, eve) = (app.host("Ada").await, app.host("Eve").await);
    let bea = json!({ "name": "Bea", "phoneNumber": phone(1) });
    let contact = ada.contact(bea.clone()).await;
    let of_eve = eve.contact(bea).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    let page = guest.get(&link).await.text();
    assert!(page.contains("name=\"diet\""), "{page}");
    let before = ada.get(&format!("/api/v1/contacts/{contact}")).await;
    let form = [("response", "YES"), ("diet", " No nuts\r\n\r\nno milk ")];
    guest.submit(&link, &form).await.is(303);
    assert_eq!(look(&app, &link).await["diet"], "No nuts, no milk");
    let html = guest.get(&link).await.text();
    assert!(html.contains(">\nNo nuts, no milk</textarea>"), "{html}");

    // The host reads it in the invitation, with the contact and in the log. The contact of another host has none.
    let invite = ada.invite_of(&event, "Bea").await;
    assert_eq!(
        (&invite["diet"], &invite["contact"]["diet"]),
        (&json!("No nuts, no milk"), &json!("No nuts, no milk"))
    );
    let path = format!("/api/v1/contacts/{contact}");
    let known = ada.get(&path).await;
    assert_ne!(known.header("etag"), before.header("etag"));
    assert_eq!(known.is(200)["diet"], "No nuts, no milk");
    let other = eve.get(&format!("/api/v1/contacts/{of_eve}")).await.is(200);
    assert_eq!(other["diet"], Value::Null);
    let log = ada.log(&event).await;
    let filled: Vec<_> = log
        .iter()
        .filter(|entry| entry["kind"] == "filledIn")
        .collect();
    assert_eq!(filled.len(), 1);
    assert_eq!(
        filled[0]["text"],
        "Bea filled in \u{201c}diet\u{201d}: No nuts, no milk."
    );
    assert_eq!(
        filled[0]["detail"],
        json!({ "field": "diet", "text": "No nuts, no milk" })
    );

    // An answer that does not mention it keeps it, and repeating it is no news.
    let entries = log.len();
    let api = format!("/api/v1{link}");
    for answer in [
        json!({ "response": "YES" }),
        json!({ "response": "YES", "diet": "No nuts, no milk" }),
    ] {
        guest.post(&api, answer).await.is(200);
    }
    assert_eq!(ada.log(&event).await.len(), entries);

    // The next event knows it. A guest who does not come is not asked, and may still send it.
    let next = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&next).await;
    let url = ada.invite_of(&next, "Bea").await["rsvpUrl"].clone();
    let later = format!(
        "/rsvp/{}",
        url.as_str().unwrap().rsplit('/').next().unwrap()
    );
    assert_eq!(look(&app, &later).await["diet"], "No nuts, no milk");
    let html = guest.get(&later).await.text();
    assert!(html.contains(">\nNo nuts, no milk</textarea>"), "{html}");
    answer(&app, &later, "NO").await;
    let html = guest.get(&later).await.text();
    assert!(!html.contains("name=\"diet\""), "{html}");
    let none = json!({ "response": "NO", "diet": "" });
    guest.post(&format!("/api/v1{later}"), none).await.is(200);
    assert_eq!(look(&app, &link).await["diet"], Value::Null);
    assert_eq!(ada.invite_of(&event, "Bea").await["diet"], Value::Null);
    let last = ada.log(&next).await.pop().unwrap();
    assert_eq!(last["text"], "Bea emptied \u{201c}diet\u{201d}.");

    // What the host writes is on the guest's page, and a page that was opened before does not replace it.
    let html = guest.get(&link).await.text();
    assert!(html.contains("name=\"dietBefore\" value=\"\""), "{html}");
    ada.patch(&path, json!({ "diet": "Vegan" })).await.is(200);
    let form = [("response", "YES"), ("diet", ""), ("dietBefore", "")];
    guest.submit(&link, &form).await.is(303);
    assert_eq!(look(&app, &link).await["diet"], "Vegan");

    // An answer that is refused changes nothing.
    ada.cancel(&event).await;
    let refused = json!({ "response": "YES", "diet": "No eggs" });
    assert_eq!(guest.post(&api, refused).await.status, 409);
    assert_eq!(ada.get(&path).await.is(200)["diet"], "Vegan");
    let export = ada.get("/api/v1/me/export").await.is(200);
    assert_eq!(export["contacts"][0]["contact"]["diet"], "Vegan");
    assert_eq!(
        export["events"][0]["invitations"][0]["diet"], "Vegan",
        "{export}"
    );
    app.finish().await;
}

async fn guests_answer_the_question_of_the_host(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = json!({ "seats": 2, "question": " Fish or <mushrooms>? " });
    let event = ada.event(event).await;
    let path = format!("/api/v1/events/{event}");
    assert_eq!(
        ada.get(&path).await.is(200)["question"],
        "Fish or <mushrooms>?"
    );
    ada.deal(&event).await;
    let (link, other) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let guest = app.stranger();
    let html = guest.get(&link).await.text();
    assert!(html.contains("Fish or &#60;mushrooms&#62;?"), "{html}");
    assert_eq!(look(&app, &link).await["question"], "Fish or <mushrooms>?");
    let long = "\u{1f96a}".repeat(501);
    let refused = guest
        .submit(&link, &[("response", "YES"), ("answerToQuestion", &long)])
        .await;
    assert_eq!(refused.status, 422);
    let html = refused.text();
    assert!(
        html.contains("Please answer the question") && html.contains(&long),
        "{html}"
    );

    let form = [
        ("response", "YES"),
        ("answerToQuestion", "Fish,\r\nplease "),
    ];
    guest.submit(&link, &form).await.is(303);
    assert_eq!(look(&app, &link).await["answerToQuestion"], "Fish,\nplease");
    assert!(
        guest
            .get(&link)
            .await
            .text()
            .contains(">\nFish,\nplease</textarea>")
    );
    assert_eq!(
        ada.invite_of(&event, "Guest 1").await["answerToQuestion"],
        "Fish,\nplease"
    );
    let last = ada.log(&event).await.pop().unwrap();
    assert_eq!(
        last["text"],
        "Guest 1 filled in \u{201c}answer to your question\u{201d}: Fish, please."
    );
    assert_eq!(
        last["detail"],
        json!({ "field": "answerToQuestion", "text": "Fish,\nplease" })
    );

    // Whoever does not come is not asked, and nobody sees the answer of another guest.
    answer(&app, &other, "NO").await;
    let html = guest.get(&other).await.text();
    assert!(!html.contains("mushrooms"), "{html}");
    assert_eq!(look(&app, &other).await["answerToQuestion"], Value::Null);

    // Without the question, guests no longer see it, and the host keeps the answers.
    ada.patch(&path, json!({ "question": null })).await.is(200);
    let html = guest.get(&link).await.text();
    assert!(!html.contains("answerToQuestion"), "{html}");
    answer(&app, &link, "PROBABLY").await;
    assert_eq!(
        ada.invite_of(&event, "Guest 1").await["answerToQuestion"],
        "Fish,\nplease"
    );
    let export = ada.get("/api/v1/me/export").await.is(200);
    assert_eq!(export["events"][0]["event"]["question"], Value::Null);
    let invitations = export["events"][0]["invitations"].as_array().unwrap();
    let answers = invitations
        .iter()
        .filter(|invitation| invitation["answerToQuestion"] == "Fish,\nplease");
    assert_eq!(answers.count(), 1);
    for wrong in [
        json!("é".repeat(201)),
        json!("Fish\nor\nmushrooms?"),
        json!(1),
    ] {
        let patch = json!({ "question": wrong });
        assert_eq!(ada.patch(&path, patch).await.invalid(), ["question"]);
    }
    app.finish().await;
}

#[tokio::test]
async fn an_invalid_form_is_shown_again_with_its_values() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    let long = "\u{1f96a}".repeat(501);
    let refused = guest
        .submit(&link, &[("response", "YES"), ("note", &long)])
        .await;
    assert_eq!(refused.status, 422);
    let html = refused.text();
    assert!(
        html.contains("at most 500 characters") && html.contains(&long),
        "{html}"
    );
    let typed = [("note", "Soon <3"), ("diet", "No <eggs>")];
    let refused = guest.submit(&link, &typed).await;
    assert_eq!(refused.status, 422);
    let html = refused.text();
    assert!(
        html.contains("Soon &#60;3</textarea>") && html.contains("No &#60;eggs&#62;</textarea>"),
        "{html}"
    );
    let long = "\u{1f96a}".repeat(201);
    let refused = guest
        .submit(&link, &[("response", "YES"), ("diet", &long)])
        .await;
    assert_eq!(refused.status, 422);
    let html = refused.text();
    assert!(
        html.contains("in at most 200 characters") && html.contains(&long),
        "{html}"
    );
    assert_eq!(look(&app, &link).await["response"], Value::Null);
    app.finish().await;
}
