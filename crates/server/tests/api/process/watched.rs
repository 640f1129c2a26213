//! Monitoring of the program: readiness, and the log.

use seat_dealer_test_support::app::eventually;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Installation;

#[tokio::test]
async fn a_server_is_ready_when_the_tables_exist() {
    let installation = Installation::new();
    let server = installation.start(
        &mut installation.program(&["serve", "--no-migrate"]),
        "serve.log",
    );
    let guest = installation.client(None);
    eventually("a server that lives", async || {
        let request = guest.request("GET", "/healthz").send();
        request.await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
    for path in ["/readyz", "/api/v1/ready"] {
        guest.get(path).await.problem(503);
    }
    guest.get("/api/v1/health").await.is(200);
    installation.line(&["migrate"]);
    for path in ["/readyz", "/api/v1/ready"] {
        assert_eq!(guest.get(path).await.is(200)["status"], "ready");
    }
    server.tell_to_stop();
    // Repeated health checks do not fill the log.
    let log = server.end();
    assert!(!log.contains("answered"), "{log}");
}

#[tokio::test]
async fn a_draining_server_is_not_ready_and_serves() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve"]);
    // Longer than the test. The process is killed at its end.
    let server = installation.start(command.env("DRAIN_SECONDS", "600"), "serve.log");
    installation.is_ready().await;
    server.tell_to_stop();
    let guest = installation.client(None);
    eventually("a server that is not ready", async || {
        (guest.get("/readyz").await.status == 503).then_some(())
    })
    .await;
    guest.get("/healthz").await.is(200);
    guest.get("/api/v1/me").await.problem(401);
}

#[tokio::test]
async fn a_draining_server_stops() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve"]);
    let server = installation.start(command.env("DRAIN_SECONDS", "1"), "serve.log");
    installation.is_ready().await;
    server.tell_to_stop();
    server.end();
}

#[tokio::test]
async fn the_log_has_the_request_id() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve"]);
    command.envs([
        ("LOG_FORMAT", "json"),
        ("RUST_LOG", "debug"),
        ("METRICS_ADDR", "127.0.0.1:0"),
    ]);
    let server = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    let guest = installation.client(None);
    let answer = guest.get("/api/v1/rsvp/1234567890123456789012").await;
    let name = answer.header("x-request-id").to_owned();
    server.tell_to_stop();
    let log = server.end();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = lines
        .iter()
        .filter(|line| line["span"]["id"] == name.as_str())
        .collect();
    assert!(
        !name.is_empty() && !told.is_empty(),
        "{name} is not in {log}"
    );
    let answered = told
        .iter()
        .find(|line| line["fields"]["message"] == "answered")
        .unwrap();
    assert_eq!(answered["fields"]["route"], "/api/v1/rsvp/{token}");
    assert_eq!(answered["fields"]["status"], 404);
    assert!(
        !log.contains("1234567890123456789012"),
        "no link may be in the log"
    );
    assert!(
        lines
            .iter()
            .any(|line| line["fields"]["message"] == "serving metrics")
    );
}

#[tokio::test]
async fn requests_without_a_key_do_not_fill_the_log() {
    let installation = Installation::new();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let huge = format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(200_000));
    for head in ["NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", &huge] {
        let mut stream = TcpStream::connect(("127.0.0.1", installation.port))
            .await
            .unwrap();
        // The server may close the connection before it has read everything.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.starts_with(b"HTTP/1.1 4"), "{answer:?}");
    }
    server.tell_to_stop();
    let log = server.end();
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{log}");
}

#[test]
fn the_error_names_a_metrics_port_that_is_in_use() {
    let installation = Installation::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "worker"] {
        let output = installation
            .program(&[command])
            .env("METRICS_ADDR", &address)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let text = String::from_utf8(output.stderr).unwrap();
        let last = text.lines().last().unwrap();
        let sentence = format!("seat-dealer: METRICS_ADDR {address} cannot be used:");
        assert!(last.starts_with(&sentence), "{text}");
    }
}
