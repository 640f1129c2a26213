use seat_dealer_test_support::app::{Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    the_deck_is_in_the_hosts_order,
    a_preview_shows_who_is_next_and_sends_nothing,
    a_contact_who_is_not_for_dinners_is_in_no_deck,
];

async fn deck(host: &Host, event: &str, query: &str) -> Value {
    let path = format!("/api/v1/events/{event}/deck{query}");
    host.get(&path).await.is(200)
}

/// The name, the position and the reason of each card.
fn cards(deck: &Value) -> Vec<(String, Option<u64>, String)> {
    let items = deck["items"].as_array().unwrap().iter();
    items
        .map(|card| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (
                text(&card["contact"]["name"]),
                card["position"].as_u64(),
                text(&card["reason"]),
            )
        })
        .collect()
}

fn card(name: &str, position: Option<u64>, reason: &str) -> (String, Option<u64>, String) {
    (name.to_owned(), position, reason.to_owned())
}

async fn the_deck_is_in_the_hosts_order(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let mut ids = ada.contacts(4).await;
    let urgent = json!({ "name": "Urgent", "email": "urgent@example.com", "priority": 1 });
    ids.push(ada.contact(urgent).await);
    let event = ada
        .event(json!({ "seats": 1, "inviteFirst": [ids[3]] }))
        .await;
    let never = "not invited by you before";
    assert_eq!(
        cards(&deck(&ada, &event, "").await),
        [
            card("Guest 4", Some(1), "First on the invite-first list."),
            card("Urgent", Some(2), &format!("Priority 1, {never}.")),
            card("Guest 1", Some(3), &format!("Priority 5, {never}.")),
            card("Guest 2", Some(4), &format!("Priority 5, {never}.")),
            card("Guest 3", Some(5), &format!("Priority 5, {never}.")),
        ]
    );
    let path = format!("/api/v1/events/{event}/deck");
    let order = json!({ "inviteFirst": [ids[1], ids[2]], "exclude": [ids[4]] });
    let arranged = ada.put(&path, order).await.is(200);
    let expected = [
        card("Guest 2", Some(1), "First on the invite-first list."),
        card("Guest 3", Some(2), "Number 2 on the invite-first list."),
        card("Guest 1", Some(3), &format!("Priority 5, {never}.")),
        card("Guest 4", Some(4), &format!("Priority 5, {never}.")),
        card("Urgent", None, "Left out by you."),
    ];
    assert_eq!(cards(&arranged), expected);
    assert_eq!(arranged["items"][0]["inviteFirst"], true);
    assert_eq!(arranged["items"][4]["excluded"], true);
    assert_eq!(ada.counts(&event).await["deck"], 4);

    // The pages have the same cards.
    let mut paged = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = deck(&ada, &event, &query).await;
        paged.extend(cards(&page));
        let Some(cursor) = page["nextCursor"].as_str() else {
            break;
        };
        query = format!("?limit=2&cursor={cursor}");
    }
    assert_eq!(paged, expected);

    ada.deal(&event).await;
    let after = cards(&deck(&ada, &event, "").await);
    assert_eq!(
        after[0],
        card("Guest 3", Some(1), "Number 2 on the invite-first list.")
    );
    assert_eq!(after[3], card("Guest 2", None, "Already invited."));
    assert_eq!(
        cards(&ada.put(&path, json!({})).await.is(200))[0].0,
        "Urgent"
    );
    let kinds = ada.log_kinds(&event).await;
    assert!(kinds.contains(&"arranged".to_owned()));
    // The same order again is no change.
    ada.put(&path, json!({})).await.is(200);
    assert_eq!(ada.log_kinds(&event).await, kinds);
    app.finish().await;
}

async fn a_contact_who_is_not_for_dinners_is_in_no_deck(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(3).await;
    let event = ada
        .event(json!({ "seats": 3, "inviteFirst": [ids[0]] }))
        .await;
    let path = format!("/api/v1/contacts/{}", ids[0]);
    let kept_out = json!({ "notForDinners": true });
    let contact = ada.patch(&path, kept_out).await.is(200);
    assert_eq!(contact["notForDinners"], true);
    let reason = "Not for dinners, as their contact says.";
    assert_eq!(
        cards(&deck(&ada, &event, "").await).last(),
        Some(&card("Guest 1", None, reason))
    );
    assert_eq!(ada.counts(&event).await["deck"], 2);
    ada.deal(&event).await;
    let invited = ada.invites(&event).await;
    assert_eq!(invited.len(), 2, "{invited:#?}");
    // The host can still invite them, or take them into the decks again: then they are dealt at once.
    ada.patch(&path, json!({ "notForDinners": false }))
        .await
        .is(200);
    app.eventually("the invitation of Guest 1", async || {
        (ada.invites(&event).await.len() == 3).then_some(())
    })
    .await;
    app.finish().await;
}

