//! Guests who answer over HTTP as soon as they have a message, until the answer is acknowledged.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use seat_dealer_core::Response;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{Environment, Result, Rng};

/// The pause between two looks for new messages.
const POLL_INTERVAL: Duration = Duration::from_millis(10);
/// The pause before an answer that was not acknowledged is repeated.
const PAUSE: Duration = Duration::from_millis(20);

/// The record of one guest.
#[derive(Debug, Default)]
pub(crate) struct Guest {
    /// The number of messages to the guest that providers have accepted.
    pub(crate) taken: u64,
    /// The last acknowledged answer.
    pub(crate) acknowledged: Option<Response>,
    /// The number of acknowledged answers.
    pub(crate) acknowledgements: u64,
    /// Whether all answers of the guest were acknowledged.
    pub(crate) finished: bool,
}

/// The records of all guests, by phone number or email address.
#[derive(Debug, Default)]
pub(crate) struct GuestRecords {
    pub(crate) guests: BTreeMap<String, Guest>,
    /// Responses that a guest should never get.
    pub(crate) other_findings: Vec<String>,
    /// How often the server could not be reached or was not available.
    pub(crate) unheard: u64,
}

/// The guests of one dinner. They stop when this value is dropped. By default none of them answers.
#[derive(Default)]
pub(crate) struct Guests {
    records: Arc<Mutex<GuestRecords>>,
    _tasks: JoinSet<()>,
}

impl Guests {
    /// Guests whose numbers or addresses begin with `beginning`. They send their answers to any of
    /// the servers.
    pub(crate) fn new(
        environment: &Arc<Environment>,
        beginning: String,
        servers: watch::Receiver<Vec<SocketAddr>>,
        rng: Rng,
    ) -> Self {
        let records = Arc::new(Mutex::new(GuestRecords::default()));
        let mut tasks = JoinSet::new();
        let reader = MessageReader {
            texts: environment.twilio.journal().len(),
            mails: environment.smtp.journal().len(),
            environment: Arc::clone(environment),
            records: Arc::clone(&records),
            beginning,
            servers,
            rng,
        };
        tasks.spawn(reader.run());
        Self {
            records,
            _tasks: tasks,
        }
    }

    /// The records so far.
    pub(crate) fn records(&self) -> MutexGuard<'_, GuestRecords> {
        lock(&self.records)
    }
}

fn lock(records: &Mutex<GuestRecords>) -> MutexGuard<'_, GuestRecords> {
    records.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads the messages that the fake providers have accepted.
struct MessageReader {
    environment: Arc<Environment>,
    records: Arc<Mutex<GuestRecords>>,
    beginning: String,
    servers: watch::Receiver<Vec<SocketAddr>>,
    rng: Rng,
    texts: usize,
    mails: usize,
}

impl MessageReader {
    async fn run(mut self) {
        let mut answering = JoinSet::new();
        loop {
            for (to, body) in self.new_messages() {
                if !to.starts_with(&self.beginning) {
                    continue;
                }
                let is_first = {
                    let mut records = lock(&self.records);
                    let guest = records.guests.entry(to.clone()).or_default();
                    guest.taken += 1;
                    guest.taken == 1
                };
                if is_first {
                    match link_in(&body) {
                        Some(link) => {
                            answering.spawn(self.answering_guest(to, link).answer());
                        }
                        None => lock(&self.records)
                            .other_findings
                            .push(format!("a message has no link: {body}")),
                    }
                }
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// The recipient and the body of each new message.
    fn new_messages(&mut self) -> Vec<(String, String)> {
        let texts = self.environment.twilio.journal_after(self.texts);
        let mails = self.environment.smtp.journal_after(self.mails);
        self.texts += texts.len();
        self.mails += mails.len();
        let texts = texts.into_iter().map(|text| (text.to, text.body));
        let mails = mails.into_iter().map(|mail| {
            let to = mail.to.into_iter().next().unwrap_or_default();
            // Quoted-printable breaks long lines (RFC 2045, section 6.7).
            (to, mail.data.replace("=\r\n", ""))
        });
        texts.chain(mails).collect()
    }

    fn answering_guest(&mut self, to: String, link: String) -> AnsweringGuest {
        AnsweringGuest {
            http: self.environment.http.clone(),
            servers: self.servers.clone(),
            records: Arc::clone(&self.records),
            rng: self.rng.fork(),
            to,
            link,
        }
    }
}

/// The token of the guest's link.
fn link_in(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("/rsvp/")?;
    let token = rest.chars().take_while(char::is_ascii_alphanumeric);
    Some(token.collect())
}

/// A guest who answers.
struct AnsweringGuest {
    http: reqwest::Client,
    servers: watch::Receiver<Vec<SocketAddr>>,
    records: Arc<Mutex<GuestRecords>>,
    rng: Rng,
    to: String,
    link: String,
}

impl AnsweringGuest {
    async fn answer(mut self) {
        // Most guests want to come; some change their answers.
        let answers = [
            Response::Yes,
            Response::Yes,
            Response::Yes,
            Response::Probably,
            Response::Maybe,
            Response::No,
        ];
        loop {
            tokio::time::sleep(self.rng.duration_below(150)).await;
            if let Some(response) = self.rng.choose(&answers) {
                self.send_until_acknowledged(response).await;
            }
            if !self.rng.chance(30) {
                break;
            }
        }
        self.with_guest(|guest| guest.finished = true);
    }

    /// Repeats an answer until it is acknowledged.
    async fn send_until_acknowledged(&mut self, response: Response) {
        loop {
            match self.send(response).await {
                Ok((200, body)) if body["response"] == response.as_str() => {
                    self.with_guest(|guest| {
                        guest.acknowledged = Some(response);
                        guest.acknowledgements += 1;
                    });
                    return;
                }
                // The database is not available, or no server is running.
                Ok((503, _)) | Err(_) => lock(&self.records).unheard += 1,
                Ok((status, body)) => lock(&self.records)
                    .other_findings
                    .push(format!("{status} to {response:?}: {body}")),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn send(&mut self, response: Response) -> Result<(u16, Value)> {
        let servers = self.servers.borrow().clone();
        let server = self.rng.choose(&servers).ok_or("no server is running")?;
        let url = format!("http://{server}/api/v1/rsvp/{}", self.link);
        let request = self.http.post(url).json(&json!({ "response": response }));
        let received = request.send().await?;
        Ok((received.status().as_u16(), received.json().await?))
    }

    fn with_guest(&self, change: impl FnOnce(&mut Guest)) {
        if let Some(guest) = lock(&self.records).guests.get_mut(&self.to) {
            change(guest);
        }
    }
}
