//! What a host says of an event, in the three forms it takes: as it is asked for, as the rules of
//! the deal see it, and as it is stored.

use diesel::prelude::*;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Colour, Event, EventStatus, InvalidValue, Minutes, Pace, PartySize, Picture, QuietHours,
    Reminders, Seats, Title,
};

use crate::schema::events;
use crate::snapshot::{EventRow, clock_times, stored, word};
use crate::time::millis;
use crate::{Error, Result};

/// What a host says of an event.
#[derive(Debug, Clone)]
pub struct EventFields {
    /// What it is.
    pub title: Title,
    /// What guests should know.
    pub description: String,
    /// The colour in which guests see it.
    pub colour: Colour,
    /// What is drawn above it where guests see it.
    pub picture: Picture,
    /// How many can come.
    pub seats: Seats,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// The zone of its times of day.
    pub time_zone: TimeZone,
    /// Where it is.
    pub location: Option<String>,
    /// How fast it deals.
    pub pace: Pace,
    /// How many invitations may wait at once.
    pub hand_size: Option<Seats>,
    /// How long a guest has to answer.
    pub response_window: Option<Minutes>,
    /// When nothing is dealt or sent.
    pub quiet_hours: Option<QuietHours>,
    /// Nothing is dealt from this moment.
    pub deal_until: Option<Timestamp>,
    /// How many seats one invitation may take.
    pub party_limit: PartySize,
    /// The reminders that guests get.
    pub reminders: Reminders,
    /// Whether the host passes every message on by hand.
    pub by_hand: bool,
}

impl EventFields {
    /// The event as the rules of the deal see it.
    pub(crate) fn to_core(&self, status: EventStatus) -> Event {
        Event {
            title: self.title.as_str().to_owned(),
            seats: self.seats.get(),
            starts_at: self.starts_at,
            time_zone: self.time_zone.clone(),
            location: self.location.clone(),
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
            status,
        }
    }
}

impl EventRow {
    /// What the host has said of this event.
    pub(crate) fn into_fields(self) -> Result<EventFields> {
        let event = self.to_core()?;
        let unreadable = |what: InvalidValue| Error::Unreadable(what.to_string());
        let seats = |number: i32| Seats::parse(number.into()).map_err(unreadable);
        let minutes = |number: i32| Minutes::parse(number.into()).map_err(unreadable);
        Ok(EventFields {
            title: title(&self.title).map_err(unreadable)?,
            description: self.description,
            colour: word(&self.colour)?,
            picture: word(&self.picture)?,
            seats: seats(self.seats)?,
            starts_at: event.starts_at,
            time_zone: event.time_zone,
            location: event.location,
            pace: event.pace,
            hand_size: self.hand_size.map(seats).transpose()?,
            response_window: self.response_window_minutes.map(minutes).transpose()?,
            quiet_hours: event.quiet_hours,
            deal_until: event.deal_until,
            party_limit: PartySize::parse(self.party_limit.into()).map_err(unreadable)?,
            reminders: event.reminders,
            by_hand: self.by_hand,
        })
    }
}

/// A stored title. Earlier releases took titles of which nobody sees anything.
fn title(stored: &str) -> Result<Title, InvalidValue> {
    Title::parse(stored).or_else(|_| Title::parse("Untitled"))
}

/// What the deal knows of an event, as columns.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = events)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct Terms {
    title: String,
    seats: i32,
    starts_at: Option<i64>,
    time_zone: String,
    location: Option<String>,
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
}

pub(crate) fn terms(event: &Event) -> Result<Terms> {
    let (quiet_from, quiet_to) = clock_times(event.quiet_hours);
    let zone = event.time_zone.iana_name();
    Ok(Terms {
        title: event.title.clone(),
        seats: stored(event.seats),
        starts_at: event.starts_at.map(millis),
        time_zone: zone
            .ok_or_else(|| Error::Unreadable("a zone without a name".to_owned()))?
            .to_owned(),
        location: event.location.clone(),
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
