//! Middleware: the headers that every answer has, CORS, and `HEAD` for every `GET`.

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};

use super::request_id::REQUEST_ID;
use crate::config::Config;
use crate::http::repeats::{IDEMPOTENCY_KEY, REPLAYED};

/// Devices and data that no page asks for. The list is short because guests' pages carry it, too.
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

/// Lets the web app's origin use the API from a browser when it is hosted elsewhere.
pub(crate) fn cross_origin(config: &Config) -> Cors {
    let cors = Cors::default();
    match config.foreign_origin() {
        Some(origin) => cors
            .allowed_origin(&origin)
            .allowed_methods(["GET", "POST", "PATCH", "PUT", "DELETE"])
            .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE, IDEMPOTENCY_KEY])
            .allowed_header("Last-Event-ID")
            .expose_headers([REQUEST_ID, header::LOCATION, header::RETRY_AFTER, REPLAYED])
            .max_age(3600),
        None => cors,
    }
}

/// A policy for every answer that does not have its own.
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

/// Serves `HEAD` wherever there is a `GET`; the body is left out when the answer is written. An
/// event stream has no end, so a `HEAD` of it would not have one either.
pub(crate) async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD && !request.path().ends_with("/stream") {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}
