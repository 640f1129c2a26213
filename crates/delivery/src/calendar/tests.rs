use icalendar::{Calendar, CalendarComponent, Component as _, Event, EventLike as _};
use proptest::{prelude::*, sample::select};

use super::*;

const LINK: &str = "https://dinner.example.com/rsvp/7YWHMfk9JZe0LM0g1ZauHu";

const FROM: &str = "club@example.org";
const TO: &str = "bea+dinner@example.com";

fn write(entry: &CalendarEntry) -> CalendarFile {
    entry.write(FROM, TO)
}

fn entry() -> CalendarEntry {
    CalendarEntry {
        language: Language::English,
        invitation: InvitationId::new("0197a000-0000-7000-8000-000000000001"),
        changes: 3,
        written_at: "2026-11-20T08:30:00.25Z".parse().unwrap(),
        attendance: Attendance::Comes,
        starts_at: "2026-12-05T18:00:00Z".parse().unwrap(),
        title: "Dinner; at ours, 8 o'clock".into(),
        ends_at: None,
        location: Some("Lindenweg 3, Berlin".into()),
        url: None,
        description: "Long table,\nshort speeches.\n".into(),
        rsvp_url: LINK.into(),
        host_name: "Ada".into(),
        guest_name: "Bea \"Bee\" O'Hara; Jr.".into(),
    }
}

fn read(file: &CalendarFile) -> (Calendar, Event) {
    let calendar: Calendar = file.text.parse().unwrap();
    let [CalendarComponent::Event(event)] = &calendar.components[..] else {
        panic!("not one event: {calendar:?}");
    };
    (calendar.clone(), event.clone())
}

