use futures_util::future::join_all;
use seat_dealer_test_support::app::phone;
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use super::{PUBLIC, Scene, messages, status_and_response, told};

on_each_database![
    a_guest_answers_by_text_and_gets_the_result,
    a_reply_is_in_the_language_of_the_text,
    a_repeated_webhook_has_no_second_effect_and_the_same_reply,
    a_guest_with_several_invitations_is_asked_which_one,
    a_text_that_may_be_for_another_host_is_not_logged,
    an_invitation_that_was_not_texted_does_not_make_an_answer_ambiguous,
    a_host_at_the_limit_does_not_stop_replies_of_others,
    an_unknown_sender_gets_no_reply,
    a_text_that_is_not_understood_is_answered_once_in_a_while,
    stop_opts_out_and_start_opts_in_again,
    a_yes_opts_in_again,
    with_an_override_the_owner_is_not_taken_for_a_guest,
];

const NOBODY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

async fn a_guest_answers_by_text_and_gets_the_result(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(2).await;
    // The reply is sent in quiet hours, too.
    let quiet = json!({ "from": "00:00", "to": "23:59" });
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    scene.texts(1).await;
    let night = json!({ "quietHours": quiet });
    ada.patch(&format!("/api/v1/events/{event}"), night)
        .await
        .is(200);

    let reply = scene.text(&phone(1), " Yes, thank you! ").await;
    let said = reply.text.unwrap();
    assert!(said.contains("has a seat for you"), "{said}");
    assert!(said.contains(&format!("{PUBLIC}/rsvp/")), "{said}");
    assert_eq!(
        status_and_response(&ada, &event, "Guest 1").await,
        (json!("YES"), json!("seated"))
    );
    assert_eq!(
        told(&ada, &event, "answered").await,
        "Guest 1 answered YES by text: the seat held for them is theirs."
    );
    let said = scene.text(&phone(1), "maybe").await.text.unwrap();
    assert!(said.contains("No seat is guaranteed"), "{said}");
    // The reply says so, so no message is sent.
    assert_eq!(messages(&ada, &event, "Guest 1").await.len(), 1);
    let said = scene.text(&phone(1), "No :(").await.text.unwrap();
    assert!(said.contains("you can't come"), "{said}");
    assert_eq!(
        status_and_response(&ada, &event, "Guest 1").await,
        (json!("NO"), json!("none"))
    );

    let day = json!({ "quietHours": null });
    ada.patch(&format!("/api/v1/events/{event}"), day)
        .await
        .is(200);
    scene.texts(2).await;
    scene.text(&phone(2), "PROBABLY").await.text.unwrap();
    let said = scene.text(&phone(1), "YES").await.text.unwrap();
    assert!(said.contains("All seats are taken right now"), "{said}");
    assert_eq!(
        status_and_response(&ada, &event, "Guest 1").await,
        (json!("YES"), json!("standby"))
    );
    scene.finish().await;
}

async fn a_reply_is_in_the_language_of_the_text(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    let ids = ada.contacts(1).await;
    let french = json!({ "language": "fr" });
    ada.patch(&format!("/api/v1/contacts/{}", ids[0]), french)
        .await
        .is(200);
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    scene.texts(1).await;
    for (text, expected) in [
        ("Ja, sehr gerne!", "Ada hat einen Platz reserviert"),
        ("tal vez", "Ada sabe que tal vez vengas"),
        ("no", "Ada sait que vous ne pouvez pas venir"),
        ("¿?", "Pardon, ce n'était pas clair."),
    ] {
        let said = scene.text(&phone(1), text).await.text.unwrap();
        assert!(said.contains(expected), "{said}");
    }
    scene.finish().await;
}

