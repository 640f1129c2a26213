//! The limit of connections of one client, and of the time during which a client reads nothing.

use std::time::Duration;

use seat_dealer_test_support::app::{Answer, Builder, TestApp};
use seat_dealer_test_support::database::TestDb;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// More than the duration of any test.
const LONG: Duration = Duration::from_mins(2);

/// Of twenty connections, an address gets three.
fn app_with_few_connections() -> Builder {
    TestApp::on(TestDb::sqlite())
        .patience(LONG)
        .with(|config| config.connections = 20)
}

/// The same behind a proxy on this machine. The proxy makes the server public, so it needs settings of a sign-in
/// provider and a mail server; neither exists.
fn app_behind_a_proxy() -> Builder {
    app_with_few_connections()
        .setting("TRUSTED_PROXIES", "127.0.0.1")
        .setting("OAUTH2_CLIENT_ID", "id")
        .setting("OAUTH2_CLIENT_SECRET", "hush hush")
        .setting("SMTP_URL", "smtp://127.0.0.1:9")
        .setting("MAIL_FROM", "a@example.org")
}

/// Connects from an address of this machine.
async fn connect(app: &TestApp, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let address = app.base().trim_start_matches("http://");
    socket.connect(address.parse().unwrap()).await.unwrap()
}

/// Whether the server responds to a request on this connection.
async fn is_served(stream: &mut TcpStream) -> bool {
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut answer = Vec::new();
    // If the connection is refused, the write or the read may fail.
    let _ = stream.write_all(request).await;
    let _ = stream.read_to_end(&mut answer).await;
    answer.starts_with(b"HTTP/1.1 200 ")
}

/// Whether the server has closed this connection.
fn is_closed(stream: &TcpStream) -> bool {
    match stream.try_read(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
    }
}

#[tokio::test]
async fn the_connections_of_one_address_are_limited() {
    let app = app_with_few_connections().start();
    let mut silent = Vec::new();
    for _ in 0..5 {
        silent.push(connect(&app, "127.0.0.1").await);
    }
    app.eventually("two that are refused", async || {
        let closed = silent.iter().filter(|stream| is_closed(stream)).count();
        (closed == 2).then_some(())
    })
    .await;
    assert!(!is_served(&mut connect(&app, "127.0.0.1").await).await);
    assert!(is_served(&mut connect(&app, "127.0.0.2").await).await);
    drop(silent);
    app.eventually("places again", async || {
        is_served(&mut connect(&app, "127.0.0.1").await)
            .await
            .then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn behind_a_proxy_the_requests_of_each_client_are_limited() {
    let app = app_behind_a_proxy().start();
    let one = "198.51.100.1";
    let ask = async |origin: &str| {
        let request = app.stranger().request("GET", "/rsvp/unknown");
        Answer::to(request.header("x-forwarded-for", origin)).await
    };
    // Requests whose bodies do not end count as connections. One of them may be refused because another request is
    // being processed, so one more is sent each time.
    let mut slow = Vec::new();
    let refused = loop {
        let mut stream = connect(&app, "127.0.0.1").await;
        let head = format!(
            "POST /rsvp/unknown HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {one}\r\n\
             Content-Length: 100\r\n\r\nresponse="
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
        let answer = ask(one).await;
        if answer.status != 404 {
            break answer;
        }
        assert!(slow.len() < 20, "nothing is refused");
    };
    assert!(refused.header("retry-after").parse::<u64>().is_ok());
    refused.problem(429);
    assert_eq!(ask("198.51.100.2").await.status, 404);
    // A request without the header comes from the proxy itself, which has no limit.
    assert_eq!(app.stranger().get("/rsvp/unknown").await.status, 404);
    drop(slow);
    app.eventually("a place again", async || {
        (ask(one).await.status == 404).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn behind_a_proxy_a_request_counts_until_its_response_is_sent() {
    // A stream notices at its next write that its client has disconnected.
    let app = app_behind_a_proxy()
        .heartbeat(Duration::from_millis(50))
        .start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let path = format!("/api/v1/events/{event}/stream");
    let open = async || {
        let request = ada.request("GET", &path);
        let request = request.header("x-forwarded-for", "2001:db8::1");
        request.send().await.unwrap()
    };
    let streams = [open().await, open().await, open().await];
    assert!(streams.iter().all(|stream| stream.status() == 200));
    assert_eq!(open().await.status(), 429);
    drop(streams);
    app.eventually("a place again", async || {
        (open().await.status() == 200).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_disconnected() {
    let app = TestApp::on(TestDb::sqlite())
        .patience(LONG)
        .with(|config| config.stall = Duration::from_millis(500))
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    // A file, and enough pages to fill every buffer between server and client.
    for (path, count) in [("/docs/swagger-ui-bundle.js", 8), ("/rsvp/unknown", 10_000)] {
        let mut stream = connect(&app, "127.0.0.1").await;
        let requests = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").repeat(count);
        let _ = stream.write_all(requests.as_bytes()).await;
        app.eventually("an end", async || {
            // A write to a closed connection fails.
            stream
                .try_write(b"x")
                .err()
                .filter(|error| error.kind() != std::io::ErrorKind::WouldBlock)
        })
        .await;
    }
    app.finish().await;
}

#[tokio::test]
async fn a_stream_with_heartbeats_stays_open() {
    let app = TestApp::on(TestDb::sqlite())
        .heartbeat(Duration::from_millis(50))
        .patience(Duration::from_millis(250))
        .with(|config| config.stall = Duration::from_millis(500))
        .start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let request = ada.request("GET", &format!("/api/v1/events/{event}/stream?after=1"));
    let mut stream = request.send().await.unwrap();
    // Longer than `patience`.
    for _ in 0..40 {
        assert!(stream.chunk().await.unwrap().is_some());
    }
    app.finish().await;
}
