//! Outgoing webhooks, with a real receiver.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use jiff::SignedDuration;
use seat_dealer_db::time_travel::{let_deliveries_fall_due, let_rotations_end};
use seat_dealer_delivery::webhooks::sign;
use seat_dealer_test_support::app::{Answer, Client, TestApp, eventually};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};

on_each_database![
    every_entry_is_sent_signed,
    what_fails_is_tried_again_with_the_same_id,
    three_days_of_failures_pause_and_the_host_goes_on,
    an_address_that_is_gone_gets_nothing_more,
    both_secrets_sign_for_a_day,
    a_host_without_access_gets_nothing,
    fields_are_checked,
];

const HOOKS: &str = "/api/v1/webhooks";

/// A request that the receiver got.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) id: String,
    timestamp: i64,
    signatures: String,
    body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether one of the signatures is that of this secret.
    pub(crate) fn is_signed(&self, secret: &Value) -> bool {
        let ours = sign(
            secret.as_str().unwrap(),
            &self.id,
            self.timestamp,
            &self.body,
        )
        .unwrap();
        self.signatures
            .split(' ')
            .any(|signature| signature == ours)
    }
}

#[derive(Default)]
struct Journal {
    status: AtomicU16,
    received: Mutex<Vec<Received>>,
}

/// A server that receives webhooks, and answers with the status that the test sets.
pub(crate) struct Receiver {
    address: SocketAddr,
    journal: Arc<Journal>,
    server: ServerHandle,
}

impl Receiver {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let journal = Arc::new(Journal::default());
        let data = web::Data::from(Arc::clone(&journal));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .default_service(web::to(receive))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
        let receiver = Self {
            address,
            journal,
            server: server.handle(),
        };
        receiver.answer(204);
        tokio::spawn(server);
        receiver
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    fn answer(&self, status: u16) {
        self.journal.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.journal.received.lock().unwrap().clone()
    }

