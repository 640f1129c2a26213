//! The times of reminders (rules 15 and 16).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{QuietHours, awake};

/// When a guest who was asked at `asked` is reminded of the deadline: when half of the time between
/// them that is not quiet has passed. `None`: that time is less than an hour (rule 15).
pub(crate) fn reminder_at(
    asked: Timestamp,
    deadline: Timestamp,
    quiet_hours: Option<&QuietHours>,
    zone: &TimeZone,
) -> Option<Timestamp> {
    const SHORTEST: SignedDuration = SignedDuration::from_hours(1);
    let times = awake(asked, deadline, quiet_hours, zone);
    let lengths = times.iter().map(|(from, to)| to.duration_since(*from));
    let all: SignedDuration = lengths.sum();
    if all < SHORTEST {
        return None;
    }
    let mut half = all / 2;
    for (from, to) in times {
        let length = to.duration_since(from);
        if half < length {
            return from.checked_add(half).ok();
        }
        half -= length;
    }
    None
}

/// When seated guests hear that they are expected at `begin`: a day before, or when it is no longer
/// quiet. If that is less than twelve hours before, on the evening before (rule 16).
pub(crate) fn day_before(
    begin: Timestamp,
    quiet_hours: Option<&QuietHours>,
    zone: &TimeZone,
) -> Option<Timestamp> {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    const LATEST: SignedDuration = SignedDuration::from_hours(12);
    const EVENING: SignedDuration = SignedDuration::from_hours(1);
    let day_before = begin.checked_sub(DAY).ok()?;
    let Some(morning) = quiet_hours.and_then(|quiet| quiet.end_after(day_before, zone)) else {
        return Some(day_before);
    };
    if begin.duration_since(morning) >= LATEST {
        return Some(morning);
    }
    let before = day_before.checked_sub(DAY).ok()?;
    let (from, to) = awake(before, day_before, quiet_hours, zone).pop()?;
    Some(from.max(to.checked_sub(EVENING).ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Time;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn rule_15_a_reminder_comes_when_half_of_the_time_that_is_not_quiet_has_passed() {
        let quiet = QuietHours::usual();
        let reminder = |asked: &str, deadline: &str| {
            reminder_at(at(asked), at(deadline), Some(&quiet), &TimeZone::UTC)
        };
        let expected = Some(at("2026-06-01T14:00:00Z"));
        assert_eq!(
            reminder("2026-06-01T12:00:00Z", "2026-06-01T16:00:00Z"),
            expected
        );
        // Two hours of the evening and four of the morning: three have passed at 10:00.
        let expected = Some(at("2026-06-02T10:00:00Z"));
        assert_eq!(
            reminder("2026-06-01T19:00:00Z", "2026-06-02T13:00:00Z"),
            expected
        );
        // Half of it passes as the night begins.
        let expected = Some(at("2026-06-02T09:00:00Z"));
        assert_eq!(
            reminder("2026-06-01T20:00:00Z", "2026-06-02T10:00:00Z"),
            expected
        );
        assert_eq!(
            reminder("2026-06-01T20:30:00Z", "2026-06-02T09:29:00Z"),
            None
        );
    }

    #[test]
    fn rule_16_seated_guests_hear_a_day_before_or_in_the_morning_or_on_the_evening_before() {
        let told = |begin: &str, quiet: QuietHours| {
            day_before(at(begin), Some(&quiet), &TimeZone::UTC).unwrap()
        };
        let usual = QuietHours::usual();
        assert_eq!(
            told("2026-06-05T19:00:00Z", usual),
            at("2026-06-04T19:00:00Z")
        );
        assert_eq!(
            told("2026-06-05T08:00:00Z", usual),
            at("2026-06-04T09:00:00Z")
        );
        assert_eq!(
            told("2026-06-05T21:00:00Z", usual),
            at("2026-06-05T09:00:00Z")
        );
        let long =
            QuietHours::new(Time::constant(18, 0, 0, 0), Time::constant(12, 0, 0, 0)).unwrap();
        assert_eq!(
            told("2026-06-05T19:00:00Z", long),
            at("2026-06-04T17:00:00Z")
        );
    }
}
