//! All sentences for guests on the pages and in the RSVP API, one file per language.
//!
//! A text may contain placeholders such as `{host}`, which `guest_state` and `view` fill in. A `Counted` is for as many
//! seats as `{party}` or people as `{others}` says. The tone is short, warm and honest. Guests are told their own state and what they can do, never the state of other
//! guests. docs/DESIGN.md says how each language addresses the guest.

mod english;
mod french;
mod german;
mod guest_state;
mod italian;
mod portuguese;
mod spanish;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use english::ENGLISH;
pub(crate) use guest_state::GuestState;
pub(super) use guest_state::fill;
use seat_dealer_core::Language;
pub(crate) use seat_dealer_delivery::Counted;

/// The sentences of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say what the sentences are for.
pub(crate) struct Texts {
    /// The language.
    pub language: Language,
    /// The tag with which browsers format dates like this page.
    pub dates: &'static str,

    // The page, and its link preview, which contains nothing about the event.
    pub page_title: &'static str,
    pub preview_title: &'static str,
    pub preview_description: &'static str,
    pub dear: &'static str,
    pub invites: &'static str,
    pub invitation_from: &'static str,
    pub when: &'static str,
    pub place: &'static str,
    pub link: &'static str,
    pub own_time: &'static str,
    pub add_to_calendar: &'static str,
    pub add_to_google: &'static str,
    pub read_all: &'static str,
    pub private_link: &'static str,
    pub languages: &'static str,

    // The answers.
    pub question: &'static str,
    pub question_again: &'static str,
    pub change_hint: &'static str,
    pub party_question: &'static str,
    pub alone: &'static str,
    pub with_others: Counted,
    pub companions_label: &'static str,
    pub answer_to_question_hint: &'static str,
    pub diet_label: &'static str,
    pub diet_hint: &'static str,
    pub note_label: &'static str,
    pub note_hint: &'static str,
    pub yes: AnswerTexts,
    pub probably: AnswerTexts,
    pub maybe: AnswerTexts,
    pub no: AnswerTexts,
    pub your_answer: &'static str,
    pub your_answer_is: &'static str,
    pub your_answer_is_for_party: &'static str,

    // The guest's state.
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

    // Labels above those sentences.
    pub withdrawn_label: &'static str,
    pub cancelled_label: &'static str,
    pub past_label: &'static str,

    // Notices above the buttons.
    pub choose_answer: &'static str,
    pub choose_party: &'static str,
    pub note_wrong: &'static str,
    pub companions_wrong: &'static str,
    pub diet_wrong: &'static str,
    pub answer_to_question_wrong: &'static str,
    pub no_room: &'static str,
    pub asked_too_often: &'static str,
    pub changed_meanwhile: &'static str,
    pub too_late: &'static str,

    // Pages without an invitation.
    pub unknown: Plain,
    pub bad_form: Plain,
    pub busy: Plain,
    pub unavailable: Plain,
    pub broken: Plain,
    pub back: &'static str,

    // The page that stops email or allows it again.
    pub email_welcome: Email,
    pub email_stopped: Email,
    pub host_news_welcome: Email,
    pub host_news_stopped: Email,
    pub unknown_email: Plain,

    // The formats of dates. Their words are in `DateNames`.
    pub date_time: &'static str,
    pub deadline: &'static str,
}

impl Texts {
    /// The texts of a language.
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &english::ENGLISH,
            Language::Spanish => &spanish::SPANISH,
            Language::German => &german::GERMAN,
            Language::French => &french::FRENCH,
            Language::Italian => &italian::ITALIAN,
            Language::Portuguese => &portuguese::PORTUGUESE,
        }
    }

    /// All languages, for the links on a page.
    #[allow(clippy::unused_self)] // Templates can call only methods of their values.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static Self> {
        Language::ALL.iter().copied().map(Self::of)
    }
}

/// One of the four answers: the label of its button and the line below. Long labels contain soft
/// hyphens, because the buttons are in pairs on a phone.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct AnswerTexts {
    pub word: &'static str,
    pub hint: &'static str,
}

/// A page about email to `{address}`, with one button.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Email {
    pub heading: &'static str,
    pub text: &'static str,
    pub button: &'static str,
    pub hint: &'static str,
}

/// A page that has only a heading and a paragraph.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Plain {
    pub heading: &'static str,
    pub text: &'static str,
}
