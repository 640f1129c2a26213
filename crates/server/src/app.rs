//! Puts the parts together: the same for the program and for tests.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, ServiceConfig};
use seat_dealer_db::{Db, RsvpTokens};
use seat_dealer_delivery::{Providers, Sender};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::background::{account_deletion, dealer, erasure};
use crate::config::{Config, SettingError};
use crate::http::allowed_methods::allowed_methods;
use crate::http::limits::{BodyBudget, Limits, Shares};
use crate::http::server::server;
use crate::http::state::State;
use crate::operations::metrics::Metrics;
use crate::{documentation, routes};

/// The application with its database open, before it serves anybody.
pub struct App {
    config: Config,
    db: Db,
}

/// A running server, and the loops that run with it.
pub struct Running {
    address: Option<SocketAddr>,
    server: Option<ServerHandle>,
    parts: JoinSet<std::io::Result<()>>,
    stop: CancellationToken,
    draining: CancellationToken,
    drain: Duration,
    metrics: Option<Metrics>,
    metrics_address: Option<SocketAddr>,
    metrics_server: Option<ServerHandle>,
}

impl App {
    /// Opens the database.
    pub fn open(config: Config) -> Result<Self, SettingError> {
        let tokens = RsvpTokens::new(config.app_secret.expose());
        let db = Db::open(&config.database, tokens).map_err(|error| {
            SettingError(format!(
                "DB_CONN_STRING does not lead to a database: {error}."
            ))
        })?;
        Ok(Self { config, db })
    }

    /// The database, for what the command line does to it directly.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Runs the dealer and the sender alone.
    pub fn work(self) -> Result<Running, SettingError> {
        let mut running = Running::new(&self.config, &self.db)?;
        running.start_loops(&self.config, &self.db)?;
        Ok(running)
    }

    /// Serves, with or without the dealer and the sender in the same process.
    pub fn serve(self, with_loops: bool) -> Result<Running, SettingError> {
        let bind = self.config.bind;
        let listener = TcpListener::bind(bind).map_err(|error| {
            // Who looks for another port needs to know of both settings that name it.
            let taken = error.kind() == std::io::ErrorKind::AddrInUse;
            let mend = if taken {
                ". Stop what listens there, or name another port here and in API_BASE_URI"
            } else {
                ""
            };
            SettingError(format!("BIND_ADDR {bind} cannot be used: {error}{mend}."))
        })?;
        self.serve_on(listener, with_loops)
    }

    /// Serves on a socket that somebody has bound, instead of the one of `BIND_ADDR`.
    pub fn serve_on(
        self,
        listener: TcpListener,
        with_loops: bool,
    ) -> Result<Running, SettingError> {
        let Self { config, db } = self;
        let cannot_start =
            |error: std::io::Error| SettingError(format!("The server cannot be started: {error}."));
        let (sign_in, provider) = config.sign_in()?;
        let mut running = Running::new(&config, &db)?;
        if with_loops {
            running.start_loops(&config, &db)?;
        }
        running.address = Some(listener.local_addr().map_err(cannot_start)?);
        let state = web::Data::new(State {
            limits: Limits::new(&config.limits, Shares::for_connections(config.connections)),
            body_budget: BodyBudget::new(config.bodies),
            config,
            db,
            sign_in,
            stop: running.stop.clone(),
            draining: running.draining.clone(),
        });
        let latencies = running.metrics.as_ref().map(Metrics::latencies);
        let allowed = web::Data::new(allowed_methods(&documentation::document()));
        let with_mailbox = state.config.has_development_mailbox();
        let routes = move |services: &mut ServiceConfig| {
            routes::all(services, &allowed, provider.as_ref(), with_mailbox);
        };
        let server = server(state, routes, latencies, listener).map_err(cannot_start)?;
        running.server = Some(server.handle());
        running.parts.spawn(server);
        Ok(running)
    }
}

impl Running {
    fn new(config: &Config, db: &Db) -> Result<Self, SettingError> {
        for warning in config.warnings() {
            tracing::warn!("{}", warning.sentence);
        }
        let mut running = Self {
            drain: config.drain,
            draining: CancellationToken::new(),
            metrics: config.metrics.map(|_| Metrics::new(db.clone())),
            metrics_address: None,
            metrics_server: None,
            address: None,
            server: None,
            parts: JoinSet::new(),
            stop: CancellationToken::new(),
        };
        if let (Some(address), Some(metrics)) = (config.metrics, &running.metrics) {
            let cannot = |error: std::io::Error| {
                SettingError(format!("METRICS_ADDR {address} cannot be used: {error}."))
            };
            let listener = TcpListener::bind(address).map_err(cannot)?;
            running.metrics_address = Some(listener.local_addr().map_err(cannot)?);
            let server = metrics.server(listener).map_err(cannot)?;
            running.metrics_server = Some(server.handle());
            running.parts.spawn(server);
        }
        Ok(running)
    }

    fn start_loops(&mut self, config: &Config, db: &Db) -> Result<(), SettingError> {
        let providers = Providers::new(
            config.twilio.clone(),
            config.smtp.clone(),
            config.on_loopback,
        )
        .map_err(|error| SettingError(error.to_string()))?;
        let sender = Sender::new(db.clone(), providers, config.frontend_base.clone())
            .with_status_callbacks(config.api_base.clone())
            .with_unsubscribing(config.api_base.clone());
        let sender = match &self.metrics {
            Some(metrics) => sender.with_counts(metrics.sends()),
            None => sender,
        };
        self.start_loop(dealer::run(db.clone(), self.stop.clone()));
        self.start_loop(account_deletion::run(db.clone(), self.stop.clone()));
        self.start_loop(erasure::run(db.clone(), self.stop.clone()));
        self.start_loop(sender.run(self.stop.clone()));
        Ok(())
    }

    fn start_loop(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.parts.spawn(async {
            work.await;
            Ok(())
        });
    }

    /// Where the server listens.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Where the metrics are, if they are asked for.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Returns when a part has ended by itself, which none of them should: going on without it
    /// would mean, for instance, that nothing is dealt any more and nobody notices.
    pub async fn broken(&mut self) {
        let Some(ended) = self.parts.join_next().await else {
            return;
        };
        note(ended);
    }

    /// Says that it is no longer ready, for as long as `DRAIN_SECONDS` says, then lets requests and
    /// messages that are under way finish, then returns.
    pub async fn stop(mut self) {
        self.draining.cancel();
        tokio::time::sleep(self.drain).await;
        self.stop.cancel();
        if let Some(server) = self.server {
            server.stop(true).await;
        }
        if let Some(server) = self.metrics_server {
            server.stop(false).await;
        }
        while let Some(ended) = self.parts.join_next().await {
            note(ended);
        }
    }
}

/// Logs how a part ended, unless it ended well.
fn note(ended: Result<std::io::Result<()>, JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the server ended with an error"),
        Err(error) => tracing::error!(%error, "a part of the program ended with an error"),
    }
}
