//! Several processes on one database, and the stop of a process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use seat_dealer_core::Response;
use seat_dealer_db::invitations;
use seat_dealer_test_support::app::{Client, eventually, phone};
use serde_json::{Value, json};

use super::Installation;

/// Adds contacts and deals to all of them. Returns the event and the guests' links.
async fn deal(ada: &Client, guests: usize) -> (String, Vec<String>) {
    for number in 1..=guests {
        let contact = json!({ "name": format!("Guest {number}"), "phoneNumber": phone(number) });
        ada.post("/api/v1/contacts", contact).await.is(201);
    }
    let event =
        json!({ "title": "Dinner", "seats": guests, "handSize": guests, "quietHours": null });
    let event = ada.post("/api/v1/events", event).await.is(201);
    let event = event["id"].as_str().unwrap().to_owned();
    ada.post(&format!("/api/v1/events/{event}/deal"), Value::Null)
        .await
        .is(200);
    let invites = ada
        .get(&format!("/api/v1/invites?limit=500&eventId={event}"))
        .await
        .is(200);
    let links: Vec<_> = invites["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|invite| {
            let url = invite["rsvpUrl"].as_str().unwrap();
            url[url.find("/rsvp/").unwrap()..].to_owned()
        })
        .collect();
    assert_eq!(links.len(), guests);
    (event, links)
}

#[test]
fn a_database_is_migrated_once() {
    let installation = Installation::new();
    let said = installation.line(&["migrate"]);
    assert!(said.starts_with("The database was migrated: "), "{said}");
    assert_eq!(
        installation.line(&["migrate"]),
        "The database is up to date."
    );
    let output = installation.run(&["openapi"]);
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        printed,
        serde_json::to_value(seat_dealer::document()).unwrap()
    );
}

#[tokio::test]
async fn development_needs_no_settings() {
    let installation = Installation::new();
    let mut command = installation.program(&["serve"]);
    for name in ["DB_CONN_STRING", "API_BASE_URI", "APP_SECRET"] {
        command.env_remove(name);
    }
    let running = installation.start(&mut command, "serve.log");
    installation.is_ready().await;
    assert!(installation.path("data/seat-dealer.db").exists());
    let secret = installation.path("data/app-secret");
    assert_eq!(super::read(&secret).len(), 64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&secret).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else may read the secret");
    }
    running.tell_to_stop();
    running.end();
}

#[tokio::test]
async fn a_server_and_a_worker_deal_together() {
    let installation = Installation::new();
    let key = installation.api_key();
    assert!(key.starts_with("sd_api_"));
    assert_ne!(key, installation.api_key());
    let server = installation.start(
        &mut installation.program(&["serve", "--no-worker"]),
        "serve.log",
    );
    installation.is_ready().await;
    let ada = installation.client(Some(&key));
    let (event, links) = deal(&ada, 3).await;
    // No worker runs yet.
    let letters = ada.get("/dev/messages.json").await.is(200);
    assert_eq!(letters, json!([]));
    let worker = installation.start(&mut installation.program(&["worker"]), "worker.log");
    let letters = eventually("three messages", async || {
        let letters = ada.get("/dev/messages.json").await.is(200);
        (letters.as_array().unwrap().len() == 3).then_some(letters)
    })
    .await;
    for link in &links {
        assert!(letters.to_string().contains(link.as_str()), "{letters}");
    }
    // The worker deals to a contact who is added while the event is dealing.
    let seats = json!({ "seats": 4, "handSize": 4 });
    ada.patch(&format!("/api/v1/events/{event}"), seats)
        .await
        .is(200);
    let late = json!({ "name": "Late", "email": "late@example.com" });
    ada.post("/api/v1/contacts", late).await.is(201);
    eventually("a message to the late one", async || {
        let letters = ada.get("/dev/messages.json").await.is(200);
        letters
            .to_string()
            .contains("late@example.com")
            .then_some(())
    })
    .await;
    for running in [worker, server] {
        running.tell_to_stop();
        running.end();
    }
}

/// The answers of one guest.
struct GuestAnswers {
    link: String,
    /// The last acknowledged answer.
    acknowledged: Option<Response>,
    /// The answer that was sent after it, whose outcome is unknown.
    unsure: Option<Response>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_answers_survive_a_stop() {
    const GUESTS: usize = 24;
    let installation = Installation::new();
    let key = installation.api_key();
    let server = installation.start(&mut installation.program(&["serve"]), "serve.log");
    installation.is_ready().await;
    let ada = installation.client(Some(&key));
    let (event, links) = deal(&ada, GUESTS).await;
    // An open stream and an idle connection must not delay the stop.
    let stream = ada
        .request("GET", &format!("/api/v1/events/{event}/stream"))
        .send()
        .await
        .unwrap();

    let acknowledged = Arc::new(AtomicUsize::new(0));
    let guests: Vec<_> = links
        .into_iter()
        .map(|link| {
            let guest = installation.client(None);
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                let mut said = GuestAnswers {
                    link,
                    acknowledged: None,
                    unsure: None,
                };
                let words = [
                    Response::Yes,
                    Response::Maybe,
                    Response::Probably,
                    Response::No,
                ];
                for response in words.into_iter().cycle() {
                    let body = json!({ "response": response });
                    let request = guest.request("POST", &format!("/api/v1{}", said.link));
                    match request.json(&body).send().await {
                        Ok(answer) if answer.status() == 200 => {
                            said.acknowledged = Some(response);
                            acknowledged.fetch_add(1, Ordering::Relaxed);
                        }
                        // The server has refused it, or has stopped.
                        Ok(_) | Err(_) => {
                            said.unsure = Some(response);
                            break;
                        }
                    }
                }
                said
            })
        })
        .collect();
    eventually("many answers", async || {
        (acknowledged.load(Ordering::Relaxed) > 3 * GUESTS).then_some(())
    })
    .await;
    server.tell_to_stop();
    let log = server.end();
    assert!(log.contains("stopping") && !log.contains("ERROR"), "{log}");
    drop(stream);

    let db = installation.db();
    for guest in guests {
        let GuestAnswers {
            link,
            acknowledged,
            unsure,
        } = guest.await.unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        let kept = db
            .read(move |conn| invitations::by_token(conn, &token))
            .await
            .unwrap();
        let kept = kept.invitation.response;
        assert!(acknowledged.is_some());
        assert!(
            kept == acknowledged || kept == unsure,
            "{acknowledged:?} was acknowledged, {unsure:?} was sent after that, {kept:?} is kept"
        );
    }
}
