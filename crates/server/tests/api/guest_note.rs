//! What guests tell the host beside the answer.

use seat_dealer_test_support::app::{TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

use crate::links::{answer, look};

on_each_database![
    the_host_reads_what_a_guest_writes,
    the_host_reads_who_comes_with_a_guest,
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
    let refused = guest.submit(&link, &[("note", "Soon <3")]).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("Soon &#60;3</textarea>"),
        "{refused}"
    );
    assert_eq!(look(&app, &link).await["response"], Value::Null);
    app.finish().await;
}
