//! All sentences of messages to guests, one file for each language. The compiler finds missing ones.
//!
//! A sentence is a template: see [`fill`]. docs/DESIGN.md says how each language addresses the guest. Guests are told
//! their own state and what they can do, never the order, other guests or open seats.

mod english;
mod french;
mod german;
mod italian;
mod portuguese;
mod spanish;
mod template;

use seat_dealer_core::Language;

use crate::plural::Counted;

pub(crate) use template::fill;

/// The sentences of one language.
///
/// Values: `{host}`, `{guest}` and `{title}`; `{occasion}` is the title and the time as a sentence; `{seats}` are the
/// guest's seats. `{words}` are the host's own, and `{sentence}` is what the host adds to other words. These two,
/// `{place}`, `{deadline}` and `{courtesy}` may be absent and stand in brackets.
#[derive(Debug)]
#[allow(missing_docs)] // The names say what the sentences are for.
pub(crate) struct Wording {
    pub invitation: Message,
    pub reminder: Message,
    pub maybe: Message,
    pub seated: Message,
    pub offer: Message,
    pub confirmed: Message,
    /// Like `confirmed`, to a guest who answered PROBABLY.
    pub confirmed_probably: Message,
    pub day_before: Message,
    /// Like `day_before`, to a guest who answered PROBABLY.
    pub day_before_probably: Message,
    pub changed: Message,
    pub cancelled: Message,
    /// The seat is gone, and not because the guest gave it back.
    pub withdrawn: Message,
    pub declined: Message,
    /// The guest has a seat, but no longer an entry in the calendar.
    pub off_calendar: Message,
    /// The host's own words, `{words}`.
    pub host_message: Message,

    // Replies to texts.
    pub on_standby: &'static str,
    /// The only reply without a link.
    pub no_longer_open: &'static str,
    pub begun: &'static str,
    pub not_noted: &'static str,
    pub not_understood: &'static str,
    pub help: &'static str,
    pub which_one: &'static str,
    pub more_links: &'static str,

    // Parts of messages that the host passes on, and of emails.
    pub greeting_by_hand: &'static str,
    pub greeting: &'static str,
    pub added_to_calendar: &'static str,
    pub out_of_calendar: &'static str,
    pub closing: &'static str,
    pub no_more_email: &'static str,
    /// The colon, with the space before it.
    pub colon: &'static str,

    // Texts with a `{number}`.
    /// That many seats, as the object of a verb.
    pub seats: Counted,
    /// The first part of `{party}`, behind *invites you*: so many of the people that the contact is, who are several.
    pub people: Counted,
    /// The same for a couple who are both invited.
    pub both: &'static str,
    /// The second part: and so many guests of theirs, at least one.
    pub and_guests: Counted,
    /// A sentence: the invitation is for so many people.
    pub is_for: Counted,
    /// A sentence: the guest may bring up to so many guests, at least one.
    pub may_bring: Counted,

    /// The line with the link in a calendar entry.
    pub calendar_link: &'static str,
    pub dates: Dates,
}

/// A message in all its forms.
#[derive(Debug)]
pub(crate) struct Message {
    /// A text message before its link. All letters must be in the GSM-7 alphabet: it has no á, í, ó, ú, ê, ô, û, ç, À
    /// and no typographic apostrophe.
    pub text: &'static str,
    /// The host's own words, between greeting and link.
    pub by_hand: &'static str,
    /// The subject of an email.
    pub subject: &'static str,
    /// The sentence of an email before the event.
    pub lead: &'static str,
    /// The sentences of an email after the event.
    pub request: &'static str,
    /// The label of the link in an email.
    pub button: &'static str,
}

/// The formats of dates.
#[derive(Debug)]
pub(crate) struct Dates {
    /// The words in full.
    pub names: DateNames,
    /// The weekdays of `short` from Monday, in the GSM-7 alphabet.
    pub short_weekdays: [&'static str; 7],
    /// The months of `short`, in the GSM-7 alphabet.
    pub short_months: [&'static str; 12],
    /// For texts: values `{weekday}`, `{day}`, `{month}`, `{time}`.
    pub short: &'static str,
    /// For emails: also `{year}` and `{zone}`.
    pub long: &'static str,
    /// The name of a time zone: its `{city}`, or `{zone}`, its IANA name.
    pub zone: &'static str,
}

/// The words of dates.
#[derive(Debug)]
pub struct DateNames {
    /// The first day of a month, for which some languages have a form of its own.
    pub first_day: &'static str,
    /// From Monday.
    pub weekdays: [&'static str; 7],
    /// From January.
    pub months: [&'static str; 12],
}

impl DateNames {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        &Wording::of(language).dates.names
    }
}

impl Wording {
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
}

#[cfg(test)]
mod tests;
