use url::{Host, Url};

/// Whether an address can only refer to this machine.
pub(crate) fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for address in [
            "http://localhost:8080",
            "http://seats.localhost",
            "http://127.0.0.1",
            "http://127.8.0.1:1",
            "http://[::1]:8080/x",
        ] {
            assert!(is_loopback(&Url::parse(address).unwrap()), "{address}");
        }
        for address in [
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "http://0.0.0.0",
            "http://notlocalhost",
            "mailto:someone@localhost",
        ] {
            assert!(!is_loopback(&Url::parse(address).unwrap()), "{address}");
        }
    }
}
