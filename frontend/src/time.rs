//! Dates and times as hosts read and type them. The browser formats them and knows the time zones;
//! this module converts between a local time in a zone and an instant.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970-01-01T00:00:00Z, as JavaScript's `Date` counts them.
pub(crate) type Millis = f64;

const MINUTE: Millis = 60_000.0;

/// The options of a time of day. The server's sentences have 24 hours, too.
const CLOCK: &[(&str, &str)] = &[
    ("hour", "2-digit"),
    ("minute", "2-digit"),
    ("hourCycle", "h23"),
];

/// The current time.
pub(crate) fn now() -> Millis {
    Date::now()
}

/// The current time as a signal that updates every 15 seconds, for countdowns.
pub(crate) fn use_now() -> ReadSignal<Millis> {
    let (time, set_time) = signal(now());
    let interval = set_interval_with_handle(
        move || set_time.set(now()),
        std::time::Duration::from_secs(15),
    );
    if let Ok(interval) = interval {
        on_cleanup(move || interval.clear());
    }
    time
}

/// Parses an RFC 3339 timestamp.
pub(crate) fn parse(rfc3339: &str) -> Millis {
    Date::parse(rfc3339)
}

/// Formats a time as RFC 3339 in UTC, to the second.
fn to_rfc3339(time: Millis) -> String {
    let text = String::from(Date::new(&JsValue::from_f64(time)).to_iso_string());
    text.split_once('.')
        .map_or(text.clone(), |(seconds, _)| format!("{seconds}Z"))
}

/// The browser's time zone, as an IANA name.
pub(crate) fn browser_zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone that the browser knows, plus `UTC` and the given one.
pub(crate) fn zones(included: &str) -> Vec<String> {
    let known = js_sys::Intl::supported_values_of(js_sys::Intl::SupportedValuesKey::TimeZone);
    let mut zones: Vec<String> = known.iter().map(String::from).collect();
    for zone in ["UTC", included] {
        if !zones.iter().any(|known| known == zone) {
            zones.insert(0, zone.to_owned());
        }
    }
    zones
}

/// Formats a date and time in a zone, e.g. `Fri 4 Dec 2026, 19:30`. Leaves out the current year.
pub(crate) fn date_and_time(rfc3339: &str, zone: &str) -> String {
    date_and_time_with(rfc3339, zone, &[])
}

fn date_and_time_with(rfc3339: &str, zone: &str, more: &[(&str, &str)]) -> String {
    let day = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    let mut options = [&day, CLOCK, more].concat();
    let date = Date::new(&rfc3339.into());
    if date.get_full_year() != Date::new_0().get_full_year() {
        options.push(("year", "numeric"));
    }
    format_date(&date, zone, &options)
}

/// Like [`date_and_time`], followed by the name of the zone.
pub(crate) fn date_time_and_zone(rfc3339: &str, zone: &str) -> String {
    date_and_time_with(rfc3339, zone, &[("timeZoneName", "short")])
}

/// Formats a begin and an end in a zone, e.g. `Fri 4 Dec 2026, 19:30 – 22:00 CET`. The end has a date if it is on another
/// day.
pub(crate) fn span(begin: &str, end: &str, zone: &str) -> String {
    let day = |time: &str| {
        to_local(time, zone)
            .split_once('T')
            .map(|(day, _)| day.to_owned())
    };
    let until = if day(begin) == day(end) {
        let options = [CLOCK, &[("timeZoneName", "short")]].concat();
        format_date(&Date::new(&end.into()), zone, &options)
    } else {
        date_time_and_zone(end, zone)
    };
    format!("{} – {until}", date_and_time(begin, zone))
}

/// Formats the time alone if the date is today, else with day and month.
pub(crate) fn short(rfc3339: &str, zone: &str) -> String {
    let date = Date::new(&rfc3339.into());
    let day: &[(&str, &str)] = &[("day", "numeric"), ("month", "short")];
    if format_date(&date, zone, day) == format_date(&Date::new_0(), zone, day) {
        format_date(&date, zone, CLOCK)
    } else {
        format_date(&date, zone, &[day, CLOCK].concat())
    }
}

fn format_date(date: &Date, zone: &str, options: &[(&str, &str)]) -> String {
    // The app is in English; day and month follow the reader's variant of it.
    let language = window()
        .navigator()
        .language()
        .filter(|language| language.starts_with("en"));
    format_in_locale(date, language.as_deref().unwrap_or("en-GB"), zone, options)
}

fn format_in_locale(date: &Date, locale: &str, zone: &str, options: &[(&str, &str)]) -> String {
    let js_options = Object::new();
    for (key, value) in options.iter().chain([&("timeZone", zone)]) {
        let _ = Reflect::set(&js_options, &(*key).into(), &(*value).into());
    }
    String::from(date.to_locale_string(locale, &js_options))
}

/// Converts an instant to the local time in a zone, as a `datetime-local` field takes it, e.g.
/// `2026-12-04T19:30`.
pub(crate) fn to_local(rfc3339: &str, zone: &str) -> String {
    to_local_at(parse(rfc3339), zone)
}

/// Converts the local time of a `datetime-local` field in a zone to RFC 3339 in UTC. Returns `None`
/// if the text is no date and time.
pub(crate) fn from_local(local: &str, zone: &str) -> Option<String> {
    let local = parse_local(local)?;
    let offset = |at: Millis| parse_local(&to_local_at(at, zone)).map_or(0.0, |local| local - at);
    Some(to_rfc3339(resolve(local, offset)))
}

