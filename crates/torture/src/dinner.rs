//! One event with guests of its own, so that what happens to it can be counted by itself.

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
use crate::{Dice, Place, Result};

/// How long everything may take to come to rest.
const PATIENCE: Duration = Duration::from_mins(2);
/// After so long without any change, time is made to pass.
const STANDSTILL: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(25);

/// How large a dinner is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) seats: u32,
    pub(crate) contacts: u32,
}

/// An event that is dealt, and its guests.
pub(crate) struct Dinner {
    place: Arc<Place>,
    host: HostId,
    key: String,
    event: String,
    servers: watch::Receiver<Vec<SocketAddr>>,
    pub(crate) size: Size,
    pub(crate) channel: Channel,
    pub(crate) guests: Guests,
}

/// An invitation as the host sees it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invite {
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
    /// Where their messages go.
    pub(crate) fn address(&self) -> &str {
        let address = self.phone_number.as_deref().or(self.email.as_deref());
        address.unwrap_or_default()
    }
}

impl Dinner {
    /// Makes the event of a new host, with contacts who can be reached by one channel. `number` has
    /// to be another one for each dinner of a place.
    pub(crate) async fn prepare(
        place: &Arc<Place>,
        number: u64,
        size: Size,
        channel: Channel,
        servers: watch::Receiver<Vec<SocketAddr>>,
        dice: Dice,
    ) -> Result<Self> {
        let email = EmailAddress::parse(&format!("host{number}@example.com"))?;
        let (host, key) = place
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
            guests: Guests::new(place, beginning.clone(), servers.clone(), dice),
            place: Arc::clone(place),
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
            .ok_or("an event without an id")?
            .clone_into(&mut dinner.event);
        Ok(dinner)
    }

    /// Presses Deal until somebody hears it.
    pub(crate) async fn deal(&self) -> Result<()> {
        let path = format!("events/{}/deal", self.event);
        let deadline = Instant::now() + PATIENCE;
        while let Err(error) = self.post(&path, &Value::Null).await {
            if Instant::now() > deadline {
                return Err(error);
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// Waits until nothing is left to be sent and every guest has been heard, letting time pass
    /// where nothing else moves. Returns what is kept; also when it does not come to rest.
    pub(crate) async fn come_to_rest(&self) -> Result<Vec<Invite>> {
        self.rest(true).await
    }

    /// The same without letting time pass: where nobody dies, nothing waits for a lease to run out, and
    /// leases of those who are alive are left alone.
    pub(crate) async fn come_to_rest_by_itself(&self) -> Result<Vec<Invite>> {
        self.rest(false).await
    }

    async fn rest(&self, time_may_pass: bool) -> Result<Vec<Invite>> {
        let deadline = Instant::now() + PATIENCE;
        let (mut seen, mut moved, mut db) = (String::new(), Instant::now(), None);
        loop {
            // Who is done says nothing more, and what is sent by then is all there is: read in this
            // order, it is the last word.
            let done = self.done();
            let outstanding = self.outstanding(&mut db).await;
            let is_still = outstanding.is_ok_and(|count| count == 0);
            let invites = self.invites().await;
            let now = Instant::now();
            match invites {
                Ok(invites) if is_still && all_are_in(&invites, &done) => return Ok(invites),
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
            tokio::time::sleep(LOOK).await;
        }
    }

    /// How many messages are still to be sent, by the database itself.
    async fn outstanding(&self, db: &mut Option<Db>) -> Result<i64> {
        let known = match db.take() {
            Some(known) => known,
            None => self.place.db()?,
        };
        let count = known.read(messages::outstanding).await?;
        *db = Some(known);
        Ok(count)
    }

    /// The guests who were heard in all that they wanted to say.
    fn done(&self) -> BTreeSet<String> {
        let known = self.guests.known();
        let done = known.guests.iter().filter(|(_, guest)| guest.done);
        done.map(|(address, _)| address.clone()).collect()
    }

    /// Lets the leases of senders that died run out.
    pub(crate) async fn let_time_pass(&self) -> Result<()> {
        self.place.db()?.write(time_travel::let_time_pass).await?;
        Ok(())
    }

    /// How many messages to each guest are being sent, by the database itself.
    pub(crate) async fn in_flight(&self) -> Result<BTreeMap<String, u64>> {
        let (host, event) = (self.host.clone(), EventId::new(&self.event));
        let list = move |conn: &mut seat_dealer_db::Conn| {
            invitations::list(conn, &host, Some(&event), 500, None)
        };
        let mut in_flight = BTreeMap::new();
        for view in self.place.db()?.read(list).await?.items {
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

    /// The invitations, as a server tells them.
    pub(crate) async fn invites(&self) -> Result<Vec<Invite>> {
        let path = format!("invites?limit=500&eventId={}", self.event);
        let mut page = self.get(&path).await?;
        Ok(serde_json::from_value(page["items"].take())?)
    }

    /// Whether the log has its numbers without gaps.
    pub(crate) async fn log_has_gaps(&self) -> Result<bool> {
        let log = self.log().await?;
        let has_gap = |(entry, number): (&Value, u64)| entry["seq"] != number;
        Ok(log.is_empty() || log.iter().zip(1..).any(has_gap))
    }

    /// The log as a server tells it, oldest entry first.
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

    /// Lets the host watch from now on.
    pub(crate) fn follow(&self, dice: Dice) -> Result<Follower> {
        let url = self.url(&format!("events/{}/stream", self.event))?;
        let http = self.place.http.clone();
        Ok(Follower::start(http, url, self.key.clone(), dice))
    }

    /// Seats that are taken or held, as a server counts them at one moment.
    pub(crate) async fn seats_given(&self) -> Result<u64> {
        let event = self.get(&format!("events/{}", self.event)).await?;
        let count = |name: &str| event["counts"][name].as_u64().unwrap_or(u64::MAX / 2);
        Ok(count("seated") + count("held"))
    }

    async fn get(&self, path: &str) -> Result<Value> {
        self.send(self.place.http.get(self.url(path)?)).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.place.http.post(self.url(path)?);
        self.send(if body.is_null() {
            request
        } else {
            request.json(body)
        })
        .await
    }

    fn url(&self, path: &str) -> Result<String> {
        let server = *self.servers.borrow().first().ok_or("nobody serves")?;
        Ok(format!("http://{server}/api/v1/{path}"))
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value> {
        let answer = request.bearer_auth(&self.key).send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        if status.is_success() {
            Ok(serde_json::from_str(&body)?)
        } else {
            Err(format!("{status}: {body}").into())
        }
    }
}

/// Whether everybody invited is among these.
fn all_are_in(invites: &[Invite], done: &BTreeSet<String>) -> bool {
    !invites.is_empty()
        && invites
            .iter()
            .all(|invite| done.contains(invite.contact.address()))
}
