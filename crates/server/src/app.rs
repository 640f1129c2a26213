//! Builds the application from its parts, for the program and for tests.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web::{self, ServiceConfig};
use seat_dealer_db::watcher::Watcher;
use seat_dealer_db::{Db, RsvpTokens};
use seat_dealer_delivery::push::{PushClient, PushKey};
use seat_dealer_delivery::webhooks::WebhookClient;
use seat_dealer_delivery::{HostSender, Providers, Sender};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::background::news::News;
use crate::background::webhooks::WebhookSender;
use crate::background::{account_deletion, backups, dealer, erasure};
use crate::config::{Config, SettingError};
use crate::hosts::host_log;
use crate::http::in_progress::InProgress;
use crate::http::limits::{BodyBudget, Limits, Shares};
use crate::http::operations::Operations;
use crate::http::server::server;
use crate::http::state::State;
use crate::operations::metrics::Metrics;
use crate::{documentation, routes};

/// How long background loops have to complete what is in progress.
const PATIENCE: Duration = Duration::from_secs(15);

/// The application with an open database. It does not serve yet.
pub struct App {
    config: Config,
    db: Db,
}

/// A running server with its background loops.
pub struct Running {
    address: Option<SocketAddr>,
    server: Option<ServerHandle>,
    tasks: JoinSet<std::io::Result<()>>,
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
                "The database of DB_CONN_STRING cannot be opened: {error}."
            ))
        })?;
        Ok(Self { config, db })
    }

    /// The database, for commands that use it directly.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Starts the background loops without a server.
    pub fn work(self) -> Result<Running, SettingError> {
        let mut running = Running::new(&self.config, &self.db)?;
        running.start_loops(&self.config, &self.db)?;
        Ok(running)
    }

    /// Starts the server on `BIND_ADDR`, with or without the background loops.
    pub fn serve(self, with_loops: bool) -> Result<Running, SettingError> {
        let bind = self.config.bind;
        let listener = TcpListener::bind(bind).map_err(|error| {
            // Two settings contain the port.
            let is_in_use = error.kind() == std::io::ErrorKind::AddrInUse;
            let advice = if is_in_use {
                ". Stop the program that listens there, or set another port here and in API_BASE_URI"
            } else {
                ""
            };
            SettingError(format!("BIND_ADDR {bind} cannot be used: {error}{advice}."))
        })?;
        self.serve_on(listener, with_loops)
    }

    /// Starts the server on a bound socket instead of `BIND_ADDR`.
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
        let watcher = Watcher::new(db.clone());
        let (own, stop) = (watcher.clone(), running.stop.clone());
        running.start_loop(async move { own.run(stop.cancelled()).await });
        running.address = Some(listener.local_addr().map_err(cannot_start)?);
        let state = web::Data::new(State {
            limits: Limits::new(&config.limits, Shares::for_connections(config.connections)),
            body_budget: BodyBudget::new(config.bodies),
            in_progress: InProgress::default(),
            config,
            push_key: push_key(&db)?,
            db,
            watcher,
            sign_in,
            stop: running.stop.clone(),
            draining: running.draining.clone(),
        });
        let latencies = running.metrics.as_ref().map(Metrics::latencies);
        let operations = web::Data::new(Operations::of(&documentation::document()));
        let with_mailbox = state.config.has_development_mailbox();
        let routes = move |services: &mut ServiceConfig| {
            routes::all(services, &operations, provider.as_ref(), with_mailbox);
        };
        let server = server(state, routes, latencies, listener).map_err(cannot_start)?;
        running.server = Some(server.handle());
        running.tasks.spawn(server);
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
            tasks: JoinSet::new(),
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
            running.tasks.spawn(server);
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
        let metrics = self.metrics.as_ref();
        let host_sender = HostSender::of_emails(
            db.clone(),
            providers.clone(),
            config.frontend_base.clone(),
            config.api_base.clone(),
            metrics.map(Metrics::host_emails).unwrap_or_default(),
        );
        let push_client = PushClient::new(
            config.private_webhooks,
            push_key(db)?,
            config.push_subject.clone(),
        )
        .map_err(|error| SettingError(error.to_string()))?;
        let push_sender = HostSender::of_pushes(
            db.clone(),
            push_client,
            metrics.map(Metrics::host_pushes).unwrap_or_default(),
        );
        let sender = Sender::new(db.clone(), providers, config.frontend_base.clone())
            .with_status_callbacks(config.api_base.clone())
            .with_unsubscribing(config.api_base.clone())
            .with_language(config.language);
        let webhooks = WebhookSender {
            db: db.clone(),
            client: WebhookClient::new(config.private_webhooks)
                .map_err(|error| SettingError(error.to_string()))?
                .with_counts(
                    self.metrics
                        .as_ref()
                        .map(Metrics::webhooks)
                        .unwrap_or_default(),
                ),
            allowed: config.allowed.clone(),
            represent: host_log::entry,
        };
        let sender = match &self.metrics {
            Some(metrics) => sender.with_counts(metrics.sends()),
            None => sender,
        };
        if let Some(folder) = config.backups.clone() {
            std::fs::create_dir_all(&folder).map_err(|error| {
                SettingError(format!(
                    "BACKUP_DIR {} cannot be used: {error}. Name a folder that this program may write to.",
                    folder.display()
                ))
            })?;
            let database = config.database.clone();
            self.start_loop(backups::run(database, folder, self.stop.clone()));
        }
        self.start_loop(dealer::run(db.clone(), self.stop.clone()));
        self.start_loop(account_deletion::run(db.clone(), self.stop.clone()));
        self.start_loop(erasure::run(db.clone(), self.stop.clone()));
        self.start_loop(sender.run(self.stop.clone()));
        let news = News {
            db: db.clone(),
            allowed: config.allowed.clone(),
            has_mail: config.smtp.is_some() || config.on_loopback,
        };
        self.start_loop(news.run(self.stop.clone()));
        self.start_loop(host_sender.run(self.stop.clone()));
        self.start_loop(push_sender.run(self.stop.clone()));
        self.start_loop(webhooks.run(self.stop.clone()));
        Ok(())
    }

    fn start_loop(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(async {
            work.await;
            Ok(())
        });
    }

    /// The address of the server. `None` without a server.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// The address of the metrics. `None` without metrics.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Returns when a task has ended by itself, which must not happen. The program must then stop,
    /// because it would run without dealing, for example, and nobody would notice.
    pub async fn broken(&mut self) {
        let Some(ended) = self.tasks.join_next().await else {
            return;
        };
        log_end(ended);
    }

    /// Stops gracefully: `/readyz` returns 503 for `DRAIN_SECONDS`, then requests and messages in
    /// progress are completed.
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
        let ends = async {
            while let Some(ended) = self.tasks.join_next().await {
                log_end(ended);
            }
        };
        if tokio::time::timeout(PATIENCE, ends).await.is_err() {
            tracing::warn!("not everything ended in time; the next start goes on with it");
        }
    }
}

fn push_key(db: &Db) -> Result<PushKey, SettingError> {
    PushKey::derive(db.tokens()).ok_or_else(|| {
        SettingError("APP_SECRET makes no key for push messages. Set another one.".to_owned())
    })
}

/// Logs how a task ended, unless it succeeded.
fn log_end(ended: Result<std::io::Result<()>, JoinError>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the server ended with an error"),
        Err(error) => tracing::error!(%error, "a task ended with an error"),
    }
}
