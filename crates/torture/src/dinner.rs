//! An event with its own guests, so that its results can be counted separately.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seat_dealer_core::{Channel, EmailAddress, EventId, HostId, MessageStatus};
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{Db, hosts, invitations, messages, time_travel};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::follower::Follower;
use crate::guests::Guests;
use crate::{Environment, Result, Rng};

/// The maximum time until a dinner is finished.
const TIMEOUT: Duration = Duration::from_mins(2);
/// After this time without a change, the test lets time pass.
const STANDSTILL: Duration = Duration::from_secs(3);
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// The size of a dinner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) seats: u32,
    pub(crate) contacts: u32,
}

/// An event and its guests.
pub(crate) struct Dinner {
    environment: Arc<Environment>,
    host: HostId,
    key: String,
    event: String,
    servers: watch::Receiver<Vec<SocketAddr>>,
    pub(crate) size: Size,
    pub(crate) channel: Channel,
    pub(crate) guests: Guests,
}

/// An invitation, as the API returns it to the host.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invite {
    pub(crate) id: String,
    pub(crate) status: String,
    pub(crate) contact: Contact,
    pub(crate) response: Option<String>,
    pub(crate) seat: String,
    pub(crate) party_size: u32,
    pub(crate) messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Contact {
    pub(crate) phone_number: Option<String>,
    pub(crate) email: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) error: Option<String>,
}

impl Contact {
    /// The recipient of the contact's messages.
    pub(crate) fn address(&self) -> &str {
        let address = self.phone_number.as_deref().or(self.email.as_deref());
        address.unwrap_or_default()
    }
}

impl Dinner {
    /// Creates the event of a new host, with contacts who have one channel. `number` must be unique
    /// among the dinners of an environment.
    pub(crate) async fn prepare(
        environment: &Arc<Environment>,
        number: u64,
        size: Size,
        channel: Channel,
        servers: watch::Receiver<Vec<SocketAddr>>,
        rng: Rng,
    ) -> Result<Self> {
        let email = EmailAddress::parse(&format!("host{number}@example.com"))?;
        let (host, key) = environment
            .db()?
            .write(move |conn| {
                let now = seat_dealer_db::now();
                let host = hosts::for_email(conn, &email, now)?;
                let (_, key) = keys::create(conn, &host.id, KeyKind::Api, "torture", now)?;
                Ok((host.id, key))
            })
            .await?;
        let beginning = match channel {
            Channel::Sms => format!("+1415{}", 2_000 + number),
            Channel::Email | Channel::ByHand => format!("guest{number}."),
        };
        let mut dinner = Self {
            guests: Guests::new(environment, beginning.clone(), servers.clone(), rng),
            environment: Arc::clone(environment),
            host,
            key,
            event: String::new(),
            servers,
            size,
            channel,
        };
        for guest in 1..=size.contacts {
            let mut contact = json!({ "name": format!("Guest {guest}") });
            match channel {
                Channel::Sms => contact["phoneNumber"] = json!(format!("{beginning}{guest:03}")),
                Channel::Email | Channel::ByHand => {
                    contact["email"] = json!(format!("{beginning}{guest}@example.com"));
                }
            }
            dinner.post("contacts", &contact).await?;
        }
        let Size { seats, .. } = size;
        let event =
            json!({ "title": "Dinner", "seats": seats, "handSize": seats, "quietHours": null });
        let event = dinner.post("events", &event).await?;
        event["id"]
            .as_str()
            .ok_or("the event has no id")?
            .clone_into(&mut dinner.event);
        Ok(dinner)
    }

