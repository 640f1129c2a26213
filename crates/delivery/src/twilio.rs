//! Text messages through Twilio.
//!
//! Twilio has no idempotency key, so delivery is at least once. To avoid duplicates, errors after which Twilio may
//! have accepted a text are distinguished from all others, and such a text is looked up ([`Twilio::find`]) before it
//! is sent again.

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

/// The time after which the client closes an idle connection. It is shorter than Twilio's, so that a request is
/// seldom sent on a connection that is being closed, where its outcome would be unknown.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// The maximum difference between Twilio's clock and this machine's, which may be wrong by hours. Known other
/// messages are skipped anyway.
const CLOCK_TOLERANCE: Duration = Duration::from_hours(24);

const PAGE_SIZE: &str = "100";
const MOST_PAGES: usize = 5;

/// Sends text messages through Twilio.
#[derive(Debug)]
pub struct Twilio {
    settings: TwilioSettings,
    client: Client,
}

/// A message that Twilio has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its SID: `SM` and 32 hexadecimal digits.
    pub provider_id: String,
    /// Its status.
    pub status: MessageStatus,
}

/// Twilio has not answered the lookup.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LookupFailed(String);

impl LookupFailed {
    /// An error with a sentence for the host.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl Twilio {
    /// Creates the client. Fails only if TLS cannot be initialised.
    pub fn new(settings: TwilioSettings) -> Result<Self, reqwest::Error> {
        Self::with_timeout(settings, TOTAL_TIMEOUT)
    }

    /// As [`Twilio::new`], with a timeout for a whole request and its response.
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

    /// The settings.
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

    /// Looks for a text that Twilio may have accepted: to this number, at most a day before `since` (because the
    /// clocks may differ), with these words in its body, such as the token of the guest's link, and with a SID that
    /// is not in `known`, the SIDs of other messages.
    ///
    /// Reads the 500 latest texts to the number, in pages of a hundred.
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
            // The next page must be a path, so that the token is sent to no other server.
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

    async fn fetch_page(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<MessagesPage, LookupFailed> {
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
struct MessagesPage {
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

impl MessagesPage {
    fn find(&self, since: Timestamp, words: &str, known: &[String]) -> Option<Found> {
        self.messages
            .iter()
            .filter(|message| !known.contains(&message.sid))
            .find(|message| {
                // A text with an invalid date counts as new, so that it is not sent twice.
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
