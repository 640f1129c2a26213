//! Renders the guest's page in each of its states, and related pages.

use std::sync::LazyLock;

use askama::Template;
use jiff::Timestamp;
use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};
use seat_dealer_core::{Look, Note};
use seat_dealer_delivery::{PictureUse, calendar};

use super::details::InvalidDetail;
use super::look::PLAIN;
use super::policy::{hash_of, policy_for};
use super::texts::{Email, Plain, Texts, fill};

/// The exact text between `<style>` and `</style>`, whose hash is in the policy.
pub(super) const STYLE: &str = concat!(
    include_str!("../../templates/linen.css"),
    include_str!("../../templates/guest/guest.css")
);

/// The exact text between `<script>` and `</script>`. The page is complete without it.
const SCRIPT: &str = include_str!("../../templates/guest/own_time.js");

/// A longer title has a smaller font, so that it does not fill a phone's first screen.
const LONG_TITLE_CHARS: usize = 48;

/// A description with more characters or more lines is folded on a phone until the guest has answered,
/// so that the answers are on the first screen.
const SHORT_DESCRIPTION: (usize, usize) = (70, 2);

/// A description with more characters is folded on all screens while the guest can answer.
const LONG_DESCRIPTION_CHARS: usize = 500;

/// The value of `email` that the button for stopping email sends.
const STOP: &str = "stop";
/// The value of `email` that the button for allowing email sends.
pub(crate) const WELCOME: &str = "welcome";

/// The notice above the buttons when an answer was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// None of the four answers was sent (422).
    ChooseAnswer,
    /// The party size is larger than the host allows, or not a number (422).
    ChooseParty,
    /// A field beside the answer has to be corrected (422).
    InvalidDetail(InvalidDetail),
    /// Not enough seats are open for the party (409).
    NoRoom,
    /// The guest has asked for more seats too often (409).
    AskedTooOften,
    /// The invitation changed between the page and the answer (409).
    ChangedMeanwhile,
    /// The invitation can no longer be answered (409).
    TooLate,
}

/// The reason for an error page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The form cannot be parsed (400, 413, 415 or 422).
    BadForm,
    /// Too many requests (429).
    Busy,
    /// The database is unavailable or cannot be written (503).
    Unavailable,
    /// An internal error (500).
    Broken,
}

/// The page of an invitation with this token. It shows `view.message` unchanged; see
/// [`Texts::state_message`]. `picture` is the address of the image in the link's preview.
pub(crate) fn page(
    texts: &Texts,
    view: &RsvpPage,
    token: &str,
    picture: &str,
    notice: Option<Notice>,
) -> Result<String, askama::Error> {
    let open = view.state == RsvpState::Open;
    // A guest whose invitation was withdrawn does not see the event.
    let details = view.state != RsvpState::Withdrawn;
    let label = match view.state {
        RsvpState::Open => String::new(),
        RsvpState::Withdrawn => texts.withdrawn_label.to_owned(),
        RsvpState::Cancelled => texts.cancelled_label.to_owned(),
        RsvpState::Past => texts.past_label.to_owned(),
    };
    let current = view.response.filter(|_| open);
    let comes = current != Some(Response::No);
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
                    readable: texts.span(at, view.ends_at.as_deref(), &view.time_zone)?,
                    zone: &view.time_zone,
                })
            }),
        script: SCRIPT,
        calendar: calendar_links(texts, view, token),
        place: view
            .location
            .as_deref()
            .filter(|place| details && !place.trim().is_empty())
            .map(|name| Place {
                name,
                map: calendar::map_link(name),
            }),
        host_question: view.question.as_deref().filter(|_| comes),
        url: view
            .url
            .as_deref()
            .filter(|_| details && view.state != RsvpState::Cancelled),
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
        diet: comes.then(|| view.diet.as_deref().unwrap_or_default()),
        diet_hint: fill(texts.diet_hint, &[("host", &view.host_name)]),
        note_label: fill(texts.note_label, &[("host", &view.host_name)]),
        view,
        note_chars: Note::MAX_CHARS,
        look: Look {
            colour: view.colour,
            picture: view.picture,
        },
        picture,
        picture_size: PictureUse::Preview.size(),
    }
    .render()
}

