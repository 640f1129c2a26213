use super::*;

/// Whether an address can be a webhook without `WEBHOOK_ALLOW_PRIVATE`.
fn is_allowed(url: &str) -> bool {
    check_url(url, false).is_ok()
}

#[test]
fn the_signature_is_that_of_the_standard() {
    // The vector of the reference libraries of Standard Webhooks.
    assert_eq!(
        sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        )
        .as_deref(),
        Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    );
    assert_eq!(sign("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg", 0, ""), None);
    assert_eq!(sign("whsec_?", "msg", 0, ""), None);
}

#[test]
fn public_addresses_are_allowed() {
    for host in [
        "example.org",
        "hooks.example.org:8443",
        "8.8.8.8",
        "1.1.1.1",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.3.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "[2606:4700:4700::1111]",
        "[2001:4860:4860::8888]",
        "[2a00:1450:4001::1]",
        "[::ffff:8.8.8.8]",
        "[64:ff9b::8.8.8.8]",
    ] {
        assert!(is_allowed(&format!("https://{host}/hook")), "{host}");
    }
}

#[test]
fn other_addresses_are_refused_however_they_are_written() {
    for host in [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "0xa.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "0xa9fea9fe",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::8.8.8.8]",
        "[2002:7f00:1::]",
        "[2002:a00:1::]",
        "[2001::1]",
        "[2001:db8::1]",
        "[3fff::1]",
        "[3fff:fff::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[100::1]",
        "[5f00::1]",
        "[4000::1]",
    ] {
        let url = format!("https://{host}/hook");
        assert!(!is_allowed(&url), "{host}");
        assert!(check_url(&url, true).is_ok(), "{host}");
    }
}

#[test]
fn an_address_is_https_and_has_nothing_that_is_not_sent() {
    for (url, sentence) in [
        ("", "web address"),
        ("example.org/hook", "web address"),
        ("https://", "web address"),
        ("https://[::1/", "web address"),
        ("https://exa mple.org", "web address"),
        ("http://example.org", "https://"),
        ("ftp://example.org", "https://"),
        ("file:///etc/passwd", "https://"),
        ("https://ada@example.org", "user name"),
        ("https://ada:secret@example.org", "user name"),
        ("https://example.org/#here", "fragment"),
        ("https://127.0.0.1/", "public internet"),
    ] {
        let error = check_url(url, false).unwrap_err();
        assert!(
            error.contains(sentence) && error.ends_with('.'),
            "{url}: {error}"
        );
    }
    let long = format!("https://example.org/{}", "x".repeat(LONGEST_URL - 20));
    assert!(is_allowed(&long));
    assert!(!is_allowed(&format!("{long}x")));
    let encoded = format!("https://example.org/{}", "é".repeat(LONGEST_URL / 2));
    assert!(!is_allowed(&encoded), "%C3%A9 is stored");
    assert!(check_url("http://localhost:8080/hook", true).is_ok());
    assert!(check_url("ftp://localhost", true).is_err());
}

#[tokio::test]
async fn a_name_is_checked_when_it_is_resolved() {
    let client = WebhookClient::new(false).unwrap();
    // The name is not refused by itself, only what it leads to.
    let client = WebhookClient {
        allow_private: true,
        ..client
    };
    let answer = client
        .post(WebhookRequest {
            url: "http://localhost:9/hook",
            id: "msg_1",
            timestamp: 0,
            secrets: &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()],
            body: String::new(),
        })
        .await;
    assert_eq!(
        answer.unwrap_err(),
        "No connection could be made: localhost leads to an address that is not on the public internet."
    );
}
