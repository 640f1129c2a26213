//! Sends push messages to browsers (Web Push, RFC 8030). Their push services cannot read them (RFC 8291), and know by a
//! signature that this server sends them (VAPID, RFC 8292).

mod encryption;
mod key;

use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use hyper::{Request, Response, StatusCode};
use seat_dealer_core::About;
use seat_dealer_db::now;
use seat_dealer_db::push_subscriptions::PushTarget;

pub use self::encryption::{BrowserKeys, InvalidKey};
pub use self::key::PushKey;
use crate::Outcome;
use crate::webhooks::{GuardedClient, NoResponse, check_url};

/// How long a push service keeps a message for a browser that is not connected, in seconds.
const TIME_TO_LIVE: u32 = 24 * 60 * 60;

/// Sends push messages to the push services that browsers have named. It follows no redirects, uses no proxy, and reads
/// no body of a response.
#[derive(Debug, Clone)]
pub struct PushClient {
    client: GuardedClient,
    allow_private: bool,
    key: PushKey,
    subject: Option<String>,
}

/// What a browser is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PushMessage {
    /// The JSON that the service worker reads.
    pub(crate) payload: String,
    /// Whether a browser that saves power should show it now.
    pub(crate) is_urgent: bool,
    /// A message with the same topic replaces this one while it waits for the browser: at most 32 characters of base64url.
    pub(crate) topic: Option<String>,
}

impl PushClient {
    /// Creates the client. `allow_private` allows http, and addresses that are not public. `subject` is an address at
    /// which push services reach whoever runs this server: `mailto:` or `https:`. Fails only if TLS cannot be
    /// initialised.
    pub fn new(
        allow_private: bool,
        key: PushKey,
        subject: Option<String>,
    ) -> Result<Self, rustls::Error> {
        Ok(Self {
            client: GuardedClient::new(allow_private)?,
            allow_private,
            key,
            subject,
        })
    }

    /// Sends a message. The outcome is [`Outcome::OptedOut`] if the browser has ended its subscription.
    pub(crate) async fn send(&self, to: &PushTarget, message: &PushMessage) -> Outcome {
        match self.request(to, message) {
            Ok(request) => match self.client.send(request).await {
                Ok(response) => outcome(&response),
                // Nothing was sent.
                Err(error @ NoResponse::NotConnected) => {
                    Outcome::transient(About::Recipient, error.to_string())
                }
                Err(error) => Outcome::unknown(error.to_string()),
            },
            Err(why) => Outcome::permanent(why),
        }
    }

    fn request(
        &self,
        to: &PushTarget,
        message: &PushMessage,
    ) -> Result<Request<Full<Bytes>>, String> {
        // The client asks no resolver about a literal address.
        let endpoint = check_url(&to.endpoint, self.allow_private)?;
        let keys = BrowserKeys::parse(&to.public_key, &to.auth).map_err(|error| error.sentence)?;
        let body = keys
            .encrypt(message.payload.as_bytes())
            .ok_or("The message cannot be encrypted.")?;
        let authorization = self
            .key
            .authorization(&endpoint, self.subject.as_deref(), now());
        let mut request = Request::post(endpoint.as_str())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", TIME_TO_LIVE)
            .header("Urgency", if message.is_urgent { "high" } else { "normal" });
        if let Some(topic) = &message.topic {
            request = request.header("Topic", topic);
        }
        let request = request.body(Full::from(body));
        Ok(request.map_err(|_| "The address cannot be sent in a request.")?)
    }
}

fn outcome(response: &Response<Incoming>) -> Outcome {
    let status = response.status();
    let reason = format!("The push service returned the status {}.", status.as_u16());
    if status.is_success() {
        return Outcome::Sent { provider_id: None };
    }
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::OptedOut { reason },
        StatusCode::TOO_MANY_REQUESTS => later(response, reason),
        _ if status.is_server_error() => later(response, reason),
        _ => Outcome::permanent(reason),
    }
}

fn later(response: &Response<Incoming>, reason: String) -> Outcome {
    let seconds = response.headers().get(RETRY_AFTER);
    Outcome::Transient {
        about: About::Recipient,
        reason,
        retry_after: seconds
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map(Duration::from_secs),
    }
}
