//! The export of a host's data, and the deletion of an account.

use jiff::SignedDuration;
use seat_dealer_api_types::Export;
use seat_dealer_db::time_travel::{let_deletions_age, let_quiet_hours_end, let_time_pass};
use seat_dealer_test_support::app::{Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    an_export_has_everything_except_keys_and_links,
    a_closed_account_is_erased_after_its_guests_are_told,
    deleted_data_is_erased_after_thirty_days,
];

const EXPORT: &str = "/api/v1/me/export";
const DELETION: &str = "/api/v1/me/deletion";

async fn give_answers(app: &TestApp, ada: &Host, event: &str) -> Vec<String> {
    ada.deal(event).await;
    let mut links = Vec::new();
    for (guest, answer) in [(1, "YES"), (2, "NO")] {
        let link = app.link_to(&phone(guest)).await;
        let api = format!("/api/v1{link}");
        app.stranger()
            .post(&api, json!({ "response": answer }))
            .await
            .is(200);
        links.push(link);
    }
    app.outbox_is_empty().await;
    links
}

async fn an_export_has_everything_except_keys_and_links(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(4).await;
    let event = ada.event(json!({ "seats": 2, "location": "Here" })).await;
    give_answers(&app, &ada, &event).await;
    let order = json!({ "inviteFirst": [], "exclude": [ids[3]] });
    ada.put(&format!("/api/v1/events/{event}/deck"), order.clone())
        .await
        .is(200);
    ada.delete(&format!("/api/v1/contacts/{}", ids[1]))
        .await
        .is(204);
    let deleted = ada.event(json!({ "title": "Never mind" })).await;
    ada.delete(&format!("/api/v1/events/{deleted}"))
        .await
        .is(204);
    let key = ada
        .post("/api/v1/api-keys", json!({ "name": "a script" }))
        .await
        .is(201);
    app.host("Bob")
        .await
        .contact(json!({ "name": "Bob's guest", "email": "bobs@example.org" }))
        .await;

    let answer = ada.get(EXPORT).await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"seat-dealer.json\""
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = answer.text();
    let all = answer.is(200);
    // The export has exactly the fields of the document.
    let export: Export = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&export).unwrap(), all);

    assert_eq!(all["me"], ada.get("/api/v1/me").await.is(200));
    assert_eq!(all["apiKeys"][0]["name"], "a script");
    assert_eq!(export.sessions.len(), 1);
    let names: Vec<_> = export.contacts.iter().map(|it| &it.contact.name).collect();
    assert_eq!(names, ["Guest 1", "Guest 2", "Guest 3", "Guest 4"]);
    let gone: Vec<_> = export
        .contacts
        .iter()
        .map(|it| it.deleted_at.is_some())
        .collect();
    assert_eq!(gone, [false, true, false, false]);
    assert_eq!(all["events"][0]["event"]["title"], "Never mind");
    assert!(all["events"][0]["deletedAt"].is_string());
    assert_eq!(all["events"][0]["log"].as_array().unwrap().len(), 1);
    let dinner = &all["events"][1];
    assert_eq!(
        dinner["event"],
        ada.get(&format!("/api/v1/events/{event}")).await.is(200)
    );
    assert_eq!(
        (&dinner["deletedAt"], &dinner["deck"]),
        (&Value::Null, &order)
    );
    assert_eq!(dinner["log"], json!(ada.log(&event).await));
    // The export has what the host sees of an invitation, except its links.
    let invites = ada.invites(&event).await;
    assert_eq!(invites.len(), 3);
    let exported = dinner["invitations"].as_array().unwrap();
    assert_eq!(exported.len(), 3);
    for (shown, exported) in invites.iter().zip(exported) {
        for (field, value) in shown.as_object().unwrap() {
            match field.as_str() {
                "rsvpUrl" | "eventId" => {}
                "contact" => assert_eq!(exported["contactId"], value["id"]),
                field => assert_eq!(&exported[field], value, "{field}"),
            }
        }
    }
    for invite in &invites {
        let link = invite["rsvpUrl"].as_str().unwrap();
        let token = link.rsplit('/').next().unwrap();
        assert!(!text.contains(token), "a link is in it");
    }
    assert!(!text.contains("sd_") && !text.contains(key["key"].as_str().unwrap()));
    assert!(!text.contains("/rsvp/"));
    assert!(!text.contains("Bob"), "somebody else's");
    app.finish().await;
}