async fn a_preview_shows_who_is_next_and_sends_nothing(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(6).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    let path = format!("/api/v1/events/{event}/preview");
    let before = ada.log(&event).await;
    let preview = ada.get(&path).await.is(200);
    let names = |list: &Value| -> Vec<(u64, String)> {
        let cards = list.as_array().unwrap().iter();
        cards
            .map(|card| {
                (
                    card["position"].as_u64().unwrap(),
                    card["name"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    };
    let expected = |range: std::ops::RangeInclusive<u64>| -> Vec<(u64, String)> {
        range
            .map(|number| (number, format!("Guest {number}")))
            .collect()
    };
    assert_eq!(names(&preview["now"]), expected(1..=2));
    assert_eq!(names(&preview["next"]), expected(3..=6));
    for card in preview["now"].as_array().unwrap() {
        assert!(
            card["respondBy"].is_string() && card["channel"] == "sms",
            "{card}"
        );
        assert!(card["remindAt"].is_string(), "{card}");
    }
    assert_eq!(preview["next"][0]["respondBy"], Value::Null);
    assert_eq!(preview["next"][0]["remindAt"], Value::Null);
    assert_eq!(preview["next"][0]["text"], Value::Null);
    assert!(
        preview["whyNotMore"]
            .as_str()
            .unwrap()
            .starts_with("Then every seat is taken or held")
    );
    assert_eq!(ada.log(&event).await, before);
    assert!(ada.invites(&event).await.is_empty());

    // Dealing does what the preview says.
    ada.deal(&event).await;
    let invited = ada.invites(&event).await;
    let invited: Vec<_> = invited
        .iter()
        .map(|invite| &invite["contact"]["id"])
        .collect();
    let previewed = preview["now"].as_array().unwrap().iter();
    assert_eq!(
        invited,
        previewed.map(|card| &card["contactId"]).collect::<Vec<_>>()
    );
    ada.cancel(&event).await;
    let preview = ada.get(&path).await.is(200);
    assert!(preview["now"].as_array().unwrap().is_empty(), "{preview}");
    assert!(
        preview["whyNotMore"]
            .as_str()
            .unwrap()
            .contains("cancelled"),
        "{preview}"
    );
    app.finish().await;
}

#[tokio::test]
async fn a_preview_shows_the_maybes_when_the_deck_is_empty() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let pause = format!("/api/v1/events/{event}/pause");
    ada.post(&pause, Value::Null).await.is(200);
    let invite = ada.invite_of(&event, "Guest 1").await;
    let path = format!("/api/v1/invites/{}", invite["id"].as_str().unwrap());
    ada.patch(&path, json!({ "response": "MAYBE" }))
        .await
        .is(200);
    let preview = ada
        .get(&format!("/api/v1/events/{event}/preview"))
        .await
        .is(200);
    let now = &preview["now"];
    assert_eq!(now[0]["name"], "Guest 1", "{preview}");
    assert_eq!(now[0]["position"], 1);
    assert!(
        now[0]["reason"].as_str().unwrap().contains("MAYBE"),
        "{preview}"
    );
    assert!(now[0]["respondBy"].is_string(), "{preview}");
    ada.deal(&event).await;
    assert_eq!(ada.invite_of(&event, "Guest 1").await["seat"], "held");
    app.finish().await;
}

#[tokio::test]
async fn each_invalid_field_has_its_error() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let ids = ada.contacts(2).await;
    let bobs = app.host("Bob").await.contacts(1).await.remove(0);
    let event = ada.event(json!({})).await;
    let path = format!("/api/v1/events/{event}/deck");
    let many: Vec<_> = (0..1_001).map(|number| format!("c{number}")).collect();
    for (order, field) in [
        (json!({ "inviteFirst": ["unknown"] }), "inviteFirst"),
        (json!({ "exclude": [bobs] }), "exclude"),
        (json!({ "inviteFirst": [ids[0], ids[0]] }), "inviteFirst"),
        (json!({ "exclude": [ids[0], ids[0]] }), "exclude"),
        (
            json!({ "inviteFirst": [ids[0]], "exclude": [ids[0]] }),
            "exclude",
        ),
        (json!({ "inviteFirst": many }), "inviteFirst"),
        (json!({ "exclude": many }), "exclude"),
        (json!({ "exclude": [null] }), "exclude[0]"),
        (json!({ "order": [] }), "order"),
    ] {
        assert_eq!(
            ada.put(&path, order.clone()).await.invalid(),
            [field],
            "{order}"
        );
    }
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=x", "limit"),
        ("?cursor=x", "cursor"),
        ("?cursor=-1", "cursor"),
        ("?cursor=99999999999", "cursor"),
    ] {
        assert_eq!(
            ada.get(&format!("{path}{query}")).await.invalid(),
            [field],
            "{query}"
        );
    }
    assert!(cards(&deck(&ada, &event, "?cursor=4000000000").await).is_empty());
    ada.cancel(&event).await;
    let changed = json!({ "exclude": [ids[0]] });
    ada.put(&path, changed).await.problem(409);
    app.finish().await;
}
