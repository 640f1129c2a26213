//! The OpenAPI document and the page that shows it.

use std::collections::BTreeSet;

use seat_dealer::{FIELD_CODES, PROBLEM_KINDS};
use seat_dealer_api_types as api;
use seat_dealer_core::LogKind;
use seat_dealer_test_support::app::{Answer, TestApp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn document() -> Value {
    serde_json::to_value(seat_dealer::document()).unwrap()
}

/// The method, the path and the description of every operation.
fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().unwrap();
            item.iter()
                .map(|(method, operation)| (method.as_str(), path.as_str(), operation))
        })
        .collect()
}

#[test]
fn the_checked_in_document_is_up_to_date() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/openapi.json");
    let checked_in = std::fs::read_to_string(file).unwrap();
    let fresh = seat_dealer::document().to_pretty_json().unwrap();
    assert!(
        checked_in.trim_end() == fresh.trim_end(),
        "openapi/openapi.json is stale: write it again with ./just openapi"
    );
}

#[tokio::test]
async fn the_served_document_is_the_same() {
    let app = TestApp::sqlite();
    assert_eq!(
        app.stranger().get("/openapi.json").await.is(200),
        document()
    );
    app.finish().await;
}

#[test]
fn every_reference_has_a_target() {
    let document = document();
    let text = document.to_string();
    let references: BTreeSet<_> = text
        .split("\"$ref\":\"#")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(references.contains("/components/schemas/Problem"));
    for reference in references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[test]
fn every_code_is_in_the_document_and_in_the_guide() {
    let document = document();
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/API.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let problems: Vec<_> = PROBLEM_KINDS
        .iter()
        .map(|kind| {
            let row = format!("| `{}` | {} | {} |", kind.code, kind.status, kind.text);
            (kind.code, row)
        })
        .collect();
    let fields: Vec<_> = FIELD_CODES
        .iter()
        .map(|(code, text)| (*code, format!("| `{code}` | {text} |")))
        .collect();
    for (schema, codes) in [("Problem", &problems), ("FieldError", &fields)] {
        let code = &document["components"]["schemas"][schema]["properties"]["code"];
        let description = code["description"].as_str().unwrap();
        for (code, row) in codes {
            assert!(description.contains(&format!("\n- `{code}`: ")), "{code}");
            assert!(guide.contains(row), "docs/API.md lacks\n{row}");
        }
    }
    for code in seat_dealer_core::Refusal::CODES {
        let is_listed = problems.iter().any(|(listed, _)| listed == code);
        assert!(is_listed || *code == "unknown-invitation", "{code}");
    }
}

#[tokio::test]
async fn the_type_of_a_problem_leads_to_a_page_about_it() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    for kind in PROBLEM_KINDS {
        let page = guest.get(&format!("/problems/{}", kind.code)).await;
        assert_eq!(page.status, 200, "{}", kind.code);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let page = page.text();
        assert!(
            page.contains(kind.code) && page.contains(kind.text),
            "{page}"
        );
    }
    guest.get("/problems/of-nobody").await.problem(404);
    app.finish().await;
}

#[test]
fn examples_are_what_their_types_say() {
    fn check<T: Serialize + DeserializeOwned>(document: &Value) {
        let name = std::any::type_name::<T>().rsplit("::").next().unwrap();
        let schema = format!("#/components/schemas/{name}");
        let example = operations(document)
            .into_iter()
            .flat_map(|(.., operation)| operation["responses"].as_object().unwrap().values())
            .filter_map(|response| response["content"].as_object()?.values().next())
            .find(|content| content["schema"]["$ref"] == *schema)
            .map(|content| content["example"].clone());
        let example = example.unwrap_or_else(|| panic!("nothing answers {name}"));
        let read: T = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), example, "{name}");
    }
    let document = document();
    for (method, path, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            for content in response["content"]
                .as_object()
                .into_iter()
                .flat_map(|c| c.values())
            {
                let is_described = content["schema"]["$ref"].is_null();
                assert!(
                    is_described || content["example"].is_object(),
                    "{method} {path} {status} has no example"
                );
            }
        }
    }
    check::<api::AddedContacts>(&document);
    check::<api::Announcement>(&document);
    check::<api::ByHand>(&document);
    check::<api::CalendarAddress>(&document);
    check::<api::ChangedContacts>(&document);
    check::<api::Contact>(&document);
    check::<api::Deck>(&document);
    check::<api::Event>(&document);
    check::<api::Export>(&document);
    check::<api::HostLogPage>(&document);
    check::<api::Import>(&document);
    check::<api::ImportUndone>(&document);
    check::<api::Invite>(&document);
    check::<api::Invites>(&document);
    check::<api::LogPage>(&document);
    check::<api::LoginStarted>(&document);
    check::<api::Me>(&document);
    check::<api::NewApiKeyCreated>(&document);
    check::<api::Preview>(&document);
    check::<api::Problem>(&document);
    check::<api::RsvpPage>(&document);
    check::<api::RsvpReply>(&document);
    check::<api::SignedIn>(&document);
    check::<api::WebhookSecret>(&document);
}

