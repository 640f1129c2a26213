//! The settings of an event in three forms: as the host sets them, as the rules use them, and as the database stores
//! them.

use diesel::prelude::*;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Colour, Event, EventStatus, InvalidValue, Minutes, Pace, PartySize, Picture, Question,
    QuietHours, Reminders, Seats, Tags, Title,
};

use crate::schema::events;
use crate::snapshot::{EventRow, clock_times, question, stored, word};
use crate::tags;
use crate::time::millis;
use crate::{Error, Result};

/// The settings of an event that the host sets.
#[derive(Debug, Clone)]
pub struct EventFields {
    /// The title.
    pub title: Title,
    /// The description for guests.
    pub description: String,
    /// What the host asks the guests.
    pub question: Question,
    /// The colour of the guest's page.
    pub colour: Colour,
    /// The picture on the guest's page.
    pub picture: Picture,
    /// The number of seats.
    pub seats: Seats,
    /// The time of the begin.
    pub starts_at: Option<Timestamp>,
    /// The time of the end.
    pub ends_at: Option<Timestamp>,
    /// The time zone.
    pub time_zone: TimeZone,
    /// The place.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call.
    pub url: Option<String>,
    /// The pace of the dealing.
    pub pace: Pace,
    /// The number of invitations that may wait for an answer.
    pub hand_size: Option<Seats>,
    /// The time to answer.
    pub response_window: Option<Minutes>,
    /// The quiet hours.
    pub quiet_hours: Option<QuietHours>,
    /// The time from which no card is dealt.
    pub deal_until: Option<Timestamp>,
    /// The maximum number of seats of one invitation.
    pub party_limit: PartySize,
    /// The reminders that guests get.
    pub reminders: Reminders,
    /// Whether the host passes on every message by hand.
    pub by_hand: bool,
    /// Only contacts with one of these tags are dealt; all contacts, if there are none.
    pub tags: Tags,
}

impl EventFields {
    /// The event as the rules of the deal see it.
    pub(crate) fn to_core(&self, status: EventStatus) -> Event {
        Event {
            title: self.title.as_str().to_owned(),
            seats: self.seats.get(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            time_zone: self.time_zone.clone(),
            location: self.location.clone(),
            url: self.url.clone(),
            pace: self.pace,
            hand_size: self.hand_size.map(Seats::get),
            response_window: self
                .response_window
                .map(|minutes| SignedDuration::from_mins(minutes.get().into())),
            quiet_hours: self.quiet_hours,
            deal_until: self.deal_until,
            party_limit: self.party_limit.get(),
            reminders: self.reminders,
            by_hand: self.by_hand,
            tags: self.tags.clone(),
            status,
        }
    }
}

impl EventRow {
    /// The settings of this event.
    pub(crate) fn into_fields(self) -> Result<EventFields> {
        let event = self.to_core()?;
        let unreadable = |what: InvalidValue| Error::Unreadable(what.to_string());
        let seats = |number: i32| Seats::parse(number.into()).map_err(unreadable);
        let minutes = |number: i32| Minutes::parse(number.into()).map_err(unreadable);
        Ok(EventFields {
            title: title(&self.title).map_err(unreadable)?,
            description: self.description,
            question: question(self.question.as_deref())?,
            colour: word(&self.colour)?,
            picture: word(&self.picture)?,
            seats: seats(self.seats)?,
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            time_zone: event.time_zone,
            location: event.location,
            url: event.url,
            pace: event.pace,
            hand_size: self.hand_size.map(seats).transpose()?,
            response_window: self.response_window_minutes.map(minutes).transpose()?,
            quiet_hours: event.quiet_hours,
            deal_until: event.deal_until,
            party_limit: PartySize::parse(self.party_limit.into()).map_err(unreadable)?,
            reminders: event.reminders,
            by_hand: self.by_hand,
            tags: event.tags,
        })
    }
}

/// Reads a stored title. Earlier releases accepted titles of invisible characters.
fn title(stored: &str) -> Result<Title, InvalidValue> {
    Title::parse(stored).or_else(|_| Title::parse("Untitled"))
}

/// The columns of the settings that the rules use.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = events)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct Terms {
    title: String,
    seats: i32,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    time_zone: String,
    location: Option<String>,
    url: Option<String>,
    pace: &'static str,
    hand_size: Option<i32>,
    response_window_minutes: Option<i32>,
    quiet_from: Option<String>,
    quiet_to: Option<String>,
    deal_until: Option<i64>,
    party_limit: i32,
    remind_unanswered: bool,
    remind_day_before: bool,
    by_hand: bool,
    tags: String,
}

pub(crate) fn terms(event: &Event) -> Result<Terms> {
    let (quiet_from, quiet_to) = clock_times(event.quiet_hours);
    let zone = event.time_zone.iana_name();
    Ok(Terms {
        title: event.title.clone(),
        seats: stored(event.seats),
        starts_at: event.starts_at.map(millis),
        ends_at: event.ends_at.map(millis),
        time_zone: zone
            .ok_or_else(|| Error::Unreadable("a zone without a name".to_owned()))?
            .to_owned(),
        location: event.location.clone(),
        url: event.url.clone(),
        pace: event.pace.as_str(),
        hand_size: event.hand_size.map(stored),
        response_window_minutes: event
            .response_window
            .map(|window| i32::try_from(window.as_mins()).unwrap_or(i32::MAX)),
        quiet_from,
        quiet_to,
        deal_until: event.deal_until.map(millis),
        party_limit: stored(event.party_limit),
        remind_unanswered: event.reminders.unanswered,
        remind_day_before: event.reminders.day_before,
        by_hand: event.by_hand,
        tags: tags::column(&event.tags),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_which_nobody_sees_anything_is_still_a_title() {
        assert_eq!(title("Dinner").unwrap().as_str(), "Dinner");
        assert_eq!(title("\u{200b}").unwrap().as_str(), "Untitled");
    }
}
