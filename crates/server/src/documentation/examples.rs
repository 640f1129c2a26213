//! Examples of responses, from `examples.json`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use utoipa::openapi::{OpenApi, RefOr};

use super::operations_mut;

/// Adds an example to each JSON response.
pub(super) fn add(document: &mut OpenApi) {
    let examples = examples();
    let operations = document.paths.paths.values_mut().flat_map(operations_mut);
    let responses = operations.flat_map(|operation| operation.responses.responses.values_mut());
    let contents = responses.filter_map(|response| match response {
        RefOr::T(response) => Some(&mut response.content),
        RefOr::Ref(_) => None,
    });
    for content in contents.flat_map(|content| content.values_mut()) {
        let RefOr::T(content) = content else { continue };
        if let Some(RefOr::Ref(schema)) = &content.schema {
            let name = schema.ref_location.rsplit('/').next().unwrap_or_default();
            content.example = match name.strip_prefix("Page_") {
                Some(item) => examples
                    .get(item)
                    .map(|item| json!({ "items": [item], "nextCursor": null })),
                None => examples.get(name).cloned(),
            };
        }
    }
}

/// An example for each schema of a response, by its name. A test reads each into its type.
fn examples() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("examples.json")).unwrap_or_default()
}
