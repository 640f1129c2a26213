//! Parses the fields of an event from the API.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_api_types::{EventPatch, NewEvent, QuietHours};
use seat_dealer_core::{
    self as core, Colour, InvalidValue, Minutes, Pace, PartySize, Picture, Question, Reminders,
    Seats, Tags, Title, visible_line, visible_text,
};
use seat_dealer_db::events::EventFields;
use seat_dealer_db::hosts::Host;

use url::Url;

use crate::hosts::mappers;
use crate::http::errors::ApiError;
use crate::http::validation::ValidationErrors;

/// The fields of an event, not yet parsed.
pub(super) struct EventInput {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) seats: i64,
    pub(super) starts_at: Option<String>,
    pub(super) ends_at: Option<String>,
    pub(super) time_zone: String,
    pub(super) location: Option<String>,
    pub(super) url: Option<String>,
    pub(super) question: Option<String>,
    pub(super) pace: Pace,
    pub(super) hand_size: Option<i64>,
    pub(super) response_window_minutes: Option<i64>,
    pub(super) quiet_hours: Option<QuietHours>,
    pub(super) deal_until: Option<String>,
    pub(super) party_limit: i64,
    pub(super) reminders: Reminders,
    pub(super) by_hand: bool,
    pub(super) tags: Vec<String>,
    pub(super) colour: Colour,
    pub(super) picture: Picture,
}

impl EventInput {
    /// The fields of a new event, with the defaults of its host.
    pub(super) fn new(new: NewEvent, host: Host) -> Self {
        Self {
            title: new.title,
            description: new.description,
            seats: new.seats,
            starts_at: new.starts_at,
            ends_at: new.ends_at,
            time_zone: new
                .time_zone
                .or(host.time_zone)
                .unwrap_or_else(|| "UTC".to_owned()),
            location: new.location,
            url: new.url,
            question: new.question,
            pace: new.pace.unwrap_or(Pace::Usual),
            hand_size: new.hand_size.unwrap_or(host.hand_size.map(i64::from)),
            response_window_minutes: new
                .response_window_minutes
                .unwrap_or(host.response_window_minutes.map(i64::from)),
            quiet_hours: new
                .quiet_hours
                .unwrap_or(host.quiet_hours.map(mappers::quiet_hours)),
            deal_until: new.deal_until,
            party_limit: new.party_limit.unwrap_or(1),
            reminders: Reminders {
                unanswered: new.reminders.unanswered.unwrap_or(true),
                day_before: new.reminders.day_before.unwrap_or(true),
            },
            by_hand: new.by_hand,
            tags: new.tags,
            colour: new.colour.unwrap_or(Colour::Wine),
            picture: new.picture.unwrap_or(Picture::Plate),
        }
    }

    pub(super) fn patched(known: EventFields, patch: EventPatch) -> Self {
        let text = |moment: Option<Timestamp>| moment.map(mappers::moment);
        let end = end_after_move(&known, patch.starts_at.as_ref());
        Self {
            title: patch
                .title
                .unwrap_or_else(|| known.title.as_str().to_owned()),
            description: patch.description.unwrap_or(known.description),
            seats: patch.seats.unwrap_or(known.seats.get().into()),
            starts_at: patch.starts_at.unwrap_or(text(known.starts_at)),
            ends_at: patch.ends_at.unwrap_or(text(end)),
            time_zone: patch
                .time_zone
                .unwrap_or_else(|| known.time_zone.iana_name().unwrap_or("UTC").to_owned()),
            location: patch.location.unwrap_or(known.location),
            url: patch.url.unwrap_or(known.url),
            question: patch
                .question
                .unwrap_or_else(|| known.question.text().map(str::to_owned)),
            pace: patch.pace.unwrap_or(known.pace),
            hand_size: patch
                .hand_size
                .unwrap_or(known.hand_size.map(|size| size.get().into())),
            response_window_minutes: patch
                .response_window_minutes
                .unwrap_or(known.response_window.map(|window| window.get().into())),
            quiet_hours: patch
                .quiet_hours
                .unwrap_or(known.quiet_hours.map(mappers::quiet_hours)),
            deal_until: patch.deal_until.unwrap_or(text(known.deal_until)),
            party_limit: patch.party_limit.unwrap_or(known.party_limit.get().into()),
            reminders: Reminders {
                unanswered: patch
                    .reminders
                    .unanswered
                    .unwrap_or(known.reminders.unanswered),
                day_before: patch
                    .reminders
                    .day_before
                    .unwrap_or(known.reminders.day_before),
            },
            by_hand: patch.by_hand.unwrap_or(known.by_hand),
            tags: patch.tags.unwrap_or_else(|| known.tags.texts()),
            colour: patch.colour.unwrap_or(known.colour),
            picture: patch.picture.unwrap_or(known.picture),
        }
    }

