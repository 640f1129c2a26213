//! Writing in pieces, undoing, and concurrent imports.

use seat_dealer_db::{Conn, contacts};

use super::*;

on_each_database![
    an_import_is_undone_as_a_whole,
    a_large_book_is_written_in_pieces,
    concurrent_equal_imports_add_each_person_once,
];

async fn an_import_is_undone_as_a_whole(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, bob) = (app.host("Ada").await, app.host("Bob").await);
    let bea = ada
        .contact(json!({ "name": "Bea", "email": "bea@example.org", "priority": 3 }))
        .await;
    let cy = ada
        .contact(json!({ "name": "Cy", "email": "cy@example.org" }))
        .await;
    // Everything but the time of the change.
    let contacts = async || {
        let mut page = ada.get("/api/v1/contacts").await.is(200);
        for contact in page["items"].as_array_mut().unwrap() {
            contact["updatedAt"].take();
            contact["etag"].take();
        }
        page
    };
    let before = contacts().await;
    let text = "Bea, bea@example.org, +1 415 200 0001\nCy, cy@example.org, +1 415 200 0002\n\
                Di, di@example.org\nEmil, emil@example.org\nFinn, finn@example.org";
    let take_back = async || {
        let done = import(&ada, json!({ "text": text, "apply": true })).await;
        format!("{IMPORTS}/{}", done["undo"]["id"].as_str().unwrap())
    };
    let path = take_back().await;
    assert_eq!(names(&ada).await, ["Bea", "Cy", "Di", "Emil", "Finn"]);
    bob.delete(&path).await.problem(404);
    let undone = ada.delete(&path).await.is(200);
    assert_eq!(undone, json!({ "removed": 3, "restored": 2, "kept": 0 }));
    assert_eq!(contacts().await, before);
    ada.delete(&path).await.problem(404);
    ada.delete(&format!("{IMPORTS}/unknown")).await.problem(404);

    // Later changes by the host are kept.
    let path = take_back().await;
    let found = ada.get("/api/v1/contacts?q=Di").await.is(200);
    let di = found["items"][0]["id"].as_str().unwrap().to_owned();
    let contact = |id: &str| format!("/api/v1/contacts/{id}");
    ada.patch(&contact(&di), json!({ "name": "Diana" }))
        .await
        .is(200);
    ada.patch(&contact(&cy), json!({ "priority": 1 }))
        .await
        .is(200);
    let found = ada.get("/api/v1/contacts?q=Finn").await.is(200);
    let finn = found["items"][0]["id"].as_str().unwrap().to_owned();
    ada.delete(&contact(&finn)).await.is(204);
    let undone = ada.delete(&path).await.is(200);
    assert_eq!(undone, json!({ "removed": 1, "restored": 1, "kept": 3 }));
    assert_eq!(names(&ada).await, ["Bea", "Cy", "Diana"]);
    let bea = ada.get(&contact(&bea)).await.is(200);
    assert_eq!(
        (&bea["phoneNumber"], &bea["priority"]),
        (&Value::Null, &json!(3))
    );
    let cy = ada.get(&contact(&cy)).await.is(200);
    assert_eq!(cy["phoneNumber"], phone(2));
    app.finish().await;
}

fn many(count: usize) -> String {
    let lines = (0..count).map(|at| format!("Guest {at}, guest{at}@example.org"));
    lines.collect::<Vec<_>>().join("\n")
}

async fn version(app: &TestApp, host: &Host) -> i64 {
    let host = host.id.clone();
    let read = move |conn: &mut Conn| contacts::version(conn, &host);
    app.db.read(read).await.unwrap()
}

/// Other transactions run between two pieces.
async fn a_large_book_is_written_in_pieces(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let before = version(&app, &ada).await;
    let done = import(&ada, json!({ "text": many(1_050), "apply": true })).await;
    assert_eq!(done["created"], 1_050);
    let pieces = version(&app, &ada).await - before;
    assert_eq!(pieces, 11, "at most 100 contacts in a transaction");
    let path = format!("{IMPORTS}/{}", done["undo"]["id"].as_str().unwrap());
    assert_eq!(ada.delete(&path).await.is(200)["removed"], 1_050);
    assert!(names(&ada).await.is_empty());
    app.finish().await;
}

async fn concurrent_equal_imports_add_each_person_once(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let body = json!({ "text": many(320), "apply": true });
    let all = futures_util::future::join_all((0..3).map(|_| import(&ada, body.clone()))).await;
    let created: u64 = all
        .iter()
        .map(|import| import["created"].as_u64().unwrap())
        .sum();
    assert_eq!(created, 320);
    assert_eq!(names(&ada).await.len(), 320);
    // Each import undoes its own changes.
    for done in all.iter().filter(|done| done["created"] != 0) {
        let path = format!("{IMPORTS}/{}", done["undo"]["id"].as_str().unwrap());
        assert_eq!(ada.delete(&path).await.is(200)["removed"], done["created"]);
    }
    assert!(names(&ada).await.is_empty());
    app.finish().await;
}
