//! The event streams.

use std::time::Duration;

use reqwest::Response;
use seat_dealer_db::hosts::{self, Identity};
use seat_dealer_test_support::app::{Client, Host, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::links::answer;

on_each_database![
    entries_are_sent_when_they_are_written,
    entries_of_another_process_are_sent,
    changes_of_the_list_of_events_are_sent,
    changes_of_contacts_are_sent,
    changes_of_a_deck_by_contacts_or_other_events_are_sent,
];

/// The message about a change of contacts.
const CONTACTS: &str = "event: changed\ndata: {\"list\":\"contacts\"}";

/// A test that waits in vain fails after this time.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Stream {
    response: Response,
    received: String,
}

/// One event of a stream.
#[derive(Debug, PartialEq)]
enum Block {
    Entry(u64, Value),
    Other(String),
}

impl Stream {
    pub(crate) async fn open(host: &Client, event: &str, last_seen: Option<&str>) -> Self {
        Self::at(host, &format!("/api/v1/events/{event}/stream"), last_seen).await
    }

    pub(crate) async fn at(host: &Client, path: &str, last_seen: Option<&str>) -> Self {
        let mut request = host
            .request("GET", path)
            .header("Accept", "text/event-stream");
        request = request.header("Accept-Encoding", "gzip, br");
        if let Some(last_seen) = last_seen {
            request = request.header("Last-Event-ID", last_seen);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let encoding = response.headers().get("content-encoding");
        assert!(encoding.is_none_or(|encoding| encoding == "identity"));
        let mut stream = Self {
            response,
            received: String::new(),
        };
        let greeting = stream.block().await.unwrap();
        assert_eq!(greeting, Block::Other("retry: 1000\n: here".to_owned()));
        stream
    }

    /// The next event; `None` at the end.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some((block, rest)) = self.received.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.received = rest;
                let line = |name| block.lines().find_map(|line| line.strip_prefix(name));
                let (Some(id), Some(data)) = (line("id: "), line("data: ")) else {
                    return Some(Block::Other(block));
                };
                let data = serde_json::from_str(data).unwrap();
                return Some(Block::Entry(id.parse().unwrap(), data));
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await;
            let chunk = chunk.expect("news in time").unwrap_or_default()?;
            self.received.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next entry. It must have this number.
    async fn entry(&mut self, number: u64) -> Value {
        loop {
            match self.block().await.expect("an entry") {
                Block::Entry(id, entry) => {
                    assert_eq!((id, &entry["seq"]), (number, &json!(number)));
                    return entry;
                }
                Block::Other(_) => {}
            }
        }
    }

    /// Reads until an entry of this kind.
    pub(crate) async fn until(&mut self, kind: &str) -> Value {
        loop {
            if let Block::Entry(_, entry) = self.block().await.expect("an entry")
                && entry["kind"] == kind
            {
                return entry;
            }
        }
    }

    /// The next entry of all events, with its number.
    pub(crate) async fn numbered(&mut self) -> (u64, Value) {
        loop {
            if let Block::Entry(number, entry) = self.block().await.expect("an entry") {
                return (number, entry);
            }
        }
    }

    /// Whether an entry comes before these words.
    pub(crate) async fn has_entry_before(&mut self, words: &str) -> bool {
        let said = Block::Other(words.to_owned());
        loop {
            match self.block().await.expect("a change") {
                Block::Entry(..) => return true,
                block if block == said => return false,
                Block::Other(_) => {}
            }
        }
    }

    /// Reads until the list of events has changed.
    async fn change(&mut self) {
        self.says("event: changed\ndata: {\"list\":\"events\"}")
            .await;
    }

    /// Reads until an event with these words.
    pub(crate) async fn says(&mut self, words: &str) {
        let said = Block::Other(words.to_owned());
        while self.block().await.expect("a change") != said {}
    }

    async fn until_its_end(mut self) {
        while self.block().await.is_some() {}
    }
}

/// A client of the same host at another server.
async fn at(other: &TestApp, host: &Host) -> Client {
    let key = json!({ "name": "Another server" });
    let key = host.post("/api/v1/api-keys", key).await.is(201);
    other.with_key(key["key"].as_str().unwrap())
}

async fn entries_are_sent_when_they_are_written(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let mut stream = Stream::open(&ada, &event, None).await;
    assert_eq!(stream.entry(1).await["kind"], "created");
    ada.deal(&event).await;
    assert_eq!(stream.entry(2).await["kind"], "dealing");
    assert_eq!(stream.entry(3).await["kind"], "dealt");
    stream.until("delivered").await;
    let link = app.link_to(&phone(1)).await;
    answer(&app, &link, "YES").await;
    let answered = stream.until("answered").await;
    assert_eq!(answered["contactName"], "Guest 1");
    stream.until("full").await;

    // A client that reconnects continues at its last entry. The stream has the same entries as the log.
    app.outbox_is_empty().await;
    let log = ada.log(&event).await;
    let mut resumed = Stream::open(&ada, &event, Some("3")).await;
    for entry in &log[3..] {
        assert_eq!(&resumed.entry(entry["seq"].as_u64().unwrap()).await, entry);
    }
    let mut from_the_start = Stream::open(&ada, &event, Some("nonsense")).await;
    assert_eq!(&from_the_start.entry(1).await, &log[0]);
    app.finish().await;
}

async fn entries_of_another_process_are_sent(db: TestDb) {
    let app = TestApp::on(db).without_worker().start();
    let mut other = app.beside().start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let mut stream = Stream::open(&ada, &event, None).await;
    ada.deal(&event).await;
    // The other process sends the message and receives the answer.
    stream.until("delivered").await;
    let link = app.link_to(&phone(1)).await;
    answer(&other, &link, "YES").await;
    stream.until("answered").await;
    other.stop().await;
    app.finish().await;
}

async fn changes_of_the_list_of_events_are_sent(db: TestDb) {
    let app = TestApp::on(db).start();
    let mut other = app.beside().without_worker().start();
    let ada = app.host("Ada").await;
    ada.contacts(1).await;
    let mut stream = Stream::at(&ada, "/api/v1/stream", None).await;
    stream.change().await;
    let event = ada.event(json!({ "seats": 1 })).await;
    stream.change().await;
    // Changes by either process are sent, but not those of other hosts.
    let eve = app.host("Eve").await;
    eve.event(json!({})).await;
    ada.deal(&event).await;
    stream.change().await;
    app.outbox_is_empty().await;
    let mut stream = Stream::at(&ada, "/api/v1/stream", None).await;
    stream.change().await;
    answer(&other, &app.link_to(&phone(1)).await, "YES").await;
    stream.change().await;
    assert_eq!(ada.counts(&event).await["seated"], 1);
    ada.post("/api/v1/logout", Value::Null).await.is(204);
    stream.until_its_end().await;
    other.stop().await;
    app.finish().await;
}

async fn changes_of_contacts_are_sent(db: TestDb) {
    let app = TestApp::on(db).start();
    let mut other = app.beside().without_worker().start();
    let ada = app.host("Ada").await;
    let mut here = Stream::at(&ada, "/api/v1/stream", None).await;
    let mut there = Stream::at(&at(&other, &ada).await, "/api/v1/stream", None).await;
    for stream in [&mut here, &mut there] {
        stream.says(CONTACTS).await;
    }
    let told = async |here: &mut Stream, there: &mut Stream| {
        here.says(CONTACTS).await;
        there.says(CONTACTS).await;
    };
    // Changes of other hosts are not sent.
    let eve = app.host("Eve").await;
    eve.contacts(1).await;
    let bea = json!({ "name": "Bea", "email": "bea@example.org" });
    let bea = format!("/api/v1/contacts/{}", ada.contact(bea).await);
    told(&mut here, &mut there).await;
    ada.patch(&bea, json!({ "name": "Beatrix" })).await.is(200);
    told(&mut here, &mut there).await;
    ada.delete(&bea).await.is(204);
    told(&mut here, &mut there).await;
    let book = json!({ "text": "Cleo, cleo@example.org", "apply": true });
    ada.post("/api/v1/imports", book).await.is(200);
    told(&mut here, &mut there).await;
    other.stop().await;
    app.finish().await;
}

async fn changes_of_a_deck_by_contacts_or_other_events_are_sent(db: TestDb) {
    const DECK: &str = "event: deck\ndata: changed";
    let app = TestApp::on(db).start();
    let mut other = app.beside().without_worker().start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({ "seats": 1 })).await;
    let lunch = ada.event(json!({ "seats": 1 })).await;
    let path = format!("/api/v1/events/{event}/stream?deck=true");
    let mut stream = Stream::at(&at(&other, &ada).await, &path, Some("1")).await;
    stream.says(DECK).await;
    ada.contacts(2).await;
    stream.says(DECK).await;
    // A contact who is invited to another event is later in the deck.
    ada.deal(&lunch).await;
    stream.says(DECK).await;
    other.stop().await;
    app.finish().await;
}

