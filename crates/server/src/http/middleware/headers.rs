//! Middleware: the headers of every response, CORS, and `HEAD` for every `GET`.

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};

use super::request_id::REQUEST_ID;
use crate::config::Config;
use crate::http::repeats::{IDEMPOTENCY_KEY, REPLAYED};

/// Devices and data that no page uses. The list is short because it is part of every response.
const PERMISSIONS_POLICY: &str = "camera=(), \
    display-capture=(), geolocation=(), hid=(), idle-detection=(), local-fonts=(), \
    microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=()";

pub(crate) fn default_headers(config: &Config) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add(("X-Robots-Tag", "noindex, nofollow"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", PERMISSIONS_POLICY));
    if config.is_https() {
        headers.add((header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"))
    } else {
        headers
    }
}

/// Allows the web app's origin to use the API, if another server hosts the web app.
pub(crate) fn cross_origin(config: &Config) -> Cors {
    let cors = Cors::default();
    match config.foreign_origin() {
        Some(origin) => cors
            .allowed_origin(&origin)
            .allowed_methods(["GET", "POST", "PATCH", "PUT", "DELETE"])
            .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, IDEMPOTENCY_KEY])
            .allowed_headers([header::IF_MATCH, header::IF_NONE_MATCH])
            .allowed_header("Last-Event-ID")
            .expose_headers([REQUEST_ID, header::ETAG, header::LOCATION])
            .expose_headers([header::RETRY_AFTER, REPLAYED])
            .max_age(3600),
        None => cors,
    }
}

/// Sets the policy of every response that does not have its own.
pub(crate) async fn content_security_policy(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
        );
    }
    Ok(response)
}

/// Handles `HEAD` as `GET`; the HTTP library leaves out the body. The exception are event streams, because they
/// do not end.
pub(crate) async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD && !request.path().ends_with("/stream") {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}