#[tokio::test]
async fn a_large_export_is_sent_in_pieces() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let people: Vec<_> = (0..450)
        .map(|guest| format!("Guest {guest}, guest{guest}@example.org"))
        .collect();
    let import = json!({ "text": people.join("\n"), "apply": true });
    ada.post("/api/v1/imports", import).await.is(200);
    let answer = ada.get(EXPORT).await;
    assert_eq!(answer.header("content-length"), "");
    let export: Export = serde_json::from_value(answer.is(200)).unwrap();
    let mut names: Vec<_> = export.contacts.iter().map(|it| &it.contact.name).collect();
    names.dedup();
    assert_eq!(names.len(), 450);
    // The export of a new host is empty.
    let bob = app.host("Bob").await.get(EXPORT).await.is(200);
    assert_eq!((&bob["contacts"], &bob["events"]), (&json!([]), &json!([])));
    app.finish().await;
}

async fn a_closed_account_is_erased_after_its_guests_are_told(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(4).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    let links = give_answers(&app, &ada, &event).await;
    let key = ada
        .post("/api/v1/api-keys", json!({ "name": "script" }))
        .await
        .is(201);
    let script = app.with_key(key["key"].as_str().unwrap());
    // Quiet hours begin now, and are longer than this test.
    let quiet = json!({ "from": "00:00", "to": "23:59" });
    let path = format!("/api/v1/events/{event}");
    ada.patch(&path, json!({ "quietHours": quiet }))
        .await
        .is(200);

    for (body, field) in [
        (json!({}), "email"),
        (json!({ "email": "" }), "email"),
        (json!({ "email": "bob@example.com" }), "email"),
        (json!({ "email": "ada@example.com", "sure": true }), "sure"),
    ] {
        assert_eq!(
            ada.post(DELETION, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    ada.post(DELETION, json!({ "email": "Ada@Example.com " }))
        .await
        .is(204);
    ada.get("/api/v1/me").await.problem(401);
    script.get("/api/v1/me").await.problem(401);

    // The guest's page shows the cancellation at once; the text waits for the end of quiet hours.
    let seen = async |link: &str| app.stranger().get(&format!("/api/v1{link}")).await;
    app.eventually("an event that is off", async || {
        let page = seen(&links[0]).await;
        (page.status == 200 && page.json()["state"] == "cancelled").then_some(())
    })
    .await;
    let back = app.host("Ada").await;
    assert_ne!(back.id, ada.id);
    assert_eq!(back.get("/api/v1/events").await.is(200)["items"], json!([]));

    app.db.write(let_quiet_hours_end).await.unwrap();
    app.db.write(let_time_pass).await.unwrap();
    let told = app.messages_to(&phone(1), 2).await;
    let said = told.last().unwrap()["body"].as_str().unwrap().to_owned();
    assert!(said.contains("call this off"), "{said}");
    app.eventually("an unknown link", async || {
        (seen(&links[0]).await.status == 404).then_some(())
    })
    .await;
    let unknown = seen("/rsvp/1111111111111111111111").await.text();
    for link in &links {
        assert_eq!(seen(link).await.text(), unknown);
    }
    // A guest who answered NO gets no message.
    let told = app.messages().await;
    assert_eq!(told.iter().filter(|it| it["to"] == phone(2)).count(), 1);
    app.finish().await;
}

async fn deleted_data_is_erased_after_thirty_days(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let contact = ada.contacts(1).await.remove(0);
    let event = ada.event(json!({ "seats": 1 })).await;
    for path in [format!("contacts/{contact}"), format!("events/{event}")] {
        ada.delete(&format!("/api/v1/{path}")).await.is(204);
    }
    let kept = async || {
        let export = ada.get(EXPORT).await.is(200);
        let count = |list: &str| export[list].as_array().unwrap().len();
        (count("contacts"), count("events"))
    };
    assert_eq!(kept().await, (1, 1));
    let age = SignedDuration::from_hours(24 * 30);
    app.db
        .write(move |conn| let_deletions_age(conn, age))
        .await
        .unwrap();
    // The erasure runs at the start of a worker, and every hour.
    let mut other = app.beside().start();
    app.eventually("an export without them", async || {
        (kept().await == (0, 0)).then_some(())
    })
    .await;
    other.stop().await;
    app.finish().await;
}
