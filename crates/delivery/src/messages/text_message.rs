//! Text messages: one segment where the host's words allow it.

use askama::Template;
use seat_dealer_core::MessageKind;
use unicode_segmentation::UnicodeSegmentation;

use super::{Content, Facts, RenderError, moments};
use crate::{segments::segments, typography::for_text_message};

/// More segments than this are never saved by leaving words out.
const MOST_SEGMENTS: usize = 3;

/// How much a text says beside what it must.
#[derive(Clone, Copy)]
struct Detail {
    /// Words that are only kind.
    courtesy: bool,
    /// What the guest's page says as well: who may come along, the new place.
    extras: bool,
    /// Until when to answer; an offer says so in any case.
    deadline: bool,
    /// How many characters of the title must stay for it to be shortened.
    shortest_title: usize,
}

/// From the fullest to the shortest.
const DETAILS: [Detail; 4] = [
    Detail {
        courtesy: true,
        extras: true,
        deadline: true,
        shortest_title: usize::MAX,
    },
    Detail {
        courtesy: false,
        extras: true,
        deadline: true,
        shortest_title: usize::MAX,
    },
    Detail {
        courtesy: false,
        extras: false,
        deadline: true,
        shortest_title: 24,
    },
    Detail {
        courtesy: false,
        extras: false,
        deadline: false,
        shortest_title: 12,
    },
];

/// The fullest wording that fits into the fewest segments: courtesy goes first, then extras, then
/// the title is shortened, then the deadline goes (the guest's page has it); the link stays whole.
pub(super) fn render(kind: MessageKind, facts: &Facts) -> Result<Content, RenderError> {
    let words = Words::new(kind, facts);
    for limit in 1..=MOST_SEGMENTS {
        for detail in DETAILS {
            if let Some(text) = words.fit(detail, limit)? {
                return Ok(content(text));
            }
        }
    }
    Ok(content(words.text(DETAILS[0], &words.title)?))
}

fn content(text: String) -> Content {
    Content {
        subject: None,
        text,
        html: None,
    }
}

struct Words<'a> {
    kind: MessageKind,
    host: String,
    title: String,
    when: Option<String>,
    place: Option<String>,
    party: &'static str,
    deadline: Option<String>,
    link: &'a str,
}

impl<'a> Words<'a> {
    fn new(kind: MessageKind, facts: &'a Facts) -> Self {
        let zone = &facts.time_zone;
        Self {
            kind,
            host: for_text_message(&facts.host_name),
            title: for_text_message(&facts.title),
            when: facts.starts_at.map(|moment| moments::short(moment, zone)),
            place: facts
                .location
                .as_deref()
                .map(for_text_message)
                .filter(|place| !place.is_empty()),
            party: match facts.party_limit {
                0 | 1 => "",
                2 => " and a guest",
                _ => " and your guests",
            },
            deadline: facts.respond_by.map(|moment| moments::short(moment, zone)),
            link: &facts.rsvp_url,
        }
    }

    /// The text in this detail with as much of the title as fits, if enough of it does.
    fn fit(&self, detail: Detail, limit: usize) -> Result<Option<String>, RenderError> {
        let whole = self.text(detail, &self.title)?;
        if segments(&whole).count <= limit {
            return Ok(Some(whole));
        }
        let ends: Vec<usize> = self
            .title
            .grapheme_indices(true)
            .skip(detail.shortest_title)
            .map(|(at, _)| at)
            .collect();
        for end in ends.into_iter().rev() {
            let shortened = format!("{}...", self.title_up_to(end, detail.shortest_title));
            let text = self.text(detail, &shortened)?;
            if segments(&text).count <= limit {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The start of the title, without a broken word if enough is left, and without what would
    /// look odd before an ellipsis.
    fn title_up_to(&self, end: usize, shortest: usize) -> &str {
        let (start, rest) = self.title.split_at(end);
        let whole_words = match start.rsplit_once(' ') {
            Some((whole_words, _)) if !rest.starts_with(' ') => whole_words,
            _ => start,
        };
        let long_enough = whole_words.graphemes(true).count() >= shortest;
        let start = if long_enough { whole_words } else { start };
        start.trim_end_matches(|c: char| c.is_whitespace() || ",.;:-(&+".contains(c))
    }

    fn text(&self, detail: Detail, title: &str) -> Result<String, RenderError> {
        // Who said MAYBE knows when it is.
        let knows_when = self.kind == MessageKind::MaybeNotice && !detail.extras;
        let when = self.when.as_deref().filter(|_| !knows_when);
        let says_deadline = detail.deadline || self.kind == MessageKind::Offer;
        TextMessage {
            kind: self.kind,
            host: &self.host,
            occasion: &occasion(title, when),
            place: self.place.as_deref().filter(|_| detail.extras),
            party: if detail.extras { self.party } else { "" },
            deadline: self.deadline.as_deref().filter(|_| says_deadline),
            link: self.link,
            courtesy: detail.courtesy,
        }
        .render()
    }
}

/// What and when, as one sentence.
fn occasion(title: &str, when: Option<&str>) -> String {
    match when {
        Some(when) => format!("{title}, {when}."),
        None if title.ends_with(['.', '!', '?']) => title.to_owned(),
        None => format!("{title}."),
    }
}

#[derive(Template)]
#[template(path = "sms.txt")]
struct TextMessage<'a> {
    kind: MessageKind,
    host: &'a str,
    occasion: &'a str,
    place: Option<&'a str>,
    party: &'a str,
    deadline: Option<&'a str>,
    link: &'a str,
    courtesy: bool,
}

#[cfg(test)]
mod tests;