async fn a_repeated_webhook_has_no_second_effect_and_the_same_reply(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let yes = scene.text(&phone(1), "Yes").await;
    let entries = ada.log(&event).await.len();
    for _ in 0..3 {
        let again = scene
            .fake
            .guest_texts_again(&yes.sid, &phone(1), "Yes")
            .await;
        assert_eq!(again.unwrap(), yes);
    }
    assert_eq!(ada.log(&event).await.len(), entries);
    // A repeated webhook changes nothing after a later answer.
    scene.text(&phone(1), "No").await;
    let again = scene
        .fake
        .guest_texts_again(&yes.sid, &phone(1), "Yes")
        .await;
    assert!(again.unwrap().text.unwrap().contains("you can't come"));
    assert_eq!(
        status_and_response(&ada, &event, "Guest 1").await,
        (json!("NO"), json!("none"))
    );
    // Twelve concurrent webhooks are one answer.
    let guest = phone(1);
    let at_once = (0..12).map(|_| scene.fake.guest_texts_again("SMsame", &guest, "Yes"));
    for texted in join_all(at_once).await {
        assert_eq!(texted.unwrap().status, 200);
    }
    let answers = ada.log_kinds(&event).await;
    assert_eq!(answers.iter().filter(|kind| *kind == "answered").count(), 3);
    scene.finish().await;
}

async fn a_guest_with_several_invitations_is_asked_which_one(db: TestDb) {
    let scene = Scene::on(db);
    let (ada, bob) = (scene.app.host("Ada").await, scene.app.host("Bob").await);
    let bea = json!({ "name": "Bea", "phoneNumber": phone(1) });
    ada.contact(bea.clone()).await;
    bob.contact(bea).await;
    let dinner = ada.event(json!({ "seats": 1, "title": "Dinner" })).await;
    let concert = bob.event(json!({ "seats": 1, "title": "Concert" })).await;
    ada.deal(&dinner).await;
    bob.deal(&concert).await;
    scene.texts(2).await;
    let said = scene.text(&phone(1), "Yes").await.text.unwrap();
    assert!(
        said.contains("Dinner") && said.contains("Concert"),
        "{said}"
    );
    assert_eq!(
        said.matches(&format!("{PUBLIC}/rsvp/")).count(),
        2,
        "{said}"
    );
    for (host, event) in [(&ada, &dinner), (&bob, &concert)] {
        assert_eq!(
            status_and_response(host, event, "Bea").await,
            (Value::Null, json!("held"))
        );
        // Neither log shows that the other host has invited this guest.
        let kinds = host.log_kinds(event).await;
        assert!(!kinds.contains(&"texted".to_owned()), "{kinds:?}");
    }
    // The question is sent once within some time.
    assert_eq!(scene.text(&phone(1), "Yes!").await.text, None);
    // If only one invitation is open, the answer is not ambiguous.
    bob.cancel(&concert).await;
    let said = scene.text(&phone(1), "Yes").await.text.unwrap();
    assert!(said.contains("has a seat for you"), "{said}");
    scene.finish().await;
}

async fn a_text_that_may_be_for_another_host_is_not_logged(db: TestDb) {
    let scene = Scene::on(db);
    let (ada, bob) = (scene.app.host("Ada").await, scene.app.host("Bob").await);
    let bea = json!({ "name": "Bea", "phoneNumber": phone(1) });
    ada.contact(bea.clone()).await;
    bob.contact(bea).await;
    let mut events = Vec::new();
    for (host, title) in [(&ada, "Dinner"), (&bob, "Concert"), (&ada, "Lunch")] {
        let event = host.event(json!({ "seats": 1, "title": title })).await;
        host.deal(&event).await;
        events.push(event);
    }
    scene.texts(3).await;
    let said = scene.text(&phone(1), "Yes").await.text.unwrap();
    assert_eq!(said.matches("/rsvp/").count(), 3, "{said}");
    scene.text(&phone(1), "I like Ada more").await;
    for (host, event) in [(&ada, &events[0]), (&bob, &events[1]), (&ada, &events[2])] {
        let kinds = host.log_kinds(event).await;
        assert!(!kinds.contains(&"texted".to_owned()), "{kinds:?}");
    }
    // If all invitations are one host's, the text is in the log of each event.
    bob.cancel(&events[1]).await;
    scene.app.outbox_is_empty().await;
    scene.text(&phone(1), "Yes to both").await;
    for event in [&events[0], &events[2]] {
        assert_eq!(
            told(&ada, event, "texted").await,
            "Bea texted while 2 invitations are open to that number; no text went back: “Yes to \
             both”."
        );
    }
    scene.finish().await;
}

