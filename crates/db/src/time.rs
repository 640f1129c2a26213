//! Moments are stored as whole milliseconds since 1970, so that both databases compare them alike.

use jiff::Timestamp;
use uuid::Uuid;

/// The present moment, in whole milliseconds as it will be stored.
pub fn now() -> Timestamp {
    from_millis(millis(Timestamp::now()))
}

/// A new id: UUIDv7, so that ids made later sort later.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// A new id that tells nothing of when it was made: UUIDv4, for ids that leave this server.
pub(crate) fn new_random_id() -> String {
    Uuid::new_v4().to_string()
}

pub(crate) fn millis(moment: Timestamp) -> i64 {
    moment.as_millisecond()
}

/// A stored moment. What lies outside of jiff's range, which no moment written here does, is
/// brought to its nearest end.
pub(crate) fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