    /// Sends *Deal* until it is acknowledged.
    pub(crate) async fn deal(&self) -> Result<()> {
        let path = format!("events/{}/deal", self.event);
        let deadline = Instant::now() + TIMEOUT;
        while let Err(error) = self.post(&path, &Value::Null).await {
            if Instant::now() > deadline {
                return Err(error);
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Ok(())
    }

    /// Cancels the event.
    pub(crate) async fn cancel(&self) -> Result<()> {
        let path = format!("events/{}/cancel", self.event);
        self.post(&path, &Value::Null).await.map(|_| ())
    }

    /// Changes the event, or one of its invitations.
    pub(crate) async fn change(&self, invitation: Option<&str>, body: &Value) -> Result<()> {
        let path = match invitation {
            Some(id) => format!("invites/{id}"),
            None => format!("events/{}", self.event),
        };
        let request = self.environment.http.patch(self.url(&path)?);
        self.send(request.json(body)).await.map(|_| ())
    }

    /// Lets time pass until the outbox is empty.
    pub(crate) async fn empty_outbox(&self) -> Result<()> {
        let (deadline, mut db) = (Instant::now() + TIMEOUT, None);
        while self.outstanding(&mut db).await? > 0 {
            if Instant::now() > deadline {
                return Err("the outbox was not emptied".into());
            }
            tokio::time::sleep(POLL_INTERVAL * 20).await;
            self.let_time_pass().await?;
        }
        Ok(())
    }

    /// Waits until the outbox is empty and every guest has finished. Lets time pass when nothing
    /// changes. Returns the invitations, also after a timeout.
    pub(crate) async fn finish(&self) -> Result<Vec<Invite>> {
        self.wait_until_finished(true).await
    }

    /// The same without letting time pass, for tests in which no process dies: no message waits for
    /// the end of a lease, and leases of running senders must stay valid.
    pub(crate) async fn finish_by_itself(&self) -> Result<Vec<Invite>> {
        self.wait_until_finished(false).await
    }

    async fn wait_until_finished(&self, time_may_pass: bool) -> Result<Vec<Invite>> {
        let deadline = Instant::now() + TIMEOUT;
        let (mut seen, mut moved, mut db) = (String::new(), Instant::now(), None);
        loop {
            // In this order the result is final: guests who have finished send no more answers, and
            // then the outbox is empty.
            let finished = self.finished();
            let outstanding = self.outstanding(&mut db).await;
            let is_still = outstanding.is_ok_and(|count| count == 0);
            let invites = self.invites().await;
            let now = Instant::now();
            match invites {
                Ok(invites) if is_still && all_have_finished(&invites, &finished) => {
                    return Ok(invites);
                }
                Ok(invites) if now > deadline => return Ok(invites),
                Err(error) if now > deadline => return Err(error),
                Ok(invites) => {
                    let looks = format!("{invites:?}");
                    if looks != seen {
                        (seen, moved) = (looks, now);
                    } else if time_may_pass && now - moved > STANDSTILL {
                        self.let_time_pass().await?;
                        moved = now;
                    }
                }
                Err(_) => {}
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// The number of messages in the outbox, read from the database.
    async fn outstanding(&self, db: &mut Option<Db>) -> Result<i64> {
        let known = match db.take() {
            Some(known) => known,
            None => self.environment.db()?,
        };
        let count = known.read(messages::outstanding).await?;
        *db = Some(known);
        Ok(count)
    }

    /// The guests whose answers were all acknowledged.
    fn finished(&self) -> BTreeSet<String> {
        let records = self.guests.records();
        let finished = records.guests.iter().filter(|(_, guest)| guest.finished);
        finished.map(|(address, _)| address.clone()).collect()
    }

    /// Ends the leases of senders that died.
    pub(crate) async fn let_time_pass(&self) -> Result<()> {
        self.environment
            .db()?
            .write(time_travel::let_time_pass)
            .await?;
        Ok(())
    }

    /// The number of messages to each guest that are being sent, read from the database.
    pub(crate) async fn in_flight(&self) -> Result<BTreeMap<String, u64>> {
        let (host, event) = (self.host.clone(), EventId::new(&self.event));
        let list = move |conn: &mut seat_dealer_db::Conn| {
            invitations::list(
                conn,
                &host,
                &invitations::InvitationFilter::of_event(&event),
                500,
                None,
            )
        };
        let mut in_flight = BTreeMap::new();
        for view in self.environment.db()?.read(list).await?.items {
            let contact = Contact {
                phone_number: view.contact.phone_number,
                email: view.contact.email,
            };
            let sending = view.messages.iter();
            let sending = sending.filter(|message| message.status == MessageStatus::Sending);
            let count = u64::try_from(sending.count())?;
            in_flight.insert(contact.address().to_owned(), count);
        }
        Ok(in_flight)
    }

    /// The invitations, from a server.
    pub(crate) async fn invites(&self) -> Result<Vec<Invite>> {
        let path = format!("invites?limit=500&eventId={}", self.event);
        let mut page = self.get(&path).await?;
        Ok(serde_json::from_value(page["items"].take())?)
    }

    /// Whether the numbers of the log have gaps.
    pub(crate) async fn log_has_gaps(&self) -> Result<bool> {
        let log = self.log().await?;
        let has_gap = |(entry, number): (&Value, u64)| entry["seq"] != number;
        Ok(log.is_empty() || log.iter().zip(1..).any(has_gap))
    }

    /// The log from a server, oldest entry first.
    pub(crate) async fn log(&self) -> Result<Vec<Value>> {
        let mut log: Vec<Value> = Vec::new();
        loop {
            let seen = log
                .last()
                .map_or(0, |entry| entry["seq"].as_u64().unwrap_or(0));
            let path = format!("events/{}/log?limit=500&after={seen}", self.event);
            let page = self.get(&path).await?;
            let entries = page["items"].as_array().cloned().unwrap_or_default();
            if entries.is_empty() {
                return Ok(log);
            }
            log.extend(entries);
        }
    }

    /// Starts to follow the event's stream as its host.
    pub(crate) fn follow(&self, rng: Rng) -> Result<Follower> {
        let url = self.url(&format!("events/{}/stream", self.event))?;
        let http = self.environment.http.clone();
        Ok(Follower::start(http, url, self.key.clone(), rng))
    }

    /// The seats that are taken or held, from one response of a server.
    pub(crate) async fn seats_in_use(&self) -> Result<u64> {
        let event = self.get(&format!("events/{}", self.event)).await?;
        let count = |name: &str| event["counts"][name].as_u64().unwrap_or(u64::MAX / 2);
        Ok(count("seated") + count("held"))
    }

    async fn get(&self, path: &str) -> Result<Value> {
        self.send(self.environment.http.get(self.url(path)?)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.environment.http.post(self.url(path)?);
        self.send(if body.is_null() {
            request
        } else {
            request.json(body)
        })
        .await
    }

    fn url(&self, path: &str) -> Result<String> {
        let server = *self
            .servers
            .borrow()
            .first()
            .ok_or("no server is running")?;
        Ok(format!("http://{server}/api/v1/{path}"))
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value> {
        let response = request.bearer_auth(&self.key).send().await?;
        let status = response.status();
        let body = response.text().await?;
        if status.is_success() {
            Ok(serde_json::from_str(&body)?)
        } else {
            Err(format!("{status}: {body}").into())
        }
    }
}

/// Whether all invited guests are in `finished`.
fn all_have_finished(invites: &[Invite], finished: &BTreeSet<String>) -> bool {
    !invites.is_empty()
        && invites
            .iter()
            .all(|invite| finished.contains(invite.contact.address()))
}
