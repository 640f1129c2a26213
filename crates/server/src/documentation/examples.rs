//! Examples of responses, from `examples.json`. Those of problems are in [`problem_examples`](super::problem_examples).

use std::collections::BTreeMap;

use seat_dealer_api_types::Problem;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, RefOr};

use super::{operations_mut, problem_examples};

/// Adds an example to each JSON response.
pub(super) fn add(document: &mut OpenApi) {
    let examples = examples();
    let schemas = document.components.as_ref().map(|known| &known.schemas);
    let schemas = serde_json::to_value(schemas).unwrap_or_default();
    for operation in document.paths.paths.values_mut().flat_map(operations_mut) {
        let body = schema_of_body(operation).and_then(|name| schemas.get(name));
        let current = what_it_changes(operation).and_then(|name| examples.get(name));
        let problems: BTreeMap<String, Value> = operation
            .responses
            .responses
            .keys()
            .filter_map(|status| {
                let current = current.unwrap_or(&Value::Null);
                let example = problem_examples::example(operation, status, body, current)?;
                Some((status.clone(), example))
            })
            .collect();
        for (status, response) in &mut operation.responses.responses {
            let RefOr::T(response) = response else {
                continue;
            };
            for content in response.content.values_mut() {
                let RefOr::T(content) = content else { continue };
                let Some(name) = schema_name(content) else {
                    continue;
                };
                content.example = match name.strip_prefix("Page_") {
                    Some(item) => examples
                        .get(item)
                        .map(|item| json!({ "items": [item], "nextCursor": null })),
                    None if name == Problem::name() => problems.get(status).cloned(),
                    None => examples.get(name).cloned(),
                };
            }
        }
    }
}

/// The name of the schema that a content refers to.
fn schema_name(content: &Content) -> Option<&str> {
    match &content.schema {
        Some(RefOr::Ref(schema)) => schema.ref_location.rsplit('/').next(),
        _ => None,
    }
}

/// The name of the schema of the JSON body that an operation takes.
fn schema_of_body(operation: &Operation) -> Option<&str> {
    let Some(RefOr::T(body)) = &operation.request_body else {
        return None;
    };
    let Some(RefOr::T(content)) = body.content.get("application/json") else {
        return None;
    };
    schema_name(content)
}

/// The name of the schema of what an operation with `If-Match` changes.
fn what_it_changes(operation: &Operation) -> Option<&'static str> {
    Some(match operation.operation_id.as_deref()? {
        "arrangeDeck" => "Deck",
        "changeContact" | "deleteContact" => "Contact",
        "changeEvent" | "deleteEvent" => "Event",
        "changeMe" => "Me",
        "deal" => "Preview",
        _ => return None,
    })
}

/// An example for each schema of a response, by its name. A test reads each into its type.
fn examples() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("examples.json")).unwrap_or_default()
}
