//! The validation of each field of an event.

use super::*;

#[tokio::test]
async fn each_invalid_field_has_its_error() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let mine = ada
        .contact(json!({ "name": "G", "email": "g@example.com" }))
        .await;
    let bobs = app
        .host("Bob")
        .await
        .contact(json!({ "name": "H", "email": "h@example.com" }))
        .await;
    let event = ada
        .event(json!({ "startsAt": "2130-06-01T18:00:00Z" }))
        .await;
    let mut sentences = Sentences::default();
    for (fields, expected) in [
        (json!({ "title": " " }), vec!["title"]),
        (json!({ "title": "a\nb" }), vec!["title"]),
        (json!({ "title": "x".repeat(161) }), vec!["title"]),
        (
            json!({ "description": "x".repeat(4001) }),
            vec!["description"],
        ),
        (json!({ "description": "a\u{7}b" }), vec!["description"]),
        (json!({ "seats": 0 }), vec!["seats"]),
        (json!({ "seats": 10_001 }), vec!["seats"]),
        (json!({ "seats": -8 }), vec!["seats"]),
        (json!({ "seats": "8" }), vec!["seats"]),
        (json!({ "startsAt": "tomorrow" }), vec!["startsAt"]),
        (
            json!({ "startsAt": "2130-06-01T20:00:00" }),
            vec!["startsAt"],
        ),
        (
            json!({ "startsAt": "1999-12-31T23:59:59Z" }),
            vec!["startsAt"],
        ),
        (
            json!({ "startsAt": "2200-01-02T00:00:00Z" }),
            vec!["startsAt"],
        ),
        (json!({ "startsAt": 5 }), vec!["startsAt"]),
        (json!({ "timeZone": "Mars/Olympus" }), vec!["timeZone"]),
        (json!({ "timeZone": "../../etc/passwd" }), vec!["timeZone"]),
        (json!({ "location": "x".repeat(301) }), vec!["location"]),
        (json!({ "location": "a\nb" }), vec!["location"]),
        (json!({ "handSize": 0 }), vec!["handSize"]),
        (json!({ "handSize": 10_001 }), vec!["handSize"]),
        (
            json!({ "responseWindowMinutes": 4 }),
            vec!["responseWindowMinutes"],
        ),
        (
            json!({ "responseWindowMinutes": 86_401 }),
            vec!["responseWindowMinutes"],
        ),
        (
            json!({ "quietHours": { "from": "21:00", "to": "21:00" } }),
            vec!["quietHours"],
        ),
        (
            json!({ "quietHours": { "from": "24:00", "to": "9:00" } }),
            vec!["quietHours.from", "quietHours.to"],
        ),
        (
            json!({ "quietHours": { "from": "21:00" } }),
            vec!["quietHours.to"],
        ),
        (json!({ "quietHours": "never" }), vec!["quietHours"]),
        (
            json!({ "dealUntil": "2130-06-01T18:00:01Z" }),
            vec!["dealUntil"],
        ),
        (json!({ "partyLimit": 0 }), vec!["partyLimit"]),
        (json!({ "partyLimit": 21 }), vec!["partyLimit"]),
        (json!({ "pace": "hasty" }), vec!["pace"]),
        (
            json!({ "reminders": { "dayBefore": 1 } }),
            vec!["reminders.dayBefore"],
        ),
        (json!({ "colour": "red" }), vec!["colour"]),
        (json!({ "colour": "wine;--x:url(//x)" }), vec!["colour"]),
        (json!({ "picture": "goat" }), vec!["picture"]),
        (json!({ "picture": "<svg>" }), vec!["picture"]),
        (json!({ "status": "dealing" }), vec!["status"]),
        (
            json!({ "title": "", "seats": 0, "handSize": 0, "partyLimit": 0 }),
            vec!["title", "seats", "handSize", "partyLimit"],
        ),
    ] {
        let mut new = json!({ "title": "Dinner", "seats": 8, "startsAt": "2130-06-01T18:00:00Z" });
        new.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        let answer = ada.post(EVENTS, new).await;
        let invalid = sentences.invalid(&fields.to_string(), answer);
        assert_eq!(invalid, expected, "{fields}");
        let path = format!("{EVENTS}/{event}");
        assert_eq!(
            ada.patch(&path, fields.clone()).await.invalid(),
            expected,
            "{fields}"
        );
    }
    for name in [
        "title",
        "description",
        "seats",
        "timeZone",
        "pace",
        "partyLimit",
        "colour",
        "picture",
        "announce",
    ] {
        let fields = json!({ name: null });
        let answer = ada
            .patch(&format!("{EVENTS}/{event}"), fields.clone())
            .await;
        let invalid = sentences.invalid(&fields.to_string(), answer);
        assert_eq!(invalid, [name]);
    }
    for list in [
        json!(["unknown"]),
        json!([bobs]),
        json!([mine, mine]),
        json!([5]),
        json!(mine),
    ] {
        let new = json!({ "title": "Dinner", "seats": 8, "inviteFirst": list });
        let fields = ada.post(EVENTS, new).await.invalid();
        assert!(fields[0].starts_with("inviteFirst"), "{fields:?}");
    }
    sentences.are("fields_of_events");
    assert_eq!(titles(&ada, "").await.0.len(), 1);
    app.finish().await;
}
