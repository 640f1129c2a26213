//! Runs the application on a free port with its own database, the development sign-in and the
//! development mailbox.
//!
//! ```no_run
//! use seat_dealer_test_support::app::TestApp;
//! use serde_json::json;
//!
//! # async fn example() {
//! let app = TestApp::sqlite();
//! let ada = app.host("Ada").await;
//! ada.contacts(3).await;
//! let event = ada.event(json!({ "seats": 2 })).await;
//! ada.deal(&event).await;
//! let link = app.link_to("+14152000001").await;
//! app.stranger().post(&link, json!({ "response": "YES" })).await.is(200);
//! app.finish().await;
//! # }
//! ```

mod client;
mod host;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use seat_dealer::{App, Config, Running};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens, messages};
use serde_json::Value;

use crate::database::{APP_SECRET, TestDb};

pub use client::{Answer, Client};
pub use host::{Host, phone};

/// The timeout of all waits.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The settings that a server needs if other machines can reach it, except its addresses and
/// `APP_SECRET`.
pub const EXPOSED: [(&str, &str); 4] = [
    ("OAUTH2_CLIENT_ID", "id"),
    ("OAUTH2_CLIENT_SECRET", "hush hush"),
    ("SMTP_URL", "smtp://127.0.0.1:9"),
    ("MAIL_FROM", "a@example.org"),
];

/// A running application. Every test must end it with [`finish`](Self::finish).
pub struct TestApp {
    base: String,
    /// The database, opened like by another process.
    pub db: Db,
    url: DatabaseUrl,
    running: Option<Running>,
    place: Option<TestDb>,
}

/// Builds a [`TestApp`].
pub struct Builder {
    url: DatabaseUrl,
    place: Option<TestDb>,
    settings: Vec<(String, String)>,
    heartbeat: Option<Duration>,
    patience: Option<Duration>,
    change: Box<dyn FnOnce(&mut Config)>,
    with_loops: bool,
}

impl Builder {
    /// Adds a setting, like an environment variable.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds the settings that a server needs if other machines can reach it. Their sign-in provider and
    /// mail server do not exist.
    #[must_use]
    pub fn exposed(self) -> Self {
        EXPOSED
            .iter()
            .fold(self, |app, (name, value)| app.setting(name, value))
    }

    /// Sets the interval of heartbeats in event streams.
    #[must_use]
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.heartbeat = Some(every);
        self
    }

    /// Sets the maximum time to receive the head of a request, and again its body.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// Changes the configuration, including values that are not settings.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Config) + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    /// Starts no background loops: no dealer and no sender.
    #[must_use]
    pub fn without_worker(mut self) -> Self {
        self.with_loops = false;
        self
    }

    /// Starts the application. Must be called in a tokio runtime.
    pub fn start(self) -> TestApp {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let base = format!("http://127.0.0.1:{port}");
        let mut config = Config::read(|name| {
            let set = self.settings.iter().find(|(known, _)| known == name);
            match (set, name) {
                (Some((_, value)), _) => Some(value.clone()),
                (None, "API_BASE_URI") => Some(base.clone()),
                (None, "APP_SECRET") => Some(APP_SECRET.to_owned()),
                // Tests send many requests from one address.
                (None, "SIGN_IN_LIMIT" | "WRONG_LINK_LIMIT" | "LINK_LIMIT") => {
                    Some("1000000".to_owned())
                }
                _ => None,
            }
        })
        .expect("valid settings");
        config.database = self.url.clone();
        config.heartbeat = self.heartbeat.unwrap_or(config.heartbeat);
        config.patience = self.patience.unwrap_or(config.patience);
        (self.change)(&mut config);
        let app = App::open(config).expect("an application");
        let running = app.serve_on(listener, self.with_loops).expect("a server");
        TestApp {
            base,
            db: Db::open(&self.url, RsvpTokens::new(APP_SECRET)).expect("a database that opens"),
            url: self.url,
            running: Some(running),
            place: self.place,
        }
    }
}

impl TestApp {
    /// Starts an application on a new SQLite file.
    pub fn sqlite() -> Self {
        Self::on(TestDb::sqlite()).start()
    }

    /// Builds an application on this database, which is deleted with it.
    pub fn on(db: TestDb) -> Builder {
        Builder {
            url: db.url().clone(),
            place: Some(db),
            settings: Vec::new(),
            heartbeat: None,
            patience: None,
            change: Box::new(|_| {}),
            with_loops: true,
        }
    }

