//! Requests that are too long, too large or too slow to be received.

use std::time::Duration;

use seat_dealer_test_support::app::{Answer, Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Sends bytes and reads until the server closes the connection.
async fn read_all(app: &TestApp, bytes: &[u8]) -> String {
    let address = app.base().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may close the connection before it has read everything.
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
    let answer = read_all(&app, huge.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    app.finish().await;
}

#[tokio::test]
async fn a_slow_request_is_refused() {
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
        read_all(&app, head.as_bytes()),
        read_all(&app, body.as_bytes()),
        read_all(&app, form.as_bytes()),
        read_all(&app, strangers.as_bytes()),
    );
    assert!(head.starts_with("HTTP/1.1 408 "), "{head}");
    assert!(body.starts_with("HTTP/1.1 408 "), "{body}");
    assert!(body.contains("The body did not arrive in time."), "{body}");
    assert!(form.starts_with("HTTP/1.1 408 "), "{form}");
    assert!(form.contains("That answer could not be read"), "{form}");
    // Without a key, the response is 401.
    assert!(strangers.starts_with("HTTP/1.1 401 "), "{strangers}");
    app.finish().await;
}

#[tokio::test]
async fn a_slow_second_request_is_refused() {
    let app = TestApp::on(TestDb::sqlite())
        .patience(Duration::from_millis(500))
        .start();
    let address = app.base().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(head).await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'H');
    stream.write_all(&head[..10]).await.unwrap();
    let mut rest = Vec::new();
    let end = stream.read_to_end(&mut rest);
    let end = tokio::time::timeout(Duration::from_secs(20), end).await;
    end.expect("an end").unwrap();
    app.finish().await;
}

#[tokio::test]
async fn without_a_valid_key_a_body_is_small() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let (stranger, forged) = (app.stranger(), app.with_key("sd_session_nonsense"));
    let (fits, large) = (" ".repeat(16 * 1024), " ".repeat(17 * 1024));
    let send = async |client: &Client, path: &str, body: &str| {
        let request = client.request("POST", path).body(body.to_owned());
        Answer::to(request.header("content-type", "application/json")).await
    };
    for path in [
        "/api/v1/login/start",
        "/api/v1/login",
        "/api/v1/rsvp/unknown",
    ] {
        for client in [&stranger, &forged] {
            let detail = send(client, path, &large).await.problem(413);
            assert_eq!(detail, "The body is larger than 16 KB.", "{path}");
            assert_ne!(send(client, path, &fits).await.status, 413, "{path}");
        }
        // The body consists of blanks.
        assert_ne!(send(&ada, path, &large).await.status, 413, "{path}");
    }
    for path in ["/rsvp/unknown", "/unsubscribe/unknown"] {
        let answer = stranger.submit(path, &[("note", &large)]).await;
        assert!([404, 413].contains(&answer.status), "{path}: {answer}");
    }
    // An endpoint that needs a key responds with 401, and nothing is kept.
    for path in ["/api/v1/contacts", "/api/v1/imports"] {
        for client in [&stranger, &forged] {
            send(client, path, &large).await.problem(401);
        }
        send(&ada, path, &large).await.problem(400);
    }
    app.finish().await;
}

/// Connects from an address of this machine.
async fn connect(app: &TestApp, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    let address = app.base().strip_prefix("http://").unwrap();
    socket.connect(address.parse().unwrap()).await.unwrap()
}

/// Sends a form of `length` bytes to a guest's page, and returns the response.
async fn answer_from(app: &TestApp, from: &str, length: usize) -> String {
    let mut stream = connect(app, from).await;
    let request = format!(
        "POST /rsvp/unknown HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nresponse=YES&note={}",
        "x".repeat(length - 18)
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn bodies_that_do_not_end_leave_budget_for_others() {
    let app = TestApp::on(TestDb::sqlite())
        .patience(Duration::from_mins(2))
        .with(|config| config.bodies = 200_000)
        .setting("WRONG_LINK_LIMIT", "1000")
        .start();
    let (normal, large) = (8_000, 14_000);
    let unfinished = format!(
        "POST /rsvp/unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n{}",
        "x".repeat(large)
    );
    let mut held = Vec::new();
    // One address uses up its share.
    let refused = loop {
        let mut stream = connect(&app, "127.0.0.2").await;
        stream.write_all(unfinished.as_bytes()).await.unwrap();
        held.push(stream);
        let answer = answer_from(&app, "127.0.0.2", large).await;
        if !answer.starts_with("HTTP/1.1 404 ") {
            break answer;
        }
        assert!(held.len() < 20, "nothing is refused");
    };
    assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
    assert!(refused.contains("\r\nretry-after: 5\r\n"), "{refused}");
    assert!(refused.contains("One moment, please"), "{refused}");
    let other = answer_from(&app, "127.0.0.3", large).await;
    assert!(other.starts_with("HTTP/1.1 404 "), "{other}");

    // These addresses use up the budget.
    for number in 4.. {
        let from = format!("127.0.0.{number}");
        if !answer_from(&app, &from, large)
            .await
            .starts_with("HTTP/1.1 404 ")
        {
            break;
        }
        let mut stream = connect(&app, &from).await;
        stream.write_all(unfinished.as_bytes()).await.unwrap();
        held.push(stream);
        assert!(number < 40, "nothing is refused");
    }
    // A small body of a guest, and the bodies of hosts, are still received.
    let guest = answer_from(&app, "127.0.0.3", normal).await;
    assert!(guest.starts_with("HTTP/1.1 404 "), "{guest}");
    let ada = app.host("Ada").await;
    let request = ada.request("POST", "/api/v1/contacts");
    let blanks = request.body(" ".repeat(20_000));
    Answer::to(blanks).await.problem(400);

    drop(held);
    app.eventually("room again", async || {
        let answer = answer_from(&app, "127.0.0.2", large).await;
        answer.starts_with("HTTP/1.1 404 ").then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn the_bodies_of_hosts_are_limited() {
    let app = TestApp::on(TestDb::sqlite())
        .with(|config| config.bodies = 50_000)
        .start();
    let ada = app.host("Ada").await;
    let send = async |length: usize| {
        let request = ada.request("POST", "/api/v1/contacts");
        Answer::to(request.body(" ".repeat(length))).await
    };
    send(8_000).await.problem(400);
    let refused = send(100_000).await;
    assert_eq!(refused.header("retry-after"), "5");
    refused.problem(429);
    app.finish().await;
}

#[tokio::test]
async fn a_connection_survives_a_body_that_no_handler_reads() {
    let app = TestApp::sqlite();
    for path in [
        "/nothing",
        "/api/v1/nothing",
        "/rsvp/x/more",
        "/api/v1/logout",
        "/healthz",
    ] {
        let request = app.stranger().request("POST", path);
        let answer = Answer::to(request.body("x".repeat(16_000))).await;
        assert_eq!(answer.header("connection"), "", "{path}");
    }
    app.finish().await;
}
