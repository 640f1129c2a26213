//! Responses that several endpoints give.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde::Serialize;

/// A thing that was created, with the address where it is from now on.
pub(crate) fn created(collection: &str, id: &str, thing: impl Serialize) -> HttpResponse {
    HttpResponse::Created()
        .insert_header((header::LOCATION, format!("/api/v1/{collection}/{id}")))
        .json(thing)
}
