//! Quiet hours (rule 9), deadlines (rule 8), and the times of reminders (rules 15 and 16).

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

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
    let day = QuietHours {
        from: quiet.to,
        to: quiet.from,
    };
    let mut times = Vec::new();
    while from < to {
        from = if let Some(morning) = quiet.end_after(from, zone) {
            morning
        } else {
            let evening = day
                .end_after(from, zone)
                .map_or(to, |evening| evening.min(to));
            times.push((from, evening));
            evening
        };
    }
    times
}

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

/// The deadline of a guest who is asked at `asked` (rule 8).
///
/// The window is the host's, or else a fifth of the time left until `horizon` (the event's begin or
/// `dealUntil`, whichever comes first), at least 30 minutes and at most 48 hours. Without a horizon
/// it is 48 hours. The deadline is the first round moment after it. A deadline in quiet hours is
/// moved to an hour after their end, or less if little time is left then (rule 9).
///
/// The bounds and the quiet hours take precedence over the horizon: shortly before the event, the
/// deadline may be after its begin. Guests can answer until the begin.
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
