//! Operations: the check of the settings, commands on whole databases, logs, metrics and traces.

pub(crate) mod admin;
pub(crate) mod check;
pub(crate) mod logging;
pub(crate) mod metrics;
pub(crate) mod traces;
