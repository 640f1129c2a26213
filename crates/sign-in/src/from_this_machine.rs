use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Version;
use actix_web::http::header::{HOST, HeaderName};
use actix_web::http::uri::Authority;
use url::Url;

use crate::loopback::is_loopback;

/// Matches requests that were sent on this machine and to a name of this machine. Development
/// endpoints answer no others:
///
/// - The `Host`, and the address where it names a host, must be a loopback name, so that no site can
///   give its own name the address of this machine (DNS rebinding).
/// - Only headers may be there that browsers and scripts send: proxies, load balancers and tunnels add
///   others, and there are always new ones. The version must be HTTP/1.1 or newer: browsers send
///   that, and nginx passes requests on as HTTP/1.0 unless it is told otherwise. A proxy on this
///   machine can set `Host: localhost` for requests from the internet.
#[derive(Debug, Clone, Copy)]
pub struct FromThisMachine;

impl Guard for FromThisMachine {
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

fn is_this_machine(host: &str) -> bool {
    Url::parse(&format!("http://{host}")).is_ok_and(|address| is_loopback(&address))
}

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
    // Scripts cannot set `Sec-`, and proxies do not.
    name.as_str().starts_with("sec-") || NAMES.contains(&name.as_str())
}
