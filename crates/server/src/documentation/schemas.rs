//! What the derived schemas lack.

use std::collections::BTreeSet;

use utoipa::Number;
use utoipa::openapi::schema::{ArrayItems, KnownFormat, Schema, SchemaFormat};
use utoipa::openapi::{OpenApi, Ref, RefOr};

use super::operations_mut;

/// Fields of responses that are absent at times. All others are always sent, `null` or not.
const OPTIONAL: [(&str, &str); 3] = [
    ("Problem", "errors"),
    ("Problem", "existingId"),
    ("Problem", "current"),
];

const REFERENCE: &str = "#/components/schemas/";

/// Completes all schemas: lists refer to the schemas of their items, fields have their names in JSON, responses require
/// all fields, and integers whose maximum fits into 32 bits have 32 bits.
pub(super) fn complete(document: &mut OpenApi) {
    let requested = requested(document);
    for operation in document.paths.paths.values_mut().flat_map(operations_mut) {
        for parameter in operation.parameters.iter_mut().flatten() {
            if let RefOr::T(parameter) = parameter
                && let Some(schema) = &mut parameter.schema
            {
                walk(schema, &mut fit_integer);
            }
        }
    }
    let Some(components) = &mut document.components else {
        return;
    };
    for (name, schema) in &mut components.schemas {
        if let Some(item) = name.strip_prefix("Page_") {
            refer_to_item(schema, item);
        }
        walk(schema, &mut fit_integer);
        walk(schema, &mut name_fields);
        if !requested.contains(name) {
            walk(schema, &mut |schema| require(name, schema));
        }
    }
}

/// The names of the schemas that occur in request bodies.
fn requested(document: &mut OpenApi) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let found = |schema: &mut RefOr<Schema>, names: &mut BTreeSet<String>| {
        let mut new = Vec::new();
        walk(schema, &mut |schema| {
            let RefOr::Ref(reference) = schema else {
                return;
            };
            let name = reference.ref_location.trim_start_matches(REFERENCE);
            if names.insert(name.to_owned()) {
                new.push(name.to_owned());
            }
        });
        new
    };
    let mut outstanding = Vec::new();
    for operation in document.paths.paths.values_mut().flat_map(operations_mut) {
        let Some(RefOr::T(body)) = &mut operation.request_body else {
            continue;
        };
        for content in body.content.values_mut() {
            if let RefOr::T(content) = content
                && let Some(schema) = &mut content.schema
            {
                outstanding.extend(found(schema, &mut names));
            }
        }
    }
    let Some(components) = &mut document.components else {
        return names;
    };
    while let Some(name) = outstanding.pop() {
        if let Some(schema) = components.schemas.get_mut(&name) {
            outstanding.extend(found(schema, &mut names));
        }
    }
    names
}

/// Visits a schema and all schemas in it, but not those that it refers to.
fn walk(schema: &mut RefOr<Schema>, visit: &mut impl FnMut(&mut RefOr<Schema>)) {
    visit(schema);
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => {
            for property in object.properties.values_mut() {
                walk(property, visit);
            }
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                walk(items, visit);
            }
        }
        Schema::OneOf(one) => one.items.iter_mut().for_each(|item| walk(item, visit)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| walk(item, visit)),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

fn refer_to_item(page: &mut RefOr<Schema>, item: &str) {
    let RefOr::T(Schema::Object(page)) = page else {
        return;
    };
    if let Some(RefOr::T(Schema::Array(items))) = page.properties.get_mut("items") {
        items.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(item).into()));
    }
}

fn require(name: &str, schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        let fields = object.properties.keys();
        object.required = fields
            .filter(|field| !OPTIONAL.contains(&(name, field)))
            .cloned()
            .collect();
    }
}

/// Names fields as serde does. The derive macro does not know `rename_all_fields`.
fn name_fields(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else {
        return;
    };
    for name in &mut object.required {
        *name = camel_case(name);
    }
    let fields = std::mem::take(&mut object.properties).into_iter();
    object.properties = fields
        .map(|(name, field)| (camel_case(&name), field))
        .collect();
}

/// `seats_before` is `seatsBefore`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        name.push_str(&first.to_uppercase());
        name.push_str(rest);
    }
    name
}

fn fit_integer(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(number)) = schema else {
        return;
    };
    let fits = match number.maximum {
        Some(Number::Int(most)) => i32::try_from(most).is_ok(),
        Some(Number::UInt(most)) => i32::try_from(most).is_ok(),
        _ => false,
    };
    if fits && number.format.is_some() {
        number.format = Some(SchemaFormat::KnownFormat(KnownFormat::Int32));
    }
}
