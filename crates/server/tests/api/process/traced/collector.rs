//! An OpenTelemetry collector: an HTTP server that decodes what it receives.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::KeyValue;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

/// A running collector. It stops when it is dropped.
pub(super) struct FakeCollector {
    base: String,
    heard: Heard,
    server: ServerHandle,
}

type Heard = Arc<Mutex<Vec<Post>>>;

struct Post {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    request: ExportTraceServiceRequest,
}

impl FakeCollector {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let heard = Heard::default();
        let data = web::Data::new(Arc::clone(&heard));
        let server = HttpServer::new(move || {
            App::new()
                .app_data(data.clone())
                .route("/v1/traces", web::post().to(take))
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            base,
            heard,
            server: handle,
        }
    }

    pub(super) fn base(&self) -> &str {
        &self.base
    }

    pub(super) fn requests(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    pub(super) fn spans(&self) -> Vec<Span> {
        let heard = self.heard.lock().unwrap();
        let resources = heard.iter().flat_map(|post| &post.request.resource_spans);
        let scopes = resources.flat_map(|resource| &resource.scope_spans);
        scopes.flat_map(|scope| scope.spans.clone()).collect()
    }

    /// Whether a request contains these words anywhere.
    pub(super) fn contains(&self, words: &str) -> bool {
        let heard = self.heard.lock().unwrap();
        assert!(!heard.is_empty(), "it has heard nothing at all");
        heard.iter().any(|post| {
            let mut parts = post.body.windows(words.len());
            parts.any(|part| part == words.as_bytes())
        })
    }

    /// A header of the first request.
    pub(super) fn header(&self, name: &str) -> String {
        let heard = self.heard.lock().unwrap();
        let found = heard[0].headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// An attribute of the resource in the first request.
    pub(super) fn resource(&self, name: &str) -> String {
        let heard = self.heard.lock().unwrap();
        let resource = heard[0].request.resource_spans[0].resource.clone().unwrap();
        value(&resource.attributes, name)
    }
}

impl Drop for FakeCollector {
    fn drop(&mut self) {
        // The call starts the stop; only its completion would have to be awaited.
        drop(self.server.stop(false));
    }
}

/// The value of an attribute; empty if the span does not have it.
pub(super) fn attribute(span: &Span, name: &str) -> String {
    value(&span.attributes, name)
}

fn value(attributes: &[KeyValue], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.key == name);
    match found.and_then(|found| found.value.clone()?.value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        _ => String::new(),
    }
}

async fn take(request: HttpRequest, body: web::Bytes, heard: web::Data<Heard>) -> HttpResponse {
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    // The extractor has decompressed the body.
    let body = body.to_vec();
    let request = ExportTraceServiceRequest::decode(&*body).unwrap();
    heard.lock().unwrap().push(Post {
        headers,
        body,
        request,
    });
    HttpResponse::Ok()
        .content_type("application/x-protobuf")
        .finish()
}
