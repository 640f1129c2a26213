//! The export of traces.

use actix_web::http::header::{HeaderMap, HeaderName};
use opentelemetry::KeyValue;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::resource::{EnvResourceDetector, TelemetryResourceDetector};
use opentelemetry_sdk::trace::SdkTracerProvider;
use seat_dealer_db::TRACES;
use tokio::runtime::Handle;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::registry::LookupSpan;

use super::collector::Collector;
use super::settings::Settings;
use crate::SettingError;

/// The exporter of traces, which sends batches of spans every few seconds.
#[derive(Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// Starts to collect spans if the settings ask for it. They are sent on `runtime`.
    pub fn start(
        get: impl Fn(&str) -> Option<String>,
        runtime: &Handle,
    ) -> Result<Option<Self>, SettingError> {
        let Some(settings) = Settings::read(get)? else {
            return Ok(None);
        };
        let wrong = |error: &dyn std::fmt::Display| {
            SettingError(format!("Traces cannot be sent (OTEL_...): {error}."))
        };
        let collector =
            Collector::new(&settings, runtime.clone()).map_err(|error| wrong(&error))?;
        let exporter = SpanExporter::builder()
            .with_http()
            .with_endpoint(settings.endpoint)
            .with_http_client(collector)
            .build()
            .map_err(|error| wrong(&error))?;
        let provider = SdkTracerProvider::builder()
            .with_resource(resource(settings.service))
            .with_batch_exporter(exporter)
            .build();
        Ok(Some(Self { provider }))
    }

    /// The layer that collects the spans with the target of traces.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.provider.tracer("seat-dealer"))
            .with_context_activation(false)
            .with_location(false)
            .with_target(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(Targets::new().with_target(TRACES, LevelFilter::INFO))
    }

    /// Sends the remaining spans, which takes at most five seconds. The runtime must still run, and no
    /// task that it waits for may call this.
    pub fn stop(self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// The description of this program in the traces.
fn resource(service: Option<String>) -> Resource {
    let resource = Resource::builder_empty()
        .with_service_name("seat-dealer")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_detectors(&[
            Box::new(TelemetryResourceDetector),
            Box::new(EnvResourceDetector::new()),
        ]);
    match service {
        Some(name) => resource.with_service_name(name),
        None => resource,
    }
    .build()
}

/// Adds a span to the trace in the headers, if there is one.
pub(crate) fn continue_from(span: &Span, headers: &HeaderMap) {
    let context = TraceContextPropagator::new().extract(&Headers(headers));
    if let Err(error) = span.set_parent(context) {
        tracing::debug!(%error, "the trace context of a proxy was not used");
    }
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}
