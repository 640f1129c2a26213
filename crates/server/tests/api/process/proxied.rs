//! The program behind the proxies whose configurations are in `infra`.

mod proxy;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};

use reqwest::RequestBuilder;
use seat_dealer_core::EmailAddress;
use seat_dealer_db::RsvpTokens;
use seat_dealer_test_support::app::{Client, EXPOSED};
use serde_json::{Value, json};
use url::Url;

use super::{Installation, Running, SECRET};
use crate::stream::Stream;
use proxy::{Kind, Proxy};

const GUEST: &str = "grace@example.net";

/// Starts the program as the configurations expect it. It sends no messages.
async fn serve(installation: &Installation, proxy: &Proxy) -> Running {
    let mut command = installation.program(&["serve", "--no-worker"]);
    command
        .envs(EXPOSED)
        .env("API_BASE_URI", proxy.base())
        .env("TRUSTED_PROXIES", "127.0.0.1");
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    running
}

/// Deals a card while the event's stream is read. Returns the token of the guest's link.
async fn deal(ada: &Client) -> String {
    for contact in [
        json!({ "name": "Grace Hopper", "phoneNumber": "+14155550132", "email": GUEST }),
        json!({ "name": "Alan Turing", "email": "alan@example.net" }),
    ] {
        ada.post("/api/v1/contacts", contact).await.is(201);
    }
    let event = json!({
        "title": "Clandestine", "seats": 1, "location": "Hideaway", "quietHours": null,
        "startsAt": "2130-06-01T18:00:00Z",
    });
    let event = ada.post("/api/v1/events", event).await.is(201);
    let event = event["id"].as_str().unwrap();
    let mut stream = Stream::open(ada, event, None).await;
    let path = format!("/api/v1/events/{event}/deal");
    ada.post(&path, Value::Null).await.is(200);
    stream.until("dealt").await;
    let invites = ada.get("/api/v1/invites").await.is(200);
    let url = invites["items"][0]["rsvpUrl"].as_str().unwrap();
    url.rsplit('/').next().unwrap().to_owned()
}

/// Uses a guest's link, by the page and by the API.
async fn visit(guest: &Client, token: &str) {
    let page = format!("/rsvp/{token}");
    for (page, language) in [(page.clone(), "en"), (format!("{page}?lang=de"), "de")] {
        assert_eq!(guest.head(&page).await.status, 200);
        assert_eq!(guest.get(&page).await.status, 200);
        let form = [("response", "YES"), ("note", "Clandestine")];
        let sent = guest.submit(&page, &form).await;
        assert_eq!(sent.status, 303);
        // A browser resolves the reference against the address of the form.
        let address = Url::parse("https://x").unwrap().join(&page).unwrap();
        let address = address.join(sent.header("location")).unwrap();
        assert_eq!(address.path(), format!("/rsvp/{token}"));
        let shown = guest.get(&address.as_str()["https://x".len()..]).await;
        assert!(shown.text().contains("aria-current"), "{shown}");
        assert_eq!(shown.header("content-language"), language);
    }
    let calendar = format!("{page}/calendar.ics?lang=de");
    assert_eq!(guest.get(&calendar).await.status, 200);
    let answer = json!({ "response": "MAYBE", "note": "Clandestine" });
    let api = format!("/api/v1{page}");
    guest.post(&api, answer).await.is(200);
    guest.get(&api).await.is(200);
    // No seat is open any more.
    assert_eq!(guest.get(&calendar).await.status, 303);
    let earlier = guest.get(&format!("/invites/{token}")).await;
    assert_eq!(
        (earlier.status, earlier.header("location")),
        (308, page.as_str())
    );
}

/// Sends broken requests, and requests with the link or the guest's data in unusual places. The proxy refuses some of
/// them before it has read all.
async fn send_broken_requests(proxy: &Proxy, ada: &Client, token: &str) {
    let guest = proxy.client(None);
    for path in [
        format!("/rsvp/{token}x"),
        format!("/rsvp/{token}/"),
        format!("/RSVP/{token}"),
        format!("/%72svp/{token}"),
        format!("//rsvp/{token}"),
        format!("/api/v1/rsvp/x{token}"),
        format!("/login/callback?code={token}&state=x"),
        format!("/unsubscribe/{token}"),
        format!("/invites/{token}?lang=de"),
        format!("/%69nvites/{token}"),
        format!("//invites//{token}"),
    ] {
        guest.get(&path).await;
    }
    for path in [
        "/api/v1/contacts?q=hopper",
        "/api/v1/contacts?email=grace@example.net",
    ] {
        ada.get(path).await;
    }
    let page = ada.get("/api/v1/contacts?limit=1").await.is(200);
    let cursor = page["nextCursor"].as_str().unwrap();
    let path = format!("/api/v1/contacts?limit=1&cursor={cursor}");
    ada.get(&path).await.is(200);

    let page = format!("/rsvp/{token}");
    let sent = async |request: RequestBuilder| drop(request.send().await);
    for name in ["Referer", "Cookie", "User-Agent", "X-Original-URL"] {
        sent(
            guest
                .request("GET", "/")
                .header(name, format!("{}{page}", proxy.base())),
        )
        .await;
    }
    sent(guest.request("GET", &page).header("Host", "other.example")).await;
    sent(
        guest
            .request("GET", &page)
            .header("X-Long", "x".repeat(100_000)),
    )
    .await;
    sent(guest.request("POST", &page).body(vec![b'x'; 2_000_000])).await;
    sent(guest.request("TRACE", &page)).await;
    sent(proxy.plain_client().request("GET", &page)).await;
    // A client that parses addresses would send slashes.
    for path in [format!("/\\rsvp\\{token}"), format!("/x\\{token}")] {
        proxy.exchange(&format!(
            "GET {path} HTTP/1.1\r\nHost: dinner.example.org\r\nConnection: close\r\n\r\n"
        ));
    }
    for head in [
        "GET {} HTTP/1.1\r\nHost: x:y:z\r\n\r\n",
        "GET {} x HTTP/9.9\r\n\r\n",
    ] {
        let mut plain = TcpStream::connect(proxy.plain_address()).unwrap();
        plain
            .write_all(head.replace("{}", &page).as_bytes())
            .unwrap();
        // The proxy responds, or closes the connection.
        let _ = plain.read(&mut [0; 1024]);
    }
}

