//! The API of a guest's link, and what it must not tell.

use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{all_of, answer, look};

on_each_database![
    every_invalid_link_gets_the_same_response,
    a_guest_cannot_find_the_open_seats_by_trying,
    a_guest_on_standby_cannot_find_the_open_seats,
    a_couple_is_invited_together_and_may_come_with_fewer,
];

/// Invalid links, made from a valid one.
fn wrong(link: &str) -> Vec<String> {
    let token = link.rsplit('/').next().unwrap();
    let (head, last) = token.split_at(token.len() - 1);
    let other = if last == "x" { "y" } else { "x" };
    let swapped: String = token
        .chars()
        .map(|c| {
            if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    [
        "x",
        "unknown-token",
        "11111111111111111111",
        "1111111111111111111111",
        &format!("{head}{other}"),
        head,
        &format!("{token}."),
        &format!("{token}%20"),
        &format!("{token}%00"),
        &format!("{token}/"),
        &format!("{token}/more"),
        &format!("{token}/calendar.ics/"),
        "unknown-token/more",
        &swapped,
        "%ff%fe",
        "%2e%2e%2f",
        "'%20OR%201=1--",
        "%F0%9F%A6%86",
        &"a".repeat(4_000),
    ]
    .iter()
    .map(|token| format!("/rsvp/{token}"))
    .collect()
}

async fn every_invalid_link_gets_the_same_response(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let deleted = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    ada.deal(&deleted).await;
    let gone = app.messages_to(&phone(2), 1).await[0]["body"].clone();
    let gone = gone.as_str().unwrap();
    let gone = gone[gone.find("/rsvp/").unwrap()..]
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    ada.cancel(&deleted).await;
    ada.delete(&format!("/api/v1/events/{deleted}"))
        .await
        .is(204);
    app.outbox_is_empty().await;

    let guest = app.stranger();
    let unknown = "/rsvp/1111111111111111111111";
    let yes = [("response", "YES")];
    let body = json!({ "response": "YES" });
    let page = guest.get(unknown).await;
    assert_eq!(page.status, 404);
    assert!(
        page.text().contains("There is no invitation here"),
        "{page}"
    );
    let page = all_of(&page);
    let head = all_of(&guest.head(unknown).await);
    let submitted = all_of(&guest.submit(unknown, &yes).await);
    let api = format!("/api/v1{unknown}");
    let json = guest.get(&api).await;
    json.clone().problem(404);
    let json = all_of(&json);
    let posted = all_of(&guest.post(&api, body.clone()).await);
    for path in wrong(&link).iter().chain([&gone]) {
        assert_eq!(all_of(&guest.get(path).await), page, "GET {path}");
        assert_eq!(all_of(&guest.head(path).await), head, "HEAD {path}");
        assert_eq!(
            all_of(&guest.submit(path, &yes).await),
            submitted,
            "POST {path}"
        );
        let api = format!("/api/v1{path}");
        assert_eq!(all_of(&guest.get(&api).await), json, "GET {api}");
        assert_eq!(
            all_of(&guest.post(&api, body.clone()).await),
            posted,
            "POST {api}"
        );
    }
    let files = [
        "/rsvp/calendar.ics",
        "/rsvp/1111111111111111111111/calendar.ics",
    ];
    for path in ["/rsvp", "/rsvp/"].iter().chain(&files) {
        assert_eq!(all_of(&guest.get(path).await), page, "GET {path}");
    }
    // To check the test itself: the valid link works, and has no answer.
    assert_eq!(look(&app, &link).await["response"], Value::Null);
    app.finish().await;
}

#[tokio::test]
async fn a_guest_sees_the_event_and_nothing_about_other_guests() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(5).await;
    let event = json!({ "seats": 4, "description": "Soup.", "location": "Here", "handSize": 2 });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(2)).await;
    let names = |value: &Value| -> Vec<String> {
        let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let page = look(&app, &link).await;
    assert_eq!(
        names(&page),
        [
            "answerToQuestion",
            "colour",
            "companions",
            "defaultPartySize",
            "description",
            "diet",
            "endsAt",
            "guestName",
            "hostName",
            "location",
            "message",
            "note",
            "partyLimit",
            "partySize",
            "picture",
            "question",
            "respondBy",
            "response",
            "seat",
            "startsAt",
            "state",
            "timeZone",
            "title",
            "url",
        ]
    );
    for response in ["YES", "MAYBE", "PROBABLY", "NO"] {
        let reply = answer(&app, &link, response).await;
        assert_eq!(names(&reply), ["message", "response", "seat"]);
        let html = app.stranger().get(&link).await.text();
        for text in [reply.to_string(), look(&app, &link).await.to_string(), html] {
            for secret in [
                "Guest 1",
                "Guest 3",
                "+1415",
                "example.com",
                &event,
                "priority",
            ] {
                assert!(!text.contains(secret), "{secret} in {text}");
            }
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn each_invalid_field_has_its_error() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = format!("/api/v1{}", app.link_to(&phone(1)).await);
    for (body, field) in [
        (json!({}), "response"),
        (json!({ "response": "yes" }), "response"),
        (json!({ "response": "PERHAPS" }), "response"),
        (json!({ "response": null }), "response"),
        (json!({ "response": ["YES"] }), "response"),
        (json!({ "response": true }), "response"),
        (json!({ "response": "YES", "partySize": 2 }), "partySize"),
        (json!({ "response": "YES", "partySize": "1" }), "partySize"),
        (json!({ "response": "YES", "seat": "seated" }), "seat"),
        (json!({ "response": "YES", "note": 5 }), "note"),
        (json!({ "response": "YES", "note": "a\u{7}" }), "note"),
        (
            json!({ "response": "YES", "note": "ä".repeat(501) }),
            "note",
        ),
        (
            json!({ "response": "YES", "answerToQuestion": "ä".repeat(501) }),
            "answerToQuestion",
        ),
        (
            json!({ "response": "YES", "answerToQuestion": "a\u{7}" }),
            "answerToQuestion",
        ),
        (json!({ "response": "YES", "diet": 5 }), "diet"),
        (json!({ "response": "YES", "diet": "nuts\nmilk" }), "diet"),
        (
            json!({ "response": "YES", "diet": "ä".repeat(201) }),
            "diet",
        ),
    ] {
        let answer = app.stranger().post(&link, body.clone()).await;
        assert_eq!(answer.invalid(), [field], "{body}");
    }
    assert_eq!(
        ada.invite_of(&event, "Guest 1").await["response"],
        Value::Null
    );
    app.finish().await;
}

async fn a_couple_is_invited_together_and_may_come_with_fewer(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let couple =
        json!({ "name": "Bea and Ben", "phoneNumber": phone(9), "partySize": 2, "priority": 1 });
    let couple = ada.contact(couple).await;
    ada.contacts(2).await;
    let event = ada
        .event(json!({ "seats": 3, "partyLimit": 2, "pace": "quick" }))
        .await;
    let preview = ada
        .get(&format!("/api/v1/events/{event}/preview"))
        .await
        .is(200);
    assert_eq!(preview["now"][0]["partySize"], 3, "both and a guest");
    assert_eq!(preview["next"][0]["partySize"], 2);
    ada.deal(&event).await;
    let messages = app.messages_to(&phone(9), 1).await;
    let text = messages[0]["body"].as_str().unwrap();
    assert!(
        text.starts_with("Ada invites you both and a guest: "),
        "{text}"
    );

    let link = app.link_to(&phone(9)).await;
    let page = look(&app, &link).await;
    assert_eq!(
        (
            &page["partySize"],
            &page["partyLimit"],
            &page["defaultPartySize"]
        ),
        (&json!(3), &json!(3), &json!(2))
    );
    let html = app.stranger().get(&link).await.text();
    assert!(html.contains("<option value=\"2\" selected>"), "{html}");

    // Without a number, both come. The seat that they do not use goes to the next contact at once.
    answer(&app, &link, "YES").await;
    let invite = ada.invite_of(&event, "Bea and Ben").await;
    assert_eq!(
        (&invite["partySize"], &invite["contact"]["partySize"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(ada.counts(&event).await["held"], 1);

    // A later change of the contact leaves the invitation as it is.
    let path = format!("/api/v1/contacts/{couple}");
    ada.patch(&path, json!({ "partySize": 1 })).await.is(200);
    let invite = ada.invite_of(&event, "Bea and Ben").await;
    assert_eq!(invite["partyLimit"], 3);
    app.finish().await;
}

#[tokio::test]
async fn a_refused_party_is_logged_for_the_host() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 4, "partyLimit": 2 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let body = json!({ "response": "YES", "partySize": 3 });
    let answer = app.stranger().post(&format!("/api/v1{link}"), body).await;
    assert_eq!(answer.json()["code"], "party-limit");
    assert_eq!(answer.invalid(), ["partySize"]);
    let form = [("response", "YES"), ("partySize", "4")];
    assert_eq!(app.stranger().submit(&link, &form).await.status, 422);
    app.outbox_is_empty().await;
    let mut log = ada.log(&event).await;
    log.retain(|entry| entry["kind"] == "refused");
    let texts: Vec<_> = log.iter().map(|entry| &entry["text"]).collect();
    assert_eq!(
        texts,
        [
            "Guest 1 wanted to answer YES for a party of 3, but the invitation is for 1 to 2 people.",
            "Guest 1 wanted to answer YES for a party of 4, but the invitation is for 1 to 2 people.",
        ]
    );
    let attempt = json!({ "command": "answer", "by": "guest", "response": "YES", "party": 3 });
    assert_eq!(
        log[0]["detail"],
        json!({ "attempt": attempt, "code": "party-limit", "limit": 2 })
    );
    app.finish().await;
}

async fn a_guest_cannot_find_the_open_seats_by_trying(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 12, "partyLimit": 12 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let (guest, api) = (app.stranger(), format!("/api/v1{link}"));
    let yes = |party: usize| json!({ "response": "YES", "partySize": party });
    guest.post(&api, yes(3)).await.is(200);
    // The other nine seats are held for the second guest, who takes one of them.
    let other = app.link_to(&phone(2)).await;
    answer(&app, &other, "YES").await;
    app.outbox_is_empty().await;
    assert_eq!(ada.counts(&event).await["open"], 8);

    // Each refused try is in the log.
    let refused = async || {
        let mut log = ada.log(&event).await;
        log.retain(|entry| entry["kind"] == "refused");
        log
    };
    assert_eq!(refused().await.len(), 0);
    let no_room = guest.post(&api, yes(12)).await.problem(409);
    assert!(no_room.contains("There is no room"), "{no_room}");
    let log = refused().await;
    assert_eq!(
        log[0]["text"],
        "Guest 1 wanted to answer YES for a party of 12, but there is no room for a larger party \
         right now; the seats Guest 1 has are kept."
    );
    assert_eq!((log.len(), &log[0]["contactName"]), (1, &json!("Guest 1")));
    assert_eq!(log[0]["detail"]["code"], "no-room-for-party");

    // Further tries are refused, whether the party would fit or not.
    guest.post(&api, yes(4)).await.is(200);
    guest.post(&api, yes(5)).await.is(200);
    for party in [12, 11, 6, 12, 6] {
        let asked = guest.post(&api, yes(party)).await.problem(409);
        assert!(asked.contains("several times already"), "{party}: {asked}");
        let party = party.to_string();
        let form = [("response", "YES"), ("partySize", party.as_str())];
        let page = guest.submit(&link, &form).await;
        assert_eq!(page.status, 409, "{page}");
        assert!(page.text().contains("several times already"), "{page}");
    }
    assert_eq!(look(&app, &link).await["partySize"], 5);
    // The guest can confirm the answer, reduce the party and free the seats at any time.
    let probably = json!({ "response": "PROBABLY", "partySize": 5 });
    guest.post(&api, probably).await.is(200);
    guest.post(&api, yes(2)).await.is(200);
    answer(&app, &link, "NO").await;
    answer(&app, &link, "YES").await;
    // After the begin, the guest is told that it is too late.
    app.outbox_is_empty().await;
    ada.cancel(&event).await;
    let late = guest.post(&api, yes(6)).await.problem(409);
    assert!(late.contains("call this off"), "{late}");
    let log = refused().await;
    assert!(
        log.last().unwrap()["text"].as_str().unwrap().starts_with(
            "Guest 1 wanted to answer YES for a party of 6, but the event is cancelled."
        ),
        "{log:#?}"
    );
    app.finish().await;
}

async fn a_guest_on_standby_cannot_find_the_open_seats(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 12, "partyLimit": 12 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let (guest, api) = (app.stranger(), format!("/api/v1{link}"));
    let yes = |party: usize| json!({ "response": "YES", "partySize": party });
    guest.post(&api, yes(3)).await.is(200);
    let other = app.link_to(&phone(2)).await;
    let other = format!("/api/v1{other}");
    guest.post(&other, yes(5)).await.is(200);
    answer(&app, &link, "NO").await;
    app.outbox_is_empty().await;
    assert_eq!(ada.counts(&event).await["open"], 7);

    for party in [12, 11, 10] {
        let reply = guest.post(&api, yes(party)).await.is(200);
        assert_eq!(reply["seat"], "standby", "{party}");
    }
    // The response is the same, whether the party would fit or not.
    for party in [9, 8, 7, 2, 11] {
        let asked = guest.post(&api, yes(party)).await.problem(409);
        assert!(asked.contains("several times already"), "{party}: {asked}");
    }
    // The guest can confirm the party on standby.
    for response in ["PROBABLY", "YES"] {
        let waiting = json!({ "response": response, "partySize": 10 });
        let reply = guest.post(&api, waiting).await.is(200);
        assert_eq!(reply["seat"], "standby");
    }
    assert_eq!(guest.post(&api, yes(1)).await.is(200)["seat"], "seated");
    app.finish().await;
}

#[tokio::test]
async fn no_answer_is_accepted_after_the_begin() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    answer(&app, &link, "YES").await;
    app.outbox_is_empty().await;
    let begun = json!({ "startsAt": "2020-06-01T18:00:00Z" });
    ada.patch(&format!("/api/v1/events/{event}"), begun)
        .await
        .is(200);
    let page = look(&app, &link).await;
    assert_eq!(
        (&page["state"], &page["seat"]),
        (&json!("past"), &json!("seated"))
    );
    let late = json!({ "response": "NO" });
    let detail = app
        .stranger()
        .post(&format!("/api/v1{link}"), late)
        .await
        .problem(409);
    assert_eq!(detail, page["message"]);
    assert_eq!(ada.counts(&event).await["seated"], 1);
    app.finish().await;
}
