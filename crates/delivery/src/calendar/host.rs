//! The calendar of a host, to which calendar programs subscribe.

use jiff::Timestamp;
use seat_dealer_core::{EventId, EventStatus};
use url::Url;

use super::{Lines, utc};
use crate::typography::one_line;

/// How often a calendar program should ask for changes.
const REFRESH: &str = "PT15M";

/// The events of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostCalendar {
    /// The host's name.
    pub host_name: String,
    /// The events that have a date.
    pub events: Vec<HostEvent>,
}

/// One event of a host's calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostEvent {
    /// The event.
    pub id: EventId,
    /// The time of the last change, so that an event that has not changed is written as before.
    pub updated_at: Timestamp,
    /// The status.
    pub status: EventStatus,
    /// The begin.
    pub starts_at: Timestamp,
    /// The end, if the host has said it.
    pub ends_at: Option<Timestamp>,
    /// The title.
    pub title: String,
    /// The place.
    pub location: Option<String>,
    /// The description.
    pub description: String,
    /// The page of the event in the app.
    pub url: String,
    /// The number of seats.
    pub seats: u32,
    /// The number of seats that are held for guests who have not answered.
    pub held: u32,
    /// Who comes: names, each with the number of people.
    pub coming: Vec<(String, u32)>,
}

impl HostCalendar {
    /// Writes the calendar (RFC 5545, RFC 7986).
    pub fn write(&self) -> String {
        let mut lines = Lines::default();
        lines.add("BEGIN:VCALENDAR");
        lines.add("VERSION:2.0");
        lines.add("PRODID:-//seat-dealer//seat-dealer//EN");
        lines.add("METHOD:PUBLISH");
        let name = format!("Events of {}", one_line(&self.host_name));
        lines.add_text("NAME", &name);
        // What programs read that do not know NAME.
        lines.add_text("X-WR-CALNAME", &name);
        lines.add(&format!("REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"));
        for event in &self.events {
            event.add_to(&mut lines);
        }
        lines.add("END:VCALENDAR");
        lines.text
    }
}

impl HostEvent {
    fn add_to(&self, lines: &mut Lines) {
        lines.add("BEGIN:VEVENT");
        lines.add(&format!("UID:{}@seat-dealer", self.id));
        lines.add(&format!("DTSTAMP:{}", utc(self.updated_at)));
        lines.add(match self.status {
            EventStatus::Cancelled => "STATUS:CANCELLED",
            EventStatus::Draft => "STATUS:TENTATIVE",
            EventStatus::Dealing | EventStatus::Paused | EventStatus::Past => "STATUS:CONFIRMED",
        });
        lines.add_times(self.starts_at, self.ends_at);
        let taken = self.taken();
        let summary = format!("{} ({taken} of {})", one_line(&self.title), self.seats);
        lines.add_text("SUMMARY", &summary);
        lines.add("CLASS:PRIVATE");
        if let Some(location) = &self.location {
            lines.add_text("LOCATION", &one_line(location));
        }
        lines.add_text("DESCRIPTION", &self.text());
        if let Ok(url) = Url::parse(&self.url) {
            lines.add(&format!("URL:{url}"));
        }
        lines.add("END:VEVENT");
    }

    fn taken(&self) -> u32 {
        self.coming.iter().map(|(_, people)| people).sum()
    }

    /// The seats, who comes, and the event's own description.
    fn text(&self) -> String {
        let seats = format!("{} of {} seats are taken", self.taken(), self.seats);
        let mut text = vec![match self.held {
            0 => format!("{seats}."),
            held => format!("{seats}, and {held} held."),
        }];
        if !self.coming.is_empty() {
            text.extend([String::new(), "Coming:".to_owned()]);
        }
        text.extend(self.coming.iter().map(|(name, people)| match people {
            1 => one_line(name),
            people => format!("{} ({people} people)", one_line(name)),
        }));
        let description = self.description.trim();
        if !description.is_empty() {
            text.push(String::new());
            text.extend(description.lines().map(one_line));
        }
        text.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use icalendar::{Calendar, CalendarComponent, Component as _, Event};

    use super::*;

    fn dinner() -> HostEvent {
        HostEvent {
            id: EventId::new("0197a000-0000-7000-8000-000000000001"),
            updated_at: "2026-11-20T08:30:00.25Z".parse().unwrap(),
            status: EventStatus::Dealing,
            starts_at: "2026-12-05T18:00:00Z".parse().unwrap(),
            ends_at: Some("2026-12-05T22:30:00Z".parse().unwrap()),
            title: "Dinner; at ours".into(),
            location: Some("Lindenweg 3, Berlin".into()),
            description: "Long table,\nshort speeches.\n".into(),
            url: "https://dinner.example.com/events/0197a000".into(),
            seats: 8,
            held: 2,
            coming: vec![("Bea".into(), 2), ("Zoë, \"Z\"\r\nEND:VEVENT".into(), 1)],
        }
    }

    fn read(events: Vec<HostEvent>) -> Vec<Event> {
        let calendar = HostCalendar {
            host_name: "Ada".into(),
            events,
        };
        let text = calendar.write();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let calendar: Calendar = text.parse().unwrap();
        assert_eq!(calendar.get_name(), Some("Events of Ada"));
        let events = calendar.components.iter().map(|part| match part {
            CalendarComponent::Event(event) => event.clone(),
            other => panic!("{other:?}"),
        });
        events.collect()
    }

    #[test]
    fn an_event_tells_its_seats_and_who_comes() {
        let [event] = &read(vec![dinner()])[..] else {
            panic!("not one event");
        };
        let value = |name| event.property_value(name).unwrap_or_default();
        assert_eq!(
            event.get_uid(),
            Some("0197a000-0000-7000-8000-000000000001@seat-dealer")
        );
        assert_eq!(event.get_summary(), Some("Dinner; at ours (3 of 8)"));
        assert_eq!(value("DTSTART"), "20261205T180000Z");
        assert_eq!(value("DTEND"), "20261205T223000Z");
        assert_eq!(value("DTSTAMP"), "20261120T083000Z");
        assert_eq!(value("STATUS"), "CONFIRMED");
        assert_eq!(value("URL"), "https://dinner.example.com/events/0197a000");
        assert_eq!(
            event.get_description(),
            Some(
                "3 of 8 seats are taken, and 2 held.\n\nComing:\nBea (2 people)\nZoë, \"Z\" END:VEVENT\n\n\
                 Long table,\nshort speeches."
            )
        );
    }

    #[test]
    fn an_event_has_its_status() {
        for (status, text) in [
            (EventStatus::Draft, "TENTATIVE"),
            (EventStatus::Paused, "CONFIRMED"),
            (EventStatus::Past, "CONFIRMED"),
            (EventStatus::Cancelled, "CANCELLED"),
        ] {
            let event = HostEvent {
                status,
                held: 0,
                coming: Vec::new(),
                description: String::new(),
                location: None,
                ..dinner()
            };
            let event = &read(vec![event, dinner()])[0];
            assert_eq!(event.property_value("STATUS"), Some(text));
            assert_eq!(event.get_description(), Some("0 of 8 seats are taken."));
        }
        assert!(read(Vec::new()).is_empty());
    }
}