/// The unfolded lines.
fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "")
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_seat_is_an_entry() {
    let file = write(&entry());
    assert_eq!(file.method, Method::Request);
    assert_eq!(
        unfolded(&file.text),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//seat-dealer//seat-dealer//EN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            &format!("UID:{}", uid(&entry().invitation)),
            "DTSTAMP:20261120T083000Z",
            "SEQUENCE:1000000003",
            "STATUS:CONFIRMED",
            "DTSTART:20261205T180000Z",
            "DURATION:PT3H",
            "SUMMARY:Dinner\\; at ours\\, 8 o'clock",
            "CLASS:PRIVATE",
            "LOCATION:Lindenweg 3\\, Berlin",
            &format!("DESCRIPTION:Long table\\,\\nshort speeches.\\n\\nYour answer: {LINK}"),
            &format!("URL:{LINK}"),
            "ORGANIZER;CN=\"Ada\":mailto:club@example.org",
            "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE;CN=\"Bea 'Bee' O'Hara; Jr.\"\
             :mailto:bea+dinner@example.com",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

#[test]
fn a_file_to_keep_is_the_same_entry_without_people_or_a_method() {
    let entry = CalendarEntry {
        language: Language::French,
        ..entry()
    };
    let kept = entry.write_to_keep();
    assert!(kept.contains("Votre réponse\u{a0}: "), "{kept}");
    let mut mailed = unfolded(&write(&entry).text);
    mailed.retain(|line| {
        let people = line.starts_with("ORGANIZER") || line.starts_with("ATTENDEE");
        !people && !line.starts_with("METHOD")
    });
    assert_eq!(unfolded(&kept), mailed);
    assert!(!kept.contains("mailto:") && !kept.contains("Ada"), "{kept}");
    let calendar: Calendar = kept.parse().unwrap();
    assert_eq!(calendar.components.len(), 1);
}

#[test]
fn google_is_told_what_when_and_where_and_nothing_else() {
    let starts_at = "2026-12-05T22:30:00Z".parse().unwrap();
    let link = google_link("Dinner & <more>\n", Some("Lindenweg 3#2"), starts_at, None);
    let url = Url::parse(&link).unwrap();
    assert_eq!(url.host_str(), Some("calendar.google.com"));
    let told: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let told: Vec<_> = told.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        told,
        [
            ("action", "TEMPLATE"),
            ("text", "Dinner & <more>"),
            ("dates", "20261205T223000Z/20261206T013000Z"),
            ("location", "Lindenweg 3#2"),
        ]
    );
    assert!(!google_link("Dinner", None, starts_at, None).contains("location"));
}

#[test]
fn others_read_it_as_it_was_meant() {
    let (calendar, event) = read(&write(&entry()));
    let method = calendar
        .properties
        .iter()
        .find(|property| property.key() == "METHOD");
    assert_eq!(method.unwrap().value(), "REQUEST");
    assert_eq!(event.get_summary(), Some("Dinner; at ours, 8 o'clock"));
    assert_eq!(event.get_location(), Some("Lindenweg 3, Berlin"));
    assert_eq!(
        event.get_description(),
        Some(format!("Long table,\nshort speeches.\n\nYour answer: {LINK}").as_str())
    );
    assert_eq!(event.get_url(), Some(LINK));
    assert_eq!(event.get_sequence(), Some(1_000_000_003));
    assert_eq!(event.property_value("DTSTART"), Some("20261205T180000Z"));
    assert_eq!(event.property_value("DURATION"), Some("PT3H"));
    assert_eq!(
        event.property_value("ORGANIZER"),
        Some("mailto:club@example.org")
    );
}

#[test]
fn what_comes_later_replaces_what_came_before() {
    let id = |entry: &CalendarEntry| read(&write(entry)).1.get_uid().unwrap().to_owned();
    let moved = CalendarEntry {
        changes: 4,
        starts_at: "2026-12-06T18:00:00Z".parse().unwrap(),
        title: "Brunch".into(),
        ..entry()
    };
    assert_eq!(id(&moved), id(&entry()));
    let other = CalendarEntry {
        invitation: InvitationId::new("0197a000-0000-7000-8000-000000000002"),
        ..entry()
    };
    assert_ne!(id(&other), id(&entry()));
    assert!(!id(&entry()).contains("0197a"));
    assert_eq!(id(&entry()), "9dc14406032e7adf483944bc97933a01@seat-dealer");
}

#[test]
fn where_the_guest_stands_decides_what_the_calendar_does() {
    let written = |attendance| {
        write(&CalendarEntry {
            attendance,
            ..entry()
        })
    };
    for (attendance, method, status, answer) in [
        (Attendance::Comes, "REQUEST", "CONFIRMED", "ACCEPTED"),
        (
            Attendance::ProbablyComes,
            "REQUEST",
            "CONFIRMED",
            "TENTATIVE",
        ),
        (Attendance::Off, "CANCEL", "CANCELLED", "DECLINED"),
    ] {
        let file = written(attendance);
        assert_eq!(file.method.as_str(), method);
        let lines = unfolded(&file.text);
        assert!(lines.contains(&format!("METHOD:{method}")));
        assert!(lines.contains(&format!("STATUS:{status}")));
        assert!(file.text.contains(&format!("PARTSTAT={answer};")));
    }
}

#[test]
fn who_is_out_gets_no_news_of_the_event() {
    let off = CalendarEntry {
        attendance: Attendance::Off,
        ..entry()
    };
    let lines = unfolded(&write(&off).text);
    for name in ["LOCATION", "DESCRIPTION", "URL"] {
        assert!(!lines.iter().any(|line| line.starts_with(name)), "{name}");
    }
    assert!(lines.contains(&"SUMMARY:Dinner\\; at ours\\, 8 o'clock".to_owned()));
}

#[test]
fn what_is_not_known_is_left_out() {
    let bare = CalendarEntry {
        location: Some(" \n".into()),
        description: " ".into(),
        rsvp_url: "nowhere".into(),
        ..entry()
    };
    let lines = unfolded(&write(&bare).text);
    assert!(!lines.iter().any(|line| line.starts_with("LOCATION")));
    assert!(!lines.iter().any(|line| line.starts_with("URL")));
    assert!(lines.contains(&"DESCRIPTION:Your answer: nowhere".to_owned()));
}

#[test]
fn long_lines_are_folded_between_characters() {
    let title = "Käsefondue 🫕 für alle – ".repeat(12);
    let file = write(&CalendarEntry {
        title: title.clone(),
        ..entry()
    });
    let folded: Vec<&str> = file
        .text
        .split("\r\n")
        .skip_while(|line| !line.starts_with("SUMMARY"))
        .take_while(|line| line.starts_with("SUMMARY") || line.starts_with(' '))
        .collect();
    assert!(folded.len() > 4, "{folded:?}");
    for line in &folded[..folded.len() - 1] {
        assert!((72..=75).contains(&line.len()), "{line}");
    }
    assert_eq!(read(&file).1.get_summary(), Some(title.trim()));

    let exactly = format!("{}é", "x".repeat(LONGEST_LINE - 2 - "SUMMARY:".len()));
    let text = |title: String| write(&CalendarEntry { title, ..entry() }).text;
    assert!(text(exactly.clone()).contains(&format!("\r\nSUMMARY:{exactly}\r\n")));
    let longer = format!("x{exactly}");
    assert!(text(longer).contains("x\r\n é\r\n"));
}

#[test]
fn no_words_become_a_property() {
    for evil in [
        "Dinner\r\nATTENDEE:mailto:eve@example.net",
        "Dinner\rATTENDEE:mailto:eve@example.net",
        "Dinner\nEND:VEVENT\nBEGIN:VALARM",
        "Dinner\u{2028}ATTENDEE:mailto:eve@example.net",
        "Dinner\u{85}\u{b}\u{c}ATTENDEE:x",
        "Dinner\\nATTENDEE:x\\",
        "\";PARTSTAT=DECLINED:mailto:eve@example.net",
    ] {
        let file = write(&CalendarEntry {
            title: evil.into(),
            location: Some(evil.into()),
            description: evil.into(),
            rsvp_url: format!("{LINK}?{evil}"),
            host_name: evil.into(),
            guest_name: evil.into(),
            ..entry()
        });
        let names: Vec<String> = unfolded(&file.text)
            .iter()
            .map(|line| line.split([':', ';']).next().unwrap().to_owned())
            .collect();
        let expected: Vec<String> = unfolded(&write(&entry()).text)
            .iter()
            .map(|line| line.split([':', ';']).next().unwrap().to_owned())
            .collect();
        assert_eq!(names, expected, "{}", file.text);
        let (_, event) = read(&file);
        assert_eq!(
            event.property_value("ORGANIZER"),
            Some("mailto:club@example.org")
        );
    }
}

#[test]
fn an_address_is_a_uri() {
    let shown = person("^Zoë^n", "zoë%&?@exämple.com");
    assert_eq!(
        shown,
        ";CN=\"^^Zoë^^n\":mailto:zo%C3%AB%25%26%3F@ex%C3%A4mple.com"
    );
}

proptest! {
    #[test]
    fn whatever_the_words_are_the_file_is_whole(
        title in any::<String>(),
        location in proptest::option::of(any::<String>()),
        description in any::<String>(),
        name in any::<String>(),
        rsvp_url in prop_oneof![Just(LINK.to_owned()), any::<String>()],
        attendance in select(vec![Attendance::Comes, Attendance::ProbablyComes, Attendance::Off]),
    ) {
        let file = write(&CalendarEntry {
            title: title.clone(),
            location,
            description,
            rsvp_url,
            attendance,
            host_name: name,
            ..entry()
        });
        prop_assert!(file.text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        for line in file.text.split_terminator("\r\n") {
            prop_assert!(line.len() <= LONGEST_LINE, "{}", line);
            prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
        }
        let (_, event) = read(&file);
        prop_assert_eq!(event.get_summary().unwrap_or_default(), one_line(&title));
        prop_assert_eq!(event.get_sequence(), Some(1_000_000_003));
        prop_assert_eq!(event.property_value("ORGANIZER"), Some("mailto:club@example.org"));
    }
}
