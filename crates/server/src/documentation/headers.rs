//! The headers of requests that may be repeated, and of things with an ETag.

use std::collections::BTreeMap;

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, RefOr, Required, Response};

use super::{operations_mut, problem};

/// The operations that take `If-None-Match`.
const READ_WITH_ETAG: [&str; 6] = [
    "previewDeal",
    "readCalendar",
    "readContact",
    "readDeck",
    "readEvent",
    "readMe",
];

/// The operations that take `If-Match`.
const CHANGE_WITH_ETAG: [&str; 7] = [
    "arrangeDeck",
    "changeContact",
    "changeEvent",
    "changeMe",
    "deal",
    "deleteContact",
    "deleteEvent",
];

/// The operations whose response 200 or 201 has an ETag, besides those.
const ANSWERED_WITH_ETAG: [&str; 4] = ["addContact", "addEvent", "cancel", "pause"];

/// The operations that take an `Idempotency-Key`.
const REPEATABLE: [&str; 17] = [
    "addApiKey",
    "addContact",
    "addContacts",
    "addEvent",
    "addWebhook",
    "cancel",
    "deal",
    "importContacts",
    "inviteNow",
    "inviteSeveral",
    "markPassedOn",
    "pause",
    "redeliver",
    "renewCalendar",
    "resendInvite",
    "rotateWebhookSecret",
    "writeToGuests",
];

/// Adds the headers to these operations, and the responses to requests with them.
pub(super) fn add(document: &mut OpenApi) {
    for operation in document.paths.paths.values_mut().flat_map(operations_mut) {
        let name = operation.operation_id.clone().unwrap_or_default();
        let name = name.as_str();
        let mut parameters = Vec::new();
        let responses = &mut operation.responses.responses;
        if REPEATABLE.contains(&name) {
            let key = text().min_length(Some(1)).max_length(Some(255));
            parameters.push(header("Idempotency-Key", KEY_DESCRIPTION, key));
            responses.entry("409".to_owned()).or_insert_with(|| {
                RefOr::T(problem(
                    "The first request with this `Idempotency-Key` is not answered yet",
                ))
            });
        }
        if READ_WITH_ETAG.contains(&name) {
            parameters.push(header("If-None-Match", IF_NONE_MATCH_DESCRIPTION, text()));
            let known = Response::new("The representation has this ETag");
            responses.insert("304".to_owned(), RefOr::T(known));
            describe_etag(responses);
        } else if CHANGE_WITH_ETAG.contains(&name) {
            parameters.push(header("If-Match", IF_MATCH_DESCRIPTION, text()));
            let changed =
                problem("It has changed since it was read; `current` is what is there now");
            responses.insert("412".to_owned(), RefOr::T(changed));
            describe_etag(responses);
        } else if ANSWERED_WITH_ETAG.contains(&name) {
            describe_etag(responses);
        }
        if !parameters.is_empty() {
            let known = operation.parameters.get_or_insert_default();
            known.extend(parameters);
        }
    }
}

const KEY_DESCRIPTION: &str =
    "A text that is different for each request. A repeated request with it does nothing twice.";
const IF_MATCH_DESCRIPTION: &str =
    "The ETag of what was read. If that has changed since, nothing is done (412).";
const IF_NONE_MATCH_DESCRIPTION: &str =
    "The ETag of what the client has. If it is still current, the response is 304.";

/// An optional header of a request.
fn header(name: &str, description: &str, schema: ObjectBuilder) -> RefOr<Parameter> {
    let parameter = ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema));
    RefOr::T(parameter.build())
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// Adds the header `ETag` to the response of success.
fn describe_etag(responses: &mut BTreeMap<String, RefOr<Response>>) {
    let etag = HeaderBuilder::new()
        .description(Some(
            "The ETag of the representation, for `If-Match` and `If-None-Match`",
        ))
        .schema(Some(text()))
        .build();
    for status in ["200", "201"] {
        if let Some(RefOr::T(response)) = responses.get_mut(status) {
            response
                .headers
                .insert("ETag".to_owned(), RefOr::T(etag.clone()));
        }
    }
}
