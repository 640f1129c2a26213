//! What telephones send as a text when their owner marks one of ours with a heart or the like:
//! *Liked “Ada invites you: …”*, *👍 to “…”*. The words differ by the language of the telephone.

use super::message::{Message, words};
use super::reader::Readers;

const QUOTES: [char; 8] = ['"', '“', '”', '„', '«', '»', '‹', '「'];
/// What stands between an emoji and the text it marks.
const AFTER_AN_EMOJI: [&str; 6] = ["to", "a", "zu", "auf", "à", "on"];
/// How many words stand around a quotation of our text, in whatever language.
const MOST_WORDS_AROUND: usize = 8;

pub(super) fn is_reaction(message: &Message, readers: &Readers) -> bool {
    let text = message.text.trim();
    let Some((before, quotation, after)) = quotation(text) else {
        return readers.react_to_a_picture(&message.words());
    };
    let has_emoji = text.starts_with(|c: char| !c.is_alphanumeric());
    let (before, after) = (words(before), words(after).len());
    match &before[..] {
        [] => false,
        _ if quotation.contains("://") => before.len() + after <= MOST_WORDS_AROUND,
        [word] if has_emoji && AFTER_AN_EMOJI.contains(&word.text.as_str()) => true,
        before => after <= 2 && readers.precede_a_quotation(before),
    }
}

/// A text cut where a quotation begins and ends. One without an end goes on to the end of the text.
fn quotation(text: &str) -> Option<(&str, &str, &str)> {
    let is_quote = |c: char| QUOTES.contains(&c);
    let (before, rest) = text
        .split_once(is_quote)
        .or_else(|| text.split_once(" '"))
        .or_else(|| text.split_once(" ‘"))?;
    let (quotation, after) = rest
        .rsplit_once(|c| is_quote(c) || matches!(c, '\'' | '’'))
        .unwrap_or((rest, ""));
    Some((before, quotation, after))
}