/// The page for all invalid links.
pub(crate) fn unknown_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown, false)
}

/// The page on which the owner of an email address stops email or allows it again.
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
        look: PLAIN,
        email,
        text: fill(email.text, &[("address", address)]),
        value,
    }
    .render()
}

/// The page on which a host stops email about their events or allows it again.
pub(crate) fn host_news_page(texts: &Texts, stopped: bool) -> Result<String, askama::Error> {
    let (email, value) = if stopped {
        (&texts.host_news_stopped, WELCOME)
    } else {
        (&texts.host_news_welcome, STOP)
    };
    EmailPage {
        texts,
        style: STYLE,
        look: PLAIN,
        email,
        text: email.text.to_owned(),
        value,
    }
    .render()
}

/// The page for an invalid link that should stop email.
pub(crate) fn unknown_email_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown_email, false)
}

/// The error page, with a link to the invitation.
pub(crate) fn error_page(texts: &Texts, failure: Failure) -> Result<String, askama::Error> {
    let plain = match failure {
        Failure::BadForm => &texts.bad_form,
        Failure::Busy => &texts.busy,
        Failure::Unavailable => &texts.unavailable,
        Failure::Broken => &texts.broken,
    };
    plain_page(texts, plain, true)
}

/// The value of the header `Content-Security-Policy` of all pages in this module.
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
    /// The current answer, or the reason why the guest cannot answer.
    label: String,
    /// The class that colours the message.
    tone: &'static str,
    message: &'a str,
    open: bool,
    answered: bool,
    question: &'static str,
    when: Option<When<'a>>,
    /// The script that shows the guest's local time.
    script: &'static str,
    calendar: Option<CalendarLinks>,
    place: Option<Place<'a>>,
    url: Option<&'a str>,
    /// What the host asks the guests, unless the guest does not come.
    host_question: Option<&'a str>,
    description: Option<&'a str>,
    /// The CSS class that folds a long description.
    folded: Option<&'static str>,
    buttons: Vec<Button>,
    /// The sizes to choose from.
    parties: Vec<Party>,
    /// What the guest eats and does not eat. `None`: the guest does not come and is not asked.
    diet: Option<&'a str>,
    diet_hint: String,
    note_label: String,
    view: &'a RsvpPage,
    note_chars: usize,
    /// The address of the image in the link's preview.
    picture: &'a str,
    /// Its width and height.
    picture_size: (u32, u32),
}

/// A time in a machine-readable and a readable form.
struct When<'a> {
    machine: String,
    readable: String,
    zone: &'a str,
}

/// A place, and the address of a map of it.
struct Place<'a> {
    name: &'a str,
    map: String,
}

/// Links that add the event to a guest's calendar.
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

/// The calendar links of a guest who has a seat. The first is relative to the page.
fn calendar_links(texts: &Texts, view: &RsvpPage, token: &str) -> Option<CalendarLinks> {
    if view.state != RsvpState::Open || view.seat != Some(RsvpSeat::Seated) {
        return None;
    }
    let starts_at = view.starts_at.as_deref()?.parse().ok()?;
    let ends_at = view.ends_at.as_deref().and_then(|at| at.parse().ok());
    Some(CalendarLinks {
        file: format!("{token}/calendar.ics?lang={}", texts.language),
        google: calendar::google_link(&view.title, view.location.as_deref(), starts_at, ends_at),
    })
}

/// The sizes to choose from. For a guest who has not asked for seats yet, all people of the contact are selected,
/// however many guests they may bring.
fn parties(texts: &Texts, view: &RsvpPage) -> Vec<Party> {
    let chosen = view.default_party_size;
    (1..=view.party_limit.max(chosen))
        .map(|size| Party {
            size,
            words: match size - 1 {
                0 => texts.alone.to_owned(),
                others => fill(
                    texts.with_others.of(texts.language, others),
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
        look: PLAIN,
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
            Self::InvalidDetail(detail) => detail.text(texts),
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

/// The CSS class that folds a description of this length.
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

/// Whether a seat is held for a guest who answered MAYBE.
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
