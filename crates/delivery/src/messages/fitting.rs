//! Shortens a text message to the smallest possible number of segments.
//!
//! The link is never shortened. Courtesy is left out first, then what the guest's page says, too, then the end of the
//! title. The host's name is shortened only if nothing else helps.

use unicode_segmentation::UnicodeSegmentation;

use crate::segments::exceeds;

/// The optional parts of a text.
#[derive(Clone, Copy)]
pub(super) struct Detail {
    /// Courtesy.
    pub(super) courtesy: bool,
    /// Details that are also on the guest's page: the number of people, the new place.
    pub(super) extras: bool,
    /// The deadline. An offer always has it.
    pub(super) deadline: bool,
    /// The minimum length of a shortened title, in characters.
    shortest_title: usize,
}

/// All levels of detail, the longest text first.
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

/// The maximum length of the host's words if nothing else helps, in characters.
const LAST_RESORT: usize = 12;

/// The host's words in a text, normalised for a text message.
#[derive(Debug, Clone, Copy)]
pub(super) struct HostWords<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
}

/// The longest wording with the fewest segments, at most `most`. If none is within this limit, the shortest wording: then the link
/// alone is too long.
pub(super) fn fullest(
    words: HostWords<'_>,
    most: usize,
    text: impl Fn(Detail, HostWords<'_>) -> String,
) -> String {
    for limit in 1..=most {
        for detail in DETAILS {
            if let Some(text) = fit(words, detail, limit, &text) {
                return text;
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

/// The text with this detail and as much of the title as fits, if that is enough.
fn fit(
    words: HostWords<'_>,
    detail: Detail,
    limit: usize,
    text: &impl Fn(Detail, HostWords<'_>) -> String,
) -> Option<String> {
    let fits = |text: &String| !exceeds(text, limit);
    let whole = text(detail, words);
    if fits(&whole) {
        return Some(whole);
    }
    shortened(words.title, detail.shortest_title)
        .map(|title| {
            let words = HostWords {
                title: &title,
                ..words
            };
            text(detail, words)
        })
        .find(fits)
}

/// The prefixes of a text with an ellipsis, the longest first, none shorter than the minimum.
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

/// A prefix of a text, without a broken word if enough is left, and without punctuation before the ellipsis.
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

/// The prefix of a text with the maximum length. It may end within a grapheme cluster, because a cluster may have any
/// length.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LAST_RESORT) {
        Some((end, _)) => format!("{}...", text.split_at(end).0.trim_end()),
        None => text.to_owned(),
    }
}