#[tokio::test]
async fn an_idle_stream_sends_heartbeats() {
    let app = TestApp::on(TestDb::sqlite())
        .heartbeat(Duration::from_millis(100))
        .start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let mut stream = Stream::open(&ada, &event, Some("1")).await;
    for _ in 0..3 {
        assert_eq!(
            stream.block().await.unwrap(),
            Block::Other(": here".to_owned())
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn streams_end_when_the_server_stops() {
    let mut app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let streams = [
        Stream::open(&ada, &event, None).await,
        Stream::open(&ada, &event, None).await,
    ];
    app.stop().await;
    for stream in streams {
        stream.until_its_end().await;
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_event() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let mut stream = Stream::open(&ada, &event, None).await;
    stream.entry(1).await;
    ada.delete(&format!("/api/v1/events/{event}")).await.is(204);
    stream.until_its_end().await;
    app.finish().await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let app = TestApp::sqlite();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let stream = Stream::open(&ada, &event, None).await;
    ada.post("/api/v1/logout", Value::Null).await.is(204);
    stream.until_its_end().await;
    app.finish().await;
}

#[tokio::test]
async fn a_stream_ends_when_its_host_may_not_sign_in_any_more() {
    let app = TestApp::on(TestDb::sqlite())
        .setting("SIGN_IN_ALLOWED", "ada@example.com")
        .start();
    let ada = app.host("Ada").await;
    let event = ada.event(json!({})).await;
    let streams = [
        Stream::open(&ada, &event, None).await,
        Stream::at(&ada, "/api/v1/stream", None).await,
    ];
    // Eve has signed in with another address at a server that allows her.
    let moved = Identity {
        issuer: "https://issuer.example".to_owned(),
        subject: "subject of Ada".to_owned(),
        email: "ada@elsewhere.example".to_owned(),
        name: "Ada".to_owned(),
    };
    app.db
        .write(move |conn| hosts::sign_in(conn, &moved, seat_dealer_db::now()))
        .await
        .unwrap();
    for stream in streams {
        timeout(PATIENCE, stream.until_its_end())
            .await
            .expect("its end");
    }
    ada.get("/api/v1/me").await.problem(401);
    app.finish().await;
}