async fn an_invitation_that_was_not_texted_does_not_make_an_answer_ambiguous(db: TestDb) {
    let scene = Scene::on(db);
    let (ada, bob) = (scene.app.host("Ada").await, scene.app.host("Bob").await);
    ada.contact(json!({ "name": "Bea", "phoneNumber": phone(1) }))
        .await;
    // Bob also has a contact with this number.
    bob.contact(json!({ "name": "B", "phoneNumber": phone(1), "preferredChannel": "byHand" }))
        .await;
    let concert = bob.event(json!({ "seats": 1, "title": "Concert" })).await;
    bob.deal(&concert).await;
    let dinner = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&dinner).await;
    scene.texts(1).await;
    let said = scene.text(&phone(1), "Yes").await.text.unwrap();
    assert!(said.contains("has a seat for you"), "{said}");
    assert_eq!(status_and_response(&ada, &dinner, "Bea").await.0, "YES");
    assert_eq!(
        status_and_response(&bob, &concert, "B").await.0,
        Value::Null
    );
    scene.finish().await;
}

async fn a_host_at_the_limit_does_not_stop_replies_of_others(db: TestDb) {
    let scene = Scene::with(db, &[("SMS_DAILY_LIMIT_PER_HOST", "2")]);
    let (ada, bob) = (scene.app.host("Ada").await, scene.app.host("Bob").await);
    bob.contacts(2).await;
    let concert = bob.event(json!({ "seats": 2, "title": "Concert" })).await;
    bob.deal(&concert).await;
    scene.texts(2).await;
    ada.contacts(1).await;
    let dinner = ada.event(json!({ "seats": 1, "title": "Dinner" })).await;
    ada.deal(&dinner).await;
    scene.texts(3).await;
    let said = scene.text(&phone(1), "Yes").await.text.unwrap();
    assert_eq!(said.matches("/rsvp/").count(), 2, "{said}");
    scene.finish().await;
}

async fn an_unknown_sender_gets_no_reply(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    scene.texts(1).await;
    let entries = ada.log(&event).await.len();
    // A contact without an invitation, an unknown number, and a sender that is not a phone number.
    for from in [
        phone(2).as_str(),
        "+447700900123",
        "Bank",
        "whatsapp:+14152000001",
    ] {
        for body in ["Yes", "", "what?", "HELP", "<b>&"] {
            assert_eq!(scene.text(from, body).await.body, NOBODY, "{from}: {body}");
        }
    }
    assert_eq!(ada.log(&event).await.len(), entries);
    ada.cancel(&event).await;
    scene.app.outbox_is_empty().await;
    assert_eq!(scene.text(&phone(1), "Yes").await.body, NOBODY);
    scene.finish().await;
}

