//! Quiet hours (rule 9), and the times that depend on them.

mod deadline;
mod reminders;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use self::deadline::response_deadline;
pub(crate) use self::reminders::{day_before, reminder_at};

/// The times of day between which nothing is dealt or sent to a guest: from `from` (included) to
/// `to` (excluded). If `to` is before `from`, it is on the next day. The two are never equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: Time,
    to: Time,
}

impl QuietHours {
    /// Quiet hours from `from` to `to`. `None` if the two are equal.
    pub fn new(from: Time, to: Time) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// 21:00 to 09:00: the default of an event.
    pub fn usual() -> Self {
        Self {
            from: Time::constant(21, 0, 0, 0),
            to: Time::constant(9, 0, 0, 0),
        }
    }

    /// The begin of the quiet hours.
    pub fn from(&self) -> Time {
        self.from
    }

    /// The end of the quiet hours.
    pub fn to(&self) -> Time {
        self.to
    }

    /// The end of the quiet hours that contain `instant`. `None` if `instant` is not quiet.
    ///
    /// Local time counts: when the clocks change, the end is the first instant whose time of day is
    /// not quiet. If the change skips `to`, that instant is the change itself. If the change
    /// repeats an hour, quiet hours may begin again.
    pub fn end_after(&self, instant: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut from = instant;
        let mut time = zone.to_datetime(from).time();
        if !self.contains(time) {
            return None;
        }
        loop {
            // Without a change of the clocks, local time runs evenly.
            let end = from.saturating_add(until(time, self.to)).ok()?;
            let change = zone.following(from).next().map(|change| change.timestamp());
            match change {
                Some(change) if change <= end => {
                    from = change;
                    time = zone.to_datetime(from).time();
                    if !self.contains(time) {
                        return Some(from);
                    }
                }
                _ => return Some(end),
            }
        }
    }

    /// The begin of the next quiet hours, or `instant` if it is quiet.
    pub(crate) fn begin_after(&self, instant: Timestamp, zone: &TimeZone) -> Timestamp {
        self.awake().end_after(instant, zone).unwrap_or(instant)
    }

    /// The times of day that are not quiet.
    fn awake(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
        }
    }

    /// Whether this time of day is quiet.
    fn contains(&self, time: Time) -> bool {
        if self.to < self.from {
            time >= self.from || time < self.to
        } else {
            time >= self.from && time < self.to
        }
    }
}

/// The times between `from` and `to` that are not quiet, in order.
fn awake(
    mut from: Timestamp,
    to: Timestamp,
    quiet_hours: Option<&QuietHours>,
    zone: &TimeZone,
) -> Vec<(Timestamp, Timestamp)> {
    let Some(quiet) = quiet_hours else {
        return (from < to).then_some((from, to)).into_iter().collect();
    };
    let mut times = Vec::new();
    while from < to {
        from = if let Some(morning) = quiet.end_after(from, zone) {
            morning
        } else {
            let evening = quiet.begin_after(from, zone).min(to);
            times.push((from, evening));
            evening
        };
    }
    times
}

/// The time from one time of day to the next occurrence of another, without a change of clocks.
fn until(from: Time, to: Time) -> SignedDuration {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    let difference = to.duration_since(from);
    if difference.is_negative() {
        difference.saturating_add(DAY)
    } else {
        difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn rule_9_quiet_hours_follow_the_time_zone_of_the_event() {
        let quiet = QuietHours::usual();
        let berlin = zone("Europe/Berlin");
        assert_eq!(quiet.end_after(at("2026-11-22T19:59:59Z"), &berlin), None);
        let morning = Some(at("2026-11-23T08:00:00Z"));
        assert_eq!(
            quiet.end_after(at("2026-11-22T20:00:00Z"), &berlin),
            morning
        );
        assert_eq!(
            quiet.end_after(at("2026-11-23T07:59:59Z"), &berlin),
            morning
        );
        assert_eq!(quiet.end_after(at("2026-11-23T08:00:00Z"), &berlin), None);
    }

    #[test]
    fn rule_9_quiet_hours_may_be_within_one_day() {
        let quiet =
            QuietHours::new(Time::constant(12, 0, 0, 0), Time::constant(14, 0, 0, 0)).unwrap();
        assert_eq!(
            quiet.end_after(at("2026-06-01T11:59:00Z"), &TimeZone::UTC),
            None
        );
        assert_eq!(
            quiet.end_after(at("2026-06-01T12:00:00Z"), &TimeZone::UTC),
            Some(at("2026-06-01T14:00:00Z"))
        );
    }

    #[test]
    fn rule_9_quiet_hours_end_when_the_clocks_skip_or_repeat_their_end() {
        let berlin = zone("Europe/Berlin");
        let quiet =
            QuietHours::new(Time::constant(1, 0, 0, 0), Time::constant(2, 30, 0, 0)).unwrap();
        // 29 March 2026: 02:00 becomes 03:00, so 02:30 does not exist.
        assert_eq!(
            quiet.end_after(at("2026-03-29T00:30:00Z"), &berlin),
            Some(at("2026-03-29T01:00:00Z"))
        );
        assert_eq!(quiet.end_after(at("2026-03-29T01:00:00Z"), &berlin), None);
        // 25 October 2026: 03:00 becomes 02:00, so 02:15 happens twice.
        assert_eq!(
            quiet.end_after(at("2026-10-25T00:15:00Z"), &berlin),
            Some(at("2026-10-25T00:30:00Z"))
        );
        assert_eq!(quiet.end_after(at("2026-10-25T00:45:00Z"), &berlin), None);
        assert_eq!(
            quiet.end_after(at("2026-10-25T01:15:00Z"), &berlin),
            Some(at("2026-10-25T01:30:00Z"))
        );
    }

    #[test]
    fn rule_9_a_repeated_hour_delays_the_end_of_quiet_hours() {
        // 5 April 2026, Santiago: at 00:00 it becomes 23:00 of the day before.
        let quiet =
            QuietHours::new(Time::constant(23, 30, 0, 0), Time::constant(0, 30, 0, 0)).unwrap();
        let santiago = zone("America/Santiago");
        let until_midnight =
            QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(0, 0, 0, 0)).unwrap();
        assert_eq!(
            until_midnight.end_after(at("2026-04-05T02:45:00Z"), &santiago),
            Some(at("2026-04-05T04:00:00Z")),
            "the clocks repeat the hour before midnight"
        );
        assert_eq!(
            quiet.end_after(at("2026-04-05T02:45:00Z"), &santiago),
            Some(at("2026-04-05T03:00:00Z"))
        );
        assert_eq!(
            quiet.end_after(at("2026-04-05T03:30:00Z"), &santiago),
            Some(at("2026-04-05T04:30:00Z"))
        );
    }
}
