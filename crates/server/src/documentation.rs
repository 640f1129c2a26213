//! The OpenAPI document, generated from the registered routes.

use actix_web::App;
use seat_dealer_api_types::Problem;
use utoipa::openapi::link::Link;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Info, License, OpenApi, RefOr};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::AppExt;

use crate::http::allowed_methods::operations;
use crate::routes;

const TAGS: [(&str, &str); 10] = [
    ("sign-in", "How a host gets a session key"),
    ("me", "The signed-in host"),
    ("contacts", "The people a host may invite"),
    ("events", "What they are invited to"),
    ("deck", "Whom an event can still invite, and in which order"),
    ("invites", "Who is invited, and what became of it"),
    ("log", "The story of an event, each step with its reason"),
    ("rsvp", "What guests do from their links, without a key"),
    ("api keys", "Keys for programs"),
    (
        "webhooks",
        "What Twilio calls about texts, signed with the account's token",
    ),
];

/// The document at `/openapi.json` and in `openapi/openapi.json`.
pub fn document() -> OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .configure(routes::documented)
        .split_for_parts();
    let mut info = Info::new("seat-dealer", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Deals the invitations of seat-limited events. Every endpoint but sign-in and RSVP needs \
         `Authorization: Bearer KEY`, with a session key or an API key. Errors are \
         `application/problem+json` (RFC 9457). Times are RFC 3339 in UTC; ids are opaque. Lists \
         come in pages: pass `nextCursor` back as `?cursor=` until it is `null`."
            .to_owned(),
    );
    info.license = Some(License::new("MIT"));
    document.info = info;
    document.tags = Some(
        TAGS.iter()
            .chain(&[("health", "For what watches the server")])
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
    // The schemas of error responses are only referred to, so they must be added.
    let mut failures = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut failures);
    components.schemas.extend(failures);
    document.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    link(&mut document);
    document
}

/// Adds links from each response that creates an object to the operations that use its `id`.
fn link(document: &mut OpenApi) {
    let paths = &mut document.paths.paths;
    for collection in ["contacts", "events", "invites", "api-keys"] {
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
