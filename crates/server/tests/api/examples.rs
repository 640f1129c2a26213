//! What the OpenAPI document says of responses is what the server answers: the address of what was created, and the
//! examples of problems.

use std::collections::BTreeSet;

use seat_dealer::{FIELD_CODES, PROBLEM_KINDS};
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use serde_json::{Value, json};

fn document() -> Value {
    serde_json::to_value(seat_dealer::document()).unwrap()
}

/// The method, the path and the description of every operation.
fn operations(document: &Value) -> Vec<(String, &String, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    let all = paths.flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, operation)| (method.to_uppercase(), path, operation))
    });
    all.collect()
}

#[tokio::test]
async fn every_location_leads_to_what_was_created() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let contact = ada.contacts(1).await.remove(0);
    let event = ada.event(json!({})).await;
    let document = document();
    let with_location = operations(&document).into_iter().filter(|(.., operation)| {
        let headers = &operation["responses"]["201"]["headers"];
        headers["Location"].is_object()
    });
    let mut count = 0;
    for (method, path, operation) in with_location {
        let body = match operation["operationId"].as_str().unwrap() {
            "addApiKey" => json!({ "name": "Club site" }),
            "addContact" => json!({ "name": "Bea", "email": "bea@example.org" }),
            "addEvent" => json!({ "title": "Brunch", "seats": 4 }),
            // The keys are those of the example of RFC 8291.
            "addPushSubscription" => json!({
                "endpoint": "https://example.org/push",
                "keys": {
                    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
                },
            }),
            "addWebhook" => json!({ "url": "https://example.org/hook" }),
            "inviteNow" => json!({ "eventId": event, "contactId": contact }),
            other => panic!("say what to send to {other}"),
        };
        let made = ada.send(&method, path, &body).await;
        let location = made.header("location").to_owned();
        let made = made.is(201);
        let read = ada.get(&location).await.is(200);
        assert_eq!(read["id"], made["id"], "{location}");
        for secret in ["key", "secret"] {
            assert!(read[secret].is_null(), "{location} tells the {secret}");
        }
        app.host("Bea").await.get(&location).await.problem(404);
        count += 1;
    }
    assert!(count >= 5, "{count}");
    // A session is no API key.
    let sessions = ada.get("/api/v1/me/sessions").await.is(200);
    let session = sessions["items"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/api-keys/{session}");
    ada.get(&path).await.problem(404);
    app.finish().await;
}

/// The example of the problem with this status.
fn example<'a>(operation: &'a Value, status: &str) -> &'a Value {
    &operation["responses"][status]["content"]["application/problem+json"]["example"]
}

#[test]
fn every_example_of_a_problem_is_of_its_status_and_its_operation() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for (method, path, operation) in operations(&document) {
        let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let body = body.as_str().and_then(|name| name.rsplit('/').next());
        let responses = operation["responses"].as_object().unwrap().keys();
        for status in responses.filter(|status| !status.starts_with(['2', '3'])) {
            let what = format!("{method} {path} {status}");
            let problem = example(operation, status);
            let code = problem["code"].as_str().unwrap_or_else(|| panic!("{what}"));
            let expected = status.parse().unwrap_or(500);
            let kind = PROBLEM_KINDS.iter().find(|kind| kind.code == code).unwrap();
            assert_eq!(problem["status"], expected, "{what}");
            assert_eq!(problem["title"], kind.title, "{what}");
            assert_eq!(problem["type"], format!("/problems/{code}"), "{what}");
            // The codes that several statuses have.
            let is_shared = ["sign-in", "invitation-withdrawn"].contains(&code);
            assert!(kind.status == expected || is_shared, "{what}: {code}");
            assert_eq!(problem["current"].is_object(), status == "412", "{what}");
            assert_eq!(problem["errors"].is_array(), status == "422", "{what}");
            for error in problem["errors"].as_array().into_iter().flatten() {
                let field = error["field"].as_str().unwrap();
                let code = error["code"].as_str().unwrap();
                assert!(
                    FIELD_CODES.iter().any(|(known, _)| *known == code),
                    "{what}"
                );
                let field = body.map(|body| &schemas[body]["properties"][field]);
                assert!(field.is_none_or(Value::is_object), "{what}: {error}");
            }
        }
    }
}

#[test]
fn whatever_may_be_repeated_may_be_in_progress() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let mut names = parameters.map(|parameter| &parameter["name"]);
        if names.any(|name| name == "Idempotency-Key") {
            for status in ["409", "422"] {
                assert!(
                    example(operation, status).is_object(),
                    "{method} {path} {status}"
                );
            }
        }
    }
}

#[test]
fn every_conflict_is_one_of_the_operation() {
    let document = document();
    let conflicts: BTreeSet<String> = operations(&document)
        .into_iter()
        .filter_map(|(.., operation)| {
            let name = operation["operationId"].as_str()?;
            let problem = example(operation, "409");
            let (code, detail) = (problem["code"].as_str()?, problem["detail"].as_str()?);
            (code != "idempotency-in-progress").then(|| format!("{name}: {code}: {detail}\n"))
        })
        .collect();
    insta::assert_snapshot!(String::from_iter(conflicts));
}

/// What the server answers where the same request fails for everybody.
#[tokio::test]
async fn examples_are_what_the_server_answers() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let document = document();
    for (method, path, operation) in operations(&document) {
        let name = operation["operationId"].as_str().unwrap();
        // Guests and providers have other paths, and batches are no id.
        let is_private = operation["security"].is_null();
        let path = path.replace("{id}", "none").replace("{n}", "1");
        let is = |answer: &Answer, status: &str| {
            assert_eq!(
                answer.json(),
                *example(operation, status),
                "{name} {status}"
            );
        };
        let send = async |client: &Client, kind: &str, body: &'static str| {
            let request = client.request(&method, &path);
            Answer::to(request.header("content-type", kind).body(body)).await
        };
        if is_private {
            is(
                &send(&app.stranger(), "application/json", "{}").await,
                "401",
            );
        }
        if is_private && operation["requestBody"].is_object() {
            is(&send(&ada, "application/json", "").await, "400");
            is(&send(&ada, "image/png", "{}").await, "415");
        } else if is_private && path.contains("/none") {
            is(&send(&ada, "application/json", "").await, "404");
        }
        if is_private && operation["requestBody"].is_null() {
            let unknown = Answer::to(ada.request(&method, &format!("{path}?page=2"))).await;
            is(&unknown, "422");
        }
        let required = example(operation, "422")["errors"][0]["code"] == "required";
        if is_private && required {
            let problem = send(&ada, "application/json", "{}").await.json();
            let first = &example(operation, "422")["errors"][0];
            assert_eq!(problem["errors"][0], *first, "{name}");
        }
    }
    app.finish().await;
}
