//! Cursors: a proxy's log shows nothing about the list, and a cursor is valid for one list of one host.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seat_dealer_test_support::app::TestApp;
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

on_each_database![
    a_cursor_is_opaque_and_valid_for_its_own_list,
    a_cursor_is_valid_after_its_contact_was_deleted,
    a_list_without_pages_refuses_a_limit_and_a_cursor,
];

const LISTS: [&str; 3] = ["contacts", "events", "invites"];

async fn a_cursor_is_opaque_and_valid_for_its_own_list(db: TestDb) {
    let app = TestApp::on(db).start();
    let mut cursors = Vec::new();
    for name in ["Ada", "Bob"] {
        let host = app.host(name).await;
        let mut known = vec![host.id.as_str().to_owned()];
        for guest in ["Xanthippe", "Yolanthe"] {
            let email = format!("{guest}@{name}.example");
            let id = host.contact(json!({ "name": guest, "email": email })).await;
            known.extend([guest.to_owned(), format!("{name}.example"), id]);
        }
        for _ in 0..2 {
            let event = host.event(json!({ "seats": 2 })).await;
            host.deal(&event).await;
            known.push(event);
        }
        app.outbox_is_empty().await;
        for list in LISTS {
            let page = host.get(&format!("/api/v1/{list}?limit=1")).await.is(200);
            let cursor = page["nextCursor"].as_str().unwrap().to_owned();
            known.push(page["items"][0]["id"].as_str().unwrap().to_owned());
            let decoded = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
            for read in [cursor.as_str(), &String::from_utf8_lossy(&decoded)] {
                let read = read.to_lowercase();
                let told = known
                    .iter()
                    .find(|known| read.contains(&known.to_lowercase()));
                assert_eq!(told, None, "{list}: {read}");
            }
            cursors.push((host.clone(), list, cursor));
        }
    }
    for (host, list, _) in &cursors {
        for (owner, of, cursor) in &cursors {
            let page = host
                .get(&format!("/api/v1/{list}?limit=1&cursor={cursor}"))
                .await;
            if host.id == owner.id && list == of {
                assert_eq!(page.is(200)["items"].as_array().unwrap().len(), 1, "{list}");
            } else {
                assert_eq!(page.invalid(), ["cursor"], "{list}");
            }
        }
    }
    app.finish().await;
}

async fn a_list_without_pages_refuses_a_limit_and_a_cursor(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for list in ["api-keys", "me/sessions"] {
        let path = format!("/api/v1/{list}");
        ada.get(&path).await.is(200);
        for (query, field) in [
            ("limit=0", "limit"),
            ("limit=10", "limit"),
            ("cursor=x", "cursor"),
        ] {
            let page = ada.get(&format!("{path}?{query}")).await;
            assert_eq!(page.invalid(), [field], "{list} {query}");
        }
        app.stranger()
            .get(&format!("{path}?limit=0"))
            .await
            .problem(401);
    }
    app.finish().await;
}

/// A program changes and deletes contacts while it reads the pages.
async fn a_cursor_is_valid_after_its_contact_was_deleted(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    for name in ["A", "B", "C", "D"] {
        ada.contact(json!({ "name": name, "email": "x@example.com" }))
            .await;
    }
    let (mut seen, mut query) = (Vec::new(), "?limit=1".to_owned());
    loop {
        let page = ada.get(&format!("/api/v1/contacts{query}")).await.is(200);
        let contact = &page["items"][0];
        seen.push(contact["name"].as_str().unwrap().to_owned());
        let path = format!("/api/v1/contacts/{}", contact["id"].as_str().unwrap());
        match seen.len() % 2 {
            0 => ada.delete(&path).await.is(204),
            _ => ada.patch(&path, json!({ "name": "0" })).await.is(200),
        };
        let Some(cursor) = page["nextCursor"].as_str() else {
            break;
        };
        query = format!("?limit=1&cursor={cursor}");
    }
    assert_eq!(seen, ["A", "B", "C", "D"]);
    app.finish().await;
}
