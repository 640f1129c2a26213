//! Times in words, in the event's time zone.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::wording::{Dates, fill};

/// For a text message: `Sat 5 Dec 19:00`.
pub(super) fn short(moment: Timestamp, zone: &TimeZone, dates: &Dates) -> String {
    let (weekdays, months) = (&dates.short_weekdays, &dates.short_months);
    format(dates.short, moment, zone, dates, weekdays, months)
}

/// For an email: `Saturday, 5 December 2026, 19:00 (Berlin time)`.
pub(crate) fn long(moment: Timestamp, zone: &TimeZone, dates: &Dates) -> String {
    let (weekdays, months) = (&dates.names.weekdays, &dates.names.months);
    format(dates.long, moment, zone, dates, weekdays, months)
}

fn format(
    pattern: &str,
    moment: Timestamp,
    zone: &TimeZone,
    dates: &Dates,
    weekdays: &[&'static str],
    months: &[&'static str],
) -> String {
    let moment = moment.to_zoned(zone.clone());
    let day = match moment.day() {
        1 => dates.names.first_day.to_owned(),
        day => day.to_string(),
    };
    let year = moment.year().to_string();
    let time = moment.strftime("%H:%M").to_string();
    let zone = spoken_zone(&moment, dates);
    let nth = |words: &[&'static str], at: i8| {
        let at = usize::try_from(at).ok()?;
        words.get(at).copied()
    };
    let values = [
        (
            "weekday",
            nth(weekdays, moment.weekday().to_monday_zero_offset()),
        ),
        ("day", Some(day.as_str())),
        ("month", nth(months, moment.month() - 1)),
        ("year", Some(year.as_str())),
        ("time", Some(time.as_str())),
        ("zone", Some(zone.as_str())),
    ];
    fill(pattern, &values)
}

/// The name of a time zone for guests: that of an IANA zone, or else its abbreviation or its offset from UTC.
fn spoken_zone(moment: &Zoned, dates: &Dates) -> String {
    let name = moment.time_zone().iana_name().unwrap_or_default();
    match name.rsplit_once('/') {
        Some((region, city)) if region != "Etc" => {
            let city = city.replace('_', " ");
            fill(dates.zone, &[("city", Some(&city)), ("zone", Some(name))])
        }
        _ => {
            let abbreviation = moment.strftime("%Z").to_string();
            if abbreviation.starts_with(['+', '-']) {
                moment.strftime("UTC%:z").to_string()
            } else {
                abbreviation
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use seat_dealer_core::Language;

    use super::*;
    use crate::wording::Wording;

    fn english() -> &'static Dates {
        &Wording::of(Language::English).dates
    }

    fn told(zone: &str) -> (String, String) {
        let zone = TimeZone::get(zone).unwrap();
        let moment = "2026-07-05T23:30:00Z".parse().unwrap();
        (
            short(moment, &zone, english()),
            long(moment, &zone, english()),
        )
    }

    #[test]
    fn moments_are_told_in_the_zone_of_the_event() {
        let expected = [
            (
                "Europe/Berlin",
                "Mon 6 Jul 01:30",
                "Monday, 6 July 2026, 01:30 (Berlin time)",
            ),
            (
                "America/New_York",
                "Sun 5 Jul 19:30",
                "Sunday, 5 July 2026, 19:30 (New York time)",
            ),
            (
                "America/Argentina/Buenos_Aires",
                "Sun 5 Jul 20:30",
                "Sunday, 5 July 2026, 20:30 (Buenos Aires time)",
            ),
            ("UTC", "Sun 5 Jul 23:30", "Sunday, 5 July 2026, 23:30 (UTC)"),
            (
                "Etc/UTC",
                "Sun 5 Jul 23:30",
                "Sunday, 5 July 2026, 23:30 (UTC)",
            ),
            (
                "Etc/GMT+5",
                "Sun 5 Jul 18:30",
                "Sunday, 5 July 2026, 18:30 (UTC-05:00)",
            ),
        ];
        for (zone, short, long) in expected {
            assert_eq!(told(zone), (short.to_owned(), long.to_owned()), "{zone}");
        }
    }

    #[test]
    fn a_zone_without_a_name_is_told_by_its_offset() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        let moment = "2026-07-05T23:30:00Z".parse().unwrap();
        assert_eq!(
            long(moment, &zone, english()),
            "Monday, 6 July 2026, 01:30 (UTC+02:00)"
        );
    }
}
