//! The guest's page and its kin: what is on them in which state.

use std::sync::LazyLock;

use askama::Template;
use jiff::Timestamp;
use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};
use seat_dealer_core::{Colour, Note};
use seat_dealer_delivery::calendar;

use super::look::Look;
use super::policy::{hash_of, policy_for};
use super::texts::{Email, Plain, Texts, fill};

/// The text between `<style>` and `</style>`, to the byte: its hash is in the policy.
pub(super) const STYLE: &str = concat!(
    include_str!("../../templates/linen.css"),
    include_str!("../../templates/guest/guest.css")
);

/// The text between `<script>` and `</script>`, the same way. The page is whole without it.
const SCRIPT: &str = include_str!("../../templates/guest/own_time.js");

/// A title longer than this is set smaller, so that it does not fill a phone's first screen.
const LONG_TITLE_CHARS: usize = 48;

/// A description with more characters or lines than this is folded on a phone as long as the guest
/// has not answered, so that the answers stay on its first screen.
const SHORT_DESCRIPTION: (usize, usize) = (70, 2);

/// One with more characters than this is folded on every screen, for everybody who can answer.
const LONG_DESCRIPTION_CHARS: usize = 500;

/// What the button on the page about email sends as `email`: no more of it.
const STOP: &str = "stop";
/// And: email is welcome again.
pub(crate) const WELCOME: &str = "welcome";

/// What is said above the buttons when an answer was not taken as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// None of the four words was sent (422).
    ChooseAnswer,
    /// The party is larger than the host allows, or not a number (422).
    ChooseParty,
    /// The note is too long, or no plain text (422).
    NoteWrong,
    /// There is no room for a party of that size (409).
    NoRoom,
    /// The guest has asked for more seats too often to be answered now (409).
    AskedTooOften,
    /// The invitation changed between the page and the answer (409).
    ChangedMeanwhile,
    /// It can no longer be answered (409).
    TooLate,
}

/// Why there is nothing but an apology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The form's body could not be read at all (400, 413, 415 or 422).
    BadForm,
    /// Too many requests (429).
    Busy,
    /// The database cannot be reached or written (503).
    Unavailable,
    /// An error of ours (500).
    Broken,
}

/// The page of one invitation, behind the link with this token. Shows `view.message` as it is; see
/// [`Texts::standing`].
pub(crate) fn page(
    texts: &Texts,
    view: &RsvpPage,
    token: &str,
    notice: Option<Notice>,
) -> Result<String, askama::Error> {
    let open = view.state == RsvpState::Open;
    // Somebody who is no longer invited gets no news of the event.
    let details = view.state != RsvpState::Withdrawn;
    let label = match view.state {
        RsvpState::Open => String::new(),
        RsvpState::Withdrawn => texts.withdrawn_label.to_owned(),
        RsvpState::Cancelled => texts.cancelled_label.to_owned(),
        RsvpState::Past => texts.past_label.to_owned(),
    };
    let current = view.response.filter(|_| open);
    InvitationPage {
        texts,
        style: STYLE,
        notice: notice.map(|notice| notice.text(texts)),
        guest: Some(fill(texts.dear, &[("guest", &view.guest_name)]))
            .filter(|_| open && !view.guest_name.trim().is_empty()),
        from: fill(
            if open {
                texts.invites
            } else {
                texts.invitation_from
            },
            &[("host", &view.host_name)],
        ),
        title: &view.title,
        long_title: view.title.chars().count() > LONG_TITLE_CHARS,
        label: match current {
            Some(response) => answered(texts, response, view.party_size),
            None => label,
        },
        tone: tone(view),
        message: &view.message,
        answered: current.is_some(),
        question: if current.is_none() || is_offer(view) {
            texts.question
        } else {
            texts.question_again
        },
        open,
        when: view
            .starts_at
            .as_deref()
            .filter(|_| details)
            .and_then(|at| {
                Some(When {
                    machine: at.parse::<Timestamp>().ok()?.to_string(),
                    spoken: texts.moment(at, &view.time_zone)?,
                    zone: &view.time_zone,
                })
            }),
        script: SCRIPT,
        calendar: calendar_links(texts, view, token),
        place: view
            .location
            .as_deref()
            .filter(|place| details && !place.trim().is_empty()),
        description: Some(view.description.trim())
            .filter(|text| details && view.state != RsvpState::Cancelled && !text.is_empty()),
        folded: folded(view.description.trim(), current.is_some()).filter(|_| open),
        buttons: Response::ALL
            .iter()
            .map(|&response| Button {
                value: response.as_str(),
                word: texts.answer(response).word,
                hint: texts.answer(response).hint,
                current: current == Some(response),
            })
            .collect(),
        parties: parties(texts, view),
        note_label: fill(texts.note_label, &[("host", &view.host_name)]),
        note: view.note.as_deref().unwrap_or_default(),
        note_chars: Note::MAX_CHARS,
        look: Look::of(view.colour, view.picture),
        colour: view.colour,
    }
    .render()
}

