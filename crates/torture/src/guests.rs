//! Guests who answer over HTTP as soon as they have their message, until they are heard.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use seat_dealer_core::Response;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{Dice, Place, Result};

/// How often somebody looks for news.
const LOOK: Duration = Duration::from_millis(10);
/// How long a guest who was not heard waits.
const PAUSE: Duration = Duration::from_millis(20);

/// What one guest knows.
#[derive(Debug, Default)]
pub(crate) struct Guest {
    /// How many messages providers have taken for them.
    pub(crate) taken: u64,
    /// What was acknowledged last.
    pub(crate) acknowledged: Option<Response>,
    /// How many answers were acknowledged.
    pub(crate) acknowledgements: u64,
    /// Whether all that they wanted to say was acknowledged.
    pub(crate) done: bool,
}

/// What all of them know, by number or address.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) guests: BTreeMap<String, Guest>,
    /// Answers of the server that a guest should never get.
    pub(crate) strange: Vec<String>,
    /// How often the server could not be reached or said that it is not available.
    pub(crate) unheard: u64,
}

/// The guests of one dinner; they stop when this is dropped.
pub(crate) struct Guests {
    known: Arc<Mutex<Known>>,
    _at_work: JoinSet<()>,
}

impl Guests {
    /// Guests whose numbers and addresses begin like this, and who answer at any of the servers.
    pub(crate) fn new(
        place: &Arc<Place>,
        beginning: String,
        servers: watch::Receiver<Vec<SocketAddr>>,
        dice: Dice,
    ) -> Self {
        let known = Arc::new(Mutex::new(Known::default()));
        let mut at_work = JoinSet::new();
        let postman = Postman {
            texts: place.twilio.journal().len(),
            mails: place.smtp.journal().len(),
            place: Arc::clone(place),
            known: Arc::clone(&known),
            beginning,
            servers,
            dice,
        };
        at_work.spawn(postman.walk());
        Self {
            known,
            _at_work: at_work,
        }
    }

    /// What they know by now.
    pub(crate) fn known(&self) -> MutexGuard<'_, Known> {
        lock(&self.known)
    }
}

fn lock(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Brings what providers have taken.
struct Postman {
    place: Arc<Place>,
    known: Arc<Mutex<Known>>,
    beginning: String,
    servers: watch::Receiver<Vec<SocketAddr>>,
    dice: Dice,
    texts: usize,
    mails: usize,
}

impl Postman {
    async fn walk(mut self) {
        let mut answering = JoinSet::new();
        loop {
            for (to, body) in self.new_messages() {
                if !to.starts_with(&self.beginning) {
                    continue;
                }
                let is_first = {
                    let mut known = lock(&self.known);
                    let guest = known.guests.entry(to.clone()).or_default();
                    guest.taken += 1;
                    guest.taken == 1
                };
                if is_first {
                    match link_in(&body) {
                        Some(link) => {
                            answering.spawn(self.answerer(to, link).answer());
                        }
                        None => lock(&self.known)
                            .strange
                            .push(format!("a message without a link: {body}")),
                    }
                }
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Recipient and body.
    fn new_messages(&mut self) -> Vec<(String, String)> {
        let texts = self.place.twilio.journal_after(self.texts);
        let mails = self.place.smtp.journal_after(self.mails);
        self.texts += texts.len();
        self.mails += mails.len();
        let texts = texts.into_iter().map(|text| (text.to, text.body));
        let mails = mails.into_iter().map(|mail| {
            let to = mail.to.into_iter().next().unwrap_or_default();
            // Long lines are broken by quoted-printable (RFC 2045, section 6.7).
            (to, mail.data.replace("=\r\n", ""))
        });
        texts.chain(mails).collect()
    }

    fn answerer(&mut self, to: String, link: String) -> Answerer {
        Answerer {
            http: self.place.http.clone(),
            servers: self.servers.clone(),
            known: Arc::clone(&self.known),
            dice: self.dice.another(),
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

/// One guest at their phone.
struct Answerer {
    http: reqwest::Client,
    servers: watch::Receiver<Vec<SocketAddr>>,
    known: Arc<Mutex<Known>>,
    dice: Dice,
    to: String,
    link: String,
}

impl Answerer {
    async fn answer(mut self) {
        // Mostly they want to come; some change their minds.
        let words = [
            Response::Yes,
            Response::Yes,
            Response::Yes,
            Response::Probably,
            Response::Maybe,
            Response::No,
        ];
        loop {
            tokio::time::sleep(self.dice.moment(150)).await;
            if let Some(word) = self.dice.one_of(&words) {
                self.say(word).await;
            }
            if !self.dice.chance(30) {
                break;
            }
        }
        self.with_guest(|guest| guest.done = true);
    }

    /// Says it until it is acknowledged.
    async fn say(&mut self, word: Response) {
        loop {
            match self.try_to_say(word).await {
                Ok((200, body)) if body["response"] == word.as_str() => {
                    self.with_guest(|guest| {
                        guest.acknowledged = Some(word);
                        guest.acknowledgements += 1;
                    });
                    return;
                }
                // Not available right now; or nobody is there.
                Ok((503, _)) | Err(_) => lock(&self.known).unheard += 1,
                Ok((status, body)) => lock(&self.known)
                    .strange
                    .push(format!("{status} to {word:?}: {body}")),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_to_say(&mut self, word: Response) -> Result<(u16, Value)> {
        let servers = self.servers.borrow().clone();
        let server = self.dice.one_of(&servers).ok_or("nobody serves")?;
        let url = format!("http://{server}/api/v1/rsvp/{}", self.link);
        let request = self.http.post(url).json(&json!({ "response": word }));
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    fn with_guest(&self, change: impl FnOnce(&mut Guest)) {
        if let Some(guest) = lock(&self.known).guests.get_mut(&self.to) {
            change(guest);
        }
    }
}
