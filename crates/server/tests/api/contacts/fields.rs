//! The validation of each field of a contact.

use super::*;
use crate::sentences::Sentences;

#[tokio::test]
async fn each_invalid_field_has_its_error() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let email = "grace@example.com";
    let both = json!({ "name": "G", "phoneNumber": "+14155550132", "email": email });
    let id = ada.contact(both).await;
    let path = format!("{CONTACTS}/{id}");
    let mut sentences = Sentences::default();
    for (body, fields) in [
        (json!({}), vec!["name"]),
        (json!({ "name": "Grace" }), vec!["phoneNumber"]),
        (
            json!({ "name": "Grace", "phoneNumber": "  ", "email": "" }),
            vec!["phoneNumber"],
        ),
        (
            json!({ "name": " ", "phoneNumber": "555", "email": "grace", "priority": 0 }),
            vec!["name", "phoneNumber", "email", "priority"],
        ),
        (json!({ "name": "a\nb", "email": email }), vec!["name"]),
        (json!({ "name": "a\u{0}b", "email": email }), vec!["name"]),
        (
            json!({ "name": "é".repeat(121), "email": email }),
            vec!["name"],
        ),
        (
            json!({ "name": "G", "email": "g@example.com\r\nBcc: x@y.z" }),
            vec!["email"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": 10 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": -1 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": i64::MAX }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": "5" }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "priority": 1.5 }),
            vec!["priority"],
        ),
        (
            json!({ "name": "G", "email": email, "preferredChannel": "fax" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "email": email, "language": "German" }),
            vec!["language"],
        ),
        (
            json!({ "name": "G", "email": email, "preferredChannel": "sms" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "phoneNumber": "+14155550132", "preferredChannel": "email" }),
            vec!["preferredChannel"],
        ),
        (
            json!({ "name": "G", "email": email, "nickname": "Amazing" }),
            vec!["nickname"],
        ),
        (json!({ "name": ["G"], "email": email }), vec!["name"]),
        (
            json!({ "name": "G", "email": email, "partySize": 0 }),
            vec!["partySize"],
        ),
        (
            json!({ "name": "G", "email": email, "partySize": 21 }),
            vec!["partySize"],
        ),
        (
            json!({ "name": "G", "email": email, "partySize": "2" }),
            vec!["partySize"],
        ),
        (
            json!({ "name": "G", "email": email, "diet": "é".repeat(201) }),
            vec!["diet"],
        ),
        (
            json!({ "name": "G", "email": email, "diet": "nuts\nmilk" }),
            vec!["diet"],
        ),
        (
            json!({ "name": "G", "email": email, "diet": ["nuts"] }),
            vec!["diet"],
        ),
    ] {
        let answer = ada.post(CONTACTS, body.clone()).await;
        let invalid = sentences.invalid(&body.to_string(), answer);
        assert_eq!(invalid, fields, "{body}");
    }
    for (body, fields) in [
        (json!({ "name": null }), vec!["name"]),
        (json!({ "priority": null }), vec!["priority"]),
        (json!({ "partySize": null }), vec!["partySize"]),
        (json!({ "notForDinners": "yes" }), vec!["notForDinners"]),
        (json!({ "diet": "nuts\u{7}" }), vec!["diet"]),
        (
            json!({ "phoneNumber": null, "email": null }),
            vec!["phoneNumber"],
        ),
        (
            json!({ "phoneNumber": null, "preferredChannel": "sms" }),
            vec!["preferredChannel"],
        ),
        (json!({ "id": "x" }), vec!["id"]),
        (
            json!({ "name": "", "priority": 11 }),
            vec!["name", "priority"],
        ),
    ] {
        let answer = ada.patch(&path, body.clone()).await;
        let invalid = sentences.invalid(&body.to_string(), answer);
        assert_eq!(invalid, fields, "{body}");
    }
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=ten", "limit"),
        ("?limit=99999999999999999999", "limit"),
        ("?limit=1&limit=2", "limit"),
        ("?cursor=nonsense!", "cursor"),
        ("?cursor=", "cursor"),
        ("?cursor=bm9uc2Vuc2U", "cursor"),
        ("?cursor=%00", "cursor"),
    ] {
        let answer = ada.get(&format!("{CONTACTS}{query}")).await;
        let invalid = sentences.invalid(query, answer);
        assert_eq!(invalid, [field], "{query}");
    }
    sentences.are("fields_of_contacts");
    assert_eq!(names(&ada, "").await, ["G"]);
    app.finish().await;
}
