//! The HTTP server: its connections, workers and middleware.

use std::future::ready;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::{AppConfig, Server};
use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::web::{self, ServiceConfig};
use socket2::SockRef;

use super::connection::Connection;
use super::errors::ApiError;
use super::middleware::headers::{
    content_security_policy, cross_origin, default_headers, head_as_get,
};
use super::middleware::request_id::Observer;
use super::middleware::{body_limit, request_id};
use super::state::State;
use crate::operations::metrics::Latencies;

/// A server of these routes on this socket. It runs while it is awaited.
pub(crate) fn server(
    state: web::Data<State>,
    routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    latencies: Option<Arc<Latencies>>,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let patience = state.config.patience;
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let max_connections = state.limits.connections.total().div_ceil(workers);
    let states = state.clone();
    let application = move || {
        let state = states.clone();
        let config = &state.config;
        let observer = Observer::new(latencies.as_deref());
        actix_web::App::new()
            .configure(routes.clone())
            // `body_limit` has the limits of bodies.
            .app_data(web::PayloadConfig::new(usize::MAX))
            .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
            .wrap(from_fn(body_limit::receive))
            .wrap(from_fn(content_security_policy))
            .wrap(default_headers(config))
            .wrap(Compress::default())
            .wrap(Condition::new(
                config.foreign_origin().is_some(),
                cross_origin(config),
            ))
            .wrap(from_fn(head_as_get))
            .wrap(from_fn(request_id::observe))
            .app_data(web::Data::new(observer))
            .app_data(state.clone())
    };
    set_backlog(&listener)?;
    let builder = Server::build()
        .workers(workers)
        .max_concurrent_connections(max_connections)
        .shutdown_timeout(10)
        .disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    // This is what `actix_web::HttpServer` does, with `Connection` instead of `TcpStream`.
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
                data.insert(connection.read_pause());
            })
            .h1(map_config(application, |()| AppConfig::default()));
        fn_service(move |stream| ready(Connection::new(stream, &state)))
            .map_err(DispatchError::from)
            .and_then(http)
    };
    Ok(builder.listen("http", listener, service)?.run())
}

/// Sets the backlog to 4,096 connections instead of the 128 of the standard library, so that a burst of
/// connections does not keep others out.
fn set_backlog(listener: &TcpListener) -> std::io::Result<()> {
    SockRef::from(listener).listen(4096)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn many_connections_can_wait_to_be_accepted() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        set_backlog(&listener).unwrap();
        let address = listener.local_addr().unwrap();
        let waiting: Vec<_> = (0..300)
            .map(|_| TcpStream::connect_timeout(&address, Duration::from_secs(5)))
            .collect();
        assert!(waiting.iter().all(Result::is_ok));
    }
}
