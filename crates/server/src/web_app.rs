//! The embedded files, plain and compressed: the web app, the API's documentation, and the OpenAPI
//! document. Connections share their bytes.

use actix_web::body::SizedStream;
use actix_web::http::Method;
use actix_web::http::header::{
    self, AcceptEncoding, ContentEncoding, ETag, Encoding, EntityTag, Header, IfNoneMatch,
    TryIntoHeaderValue,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use crate::config::Config;
use crate::http::errors::ApiError;
use crate::http::operations::Operations;
use crate::http::state::State;

/// The Content Security Policy of the API's documentation: its own files, and the images in its
/// style.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    object-src 'none'";

/// The number of bytes of a file that are copied at once for a connection.
const PIECE: usize = 16 * 1024;

struct Asset {
    path: &'static str,
    /// The hash of the file.
    version: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/web_app.rs"));

/// Registers `/docs`, whose files are under `/docs/`.
pub(crate) fn pages(services: &mut ServiceConfig) {
    services.route(
        "/docs",
        web::get().to(|| async {
            HttpResponse::PermanentRedirect()
                .insert_header((header::LOCATION, "/docs/"))
                .finish()
        }),
    );
}

/// The response to requests that match no route: a file, or else the web app's page, which shows
/// the page of the path, or else a problem.
pub(crate) async fn fallback(
    request: HttpRequest,
    state: web::Data<State>,
    operations: web::Data<Operations>,
) -> Result<HttpResponse, ApiError> {
    let path = request.path();
    if let Some(methods) = operations.allowed_methods(path) {
        return Err(ApiError::MethodNotAllowed(methods.to_owned()));
    }
    let name = match path {
        "/docs/" => "docs/index.html",
        path => path.trim_start_matches('/'),
    };
    let found = ASSETS.iter().find(|asset| asset.path == name);
    let ours = ["/api/", "/webhooks/", "/dev/", "/docs/"];
    if found.is_none() && ours.iter().any(|prefix| path.starts_with(prefix)) {
        return Err(ApiError::NotFound);
    }
    if request.method() != Method::GET {
        return Err(ApiError::MethodNotAllowed("GET, HEAD".to_owned()));
    }
    if let Some(asset) = found {
        return Ok(file(&request, asset));
    }
    if name
        .rsplit('/')
        .next()
        .is_some_and(|last| last.contains('.'))
    {
        return Err(ApiError::NotFound);
    }
    Ok(page(&request, &state.config))
}

fn page(request: &HttpRequest, config: &Config) -> HttpResponse {
    let mut response = send(request, &PAGE);
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{SCRIPT_HASHES}; \
         img-src 'self' data:; connect-src 'self'{}; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; object-src 'none'",
        if config.foreign_origin().is_some() {
            format!(" {}", config.api_base)
        } else {
            String::new()
        }
    );
    if let Ok(policy) = header::HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A file with a hash in its name never changes. For other files, the client asks each time.
fn file(request: &HttpRequest, asset: &Asset) -> HttpResponse {
    let caching = if has_hash(asset.path) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=0, must-revalidate"
    };
    let version = EntityTag::new_weak(asset.version.to_owned());
    let mut response = if is_known(request, &version) {
        HttpResponse::NotModified().finish()
    } else {
        send(request, asset)
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static(caching),
    );
    if let Ok(version) = ETag(version).try_into_value() {
        headers.insert(header::ETAG, version);
    }
    if asset.path.starts_with("docs/") {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            header::HeaderValue::from_static(DOCS_POLICY),
        );
    }
    response
}

/// Whether the client has this version already.
fn is_known(request: &HttpRequest, version: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(version)),
        Err(_) => false,
    }
}

/// Whether a name contains trunk's hash: sixteen hexadecimal digits, without leading zeros.
fn has_hash(path: &str) -> bool {
    path.split(['-', '.', '_', '/']).any(|part| {
        (12..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn send(request: &HttpRequest, asset: &Asset) -> HttpResponse {
    let accepted = AcceptEncoding::parse(request).ok();
    let available = [Encoding::brotli(), Encoding::gzip(), Encoding::identity()];
    let chosen = accepted.and_then(|accepted| accepted.negotiate(available.iter()));
    let (encoding, bytes) = match chosen {
        Some(chosen) if chosen == Encoding::brotli() => (ContentEncoding::Brotli, asset.brotli),
        Some(chosen) if chosen == Encoding::gzip() => (ContentEncoding::Gzip, asset.gzip),
        // Declared, so that no middleware compresses it.
        _ => (ContentEncoding::Identity, asset.plain),
    };
    let pieces = bytes
        .chunks(PIECE)
        .map(|piece| Ok::<_, std::io::Error>(web::Bytes::from_static(piece)));
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type(asset.path)))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header(encoding)
        .body(SizedStream::new(bytes.len() as u64, stream::iter(pieces)))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest" | "json") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("seat-dealer-web-0123456789abcdef_bg.wasm"));
        assert!(has_hash("app-fedcba9876543210.css"));
        assert!(has_hash("seat-dealer-web-6ac7ca6086abc18.js"));
        assert!(!has_hash("icon.svg"));
        assert!(!has_hash("snippets/inline0.js"));
    }
}