    /// Waits until this many requests have come, and returns all.
    async fn has(&self, count: usize) -> Vec<Received> {
        eventually("requests to the webhook", async || {
            let received = self.received();
            (received.len() >= count).then_some(received)
        })
        .await
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn receive(request: HttpRequest, body: String, journal: web::Data<Journal>) -> HttpResponse {
    let header = |name: &str| {
        let value = request.headers().get(name).map(|value| value.to_str());
        value.and_then(Result::ok).unwrap_or_default().to_owned()
    };
    assert_eq!(header("content-type"), "application/json");
    journal.received.lock().unwrap().push(Received {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().unwrap(),
        signatures: header("webhook-signature"),
        body,
    });
    let status = journal.status.load(Ordering::SeqCst);
    let status = actix_web::http::StatusCode::from_u16(status).unwrap();
    HttpResponse::build(status)
        .insert_header(("Location", "/elsewhere"))
        .finish()
}

fn app(db: TestDb) -> TestApp {
    TestApp::on(db)
        .setting("WEBHOOK_ALLOW_PRIVATE", "1")
        .setting("METRICS_ADDR", "127.0.0.1:0")
        .start()
}

/// Adds a webhook. Returns its address in the API, and its secret.
async fn add(host: &Client, receiver: &Receiver, kinds: Value) -> (String, Value) {
    let new = json!({ "url": receiver.url(), "kinds": kinds });
    let made = Answer::to(host.request("POST", HOOKS).json(&new)).await;
    let path = made.header("location").to_owned();
    let made = made.is(201);
    assert_eq!(path, format!("{HOOKS}/{}", made["id"].as_str().unwrap()));
    assert!(
        made["secret"].as_str().unwrap().starts_with("whsec_"),
        "{made}"
    );
    (path, made["secret"].clone())
}

async fn deliveries(host: &Client, hook: &str) -> Vec<Value> {
    let page = host.get(&format!("{hook}/deliveries")).await.is(200);
    page["items"].as_array().unwrap().clone()
}

/// The only webhook in the list.
async fn listed(host: &Client) -> Value {
    host.get(HOOKS).await.is(200)["items"][0].clone()
}

async fn every_entry_is_sent_signed(db: TestDb) {
    let app = app(db);
    let ada = app.host("Ada").await;
    ada.event(json!({})).await;
    let receiver = Receiver::start();
    let (hook, secret) = add(&ada, &receiver, Value::Null).await;
    ada.contacts(3).await;
    let event = ada.event(json!({ "seats": 2 })).await;
    ada.deal(&event).await;
    app.outbox_is_empty().await;
    ada.post(&format!("/api/v1/events/{event}/pause"), Value::Null)
        .await
        .is(200);
    let log = ada.get("/api/v1/log?after=1").await.is(200);
    let log = log["items"].as_array().unwrap();
    let received = receiver.has(log.len()).await;
    assert_eq!(received.len(), log.len());
    let mut bodies = BTreeMap::new();
    for request in &received {
        assert!(request.is_signed(&secret), "{request:?}");
        let body = request.json();
        bodies.insert(body["data"]["number"].as_i64().unwrap(), body);
    }
    for entry in log {
        let expected = json!({
            "type": entry["entry"]["kind"], "timestamp": entry["entry"]["at"], "data": entry,
        });
        assert_eq!(bodies[&entry["number"].as_i64().unwrap()], expected);
    }
    let all = eventually("all to be recorded", async || {
        let all = deliveries(&ada, &hook).await;
        let done = all.iter().all(|delivery| delivery["status"] == "delivered");
        done.then_some(all)
    })
    .await;
    assert_eq!(all.len(), log.len());
    let newest = &all[0];
    assert_eq!(
        (&newest["type"], &newest["httpStatus"]),
        (&json!("paused"), &json!(204))
    );
    assert!(newest["deliveredAt"].is_string() && newest["nextAttemptAt"].is_null());
    assert!(
        received
            .iter()
            .any(|request| newest["webhookId"] == request.id)
    );
    let page = ada.get(&format!("{hook}/deliveries?limit=1")).await.is(200);
    assert_eq!(page["items"][0], *newest);
    let cursor = page["nextCursor"].as_str().unwrap();
    let next = format!("{hook}/deliveries?limit=1&cursor={cursor}");
    assert_eq!(ada.get(&next).await.is(200)["items"][0], all[1]);

    // By hand, once more, with the same id; a repeated request does it once.
    let number = newest["number"].as_i64().unwrap();
    let again = format!("{hook}/deliveries/{number}/redeliver");
    for _ in 0..2 {
        let request = ada
            .request("POST", &again)
            .header("Idempotency-Key", "again");
        let planned = Answer::to(request).await.is(200);
        assert_eq!(
            (&planned["status"], &planned["attempts"]),
            (&json!("pending"), &json!(0))
        );
    }
    let repeated = receiver.has(log.len() + 1).await;
    assert_eq!(newest["webhookId"], repeated.last().unwrap().id);

    // Nothing goes to a webhook that is deleted, and nobody else sees it.
    let bob = app.host("Bob").await;
    for (method, path) in [
        ("PATCH", hook.clone()),
        ("DELETE", hook.clone()),
        ("GET", format!("{hook}/deliveries")),
        ("POST", format!("{hook}/rotate")),
        ("POST", again.clone()),
    ] {
        bob.send(method, &path, &json!({})).await.problem(404);
    }
    ada.delete(&hook).await.is(204);
    ada.delete(&hook).await.problem(404);
    ada.post(&again, Value::Null).await.problem(404);
    ada.event(json!({})).await;
    let other = Receiver::start();
    add(&ada, &other, json!(["created"])).await;
    ada.event(json!({})).await;
    assert_eq!(other.has(1).await[0].json()["type"], "created");
    assert_eq!(receiver.received().len(), log.len() + 1);
    app.finish().await;
}

async fn what_fails_is_tried_again_with_the_same_id(db: TestDb) {
    let app = app(db);
    let ada = app.host("Ada").await;
    let receiver = Receiver::start();
    let (hook, secret) = add(&ada, &receiver, Value::Null).await;
    // A redirect is not followed.
    for status in [500, 302, 404] {
        receiver.answer(status);
        let before = receiver.received().len();
        if before == 0 {
            ada.event(json!({})).await;
        } else {
            let fall_due = |conn: &mut _| let_deliveries_fall_due(conn, SignedDuration::ZERO);
            app.db.write(fall_due).await.unwrap();
        }
        receiver.has(before + 1).await;
        eventually("the failure to be recorded", async || {
            let waiting = deliveries(&ada, &hook).await.remove(0);
            (waiting["httpStatus"] == status).then_some(())
        })
        .await;
    }
    let waiting = deliveries(&ada, &hook).await.remove(0);
    assert_eq!(waiting["status"], "pending");
    assert_eq!(
        waiting["error"],
        "The response had the status 404, not 2xx."
    );
    assert!(waiting["attempts"].as_u64() >= Some(3), "{waiting}");
    assert!(waiting["nextAttemptAt"].as_str() > waiting["lastAttemptAt"].as_str());
    let before = receiver.received().len();
    receiver.answer(200);
    app.db
        .write(|conn| let_deliveries_fall_due(conn, SignedDuration::ZERO))
        .await
        .unwrap();
    let received = receiver.has(before + 1).await;
    assert!(received.iter().all(|request| request.id == received[0].id));
    assert!(received.iter().all(|request| request.is_signed(&secret)));
    eventually("the success to be recorded", async || {
        let done = deliveries(&ada, &hook).await.remove(0);
        (done["status"] == "delivered" && done["error"].is_null()).then_some(())
    })
    .await;
    app.finish().await;
}

async fn three_days_of_failures_pause_and_the_host_goes_on(db: TestDb) {
    let app = app(db);
    let ada = app.host("Ada").await;
    let receiver = Receiver::start();
    let (hook, _) = add(&ada, &receiver, json!(["created"])).await;
    receiver.answer(503);
    ada.event(json!({})).await;
    receiver.has(1).await;
    eventually("the failure to be recorded", async || {
        let waiting = deliveries(&ada, &hook).await.remove(0);
        waiting["error"].is_string().then_some(())
    })
    .await;
    app.db
        .write(|conn| let_deliveries_fall_due(conn, SignedDuration::from_hours(72)))
        .await
        .unwrap();
    let paused = eventually("a paused webhook", async || {
        let hook = listed(&ada).await;
        (hook["status"] == "paused").then_some(hook)
    })
    .await;
    assert_eq!(paused["pausedReason"], "failing");
    let before = receiver.received().len();
    assert!(before >= 2);
    ada.event(json!({})).await;
    let refused = ada
        .post(&format!("{hook}/deliveries/1/redeliver"), Value::Null)
        .await;
    assert_eq!(refused.json()["code"], "webhook-paused");
    refused.problem(409);
    receiver.answer(200);
    let active = ada.patch(&hook, json!({ "paused": false })).await.is(200);
    assert_eq!(
        (&active["status"], &active["pausedReason"]),
        (&json!("active"), &Value::Null)
    );
    let received = receiver.has(before + 2).await;
    let numbers: Vec<_> = received
        .iter()
        .map(|request| request.json()["data"]["number"].as_i64().unwrap())
        .collect();
    assert!(numbers[..before].iter().all(|number| *number == 1));
    let mut resumed = numbers[before..].to_vec();
    resumed.sort_unstable();
    assert_eq!(resumed, [1, 2]);
    let paused = ada.patch(&hook, json!({ "paused": true })).await.is(200);
    assert_eq!(paused["pausedReason"], "host");
    app.finish().await;
}

async fn an_address_that_is_gone_gets_nothing_more(db: TestDb) {
    let app = app(db);
    let ada = app.host("Ada").await;
    let receiver = Receiver::start();
    add(&ada, &receiver, Value::Null).await;
    receiver.answer(410);
    ada.event(json!({})).await;
    eventually("a paused webhook", async || {
        (listed(&ada).await["pausedReason"] == "gone").then_some(())
    })
    .await;
    assert_eq!(receiver.received().len(), 1);
    app.finish().await;
}

async fn both_secrets_sign_for_a_day(db: TestDb) {
    let app = app(db);
    let ada = app.host("Ada").await;
    let receiver = Receiver::start();
    let (hook, old) = add(&ada, &receiver, json!(["created"])).await;
    let rotate = format!("{hook}/rotate");
    let request = || {
        ada.request("POST", &rotate)
            .header("Idempotency-Key", "once")
    };
    let rotated = Answer::to(request()).await.is(200);
    assert_eq!(Answer::to(request()).await.is(200), rotated);
    let new = &rotated["secret"];
    assert_ne!(*new, old);
    assert!(rotated["previousSecretUntil"].is_string(), "{rotated}");
    let listed = listed(&ada).await;
    assert_eq!(
        listed["previousSecretUntil"],
        rotated["previousSecretUntil"]
    );
    assert!(!listed.to_string().contains("whsec_"), "{listed}");
    ada.event(json!({})).await;
    let both = receiver.has(1).await.remove(0);
    assert!(both.is_signed(new) && both.is_signed(&old));
    assert!(both.signatures.starts_with("v1,") && both.signatures.contains(" v1,"));
    app.db.write(let_rotations_end).await.unwrap();
    ada.event(json!({})).await;
    let one = receiver.has(2).await.remove(1);
    assert!(one.is_signed(new) && !one.is_signed(&old));
    let counted = "seat_dealer_webhook_requests_total{outcome=\"accepted\"} 2";
    eventually("the count of requests", async || {
        app.metrics().await.contains(counted).then_some(())
    })
    .await;
    let export = ada.get("/api/v1/me/export").await.is(200);
    assert_eq!(export["webhooks"].as_array().unwrap().len(), 1);
    assert!(
        !export.to_string().contains("whsec_"),
        "secrets are shown once"
    );
    app.finish().await;
}

async fn a_host_without_access_gets_nothing(db: TestDb) {
    let mut app = TestApp::on(db)
        .setting("WEBHOOK_ALLOW_PRIVATE", "1")
        .without_worker()
        .start();
    let (ada, bob) = (app.host("Ada").await, app.host("Bob").await);
    let (to_ada, to_bob) = (Receiver::start(), Receiver::start());
    let (hook, _) = add(&ada, &to_ada, Value::Null).await;
    add(&bob, &to_bob, Value::Null).await;
    ada.event(json!({})).await;
    bob.event(json!({})).await;
    let mut worker = app
        .beside()
        .setting("WEBHOOK_ALLOW_PRIVATE", "1")
        .setting("SIGN_IN_ALLOWED", "bob@example.com")
        .start();
    to_bob.has(1).await;
    let waiting = eventually("what waits for Ada to be put off", async || {
        let waiting = deliveries(&ada, &hook).await.remove(0);
        (waiting["lastAttemptAt"].is_string() && waiting["attempts"] == 0).then_some(waiting)
    })
    .await;
    assert_eq!(
        (&waiting["status"], &waiting["error"]),
        (&json!("pending"), &Value::Null)
    );
    worker.stop().await;
    assert!(to_ada.received().is_empty());

    // Allowed again, the host gets what has waited.
    app.db
        .write(|conn| let_deliveries_fall_due(conn, SignedDuration::ZERO))
        .await
        .unwrap();
    let mut worker = app.beside().setting("WEBHOOK_ALLOW_PRIVATE", "1").start();
    assert_eq!(to_ada.has(1).await[0].json()["type"], "created");
    worker.stop().await;
    app.stop().await;
}

async fn fields_are_checked(db: TestDb) {
    let app = TestApp::on(db).start();
    let ada = app.host("Ada").await;
    let url = "https://hooks.example.org";
    for (body, field) in [
        (json!({}), "url"),
        (json!({ "url": "" }), "url"),
        (json!({ "url": null }), "url"),
        (json!({ "url": "http://hooks.example.org" }), "url"),
        (json!({ "url": "https://127.0.0.1/hook" }), "url"),
        (json!({ "url": "https://2130706433" }), "url"),
        (json!({ "url": "https://[::ffff:10.0.0.1]" }), "url"),
        (json!({ "url": "https://a:b@hooks.example.org" }), "url"),
        (
            json!({ "url": format!("{url}/{}", "x".repeat(2_000)) }),
            "url",
        ),
        (json!({ "url": url, "kinds": [] }), "kinds"),
        (json!({ "url": url, "kinds": "created" }), "kinds"),
        (
            json!({ "url": url, "kinds": ["created", "eaten"] }),
            "kinds[1]",
        ),
        (
            json!({ "url": url, "kinds": ["created", "created"] }),
            "kinds[1]",
        ),
        (json!({ "url": url, "secret": "mine" }), "secret"),
    ] {
        assert_eq!(
            ada.post(HOOKS, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    let request = || {
        let request = ada.request("POST", HOOKS).header("Idempotency-Key", "one");
        Answer::to(request.json(&json!({ "url": url })))
    };
    let made = request().await.is(201);
    assert_eq!(
        request().await.is(201),
        made,
        "a repeated request makes one"
    );
    for _ in 0..9 {
        ada.post(HOOKS, json!({ "url": url })).await.is(201);
    }
    let refused = ada.post(HOOKS, json!({ "url": url })).await;
    assert_eq!(refused.json()["code"], "too-many-webhooks");
    refused.problem(409);
    let hook = format!("{HOOKS}/{}", made["id"].as_str().unwrap());
    for same in [
        "HTTPS://Hooks.Example.ORG:443/a/../b?x=ä",
        "https://hooks.example.org/b?x=%C3%A4",
    ] {
        let changed = ada.patch(&hook, json!({ "url": same })).await.is(200);
        assert_eq!(
            changed["url"], "https://hooks.example.org/b?x=%C3%A4",
            "{same}"
        );
    }
    for (body, field) in [
        (json!({ "url": "http://example.org" }), "url"),
        (json!({ "url": null }), "url"),
        (json!({ "kinds": [] }), "kinds"),
        (json!({ "paused": null }), "paused"),
        (json!({ "status": "paused" }), "status"),
    ] {
        assert_eq!(
            ada.patch(&hook, body.clone()).await.invalid(),
            [field],
            "{body}"
        );
    }
    let change = json!({ "url": "https://other.example.org/", "kinds": ["paused"] });
    let changed = ada.patch(&hook, change).await.is(200);
    assert_eq!(changed["kinds"], json!(["paused"]));
    let all = ada.patch(&hook, json!({ "kinds": null })).await.is(200);
    assert_eq!(
        (&all["kinds"], &all["url"]),
        (&Value::Null, &changed["url"])
    );
    assert_eq!(ada.patch(&hook, json!({})).await.is(200), all);
    for query in ["limit=0", "cursor=x"] {
        let path = format!("{hook}/deliveries?{query}");
        let field = query.split('=').next().unwrap();
        assert_eq!(ada.get(&path).await.invalid(), [field]);
    }
    for path in ["deliveries/1/redeliver", "deliveries/x/redeliver"] {
        ada.post(&format!("{hook}/{path}"), Value::Null)
            .await
            .problem(404);
    }
    app.finish().await;
}
