//! The OpenAPI document, generated from the registered routes.

mod examples;
mod headers;
mod log_kinds;
mod problem_examples;
mod schemas;

use std::fmt::Write as _;

use actix_web::App;
use seat_dealer_api_types::{Problem, WebhookBody};
use utoipa::openapi::link::Link;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Content, Info, License, OpenApi, Ref, RefOr, Response, ResponseBuilder, Server,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

use crate::http::operations::operations;
use crate::http::problem_kinds::{FIELD_CODES, PROBLEM_KINDS};
use crate::routes;

const TAGS: [(&str, &str); 13] = [
    ("me", "The signed-in host"),
    ("contacts", "The people a host may invite"),
    ("events", "What they are invited to"),
    ("deck", "Whom an event can still invite, and in which order"),
    ("invites", "Who is invited, and what became of it"),
    ("log", "The story of an event, each step with its reason"),
    ("rsvp", "What guests do from their links, without a key"),
    ("sign-in", "How a host gets a session key"),
    ("api keys", "Keys for programs"),
    (
        "account",
        "The host's account: sessions, the export of all data, the end of it",
    ),
    (
        "webhooks",
        "Where log entries are sent, signed as Standard Webhooks says",
    ),
    (
        "twilio",
        "What Twilio calls about texts, signed with the account's token",
    ),
    ("health", "For what watches the server"),
];

/// The description of the document.
const DESCRIPTION: &str = "\
Deals the invitations of seat-limited events.

- Every endpoint but sign-in, RSVP, health and webhooks needs `Authorization: Bearer KEY`, with a session key or an API
  key.
- Errors are `application/problem+json` (RFC 9457). Decide by `code`, never by `detail`, which is for people.
- Times are RFC 3339 in UTC; ids are opaque.
- Lists come in pages: pass `nextCursor` back as `?cursor=` until it is `null`.
- The bodies of `PATCH` are JSON Merge Patches (RFC 7396): an absent field keeps its value, and `null` clears it. Their
  media type may be `application/merge-patch+json` or `application/json`.
- A `POST` with an `Idempotency-Key` is done once, however often it is sent within 24 hours. The same request gets the
  same response, with `Idempotency-Replayed: true`.
- Contacts, events, decks, previews and the host have an `ETag`, as a header and in the body. A change with it as
  `If-Match` is done only if nobody has changed the same thing meanwhile (412 otherwise).
- A body with a `Content-Encoding` is refused (415).
- A later version may add fields, log kinds and codes. Ignore those that you do not know.";

/// The document at `/openapi.json` and in `openapi/openapi.json`.
pub fn document() -> OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .configure(routes::documented)
        .split_for_parts();
    let mut info = Info::new("seat-dealer", env!("CARGO_PKG_VERSION"));
    info.description = Some(DESCRIPTION.to_owned());
    let mut license = License::new("MIT");
    license.identifier = Some("MIT".to_owned());
    info.license = Some(license);
    document.info = info;
    document.servers = Some(vec![
        server("/", "The server that this document comes from"),
        server("http://localhost:8080", "The server of `./just run`"),
    ]);
    document.tags = Some(
        TAGS.iter()
            .map(|(name, description)| {
                TagBuilder::new()
                    .name(*name)
                    .description(Some(*description))
                    .build()
            })
            .collect(),
    );
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("key", SecurityScheme::Http(bearer));
    // The schemas of error responses are only referred to, so they must be added. What webhooks are sent is no response.
    let mut more = vec![
        (Problem::name().into_owned(), Problem::schema()),
        (WebhookBody::name().into_owned(), WebhookBody::schema()),
    ];
    Problem::schemas(&mut more);
    components.schemas.extend(more);
    log_kinds::describe(components);
    let problems = PROBLEM_KINDS.iter().map(|kind| (kind.code, kind.text));
    list_codes(components, "Problem", problems);
    list_codes(components, "FieldError", FIELD_CODES);
    document.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    for operation in document.paths.paths.values_mut().flat_map(operations_mut) {
        let failure = RefOr::T(problem(
            "Any other failure, such as an address or a header that is too long, or a defect of the server",
        ));
        let responses = &mut operation.responses.responses;
        responses.insert("default".to_owned(), failure);
    }
    headers::add(&mut document);
    schemas::complete(&mut document);
    if let Some(components) = &mut document.components {
        log_kinds::merge_details(components);
    }
    examples::add(&mut document);
    link(&mut document);
    document
}

/// Lists codes with their meanings in the description of the field `code`.
fn list_codes(
    components: &mut Components,
    schema: &str,
    codes: impl IntoIterator<Item = (&'static str, &'static str)>,
) {
    let Some(RefOr::T(Schema::Object(schema))) = components.schemas.get_mut(schema) else {
        return;
    };
    let Some(RefOr::T(Schema::Object(code))) = schema.properties.get_mut("code") else {
        return;
    };
    let description = code.description.get_or_insert_default();
    description.push('\n');
    for (code, text) in codes {
        // Writing into a String cannot fail.
        let _ = write!(description, "\n- `{code}`: {text}");
    }
}

fn server(url: &str, description: &str) -> Server {
    let mut server = Server::new(url);
    server.description = Some(description.to_owned());
    server
}

/// A response with a problem.
fn problem(description: &str) -> Response {
    ResponseBuilder::new()
        .description(description)
        .content(
            "application/problem+json",
            Content::new(Some(Ref::from_schema_name(Problem::name()))),
        )
        .build()
}

/// The operations at an address.
fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.get,
        &mut item.post,
        &mut item.put,
        &mut item.patch,
        &mut item.delete,
    ];
    all.into_iter().flatten()
}

/// Adds links from each response that creates an object to the operations that use its `id`.
fn link(document: &mut OpenApi) {
    let paths = &mut document.paths.paths;
    for collection in ["contacts", "events", "invites", "api-keys", "webhooks"] {
        let collection = format!("/api/v1/{collection}");
        let one = format!("{collection}/{{id}}");
        let followers: Vec<String> = paths
            .iter()
            .filter(|(path, _)| path.starts_with(&one))
            .flat_map(|(_, item)| operations(item))
            .filter_map(|(_, operation)| operation.operation_id.clone())
            .collect();
        let made = paths
            .get_mut(&collection)
            .and_then(|item| item.post.as_mut())
            .and_then(|operation| operation.responses.responses.get_mut("201"));
        let Some(RefOr::T(made)) = made else { continue };
        for operation in followers {
            let link = Link::builder()
                .operation_id(&operation)
                .parameter("id", "$response.body#/id")
                .build();
            made.links.insert(operation, RefOr::T(link));
        }
    }
}
