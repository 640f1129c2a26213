//! Calendar files (RFC 5545), which add, change and remove the entry in a guest's calendar.
//!
//! No crate is used, because the available ones do not escape all text: a carriage return or a quotation mark in a
//! name could begin a new property. The tests read the files with one of them.

mod host;

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use seat_dealer_core::{InvitationId, Language};
use sha2::{Digest as _, Sha256};
use url::{Url, form_urlencoded};

use crate::typography::one_line;
use crate::wording::{Wording, fill};

pub use self::host::{HostCalendar, HostEvent};

/// The assumed duration of an event whose end the host has not said.
const HOURS: i64 = 3;

/// The `SEQUENCE` of an entry that has not changed yet. Earlier releases used the number of all changes of the event,
/// and a calendar ignores a lower number than the one it has.
const FIRST_SEQUENCE: u32 = 1_000_000_000;

/// The maximum length of a line without its end, in bytes (section 3.1).
const LONGEST_LINE: usize = 75;

/// The characters of an email address that need no escape in a `mailto:` URI (RFC 6068, section 2).
const MAILTO: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The calendar entry of one guest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The guest's language.
    pub language: Language,
    /// The invitation. The entry's UID is derived from it, so that a later file replaces an earlier one.
    pub invitation: InvitationId,
    /// The number of changes of this entry.
    pub changes: u32,
    /// The time of writing.
    pub written_at: Timestamp,
    /// The guest's state.
    pub attendance: Attendance,
    /// The begin of the event.
    pub starts_at: Timestamp,
    /// The end.
    pub ends_at: Option<Timestamp>,
    /// The title of the event.
    pub title: String,
    /// The place.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call.
    pub url: Option<String>,
    /// The description.
    pub description: String,
    /// The guest's own link.
    pub rsvp_url: String,
    /// The host's name.
    pub host_name: String,
    /// The guest's name.
    pub guest_name: String,
}

/// The state of a guest in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attendance {
    /// The guest has a seat and answered YES.
    Comes,
    /// The guest has a seat and answered PROBABLY.
    ProbablyComes,
    /// The event is cancelled, or the guest has no seat any more.
    Off,
}

/// A calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// The iTIP method. An email with the file contains it, too.
    pub method: Method,
    /// The text.
    pub text: String,
}

/// The iTIP method (RFC 5546, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Add or change the entry.
    Request,
    /// Remove the entry.
    Cancel,
}

impl Method {
    /// The value of `METHOD`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

impl CalendarEntry {
    /// Writes the file for an email to this address. The organizer has the host's name and the sender's address,
    /// never the host's own address. Calendars may send replies there.
    pub fn write(&self, from: &str, to: &str) -> CalendarFile {
        let method = match self.attendance {
            Attendance::Off => Method::Cancel,
            Attendance::Comes | Attendance::ProbablyComes => Method::Request,
        };
        let mut lines = self.begin(Some(method));
        lines.add(&format!("ORGANIZER{}", person(&self.host_name, from)));
        let answer = match self.attendance {
            Attendance::Comes => "ACCEPTED",
            Attendance::ProbablyComes => "TENTATIVE",
            Attendance::Off => "DECLINED",
        };
        // The guest has answered already, so the calendar must not ask.
        lines.add(&format!(
            "ATTENDEE;PARTSTAT={answer};RSVP=FALSE{}",
            person(&self.guest_name, to)
        ));
        CalendarFile {
            method,
            text: lines.end(),
        }
    }

    /// Writes the file that a guest downloads: the same entry without addresses and without a method, so that
    /// calendars store it and send nothing (RFC 5545, section 3.7.2).
    pub fn write_to_keep(&self) -> String {
        self.begin(None).end()
    }