#[test]
fn lists_have_the_items_themselves_and_answers_have_all_their_fields() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for item in [
        "ApiKey",
        "Contact",
        "DuplicateContacts",
        "Event",
        "Invite",
        "Session",
        "Webhook",
        "WebhookDelivery",
    ] {
        let items = &schemas[format!("Page_{item}")]["properties"]["items"]["items"];
        assert_eq!(
            *items,
            json!({ "$ref": format!("#/components/schemas/{item}") })
        );
    }
    for name in [
        "Contact",
        "Event",
        "Invite",
        "Me",
        "LogPage",
        "Page_Event",
        "RsvpPage",
    ] {
        let fields = schemas[name]["properties"].as_object().unwrap();
        let required = schemas[name]["required"].as_array().unwrap();
        assert_eq!(required.len(), fields.len(), "{name}");
    }
    let optional = ["code", "detail", "status", "title", "type"];
    assert_eq!(schemas["Problem"]["required"], json!(optional));
    assert_eq!(schemas["NewContact"]["required"], json!(["name"]));
    for name in ["NewEvent", "EventPatch", "Event"] {
        assert_eq!(
            schemas[name]["properties"]["seats"]["format"], "int32",
            "{name}"
        );
    }
}

#[test]
fn each_kind_of_log_entry_has_a_schema() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let mapping = schemas["LogEntry"]["discriminator"]["mapping"]
        .as_object()
        .unwrap();
    assert_eq!(
        schemas["LogEntry"]["oneOf"].as_array().unwrap().len(),
        LogKind::ALL.len()
    );
    for kind in LogKind::ALL {
        let entry = mapping[kind.as_str()].as_str().unwrap();
        let entry = document.pointer(entry.trim_start_matches('#')).unwrap();
        assert_eq!(entry["properties"]["kind"]["enum"], json!([kind.as_str()]));
        let detail = entry["properties"]["detail"]["$ref"].as_str().unwrap();
        assert!(
            document.pointer(detail.trim_start_matches('#')).is_some(),
            "{detail}"
        );
    }
}

#[test]
fn every_operation_has_a_description_and_its_errors() {
    let document = document();
    let tags: BTreeSet<_> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| {
            assert!(!tag["description"].as_str().unwrap().is_empty());
            tag["name"].as_str().unwrap()
        })
        .collect();
    let mut names = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let what = format!("{method} {path}");
        let name = operation["operationId"].as_str().unwrap();
        assert!(names.insert(name), "{what}: {name} is taken");
        let summary = operation["summary"].as_str().unwrap();
        assert!(
            summary.ends_with('.') && !summary.contains('\n'),
            "{what}: {summary}"
        );
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1, "{what}");
        assert!(
            tags.contains(operation["tags"][0].as_str().unwrap()),
            "{what}"
        );

        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for parameter in &parameters {
            assert!(parameter["description"].is_string(), "{what}: {parameter}");
            assert!(parameter["schema"].is_object(), "{what}: {parameter}");
        }
        let in_path = parameters.iter().any(|p| p["in"] == "path");
        assert_eq!(in_path, path.contains('{'), "{what}");
        let responses = operation["responses"].as_object().unwrap();
        let mut expected = BTreeSet::new();
        if operation["security"].is_null() {
            expected.extend(["401", "503"]);
        }
        if path.contains('{') {
            expected.insert("404");
        }
        if parameters
            .iter()
            .any(|parameter| parameter["in"] == "query")
        {
            expected.insert("422");
        }
        // The body of a webhook is a form, which is never invalid.
        let webhook = path.starts_with("/webhooks/");
        if operation["requestBody"].is_object() {
            expected.extend(if webhook {
                &["400", "403", "404", "413"][..]
            } else {
                &["400", "413", "415", "422"]
            });
            let content = operation["requestBody"]["content"].as_object().unwrap();
            let kinds = match name {
                _ if webhook => &["application/x-www-form-urlencoded"][..],
                "importContacts" => &[
                    "application/json",
                    "application/octet-stream",
                    "text/csv",
                    "text/plain",
                    "text/vcard",
                ],
                _ => &["application/json"],
            };
            assert_eq!(content.keys().collect::<Vec<_>>(), kinds, "{what}");
        }
        for status in expected {
            assert!(responses.contains_key(status), "{what} can answer {status}");
        }
        for (status, response) in responses {
            assert!(
                !response["description"].as_str().unwrap().is_empty(),
                "{what} {status}"
            );
            let content = response["content"].as_object();
            let kinds: Vec<_> = content.iter().flat_map(|content| content.keys()).collect();
            match status.as_str() {
                "204" | "304" => assert!(kinds.is_empty(), "{what}"),
                "200" | "201" if path.ends_with("/stream") => {
                    assert_eq!(kinds, ["text/event-stream"]);
                }
                "200" if name == "exportContacts" => assert_eq!(kinds, ["text/csv"], "{what}"),
                "200" if name == "readCalendar" => assert_eq!(kinds, ["text/calendar"], "{what}"),
                "200" if webhook => assert_eq!(kinds, ["text/xml"], "{what}"),
                "200" | "201" => assert_eq!(kinds, ["application/json"], "{what}"),
                _ => {
                    assert_eq!(kinds, ["application/problem+json"], "{what} {status}");
                    let schema = &response["content"]["application/problem+json"]["schema"];
                    assert_eq!(
                        schema["$ref"], "#/components/schemas/Problem",
                        "{what} {status}"
                    );
                }
            }
            for link in response["links"]
                .as_object()
                .iter()
                .flat_map(|links| links.values())
            {
                assert!(link["operationId"].is_string(), "{what}: {link}");
            }
        }
    }
}