/// The new end of an event whose begin was moved to or beyond its end, so that it lasts as long as before. All are local
/// times of `datetime-local` fields. Returns `None` if the end need not move.
pub(crate) fn moved_end(end: &str, begin_before: &str, begin: &str) -> Option<String> {
    let (end, before, now) = (
        parse_local(end)?,
        parse_local(begin_before)?,
        parse_local(begin)?,
    );
    (before < end && end <= now).then(|| to_local_at(end + now - before, "UTC"))
}

fn to_local_at(time: Millis, zone: &str) -> String {
    let date = Date::new(&JsValue::from_f64(time));
    // The Swedish format is ISO 8601 with a space: `2026-12-04 19:30`.
    let options = [
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    format_in_locale(&date, "sv-SE", zone, &options).replace(' ', "T")
}

/// Parses `2026-12-04T19:30` as if it were UTC.
fn parse_local(text: &str) -> Option<Millis> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let mut time = time.splitn(3, ':').map(|part| part.parse::<i32>().ok());
    let days = days_from_civil(date.next()??, date.next()??, date.next()??);
    let minutes = time.next()?? * 60 + time.next()??;
    Some(f64::from(days) * 24.0 * 60.0 * MINUTE + f64::from(minutes) * MINUTE)
}

/// Days since 1970-01-01. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The instant of a local time, where `offset_at` gives the zone's UTC offset. A time that the clock
/// skips in spring becomes the one an hour later; of a time that comes twice in autumn, the first
/// is taken.
fn resolve(local: Millis, offset_at: impl Fn(Millis) -> Millis) -> Millis {
    const DAY: Millis = 24.0 * 60.0 * MINUTE;
    let before = offset_at(local - DAY);
    let after = offset_at(local + DAY);
    let with_before = local - before;
    if is_same(offset_at(with_before), before) {
        return with_before;
    }
    let with_after = local - after;
    if is_same(offset_at(with_after), after) {
        with_after
    } else {
        with_before
    }
}

fn is_same(a: Millis, b: Millis) -> bool {
    (a - b).abs() < 1.0
}

/// Formats the time that is left, e.g. `3 h 20 min`. Returns `None` once `until` has passed.
pub(crate) fn remaining(until: Millis, now: Millis) -> Option<String> {
    #[allow(clippy::cast_possible_truncation)] // A number of minutes is far below 2^63.
    let minutes = ((until - now) / MINUTE).floor() as i64;
    if until <= now || until.is_nan() {
        return None;
    }
    Some(match minutes {
        0 => "less than a minute".to_owned(),
        1..60 => format!("{minutes} min"),
        60..2880 if minutes % 60 == 0 => format!("{} h", minutes / 60),
        60..2880 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} days", minutes / 1440),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 60.0 * MINUTE;

    fn local(text: &str) -> Millis {
        parse_local(text).unwrap()
    }

    /// Berlin's offset in 2026: summer time from 29 March, 01:00 UTC, to 25 October, 01:00 UTC.
    fn berlin(at: Millis) -> Millis {
        let summer = local("2026-03-29T01:00")..local("2026-10-25T01:00");
        if summer.contains(&at) {
            2.0 * HOUR
        } else {
            HOUR
        }
    }

    #[test]
    fn local_times_are_parsed() {
        assert_eq!(local("1970-01-01T00:00").to_bits(), 0.0_f64.to_bits());
        assert!((local("2026-12-04T19:30") - 1_796_412_600_000.0).abs() < 1.0);
        assert!((local("2024-02-29T00:00") - 1_709_164_800_000.0).abs() < 1.0);
        assert_eq!(parse_local("soon"), None);
        assert_eq!(parse_local("2026-12-04T"), None);
    }

    #[test]
    fn a_local_time_in_a_zone_is_an_instant() {
        for (in_berlin, in_utc) in [
            ("2026-12-04T19:30", "2026-12-04T18:30"),
            ("2026-07-04T19:30", "2026-07-04T17:30"),
            ("2026-03-29T01:59", "2026-03-29T00:59"),
            ("2026-03-29T03:00", "2026-03-29T01:00"),
            // Skipped by the clock: read as an hour later, 03:30.
            ("2026-03-29T02:30", "2026-03-29T01:30"),
            // Comes twice: the first one, still in summer time.
            ("2026-10-25T02:30", "2026-10-25T00:30"),
            ("2026-10-25T03:00", "2026-10-25T02:00"),
        ] {
            assert!(
                (resolve(local(in_berlin), berlin) - local(in_utc)).abs() < 1.0,
                "{in_berlin}"
            );
        }
    }

    #[test]
    fn remaining_time_has_two_units_at_most() {
        let after = |minutes: f64| remaining(minutes * MINUTE, 0.0);
        assert_eq!(after(0.0), None);
        assert_eq!(after(-5.0), None);
        assert_eq!(after(0.5).as_deref(), Some("less than a minute"));
        assert_eq!(after(12.9).as_deref(), Some("12 min"));
        assert_eq!(after(120.0).as_deref(), Some("2 h"));
        assert_eq!(after(200.0).as_deref(), Some("3 h 20 min"));
        assert_eq!(after(5.0 * 1440.0).as_deref(), Some("5 days"));
    }
}
