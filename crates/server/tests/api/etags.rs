//! `ETag`, `If-Match` and `If-None-Match`.

use seat_dealer_test_support::app::{Answer, Client, Host, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    a_known_representation_is_not_sent_again,
    a_change_of_something_that_was_changed_meanwhile_is_refused,
    of_equal_changes_at_once_one_is_made,
    no_change_of_many_clients_is_lost,
    a_guests_answer_is_in_nobodys_way,
    whoever_was_shown_is_dealt,
    invalid_etags_are_refused,
];

async fn send(
    client: &Client,
    method: &str,
    path: &str,
    header: (&str, &str),
    body: &Value,
) -> Answer {
    let request = client.request(method, path).header(header.0, header.1);
    Answer::to(if body.is_null() {
        request
    } else {
        request.json(body)
    })
    .await
}

/// The ETag of what is at this address.
async fn etag(client: &Client, path: &str) -> String {
    let answer = client.get(path).await;
    let etag = answer.header("etag").to_owned();
    assert_eq!(answer.is(200)["etag"], etag, "{path}");
    etag
}

/// A host with two contacts and an event, and the addresses of everything that has an ETag.
async fn host_with_everything(app: &TestApp) -> (Host, [String; 5]) {
    let host = app.host("Ada").await;
    let contacts = host.contacts(2).await;
    let event = host.event(json!({})).await;
    let paths = [
        "/api/v1/me".to_owned(),
        format!("/api/v1/contacts/{}", contacts[0]),
        format!("/api/v1/events/{event}"),
        format!("/api/v1/events/{event}/deck"),
        format!("/api/v1/events/{event}/preview"),
    ];
    (host, paths)
}

async fn a_known_representation_is_not_sent_again(db: TestDb) {
    let app = TestApp::on(db).start();
    let (host, paths) = host_with_everything(&app).await;
    for path in &paths {
        let etag = etag(&host, path).await;
        for known in [
            etag.clone(),
            format!("W/{etag}"),
            format!("\"other\", {etag}"),
            "*".to_owned(),
        ] {
            let answer = send(&host, "GET", path, ("If-None-Match", &known), &Value::Null).await;
            assert_eq!(
                (answer.status, answer.header("etag")),
                (304, &*etag),
                "{path}"
            );
            assert!(answer.body.is_empty(), "{path} {known}");
        }
        let other = ("If-None-Match", "\"other\", W/\"another\"");
        let answer = send(&host, "GET", path, other, &Value::Null).await;
        assert_eq!(answer.is(200)["etag"], etag);
    }
    // A new name changes the contact, the deck and the preview.
    let mut before = Vec::new();
    for path in &paths {
        before.push(etag(&host, path).await);
    }
    host.patch(&paths[1], json!({ "name": "Grace" }))
        .await
        .is(200);
    for (path, before) in paths.iter().zip(&before) {
        let answer = send(&host, "GET", path, ("If-None-Match", before), &Value::Null).await;
        let is_changed = !path.ends_with("/me") && !path.ends_with(&paths[2]);
        assert_eq!(answer.status, if is_changed { 200 } else { 304 }, "{path}");
    }
    app.finish().await;
}

async fn a_change_of_something_that_was_changed_meanwhile_is_refused(db: TestDb) {
    let app = TestApp::on(db).start();
    let (host, [me, contact, event, deck, _]) = host_with_everything(&app).await;
    let id = contact.rsplit('/').next().unwrap();
    let changes = [
        ("PATCH", &me, json!({ "name": "A" }), json!({ "name": "B" })),
        (
            "PATCH",
            &contact,
            json!({ "name": "A" }),
            json!({ "name": "B" }),
        ),
        (
            "PATCH",
            &event,
            json!({ "title": "A" }),
            json!({ "title": "B" }),
        ),
        (
            "PUT",
            &deck,
            json!({ "exclude": [id] }),
            json!({ "inviteFirst": [id] }),
        ),
    ];
    for (method, path, first, second) in &changes {
        let stale = etag(&host, path).await;
        let changed = send(&host, method, path, ("If-Match", &stale), first).await;
        let fresh = changed.header("etag").to_owned();
        assert_ne!(fresh, stale, "{path}");
        assert_eq!(changed.is(200)["etag"], fresh);
        let there = host.get(path).await.is(200);
        for stale in [
            stale.clone(),
            format!("W/{fresh}"),
            "\"x\", \"\"".to_owned(),
        ] {
            let refused = send(&host, method, path, ("If-Match", &stale), second).await;
            assert_eq!(refused.header("etag"), fresh, "{path} {stale}");
            let problem = refused.json();
            assert_eq!(problem["code"], "changed-meanwhile", "{path} {stale}");
            assert_eq!(problem["current"], there, "{path} {stale}");
            refused.problem(412);
        }
        let exists = send(&host, method, path, ("If-None-Match", "*"), second).await;
        assert_eq!(exists.json()["code"], "changed-meanwhile", "{path}");
        assert_eq!(host.get(path).await.is(200), there);
        for current in [format!("\"x\", {fresh}"), "*".to_owned()] {
            send(&host, method, path, ("If-Match", &current), second)
                .await
                .is(200);
        }
        // Without a precondition, the last change wins.
        host.send(method, path, first).await.is(200);
    }
    let entries = host.log_kinds(event.rsplit('/').next().unwrap()).await;
    assert!(!entries.iter().any(|kind| kind == "refused"), "{entries:?}");
    for path in [&contact, &event] {
        let stale = ("If-Match", "\"stale\"");
        let refused = send(&host, "DELETE", path, stale, &Value::Null).await;
        assert_eq!(refused.json()["code"], "changed-meanwhile", "{path}");
        let current = etag(&host, path).await;
        let current = ("If-Match", &*current);
        send(&host, "DELETE", path, current, &Value::Null)
            .await
            .is(204);
        send(&host, "DELETE", path, ("If-Match", "*"), &Value::Null)
            .await
            .problem(404);
    }
    app.finish().await;
}

