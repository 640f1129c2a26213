//! Where the program tells what happens: its log, and traces for those who want them.

use seat_dealer_db::TRACES;
use tracing_subscriber::filter::{Directive, LevelFilter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::traces::Traces;

/// Logs go to stderr: as text, or as JSON with `LOG_FORMAT=json`; `RUST_LOG` chooses how much.
///
/// A line that cannot be written is lost in silence: to complain about it on stderr would panic
/// where stderr is a file on a full disk, and take a thread of the server with it.
pub fn start_logging(traces: Option<&Traces>) {
    let logs = tracing_subscriber::fmt::layer()
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    let logs = if std::env::var("LOG_FORMAT").is_ok_and(|format| format == "json") {
        // Of a request's spans the innermost says it all.
        logs.json().with_span_list(false).boxed()
    } else {
        logs.boxed()
    };
    let chosen = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let without_traces = chosen.add_directive(no_traces());
    match traces {
        // A filter of its own for each: what is traced is not logged, and the other way round.
        Some(traces) => tracing_subscriber::registry()
            .with(logs.with_filter(without_traces))
            .with(traces.layer())
            .init(),
        None => tracing_subscriber::registry()
            .with(logs)
            .with(without_traces)
            .init(),
    }
}

/// Nothing of what is meant for traces.
fn no_traces() -> Directive {
    format!("{TRACES}=off")
        .parse()
        .unwrap_or_else(|_| LevelFilter::INFO.into())
}
