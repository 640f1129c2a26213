//! The compression of guests' pages.

use seat_dealer_test_support::app::{TestApp, phone};
use serde_json::json;

use crate::web_app::{decompressed, get};

#[tokio::test]
async fn a_guests_page_is_the_same_with_every_encoding() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada
        .event(json!({ "seats": 2, "colour": "ocean", "picture": "fish" }))
        .await;
    ada.deal(&event).await;
    let link = app.link_to(&phone(1)).await;
    let guest = app.stranger();
    for path in [
        &link,
        "/rsvp/1111111111111111111111",
        "/rsvp/%F0%9F%A6%86/x",
        "/unsubscribe/x",
    ] {
        let plain = get(&guest, path, None).await;
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        for (accepted, packed) in [
            ("gzip, deflate, br", "gzip"),
            ("gzip", "gzip"),
            ("br;q=1, gzip;q=0.5", "gzip"),
            ("br", "br"),
            ("gzip;q=0, br", "br"),
            ("gzip;q=0", ""),
            ("identity", ""),
            ("", ""),
        ] {
            let answer = get(&guest, path, Some(accepted)).await;
            assert_eq!(answer.status, plain.status, "{path} {accepted}");
            assert_eq!(
                answer.header("content-encoding"),
                packed,
                "{path} {accepted}"
            );
            assert_eq!(answer.header("content-type"), plain.header("content-type"));
            assert!(decompressed(&answer) == plain.body, "{path} {accepted}");
            if !packed.is_empty() {
                assert!(
                    answer.body.len() < plain.body.len() / 2,
                    "{path} {accepted}"
                );
                let mut vary = answer.headers.get_all("vary").iter();
                assert!(
                    vary.any(|name| name == "accept-encoding"),
                    "{path} {accepted}"
                );
            }
        }
    }
    app.finish().await;
}
