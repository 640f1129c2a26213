//! Whole dinners, through the API and the guests' links.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Command, EventId};
use seat_dealer_test_support::app::{Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{answer, look};

on_each_database![
    a_dinner_from_the_first_card_to_the_cancellation,
    a_maybe_is_offered_a_seat_when_the_deck_is_empty,
    a_late_yes_is_accepted,
    nothing_is_sent_in_quiet_hours,
    a_party_takes_one_seat_for_each_person,
];

async fn counts(host: &Host, event: &str) -> Vec<u64> {
    let counts = host.counts(event).await;
    let names = [
        "seated", "held", "open", "standby", "maybe", "no", "lapsed", "deck",
    ];
    let of = |name: &str| counts[name].as_u64().unwrap();
    assert!(
        of("seated") + of("held") + of("open") == of("seats"),
        "{counts}"
    );
    names.map(of).to_vec()
}

fn has_phrase(text: &Value, phrase: &str) -> bool {
    text.as_str().unwrap().contains(phrase)
}

async fn a_dinner_from_the_first_card_to_the_cancellation(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(4).await;
    let event = ada
        .event(json!({ "title": "Goose", "seats": 2, "location": "The long table" }))
        .await;

    let dealt = ada.deal(&event).await;
    assert_eq!(dealt["status"], "dealing");
    // seated, held, open, standby, maybe, no, lapsed, deck
    assert_eq!(counts(&ada, &event).await, [0, 2, 0, 0, 0, 0, 0, 2]);
    let (one, two) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    let body = app.messages_to(&phone(1), 1).await[0]["body"].clone();
    assert!(
        has_phrase(&body, "Goose") && has_phrase(&body, app.base()),
        "{body}"
    );
    let page = look(&app, &one).await;
    assert_eq!(page["state"], "open");
    assert_eq!(
        (&page["title"], &page["location"]),
        (&json!("Goose"), &json!("The long table"))
    );
    assert_eq!(
        (&page["hostName"], &page["guestName"]),
        (&json!("Ada"), &json!("Guest 1"))
    );

    let reply = answer(&app, &one, "YES").await;
    assert_eq!(
        (&reply["response"], &reply["seat"]),
        (&json!("YES"), &json!("seated"))
    );
    assert!(has_phrase(&reply["message"], "You have a seat"), "{reply}");
    assert_eq!(counts(&ada, &event).await, [1, 1, 0, 0, 0, 0, 0, 2]);

    // MAYBE frees the seat: the response and a message say so, and the next card is dealt at once.
    let reply = answer(&app, &two, "MAYBE").await;
    assert_eq!(reply["seat"], "notGuaranteed");
    assert!(
        has_phrase(&reply["message"], "no seat is guaranteed"),
        "{reply}"
    );
    let notice = app.messages_to(&phone(2), 2).await[1]["body"].clone();
    assert!(has_phrase(&notice, "guaranteed"), "{notice}");
    assert_eq!(counts(&ada, &event).await, [1, 1, 0, 0, 1, 0, 0, 1]);

    let three = app.link_to(&phone(3)).await;
    assert_eq!(answer(&app, &three, "PROBABLY").await["seat"], "seated");
    assert_eq!(counts(&ada, &event).await, [2, 0, 0, 0, 1, 0, 0, 1]);
    assert_eq!(ada.log_kinds(&event).await.last().unwrap(), "full");
    let view = ada.get(&format!("/api/v1/events/{event}")).await.is(200);
    assert!(has_phrase(&view["waitingFor"], "full"), "{view}");

    // A repeated answer changes nothing and sends nothing.
    let before = ada.log(&event).await;
    for _ in 0..3 {
        assert_eq!(answer(&app, &one, "YES").await["seat"], "seated");
    }
    assert_eq!(ada.log(&event).await, before);

    // The guest is put on standby, and gets the next free seat.
    let reply = answer(&app, &two, "YES").await;
    assert_eq!(reply["seat"], "standby");
    assert!(has_phrase(&reply["message"], "standby"), "{reply}");
    assert_eq!(counts(&ada, &event).await, [2, 0, 0, 1, 0, 0, 0, 1]);
    assert_eq!(answer(&app, &one, "NO").await["seat"], "none");
    assert_eq!(counts(&ada, &event).await, [2, 0, 0, 0, 0, 1, 0, 1]);
    let news = app.messages_to(&phone(2), 3).await[2]["body"].clone();
    assert!(has_phrase(&news, "seat"), "{news}");
    let page = look(&app, &two).await;
    assert_eq!(
        (&page["response"], &page["seat"]),
        (&json!("YES"), &json!("seated"))
    );
    app.outbox_is_empty().await;
    assert!(
        app.messages()
            .await
            .iter()
            .all(|message| message["to"] != phone(4))
    );

    // All guests are told except those who answered NO and those who have got no invitation.
    assert_eq!(ada.cancel(&event).await["status"], "cancelled");
    for (number, expected) in [(2, 4), (3, 2)] {
        let messages = app.messages_to(&phone(number), expected).await;
        assert_eq!(messages.len(), expected);
    }
    assert_eq!(app.messages_to(&phone(1), 1).await.len(), 1);
    assert_eq!(look(&app, &three).await["state"], "cancelled");
    let late = json!({ "response": "YES" });
    let detail = app
        .stranger()
        .post(&format!("/api/v1{three}"), late)
        .await
        .problem(409);
    assert!(detail.contains("Ada") && !detail.contains('{'), "{detail}");

    let log = ada.log(&event).await;
    let kinds: Vec<_> = log
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    for kind in [
        "created",
        "dealing",
        "dealt",
        "answered",
        "full",
        "promoted",
        "cancelled",
        "delivered",
    ] {
        assert!(kinds.contains(&kind), "{kind} is missing from {kinds:?}");
    }
    for (entry, seq) in log.iter().zip(1..) {
        assert_eq!(entry["seq"], seq);
        let text = entry["text"].as_str().unwrap();
        assert!(text.ends_with('.') && text.len() > 10, "{text}");
    }
    let status = |invite: &Value| invite["messages"][0]["status"].clone();
    assert_eq!(status(&ada.invite_of(&event, "Guest 2").await), "delivered");
    app.finish().await;
}

async fn a_maybe_is_offered_a_seat_when_the_deck_is_empty(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let one = app.link_to(&phone(1)).await;
    answer(&app, &one, "MAYBE").await;
    let two = app.link_to(&phone(2)).await;
    answer(&app, &two, "NO").await;
    // The invitation, the notice, the offer.
    let offer = app.messages_to(&phone(1), 3).await[2]["body"].clone();
    assert!(has_phrase(&offer, "seat"), "{offer}");
    let invite = ada.invite_of(&event, "Guest 1").await;
    assert_eq!(
        (&invite["seat"], &invite["response"]),
        (&json!("held"), &json!("MAYBE"))
    );
    assert_eq!(look(&app, &one).await["respondBy"], invite["respondBy"]);
    assert_eq!(answer(&app, &one, "YES").await["seat"], "seated");
    assert_eq!(counts(&ada, &event).await, [1, 0, 0, 0, 0, 1, 0, 0]);
    app.finish().await;
}

async fn a_late_yes_is_accepted(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let one = app.link_to(&phone(1)).await;
    app.outbox_is_empty().await;
    // After two days the hold has ended, and the next card is dealt.
    let later = Timestamp::now() + SignedDuration::from_hours(49);
    app.db
        .advance_event(&EventId::new(event.as_str()), later, |_, _| {
            Ok(Command::Tick)
        })
        .await
        .unwrap();
    assert_eq!(counts(&ada, &event).await, [0, 1, 0, 0, 0, 0, 1, 0]);
    let page = look(&app, &one).await;
    assert_eq!(
        (&page["state"], &page["respondBy"]),
        (&json!("open"), &Value::Null)
    );
    assert!(has_phrase(&page["message"], "welcome to answer"), "{page}");

    // The seat is held for another guest now.
    assert_eq!(answer(&app, &one, "YES").await["seat"], "standby");
    let second = ada.invite_of(&event, "Guest 2").await;
    let path = format!("/api/v1/invites/{}", second["id"].as_str().unwrap());
    ada.patch(&path, json!({ "status": "withdrawn" }))
        .await
        .is(200);
    assert_eq!(look(&app, &one).await["seat"], "seated");
    assert_eq!(app.messages_to(&phone(1), 2).await.len(), 2);
    app.finish().await;
}

async fn nothing_is_sent_in_quiet_hours(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let contacts = ada.contacts(3).await;
    let now = Timestamp::now().in_tz("UTC").unwrap();
    let time = |hours: i64| {
        let moment = now.checked_add(SignedDuration::from_hours(hours)).unwrap();
        moment.strftime("%H:%M").to_string()
    };
    let quiet = json!({ "from": time(-2), "to": time(2) });
    let event = ada
        .event(json!({ "seats": 3, "timeZone": "UTC", "quietHours": quiet }))
        .await;
    let path = format!("/api/v1/events/{event}");

    let preview = ada.get(&format!("{path}/preview")).await.is(200);
    assert!(preview["now"].as_array().unwrap().is_empty());
    assert!(
        has_phrase(&preview["whyNotMore"], "quiet time"),
        "{preview}"
    );
    assert_eq!(preview["next"].as_array().unwrap().len(), 3);

    let dealt = ada.deal(&event).await;
    assert!(has_phrase(&dealt["waitingFor"], "quiet time"), "{dealt}");
    assert_eq!(counts(&ada, &event).await, [0, 0, 3, 0, 0, 0, 0, 3]);

    // An invitation by the host holds a seat, but the message waits. The preview says so.
    let invitation = format!("{path}/invitation?contactId={}", contacts[1]);
    let preview = ada.get(&invitation).await.is(200);
    let body = json!({ "eventId": event, "contactId": contacts[1] });
    let invite = ada.post("/api/v1/invites", body).await.is(201);
    let message = &invite["messages"][0];
    let notice = json!({
        "invitationId": preview["items"][0]["invitationId"],
        "name": "Guest 2",
        "kind": "invitation",
        "channel": "sms",
        "notBefore": message["notBefore"],
    });
    assert_eq!(preview, json!({ "items": [notice] }));
    assert_eq!(message["status"], "queued");
    let not_before: Timestamp = message["notBefore"].as_str().unwrap().parse().unwrap();
    let wait = not_before.duration_since(now.timestamp());
    assert!(
        wait > SignedDuration::from_mins(115) && wait <= SignedDuration::from_mins(120),
        "{wait}"
    );
    assert_eq!(counts(&ada, &event).await, [0, 1, 2, 0, 0, 0, 0, 2]);
    assert!(app.messages().await.is_empty());

    // Without quiet hours, dealing continues. A message that waits keeps its time.
    ada.patch(&path, json!({ "quietHours": null }))
        .await
        .is(200);
    assert_eq!(counts(&ada, &event).await, [0, 3, 0, 0, 0, 0, 0, 0]);
    app.messages_to(&phone(1), 1).await;
    app.messages_to(&phone(3), 1).await;
    assert_eq!(app.messages().await.len(), 2);
    // A guest who has got no invitation is not told about the cancellation.
    ada.cancel(&event).await;
    app.outbox_is_empty().await;
    assert!(
        app.messages()
            .await
            .iter()
            .all(|message| message["to"] != phone(2))
    );
    let invite = ada.invite_of(&event, "Guest 2").await;
    assert_eq!(invite["messages"][0]["status"], "cancelled");
    app.finish().await;
}

async fn a_party_takes_one_seat_for_each_person(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 6, "partyLimit": 3 })).await;
    ada.deal(&event).await;
    // Three seats are held for each of the first two guests.
    assert_eq!(counts(&ada, &event).await, [0, 6, 0, 0, 0, 0, 0, 1]);
    let (one, two) = (app.link_to(&phone(1)).await, app.link_to(&phone(2)).await);
    assert_eq!(look(&app, &one).await["partyLimit"], 3);
    let say =
        async |link: &str, body: Value| app.stranger().post(&format!("/api/v1{link}"), body).await;
    for party in [
        json!(0),
        json!(4),
        json!(-1),
        json!(i64::MAX),
        json!("2"),
        json!(1.5),
    ] {
        let body = json!({ "response": "YES", "partySize": party });
        assert_eq!(say(&one, body).await.invalid(), ["partySize"], "{party}");
    }
    say(&one, json!({ "response": "YES", "partySize": 2 }))
        .await
        .is(200);
    // The third seat is open, and the next card waits for room for three.
    assert_eq!(counts(&ada, &event).await, [2, 3, 1, 0, 0, 0, 0, 1]);
    assert_eq!(look(&app, &one).await["partySize"], 2);
    say(&two, json!({ "response": "YES", "partySize": 3 }))
        .await
        .is(200);
    // Nothing is held that may come free: the next guest is invited to the seat that is left.
    assert_eq!(counts(&ada, &event).await, [5, 1, 0, 0, 0, 0, 0, 0]);
    let three = app.link_to(&phone(3)).await;
    let page = look(&app, &three).await;
    assert_eq!(
        (&page["partySize"], &page["partyLimit"]),
        (&json!(1), &json!(3))
    );

    // There is no room for a third person, and the two keep their seats.
    let detail = say(&one, json!({ "response": "YES", "partySize": 3 }))
        .await
        .problem(409);
    assert!(!detail.contains('{'), "{detail}");
    assert_eq!(counts(&ada, &event).await, [5, 1, 0, 0, 0, 0, 0, 0]);
    answer(&app, &three, "NO").await;
    say(&one, json!({ "response": "PROBABLY", "partySize": 3 }))
        .await
        .is(200);
    assert_eq!(counts(&ada, &event).await, [6, 0, 0, 0, 0, 1, 0, 0]);
    let invite = ada.invite_of(&event, "Guest 1").await;
    assert_eq!(
        (&invite["partySize"], &invite["partyLimit"]),
        (&json!(3), &json!(3))
    );
    app.finish().await;
}
