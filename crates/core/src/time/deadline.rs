//! Deadlines (rule 8).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::QuietHours;

/// The deadline of a guest who is asked at `asked` (rule 8).
///
/// The window is the host's, or else a fifth of the time left until `horizon` (the event's begin or
/// `dealUntil`, whichever comes first), at least 30 minutes and at most 48 hours. Without a horizon
/// it is 48 hours. The deadline is the first round moment after it. A deadline in quiet hours is
/// moved to an hour after their end, or less if little time is left then (rule 9).
///
/// The host's window, the bounds and the quiet hours take precedence over the horizon.
pub fn response_deadline(
    asked: Timestamp,
    horizon: Option<Timestamp>,
    fixed: Option<SignedDuration>,
    quiet_hours: Option<&QuietHours>,
    zone: &TimeZone,
) -> Timestamp {
    const SHORTEST: SignedDuration = SignedDuration::from_mins(30);
    const LONGEST: SignedDuration = SignedDuration::from_hours(48);
    let window = fixed.unwrap_or_else(|| match horizon {
        Some(horizon) => (horizon.duration_since(asked) / 5).clamp(SHORTEST, LONGEST),
        None => LONGEST,
    });
    let quiet_until = |instant| quiet_hours.and_then(|quiet| quiet.end_after(instant, zone));
    let end = round_moment(asked, window, zone);
    let Some(morning) = quiet_until(end) else {
        return end;
    };
    let later = round_moment(morning, morning_grace(morning, horizon), zone);
    // Quiet hours may leave less than an hour of the day.
    if quiet_until(later).is_some() {
        morning
    } else {
        later
    }
}

/// The time that guests have after the quiet hours if their deadline is in these (rule 9): an hour,
/// or a quarter of the time left then.
fn morning_grace(morning: Timestamp, horizon: Option<Timestamp>) -> SignedDuration {
    const LONGEST: SignedDuration = SignedDuration::from_hours(1);
    horizon.map_or(LONGEST, |horizon| {
        (horizon.duration_since(morning) / 4).clamp(SignedDuration::ZERO, LONGEST)
    })
}

/// The first round moment that is at least `window` after `from`: a full hour of the local time, or a
/// quarter of one if the window is shorter than six hours (rule 8).
fn round_moment(from: Timestamp, window: SignedDuration, zone: &TimeZone) -> Timestamp {
    let step = if window < SignedDuration::from_hours(6) {
        15 * 60
    } else {
        60 * 60
    };
    let mut from = from.saturating_add(window).unwrap_or(from);
    loop {
        // Without a change of the clocks, local time runs evenly.
        let second = from.as_second() + i64::from(from.subsec_nanosecond() > 0);
        let local = second + i64::from(zone.to_offset(from).seconds());
        let end = Timestamp::from_second(second + (-local).rem_euclid(step)).unwrap_or(from);
        let change = zone.following(from).next().map(|change| change.timestamp());
        match change {
            Some(change) if change <= end => from = change,
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Time;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    #[test]
    fn rule_8_the_window_is_a_fifth_of_the_time_left_within_its_bounds() {
        let now = at("2026-06-01T12:00:00Z");
        let deadline = |horizon: Option<&str>| {
            response_deadline(now, horizon.map(at), None, None, &TimeZone::UTC)
        };
        assert_eq!(deadline(None), at("2026-06-03T12:00:00Z"));
        assert_eq!(
            deadline(Some("2026-06-02T12:00:00Z")),
            at("2026-06-01T17:00:00Z")
        );
        assert_eq!(
            deadline(Some("2026-06-01T12:40:00Z")),
            at("2026-06-01T12:30:00Z")
        );
        assert_eq!(
            deadline(Some("2026-09-01T12:00:00Z")),
            at("2026-06-03T12:00:00Z")
        );
    }

    #[test]
    fn rule_8_no_deadline_is_in_quiet_hours() {
        let quiet = QuietHours::usual();
        let end = response_deadline(
            at("2026-06-01T20:45:00Z"),
            None,
            Some(SignedDuration::from_mins(30)),
            Some(&quiet),
            &TimeZone::UTC,
        );
        assert_eq!(end, at("2026-06-02T10:00:00Z"));
        let minute =
            QuietHours::new(Time::constant(0, 0, 0, 0), Time::constant(23, 59, 0, 0)).unwrap();
        let end = response_deadline(
            at("2026-06-01T20:45:00Z"),
            None,
            None,
            Some(&minute),
            &TimeZone::UTC,
        );
        assert_eq!(end, at("2026-06-03T23:59:00Z"), "the day has one minute");
    }

    #[test]
    fn rule_8_deadlines_are_round_when_the_clocks_change() {
        let lord_howe = zone("Australia/Lord_Howe");
        let round = |from: &str, window: SignedDuration| round_moment(at(from), window, &lord_howe);
        let long = SignedDuration::from_hours(6);
        // 4 October 2026: 02:00 becomes 02:30.
        assert_eq!(
            round("2026-10-03T09:20:00.5Z", long),
            at("2026-10-03T16:00:00Z")
        );
        // 5 April 2026: 02:00 becomes 01:30.
        assert_eq!(
            round("2026-04-04T08:10:00Z", long),
            at("2026-04-04T15:30:00Z")
        );
        assert_eq!(
            round("2026-04-04T08:00:00.5Z", SignedDuration::ZERO),
            at("2026-04-04T08:15:00Z")
        );
    }
}
