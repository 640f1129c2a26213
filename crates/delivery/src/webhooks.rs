//! Sends webhooks as Standard Webhooks says (<https://www.standardwebhooks.com>).

mod address;
mod client;
mod limited;
mod resolver;
mod signature;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, RETRY_AFTER};
use url::{Host, Url};

pub use self::address::is_public;
pub(crate) use self::client::{GuardedClient, NoResponse};
pub use self::signature::sign;

/// The maximum number of characters of an address.
pub const LONGEST_URL: usize = 2_000;

/// Sends requests to addresses that hosts have chosen. It follows no redirects, uses no proxy, and reads no body of a
/// response.
#[derive(Debug, Clone)]
pub struct WebhookClient {
    client: GuardedClient,
    allow_private: bool,
    counts: Arc<WebhookCounts>,
}

/// The counts of requests of one process since its start.
#[derive(Debug, Default)]
pub struct WebhookCounts {
    accepted: AtomicU64,
    failed: AtomicU64,
}

impl WebhookCounts {
    /// Each outcome with its count.
    pub fn all(&self) -> [(&'static str, u64); 2] {
        [("accepted", &self.accepted), ("failed", &self.failed)]
            .map(|(outcome, count)| (outcome, count.load(Ordering::Relaxed)))
    }
}

/// A request to a webhook.
#[derive(Debug)]
pub struct WebhookRequest<'a> {
    /// The address.
    pub url: &'a str,
    /// The `webhook-id`.
    pub id: &'a str,
    /// The time of the request, in seconds since 1970.
    pub timestamp: i64,
    /// The secrets that sign, as `whsec_` and Base64. At least one.
    pub secrets: &'a [String],
    /// The body: JSON.
    pub body: String,
}

/// The head of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookResponse {
    /// The status.
    pub status: u16,
    /// How long the receiver asks to wait, if it says so in seconds.
    pub retry_after: Option<Duration>,
}

impl WebhookResponse {
    /// Whether the receiver has accepted the request.
    pub fn is_success(self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl WebhookClient {
    /// Creates the client. `allow_private` allows http, and addresses that are not public. Fails only if TLS cannot be
    /// initialised.
    pub fn new(allow_private: bool) -> Result<Self, rustls::Error> {
        Ok(Self {
            client: GuardedClient::new(allow_private)?,
            allow_private,
            counts: Arc::default(),
        })
    }

    /// Sets the counters of requests.
    #[must_use]
    pub fn with_counts(self, counts: Arc<WebhookCounts>) -> Self {
        Self { counts, ..self }
    }

    /// Sends a request.
    ///
    /// # Errors
    /// A sentence that says why there is no response.
    pub async fn post(&self, request: WebhookRequest<'_>) -> Result<WebhookResponse, String> {
        let response = self.send(request).await;
        let is_accepted = response.as_ref().is_ok_and(|it| it.is_success());
        let count = if is_accepted {
            &self.counts.accepted
        } else {
            &self.counts.failed
        };
        count.fetch_add(1, Ordering::Relaxed);
        response
    }

    async fn send(&self, request: WebhookRequest<'_>) -> Result<WebhookResponse, String> {
        // The client asks no resolver about a literal address.
        let url = check_url(request.url, self.allow_private)?;
        let WebhookRequest {
            id,
            timestamp,
            secrets,
            body,
            ..
        } = request;
        let signatures: Option<Vec<_>> = secrets
            .iter()
            .map(|secret| sign(secret, id, timestamp, &body))
            .collect();
        let signatures = signatures.filter(|signatures| !signatures.is_empty()).ok_or(
            "The secret cannot be read, because the server's APP_SECRET has changed. Rotate the secret.",
        )?;
        let request = Request::post(url.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", signatures.join(" "))
            .body(Full::<Bytes>::from(body))
            .map_err(|_| "The address cannot be sent in a request. Change it.")?;
        let response = self.client.send(request).await;
        let response = response.map_err(|error| error.to_string())?;
        let retry_after = response.headers().get(RETRY_AFTER);
        Ok(WebhookResponse {
            status: response.status().as_u16(),
            retry_after: retry_after
                .and_then(|value| value.to_str().ok()?.parse().ok())
                .map(Duration::from_secs),
        })
    }
}

/// Parses an address that a host has chosen: https, and a public address if it is a literal one. `allow_private` allows
/// http and all addresses.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn check_url(text: &str, allow_private: bool) -> Result<Url, String> {
    let wrong = "The address must be a web address, like https://example.org/hooks.";
    let url = Url::parse(text).map_err(|_| wrong)?;
    if url.as_str().len() > LONGEST_URL {
        return Err(format!(
            "The address must have at most {LONGEST_URL} characters, as browsers send it."
        ));
    }
    match url.scheme() {
        "https" => {}
        "http" if allow_private => {}
        _ => return Err("The address must begin with https://.".to_owned()),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "The address must not contain a user name or a password; check the signature instead."
                .to_owned(),
        );
    }
    if url.fragment().is_some() {
        return Err("The address must not have a fragment (#).".to_owned());
    }
    let private = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => !is_public(address.into()),
        Some(Host::Ipv6(address)) => !is_public(address.into()),
        None => return Err(wrong.to_owned()),
    };
    if private && !allow_private {
        return Err(
            "The address must be on the public internet. This one is of a private network, or reserved."
                .to_owned(),
        );
    }
    Ok(url)
}

#[cfg(test)]
mod tests;
