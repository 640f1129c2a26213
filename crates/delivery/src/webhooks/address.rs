//! The addresses of the public internet, from the registries of special-purpose addresses:
//! <https://www.iana.org/assignments/iana-ipv4-special-registry> and
//! <https://www.iana.org/assignments/iana-ipv6-special-registry>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are not public, each with the number of bits that its addresses have in common.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 15] = [
    // This network.
    (Ipv4Addr::UNSPECIFIED, 8),
    // Private networks.
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    // Networks behind a carrier's NAT.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // This machine.
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // This link, and the metadata of clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // Protocols of the IETF.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    // Documentation.
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Relays to IPv6.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    // Benchmarks.
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    // Multicast.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    // Reserved, and broadcast.
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks of IPv6 that are not public although they are within `2000::/3`.
const NOT_PUBLIC_V6: [(Ipv6Addr, u32); 4] = [
    // Protocols of the IETF: Teredo, benchmarks, ORCHID.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4, which contains an address of IPv4.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
];

/// Whether an address is on the public internet. One of IPv6 that stands for one of IPv4 is as public as that one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded(address) {
            Some(address) => is_public_v4(address),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let differs = |(network, bits): (Ipv4Addr, u32)| {
        (address.to_bits() ^ network.to_bits()) >> (32 - bits) != 0
    };
    NOT_PUBLIC_V4.into_iter().all(differs)
}

/// Only `2000::/3` is assigned to the public internet.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let differs = |(network, bits): (Ipv6Addr, u32)| {
        (address.to_bits() ^ network.to_bits()) >> (128 - bits) != 0
    };
    address.segments()[0] >> 13 == 1 && NOT_PUBLIC_V6.into_iter().all(differs)
}

/// The address of IPv4 in `::ffff:a.b.c.d`, and in `64:ff9b::a.b.c.d` of NAT64, by which a network without IPv4 reaches
/// all of IPv4.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [.., a, b, c, d] = address.octets();
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => {
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    }
}