async fn of_equal_changes_at_once_one_is_made(db: TestDb) {
    let app = TestApp::on(db).start();
    let other = app.beside().start();
    let (host, [me, contact, event, deck, _]) = host_with_everything(&app).await;
    let id = contact.rsplit('/').next().unwrap();
    for (path, method) in [
        (me, "PATCH"),
        (contact.clone(), "PATCH"),
        (event, "PATCH"),
        (deck, "PUT"),
    ] {
        let seen = etag(&host, &path).await;
        let requests: Vec<_> = (0..8)
            .map(|number| {
                let client = if number % 2 == 0 {
                    (*host).clone()
                } else {
                    other.with_key(host.key())
                };
                let (path, seen) = (path.clone(), seen.clone());
                let field = if path.contains("/events/") {
                    "title"
                } else {
                    "name"
                };
                let body = match method {
                    "PUT" if number % 2 == 0 => json!({ "inviteFirst": [id] }),
                    "PUT" => json!({ "exclude": [id] }),
                    _ => json!({ field: format!("Number {number}") }),
                };
                tokio::spawn(async move {
                    send(&client, method, &path, ("If-Match", &seen), &body).await
                })
            })
            .collect();
        let mut made = Vec::new();
        for request in requests {
            let answer = request.await.unwrap();
            if answer.status == 200 {
                made.push(answer.json());
            } else {
                answer.problem(412);
            }
        }
        let there = host.get(&path).await.is(200);
        // An order that is there already is no change, so nobody undoes it.
        assert!(
            made.iter().all(|answer| *answer == there),
            "{path}: {made:?}"
        );
        assert!(made.len() == 1 || method == "PUT", "{path}: {made:?}");
    }
    other.finish().await;
    app.finish().await;
}

async fn no_change_of_many_clients_is_lost(db: TestDb) {
    const CLIENTS: usize = 12;
    let app = TestApp::on(db).start();
    let other = app.beside().start();
    let host = app.host("Ada").await;
    let event = host.event(json!({ "seats": 1 })).await;
    let path = format!("/api/v1/events/{event}");
    // Each client adds one seat and one contact, and repeats every request.
    let clients = (0..CLIENTS).map(|number| {
        let client = if number % 2 == 0 {
            (*host).clone()
        } else {
            other.with_key(host.key())
        };
        let path = path.clone();
        tokio::spawn(async move {
            let email = format!("{number}@example.org");
            let contact = json!({ "name": email, "email": email, "externalId": email });
            let key = ("Idempotency-Key", &*email);
            for _ in 0..2 {
                let made = send(&client, "POST", "/api/v1/contacts", key, &contact).await;
                made.is(201);
            }
            loop {
                let there = client.get(&path).await.is(200);
                let more = json!({ "seats": there["seats"].as_i64().unwrap() + 1 });
                let seen = ("If-Match", there["etag"].as_str().unwrap());
                let changed = send(&client, "PATCH", &path, seen, &more).await;
                if changed.status == 200 {
                    return;
                }
                changed.problem(412);
            }
        })
    });
    let clients: Vec<_> = clients.collect();
    for client in clients {
        client.await.unwrap();
    }
    assert_eq!(host.get(&path).await.is(200)["seats"], CLIENTS + 1);
    let contacts = host.get("/api/v1/contacts").await.is(200);
    assert_eq!(contacts["items"].as_array().unwrap().len(), CLIENTS);
    other.finish().await;
    app.finish().await;
}

