//! The HTTP server: what is registered where, and what every answer carries.

use std::future::ready;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::body::MessageBody;
use actix_web::dev::{AppConfig, Server, ServiceRequest, ServiceResponse};
use actix_web::guard::{Guard, GuardContext};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Compress, Condition, DefaultHeaders, Next, from_fn};
use actix_web::web;
use seat_dealer_sign_in::DevProvider;
use socket2::SockRef;
use utoipa_actix_web::AppExt;

use crate::api_error::ApiError;
use crate::app::State;
use crate::config::{self, Config};
use crate::connection::Connection;
use crate::metrics::Latencies;
use crate::observed::{self, Observer};
use crate::{documentation, received, routes, web_app};

/// A server on this socket. It runs when it is awaited.
pub(crate) fn server(
    state: web::Data<State>,
    provider: Option<DevProvider>,
    latencies: Option<Arc<Latencies>>,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let document = documentation::document();
    let allowed = web::Data::new(documentation::allowed_methods(&document));
    let patience = state.config.patience;
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let most_connections = state.limits.places.total().div_ceil(workers);
    let states = state.clone();
    let application = move || {
        let state = states.clone();
        let config = &state.config;
        let with_mailbox = config.has_development_mailbox();
        let provider = provider.clone();
        let observer = Observer::new(latencies.as_deref());
        // Routes are tried one after the other: what is asked for most comes first.
        let (app, _) = actix_web::App::new()
            .configure(routes::guest_page::pages)
            .into_utoipa_app()
            .configure(documentation::documented)
            .split_for_parts();
        app.configure(documentation::pages)
            .configure(routes::unsubscribe::pages)
            .configure(|services| {
                if let Some(provider) = &provider {
                    provider.configure(services);
                }
                if with_mailbox {
                    routes::dev_messages::pages(services);
                }
            })
            .default_service(web::to(web_app::fallback))
            // Bodies are received with limits of their own.
            .app_data(web::PayloadConfig::new(usize::MAX))
            .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
            .wrap(from_fn(received::receive))
            .wrap(from_fn(content_security_policy))
            .wrap(default_headers(config))
            .wrap(Compress::default())
            .wrap(Condition::new(
                config.foreign_origin().is_some(),
                cross_origin(config),
            ))
            .wrap(from_fn(head_as_get))
            .wrap(from_fn(observed::observe))
            .app_data(web::Data::new(observer))
            .app_data(allowed.clone())
            .app_data(state.clone())
    };
    lengthen_queue(&listener)?;
    let builder = Server::build()
        .workers(workers)
        .max_concurrent_connections(most_connections)
        .shutdown_timeout(10)
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    // What `actix_web::HttpServer` does, with connections of our own.
    let service = move || {
        let (state, stopping) = (state.clone(), stopping.clone());
        let application = application()
            .into_factory()
            .map_err(|error| error.error_response());
        let http = HttpService::build()
            .client_request_timeout(patience)
            .client_disconnect_timeout(Duration::from_secs(1))
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .on_connect_ext(|connection: &Connection, data| {
                data.insert(connection.read_ahead());
            })
            .h1(map_config(application, |()| AppConfig::default()));
        fn_service(move |stream| ready(Connection::new(stream, &state)))
            .map_err(DispatchError::from)
            .and_then(http)
    };
    Ok(builder.listen("http", listener, service)?.run())
}

/// Lets more connections wait to be accepted than the standard library does (128), so that a burst of
/// them keeps nobody out.
fn lengthen_queue(listener: &TcpListener) -> std::io::Result<()> {
    SockRef::from(listener).listen(4096)
}

/// Devices and data that no page asks for. The list is short because guests' pages carry it, too.
const PERMISSIONS_POLICY: &str = "bluetooth=(), camera=(), clipboard-read=(), \
    display-capture=(), geolocation=(), hid=(), idle-detection=(), local-fonts=(), \
    microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=()";

fn default_headers(config: &Config) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add(("X-Robots-Tag", "noindex, nofollow"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", PERMISSIONS_POLICY));
    if config.is_https() {
        headers.add((header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"))
    } else {
        headers
    }
}

/// Lets the web app's origin use the API from a browser when it is hosted elsewhere.
fn cross_origin(config: &Config) -> Cors {
    let cors = Cors::default();
    match config.foreign_origin() {
        Some(origin) => cors
            .allowed_origin(&origin)
            .allowed_methods(["GET", "POST", "PATCH", "PUT", "DELETE"])
            .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
            .allowed_header("Last-Event-ID")
            .expose_headers([observed::REQUEST_ID, header::RETRY_AFTER])
            .max_age(3600),
        None => cors,
    }
}

/// A policy for every answer that does not have its own.
async fn content_security_policy(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_docs = request.path().starts_with("/docs");
    let mut response = next.call(request).await?;
    let policy = if is_docs {
        documentation::CONTENT_SECURITY_POLICY
    } else {
        "default-src 'none'; frame-ancestors 'none'"
    };
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        );
    }
    Ok(response)
}

/// Serves `HEAD` wherever there is a `GET`; the body is left out when the answer is written. An
/// event stream has no end, so a `HEAD` of it would not have one either.
async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD && !request.path().ends_with("/stream") {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// Only requests that call this machine by a name of its own, so that no site can make its name
/// mean this machine and read what development shows (DNS rebinding).
pub(crate) struct AsksForThisMachine;

impl Guard for AsksForThisMachine {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let head = context.head();
        let host = match head.uri.authority() {
            Some(authority) => Some(authority.as_str()),
            None => head
                .headers()
                .get(header::HOST)
                .and_then(|host| host.to_str().ok()),
        };
        host.is_some_and(|host| config::is_loopback(&format!("http://{host}")))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn many_may_wait_to_be_accepted() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        lengthen_queue(&listener).unwrap();
        let address = listener.local_addr().unwrap();
        let waiting: Vec<_> = (0..300)
            .map(|_| TcpStream::connect_timeout(&address, Duration::from_secs(5)))
            .collect();
        assert!(waiting.iter().all(Result::is_ok));
    }
}
