//! The OpenAPI document, made from the registrations that serve the requests.

use actix_web::App;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Contact, Info, License, OpenApi};
use utoipa_actix_web::AppExt;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::routes;

/// The document that `/openapi.json` serves and `openapi/openapi.json` holds.
pub fn document() -> OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .configure(documented)
        .split_for_parts();
    let mut info = Info::new("seat-dealer", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "Deals the invitations of seat-limited events. Every endpoint but sign-in and RSVP needs \
         `Authorization: Bearer KEY`, with a session key or an API key. Errors are \
         `application/problem+json` (RFC 9457). Times are RFC 3339 in UTC; ids are opaque."
            .to_owned(),
    );
    info.license = Some(License::new("MIT"));
    info.contact = None::<Contact>;
    document.info = info;
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    document
        .components
        .get_or_insert_default()
        .add_security_scheme("key", SecurityScheme::Http(bearer));
    document.security = Some(vec![SecurityRequirement::new("key", Vec::<String>::new())]);
    document
}

/// Everything that is documented.
pub(crate) fn documented(config: &mut ServiceConfig) {
    config
        .service(routes::health::alive)
        .service(routes::health::ready);
    routes::api(config);
}
