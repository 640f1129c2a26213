use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

/// The client that limits apply to: an IPv4 address, or a /64 network of IPv6, which is what one household or one
/// server gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Client {
    V4(Ipv4Addr),
    V6([u16; 4]),
    /// All clients whose address the system does not know, as one.
    Unknown,
}

impl Client {
    pub(crate) fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Self::V6([a, b, c, d])
            }
        }
    }
}

/// The address that a request comes from. Only the entries of `X-Forwarded-For` that trusted proxies have written are
/// used. Each proxy appends the address of its own peer, so the list is read from its end, up to the first address
/// that is not a trusted proxy's.
pub(crate) fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| {
        trusted
            .iter()
            .any(|network| network.contains(&address.to_canonical()))
    };
    let mut origin = peer;
    let lines = headers.get_all("x-forwarded-for");
    let lines: Vec<Cow<str>> = lines
        .map(|line| String::from_utf8_lossy(line.as_bytes()))
        .collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
    for hop in hops {
        if !is_trusted(origin) {
            break;
        }
        // A trusted proxy writes valid addresses. If it did not, its own address is used.
        let Some(address) = address_of(hop.trim()) else {
            break;
        };
        origin = address;
    }
    origin
}

/// Parses an address, with or without a port.
fn address_of(hop: &str) -> Option<IpAddr> {
    let bracketed = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    hop.parse()
        .or_else(|_| hop.parse().map(|socket: std::net::SocketAddr| socket.ip()))
        .ok()
        .or_else(|| bracketed?.parse().ok())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    /// The client of a request from `peer` with these lines of `X-Forwarded-For`.
    fn client(peer: &str, lines: &[&str], trusted: &[&str]) -> Client {
        let mut headers = HeaderMap::new();
        for line in lines {
            let name = HeaderName::from_static("x-forwarded-for");
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|one| one.parse().unwrap()).collect();
        Client::of(origin(peer.parse().unwrap(), &headers, &trusted))
    }

    fn v4(address: &str) -> Client {
        Client::V4(address.parse().unwrap())
    }

    const PROXIES: &[&str] = &["10.0.0.0/8", "127.0.0.1/32", "fd00::/8"];

    #[test]
    fn the_header_is_used_only_if_the_peer_is_trusted() {
        assert_eq!(
            client("203.0.113.9", &["198.51.100.1"], &[]),
            v4("203.0.113.9")
        );
        assert_eq!(
            client("203.0.113.9", &["198.51.100.1"], PROXIES),
            v4("203.0.113.9")
        );
        assert_eq!(client("127.0.0.1", &["198.51.100.1"], &[]), v4("127.0.0.1"));
    }

    #[test]
    fn a_trusted_proxy_names_its_client() {
        let asked = |lines: &[&str]| client("10.0.0.7", lines, PROXIES);
        assert_eq!(asked(&["198.51.100.1"]), v4("198.51.100.1"));
        assert_eq!(asked(&["198.51.100.1:4711"]), v4("198.51.100.1"));
        // The client itself has sent the first entries.
        assert_eq!(
            asked(&["192.0.2.1, 127.0.0.1, 198.51.100.1"]),
            v4("198.51.100.1")
        );
        assert_eq!(asked(&["192.0.2.1", "198.51.100.1"]), v4("198.51.100.1"));
        assert_eq!(asked(&["198.51.100.1, 10.1.1.1"]), v4("198.51.100.1"));
        assert_eq!(
            asked(&["192.0.2.1,198.51.100.1,10.1.1.1", "10.2.2.2"]),
            v4("198.51.100.1")
        );
        // If all addresses are those of proxies, the first one is the client.
        assert_eq!(asked(&["10.9.9.9, 10.1.1.1"]), v4("10.9.9.9"));
    }

    #[test]
    fn a_proxy_that_sends_no_valid_address_is_the_client() {
        for line in [
            "",
            "unknown",
            "_hidden",
            "198.51.100.1;",
            "1.2.3",
            "999.1.1.1",
            "é",
        ] {
            assert_eq!(
                client("10.0.0.7", &[line], PROXIES),
                v4("10.0.0.7"),
                "{line}"
            );
            let nearer = format!("{line}, 10.3.3.3");
            assert_eq!(
                client("10.0.0.7", &[&nearer], PROXIES),
                v4("10.3.3.3"),
                "{line}"
            );
        }
        assert_eq!(client("10.0.0.7", &[], PROXIES), v4("10.0.0.7"));
    }

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let one = client("2001:db8:1:2:3:4:5:6", &[], &[]);
        assert_eq!(one, Client::V6([0x2001, 0xdb8, 1, 2]));
        assert_eq!(client("2001:db8:1:2:ffff::1", &[], &[]), one);
        assert_ne!(client("2001:db8:1:3::1", &[], &[]), one);
        for line in [
            "2001:db8:1:2::9",
            "[2001:db8:1:2::9]",
            "[2001:db8:1:2::9]:443",
        ] {
            assert_eq!(client("fd00::1", &[line], PROXIES), one, "{line}");
        }
    }

    #[test]
    fn an_ipv4_mapped_address_is_ipv4() {
        assert_eq!(client("::ffff:203.0.113.9", &[], &[]), v4("203.0.113.9"));
        assert_eq!(
            client("::ffff:10.0.0.7", &["::ffff:198.51.100.1"], PROXIES),
            v4("198.51.100.1")
        );
    }
}
