//! Metrics on their own port, in the OpenMetrics format
//! ([ADR 10](../../../docs/adr/0010-metrics-on-a-port-of-their-own.md)).
//!
//! No label contains client input: no address, no link, no name.

mod exposition;
mod latencies;

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};
use seat_dealer_db::{self as db, Db, messages};
use seat_dealer_delivery::webhooks::WebhookCounts;
use seat_dealer_delivery::{Counts, HostCounts};

pub(crate) use self::latencies::{Latencies, Shard, known_method};

/// The metrics of one process.
#[derive(Clone)]
pub(crate) struct Metrics {
    db: Db,
    sends: Arc<Counts>,
    webhooks: Arc<WebhookCounts>,
    host_emails: Arc<HostCounts>,
    host_pushes: Arc<HostCounts>,
    latencies: Arc<Latencies>,
}

impl Metrics {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            db,
            sends: Arc::default(),
            webhooks: Arc::default(),
            host_emails: Arc::default(),
            host_pushes: Arc::default(),
            latencies: Arc::default(),
        }
    }

    /// The counters of the sender.
    pub(crate) fn sends(&self) -> Arc<Counts> {
        Arc::clone(&self.sends)
    }

    /// The counters of requests to webhooks.
    pub(crate) fn webhooks(&self) -> Arc<WebhookCounts> {
        Arc::clone(&self.webhooks)
    }

    /// The counters of the sender of emails to hosts.
    pub(crate) fn host_emails(&self) -> Arc<HostCounts> {
        Arc::clone(&self.host_emails)
    }

    /// The counters of the sender of push messages to hosts.
    pub(crate) fn host_pushes(&self) -> Arc<HostCounts> {
        Arc::clone(&self.host_pushes)
    }

    /// The latencies of the server.
    pub(crate) fn latencies(&self) -> Arc<Latencies> {
        Arc::clone(&self.latencies)
    }

    /// A server for the metrics on this socket. It runs when it is awaited.
    pub(crate) fn server(&self, listener: TcpListener) -> std::io::Result<Server> {
        let metrics = web::Data::new(self.clone());
        let factory = move || {
            App::new()
                .app_data(metrics.clone())
                .route("/metrics", web::get().to(show))
        };
        Ok(HttpServer::new(factory)
            .workers(1)
            .disable_signals()
            .listen(listener)?
            .run())
    }
}

async fn show(metrics: web::Data<Metrics>) -> HttpResponse {
    // The outbox is queried for each request. If the database is unavailable, the metrics say so.
    let outbox = metrics.db.read(messages::outbox).await.ok();
    match exposition::text(&metrics, outbox, db::now()) {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
            .body(text),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be encoded");
            HttpResponse::InternalServerError().finish()
        }
    }
}
