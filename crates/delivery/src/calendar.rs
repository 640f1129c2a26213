//! Calendar files (RFC 5545), so that a dinner stands in a guest's calendar, moves there when it
//! moves, and goes away when it is off.
//!
//! Written here and not by a crate, because the ones there are take the host's words as they come:
//! a carriage return or a quotation mark in a name would become a property of its own. The tests
//! read the files with one of them.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use seat_dealer_core::InvitationId;
use sha2::{Digest as _, Sha256};
use url::{Url, form_urlencoded};

use crate::typography::one_line;

/// How long an event is taken to last; hosts say only when it begins.
const HOURS: i64 = 3;

/// The number of an entry that has not changed yet. Earlier releases gave entries the number of all
/// changes of the event, and a calendar ignores what has a lower number than it knows already.
const FIRST_SEQUENCE: u32 = 1_000_000_000;

/// The longest line without its end, in bytes (section 3.1).
const LONGEST_LINE: usize = 75;

/// What a mail address keeps in a `mailto:` address (RFC 6068, section 2).
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

/// One guest's seat as a calendar knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The invitation. The entry's UID is made from it, so that what comes later replaces what came
    /// before.
    pub invitation: InvitationId,
    /// How often what this entry shows has changed.
    pub changes: u32,
    /// When the file is written.
    pub written_at: Timestamp,
    /// Where the guest stands.
    pub standing: Standing,
    /// When it begins.
    pub starts_at: Timestamp,
    /// The title of the event.
    pub title: String,
    /// Where it takes place.
    pub location: Option<String>,
    /// What guests should know.
    pub description: String,
    /// The guest's own link.
    pub rsvp_url: String,
    /// Who invites.
    pub host_name: String,
    /// Who is invited.
    pub guest_name: String,
}

/// Where a guest stands, as far as a calendar is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Has a seat and said YES.
    Comes,
    /// Has a seat and said PROBABLY.
    ProbablyComes,
    /// The event is off, or the guest has no seat any more.
    Off,
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// What a calendar shall do with it; an email that carries it says so as well.
    pub method: Method,
    /// Its lines.
    pub text: String,
}

/// What a calendar shall do with an entry (RFC 5546, section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show it, as one that its owner takes part in.
    Request,
    /// Take it away.
    Cancel,
}

impl Method {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

impl CalendarEntry {
    /// Writes the file for a guest with this address. Calendars name the host as the organizer, with
    /// the address that email comes from, never the host's own; they may send answers there.
    pub fn write(&self, from: &str, to: &str) -> CalendarFile {
        let method = match self.standing {
            Standing::Off => Method::Cancel,
            Standing::Comes | Standing::ProbablyComes => Method::Request,
        };
        let mut lines = self.begin(Some(method), "Your answer");
        lines.add(&format!("ORGANIZER{}", person(&self.host_name, from)));
        let answer = match self.standing {
            Standing::Comes => "ACCEPTED",
            Standing::ProbablyComes => "TENTATIVE",
            Standing::Off => "DECLINED",
        };
        // The guest has answered already, so the calendar need not ask.
        lines.add(&format!(
            "ATTENDEE;PARTSTAT={answer};RSVP=FALSE{}",
            person(&self.guest_name, to)
        ));
        CalendarFile {
            method,
            text: lines.end(),
        }
    }

    /// Writes the file for a guest who asks for it: the same entry, without anybody's address, and
    /// without a method, so that calendars keep it and write to nobody (RFC 5545, section 3.7.2).
    /// `your_answer` stands before the guest's link, in the guest's language.
    pub fn write_to_keep(&self, your_answer: &str) -> String {
        self.begin(None, your_answer).end()
    }

    /// Everything but the people.
    fn begin(&self, method: Option<Method>, your_answer: &str) -> Lines {
        let off = self.standing == Standing::Off;
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
        lines.add(&format!("DTSTART:{}", utc(self.starts_at)));
        lines.add(&format!("DURATION:PT{HOURS}H"));
        lines.add_text("SUMMARY", &one_line(&self.title));
        // The link is the guest's own, and calendars are shared.
        lines.add("CLASS:PRIVATE");
        // Who is out gets no news of the event.
        if !off {
            if let Some(location) = &self.location {
                lines.add_text("LOCATION", &one_line(location));
            }
            lines.add_text("DESCRIPTION", &self.description(your_answer));
            if let Ok(url) = Url::parse(&self.rsvp_url) {
                lines.add(&format!("URL:{url}"));
            }
        }
        lines
    }

    fn description(&self, your_answer: &str) -> String {
        let mut lines: Vec<String> = self.description.trim().lines().map(one_line).collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("{your_answer}: {}", one_line(&self.rsvp_url)));
        lines.join("\n")
    }
}

/// The address where Google Calendar offers to add an event. It holds nothing but what, when and
/// where, because Google sees it: no description, and never the guest's own link.
pub fn google_link(title: &str, location: Option<&str>, starts_at: Timestamp) -> String {
    let ends_at = starts_at
        .saturating_add(SignedDuration::from_hours(HOURS))
        .unwrap_or(starts_at);
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

/// The same for one invitation for ever: calendars know its entry by it. Not the invitation's id itself,
/// which tells when it was made. Nobody guesses the id either: 73 bits of it are random.
fn uid(invitation: &InvitationId) -> String {
    let hash = Sha256::digest(format!("calendar:{invitation}"));
    let mut uid = String::with_capacity(48);
    for byte in hash.iter().take(16) {
        // Writing into a String cannot fail.
        let _ = write!(uid, "{byte:02x}");
    }
    uid + "@seat-dealer"
}

/// A moment in UTC (section 3.3.5), which needs no definition of a time zone.
fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The parameter for a name, and the address.
fn person(name: &str, address: &str) -> String {
    // A quoted value can hold anything but quotation marks; a caret is doubled (RFC 6868).
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

    /// Adds a line, folded where it is too long, never within a character (section 3.1).
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

    /// Adds a property whose value is text (section 3.3.11); one without words is left out.
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
