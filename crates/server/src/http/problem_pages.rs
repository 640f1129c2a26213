//! The pages to which the `type` of problems leads.

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::{self, ServiceConfig};

use super::errors::ApiError;
use super::problem_kinds::{ProblemKind, kind_of};

/// Registers the pages of the kinds.
pub(crate) fn pages(services: &mut ServiceConfig) {
    services.route("/problems/{code}", web::get().to(page));
}

async fn page(code: web::Path<String>) -> Result<HttpResponse, ApiError> {
    let kind = kind_of(&code).ok_or(ApiError::NotFound)?;
    let ProblemKind {
        code,
        status,
        title,
        text,
    } = kind;
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{code}</title>\n\
         <h1>{title}</h1>\n<p>{text}</p>\n\
         <p>Code <code>{code}</code>, HTTP status {status}. <a href=\"/docs\">The API's documentation</a></p>\n"
    );
    Ok(HttpResponse::Ok()
        .content_type(ContentType::html())
        .body(page))
}
