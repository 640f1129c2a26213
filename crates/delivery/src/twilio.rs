//! Text messages through Twilio.
//!
//! Twilio has no idempotency key, so sending is at-least-once by nature. It is narrowed down by
//! telling apart what was certainly not taken from what may have been, and by looking the latter
//! up ([`Twilio::find`]) before it is sent again.

mod answers;
mod callback;
mod check;
mod signature;
mod webhook;

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{Client, redirect};
use seat_dealer_core::{MessageStatus, PhoneNumber};
use serde::Deserialize;

use self::answers::{message_status, outcome_of_broken_request, read_answer};
#[cfg(feature = "fake")]
pub use self::signature::sign;
pub use self::{
    callback::{Attempt, Callback, Failure, rank_of},
    signature::verify,
    webhook::{form, twiml},
};
use crate::{
    outgoing::{Outcome, Outgoing, Recipient},
    settings::{TwilioSender, TwilioSettings},
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);

/// Twilio keeps idle connections open longer than this, so a request seldom meets one that is
/// being closed, whose outcome nobody would know.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// How far Twilio's clock and ours may differ. Ours may be wrong by hours, and what is known to be
/// another message is passed over anyway.
const CLOCK_TOLERANCE: Duration = Duration::from_hours(24);

const PAGE_SIZE: &str = "100";
const MOST_PAGES: usize = 5;

/// Sends text messages through Twilio.
#[derive(Debug)]
pub struct Twilio {
    settings: TwilioSettings,
    client: Client,
}

/// A message that Twilio has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Twilio's name for it, `SM` and 32 hexadecimal digits.
    pub provider_id: String,
    /// How far it has come.
    pub status: MessageStatus,
}

/// Twilio could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LookupFailed(String);

impl LookupFailed {
    /// With a sentence for the host.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl Twilio {
    /// Makes ready to send; fails only where TLS cannot be set up.
    pub fn new(settings: TwilioSettings) -> Result<Self, reqwest::Error> {
        Self::with_timeout(settings, TOTAL_TIMEOUT)
    }

    /// As [`Twilio::new`], with a time limit for a whole request and its answer.
    pub fn with_timeout(
        settings: TwilioSettings,
        timeout: Duration,
    ) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(timeout)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .redirect(redirect::Policy::none())
            .user_agent("seat-dealer")
            .build()?;
        Ok(Self { settings, client })
    }

    /// How texts are sent.
    pub(crate) fn settings(&self) -> &TwilioSettings {
        &self.settings
    }

    /// Sends a text message.
    pub async fn send(&self, message: &Outgoing) -> Outcome {
        let Recipient::Phone(number) = &message.to else {
            return Outcome::permanent("A text message needs a phone number.");
        };
        let (sender_field, sender) = match &self.settings.sender {
            TwilioSender::Number(number) => ("From", number.as_str()),
            TwilioSender::MessagingService(sid) => ("MessagingServiceSid", sid.as_str()),
        };
        let mut form = vec![
            ("To", self.settings.recipient(number).as_str()),
            (sender_field, sender),
            ("Body", &message.content.text),
        ];
        if let Some(callback) = &message.status_callback {
            form.push(("StatusCallback", callback));
        }
        let request = self.client.post(self.messages_url()).form(&form);
        match self.signed_in(request).send().await {
            Ok(response) => read_answer(response).await,
            Err(error) => outcome_of_broken_request(&error),
        }
    }

    /// Looks for a text that may have been taken: to this number, not before `since` (give or
    /// take a day, for the clocks), with these words in its body, such as the token of the guest's
    /// link, and none of those whose names are `known` from other messages.
    ///
    /// Looks through the 500 latest texts to the number, in pages of a hundred.
    pub async fn find(
        &self,
        to: &PhoneNumber,
        since: Timestamp,
        words: &str,
        known: &[String],
    ) -> Result<Option<Found>, LookupFailed> {
        let since = since.saturating_sub(CLOCK_TOLERANCE).unwrap_or(since);
        let mut page = self
            .fetch_page(self.client.get(self.messages_url()).query(&[
                ("To", self.settings.recipient(to).as_str()),
                ("PageSize", PAGE_SIZE),
            ]))
            .await?;
        for _ in 1..MOST_PAGES {
            if let Some(found) = page.find(since, words, known) {
                return Ok(Some(found));
            }
            // The next page is a path, so that the token goes to no other server.
            match page.next_page_uri.filter(|path| path.starts_with('/')) {
                Some(path) => {
                    let url = format!("{}{path}", self.settings.api_base);
                    page = self.fetch_page(self.client.get(url)).await?;
                }
                None => return Ok(None),
            }
        }
        Ok(page.find(since, words, known))
    }

    async fn fetch_page(&self, request: reqwest::RequestBuilder) -> Result<Page, LookupFailed> {
        let response = self
            .signed_in(request)
            .send()
            .await
            .map_err(|_| LookupFailed::new("Twilio could not be reached."))?;
        let status = response.status();
        if !status.is_success() {
            return Err(LookupFailed::new(format!(
                "Twilio did not list messages (status {}).",
                status.as_u16()
            )));
        }
        response
            .json()
            .await
            .map_err(|_| LookupFailed::new("Twilio's list of messages could not be read."))
    }

    fn messages_url(&self) -> String {
        let TwilioSettings {
            api_base,
            account_sid,
            ..
        } = &self.settings;
        format!("{api_base}/2010-04-01/Accounts/{account_sid}/Messages.json")
    }

    fn signed_in(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let TwilioSettings {
            account_sid,
            auth_token,
            ..
        } = &self.settings;
        request.basic_auth(account_sid, Some(auth_token.expose()))
    }
}

#[derive(Debug, Deserialize)]
struct Page {
    messages: Vec<Listed>,
    next_page_uri: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    sid: String,
    status: String,
    body: Option<String>,
    date_created: Option<String>,
}

impl Page {
    fn find(&self, since: Timestamp, words: &str, known: &[String]) -> Option<Found> {
        self.messages
            .iter()
            .filter(|message| !known.contains(&message.sid))
            .find(|message| {
                // One whose date cannot be read is taken for new: better than sending it twice.
                let created = message
                    .date_created
                    .as_deref()
                    .and_then(|date| rfc2822::parse(date).ok());
                message
                    .body
                    .as_deref()
                    .is_some_and(|body| body.contains(words))
                    && created.is_none_or(|created| created.timestamp() >= since)
            })
            .map(|message| Found {
                provider_id: message.sid.clone(),
                status: message_status(&message.status),
            })
    }
}
