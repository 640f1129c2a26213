mod fields;

use seat_dealer_test_support::app::{Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::sentences::Sentences;

on_each_database![
    an_event_is_added_changed_and_deleted,
    an_event_with_open_invitations_is_not_deleted,
    the_seats_cannot_become_fewer_than_those_in_use,
    the_list_has_pages_with_the_newest_event_first,
];

const EVENTS: &str = "/api/v1/events";

async fn titles(host: &Host, query: &str) -> (Vec<String>, Value) {
    let page = host.get(&format!("{EVENTS}{query}")).await.is(200);
    let items = page["items"].as_array().unwrap().iter();
    let titles = items.map(|item| item["title"].as_str().unwrap().to_owned());
    (titles.collect(), page["nextCursor"].clone())
}

async fn an_event_is_added_changed_and_deleted(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let added = ada
        .post(
            EVENTS,
            json!({ "title": " Goose ", "seats": 8, "description": "One.\r\nTwo. " }),
        )
        .await
        .is(201);
    let path = format!("{EVENTS}/{}", added["id"].as_str().unwrap());
    let mut known = added.clone();
    for field in ["createdAt", "updatedAt", "etag"] {
        assert!(known[field].take().is_string(), "{field}");
    }
    assert_eq!(
        known,
        json!({
            "id": added["id"], "title": "Goose", "description": "One.\nTwo.", "seats": 8,
            "startsAt": null, "endsAt": null, "timeZone": "UTC", "location": null, "url": null, "question": null,
            "pace": "usual",
            "handSize": null, "responseWindowMinutes": null, "quietHours": { "from": "21:00", "to": "09:00" },
            "dealUntil": null, "partyLimit": 1,
            "reminders": { "unanswered": true, "dayBefore": true }, "byHand": false, "tags": [], "colour": "wine",
            "picture": "plate",
            "status": "draft",
            "counts": {
                "seats": 8, "seated": 0, "held": 0, "open": 8, "standby": 0, "maybe": 0, "no": 0,
                "lapsed": 0, "deck": 0, "withoutTag": 0,
            },
            "waitingFor": "Nothing is dealt yet: press Deal to begin.", "restingChannels": [],
            "createdAt": null, "updatedAt": null, "externalId": null, "etag": null,
        })
    );
    assert_eq!(ada.get(&path).await.is(200), added);

    let all = json!({
        "startsAt": "2130-06-01T20:00:00.123456+02:00", "timeZone": "europe/berlin",
        "location": "The long table", "pace": "quick", "handSize": 3, "responseWindowMinutes": 90,
        "quietHours": { "from": "22:30", "to": "08:00" }, "dealUntil": "2130-06-01T12:00:00Z",
        "partyLimit": 2, "reminders": { "dayBefore": false }, "description": "", "seats": 9, "colour": "ocean",
        "picture": "fish", "question": "Fish or mushrooms?",
    });
    let changed = ada.patch(&path, all).await.is(200);
    assert_eq!(changed["startsAt"], "2130-06-01T18:00:00.123Z");
    assert_eq!(changed["timeZone"], "Europe/Berlin");
    assert_eq!(
        changed["quietHours"],
        json!({ "from": "22:30", "to": "08:00" })
    );
    assert_eq!(changed["title"], "Goose");
    assert_eq!(changed["question"], "Fish or mushrooms?");
    assert_eq!(changed["counts"]["open"], 9);

    // A missing field stays as it is; null removes the value.
    let changed = ada.patch(&path, json!({ "title": "Duck" })).await.is(200);
    assert_eq!(changed["location"], "The long table");
    assert_eq!(changed["startsAt"], "2130-06-01T18:00:00.123Z");
    let nothing = json!({
        "startsAt": null, "location": null, "handSize": null, "responseWindowMinutes": null,
        "quietHours": null, "dealUntil": null,
    });
    let cleared = ada.patch(&path, nothing.clone()).await.is(200);
    for name in nothing.as_object().unwrap().keys() {
        assert_eq!(cleared[name], Value::Null, "{name}");
    }
    assert_eq!(cleared["partyLimit"], 2);
    assert_eq!(cleared["pace"], "quick");
    assert_eq!(
        cleared["reminders"],
        json!({ "unanswered": true, "dayBefore": false })
    );
    assert_eq!(cleared["colour"], "ocean");
    assert_eq!(cleared["picture"], "fish");
    assert_eq!(cleared["timeZone"], "Europe/Berlin");
    assert_eq!(ada.get(&path).await.is(200), cleared);

    ada.delete(&path).await.is(204);
    ada.get(&path).await.problem(404);
    ada.delete(&path).await.problem(404);
    ada.patch(&path, json!({ "title": "Swan" }))
        .await
        .problem(404);
    for below in ["/deck", "/preview", "/log", "/stream"] {
        ada.get(&format!("{path}{below}")).await.problem(404);
    }
    for below in ["/deal", "/pause", "/cancel"] {
        ada.post(&format!("{path}{below}"), Value::Null)
            .await
            .problem(404);
    }
    app.finish().await;
}

async fn an_event_with_open_invitations_is_not_deleted(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let path = format!("{EVENTS}/{event}");
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let detail = ada.delete(&path).await.problem(409);
    assert!(detail.contains("Cancel it first"), "{detail}");
    ada.cancel(&event).await;
    // The message to guest 1 is sent before the event is deleted, and is finished afterwards.
    ada.delete(&path).await.is(204);
    assert!(
        ada.get("/api/v1/invites").await.is(200)["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    app.stranger()
        .get(&format!("/api/v1{link}"))
        .await
        .problem(404);
    assert_eq!(app.stranger().get(&link).await.status, 404);
    app.finish().await;
}

async fn the_seats_cannot_become_fewer_than_those_in_use(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 3 })).await;
    let path = format!("{EVENTS}/{event}");
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let answer = json!({ "response": "YES" });
    app.stranger()
        .post(&format!("/api/v1{link}"), answer)
        .await
        .is(200);
    let detail = ada
        .patch(&path, json!({ "seats": 2, "title": "Small" }))
        .await
        .problem(409);
    assert!(detail.contains("1 seated and 2 held"), "{detail}");
    let event_now = ada.get(&path).await.is(200);
    assert_eq!(
        (&event_now["seats"], &event_now["title"]),
        (&json!(3), &json!("Dinner"))
    );
    assert_eq!(ada.log_kinds(&event).await.last().unwrap(), "refused");
    ada.patch(&path, json!({ "seats": 4 })).await.is(200);
    assert_eq!(ada.counts(&event).await["open"], 1);
    app.finish().await;
}

