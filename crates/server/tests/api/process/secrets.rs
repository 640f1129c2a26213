//! The log has no secrets and no personal data.

use seat_dealer_test_support::app::{Client, eventually};
use serde_json::{Value, json};
use url::Url;

use super::{Installation, SECRET};

#[tokio::test]
async fn a_new_secret_invalidates_the_links_and_keeps_the_invitations() {
    const NEW: &str = "another secret, and long enough too";
    let installation = Installation::new();
    let key = installation.api_key();
    let running = installation.start(&mut installation.program(&["serve"]), "before.log");
    installation.is_ready().await;
    let ada = installation.client(Some(&key));
    let old = a_dinner(&installation, &ada).await.pop().unwrap();
    let said = installation.line(&["renew-links"]);
    assert!(
        said.starts_with("All links belong to this APP_SECRET"),
        "{said}"
    );
    running.tell_to_stop();
    running.end();

    let renewed = installation
        .program(&["renew-links"])
        .env("APP_SECRET", NEW)
        .output()
        .unwrap();
    let said = String::from_utf8(renewed.stdout).unwrap();
    assert!(said.starts_with("New links: 1."), "{said}");
    let mut command = installation.program(&["serve"]);
    let running = installation.start(command.env("APP_SECRET", NEW), "after.log");
    installation.is_ready().await;
    let invites = ada.get("/api/v1/invites").await.is(200);
    let url = invites["items"][0]["rsvpUrl"].as_str().unwrap();
    let new = url.rsplit('/').next().unwrap();
    let guest = installation.client(None);
    guest.get(&format!("/api/v1/rsvp/{new}")).await.is(200);
    guest.get(&format!("/api/v1/rsvp/{old}")).await.problem(404);
    running.tell_to_stop();
    running.end();
}

/// Signs in through the development provider. Returns the code, the ticket and the session key.
async fn sign_in(installation: &Installation, name: &str, email: &str) -> (String, String, String) {
    let guest = installation.client(None);
    let body = json!({ "redirectUri": format!("{}/login/callback", installation.base()) });
    let started = guest.post("/api/v1/login/start", body).await.is(200);
    let address: Url = started["authorizationUrl"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let path = format!("{}?{}", address.path(), address.query().unwrap());
    let back = guest
        .submit(&path, &[("name", name), ("email", email)])
        .await;
    let back: Url = back.header("location").parse().unwrap();
    let value = |name: &str| {
        let mut pairs = back.query_pairs();
        pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
    };
    let (code, ticket) = (
        value("code"),
        started["ticket"].as_str().unwrap().to_owned(),
    );
    let body = json!({ "code": code, "state": value("state"), "ticket": ticket });
    let session = guest.post("/api/v1/login", body).await.is(200);
    (
        code,
        ticket,
        session["authToken"].as_str().unwrap().to_owned(),
    )
}

async fn a_dinner(installation: &Installation, ada: &Client) -> Vec<String> {
    let grace = json!({
        "name": "Grace Hopper", "phoneNumber": "+14155550132", "email": "grace@example.net",
    });
    ada.post("/api/v1/contacts", grace).await.is(201);
    let event = json!({
        "title": "Clandestine", "seats": 1, "location": "Hideaway", "quietHours": null,
    });
    let event = ada.post("/api/v1/events", event).await.is(201);
    let path = format!("/api/v1/events/{}", event["id"].as_str().unwrap());
    ada.post(&format!("{path}/deal"), Value::Null).await.is(200);
    let invites = ada.get("/api/v1/invites").await.is(200);
    let url = invites["items"][0]["rsvpUrl"].as_str().unwrap();
    let token = url.rsplit('/').next().unwrap().to_owned();
    eventually("a message", async || {
        let letters = ada.get("/dev/messages.json").await.is(200);
        letters.to_string().contains(&token).then_some(())
    })
    .await;
    let guest = installation.client(None);
    let link = format!("/rsvp/{token}");
    guest.get(&link).await;
    guest.get(&format!("{link}wrong")).await;
    guest.submit(&link, &[("response", "YES")]).await.is(303);
    guest.submit(&link, &[("response", "nonsense")]).await;
    guest
        .post(&format!("/api/v1{link}"), json!({ "response": "MAYBE" }))
        .await
        .is(200);
    // Errors are logged most often.
    let wrong = json!({ "name": "Grace Hopper", "phoneNumber": "+14155550132x" });
    ada.post("/api/v1/contacts", wrong).await.problem(422);
    ada.get("/api/v1/contacts?q=grace@example.net")
        .await
        .is(200);
    let body = json!({ "eventId": event["id"], "contactId": "x" });
    ada.post("/api/v1/invites", body).await.problem(422);
    ada.post(&format!("{path}/cancel"), Value::Null)
        .await
        .is(200);
    let personal = [
        "Grace Hopper",
        "+14155550132",
        "4155550132",
        "grace@example.net",
    ];
    let mut private: Vec<_> = personal.map(str::to_owned).to_vec();
    private.extend(["Clandestine".to_owned(), "Hideaway".to_owned(), token]);
    private
}

#[tokio::test]
async fn no_private_data_is_logged_at_any_level() {
    for level in ["info", "debug"] {
        let installation = Installation::new();
        let api_key = installation.api_key();
        let mut command = installation.program(&["serve"]);
        command.env("RUST_LOG", level);
        let server = installation.start(&mut command, "serve.log");
        installation.is_ready().await;
        let (code, ticket, session) =
            sign_in(&installation, "Ada Lovelace", "ada@example.com").await;
        let ada = installation.client(Some(&session));
        installation
            .client(Some(&api_key))
            .get("/api/v1/me")
            .await
            .is(200);
        let mut private = a_dinner(&installation, &ada).await;
        let made = ada
            .post("/api/v1/api-keys", json!({ "name": "script" }))
            .await
            .is(201);
        private.push(made["key"].as_str().unwrap().to_owned());
        ada.post("/api/v1/logout", Value::Null).await.is(204);
        private.extend([code, ticket, session, api_key, SECRET.to_owned()]);
        private.extend(["Ada Lovelace".to_owned(), "ada@example.com".to_owned()]);
        server.tell_to_stop();
        let log = server.end();
        assert!(log.contains("serving"), "{log}");
        for private in private {
            let line = log.lines().find(|line| line.contains(&private));
            assert!(
                line.is_none(),
                "{private} is in the log at {level}: {line:?}"
            );
        }
    }
}
