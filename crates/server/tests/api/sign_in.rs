//! The sign-in through the development provider, over HTTP, as a browser does it.

use seat_dealer_core::EmailAddress;
use seat_dealer_db::keys::KeyKind;
use seat_dealer_db::{hosts, keys};
use seat_dealer_test_support::app::{Answer, Client, TestApp};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::{Value, json};
use url::Url;

use crate::sentences::Sentences;

on_each_database![
    a_host_signs_in_and_out,
    the_first_sign_in_takes_over_a_host_of_the_command_line,
    only_those_who_are_allowed_sign_in,
];

const START: &str = "/api/v1/login/start";
const LOGIN: &str = "/api/v1/login";

struct Callback {
    code: String,
    state: String,
    ticket: String,
}

impl Callback {
    fn body(&self) -> Value {
        json!({ "code": self.code, "state": self.state, "ticket": self.ticket })
    }
}

async fn start(app: &TestApp) -> (Url, String) {
    let body = json!({ "redirectUri": format!("{}/login/callback", app.base()) });
    let started = app.stranger().post(START, body).await.is(200);
    let address = started["authorizationUrl"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    (address, started["ticket"].as_str().unwrap().to_owned())
}

/// Does what the browser does: opens the page, sends the form, and follows the redirect to the web app.
async fn through_the_provider(app: &TestApp, name: &str, email: &str) -> Callback {
    let (address, ticket) = start(app).await;
    let browser = Client::new(&address.origin().ascii_serialization(), None);
    let path = format!("{}?{}", address.path(), address.query().unwrap());
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200, "{page}");
    assert!(page.text().contains("<form method=\"post\""), "{page}");
    let back = browser
        .submit(&path, &[("name", name), ("email", email)])
        .await;
    assert_eq!(back.status, 303, "{back}");
    let address: Url = back.header("location").parse().unwrap();
    assert_eq!(address.path(), "/login/callback");
    let value = |name: &str| {
        let mut pairs = address.query_pairs();
        pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    Callback {
        code: value("code"),
        state: value("state"),
        ticket,
    }
}

/// A client that has signed in with this `User-Agent`.
pub(crate) async fn sign_in_on(app: &TestApp, name: &str, email: &str, user_agent: &str) -> Client {
    let callback = through_the_provider(app, name, email).await;
    let request = app.stranger().request("POST", LOGIN);
    let request = request.header("User-Agent", user_agent.as_bytes());
    let session = Answer::to(request.json(&callback.body())).await.is(200);
    app.with_key(session["authToken"].as_str().unwrap())
}

async fn sign_in(app: &TestApp, name: &str, email: &str) -> (Client, Value) {
    let callback = through_the_provider(app, name, email).await;
    let session = app.stranger().post(LOGIN, callback.body()).await.is(200);
    let key = session["authToken"].as_str().unwrap();
    (app.with_key(key), session["user"].clone())
}

async fn a_host_signs_in_and_out(db: TestDb) {
    let app = TestApp::on(db).start();
    let (ada, user) = sign_in(&app, " Ada Lovelace ", "Ada@Example.com").await;
    assert_eq!(
        (&user["name"], &user["email"]),
        (&json!("Ada Lovelace"), &json!("Ada@example.com"))
    );
    let me = ada.get("/api/v1/me").await.is(200);
    for name in ["id", "name", "email"] {
        assert_eq!(me[name], user[name]);
    }
    // On another device, Ada is the same host with another session.
    let (phone, again) = sign_in(&app, "Ada", "ada@example.com").await;
    assert_eq!(again["id"], user["id"]);
    let (bob, other) = sign_in(&app, "Bob", "bob@example.com").await;
    assert_ne!(other["id"], user["id"]);
    ada.post("/api/v1/logout", Value::Null).await.is(204);
    for path in ["/api/v1/me", "/api/v1/contacts"] {
        ada.get(path).await.problem(401);
        phone.get(path).await.is(200);
        bob.get(path).await.is(200);
    }
    ada.post("/api/v1/logout", Value::Null).await.problem(401);
    app.finish().await;
}

async fn the_first_sign_in_takes_over_a_host_of_the_command_line(db: TestDb) {
    let app = TestApp::on(db).start();
    let key = app
        .db
        .write(|conn| {
            let email = EmailAddress::parse("ada@example.com").unwrap();
            let host = hosts::for_email(conn, &email, seat_dealer_db::now())?;
            keys::create(conn, &host.id, KeyKind::Api, "test", seat_dealer_db::now())
        })
        .await
        .unwrap()
        .1;
    let program = app.with_key(&key);
    let contact = json!({ "name": "Grace", "email": "grace@example.com" });
    program.post("/api/v1/contacts", contact).await.is(201);
    let (ada, user) = sign_in(&app, "Ada", "Ada@Example.com").await;
    assert_eq!(
        ada.get("/api/v1/contacts").await.is(200)["items"][0]["name"],
        "Grace"
    );
    assert_eq!(program.get("/api/v1/me").await.is(200)["id"], user["id"]);
    assert_eq!(program.get("/api/v1/me").await.is(200)["name"], "Ada");
    app.finish().await;
}

async fn only_those_who_are_allowed_sign_in(db: TestDb) {
    let app = TestApp::on(db)
        .setting(
            "SIGN_IN_ALLOWED",
            "ada@example.com, kim@example.com, club.example",
        )
        .start();
    sign_in(&app, "Ada", "ada@example.com").await;
    sign_in(&app, "Bob", "bob@club.example").await;
    // The second address has a full-width A, whose lower case in Unicode is not `a`. The third one has the Kelvin
    // sign, whose lower case is `k`.
    for email in [
        "eve@example.com",
        "\u{ff21}da@example.com",
        "\u{212a}im@example.com",
    ] {
        let callback = through_the_provider(&app, "Eve", email).await;
        let refused = app.stranger().post(LOGIN, callback.body()).await;
        assert_eq!(
            refused.problem(403),
            format!(
                "{email} may not sign in here. Ask the person who runs this seat-dealer to let you in."
            )
        );
    }
    app.finish().await;
}

#[tokio::test]
async fn an_incomplete_sign_in_gives_no_session() {
    let app = TestApp::sqlite();
    let guest = app.stranger();
    for address in [
        "http://evil.example/login/callback".to_owned(),
        format!("{}/login/callback/", app.base()),
        format!("{}/", app.base()),
        String::new(),
    ] {
        let detail = guest
            .post(START, json!({ "redirectUri": address }))
            .await
            .problem(400);
        assert!(detail.contains("/login/callback"), "{detail}");
    }
    let good = through_the_provider(&app, "Ada", "ada@example.com").await;
    let other = through_the_provider(&app, "Ada", "ada@example.com").await;
    let mut sentences = Sentences::default();
    for (name, value) in [
        ("state", json!("another")),
        ("state", json!(other.state)),
        ("ticket", json!("nonsense")),
        ("ticket", json!(other.ticket)),
        ("ticket", json!(format!("{}x", good.ticket))),
        ("ticket", json!("")),
        ("state", json!("")),
    ] {
        let mut body = good.body();
        body[name] = value;
        let answer = guest.post(LOGIN, body).await;
        assert!(!answer.text().contains("authToken"));
        sentences.problem(&format!("another {name}"), answer, 400);
    }
    for code in ["another", ""] {
        let mut body = good.body();
        body["code"] = json!(code);
        sentences.problem("another code", guest.post(LOGIN, body).await, 400);
    }
    let mut missing = good.body();
    missing.as_object_mut().unwrap().remove("ticket");
    assert_eq!(guest.post(LOGIN, missing).await.invalid(), ["ticket"]);
    // None of this has used up the code; a sign-in does.
    guest.post(LOGIN, good.body()).await.is(200);
    let answer = guest.post(LOGIN, good.body()).await;
    sentences.problem("the same code again", answer, 400);
    sentences.are("sign_in");
    app.finish().await;
}

#[tokio::test]
async fn an_unreachable_provider_is_a_503() {
    let app = TestApp::on(TestDb::sqlite())
        .setting("OAUTH2_ISSUER", "http://127.0.0.1:9")
        .setting("OAUTH2_CLIENT_ID", "id")
        .setting("OAUTH2_CLIENT_SECRET", "secret")
        .start();
    let body = json!({ "redirectUri": format!("{}/login/callback", app.base()) });
    let answer = app.stranger().post(START, body).await;
    assert!(!answer.header("retry-after").is_empty());
    let detail = answer.problem(503);
    assert!(detail.contains("temporarily unavailable"), "{detail}");
    // A callback of another provider is refused.
    let provider = "/dev/oidc/.well-known/openid-configuration";
    let answer = Answer::to(app.stranger().request("GET", provider)).await;
    answer.problem(404);
    app.finish().await;
}
