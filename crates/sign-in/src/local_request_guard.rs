use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Version;
use actix_web::http::header::{HOST, HeaderName};
use actix_web::http::uri::Authority;
use url::Url;

use crate::loopback::is_loopback;

/// A guard that accepts only requests sent on this machine to a name of this machine. The
/// development endpoints use it:
///
/// - The `Host`, and the host in the address of the request if there is one, must be a loopback name.
///   Otherwise a web site could resolve its own name to the address of this machine (DNS rebinding).
/// - The request may have only headers that browsers and scripts send, because proxies, load balancers
///   and tunnels add others, and new ones appear. The version must be HTTP/1.1 or newer: browsers
///   send that, and nginx forwards HTTP/1.0 by default. A proxy on this machine could set
///   `Host: localhost` for requests from the internet.
#[derive(Debug, Clone, Copy)]
pub struct LocalRequestGuard;

impl Guard for LocalRequestGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let head = context.head();
        let hosts = head.headers().get_all(HOST);
        let mut names = hosts
            .map(|host| host.to_str().unwrap_or_default())
            .chain(head.uri.authority().map(Authority::as_str))
            .peekable();
        names.peek().is_some()
            && names.all(is_this_machine)
            && head.version >= Version::HTTP_11
            && head.headers().keys().all(is_sent_by_clients)
    }
}

/// Whether a host, with or without a port, is a loopback name.
fn is_this_machine(host: &str) -> bool {
    Url::parse(&format!("http://{host}")).is_ok_and(|address| is_loopback(&address))
}

/// Whether browsers or scripts send this header.
fn is_sent_by_clients(name: &HeaderName) -> bool {
    const NAMES: [&str; 25] = [
        "accept",
        "accept-encoding",
        "accept-language",
        "authorization",
        "cache-control",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "dnt",
        "expect",
        "host",
        "if-modified-since",
        "if-none-match",
        "origin",
        "pragma",
        "priority",
        "range",
        "referer",
        "save-data",
        "te",
        "transfer-encoding",
        "upgrade-insecure-requests",
        "user-agent",
        "x-requested-with",
    ];
    // Scripts cannot set headers that begin with `Sec-`, and proxies do not.
    name.as_str().starts_with("sec-") || NAMES.contains(&name.as_str())
}
