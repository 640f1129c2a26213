//! Sets up the log and the traces.

use seat_dealer_db::TRACES;
use tracing_subscriber::filter::{Directive, LevelFilter};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::config::SettingError;
use crate::operations::traces::Traces;

/// Starts the log on stderr, as text or with `LOG_FORMAT=json` as JSON. `RUST_LOG` sets the level.
///
/// A line that cannot be written is dropped silently. Reporting it on stderr would panic and end a
/// thread of the server if stderr is a file on a full disk.
///
/// # Errors
/// A sentence for an unknown format or an invalid filter.
pub fn start_logging(
    get: impl Fn(&str) -> Option<String>,
    traces: Option<&Traces>,
) -> Result<(), SettingError> {
    let is_json = is_json(get("LOG_FORMAT").as_deref())?;
    let chosen = filter(get("RUST_LOG").as_deref())?;
    let logs = tracing_subscriber::fmt::layer()
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    let logs = if is_json {
        // The innermost span has all fields of the request.
        logs.json().with_span_list(false).boxed()
    } else {
        logs.boxed()
    };
    let without_traces = chosen.add_directive(no_traces());
    match traces {
        // Each layer has its own filter, so that spans of traces are not logged, and vice versa.
        Some(traces) => tracing_subscriber::registry()
            .with(logs.with_filter(without_traces))
            .with(traces.layer())
            .init(),
        None => tracing_subscriber::registry()
            .with(logs)
            .with(without_traces)
            .init(),
    }
    Ok(())
}

fn is_json(format: Option<&str>) -> Result<bool, SettingError> {
    match format {
        Some("json") => Ok(true),
        Some("text" | "") | None => Ok(false),
        Some(other) => Err(SettingError(format!(
            "LOG_FORMAT must be text or json, not {other:?}"
        ))),
    }
}

fn filter(chosen: Option<&str>) -> Result<EnvFilter, SettingError> {
    let chosen = chosen.filter(|chosen| !chosen.is_empty());
    let chosen = chosen.unwrap_or("info");
    // The HTTP library logs each malformed request head as an error, and clients can send many.
    let quieter = if chosen.contains("actix_http") {
        ""
    } else {
        ",actix_http::h1=off"
    };
    EnvFilter::try_new(format!("{chosen}{quieter}")).map_err(|error| {
        SettingError(format!(
            "RUST_LOG must be a level like debug, or targets with levels like \
             info,seat_dealer=debug ({error})"
        ))
    })
}

/// The directive that excludes the target of traces.
fn no_traces() -> Directive {
    format!("{TRACES}=off")
        .parse()
        .unwrap_or_else(|_| LevelFilter::INFO.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_are_refused() {
        assert_eq!(is_json(Some("json")), Ok(true));
        assert_eq!(is_json(Some("text")), Ok(false));
        assert_eq!(is_json(None), Ok(false));
        assert!(is_json(Some("yaml")).unwrap_err().0.contains("\"yaml\""));
        assert!(filter(Some("info,seat_dealer=debug")).is_ok());
        assert!(filter(None).is_ok());
        let error = filter(Some("loud=very")).unwrap_err();
        assert!(error.0.contains("RUST_LOG"), "{error}");
    }
}
