//! The real application on a port of its own, with a database of its own, the development sign-in
//! and the development mailbox.
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

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server needs that other machines can reach, besides its addresses and `APP_SECRET`.
pub const EXPOSED: [(&str, &str); 4] = [
    ("OAUTH2_CLIENT_ID", "id"),
    ("OAUTH2_CLIENT_SECRET", "hush hush"),
    ("SMTP_URL", "smtp://127.0.0.1:9"),
    ("MAIL_FROM", "a@example.org"),
];

/// A running application. Every test ends it with [`finish`](Self::finish).
pub struct TestApp {
    base: String,
    /// The database, as a process beside the application sees it.
    pub db: Db,
    url: DatabaseUrl,
    running: Option<Running>,
    place: Option<TestDb>,
}

/// An application in the making.
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
    /// With this setting, as if it stood in the environment.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the settings that a server needs which other machines can reach. The sign-in and the mail
    /// server that they name do not exist.
    #[must_use]
    pub fn exposed(self) -> Self {
        EXPOSED
            .iter()
            .fold(self, |app, (name, value)| app.setting(name, value))
    }

    /// With event streams that say this often that they are alive.
    #[must_use]
    pub fn heartbeat(mut self, every: Duration) -> Self {
        self.heartbeat = Some(every);
        self
    }

    /// With clients that may take so long to send a head, and again its body.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = Some(patience);
        self
    }

    /// With what is no setting changed like this.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Config) + 'static) -> Self {
        self.change = Box::new(change);
        self
    }

    /// Without the dealer and the sender.
    #[must_use]
    pub fn without_worker(mut self) -> Self {
        self.with_loops = false;
        self
    }

    /// Starts it, in a runtime.
    pub fn start(self) -> TestApp {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let base = format!("http://127.0.0.1:{port}");
        let mut config = Config::read(|name| {
            let said = self.settings.iter().find(|(known, _)| known == name);
            match (said, name) {
                (Some((_, value)), _) => Some(value.clone()),
                (None, "API_BASE_URI") => Some(base.clone()),
                (None, "APP_SECRET") => Some(APP_SECRET.to_owned()),
                // Tests ask from one address, without pauses.
                (None, "SIGN_IN_LIMIT" | "WRONG_LINK_LIMIT" | "LINK_LIMIT") => {
                    Some("1000000".to_owned())
                }
                _ => None,
            }
        })
        .expect("settings that fit");
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
    /// On a fresh SQLite file.
    pub fn sqlite() -> Self {
        Self::on(TestDb::sqlite()).start()
    }

    /// On this database, which is gone with the application.
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

    /// Another application on the same database, as another process would be. It ends first.
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

    /// Where it is, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether its database is the SQLite one, and where.
    pub fn sqlite_file(&self) -> Option<&std::path::Path> {
        self.url.file()
    }

    /// What is in the database, in a form that changes with every write, whatever it is.
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

    /// A host of this name, signed in without asking the provider.
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
        // The first use of a key is noted, later ones are not.
        host.get("/api/v1/me").await.is(200);
        host
    }

    /// Every message in the development mailbox, oldest first.
    pub async fn messages(&self) -> Vec<Value> {
        let answer = self.stranger().get("/dev/messages.json").await.is(200);
        answer.as_array().expect("a list").clone()
    }

    /// Waits until `count` messages have gone to a number or an address, and returns them.
    pub async fn messages_to(&self, recipient: &str, count: usize) -> Vec<Value> {
        self.eventually(&format!("{count} messages to {recipient}"), async || {
            let mut messages = self.messages().await;
            messages.retain(|message| message["to"] == recipient);
            (messages.len() >= count).then_some(messages)
        })
        .await
    }

    /// Waits for a message to a number or an address, and returns the path of the link in it.
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

    /// Asks until there is an answer.
    pub async fn eventually<T>(&self, what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
        eventually(what, ask).await
    }

    /// Waits until nothing is left in the outbox.
    pub async fn outbox_is_empty(&self) {
        self.eventually("an empty outbox", async || {
            let outstanding = self.db.read(messages::outstanding).await;
            (outstanding.expect("a number") == 0).then_some(())
        })
        .await;
    }

    /// Its metrics, of which the setting METRICS_ADDR says that there are some.
    pub async fn metrics(&self) -> String {
        let running = self.running.as_ref().expect("a running application");
        let address = running.metrics_address().expect("metrics");
        let client = Client::new(&format!("http://{address}"), None);
        let answer = client.get("/metrics").await;
        assert_eq!(answer.status, 200, "{answer}");
        answer.text()
    }

    /// Ends it. Fails when a message is left in the outbox.
    pub async fn finish(mut self) {
        if self.place.is_some() {
            self.outbox_is_empty().await;
        }
        self.stop().await;
    }

    /// Ends the server, and leaves the database.
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
            "the test has not finished its application, so nobody looked into the outbox"
        );
    }
}

/// Asks until there is an answer.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
