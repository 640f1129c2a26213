//! How many connections one client may have, and how long one is held that takes nothing.

use std::time::Duration;

use seat_dealer_test_support::app::{Answer, Builder, TestApp};
use seat_dealer_test_support::database::TestDb;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Longer than any test takes.
const LONG: Duration = Duration::from_mins(2);

/// Of twenty places an address gets three.
fn app_with_few_places() -> Builder {
    TestApp::on(TestDb::sqlite())
        .patience(LONG)
        .with(|config| config.connections = 20)
}

/// The same, behind a proxy on this machine, hence with a sign-in and a mail server that do not exist.
fn app_behind_a_proxy() -> Builder {
    app_with_few_places()
        .setting("TRUSTED_PROXIES", "127.0.0.1")
        .setting("OAUTH2_CLIENT_ID", "id")
        .setting("OAUTH2_CLIENT_SECRET", "hush hush")
        .setting("SMTP_URL", "smtp://127.0.0.1:9")
        .setting("MAIL_FROM", "a@example.org")
}

/// A connection from an address of this machine.
async fn connect(app: &TestApp, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let address = app.base().trim_start_matches("http://");
    socket.connect(address.parse().unwrap()).await.unwrap()
}

/// Whether a request on this connection is answered.
async fn is_served(stream: &mut TcpStream) -> bool {
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut answer = Vec::new();
    // Of a connection that is refused, either may fail.
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
async fn an_address_that_has_its_share_gets_no_more_and_others_do() {
    let app = app_with_few_places().start();
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
async fn behind_a_proxy_requests_count_for_their_clients() {
    let app = app_behind_a_proxy().start();
    let one = "198.51.100.1";
    let ask = async |origin: &str| {
        let request = app.stranger().request("GET", "/rsvp/unknown");
        Answer::to(request.header("x-forwarded-for", origin)).await
    };
    // Bodies that never come to an end hold places. One more each time: what is asked meanwhile may take
    // the place of one of them, which is refused then.
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
    // Who comes without a proxy's word is the proxy itself, which has no share.
    assert_eq!(app.stranger().get("/rsvp/unknown").await.status, 404);
    drop(slow);
    app.eventually("a place again", async || {
        (ask(one).await.status == 404).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_place_behind_a_proxy_is_held_as_long_as_the_answer_goes_on() {
    // A stream notices at its next word that its client has gone.
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
async fn who_takes_nothing_of_an_answer_is_left() {
    let app = TestApp::on(TestDb::sqlite())
        .patience(LONG)
        .with(|config| config.stall = Duration::from_millis(500))
        .start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    // A file, and as many pages as fill every buffer on the way.
    for (path, count) in [("/docs/swagger-ui-bundle.js", 8), ("/rsvp/unknown", 10_000)] {
        let mut stream = connect(&app, "127.0.0.1").await;
        let requests = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").repeat(count);
        let _ = stream.write_all(requests.as_bytes()).await;
        app.eventually("an end", async || {
            // What is sent to a connection that has ended is refused.
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
async fn a_stream_that_says_that_it_is_alive_goes_on() {
    let app = TestApp::on(TestDb::sqlite())
        .heartbeat(Duration::from_millis(50))
        .patience(Duration::from_millis(250))
        .with(|config| config.stall = Duration::from_millis(500))
        .start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let request = ada.request("GET", &format!("/api/v1/events/{event}/stream?after=1"));
    let mut stream = request.send().await.unwrap();
    // Longer than a client may keep the server waiting.
    for _ in 0..40 {
        assert!(stream.chunk().await.unwrap().is_some());
    }
    app.finish().await;
}