    /// Builds a second application on the same database, like another process. It must end first.
    pub fn beside(&self) -> Builder {
        Builder {
            url: self.url.clone(),
            place: None,
            settings: Vec::new(),
            heartbeat: None,
            patience: None,
            change: Box::new(|_| {}),
            with_loops: true,
        }
    }

    /// The base address, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The SQLite file. `None` with MySQL.
    pub fn sqlite_file(&self) -> Option<&std::path::Path> {
        self.url.file()
    }

    /// The content of the database, in a form that changes with every write.
    pub fn contents(&self) -> Vec<Vec<u8>> {
        #[cfg(feature = "mysql")]
        if self.url.file().is_none() {
            return self.url.checksums().expect("checksums");
        }
        let file = self.url.file().expect("a file");
        let log = file.with_extension("db-wal");
        vec![
            std::fs::read(file).expect("a database"),
            std::fs::read(log).unwrap_or_default(),
        ]
    }

    /// A client without a key.
    pub fn stranger(&self) -> Client {
        Client::new(&self.base, None)
    }

    /// A client with this key.
    pub fn with_key(&self, key: &str) -> Client {
        Client::new(&self.base, Some(key.to_owned()))
    }

    /// Creates a host and a session, without the sign-in provider.
    pub async fn host(&self, name: &str) -> Host {
        let place = self.place.as_ref().expect("the first application");
        let id = place.host(name).await;
        let host = id.clone();
        let key = self
            .db
            .write(move |conn| {
                keys::create(conn, &host, KeyKind::Session, "test", seat_dealer_db::now())
            })
            .await
            .expect("a key")
            .1;
        let host = Host::new(id, self.with_key(&key));
        // The first use of a key writes to the database; later uses do not.
        host.get("/api/v1/me").await.is(200);
        host
    }

    /// All messages in the development mailbox, oldest first.
    pub async fn messages(&self) -> Vec<Value> {
        let answer = self.stranger().get("/dev/messages.json").await.is(200);
        answer.as_array().expect("a list").clone()
    }

    /// Waits until `count` messages were sent to a recipient, and returns them.
    pub async fn messages_to(&self, recipient: &str, count: usize) -> Vec<Value> {
        self.eventually(&format!("{count} messages to {recipient}"), async || {
            let mut messages = self.messages().await;
            messages.retain(|message| message["to"] == recipient);
            (messages.len() >= count).then_some(messages)
        })
        .await
    }

    /// Waits for a message to a recipient, and returns the path of its link.
    pub async fn link_to(&self, recipient: &str) -> String {
        let message = self.messages_to(recipient, 1).await.remove(0);
        let body = message["body"].as_str().expect("a body");
        let from = body.find("/rsvp/").expect("a link");
        let link = &body[from..];
        let end = link
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '/')
            .unwrap_or(link.len());
        link[..end].to_owned()
    }

    /// Calls `ask` until it returns a value.
    pub async fn eventually<T>(&self, what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
        eventually(what, ask).await
    }

    /// Waits until the outbox is empty.
    pub async fn outbox_is_empty(&self) {
        self.eventually("an empty outbox", async || {
            let outstanding = self.db.read(messages::outstanding).await;
            (outstanding.expect("a number") == 0).then_some(())
        })
        .await;
    }

    /// The metrics. Needs the setting METRICS_ADDR.
    pub async fn metrics(&self) -> String {
        let running = self.running.as_ref().expect("a running application");
        let address = running.metrics_address().expect("metrics");
        let client = Client::new(&format!("http://{address}"), None);
        let answer = client.get("/metrics").await;
        assert_eq!(answer.status, 200, "{answer}");
        answer.text()
    }

    /// Waits until the outbox is empty, and stops the application.
    pub async fn finish(mut self) {
        if self.place.is_some() {
            self.outbox_is_empty().await;
        }
        self.stop().await;
    }

    /// Stops the server, and keeps the database.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        assert!(
            self.running.is_none() || std::thread::panicking(),
            "the test must call `finish`, which checks the outbox"
        );
    }
}

/// Calls `ask` until it returns a value.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + TIMEOUT;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            Instant::now() < deadline,
            "timeout while waiting for {what}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
