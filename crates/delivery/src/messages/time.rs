//! Times in words, in the event's time zone.

use jiff::{Timestamp, Zoned, tz::TimeZone};

/// For a text message: `Sat 5 Dec 19:00`.
pub(super) fn short(moment: Timestamp, zone: &TimeZone) -> String {
    at(moment, zone).strftime("%a %-d %b %H:%M").to_string()
}

/// For an email: `Saturday, 5 December 2026, 19:00 (Berlin time)`.
pub(super) fn long(moment: Timestamp, zone: &TimeZone) -> String {
    let moment = at(moment, zone);
    format!(
        "{} ({})",
        moment.strftime("%A, %-d %B %Y, %H:%M"),
        spoken_zone(&moment)
    )
}

fn at(moment: Timestamp, zone: &TimeZone) -> Zoned {
    moment.to_zoned(zone.clone())
}

/// The name of a time zone for guests: the city of an IANA zone, or else its abbreviation or its offset from UTC.
fn spoken_zone(moment: &Zoned) -> String {
    let name = moment.time_zone().iana_name().unwrap_or_default();
    match name.rsplit_once('/') {
        Some((region, city)) if region != "Etc" => format!("{} time", city.replace('_', " ")),
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
    use super::*;

    fn told(zone: &str) -> (String, String) {
        let zone = TimeZone::get(zone).unwrap();
        let moment = "2026-07-05T23:30:00Z".parse().unwrap();
        (short(moment, &zone), long(moment, &zone))
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
            long(moment, &zone),
            "Monday, 6 July 2026, 01:30 (UTC+02:00)"
        );
    }
}
