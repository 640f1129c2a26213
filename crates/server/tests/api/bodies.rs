//! Every endpoint that accepts JSON, with invalid bodies. The endpoints are those of the document, so a new one is
//! tested, too.

use reqwest::Body;
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use serde_json::{Value, json};

/// The method, the path and the id of each operation that accepts JSON.
fn with_body() -> Vec<(String, String, String)> {
    let document = serde_json::to_value(seat_dealer::document()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["requestBody"]["content"]["application/json"].is_object() {
                let path = path
                    .replace("{id}", "unknown")
                    .replace("{token}", "unknown");
                let name = operation["operationId"].as_str().unwrap().to_owned();
                found.push((method.to_uppercase(), path, name));
            }
        }
    }
    assert!(found.len() >= 12, "{found:?}");
    found
}

async fn send(
    client: &Client,
    method: &str,
    path: &str,
    kind: &str,
    body: impl Into<Body>,
) -> Answer {
    let mut request = client.request(method, path).body(body);
    if !kind.is_empty() {
        request = request.header("content-type", kind);
    }
    Answer::to(request).await
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_by_every_operation() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let json = "application/json";
    for (method, path, name) in with_body() {
        let say =
            async |kind: &str, body: &[u8]| send(&ada, &method, &path, kind, body.to_vec()).await;
        for body in [
            &b""[..],
            b" ",
            b"{",
            b"{\"x\":}",
            b"nonsense",
            b"{} trailing",
            b"{'x':1}",
            b"\xff\xfe",
            b"{\"\xff\":1}",
            b"{\"x\":\"\\ud800\"}",
            b"{\"x\":01}",
            b"{\"x\":NaN}",
        ] {
            let answer = say(json, body).await;
            // A missing or unknown field may be reported instead.
            assert!([400, 422].contains(&answer.status), "{name}: {answer}");
            let status = answer.status;
            answer.problem(status);
        }
        say(json, b"{").await.problem(400);
        for body in [&b"[]"[..], b"5", b"true", b"null", b"\"text\""] {
            assert_eq!(say(json, body).await.invalid(), ["body"], "{name}");
        }
        let unknown = b"{\"nobodyKnowsThis\":1}";
        assert_eq!(
            say(json, unknown).await.invalid()[0],
            "nobodyKnowsThis",
            "{name}"
        );
        for kind in [
            "application/json; charset=utf-8",
            "application/merge-patch+json",
            "Application/JSON",
            "",
        ] {
            let invalid = say(kind, unknown).await.invalid();
            assert_eq!(invalid[0], "nobodyKnowsThis", "{name} {kind}");
        }
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "application/json-patch+json",
            "application/problem+json",
            "text/json+x",
            "json",
            "multipart/form-data; boundary=json",
        ] {
            // This endpoint also accepts text.
            if (name.as_str(), kind) != ("importContacts", "text/plain") {
                say(kind, b"{}").await.problem(415);
            }
        }
        let too_large = match name.as_str() {
            // These endpoints accept larger bodies.
            "addContacts" | "changeContacts" | "importContacts" => 1_600_000,
            _ => 200_000,
        };
        say(json, &vec![b' '; too_large]).await.problem(413);
        let deep = format!("{{\"x\":{}", "[".repeat(100_000));
        let deep = say(json, deep.as_bytes()).await;
        assert!([400, 422].contains(&deep.status), "{name}: {deep}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_body_without_a_length_is_limited() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let chunks =
        futures_util::stream::iter((0..50).map(|_| Ok::<_, std::io::Error>(vec![b' '; 4_096])));
    let body = Body::wrap_stream(chunks);
    send(&ada, "POST", "/api/v1/contacts", "application/json", body)
        .await
        .problem(413);
    let chunks =
        futures_util::stream::iter(["{\"name\":\"Grace\",", "\"email\":\"g@example.com\"}"]);
    let body = Body::wrap_stream(futures_util::StreamExt::map(
        chunks,
        Ok::<_, std::io::Error>,
    ));
    send(&ada, "POST", "/api/v1/contacts", "application/json", body)
        .await
        .is(201);
    app.finish().await;
}

#[tokio::test]
async fn the_largest_valid_bodies_are_accepted() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    // An escaped character can take twelve bytes.
    let description = "\\ud83e\\udd86".repeat(4_000);
    let body = format!("{{\"title\":\"x\",\"seats\":1,\"description\":\"{description}\"}}");
    let answer = send(&ada, "POST", "/api/v1/events", "application/json", body).await;
    let event = answer.is(201);
    assert_eq!(event["description"], "🦆".repeat(4_000));
    let ids = |letter: &str| -> Vec<Value> {
        (0..1_000)
            .map(|number| json!(format!("{letter}{number:035}")))
            .collect()
    };
    let order = json!({ "inviteFirst": ids("a"), "exclude": ids("b") });
    let path = format!("/api/v1/events/{}/deck", event["id"].as_str().unwrap());
    assert_eq!(ada.put(&path, order).await.invalid(), ["inviteFirst"]);
    app.finish().await;
}
