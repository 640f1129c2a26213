use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};
use seat_dealer_delivery::fake_twilio::inbound_form;
use seat_dealer_test_support::app::{Answer, TestApp, phone};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

use super::{PUBLIC, Scene, status_and_response};

on_each_database![none_of_ten_thousand_forgeries_is_accepted];

const HOW_MANY: usize = 10_000;
const INBOUND: &str = "/webhooks/twilio/inbound";

/// A request to a webhook.
#[derive(Clone)]
struct Request {
    path: String,
    form: Vec<(String, String)>,
    signature: String,
}

impl Request {
    /// The signed string: equal for two requests with equal signatures.
    fn signed(&self) -> String {
        let pairs: BTreeSet<_> = self.form.iter().collect();
        let pairs = pairs
            .into_iter()
            .flat_map(|(key, value)| [key.as_str(), value]);
        format!("{}{}", self.path, pairs.collect::<String>())
    }

    async fn send(self, scene: &Scene) -> Answer {
        let request = scene.app.stranger().request("POST", &self.path);
        let request = request.header("X-Twilio-Signature", &self.signature);
        Answer::to(request.form(&self.form)).await
    }
}

/// Pseudorandom numbers with a fixed seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap()
    }

    /// Replaces, inserts or removes a character.
    fn mutate(&mut self, text: &mut String) {
        let mut characters: Vec<char> = text.chars().collect();
        let new = char::from(b'!' + u8::try_from(self.roll(90)).unwrap());
        match (self.roll(3), characters.len()) {
            (0, length @ 1..) => characters[self.roll(length)] = new,
            (1, length @ 1..) => {
                characters.remove(self.roll(length));
            }
            (_, length) => characters.insert(self.roll(length + 1), new),
        }
        *text = characters.into_iter().collect();
    }

    fn forge(&mut self, genuine: &Request) -> Request {
        let mut request = genuine.clone();
        let at = self.roll(request.form.len());
        match self.roll(8) {
            0 => self.mutate(&mut request.signature),
            1 => request.signature = String::new(),
            2 => self.mutate(&mut request.form[at].0),
            3 | 4 => self.mutate(&mut request.form[at].1),
            5 => {
                request.form.remove(at);
            }
            6 => {
                let (key, mut value) = request.form[at].clone();
                self.mutate(&mut value);
                request.form.push((key, value));
            }
            _ => {
                let mut query = "x".to_owned();
                self.mutate(&mut query);
                let joint = if request.path.contains('?') { '&' } else { '?' };
                let query: String = query.chars().filter(char::is_ascii_alphanumeric).collect();
                request.path = format!("{}{joint}{query}=1", request.path);
            }
        }
        request
    }
}

async fn none_of_ten_thousand_forgeries_is_accepted(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    ada.contacts(1).await;
    let event = ada.event(json!({ "seats": 1 })).await;
    ada.deal(&event).await;
    let text = scene.texts(1).await.remove(0);
    let report = text
        .status_callback
        .as_ref()
        .unwrap()
        .replacen(PUBLIC, "", 1);
    let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    let failed = [
        ("MessageSid", text.sid.as_str()),
        ("MessageStatus", "failed"),
        ("ErrorCode", "30005"),
        ("To", &text.to),
    ];
    let genuine: Vec<Request> = [
        (INBOUND.to_owned(), inbound_form("SM1", &phone(1), "No")),
        (INBOUND.to_owned(), inbound_form("SM2", &phone(1), "STOP")),
        (report, failed.map(pair).to_vec()),
    ]
    .into_iter()
    .map(|(path, form)| Request {
        signature: scene.fake.signature(&path, &form).unwrap(),
        path,
        form,
    })
    .collect();

    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut forged = Vec::with_capacity(HOW_MANY);
    while forged.len() < HOW_MANY {
        let genuine = &genuine[forged.len() % genuine.len()];
        let request = dice.forge(genuine);
        let same = request.signed() == genuine.signed() && request.signature == genuine.signature;
        if !same {
            forged.push(request);
        }
    }
    let entries = ada.log(&event).await.len();
    let taken: Vec<String> = stream::iter(forged)
        .map(|request| async {
            let what = format!("{} {:?}", request.path, request.form);
            let answer = request.send(&scene).await;
            (answer.status != 403).then(|| format!("{answer} to {what}"))
        })
        .buffer_unordered(8)
        .filter_map(|taken| async { taken })
        .collect()
        .await;
    assert!(taken.is_empty(), "{taken:#?}");
    assert_eq!(ada.log(&event).await.len(), entries, "nothing has changed");

    // To check the test itself: the genuine request is accepted under both spellings of the address, and a replay
    // changes nothing.
    for round in 0..3 {
        for request in &genuine {
            let mut request = request.clone();
            if round == 1 {
                let public = PUBLIC.replace(".com", ".com:443");
                let url = format!("{public}{}", request.path);
                request.signature =
                    seat_dealer_delivery::twilio::sign("fake-auth-token", &url, &request.form);
            }
            let answer = request.send(&scene).await;
            assert!(matches!(answer.status, 200 | 204), "{answer}");
        }
    }
    assert_eq!(status_and_response(&ada, &event, "Guest 1").await.0, "NO");
    let kinds = ada.log_kinds(&event).await;
    for kind in ["answered", "optedOut"] {
        assert_eq!(
            kinds.iter().filter(|known| *known == kind).count(),
            1,
            "{kinds:?}"
        );
    }
    scene.finish().await;
}

#[tokio::test]
async fn a_signed_and_unusual_webhook_is_accepted_without_a_reply() {
    let scene = Scene::on(TestDb::sqlite());
    for path in [
        INBOUND,
        "/webhooks/twilio/status",
        "/webhooks/twilio/status?message=unknown&attempt=1",
        "/webhooks/twilio/status?message=%ff&attempt=-1",
    ] {
        let long = "x".repeat(7_000);
        let odd: [&[(&str, &str)]; 6] = [
            &[],
            &[("", "")],
            &[("MessageSid", ""), ("From", ""), ("Body", "")],
            &[
                ("MessageSid", &long),
                ("From", "+14152000001"),
                ("Body", "Yes"),
            ],
            &[("MessageSid", "SM1"), ("MessageStatus", "delivered")],
            &[("MessageSid", "SM1"), ("From", &long), ("Body", &long)],
        ];
        for form in odd {
            let form: Vec<_> = form
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect();
            let signature = scene.fake.signature(path, &form).unwrap();
            let request = Request {
                path: path.to_owned(),
                form,
                signature,
            };
            let answer = request.send(&scene).await;
            assert!(matches!(answer.status, 200 | 204), "{path}: {answer}");
            assert!(!answer.text().contains("<Message"), "{answer}");
        }
    }
    scene.finish().await;
}

#[tokio::test]
async fn without_twilio_there_are_no_webhooks() {
    let app = TestApp::sqlite();
    for path in [INBOUND, "/webhooks/twilio/status"] {
        let form = [("MessageSid", "SM1")];
        app.stranger().submit(path, &form).await.problem(404);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let scene = Scene::on(TestDb::sqlite());
    let large = "x".repeat(200_000);
    let answer = scene
        .app
        .stranger()
        .submit(INBOUND, &[("Body", &large)])
        .await;
    answer.problem(413);
    scene.app.stranger().submit(INBOUND, &[]).await.problem(403);
    scene.finish().await;
}