/// The page behind a link that leads nowhere. It is the same whatever the reason is.
pub(crate) fn unknown_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown, false)
}

/// The page by which the owner of an address stops email to it, or welcomes it again.
pub(crate) fn email_page(
    texts: &Texts,
    address: &str,
    stopped: bool,
) -> Result<String, askama::Error> {
    let (email, value) = if stopped {
        (&texts.email_stopped, WELCOME)
    } else {
        (&texts.email_welcome, STOP)
    };
    EmailPage {
        texts,
        style: STYLE,
        look: Look::PLAIN,
        email,
        text: fill(email.text, &[("address", address)]),
        value,
    }
    .render()
}

/// The page behind a link by which nobody's email can be stopped.
pub(crate) fn unknown_email_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown_email, false)
}

/// The page for a request that could not be served, with a way back to the invitation.
pub(crate) fn error_page(texts: &Texts, failure: Failure) -> Result<String, askama::Error> {
    let plain = match failure {
        Failure::BadForm => &texts.bad_form,
        Failure::Busy => &texts.busy,
        Failure::Unavailable => &texts.unavailable,
        Failure::Broken => &texts.broken,
    };
    plain_page(texts, plain, true)
}

/// The value of the header of that name, for every page of this module.
pub(crate) fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> =
        LazyLock::new(|| format!("{}; script-src '{}'", policy_for(STYLE), hash_of(SCRIPT)));
    &POLICY
}

#[derive(Template)]
#[template(path = "guest/invitation.html", whitespace = "minimize")]
struct InvitationPage<'a> {
    texts: &'a Texts,
    style: &'static str,
    look: Look,
    notice: Option<&'static str>,
    guest: Option<String>,
    from: String,
    title: &'a str,
    long_title: bool,
    /// The answer as it stands, or why there can be none.
    label: String,
    /// The class that colours the message.
    tone: &'static str,
    message: &'a str,
    open: bool,
    answered: bool,
    question: &'static str,
    when: Option<When<'a>>,
    /// What tells the guest's own time beside it.
    script: &'static str,
    calendar: Option<CalendarLinks>,
    place: Option<&'a str>,
    description: Option<&'a str>,
    /// The class that folds the description, where it is long.
    folded: Option<&'static str>,
    buttons: Vec<Button>,
    /// The sizes to choose from.
    parties: Vec<Party>,
    note_label: String,
    note: &'a str,
    note_chars: usize,
    colour: Colour,
}

/// One moment for programs and for people.
struct When<'a> {
    machine: String,
    spoken: String,
    zone: &'a str,
}

/// Where a guest's calendar finds the event.
struct CalendarLinks {
    file: String,
    google: String,
}

struct Party {
    size: u32,
    words: String,
    chosen: bool,
}