    pub(super) fn parse(self) -> Result<EventFields, ApiError> {
        let mut errors = ValidationErrors::default();
        let title = errors.take("title", Title::parse(&self.title));
        let description = errors.take("description", description(&self.description));
        let seats = errors.take("seats", Seats::parse(self.seats));
        let starts_at = errors.time("startsAt", self.starts_at.as_deref());
        let ends_at = errors.time("endsAt", self.ends_at.as_deref());
        let time_zone = errors.take("timeZone", zone(&self.time_zone));
        let given = self.location.map(|text| visible_line(&text));
        let given = given.filter(|text| !text.trim().is_empty());
        let location = errors.take_optional("location", given, |text| location(&text));
        let given = self.url.filter(|text| !text.trim().is_empty());
        let url = errors.take_optional("url", given, |text| url(&text));
        let question = errors.take(
            "question",
            Question::parse(&self.question.unwrap_or_default()),
        );
        let hand_size = errors.take_optional("handSize", self.hand_size, hand_size);
        let response_window = errors.take_optional(
            "responseWindowMinutes",
            self.response_window_minutes,
            Minutes::parse,
        );
        let quiet_hours = quiet_hours(&mut errors, self.quiet_hours);
        let deal_until = errors.time("dealUntil", self.deal_until.as_deref());
        let tags = errors.take("tags", Tags::parse(&self.tags));
        let party_limit = errors.take("partyLimit", PartySize::parse(self.party_limit));
        if let (Some(Some(until)), Some(Some(start))) = (deal_until, starts_at)
            && until > start
        {
            errors.add(
                "dealUntil",
                "contradiction",
                "Dealing must end before the event begins.",
            );
        }
        if let (Some(starts_at), Some(Some(ends_at))) = (starts_at, ends_at)
            && let Some(contradiction) = contradicting_end(starts_at, ends_at)
        {
            errors.add("endsAt", "contradiction", contradiction);
        }
        let complete = || {
            Some(EventFields {
                title: title?,
                description: description?,
                seats: seats?,
                starts_at: starts_at?,
                ends_at: ends_at?,
                time_zone: time_zone?,
                location: location?,
                url: url?,
                question: question?,
                pace: self.pace,
                hand_size: hand_size?,
                response_window: response_window?,
                quiet_hours: quiet_hours?,
                deal_until: deal_until?,
                party_limit: party_limit?,
                reminders: self.reminders,
                by_hand: self.by_hand,
                tags: tags?,
                colour: self.colour,
                picture: self.picture,
            })
        };
        match complete() {
            Some(fields) if errors.is_empty() => Ok(fields),
            _ => Err(errors.into_error()),
        }
    }
}

/// Parses the hand size.
pub(crate) fn hand_size(size: i64) -> Result<Seats, InvalidValue> {
    Seats::parse(size)
        .map_err(|_| InvalidValue("The hand must be a whole number from 1 to 10000.".to_owned()))
}

