//! Responses that all guests' pages share.

use std::future::{Ready, ready};

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};

use super::texts::Texts;
use super::view::{self, Failure};
use crate::http::errors::ApiError;
use crate::http::middleware::body_limit::RETRY_AFTER_FULL;

/// The response to a method that a path does not accept.
pub(super) fn refuse(methods: &str) -> Ready<Result<HttpResponse, ApiError>> {
    ready(Err(ApiError::MethodNotAllowed(methods.to_owned())))
}

/// The token in the path.
pub(super) fn token(request: &HttpRequest) -> &str {
    request.match_info().query("token")
}

/// The page for an error.
pub(super) fn failed(texts: &Texts, error: &ApiError) -> HttpResponse {
    let failure = match error {
        ApiError::NotFound => return unknown(texts),
        ApiError::TooMany(_) => Failure::Busy,
        ApiError::Unavailable => Failure::Unavailable,
        _ => Failure::Broken,
    };
    let page = view::error_page(texts, failure);
    let mut response = plain(texts, page, error.status_code());
    if let Some(seconds) = error.retry_after() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The page for a form that cannot be parsed. `status` is the reason.
pub(super) fn invalid_form(texts: &Texts, status: StatusCode) -> HttpResponse {
    match status {
        StatusCode::TOO_MANY_REQUESTS => failed(texts, &ApiError::TooMany(RETRY_AFTER_FULL)),
        status => plain(texts, view::error_page(texts, Failure::BadForm), status),
    }
}

/// The page for all invalid links.
pub(super) fn unknown(texts: &Texts) -> HttpResponse {
    plain(texts, view::unknown_page(texts), StatusCode::NOT_FOUND)
}

/// A page with the headers of guests' pages.
pub(super) fn plain(
    texts: &Texts,
    html: Result<String, askama::Error>,
    status: StatusCode,
) -> HttpResponse {
    match html {
        Ok(html) => HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((header::CONTENT_LANGUAGE, texts.language))
            .append_header((header::VARY, header::ACCEPT_LANGUAGE.as_str()))
            .insert_header((
                header::CONTENT_SECURITY_POLICY,
                view::content_security_policy(),
            ))
            .body(html),
        Err(error) => {
            tracing::error!(%error, "a guest's page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}
