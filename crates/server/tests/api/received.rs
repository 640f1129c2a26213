//! Requests that are too long, too large or too slow to be received.

use std::time::Duration;

use seat_dealer_test_support::app::{Answer, TestApp};
use seat_dealer_test_support::database::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends bytes as they are and reads until the server hangs up.
async fn until_the_end(app: &TestApp, bytes: &[u8]) -> String {
    let address = app.base().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may hang up before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn long_heads_are_refused_in_a_sentence() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    for path in ["/", "/api/v1/me", "/rsvp/", "/healthz", "/docs/"] {
        let fits = format!("{path}?{}", "x".repeat(8_100));
        assert_ne!(guest.get(&fits).await.status, 414, "{path}");
        let long = format!("{path}?{}", "x".repeat(8_200));
        let detail = guest.get(&long).await.problem(414);
        assert_eq!(detail, "The address is longer than 8 KB.");

        let with = |length: usize| {
            guest
                .request("GET", path)
                .header("x-long", "x".repeat(length))
        };
        assert_ne!(Answer::to(with(15_000)).await.status, 431, "{path}");
        let answer = Answer::to(with(16_400)).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.problem(431),
            "The header fields are longer than 16 KB."
        );
    }
    let many = (0..200).fold(guest.request("GET", "/"), |request, number| {
        request.header(format!("x-{number}"), "x")
    });
    assert_eq!(Answer::to(many).await.status, 431);
    let huge = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nx-huge: {}",
        "x".repeat(200_000)
    );
    let answer = until_the_end(&app, huge.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    app.finish().await;
}

#[tokio::test]
async fn who_sends_slowly_is_not_waited_for() {
    // Long enough for the server to read a head, however busy the machine is.
    let app = TestApp::on(TestDb::sqlite())
        .patience(Duration::from_secs(2))
        .start();
    let half = |head: &str| format!("{head}\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{");
    let (head, body, form, strangers) = (
        "GET / HTTP/1.1\r\nHost: x\r\n",
        half("POST /api/v1/rsvp/unknown HTTP/1.1\r\nContent-Type: application/json"),
        half("POST /rsvp/unknown HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded"),
        half("POST /api/v1/contacts HTTP/1.1\r\nContent-Type: application/json"),
    );
    let (head, body, form, strangers) = tokio::join!(
        until_the_end(&app, head.as_bytes()),
        until_the_end(&app, body.as_bytes()),
        until_the_end(&app, form.as_bytes()),
        until_the_end(&app, strangers.as_bytes()),
    );
    assert!(head.starts_with("HTTP/1.1 408 "), "{head}");
    assert!(body.starts_with("HTTP/1.1 408 "), "{body}");
    assert!(body.contains("The body did not arrive in time."), "{body}");
    assert!(form.starts_with("HTTP/1.1 408 "), "{form}");
    assert!(form.contains("That answer could not be read"), "{form}");
    // Strangers hear that they are strangers, however they send.
    assert!(strangers.starts_with("HTTP/1.1 401 "), "{strangers}");
    app.finish().await;
}

#[tokio::test]
async fn a_body_that_nobody_reads_does_not_cost_the_connection() {
    let app = TestApp::sqlite();
    for path in [
        "/nothing",
        "/api/v1/nothing",
        "/rsvp/x/more",
        "/api/v1/logout",
        "/healthz",
    ] {
        let request = app.stranger().request("POST", path);
        let answer = Answer::to(request.body("x".repeat(50_000))).await;
        assert_eq!(answer.header("connection"), "", "{path}");
    }
    app.finish().await;
}
