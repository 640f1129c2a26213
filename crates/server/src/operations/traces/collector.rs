//! The way to the collector, with the HTTP client that is here anyway.

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use reqwest::Client;
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

use super::settings::Settings;
use crate::config::is_loopback;

/// Posts to the collector.
#[derive(Debug)]
pub(super) struct Collector {
    client: Client,
    /// The client needs this runtime; whoever exports has none, but a thread of its own.
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
            let answer = client.execute(request.try_into()?).await?;
            let (status, headers) = (answer.status(), answer.headers().clone());
            let mut response = Response::new(answer.bytes().await?);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        });
        // The address may hold a password.
        let answer: Result<_, reqwest::Error> = posted.await?;
        answer.map_err(|error| error.without_url().into())
    }
}