async fn a_guests_answer_is_in_nobodys_way(db: TestDb) {
    let app = TestApp::on(db).start();
    let (host, [_, contact, event, deck, _]) = host_with_everything(&app).await;
    let id = contact.rsplit('/').next().unwrap();
    host.put(&deck, json!({ "inviteFirst": [id] }))
        .await
        .is(200);
    let mut read = Vec::new();
    for path in [&contact, &event, &deck] {
        read.push((path, etag(&host, path).await));
    }
    host.deal(event.rsplit('/').next().unwrap()).await;
    app.outbox_is_empty().await;
    for (path, etag) in &read {
        let known = send(&host, "GET", path, ("If-None-Match", etag), &Value::Null).await;
        assert_eq!(known.status, 200, "{path}");
    }
    for ((path, etag), (method, change)) in read.iter().zip([
        ("PATCH", json!({ "name": "Grace" })),
        ("PATCH", json!({ "title": "Supper" })),
        ("PUT", json!({ "exclude": [id] })),
    ]) {
        send(&host, method, path, ("If-Match", etag), &change)
            .await
            .is(200);
    }
    app.finish().await;
}

async fn whoever_was_shown_is_dealt(db: TestDb) {
    let app = TestApp::on(db).start();
    let (host, [_, contact, event, _, preview]) = host_with_everything(&app).await;
    let path = format!("{event}/deal");
    let id = event.rsplit('/').next().unwrap();
    let shown = etag(&host, &preview).await;
    let log = host.log_kinds(id).await;
    let eve = json!({ "name": "Eve", "email": "eve@example.com", "priority": 1 });
    host.contact(eve).await;
    let refused = send(&host, "POST", &path, ("If-Match", &shown), &Value::Null).await;
    let problem = refused.json();
    assert_eq!(problem["code"], "changed-meanwhile");
    assert_eq!(problem["current"]["now"][0]["name"], "Eve");
    refused.problem(412);
    assert!(host.invites(id).await.is_empty());
    assert_eq!(host.log_kinds(id).await, log);
    // Another channel is another message than the one that was shown.
    let shown = etag(&host, &preview).await;
    host.patch(&contact, json!({ "preferredChannel": "byHand" }))
        .await
        .is(200);
    send(&host, "POST", &path, ("If-Match", &shown), &Value::Null)
        .await
        .problem(412);

    let shown = host.get(&preview).await.is(200);
    let current = ("If-Match", shown["etag"].as_str().unwrap());
    let deal = || {
        let request = host.request("POST", &path).header(current.0, current.1);
        Answer::to(request.header("Idempotency-Key", "deal"))
    };
    let dealt = deal().await;
    assert_eq!(dealt.status, 200, "{dealt}");
    let invites = host.invites(id).await;
    let invited: Vec<_> = invites.iter().map(|i| &i["contact"]["name"]).collect();
    let expected: Vec<_> = shown["now"].as_array().unwrap().iter().collect();
    let expected: Vec<_> = expected.iter().map(|card| &card["name"]).collect();
    assert_eq!(invited, expected);
    // A repeated deal is done already, whoever is next now.
    assert_eq!(deal().await.body, dealt.body);
    send(&host, "POST", &path, current, &Value::Null)
        .await
        .problem(412);
    app.outbox_is_empty().await;
    app.finish().await;
}

async fn invalid_etags_are_refused(db: TestDb) {
    let app = TestApp::on(db).start();
    let (host, [_, contact, event, ..]) = host_with_everything(&app).await;
    let long = format!("\"{}\"", "x".repeat(4_000));
    for wrong in [
        "",
        " ",
        ",",
        "abc",
        "\"abc",
        "w/\"abc\"",
        "*, \"abc\"",
        "\"a\" \"b\"",
    ] {
        let name = json!({ "name": "Grace" });
        let refused = send(&host, "PATCH", &contact, ("If-Match", wrong), &name).await;
        assert_eq!(refused.invalid(), ["If-Match"], "{wrong}");
        let refused = send(&host, "GET", &event, ("If-None-Match", wrong), &Value::Null).await;
        assert_eq!(refused.invalid(), ["If-None-Match"], "{wrong}");
    }
    let name = json!({ "name": "Grace" });
    send(&host, "PATCH", &contact, ("If-Match", &long), &name)
        .await
        .problem(412);
    // Things of other hosts do not exist, whatever the precondition is.
    let bob = app.host("Bob").await;
    let current = etag(&host, &contact).await;
    for header in [&*current, "*", "\"x\""] {
        send(&bob, "PATCH", &contact, ("If-Match", header), &name)
            .await
            .problem(404);
        send(&bob, "DELETE", &event, ("If-Match", header), &Value::Null)
            .await
            .problem(404);
        send(
            &bob,
            "POST",
            &format!("{event}/deal"),
            ("If-Match", header),
            &Value::Null,
        )
        .await
        .problem(404);
    }
    let stranger = app.stranger();
    send(&stranger, "PATCH", &contact, ("If-Match", "abc"), &name)
        .await
        .problem(401);
    app.finish().await;
}
