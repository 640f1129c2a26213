//! The guest's page and its kin: what is on them in which state.

use std::sync::LazyLock;

use askama::Template;
use jiff::Timestamp;
use seat_dealer_api_types::{Response, RsvpPage, RsvpSeat, RsvpState};

use super::style::policy_for;
use super::texts::{Email, Plain, Texts, fill};

/// The text between `<style>` and `</style>`, to the byte: its hash is in the policy.
const STYLE: &str = concat!(
    include_str!("../../templates/linen.css"),
    include_str!("../../templates/guest/guest.css")
);

/// A title longer than this is set smaller, so that it does not fill a phone's first screen.
const LONG_TITLE_CHARS: usize = 48;

/// A description longer than this may push the buttons off a phone's first screens, so that a link
/// at the top leads to them.
const LONG_DESCRIPTION_CHARS: usize = 400;

/// What the button on the page about email sends as `email`: no more of it.
const STOP: &str = "stop";
/// And: email is welcome again.
pub(crate) const WELCOME: &str = "welcome";

/// What is said above the buttons when an answer was not taken as it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// None of the four words was sent (422).
    ChooseAnswer,
    /// The party is larger than the host allows, or not a number (422).
    ChooseParty,
    /// The invitation changed between the page and the answer (409).
    ChangedMeanwhile,
    /// It can no longer be answered (409).
    TooLate,
}

/// Why there is nothing but an apology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The form's body could not be read at all (400, 413, 415 or 422).
    BadForm,
    /// Too many requests, or the server is stopping (429 or 503).
    Busy,
    /// An error of ours (500).
    Broken,
}

/// The page of one invitation. Shows `view.message` as it is; see [`Texts::standing`].
pub fn page(
    texts: &Texts,
    view: &RsvpPage,
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
                let at_machine = at.parse::<Timestamp>().ok()?.to_string();
                Some((at_machine, texts.moment(at, &view.time_zone)?))
            }),
        place: view
            .location
            .as_deref()
            .filter(|place| details && !place.trim().is_empty()),
        description: Some(view.description.trim())
            .filter(|text| details && view.state != RsvpState::Cancelled && !text.is_empty()),
        jump: Some(texts.go_to_answers)
            .filter(|_| open && view.description.chars().count() > LONG_DESCRIPTION_CHARS),
        buttons: Response::ALL
            .iter()
            .map(|&response| Button {
                value: response.as_str(),
                word: texts.answer(response).word,
                hint: texts.answer(response).hint,
                current: current == Some(response),
            })
            .collect(),
        parties: (1..=view.party_limit.max(view.party_size))
            .map(|party| (party, party == view.party_size))
            .collect(),
    }
    .render()
}

/// The page behind a link that leads nowhere. It is the same whatever the reason is.
pub fn unknown_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown, false)
}

/// The page by which the owner of an address stops email to it, or welcomes it again.
pub fn email_page(texts: &Texts, address: &str, stopped: bool) -> Result<String, askama::Error> {
    let (email, value) = if stopped {
        (&texts.email_stopped, WELCOME)
    } else {
        (&texts.email_welcome, STOP)
    };
    EmailPage {
        texts,
        style: STYLE,
        email,
        text: fill(email.text, &[("address", address)]),
        value,
    }
    .render()
}

/// The page behind a link by which nobody's email can be stopped.
pub fn unknown_email_page(texts: &Texts) -> Result<String, askama::Error> {
    plain_page(texts, &texts.unknown_email, false)
}

/// The page for a request that could not be served, with a way back to the invitation.
pub fn error_page(texts: &Texts, failure: Failure) -> Result<String, askama::Error> {
    let plain = match failure {
        Failure::BadForm => &texts.bad_form,
        Failure::Busy => &texts.busy,
        Failure::Broken => &texts.broken,
    };
    plain_page(texts, plain, true)
}

/// The value of the header of that name, for every page of this module.
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| policy_for(STYLE));
    &POLICY
}

#[derive(Template)]
#[template(path = "guest/invitation.html", whitespace = "minimize")]
struct InvitationPage<'a> {
    texts: &'a Texts,
    style: &'static str,
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
    /// The same moment for programs and for people.
    when: Option<(String, String)>,
    place: Option<&'a str>,
    description: Option<&'a str>,
    /// The link to the answers, where it is far to them.
    jump: Option<&'static str>,
    buttons: Vec<Button>,
    /// The sizes to choose from, and whether each is the chosen one.
    parties: Vec<(u32, bool)>,
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
    plain: &'a Plain,
    way_back: bool,
}

#[derive(Template)]
#[template(path = "guest/email.html", whitespace = "minimize")]
struct EmailPage<'a> {
    texts: &'a Texts,
    style: &'static str,
    email: &'a Email,
    text: String,
    value: &'static str,
}

fn plain_page(texts: &Texts, plain: &Plain, way_back: bool) -> Result<String, askama::Error> {
    PlainPage {
        texts,
        style: STYLE,
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
