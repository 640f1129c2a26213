//! Text messages: one segment if the host's words allow it.

use seat_dealer_core::{HostWords as CoreWords, MessageKind};

use super::{
    MessageContext,
    fitting::{HostWords, fullest, shortened},
    segment_limit, time,
};
use crate::segments::{SEGMENT_LIMIT_WITH_WORDS, exceeds};
use crate::{typography::for_text_message, wording::fill};

pub(super) fn render(kind: MessageKind, context: &MessageContext) -> String {
    let keeps = Keeps {
        // A guest who has answered knows the time.
        time: !matches!(
            kind,
            MessageKind::MaybeNotice
                | MessageKind::Confirmation
                | MessageKind::Released
                | MessageKind::HostMessage
        ),
        deadline: kind == MessageKind::Offer,
    };
    let template = context.message(kind).text;
    write(template, context, keeps, Some(&context.rsvp_url))
}

/// What a text keeps however short it is.
#[derive(Clone, Copy, Default)]
pub(super) struct Keeps {
    time: bool,
    deadline: bool,
}

/// Fills a template, with a link behind it: the longest wording with the fewest segments. Courtesy is left out first,
/// then details, then the title is shortened, then the deadline is left out (the guest's page has it). The link is
/// never shortened.
pub(super) fn write(
    template: &str,
    context: &MessageContext,
    keeps: Keeps,
    link: Option<&str>,
) -> String {
    let (zone, dates) = (&context.time_zone, &context.wording().dates);
    let short = |moment| time::short(moment, zone, dates);
    let when = context.starts_at.map(short);
    let deadline = context.respond_by.map(short);
    let (seats, company) = (context.seats(), context.company());
    let place = context.location.as_deref().map(for_text_message);
    let place = place.as_deref().filter(|place| !place.is_empty());
    let host_words = HostWords {
        name: &for_text_message(&context.host_name),
        title: &for_text_message(&context.title),
    };
    let words = context.words.as_deref().map(own_words);
    let sentence = words.as_deref().map(ended);
    fullest(host_words, segment_limit(context), |detail, host_words| {
        let when = when.as_deref().filter(|_| detail.extras || keeps.time);
        let occasion = occasion(host_words.title, when);
        let party = if detail.extras { &company } else { "" };
        let says_deadline = detail.deadline || keeps.deadline;
        let values = [
            ("host", Some(host_words.name)),
            ("title", Some(host_words.title)),
            ("words", words.as_deref()),
            ("sentence", sentence.as_deref()),
            ("occasion", Some(occasion.as_str())),
            ("seats", Some(seats.as_str())),
            ("party", Some(party)),
            ("place", place.filter(|_| detail.extras)),
            ("deadline", deadline.as_deref().filter(|_| says_deadline)),
            ("courtesy", detail.courtesy.then_some("")),
        ];
        let text = fill(template, &values);
        match link {
            Some(link) => format!("{text} {link}"),
            None => text,
        }
    })
}

/// What the host wrote, as long as a text may have it. It is longer only if a longer email has failed, or if most of
/// it are pictures.
fn own_words(text: &str) -> String {
    const MOST_SEGMENTS: usize = SEGMENT_LIMIT_WITH_WORDS - 2;
    let words = for_text_message(text);
    let fits = |text: &str| {
        text.chars().count() <= CoreWords::MAX_CHARS_BY_TEXT && !exceeds(text, MOST_SEGMENTS)
    };
    if fits(&words) {
        return words;
    }
    let mut shorter = shortened(&words, 0);
    shorter.find(|text| fits(text)).unwrap_or_default()
}

/// Words with a full stop, if they end without a mark, so that a sentence can follow.
pub(super) fn ended(words: &str) -> String {
    let stop = if words.ends_with(char::is_alphanumeric) {
        "."
    } else {
        ""
    };
    format!("{words}{stop}")
}

/// Title and time as one sentence.
pub(super) fn occasion(title: &str, when: Option<&str>) -> String {
    match when {
        Some(when) => format!("{title}, {when}."),
        None if title.ends_with(['.', '!', '?']) => title.to_owned(),
        None => format!("{title}."),
    }
}

#[cfg(test)]
mod tests;
