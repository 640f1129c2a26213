//! Moments in the fields of log entries, as the API writes them: with three digits of fractions.

use jiff::Timestamp;
use serde::Serializer;

/// A moment.
pub(crate) fn always<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{moment:.3}"))
}

/// A moment that may be absent.
#[allow(clippy::ref_option, reason = "serde calls it with a reference")]
pub(crate) fn at_times<S: Serializer>(
    moment: &Option<Timestamp>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match moment {
        Some(moment) => always(moment, serializer),
        None => serializer.serialize_none(),
    }
}
