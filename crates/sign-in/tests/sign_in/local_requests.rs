//! The development provider accepts only requests of this machine.

use std::io::{Read, Write};
use std::net::TcpStream;

use reqwest::header::HOST;
use reqwest::{StatusCode, Version};
use seat_dealer_sign_in::DevProvider;

use crate::browser::client;
use crate::serving::{FRONTEND, development};

/// Headers that proxies, load balancers and content delivery networks add.
const PROXY_HEADERS: [&str; 29] = [
    "CDN-Loop",
    "CF-Connecting-IP",
    "CF-Ray",
    "Fastly-Client-IP",
    "Fly-Client-IP",
    "Forwarded",
    "Ngrok-Trace-Id",
    "Sec-Forwarded",
    "Tailscale-User-Login",
    "Traceparent",
    "True-Client-IP",
    "Via",
    "X-Amzn-Trace-Id",
    "X-Appengine-Country",
    "X-ARR-SSL",
    "X-Azure-ClientIP",
    "X-Client-IP",
    "X-Cloud-Trace-Context",
    "X-Cluster-Client-IP",
    "X-Envoy-External-Address",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Original-Host",
    "X-Real-IP",
    "X-Request-Id",
    "X-Scheme",
    "X-Vercel-Id",
    "Never-Heard-Of",
];

#[actix_web::test]
async fn only_loopback_host_names_are_accepted() {
    let (_, _, base) = development();
    let address = format!("{base}/dev/oidc/.well-known/openid-configuration");
    for (host, status) in [
        ("localhost:8080", StatusCode::OK),
        ("127.0.0.1", StatusCode::OK),
        ("[::1]:8080", StatusCode::OK),
        ("LOCALHOST", StatusCode::OK),
        ("seats.localhost:8080", StatusCode::OK),
        ("evil.example", StatusCode::NOT_FOUND),
        ("localhost.evil.example", StatusCode::NOT_FOUND),
        ("127.0.0.1.evil.example:8080", StatusCode::NOT_FOUND),
        ("evil.example@localhost", StatusCode::NOT_FOUND),
        ("evil.example@x.localhost", StatusCode::NOT_FOUND),
        ("evil.example/.localhost", StatusCode::NOT_FOUND),
        ("localhost/.evil.example", StatusCode::NOT_FOUND),
        ("localhost#.evil.example", StatusCode::NOT_FOUND),
        ("localhost:8080:80", StatusCode::NOT_FOUND),
        ("[::2]", StatusCode::NOT_FOUND),
        ("notlocalhost", StatusCode::NOT_FOUND),
    ] {
        let answer = client()
            .get(&address)
            .header(HOST, host)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{host}");
    }
    // An address that names a host, as for a proxy, hides nothing in `Host`.
    let server = base.strip_prefix("http://").unwrap();
    for (named, host, status) in [
        (server, server, "200"),
        (server, "evil.example", "404"),
        ("evil.example", server, "404"),
    ] {
        let mut stream = TcpStream::connect(server).unwrap();
        let request = format!(
            "GET http://{named}/dev/oidc/.well-known/openid-configuration HTTP/1.1\r\nHost: {host}\r\n\
             Connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(status), "{named} {host}");
    }
}

#[actix_web::test]
async fn requests_through_a_proxy_are_refused() {
    let (_, _, base) = development();
    let address = format!("{base}/dev/oidc/.well-known/openid-configuration");
    for name in PROXY_HEADERS {
        let request = client().get(&address).header(name, "203.0.113.9");
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{name}");
    }
    // The default of nginx without `proxy_http_version`.
    let request = client().get(&address).version(Version::HTTP_10);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    // Headers that browsers send are accepted.
    let mut request = client().get(&address);
    for name in [
        "DNT",
        "Origin",
        "Referer",
        "Sec-CH-UA-Platform",
        "Sec-Fetch-Site",
        "Sec-GPC",
        "Upgrade-Insecure-Requests",
        "X-Requested-With",
    ] {
        request = request.header(name, "x");
    }
    assert_eq!(request.send().await.unwrap().status(), StatusCode::OK);
}

#[actix_web::test]
async fn the_provider_runs_on_loopback_only() {
    for base in [
        "https://seats.example.com",
        "http://192.168.1.4:8080",
        "http://0.0.0.0:8080",
    ] {
        for (api, frontend) in [(base, FRONTEND), (FRONTEND, base)] {
            let refusal = DevProvider::new(api, frontend).unwrap_err().to_string();
            assert!(refusal.contains("OAUTH2_CLIENT_ID"), "{refusal}");
        }
    }
}
