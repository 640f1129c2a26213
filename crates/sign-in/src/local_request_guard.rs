use std::net::{Ipv4Addr, Ipv6Addr};

use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Version;
use actix_web::http::header::{HOST, HeaderName};
use actix_web::http::uri::Authority;

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

/// Whether a host, with or without a port, is a loopback name. It is compared as it was sent: a parser of
/// URLs finds `localhost` in `evil.example@localhost` and `localhost/.evil.example`.
fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let in_brackets = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    if let Some(address) = in_brackets {
        return address.parse().is_ok_and(|ip: Ipv6Addr| ip.is_loopback());
    }
    name.parse().is_ok_and(|ip: Ipv4Addr| ip.is_loopback()) || is_localhost(name)
}

fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut characters = name.bytes();
    (name == "localhost" || name.ends_with(".localhost"))
        && characters.all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
}

/// Whether browsers or scripts send this header.
fn is_sent_by_clients(name: &HeaderName) -> bool {
    const NAMES: [&str; 27] = [
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
        "sec-gpc",
        "sec-purpose",
        "te",
        "transfer-encoding",
        "upgrade-insecure-requests",
        "user-agent",
        "x-requested-with",
    ];
    const PREFIXES: [&str; 3] = ["sec-ch-", "sec-fetch-", "sec-websocket-"];
    let name = name.as_str();
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
