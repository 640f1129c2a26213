//! Chooses the sentence for a guest's state, and formats times.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};
use seat_dealer_delivery::DateNames;

use super::{AnswerTexts, Counted, Texts};

/// The guest's state, which decides the sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GuestState<'a> {
    /// Whether the invitation can be answered.
    pub state: RsvpState,
    /// The current answer.
    pub response: Option<Response>,
    /// The result of the answer.
    pub seat: Option<RsvpSeat>,
    /// The number of seats that the guest takes or would take.
    pub party_size: u32,
    /// The end of the hold, RFC 3339. `None` if no seat is held. With MAYBE, the hold is an offer.
    pub respond_by: Option<&'a str>,
    /// The IANA name of the event's time zone.
    pub time_zone: &'a str,
    /// The name of the host.
    pub host_name: &'a str,
}

impl<'a> GuestState<'a> {
    /// The state of a page's guest.
    pub(crate) fn of(page: &'a RsvpPage) -> Self {
        Self {
            state: page.state,
            response: page.response,
            seat: page.seat,
            party_size: page.party_size,
            respond_by: page.respond_by.as_deref(),
            time_zone: &page.time_zone,
            host_name: &page.host_name,
        }
    }
}

impl Texts {
    /// The guest's state in one or two sentences: the `message` of `RsvpPage` and `RsvpReply`.
    pub(crate) fn state_message(&self, guest: &GuestState<'_>) -> String {
        let party = guest.party_size.to_string();
        let deadline = guest
            .respond_by
            .and_then(|at| self.deadline(at, guest.time_zone))
            .unwrap_or_default();
        let counted = |sentence: &Counted| sentence.of(self.language, guest.party_size);
        let kept = !deadline.is_empty();
        let sentence = match (guest.state, guest.response, guest.seat) {
            (RsvpState::Withdrawn, ..) => self.withdrawn,
            (RsvpState::Cancelled, ..) => self.cancelled,
            (RsvpState::Past, Some(_), Some(RsvpSeat::Seated)) => counted(&self.past_seated),
            (RsvpState::Past, Some(_), Some(RsvpSeat::Standby)) => self.past_standby,
            (RsvpState::Past, ..) => self.past,
            (RsvpState::Open, None, _) if kept => counted(&self.kept),
            (RsvpState::Open, None, _) => self.not_kept,
            (RsvpState::Open, Some(Response::Yes), Some(RsvpSeat::Seated)) => {
                counted(&self.seated_yes)
            }
            (RsvpState::Open, Some(Response::Probably), Some(RsvpSeat::Seated)) => {
                counted(&self.seated_probably)
            }
            (
                RsvpState::Open,
                Some(Response::Yes | Response::Probably),
                Some(RsvpSeat::Standby),
            ) => counted(&self.standby),
            // An answer that asks for a seat always leads to a seat or to standby. This arm promises
            // neither.
            (RsvpState::Open, Some(Response::Yes | Response::Probably), _) => self.noted,
            (RsvpState::Open, Some(Response::Maybe), _) if kept => counted(&self.offered),
            (RsvpState::Open, Some(Response::Maybe), _) => self.not_guaranteed,
            (RsvpState::Open, Some(Response::No), _) => self.not_coming,
        };
        fill(
            sentence,
            &[
                ("host", guest.host_name),
                ("party", &party),
                ("deadline", &deadline),
            ],
        )
    }

    /// The texts of an answer's button.
    pub(crate) const fn answer(&self, response: Response) -> &AnswerTexts {
        match response {
            Response::Yes => &self.yes,
            Response::Probably => &self.probably,
            Response::Maybe => &self.maybe,
            Response::No => &self.no,
        }
    }

    /// The time of an event, with the year. `None` if one of them is not an RFC 3339 time.
    pub(crate) fn span(
        &self,
        starts_at: &str,
        ends_at: Option<&str>,
        time_zone: &str,
    ) -> Option<String> {
        self.formatted(self.date_time, starts_at, ends_at, time_zone)
    }

    /// A deadline, without the year. `None` if `at` is not an RFC 3339 time.
    pub(crate) fn deadline(&self, at: &str, time_zone: &str) -> Option<String> {
        self.formatted(self.deadline, at, None, time_zone)
    }

    fn formatted(
        &self,
        pattern: &str,
        at: &str,
        ends_at: Option<&str>,
        time_zone: &str,
    ) -> Option<String> {
        let at: Timestamp = at.parse().ok()?;
        // If this server does not know the zone, the time is shown in UTC.
        let (zone, name) = match TimeZone::get(time_zone) {
            Ok(zone) => (zone, time_zone),
            Err(_) => (TimeZone::UTC, "UTC"),
        };
        let local = at.to_zoned(zone.clone());
        let mut time = local.strftime("%H:%M").to_string();
        let mut later = None;
        if let Some(ends_at) = ends_at {
            let end: Timestamp = ends_at.parse().ok()?;
            if end.duration_since(at) < SignedDuration::from_hours(24) {
                let end = end.to_zoned(zone);
                // Writing into a String cannot fail.
                let _ = write!(time, "–{}", end.strftime("%H:%M"));
            } else {
                later = self.formatted(pattern, ends_at, None, time_zone);
            }
        }
        let names = DateNames::of(self.language);
        let weekday = usize::try_from(local.weekday().to_monday_zero_offset()).ok()?;
        let month = usize::try_from(local.month() - 1).ok()?;
        let day = match local.day() {
            1 => names.first_day.to_owned(),
            day => day.to_string(),
        };
        let first = fill(
            pattern,
            &[
                ("weekday", names.weekdays.get(weekday)?),
                ("day", &day),
                ("month", names.months.get(month)?),
                ("year", &local.year().to_string()),
                ("time", &time),
                ("zone", name),
            ],
        );
        Some(match later {
            Some(later) => format!("{first} – {later}"),
            None => first,
        })
    }
}

/// Fills the placeholders of a text, in one pass, so that placeholders in values are not filled.
pub(in crate::guests) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, behind))
        });
        if let Some((value, behind)) = value {
            filled.push_str(value);
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}