async fn the_list_has_pages_with_the_newest_event_first(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for number in 1..=5 {
        ada.event(json!({ "title": format!("Dinner {number}") }))
            .await;
    }
    let (first, cursor) = titles(&ada, "?limit=2").await;
    assert_eq!(first, ["Dinner 5", "Dinner 4"]);
    let (second, cursor) = titles(
        &ada,
        &format!("?limit=2&cursor={}", cursor.as_str().unwrap()),
    )
    .await;
    assert_eq!(second, ["Dinner 3", "Dinner 2"]);
    let (third, cursor) = titles(
        &ada,
        &format!("?limit=2&cursor={}", cursor.as_str().unwrap()),
    )
    .await;
    assert_eq!(third, ["Dinner 1"]);
    assert_eq!(cursor, Value::Null);
    ada.contacts(2).await;
    let contacts = ada.get("/api/v1/contacts?limit=1").await.is(200);
    let of_contacts = format!("?cursor={}", contacts["nextCursor"].as_str().unwrap());
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?cursor=x", "cursor"),
        (&of_contacts, "cursor"),
    ] {
        assert_eq!(
            ada.get(&format!("{EVENTS}{query}")).await.invalid(),
            [field]
        );
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_do_not_overwrite_each_other() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let path = format!("{EVENTS}/{}", ada.event(json!({})).await);
    for round in 1..=20 {
        let title = format!("Dinner {round}");
        let (first, second) = tokio::join!(
            ada.patch(&path, json!({ "title": title })),
            ada.patch(&path, json!({ "seats": round })),
        );
        first.is(200);
        second.is(200);
        let event = ada.get(&path).await.is(200);
        assert_eq!(
            (&event["title"], &event["seats"]),
            (&json!(title), &json!(round))
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn the_default_time_zone_is_the_hosts() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.patch("/api/v1/me", json!({ "timeZone": "Asia/Tokyo" }))
        .await
        .is(200);
    let zone = async |fields: Value| {
        let event = ada.event(fields).await;
        ada.get(&format!("{EVENTS}/{event}")).await.is(200)["timeZone"].clone()
    };
    assert_eq!(zone(json!({})).await, "Asia/Tokyo");
    assert_eq!(
        zone(json!({ "timeZone": "Europe/Berlin" })).await,
        "Europe/Berlin"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_command_that_the_state_forbids_is_refused_and_logged() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let post = async |event: &str, what: &str| {
        ada.post(&format!("{EVENTS}/{event}/{what}"), Value::Null)
            .await
    };
    let mut sentences = Sentences::default();
    let draft = ada.event(json!({})).await;
    sentences.problem("draft: pause", post(&draft, "pause").await, 409);

    let event = ada.event(json!({ "seats": 1 })).await;
    assert_eq!(post(&event, "deal").await.is(200)["status"], "dealing");
    assert_eq!(post(&event, "deal").await.is(200)["status"], "dealing");
    assert_eq!(post(&event, "pause").await.is(200)["status"], "paused");
    assert_eq!(post(&event, "pause").await.is(200)["status"], "paused");
    assert_eq!(post(&event, "deal").await.is(200)["status"], "dealing");
    assert_eq!(post(&event, "cancel").await.is(200)["status"], "cancelled");
    assert_eq!(post(&event, "cancel").await.is(200)["status"], "cancelled");
    for what in ["deal", "pause"] {
        let answer = post(&event, what).await;
        sentences.problem(&format!("cancelled: {what}"), answer, 409);
    }
    let path = format!("{EVENTS}/{event}");
    let answer = ada.patch(&path, json!({ "title": "Again" })).await;
    sentences.problem("cancelled: change", answer, 409);
    let kinds = ada.log_kinds(&event).await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "refused").count(), 3);

    let past = ada
        .event(json!({ "startsAt": "2020-01-01T18:00:00Z" }))
        .await;
    for what in ["deal", "pause", "cancel"] {
        let answer = post(&past, what).await;
        sentences.problem(&format!("past: {what}"), answer, 409);
    }
    let view = ada.get(&format!("{EVENTS}/{past}")).await.is(200);
    assert_eq!(
        (&view["status"], &view["waitingFor"]),
        (&json!("past"), &json!("The event has begun."))
    );

    let over = ada
        .event(json!({ "dealUntil": "2020-01-01T18:00:00Z" }))
        .await;
    let answer = post(&over, "deal").await;
    sentences.problem("after dealUntil: deal", answer, 409);
    sentences.are("states_of_events");
    app.finish().await;
}

#[tokio::test]
async fn a_change_is_announced_to_the_guests_who_come() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(2).await;
    let event = ada.event(json!({ "seats": 2, "location": "Here" })).await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let answer = json!({ "response": "YES" });
    app.stranger()
        .post(&format!("/api/v1{link}"), answer)
        .await
        .is(200);
    let path = format!("{EVENTS}/{event}");
    ada.patch(&path, json!({ "location": "There" }))
        .await
        .is(200);
    let preview = ada.get(&format!("{path}/announcement")).await.is(200);
    let notice = json!({
        "invitationId": preview["items"][0]["invitationId"],
        "name": "Guest 1",
        "kind": "changed",
        "channel": "sms",
        "notBefore": null,
    });
    assert_eq!(preview, json!({ "items": [notice] }));
    let preview = ada.get(&format!("{path}/cancellation")).await.is(200);
    let told = preview["items"].as_array().unwrap().iter();
    let told: Vec<_> = told
        .filter(|notice| notice["kind"] == "cancelled")
        .map(|notice| (&notice["name"], &notice["channel"], &notice["notBefore"]))
        .collect();
    let by_text = (&json!("sms"), &Value::Null);
    let names = [json!("Guest 1"), json!("Guest 2")];
    assert_eq!(
        told,
        names.each_ref().map(|name| (name, by_text.0, by_text.1))
    );
    assert_eq!(app.messages_to(&phone(1), 1).await.len(), 1);
    ada.patch(&path, json!({ "location": "Elsewhere", "announce": true }))
        .await
        .is(200);
    let body = app.messages_to(&phone(1), 2).await[1]["body"].clone();
    assert!(body.as_str().unwrap().contains("Elsewhere"), "{body}");
    app.outbox_is_empty().await;
    assert_eq!(app.messages_to(&phone(2), 1).await.len(), 1);
    app.finish().await;
}
