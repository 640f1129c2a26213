//! Times are stored as whole milliseconds since 1970, so that both databases compare them alike.

use jiff::Timestamp;
use uuid::Uuid;

/// The current time in whole milliseconds, as it is stored.
pub fn now() -> Timestamp {
    from_millis(millis(Timestamp::now()))
}

/// A new id: UUIDv7, so that later ids sort later.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// A new id that does not contain its time: UUIDv4, for ids that others see.
pub(crate) fn new_random_id() -> String {
    Uuid::new_v4().to_string()
}

pub(crate) fn millis(moment: Timestamp) -> i64 {
    moment.as_millisecond()
}

/// A stored time. A value outside of jiff's range, which is never written, becomes the nearest valid time.
pub(crate) fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
