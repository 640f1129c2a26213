//! Encoded words (RFC 2047), as mail programs and exports leave them: `=?utf-8?Q?J=C3=B6rg?=`.

use std::borrow::Cow;

use mail_parser::parsers::MessageStream;

use crate::unicode::one_line;

/// More bytes than any encoded word has; the standard allows 75.
const MOST_BYTES: usize = 1_000;

/// The text with its encoded words decoded. Those that divide a part in two stand in quotation marks.
/// The number of its lines stays the same.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    // Ends of lines between two words, which are no part of the text.
    let mut line_ends = 0;
    while let Some(at) = rest.find("=?") {
        push_with_ends(&mut decoded, &rest[..at], &mut line_ends);
        rest = &rest[at..];
        let mut word = String::new();
        while let Some((part, after)) = encoded_word(rest) {
            word.push_str(&part);
            rest = after;
            // Blanks between two words only keep their lines short.
            let next = after.trim_start();
            if encoded_word(next).is_none() {
                break;
            }
            line_ends += after[..after.len() - next.len()].matches('\n').count();
            rest = next;
        }
        if word.is_empty() {
            decoded.push_str("=?");
            rest = rest.strip_prefix("=?").unwrap_or(rest);
            continue;
        }
        let word = one_line(&word).replace('"', "'");
        let divides = word.contains([',', ';', '\t', '|', '<', '>']);
        let mark = if divides && !decoded.ends_with('"') {
            "\""
        } else {
            ""
        };
        decoded.extend([mark, &word, mark]);
    }
    push_with_ends(&mut decoded, rest, &mut line_ends);
    Cow::Owned(decoded)
}

/// Pushes a text, and behind its first line the ends of lines that are owed.
fn push_with_ends(to: &mut String, text: &str, line_ends: &mut usize) {
    match text.find('\n') {
        Some(at) if *line_ends > 0 => {
            to.push_str(&text[..at]);
            to.push_str(&"\n".repeat(std::mem::take(line_ends)));
            to.push_str(&text[at..]);
        }
        _ => to.push_str(text),
    }
}

/// The encoded word at the beginning of a text, and what follows it.
fn encoded_word(text: &str) -> Option<(String, &str)> {
    let word = text.strip_prefix('=')?.as_bytes();
    let mut stream = MessageStream::new(&word[..word.len().min(MOST_BYTES)]);
    let decoded = stream.decode_rfc2047()?;
    let after = text.get(1 + stream.offset()..)?;
    Some((decoded, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_decoded() {
        for (text, wanted) in [
            ("Ada =? <ada@example.org>", "Ada =? <ada@example.org>"),
            (
                "=?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <j@example.org>",
                "Jörg Müller <j@example.org>",
            ),
            (
                "=?UTF-8?B?Wm/DqyBXZWnDnw==?=, =?iso-8859-1?q?Ren=E9?= Roux",
                "Zoë Weiß, René Roux",
            ),
            (
                "=?utf-8?Q?Krause=2C_Ute?= <u@example.org>",
                "\"Krause, Ute\" <u@example.org>",
            ),
            (
                "\"=?utf-8?Q?Krause=2C_Ute?=\" <u@example.org>",
                "\"Krause, Ute\" <u@example.org>",
            ),
            (
                "=?utf-8?Q?Hans-J=C3=BCrgen_?=\n =?utf-8?Q?Roth?= <h@example.org>\nBea",
                "Hans-Jürgen Roth <h@example.org>\n\nBea",
            ),
            ("=?iso-2022-jp?B?GyRCOzNFREJATzobKEI=?=", "山田太郎"),
            (
                "=?utf-8?Q?J=C3=B6rg <j@example.org>",
                "=?utf-8?Q?J=C3=B6rg <j@example.org>",
            ),
            ("=?utf-8?X?a?= =?=?=?", "=?utf-8?X?a?= =?=?=?"),
        ] {
            assert_eq!(decoded(text), wanted);
        }
    }
}
