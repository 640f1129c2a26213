//! Every sentence that a guest reads on the page or in the answer of the RSVP API, in one file
//! per language.
//!
//! A text may hold placeholders such as `{host}`; which ones, its use in `standing` and in `view`
//! shows. The tone: short, warm and honest. A guest is told where they stand and what they can do,
//! never where others stand. How each language addresses the guest stands in docs/DESIGN.md.

mod english;
mod french;
mod german;
mod spanish;
mod standing;
#[cfg(test)]
mod tests;

pub(crate) use english::ENGLISH;
pub(crate) use standing::Standing;
pub(super) use standing::fill;

/// Every language there is, in the order in which a page offers them.
pub(crate) static LANGUAGES: [&Texts; 4] = [
    &ENGLISH,
    &spanish::SPANISH,
    &german::GERMAN,
    &french::FRENCH,
];

/// The sentences of one language.
#[derive(Debug)]
#[allow(missing_docs)] // The names say what the sentences are for.
pub(crate) struct Texts {
    /// The language's tag (BCP 47).
    pub language: &'static str,
    /// The tag by which browsers write dates as this page does.
    pub dates: &'static str,
    /// What the language calls itself.
    pub own_name: &'static str,

    // The page, and what a link preview shows of it: nothing about the event.
    pub page_title: &'static str,
    pub preview_title: &'static str,
    pub preview_description: &'static str,
    pub dear: &'static str,
    pub invites: &'static str,
    pub invitation_from: &'static str,
    pub when: &'static str,
    pub place: &'static str,
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
    pub note_label: &'static str,
    pub note_hint: &'static str,
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
    pub note_wrong: &'static str,
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

    // The page by which email is stopped, and welcomed again.
    pub email_welcome: Email,
    pub email_stopped: Email,
    pub unknown_email: Plain,

    // Dates. The first day of a month has a word of its own in some languages.
    pub first_day: &'static str,
    pub weekdays: [&'static str; 7],
    pub months: [&'static str; 12],
    pub moment: &'static str,
    pub deadline: &'static str,
}

impl Texts {
    /// Every language, for a page to offer.
    #[allow(clippy::unused_self)] // Templates reach what they show through their values.
    pub(super) fn all(&self) -> [&'static Self; 4] {
        LANGUAGES
    }
}

/// One of the four answers: the word on its button and the line below. A long word says where it may be
/// broken, because the buttons stand in pairs on a phone.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Answer {
    pub word: &'static str,
    pub hint: &'static str,
}

/// Words about one, and the same about as many as `{party}` or `{others}` says.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Counted {
    pub one: &'static str,
    pub many: &'static str,
}

/// A page about email to one `{address}`, with one button.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Email {
    pub heading: &'static str,
    pub text: &'static str,
    pub button: &'static str,
    pub hint: &'static str,
}

/// A page that is only a heading and a paragraph.
#[derive(Debug)]
#[allow(missing_docs)]
pub(crate) struct Plain {
    pub heading: &'static str,
    pub text: &'static str,
}
