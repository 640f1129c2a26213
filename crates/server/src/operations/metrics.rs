//! What is counted, for whoever watches: on a port of its own, in the format of OpenMetrics
//! ([ADR 10](../../../docs/adr/0010-metrics-on-a-port-of-their-own.md)).
//!
//! No label holds anything that strangers choose: no address, no link, no name.

mod exposition;
mod latencies;

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};
use seat_dealer_db::{self as db, Db, messages};
use seat_dealer_delivery::Counts;

pub(crate) use self::latencies::{Latencies, Shard, known_method};

/// Everything that one process counts.
#[derive(Clone)]
pub(crate) struct Metrics {
    db: Db,
    sends: Arc<Counts>,
    latencies: Arc<Latencies>,
}

impl Metrics {
    pub(crate) fn new(db: Db) -> Self {
        Self {
            db,
            sends: Arc::default(),
            latencies: Arc::default(),
        }
    }

    /// Where the sender counts.
    pub(crate) fn sends(&self) -> Arc<Counts> {
        Arc::clone(&self.sends)
    }

    /// Where the server counts.
    pub(crate) fn latencies(&self) -> Arc<Latencies> {
        Arc::clone(&self.latencies)
    }

    /// A server on this socket for the metrics alone. It runs when it is awaited.
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
    // Read when somebody looks; when the database is away, that is what there is to be seen.
    let outbox = metrics.db.read(messages::outbox).await.ok();
    match exposition::text(&metrics, outbox, db::now()) {
        Ok(text) => HttpResponse::Ok()
            .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
            .body(text),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}
