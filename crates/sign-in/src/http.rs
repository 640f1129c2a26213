use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use url::Url;

use crate::error::InvalidSetting;
use crate::loopback::is_loopback;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(10);
const RESPONSE_LIMIT: usize = 512 * 1024;

/// The HTTP client for the provider. It follows no redirects, limits the time and the size of
/// responses, and uses only TLS if the issuer is an `https` address.
pub(crate) struct ProviderHttp {
    client: reqwest::Client,
}

/// Why there is no response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderHttpError {
    #[error("the request failed: {0}")]
    Request(String),
    #[error("the response is longer than {RESPONSE_LIMIT} bytes")]
    TooLong,
    #[error("the response has status {0}")]
    Status(u16),
}

impl ProviderHttp {
    pub(crate) fn new(issuer: &Url) -> Result<Self, InvalidSetting> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("seat-dealer/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            // A code can be sent only once, so it must not be sent on an idle connection that the
            // provider may be closing.
            .pool_max_idle_per_host(0)
            .https_only(issuer.scheme() == "https");
        if is_loopback(issuer) {
            // A proxy from the environment cannot reach the loopback of this machine.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| {
            InvalidSetting(format!(
                "The HTTP client for the sign-in cannot be created: {error}."
            ))
        })?;
        Ok(Self { client })
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, ProviderHttpError> {
        let request = reqwest::Request::try_from(request).map_err(with_causes)?;
        let mut response = self.client.execute(request).await.map_err(with_causes)?;
        let status = response.status();
        if status.is_server_error() || status == reqwest::StatusCode::TOO_MANY_REQUESTS {
            return Err(ProviderHttpError::Status(status.as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(with_causes)? {
            if body.len() + chunk.len() > RESPONSE_LIMIT {
                return Err(ProviderHttpError::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut received = HttpResponse::new(body);
        *received.status_mut() = status;
        *received.headers_mut() = std::mem::take(response.headers_mut());
        Ok(received)
    }
}

impl<'c> AsyncHttpClient<'c> for ProviderHttp {
    type Error = ProviderHttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

/// The error with its causes, for the log. It never contains the body or headers of the request.
fn with_causes(error: reqwest::Error) -> ProviderHttpError {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    ProviderHttpError::Request(text)
}