    /// All properties except organizer and attendee.
    fn begin(&self, method: Option<Method>) -> Lines {
        let off = self.attendance == Attendance::Off;
        let mut lines = Lines::default();
        lines.add("BEGIN:VCALENDAR");
        lines.add("VERSION:2.0");
        lines.add("PRODID:-//seat-dealer//seat-dealer//EN");
        if let Some(method) = method {
            lines.add(&format!("METHOD:{}", method.as_str()));
        }
        lines.add("BEGIN:VEVENT");
        lines.add(&format!("UID:{}", uid(&self.invitation)));
        lines.add(&format!("DTSTAMP:{}", utc(self.written_at)));
        let sequence = FIRST_SEQUENCE.saturating_add(self.changes);
        lines.add(&format!("SEQUENCE:{sequence}"));
        lines.add(if off {
            "STATUS:CANCELLED"
        } else {
            "STATUS:CONFIRMED"
        });
        lines.add_times(self.starts_at, self.ends_at);
        lines.add_text("SUMMARY", &one_line(&self.title));
        // Calendars are often shared, so the link is marked as private.
        lines.add("CLASS:PRIVATE");
        // A guest without a seat gets no details of the event.
        if !off {
            if let Some(location) = &self.location {
                lines.add_text("LOCATION", &one_line(location));
            }
            lines.add_text("DESCRIPTION", &self.description());
            // The description has the guest's own link, too.
            let url = self.url.as_deref().unwrap_or(&self.rsvp_url);
            if let Ok(url) = Url::parse(url) {
                lines.add(&format!("URL:{url}"));
            }
        }
        lines
    }

    fn description(&self) -> String {
        let mut lines: Vec<String> = self.description.trim().lines().map(one_line).collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let link = one_line(&self.rsvp_url);
        let template = Wording::of(self.language).calendar_link;
        lines.push(fill(template, &[("link", Some(&link))]));
        lines.join("\n")
    }
}

/// The address at which Google Calendar offers to add an event. It contains title, time and place only, because
/// Google sees it: no description, and never the guest's link.
pub fn google_link(
    title: &str,
    location: Option<&str>,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
) -> String {
    let ends_at = ends_at.unwrap_or_else(|| {
        starts_at
            .saturating_add(SignedDuration::from_hours(HOURS))
            .unwrap_or(starts_at)
    });
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("action", "TEMPLATE")
        .append_pair("text", &one_line(title))
        .append_pair("dates", &format!("{}/{}", utc(starts_at), utc(ends_at)));
    if let Some(location) = location {
        query.append_pair("location", &one_line(location));
    }
    format!(
        "https://calendar.google.com/calendar/render?{}",
        query.finish()
    )
}

/// The address of a map that shows a place. OpenStreetMap needs no account, shows no advertising, and opens on every
/// device, unlike a `geo:` address, which needs coordinates. The guest's browser asks it only when the guest follows the
/// link.
pub fn map_link(place: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("query", &one_line(place))
        .finish();
    format!("https://www.openstreetmap.org/search?{query}")
}

/// The UID of an invitation's entry. It never changes. It is not the id of the invitation, because that contains its
/// time. The id cannot be guessed: 73 bits of it are random.
fn uid(invitation: &InvitationId) -> String {
    let hash = Sha256::digest(format!("calendar:{invitation}"));
    let mut uid = String::with_capacity(48);
    for byte in hash.iter().take(16) {
        // Writing into a String cannot fail.
        let _ = write!(uid, "{byte:02x}");
    }
    uid + "@seat-dealer"
}

/// A time in UTC (section 3.3.5), which needs no definition of a time zone.
fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The parameter for a name, and the address.
fn person(name: &str, address: &str) -> String {
    // A quoted value can contain all characters except quotation marks; a caret is doubled (RFC 6868).
    let name = one_line(name).replace('"', "'").replace('^', "^^");
    let address = utf8_percent_encode(address, MAILTO);
    format!(";CN=\"{name}\":mailto:{address}")
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn end(mut self) -> String {
        self.add("END:VEVENT");
        self.add("END:VCALENDAR");
        self.text
    }

    /// Adds the begin, and the end or else the assumed duration.
    fn add_times(&mut self, starts_at: Timestamp, ends_at: Option<Timestamp>) {
        self.add(&format!("DTSTART:{}", utc(starts_at)));
        match ends_at {
            Some(ends_at) => self.add(&format!("DTEND:{}", utc(ends_at))),
            None => self.add(&format!("DURATION:PT{HOURS}H")),
        }
    }

    /// Adds a line and folds it if it is too long, never within a character (section 3.1).
    fn add(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(character);
            length += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// Adds a property whose value is text (section 3.3.11). An empty one is left out.
    fn add_text(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let mut line = format!("{name}:");
        for character in value.chars() {
            match character {
                '\\' => line.push_str("\\\\"),
                ';' => line.push_str("\\;"),
                ',' => line.push_str("\\,"),
                '\n' => line.push_str("\\n"),
                control if control.is_control() => line.push(' '),
                other => line.push(other),
            }
        }
        self.add(&line);
    }
}

#[cfg(test)]
mod tests;
