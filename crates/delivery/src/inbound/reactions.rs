//! Reactions: the texts that phones send when their owner marks a text with a heart or the like, such as *Liked “Ada
//! invites you: …”* or *👍 to “…”*. The words depend on the language of the phone.

use super::message::{Message, words};
use super::reader::Readers;

const QUOTES: [char; 8] = ['"', '“', '”', '„', '«', '»', '‹', '「'];
/// The words between an emoji and the quoted text.
const AFTER_AN_EMOJI: [&str; 6] = ["to", "a", "zu", "auf", "à", "on"];
/// The maximum number of words around the quoted text, in any language.
const MOST_WORDS_AROUND: usize = 8;

pub(super) fn is_reaction(message: &Message, readers: &Readers) -> bool {
    let text = message.text.trim();
    let Some((before, quotation, after)) = quotation(text) else {
        return readers.react_to_a_picture(&message.words());
    };
    let has_emoji = text.starts_with(|c: char| !c.is_alphanumeric());
    let (before, after) = (words(before), words(after));
    let around = [&before[..], &after[..]].concat();
    match &before[..] {
        [] => false,
        _ if quotation.contains("://") => around.len() <= MOST_WORDS_AROUND,
        [word] if has_emoji && AFTER_AN_EMOJI.contains(&word.text.as_str()) => true,
        before => {
            after.len() <= 2 && readers.precede_a_quotation(before)
                || readers.precede_a_quotation(&around)
        }
    }
}

/// Splits a text at the begin and the end of a quotation. A quotation without an end ends with the text.
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
