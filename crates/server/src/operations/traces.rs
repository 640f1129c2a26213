//! Traces: what a request, a change of an event and a message on its way took, and where, for a
//! collector of OpenTelemetry ([ADR 13](../../../docs/adr/0013-traces-for-those-who-ask.md)).
//!
//! The spans are made where things happen, under the target `seat_dealer_db::TRACES`. This is where
//! they leave. Without the feature `traces`, and without a collector, nobody takes an interest in
//! them, and they cost nothing.

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
