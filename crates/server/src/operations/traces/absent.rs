//! Replaces the export of traces in a program that was built without the feature `traces`.

use actix_web::http::header::HeaderMap;
use tokio::runtime::Handle;
use tracing::Span;
use tracing_subscriber::layer::Identity;

use super::settings::Settings;
use crate::SettingError;

/// An uninhabited type, because there are no traces.
#[derive(Debug)]
pub enum Traces {}

impl Traces {
    /// Returns `None`.
    ///
    /// # Errors
    /// A sentence if the settings ask for traces.
    pub fn start(
        get: impl Fn(&str) -> Option<String>,
        _: &Handle,
    ) -> Result<Option<Self>, SettingError> {
        match Settings::read(get)? {
            None => Ok(None),
            Some(_) => Err(SettingError(
                "OTEL_EXPORTER_OTLP_ENDPOINT is set, but this seat-dealer was built without traces; \
                 remove the setting, or build with the feature traces."
                    .to_owned(),
            )),
        }
    }

    /// Never called.
    pub(crate) fn layer(&self) -> Identity {
        match *self {}
    }

    /// Never called.
    pub fn stop(self) {
        match self {}
    }
}

/// Never called: no trace is enabled.
pub(crate) fn continue_from(_: &Span, _: &HeaderMap) {}