/// A server that closes the connection within every response. Sends the heads of requests to the channel.
fn broken_server(port: u16) -> Receiver<String> {
    let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let (heads, received) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
            // The test may have ended.
            let _ = heads.send(head);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        }
    });
    received
}

#[tokio::test]
async fn no_private_data_is_in_the_log_of_a_proxy() {
    let tokens = RsvpTokens::new(SECRET);
    let unsubscribe = tokens.unsubscribe_token(&EmailAddress::parse(GUEST).unwrap());
    for kind in Kind::ALL {
        let installation = Installation::new();
        let Some(proxy) = Proxy::start(kind, installation.port).await else {
            continue;
        };
        let key = installation.api_key();
        let running = serve(&installation, &proxy).await;
        let ada = proxy.client(Some(&key));
        let token = deal(&ada).await;
        let guest = proxy.client(None);
        visit(&guest, &token).await;
        let stop = format!("/unsubscribe/{unsubscribe}");
        assert_eq!(guest.get(&stop).await.status, 200);
        let one_click = [("List-Unsubscribe", "One-Click")];
        assert_eq!(guest.submit(&stop, &one_click).await.status, 200);
        send_broken_requests(&proxy, &ada, &token).await;
        // No server, and one that closes the connection within the response.
        running.tell_to_stop();
        running.end();
        let page = format!("/rsvp/{token}");
        assert_eq!(guest.get(&page).await.status, 502, "{kind:?}");
        let heads = broken_server(installation.port);
        drop(guest.request("GET", &page).send().await);
        assert!(heads.recv().unwrap().contains(&page.to_ascii_lowercase()));

        let log = proxy.end();
        for shown in [
            "/rsvp***",
            "/invites***",
            "/unsubscribe***",
            "/api/v1/contacts?***",
            "502",
        ] {
            assert!(
                log.contains(shown),
                "{kind:?} has not logged {shown}: {log}"
            );
        }
        for private in [
            &token,
            &unsubscribe,
            &key,
            GUEST,
            "grace%40example",
            "hopper",
            "hideaway",
            "clandestine",
            "4155550132",
        ] {
            let private = private.to_ascii_lowercase();
            let line = log
                .lines()
                .find(|line| line.to_ascii_lowercase().contains(&private));
            assert!(line.is_none(), "{kind:?} has logged {private}: {line:?}");
        }
    }
}

#[tokio::test]
async fn a_broken_request_does_not_affect_other_clients() {
    for kind in Kind::ALL {
        let installation = Installation::new();
        let Some(proxy) = Proxy::start(kind, installation.port).await else {
            continue;
        };
        let running = serve(&installation, &proxy).await;
        let refused = proxy.exchange(
            "POST /rsvp/x HTTP/1.1\r\nHost: dinner.example.org\r\nTransfer-Encoding: chunked\r\n\r\n\
             This is no chunk.\r\n",
        );
        assert!(refused.starts_with("HTTP/1.1 "), "{kind:?}: {refused}");
        let health = proxy.client(None).get("/healthz").await;
        assert_eq!(health.status, 200, "{kind:?}: {health}");
        running.tell_to_stop();
        running.end();
    }
}

#[tokio::test]
async fn a_proxy_replaces_the_headers_that_only_a_proxy_may_set() {
    for kind in Kind::ALL {
        let installation = Installation::new();
        let heads = broken_server(installation.port);
        let Some(proxy) = Proxy::start(kind, installation.port).await else {
            continue;
        };
        let mut request = proxy.client(None).request("GET", "/chosen");
        for (name, value) in [
            ("Forwarded", "for=203.0.113.9"),
            (
                "Traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ),
            ("Tracestate", "stranger=1"),
            ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Host", "stranger.example"),
            ("X-Forwarded-Proto", "stranger"),
            ("X-Request-Id", "stranger-00000000"),
        ] {
            request = request.header(name, value);
        }
        drop(request.send().await);
        let head = heads
            .iter()
            .find(|head| head.starts_with("get /chosen"))
            .unwrap();
        for chosen in ["203.0.113.9", "4bf92f3577b34da6", "stranger"] {
            assert!(!head.contains(chosen), "{kind:?}: {head}");
        }
        for told in [
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-proto: https",
            "x-request-id: ",
        ] {
            assert!(head.contains(told), "{kind:?}: {head}");
        }
    }
}
