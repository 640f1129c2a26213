//! Text messages: delivery reports, answers by text, opt-outs and limits.

mod answers;
mod forgeries;
mod limits;
mod logged;
mod reports;

use seat_dealer_delivery::fake_smtp::FakeSmtp;
use seat_dealer_delivery::fake_twilio::{Accepted, FakeTwilio, Reply};
use seat_dealer_test_support::app::{Builder, Host, TestApp, eventually};
use seat_dealer_test_support::database::TestDb;
use serde_json::{Value, json};

/// The public address of the server. It does not resolve.
const PUBLIC: &str = "https://dinner.example.com";

/// A server with a fake Twilio and a fake mail server.
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    pub(crate) fake: FakeTwilio,
    pub(crate) mail: FakeSmtp,
}

impl Scene {
    pub(crate) fn on(db: TestDb) -> Self {
        Self::with(db, &[])
    }

    /// With more settings.
    fn with(db: TestDb, settings: &[(&str, &str)]) -> Self {
        let (fake, mail) = (FakeTwilio::start().unwrap(), FakeSmtp::start().unwrap());
        let mut builder: Builder = TestApp::on(db)
            .setting("API_BASE_URI", PUBLIC)
            .setting("OAUTH2_CLIENT_ID", "nobody")
            .setting("OAUTH2_CLIENT_SECRET", "nobody")
            .setting("SMTP_URL", &mail.url())
            .setting("MAIL_FROM", "dinner@example.org");
        for (name, value) in settings {
            builder = builder.setting(name, value);
        }
        for (name, value) in fake.environment() {
            builder = builder.setting(name, &value);
        }
        let app = builder.start();
        fake.webhooks_to(app.base(), PUBLIC);
        Self { app, fake, mail }
    }

    /// A scene with a host and one guest, whom a text has invited to the only seat of the host's event. Returns the
    /// host and the id of the event, too.
    async fn invited(db: TestDb) -> (Self, Host, String) {
        let scene = Self::on(db);
        let host = scene.app.host("Ada").await;
        host.contacts(1).await;
        let event = host.event(json!({ "seats": 1 })).await;
        host.deal(&event).await;
        scene.texts(1).await;
        (scene, host, event)
    }

    /// Waits until `count` texts have been accepted, and the outbox is empty.
    async fn texts(&self, count: usize) -> Vec<Accepted> {
        eventually(&format!("{count} texts"), async || {
            let journal = self.fake.journal();
            (journal.len() >= count).then_some(())
        })
        .await;
        self.app.outbox_is_empty().await;
        let journal = self.fake.journal();
        assert_eq!(journal.len(), count, "{journal:#?}");
        journal
    }

    /// Sends a guest's text, which the server must accept.
    async fn text(&self, from: &str, body: &str) -> Reply {
        let reply = self.fake.guest_texts(from, body).await.unwrap();
        assert_eq!(reply.status, 200, "{reply:?}");
        reply
    }

    pub(crate) async fn finish(self) {
        self.app.finish().await;
    }
}

/// The kind, the channel and the status of each message to a guest.
async fn messages(host: &Host, event: &str, name: &str) -> Vec<String> {
    let invite = host.invite_of(event, name).await;
    let all = invite["messages"].as_array().unwrap().clone();
    all.iter()
        .map(|message| {
            let word = |name: &str| message[name].as_str().unwrap().to_owned();
            format!("{} {} {}", word("kind"), word("channel"), word("status"))
        })
        .collect()
}

/// The sentence of the last entry of this kind in an event's log.
async fn told(host: &Host, event: &str, kind: &str) -> String {
    let log = host.log(event).await;
    let last = log.iter().rev().find(|entry| entry["kind"] == kind);
    last.map_or_else(
        || panic!("nothing of kind {kind} in {log:#?}"),
        |entry| entry["text"].as_str().unwrap().to_owned(),
    )
}

/// The response and the status of a guest's invitation.
async fn status_and_response(host: &Host, event: &str, name: &str) -> (Value, Value) {
    let invite = host.invite_of(event, name).await;
    (invite["response"].clone(), invite["seat"].clone())
}
