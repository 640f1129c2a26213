//! Times as people read and type them. The calendar, the zones and the languages are the
//! browser's; the arithmetic between a wall clock and an instant is ours.

use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970, as the browser counts time.
pub(crate) type Millis = f64;

const MINUTE: Millis = 60_000.0;

/// The present moment.
pub(crate) fn now() -> Millis {
    Date::now()
}

/// The present moment as a signal that moves every fifteen seconds, for what is left of a time.
pub(crate) fn ticking() -> ReadSignal<Millis> {
    let (moment, set_moment) = signal(now());
    let tick = set_interval_with_handle(
        move || set_moment.set(now()),
        std::time::Duration::from_secs(15),
    );
    if let Ok(tick) = tick {
        on_cleanup(move || tick.clear());
    }
    moment
}

/// The moment that an RFC 3339 text names.
pub(crate) fn moment(rfc3339: &str) -> Millis {
    Date::parse(rfc3339)
}

/// A moment as RFC 3339 in UTC, to the second.
fn rfc3339(moment: Millis) -> String {
    let text = String::from(Date::new(&JsValue::from_f64(moment)).to_iso_string());
    text.split_once('.')
        .map_or(text.clone(), |(seconds, _)| format!("{seconds}Z"))
}

/// The browser's own time zone.
pub(crate) fn browser_zone() -> String {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".to_owned())
}

/// Every time zone that the browser knows, and the given one.
pub(crate) fn zones(with: &str) -> Vec<String> {
    let known = js_sys::Intl::supported_values_of(js_sys::Intl::SupportedValuesKey::TimeZone);
    let mut zones: Vec<String> = known.iter().map(String::from).collect();
    for zone in ["UTC", with] {
        if !zones.iter().any(|known| known == zone) {
            zones.insert(0, zone.to_owned());
        }
    }
    zones
}

/// A date and a time, e.g. `Fri 4 Dec 2026, 19:30`, in a zone.
pub(crate) fn date_and_time(rfc3339: &str, zone: &str) -> String {
    full(rfc3339, zone, &[])
}