#[test]
fn every_field_has_a_description() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(
            schema["description"].is_string(),
            "{name} has no description"
        );
        let properties = schema["properties"].as_object();
        for (field, property) in properties.into_iter().flatten() {
            assert!(
                !field.contains('_'),
                "{name}.{field} is not its name in JSON"
            );
            // The description of this type explains its fields.
            let described = property["description"].is_string()
                || property["oneOf"][0]["description"].is_string()
                || name == "Counts";
            assert!(described, "{name}.{field}: {property}");
        }
    }
}

#[tokio::test]
async fn methods_that_are_not_in_the_document_are_not_allowed() {
    let app = TestApp::sqlite();
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        // The other methods are those of a thing with the id "batch".
        if path.ends_with("/batch") {
            continue;
        }
        let path = path.replace("{id}", "x").replace("{token}", "x");
        let known: Vec<_> = item
            .as_object()
            .unwrap()
            .keys()
            .map(|m| m.to_uppercase())
            .collect();
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
            if known.iter().any(|known| known == method) {
                continue;
            }
            let answer = Answer::to(app.stranger().request(method, &path)).await;
            let allowed: BTreeSet<_> = answer.header("allow").split(", ").collect();
            for known in &known {
                assert!(
                    allowed.contains(known.as_str()),
                    "{method} {path}: {allowed:?}"
                );
            }
            assert_eq!(allowed.contains("HEAD"), known.iter().any(|m| m == "GET"));
            answer.problem(405);
        }
    }
    for (path, methods) in [("/", "GET, HEAD"), ("/x.js", "GET, HEAD")] {
        let answer = Answer::to(app.stranger().request("DELETE", path)).await;
        assert_eq!(answer.header("allow"), methods, "{path}");
        answer.problem(405);
    }
    for path in [
        "/api/v1/nothing",
        "/api/v1/contacts/x/y",
        "/api/v2/contacts",
        "/webhooks/x",
        "/dev/x",
    ] {
        app.stranger().get(path).await.problem(404);
        app.stranger().post(path, json!({})).await.problem(404);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_page_loads_nothing_from_other_servers() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    let moved = guest.get("/docs").await;
    assert_eq!((moved.status, moved.header("location")), (308, "/docs/"));
    let page = guest.get("/docs/").await;
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(!html.contains("<script>"), "{html}");
    let mut files = 0;
    for attribute in ["src=\"", "href=\""] {
        for rest in html.split(attribute).skip(1) {
            let address = rest.split('"').next().unwrap();
            assert!(!address.contains("//"), "{address} is somebody else's");
            let file = guest
                .get(&format!("/docs/{}", address.trim_start_matches("./")))
                .await;
            assert_eq!(file.status, 200, "{address}");
            assert!(!file.body.is_empty(), "{address}");
            files += 1;
        }
    }
    assert!(files >= 5, "{html}");
    let start = guest.get("/docs/swagger-initializer.js").await.text();
    assert!(
        start.contains("/openapi.json") && !start.contains("https://"),
        "{start}"
    );
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'self';"), "{policy}");
    app.finish().await;
}