async fn a_text_that_is_not_understood_is_answered_once_in_a_while(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let said = scene
        .text(&phone(1), "Can I bring my dog?")
        .await
        .text
        .unwrap();
    assert!(said.contains(&format!("{PUBLIC}/rsvp/")), "{said}");
    assert_eq!(
        told(&ada, &event, "texted").await,
        "Guest 1 texted something that is not an answer, and got the link in reply: “Can I bring my \
         dog?”."
    );
    // The text is logged anyway.
    for body in ["Hello?", "I am an automatic reply.", "Hmm"] {
        assert_eq!(scene.text(&phone(1), body).await.body, NOBODY, "{body}");
        assert_eq!(
            told(&ada, &event, "texted").await,
            format!("Guest 1 texted something that is not an answer; no text went back: “{body}”.")
        );
    }
    assert_eq!(scene.text(&phone(1), "").await.body, NOBODY);
    assert_eq!(
        told(&ada, &event, "texted").await,
        "Guest 1 texted something that is not an answer; no text went back."
    );
    // An answer always gets a reply, but not if it is repeated.
    assert!(scene.text(&phone(1), "Yes").await.text.is_some());
    assert_eq!(scene.text(&phone(1), "Yes!").await.text, None);
    assert_eq!(
        told(&ada, &event, "texted").await,
        "Guest 1 answered by text: “Yes!”."
    );
    scene.finish().await;
}

async fn stop_opts_out_and_start_opts_in_again(db: TestDb) {
    let (scene, ada, event) = Scene::invited(db).await;
    let other = ada.event(json!({ "seats": 1, "title": "Lunch" })).await;
    assert_eq!(scene.text(&phone(1), "Stop.").await.body, NOBODY);
    assert_eq!(
        told(&ada, &event, "optedOut").await,
        "Guest 1 wants no more messages by text message; there is no other way to write to them."
    );
    let deck = ada
        .get(&format!("/api/v1/events/{other}/deck"))
        .await
        .is(200);
    let card = &deck["items"][0];
    assert_eq!(
        (&card["unreachable"], &card["reason"]),
        (
            &json!(true),
            &json!("Wants no more text messages, and there is no other channel.")
        )
    );
    assert_eq!(card["contact"]["optedOut"], json!(["sms"]));
    // An answer counts anyway, and gets no reply.
    assert_eq!(scene.text(&phone(1), "No").await.body, NOBODY);
    assert_eq!(status_and_response(&ada, &event, "Guest 1").await.0, "NO");
    assert_eq!(
        told(&ada, &event, "answered").await,
        "Guest 1 answered NO by text: the seat is free again; \
         no text went back, because they want none."
    );
    assert_eq!(scene.text(&phone(1), "START").await.body, NOBODY);
    assert_eq!(
        told(&ada, &event, "optedIn").await,
        "Guest 1 welcomes messages by text message again."
    );
    ada.deal(&other).await;
    scene.texts(2).await;
    scene.finish().await;
}

async fn a_yes_opts_in_again(db: TestDb) {
    let (scene, ada, _) = Scene::invited(db).await;
    scene.text(&phone(1), "STOP").await;
    let said = scene.text(&phone(1), "yes").await.text.unwrap();
    assert!(said.contains("has a seat for you"), "{said}");
    assert_eq!(
        ada.get("/api/v1/contacts").await.is(200)["items"][0]["optedOut"],
        json!([])
    );
    scene.finish().await;
}

async fn with_an_override_the_owner_is_not_taken_for_a_guest(db: TestDb) {
    let owner = phone(9);
    let scene = Scene::with(db, &[("TWILIO_TO_NUMBER_OVERRIDE", &owner)]);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    ada.contact(json!({ "name": "Owner", "phoneNumber": owner }))
        .await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    let texts = scene.texts(2).await;
    assert!(texts.iter().all(|text| text.to == owner), "{texts:#?}");
    assert_eq!(scene.text(&owner, "Yes").await.body, NOBODY);
    for name in ["Guest 1", "Owner"] {
        assert_eq!(status_and_response(&ada, &event, name).await.0, Value::Null);
    }
    // A guest who knows the number can answer, and the reply goes to the owner.
    let reply = scene.text(&phone(1), "Yes").await;
    assert!(
        reply.body.contains(&format!("<Message to=\"{owner}\">")),
        "{reply:?}"
    );
    assert_eq!(status_and_response(&ada, &event, "Guest 1").await.0, "YES");
    scene.finish().await;
}