fn description(text: &str) -> Result<String, InvalidValue> {
    const MAX_CHARS: usize = 4_000;
    let text = visible_text(text).trim().replace("\r\n", "\n");
    if text.chars().count() > MAX_CHARS {
        return Err(InvalidValue(format!(
            "The description must be at most {MAX_CHARS} characters long."
        )));
    }
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return Err(InvalidValue(
            "The description must be plain text.".to_owned(),
        ));
    }
    Ok(text)
}

fn location(text: &str) -> Result<String, InvalidValue> {
    const MAX_CHARS: usize = 300;
    let text = text.trim();
    if text.chars().count() > MAX_CHARS || text.chars().any(char::is_control) {
        return Err(InvalidValue(format!(
            "The place must be a single line of at most {MAX_CHARS} characters."
        )));
    }
    Ok(text.to_owned())
}

/// What is wrong with the end of an event that begins at this time.
fn contradicting_end(starts_at: Option<Timestamp>, ends_at: Timestamp) -> Option<&'static str> {
    const LONGEST: SignedDuration = SignedDuration::from_hours(14 * 24);
    let Some(starts_at) = starts_at else {
        return Some("An event with an end needs a date and time.");
    };
    if ends_at <= starts_at {
        return Some("The end must be after the date and time of the event.");
    }
    (ends_at.duration_since(starts_at) > LONGEST)
        .then_some("The end must be at most 14 days after the date and time of the event.")
}

/// The end of an event whose begin is changed and whose end is not. It moves with the begin if it would contradict the
/// new one, so that the event lasts as long as before.
fn end_after_move(known: &EventFields, starts_at: Option<&Option<String>>) -> Option<Timestamp> {
    let end = known.ends_at?;
    let moved = || {
        let new: Timestamp = starts_at?.as_ref()?.parse().ok()?;
        contradicting_end(Some(new), end)?;
        end.checked_add(new.duration_since(known.starts_at?)).ok()
    };
    Some(moved().unwrap_or(end))
}

fn url(text: &str) -> Result<String, InvalidValue> {
    const MAX_CHARS: usize = 2_000;
    let is_https = |url: &Url| url.scheme() == "https" && url.username().is_empty();
    match Url::parse(text.trim()).ok().filter(is_https) {
        Some(url) if url.as_str().len() <= MAX_CHARS => Ok(url.into()),
        Some(_) => Err(InvalidValue(format!(
            "The link must be at most {MAX_CHARS} characters long."
        ))),
        None => Err(InvalidValue(
            "The link must begin with https://, like https://example.org/dinner.".to_owned(),
        )),
    }
}

/// Parses the name of a time zone.
pub(crate) fn zone(name: &str) -> Result<TimeZone, InvalidValue> {
    TimeZone::get(name.trim())
        .ok()
        .filter(|zone| zone.iana_name().is_some_and(|name| name.len() <= 64))
        .ok_or_else(|| {
            InvalidValue("The time zone must be an IANA name, like Europe/Berlin.".to_owned())
        })
}

/// Parses quiet hours. The outer `None` means that they are errors.
pub(crate) fn quiet_hours(
    errors: &mut ValidationErrors,
    hours: Option<QuietHours>,
) -> Option<Option<core::QuietHours>> {
    let Some(hours) = hours else {
        return Some(None);
    };
    let from = errors.take("quietHours.from", time_of_day(&hours.from));
    let to = errors.take("quietHours.to", time_of_day(&hours.to));
    let quiet = core::QuietHours::new(from?, to?);
    if quiet.is_none() {
        errors.add(
            "quietHours",
            "contradiction",
            "Quiet hours must not begin and end at the same time.",
        );
    }
    quiet.map(Some)
}

fn time_of_day(text: &str) -> Result<Time, InvalidValue> {
    let well_formed = text.len() == 5;
    Time::strptime("%H:%M", text)
        .ok()
        .filter(|_| well_formed)
        .ok_or_else(|| InvalidValue("The time must be HH:MM, like 21:00.".to_owned()))
}
