//! An HTTP client for addresses that hosts have chosen, whose servers may be hostile.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, HeaderValue, USER_AGENT};
use hyper::{Request, Response, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::crypto::ring;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tower_service::Service;

use super::limited::Limited;
use super::resolver::Resolver;

/// The time limit of a request, from the resolution of the name to the head of the response.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The time limit until the connection is secure.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The time after which the client closes an idle connection.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// Sends requests. It follows no redirects, uses no proxy, and limits the time of a request and the size of a response.
#[derive(Debug, Clone)]
pub(crate) struct GuardedClient(Client<Connector, Full<Bytes>>);

/// Why there is no response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoResponse {
    /// Nothing was sent. Whatever the cause is, the sentence is the same: otherwise a host could find out which names
    /// and servers this server's network has.
    #[error(
        "No secure connection could be made. Check that the address is on the public internet, that its server runs, \
         and that its certificate is valid."
    )]
    NotConnected,
    /// The time is over.
    #[error("There was no response within {} seconds.", TIMEOUT.as_secs())]
    TooLate,
    /// The connection ended, or the response is not HTTP or too large.
    #[error("The connection broke before there was a response: {0}.")]
    Broken(String),
}

impl GuardedClient {
    /// Creates the client. `allow_private` allows names of addresses that are not public. Fails only if TLS cannot be
    /// initialised.
    pub(crate) fn new(allow_private: bool) -> Result<Self, rustls::Error> {
        let mut http = HttpConnector::new_with_resolver(Resolver { allow_private });
        http.enforce_http(false);
        http.set_nodelay(true);
        let https = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(ring::default_provider())?
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .build(Connector(https));
        Ok(Self(client))
    }

    /// Sends a request, and returns the head of the response; a body is only read as far as it is asked for.
    pub(crate) async fn send(
        &self,
        mut request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, NoResponse> {
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        headers.insert(USER_AGENT, HeaderValue::from_static("seat-dealer"));
        let response = timeout(TIMEOUT, self.0.request(request)).await;
        let error = match response.map_err(|_| NoResponse::TooLate)? {
            Ok(response) => return Ok(response),
            Err(error) => error,
        };
        let cause = deepest(&error);
        if error.is_connect() {
            tracing::debug!(%cause, "no connection to an address that a host has chosen");
            return Err(NoResponse::NotConnected);
        }
        Err(NoResponse::Broken(cause.to_string()))
    }
}

fn deepest(error: &dyn StdError) -> &dyn StdError {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause
}

/// Makes connections in a limited time, whose responses have a limited size.
#[derive(Debug, Clone)]
struct Connector(HttpsConnector<HttpConnector<Resolver>>);

impl Service<Uri> for Connector {
    type Response = Limited<MaybeHttpsStream<TokioIo<TcpStream>>>;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connection = timeout(CONNECT_TIMEOUT, self.0.call(to));
        Box::pin(async move { Ok(Limited::new(connection.await??)) })
    }
}
