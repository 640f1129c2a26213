use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

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

/// Posts to an address. Only names of public addresses are allowed, but all addresses themselves.
async fn post(url: &str) -> Result<WebhookResponse, String> {
    let client = WebhookClient {
        allow_private: true,
        ..WebhookClient::new(false).unwrap()
    };
    let request = WebhookRequest {
        url,
        id: "msg_1",
        timestamp: 0,
        secrets: &["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()],
        body: "{}".to_owned(),
    };
    client.post(request).await
}

/// A server that answers each connection in a thread, after it has received something.
fn server(answer: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            if stream.read(&mut [0; 4096]).is_ok_and(|length| length > 0) {
                answer(stream);
            }
        }
    });
    address
}

#[tokio::test]
async fn a_response_without_an_end_breaks_the_connection() {
    for endless in [
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
    ] {
        let address = server(move |mut stream| {
            let more = endless.repeat(100);
            while stream.write_all(more.as_bytes()).is_ok() {}
        });
        assert_eq!(
            post(&format!("http://{address}/hook")).await.unwrap_err(),
            "The connection broke before there was a response: more than 64 KB were sent.",
            "{endless}"
        );
    }
}

#[tokio::test]
async fn an_interim_response_is_not_the_response() {
    let address = server(|mut stream| {
        let early = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        let last = "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";
        stream
            .write_all(format!("{early}{last}").as_bytes())
            .unwrap();
    });
    let response = post(&format!("http://{address}/hook")).await.unwrap();
    let retry_after = Some(Duration::from_secs(7));
    assert_eq!((response.status, response.retry_after), (503, retry_after));
}

#[tokio::test]
async fn what_prevents_a_secure_connection_is_not_told() {
    let listening = TcpListener::bind("localhost:0").unwrap();
    listening.set_nonblocking(true).unwrap();
    let private = listening.local_addr().unwrap().port();
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let without_tls = server(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    // A name whose label has more than 63 characters does not exist, and no other server is asked for it.
    let unknown = "x".repeat(64);
    let mut errors = Vec::new();
    for url in [
        format!("https://{unknown}.example/hook"),
        format!("http://localhost:{private}/hook"),
        format!("https://{closed}/hook"),
        format!("https://{without_tls}/hook"),
    ] {
        errors.push(post(&url).await.unwrap_err());
    }
    assert!(errors[0].starts_with("No secure connection"), "{errors:?}");
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    // Only the name was asked for.
    let connected = listening.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(connected, Err(ErrorKind::WouldBlock));
}
