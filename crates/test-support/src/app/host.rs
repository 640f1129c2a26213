use std::ops::Deref;

use seat_dealer_core::HostId;
use serde_json::{Value, json};

use super::Client;

/// A signed-in host.
#[derive(Debug, Clone)]
pub struct Host {
    /// The host's id.
    pub id: HostId,
    client: Client,
}

impl Deref for Host {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Host {
    pub(super) fn new(id: HostId, client: Client) -> Self {
        Self { id, client }
    }

    /// Adds a contact and returns its id.
    pub async fn contact(&self, fields: Value) -> String {
        id(&self.post("/api/v1/contacts", fields).await.is(201))
    }

    /// Adds the contacts Guest 1, Guest 2 and so on with the numbers +14152000001 and so on, in dealing
    /// order. Returns their ids.
    pub async fn contacts(&self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for number in 1..=count {
            let fields = json!({ "name": format!("Guest {number}"), "phoneNumber": phone(number) });
            ids.push(self.contact(fields).await);
        }
        ids
    }

    /// Adds an event and returns its id. By default it is a dinner of 8 seats, without a date and without
    /// quiet hours.
    pub async fn event(&self, fields: Value) -> String {
        let mut event = json!({ "title": "Dinner", "seats": 8, "quietHours": null });
        let all = event.as_object_mut().expect("an object");
        all.extend(fields.as_object().expect("an object").clone());
        id(&self.post("/api/v1/events", event).await.is(201))
    }

    /// Deals. Returns the event.
    pub async fn deal(&self, event: &str) -> Value {
        let path = format!("/api/v1/events/{event}/deal");
        self.post(&path, Value::Null).await.is(200)
    }

    /// Cancels an event. Returns the event.
    pub async fn cancel(&self, event: &str) -> Value {
        let path = format!("/api/v1/events/{event}/cancel");
        self.post(&path, Value::Null).await.is(200)
    }

    /// The counts of an event.
    pub async fn counts(&self, event: &str) -> Value {
        let event = self.get(&format!("/api/v1/events/{event}")).await.is(200);
        event["counts"].clone()
    }

    /// The invitations of an event, oldest first.
    pub async fn invites(&self, event: &str) -> Vec<Value> {
        let path = format!("/api/v1/invites?eventId={event}&limit=500");
        items(&self.get(&path).await.is(200))
    }

    /// The invitation of a contact to an event.
    pub async fn invite_of(&self, event: &str, name: &str) -> Value {
        let invites = self.invites(event).await;
        let found = invites
            .iter()
            .find(|invite| invite["contact"]["name"] == name);
        found
            .unwrap_or_else(|| panic!("{name} is not invited"))
            .clone()
    }

    /// The log of an event, oldest entry first.
    pub async fn log(&self, event: &str) -> Vec<Value> {
        let path = format!("/api/v1/events/{event}/log?limit=500");
        items(&self.get(&path).await.is(200))
    }

    /// The kinds of the log entries of an event.
    pub async fn log_kinds(&self, event: &str) -> Vec<String> {
        let log = self.log(event).await;
        log.iter()
            .map(|entry| entry["kind"].as_str().expect("a kind").to_owned())
            .collect()
    }
}

/// The phone number of a contact of [`Host::contacts`].
pub fn phone(number: usize) -> String {
    format!("+1415{}", 2_000_000 + number)
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().expect("an id").to_owned()
}

fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("items").clone()
}
