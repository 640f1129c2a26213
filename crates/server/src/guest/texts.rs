//! Every sentence that a guest reads on the page or in the answer of the RSVP API, in one file
//! per language.
//!
//! A text may hold placeholders such as `{host}`; which ones, its use in this file and in `view`
//! shows. The tone: short, warm and honest. A guest is told where they stand and what they can do,
//! never where others stand.

mod english;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};

pub use english::ENGLISH;

/// The sentences of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say what the sentences are for.
pub struct Texts {
    /// The language's tag (BCP 47).
    pub language: &'static str,

    // The page, and what a link preview shows of it: nothing about the event.
    pub page_title: &'static str,
    pub preview_title: &'static str,
    pub preview_description: &'static str,
    pub dear: &'static str,
    pub invites: &'static str,
    pub invitation_from: &'static str,
    pub when: &'static str,
    pub place: &'static str,
    pub go_to_answers: &'static str,
    pub private_link: &'static str,

    // The answers.
    pub question: &'static str,
    pub question_again: &'static str,
    pub change_hint: &'static str,
    pub party_question: &'static str,
    pub yes: Answer,
    pub probably: Answer,
    pub maybe: Answer,
    pub no: Answer,
    pub your_answer: &'static str,
    pub your_answer_is: &'static str,
    pub your_answer_is_for_party: &'static str,

    // Where the guest stands.
    pub kept: Counted,
    pub not_kept: &'static str,
    pub seated_yes: Counted,
    pub seated_probably: Counted,
    pub standby: Counted,
    pub offered: Counted,
    pub not_guaranteed: &'static str,
    pub not_coming: &'static str,
    pub noted: &'static str,
    pub withdrawn: &'static str,
    pub cancelled: &'static str,
    pub past_seated: Counted,
    pub past_standby: &'static str,
    pub past: &'static str,

    // Above those sentences.
    pub withdrawn_label: &'static str,
    pub cancelled_label: &'static str,
    pub past_label: &'static str,

    // What went wrong with an answer, above the buttons.
    pub choose_answer: &'static str,
    pub choose_party: &'static str,
    pub changed_meanwhile: &'static str,
    pub too_late: &'static str,

    // Pages without an invitation.
    pub unknown: Plain,
    pub bad_form: Plain,
    pub busy: Plain,
    pub broken: Plain,
    pub back: &'static str,

    // The page by which email is stopped, and welcomed again.
    pub email_welcome: Email,
    pub email_stopped: Email,
    pub unknown_email: Plain,

    // Dates.
    pub weekdays: [&'static str; 7],
    pub months: [&'static str; 12],
    pub moment: &'static str,
    pub deadline: &'static str,
}

/// One of the four answers: the word on its button and the line below.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Answer {
    pub word: &'static str,
    pub hint: &'static str,
}

/// A sentence about one seat, and the same about `{party}` seats.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Counted {
    pub one: &'static str,
    pub many: &'static str,
}

/// A page about email to one `{address}`, with one button.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Email {
    pub heading: &'static str,
    pub text: &'static str,
    pub button: &'static str,
    pub hint: &'static str,
}

/// A page that is only a heading and a paragraph.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Plain {
    pub heading: &'static str,
    pub text: &'static str,
}

/// What decides which sentence a guest is told.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Whether the invitation can be answered.
    pub state: RsvpState,
    /// The answer as it stands.
    pub response: Option<Response>,
    /// What the answer got the guest.
    pub seat: Option<RsvpSeat>,
    /// How many seats the guest takes, or would take.
    pub party_size: u32,
    /// Until when a seat is kept without an answer, RFC 3339; nothing when none is kept, because
    /// the hold has lapsed or the guest has answered. With MAYBE it means an offer.
    pub respond_by: Option<&'a str>,
    /// IANA name of the event's time zone.
    pub time_zone: &'a str,
    /// Who invites.
    pub host_name: &'a str,
}

impl<'a> Standing<'a> {
    /// What a page says about it, whatever its `message` is.
    pub fn of(page: &'a RsvpPage) -> Self {
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
    /// Where a guest stands, in a sentence or two: the `message` of `RsvpPage` and `RsvpReply`.
    pub fn standing(&self, standing: &Standing<'_>) -> String {
        let party = standing.party_size.to_string();
        let deadline = standing
            .respond_by
            .and_then(|at| self.deadline(at, standing.time_zone))
            .unwrap_or_default();
        let counted = |sentence: &Counted| {
            if standing.party_size > 1 {
                sentence.many
            } else {
                sentence.one
            }
        };
        let kept = !deadline.is_empty();
        let sentence = match (standing.state, standing.response, standing.seat) {
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
            // No answer that asks for a seat ends without one of the two. Should it, nothing is
            // promised.
            (RsvpState::Open, Some(Response::Yes | Response::Probably), _) => self.noted,
            (RsvpState::Open, Some(Response::Maybe), _) if kept => counted(&self.offered),
            (RsvpState::Open, Some(Response::Maybe), _) => self.not_guaranteed,
            (RsvpState::Open, Some(Response::No), _) => self.not_coming,
        };
        fill(
            sentence,
            &[
                ("host", standing.host_name),
                ("party", &party),
                ("deadline", &deadline),
            ],
        )
    }

    /// The word and the line below of an answer.
    pub const fn answer(&self, response: Response) -> &Answer {
        match response {
            Response::Yes => &self.yes,
            Response::Probably => &self.probably,
            Response::Maybe => &self.maybe,
            Response::No => &self.no,
        }
    }

    /// When something is, with its year, or nothing when `at` is not a moment (RFC 3339).
    pub fn moment(&self, at: &str, time_zone: &str) -> Option<String> {
        self.spoken(self.moment, at, time_zone)
    }

    /// Until when something is, without the year, or nothing when `at` is not a moment (RFC 3339).
    pub fn deadline(&self, at: &str, time_zone: &str) -> Option<String> {
        self.spoken(self.deadline, at, time_zone)
    }

    fn spoken(&self, pattern: &str, at: &str, time_zone: &str) -> Option<String> {
        let at: Timestamp = at.parse().ok()?;
        // A zone that this server does not know must not cost the guest the date: the moment is
        // right in UTC, too, and says so.
        let (zone, name) = match TimeZone::get(time_zone) {
            Ok(zone) => (zone, time_zone),
            Err(_) => (TimeZone::UTC, "UTC"),
        };
        let local = at.to_zoned(zone);
        let weekday = usize::try_from(local.weekday().to_monday_zero_offset()).ok()?;
        let month = usize::try_from(local.month() - 1).ok()?;
        Some(fill(
            pattern,
            &[
                ("weekday", self.weekdays.get(weekday)?),
                ("day", &local.day().to_string()),
                ("month", self.months.get(month)?),
                ("year", &local.year().to_string()),
                ("time", &local.strftime("%H:%M").to_string()),
                ("zone", name),
            ],
        ))
    }
}

/// Puts values into a text's placeholders. One pass: a value that looks like a placeholder stays
/// what it is.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
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
