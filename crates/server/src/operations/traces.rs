//! Exports traces of requests, changes of events and tries to send messages to an OpenTelemetry
//! collector ([ADR 13](../../../docs/adr/0013-traces-for-those-who-ask.md)).
//!
//! The code makes spans with the target `seat_dealer_db::TRACES`; this module exports them. Without the
//! feature `traces`, or without a collector, the spans are disabled and cost almost nothing.

#[cfg(not(feature = "traces"))]
mod absent;
#[cfg(feature = "traces")]
mod collector;
#[cfg(feature = "traces")]
mod export;
mod settings;

#[cfg(not(feature = "traces"))]
pub use self::absent::Traces;
#[cfg(not(feature = "traces"))]
pub(crate) use self::absent::continue_from;
#[cfg(feature = "traces")]
pub use self::export::Traces;
#[cfg(feature = "traces")]
pub(crate) use self::export::continue_from;
