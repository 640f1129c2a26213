//! The HTTP client of the collector: an adapter of `reqwest`, which the program uses anyway.

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

use super::settings::Settings;
use crate::config::is_loopback;

/// Sends requests to the collector.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    /// The runtime of the client. The exporter has its own thread without a runtime.
    runtime: Handle,
}

impl Collector {
    pub(super) fn new(settings: &Settings, runtime: Handle) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .timeout(settings.timeout)
            .redirect(Policy::none())
            .user_agent("seat-dealer");
        if is_loopback(settings.endpoint.as_str()) {
            client = client.no_proxy();
        }
        let client = client.build()?;
        Ok(Self { client, runtime })
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let posted = self.runtime.spawn(async move {
            let received = client.execute(request.try_into()?).await?;
            let (status, headers) = (received.status(), received.headers().clone());
            let mut response = Response::new(received.bytes().await?);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        });
        // The address may contain a password.
        let response: Result<_, reqwest::Error> = posted.await?;
        response.map_err(|error| error.without_url().into())
    }
}
