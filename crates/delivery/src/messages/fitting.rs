//! Brings a text message into as few segments as its words allow.
//!
//! The link is never touched. Courtesy goes first, then what the guest's page says as well, then
//! the end of the title; the host's name is shortened only where nothing else helps.

use unicode_segmentation::UnicodeSegmentation;

use super::RenderError;
use crate::segments::{SEGMENT_LIMIT, exceeds};

/// How much a text says beside what it must.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    /// Words that are only kind.
    pub(super) courtesy: bool,
    /// What the guest's page says as well: who may come along, the new place.
    pub(super) extras: bool,
    /// Until when to answer; an offer says so in any case.
    pub(super) deadline: bool,
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
    SHORTEST,
];

const SHORTEST: Detail = Detail {
    courtesy: false,
    extras: false,
    deadline: false,
    shortest_title: 12,
};

/// How many characters of the host's words stay where nothing else helps.
const LAST_RESORT: usize = 12;

/// The words of a host that a text repeats, folded for a text message.
#[derive(Debug, Clone, Copy)]
pub(super) struct HostWords<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
}

/// The fullest wording that fits into the fewest segments. Where none keeps the limit, the shortest
/// there is: then the link alone is too long.
pub(super) fn fullest(
    words: HostWords<'_>,
    text: impl Fn(Detail, HostWords<'_>) -> Result<String, RenderError>,
) -> Result<String, RenderError> {
    for limit in 1..=SEGMENT_LIMIT {
        for detail in DETAILS {
            if let Some(text) = fit(words, detail, limit, &text)? {
                return Ok(text);
            }
        }
    }
    let [name, title] = [words.name, words.title].map(cut);
    let words = HostWords {
        name: &name,
        title: &title,
    };
    text(SHORTEST, words)
}

/// The text in this detail with as much of the title as fits, if enough of it does.
fn fit(
    words: HostWords<'_>,
    detail: Detail,
    limit: usize,
    text: &impl Fn(Detail, HostWords<'_>) -> Result<String, RenderError>,
) -> Result<Option<String>, RenderError> {
    let whole = text(detail, words)?;
    if !exceeds(&whole, limit) {
        return Ok(Some(whole));
    }
    for title in shortened(words.title, detail.shortest_title) {
        let words = HostWords {
            title: &title,
            ..words
        };
        let text = text(detail, words)?;
        if !exceeds(&text, limit) {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

/// The starts of a text, the longest first, each with an ellipsis and none shorter than this many
/// characters.
pub(super) fn shortened(text: &str, shortest: usize) -> impl Iterator<Item = String> {
    let ends: Vec<usize> = text
        .grapheme_indices(true)
        .skip(shortest)
        .map(|(at, _)| at)
        .collect();
    ends.into_iter()
        .rev()
        .map(move |end| format!("{}...", start_of(text, end, shortest)))
}

/// The start of a text, without a broken word if enough is left, and without what would look odd
/// before an ellipsis.
fn start_of(text: &str, end: usize, shortest: usize) -> &str {
    let (start, rest) = text.split_at(end);
    let whole_words = match start.rsplit_once(' ') {
        Some((whole_words, _)) if !rest.starts_with(' ') => whole_words,
        _ => start,
    };
    let long_enough = whole_words.graphemes(true).count() >= shortest;
    let start = if long_enough { whole_words } else { start };
    start.trim_end_matches(|c: char| c.is_whitespace() || ",.;:-(&+".contains(c))
}

/// A text as far as the last resort lets it stand. What looks like one character may be as long
/// as one likes, so this one may be cut in two.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LAST_RESORT) {
        Some((end, _)) => format!("{}...", text.split_at(end).0.trim_end()),
        None => text.to_owned(),
    }
}
