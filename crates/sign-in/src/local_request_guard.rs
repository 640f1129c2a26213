use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Version;
use actix_web::http::header::{HOST, HeaderName};
use url::Url;

use crate::loopback::is_loopback;

/// A guard that accepts only requests sent on this machine to a name of this machine. The
/// development endpoints use it:
///
/// - The `Host` must be a loopback name. Otherwise a web site could resolve its own name to the
///   address of this machine (DNS rebinding).
/// - The request must not have a header that proxies add, and the version must be HTTP/1.1 or newer.
///   Browsers send HTTP/1.1, and nginx forwards HTTP/1.0 by default. A proxy on this machine could
///   set `Host: localhost` for requests from the internet.
#[derive(Debug, Clone, Copy)]
pub struct LocalRequestGuard;

impl Guard for LocalRequestGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let head = context.head();
        let host = match head.uri.authority() {
            Some(authority) => Some(authority.as_str()),
            None => head.headers().get(HOST).and_then(|host| host.to_str().ok()),
        };
        let is_named = host
            .and_then(|host| Url::parse(&format!("http://{host}")).ok())
            .is_some_and(|address| is_loopback(&address));
        is_named
            && head.version >= Version::HTTP_11
            && !head.headers().keys().any(is_added_by_proxy)
    }
}

/// Whether proxies, content delivery networks, tunnels or load balancers add this header. Browsers
/// and scripts do not send it.
fn is_added_by_proxy(name: &HeaderName) -> bool {
    const NAMES: [&str; 5] = [
        "via",
        "cdn-loop",
        "x-request-id",
        "x-cloud-trace-context",
        "x-varnish",
    ];
    const BEGINNINGS: [&str; 10] = [
        "cf-",
        "fastly-",
        "fly-",
        "tailscale-",
        "x-amz",
        "x-appengine-",
        "x-arr-",
        "x-azure-",
        "x-envoy-",
        "x-original-",
    ];
    let name = name.as_str();
    // Forwarded, X-Forwarded-For; X-Real-IP, True-Client-IP.
    name.contains("forwarded")
        || name.ends_with("-ip")
        || NAMES.contains(&name)
        || BEGINNINGS
            .iter()
            .any(|beginning| name.starts_with(beginning))
}