struct Button {
    value: &'static str,
    word: &'static str,
    hint: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "guest/plain.html", whitespace = "minimize")]
struct PlainPage<'a> {
    texts: &'a Texts,
    style: &'static str,
    look: Look,
    plain: &'a Plain,
    way_back: bool,
}

#[derive(Template)]
#[template(path = "guest/email.html", whitespace = "minimize")]
struct EmailPage<'a> {
    texts: &'a Texts,
    style: &'static str,
    look: Look,
    email: &'a Email,
    text: String,
    value: &'static str,
}

/// The links for the calendar of a guest who has a seat; the first as the page's address sees it.
fn calendar_links(texts: &Texts, view: &RsvpPage, token: &str) -> Option<CalendarLinks> {
    if view.state != RsvpState::Open || view.seat != Some(RsvpSeat::Seated) {
        return None;
    }
    let starts_at = view.starts_at.as_deref()?.parse().ok()?;
    Some(CalendarLinks {
        file: format!("{token}/calendar.ics?lang={}", texts.language),
        google: calendar::google_link(&view.title, view.location.as_deref(), starts_at),
    })
}

/// Who has not asked for seats yet starts from one, however many are held.
fn parties(texts: &Texts, view: &RsvpPage) -> Vec<Party> {
    let asked = view.response.is_some_and(Response::wants_seat);
    let chosen = if asked { view.party_size } else { 1 };
    (1..=view.party_limit.max(chosen))
        .map(|size| Party {
            size,
            words: match size - 1 {
                0 => texts.alone.to_owned(),
                others => fill(
                    texts.with_others.of(others),
                    &[("others", &others.to_string())],
                ),
            },
            chosen: size == chosen,
        })
        .collect()
}

fn plain_page(texts: &Texts, plain: &Plain, way_back: bool) -> Result<String, askama::Error> {
    PlainPage {
        texts,
        style: STYLE,
        look: Look::PLAIN,
        plain,
        way_back,
    }
    .render()
}

impl Notice {
    fn text(self, texts: &Texts) -> &'static str {
        match self {
            Self::ChooseAnswer => texts.choose_answer,
            Self::ChooseParty => texts.choose_party,
            Self::NoteWrong => texts.note_wrong,
            Self::NoRoom => texts.no_room,
            Self::AskedTooOften => texts.asked_too_often,
            Self::ChangedMeanwhile => texts.changed_meanwhile,
            Self::TooLate => texts.too_late,
        }
    }
}

fn answered(texts: &Texts, response: Response, party_size: u32) -> String {
    let pattern = if party_size > 1 && response.wants_seat() {
        texts.your_answer_is_for_party
    } else {
        texts.your_answer_is
    };
    let answer = texts.answer(response).word;
    fill(
        pattern,
        &[("answer", answer), ("party", &party_size.to_string())],
    )
}

/// The class that folds a description of this length, for a guest who has answered or not.
fn folded(description: &str, answered: bool) -> Option<&'static str> {
    let (short, lines) = SHORT_DESCRIPTION;
    let chars = description.chars().count();
    if chars > LONG_DESCRIPTION_CHARS {
        Some(if answered { "tall" } else { "long" })
    } else if !answered && (chars > short || description.lines().count() > lines) {
        Some("short")
    } else {
        None
    }
}

/// Whether a guest who said MAYBE is being kept a seat.
fn is_offer(view: &RsvpPage) -> bool {
    view.state == RsvpState::Open
        && view.response == Some(Response::Maybe)
        && view.respond_by.is_some()
}

fn tone(view: &RsvpPage) -> &'static str {
    if is_offer(view) {
        return "seated";
    }
    match (view.state, view.seat) {
        (RsvpState::Open, Some(RsvpSeat::Seated)) => "seated",
        (RsvpState::Open, Some(RsvpSeat::Standby | RsvpSeat::NotGuaranteed)) => "standby",
        _ => "quiet",
    }
}