fn full(rfc3339: &str, zone: &str, more: &[(&str, &str)]) -> String {
    let mut options = vec![
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    options.extend(more);
    let date = Date::new(&rfc3339.into());
    if date.get_full_year() != Date::new_0().get_full_year() {
        options.push(("year", "numeric"));
    }
    in_words(&date, zone, &options)
}

/// As [`date_and_time`], with the name of the zone.
pub(crate) fn date_time_and_zone(rfc3339: &str, zone: &str) -> String {
    full(rfc3339, zone, &[("timeZoneName", "short")])
}

/// A time of today without its date, any other with it.
pub(crate) fn short(rfc3339: &str, zone: &str) -> String {
    let date = Date::new(&rfc3339.into());
    let day: &[(&str, &str)] = &[("day", "numeric"), ("month", "short")];
    let clock: &[(&str, &str)] = &[("hour", "2-digit"), ("minute", "2-digit")];
    if in_words(&date, zone, day) == in_words(&Date::new_0(), zone, day) {
        in_words(&date, zone, clock)
    } else {
        in_words(&date, zone, &[day, clock].concat())
    }
}

fn in_words(date: &Date, zone: &str, options: &[(&str, &str)]) -> String {
    // The app speaks English; the order of day and month is the reader's.
    let language = window()
        .navigator()
        .language()
        .filter(|language| language.starts_with("en"));
    localized(date, language.as_deref().unwrap_or("en-GB"), zone, options)
}

fn localized(date: &Date, locale: &str, zone: &str, options: &[(&str, &str)]) -> String {
    let wanted = Object::new();
    for (key, value) in options.iter().chain([&("timeZone", zone)]) {
        let _ = Reflect::set(&wanted, &(*key).into(), &(*value).into());
    }
    String::from(date.to_locale_string(locale, &wanted))
}

/// What a `datetime-local` field shows for an instant in a zone, e.g. `2026-12-04T19:30`.
pub(crate) fn wall_clock(rfc3339: &str, zone: &str) -> String {
    wall_clock_at(moment(rfc3339), zone)
}

/// The instant that a `datetime-local` field's text means in a zone, as RFC 3339 in UTC.
pub(crate) fn instant(wall_clock: &str, zone: &str) -> Option<String> {
    let wall = wall_millis(wall_clock)?;
    let offset = |at: Millis| wall_millis(&wall_clock_at(at, zone)).map_or(0.0, |wall| wall - at);
    Some(rfc3339(resolve(wall, offset)))
}

fn wall_clock_at(moment: Millis, zone: &str) -> String {
    let date = Date::new(&JsValue::from_f64(moment));
    // Swedish dates are ISO 8601 with a blank: `2026-12-04 19:30`.
    let options = [
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    localized(&date, "sv-SE", zone, &options).replace(' ', "T")
}

/// `2026-12-04T19:30` as if it were UTC.
fn wall_millis(text: &str) -> Option<Millis> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let mut time = time.splitn(3, ':').map(|part| part.parse::<i32>().ok());
    let days = days_from_civil(date.next()??, date.next()??, date.next()??);
    let minutes = time.next()?? * 60 + time.next()??;
    Some(f64::from(days) * 24.0 * 60.0 * MINUTE + f64::from(minutes) * MINUTE)
}

/// Days since 1970-01-01, after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The instant at which a zone's clocks show `wall`. A time that is skipped in spring becomes the
/// one an hour later; of a time that comes twice in autumn, the first is meant.
fn resolve(wall: Millis, offset_at: impl Fn(Millis) -> Millis) -> Millis {
    const DAY: Millis = 24.0 * 60.0 * MINUTE;
    let before = offset_at(wall - DAY);
    let after = offset_at(wall + DAY);
    let with_before = wall - before;
    if same(offset_at(with_before), before) {
        return with_before;
    }
    let with_after = wall - after;
    if same(offset_at(with_after), after) {
        with_after
    } else {
        with_before
    }
}

fn same(a: Millis, b: Millis) -> bool {
    (a - b).abs() < 1.0
}

/// How long until a moment, in words, e.g. `3 h 20 min`; `None` once it has come.
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

    fn wall(text: &str) -> Millis {
        wall_millis(text).unwrap()
    }

    /// Berlin in 2026: summer time from 29 March, 01:00 UTC, to 25 October, 01:00 UTC.
    fn berlin(at: Millis) -> Millis {
        let summer = wall("2026-03-29T01:00")..wall("2026-10-25T01:00");
        if summer.contains(&at) {
            2.0 * HOUR
        } else {
            HOUR
        }
    }

    #[test]
    fn a_wall_clock_is_counted_from_1970() {
        assert_eq!(wall("1970-01-01T00:00").to_bits(), 0.0_f64.to_bits());
        assert!((wall("2026-12-04T19:30") - 1_796_412_600_000.0).abs() < 1.0);
        assert!((wall("2024-02-29T00:00") - 1_709_164_800_000.0).abs() < 1.0);
        assert_eq!(wall_millis("soon"), None);
        assert_eq!(wall_millis("2026-12-04T"), None);
    }

    #[test]
    fn a_wall_clock_in_a_zone_is_an_instant() {
        for (local, utc) in [
            ("2026-12-04T19:30", "2026-12-04T18:30"),
            ("2026-07-04T19:30", "2026-07-04T17:30"),
            ("2026-03-29T01:59", "2026-03-29T00:59"),
            ("2026-03-29T03:00", "2026-03-29T01:00"),
            // Skipped: read as an hour later, 03:30.
            ("2026-03-29T02:30", "2026-03-29T01:30"),
            // Twice: the first one, still in summer time.
            ("2026-10-25T02:30", "2026-10-25T00:30"),
            ("2026-10-25T03:00", "2026-10-25T02:00"),
        ] {
            assert!(
                (resolve(wall(local), berlin) - wall(utc)).abs() < 1.0,
                "{local}"
            );
        }
    }

    #[test]
    fn what_remains_is_said_in_two_units_at_most() {
        let said = |minutes: f64| remaining(minutes * MINUTE, 0.0);
        assert_eq!(said(0.0), None);
        assert_eq!(said(-5.0), None);
        assert_eq!(said(0.5).as_deref(), Some("less than a minute"));
        assert_eq!(said(12.9).as_deref(), Some("12 min"));
        assert_eq!(said(120.0).as_deref(), Some("2 h"));
        assert_eq!(said(200.0).as_deref(), Some("3 h 20 min"));
        assert_eq!(said(5.0 * 1440.0).as_deref(), Some("5 days"));
    }
}
