//! Characters that nobody sees, in texts that people enter.
//!
//! They turn the reading direction around, hide a piece of a text, or make two names look alike. Nobody
//! who pastes one knows of it (phones wrap a copied number into U+202A and U+202C), so they are removed
//! and not refused. Those that letters and emoji need stay: the zero-width joiner and non-joiner, and
//! variation selectors. The marks for the reading direction (U+200E, U+200F) go: the pages take it from
//! the letters, and RFC 8264 allows the marks in no name either.

/// A line without the characters that nobody sees. Line and paragraph separators (U+2028, U+2029), which
/// few programs show as the ends of lines, become blanks.
pub fn visible_line(line: &str) -> String {
    visible(line, ' ')
}

/// A text of several lines without the characters that nobody sees. Line and paragraph separators become
/// `\n`.
pub fn visible_text(text: &str) -> String {
    visible(text, '\n')
}

fn visible(text: &str, separator: char) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match c {
            '\u{2028}' | '\u{2029}' => separator,
            other => other,
        })
        .collect()
}

/// Whether a character has neither a shape nor a width, and no letter or emoji needs it: the format
/// characters of Unicode (Cf) without the two joiners and without those of scripts that draw them.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Whether a character leaves the place where it stands empty: a blank, a control character, or one that
/// only changes others.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_invisible(character)
        || matches!(
            character,
            '\u{34f}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{ffa0}'
                | '\u{e0100}'..='\u{e01ef}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_text_is_removed() {
        for invisible in [
            '\u{ad}',
            '\u{61c}',
            '\u{180e}',
            '\u{200b}',
            '\u{200e}',
            '\u{200f}',
            '\u{202a}',
            '\u{202b}',
            '\u{202c}',
            '\u{202d}',
            '\u{202e}',
            '\u{2060}',
            '\u{2064}',
            '\u{2066}',
            '\u{2067}',
            '\u{2068}',
            '\u{2069}',
            '\u{206a}',
            '\u{feff}',
            '\u{fff9}',
            '\u{e0001}',
            '\u{e0041}',
        ] {
            let text = format!("{invisible}A{invisible}da{invisible}");
            assert_eq!(visible_line(&text), "Ada", "{invisible:?}");
            assert!(is_blank(invisible), "{invisible:?}");
        }
        assert_eq!(visible_line("a\u{2028}b\u{2029}c"), "a b c");
        assert_eq!(visible_text("a\u{2028}b\u{2029}c"), "a\nb\nc");
    }

    #[test]
    fn what_letters_and_emoji_need_stays() {
        for text in [
            "👩\u{200d}🍳 und 👨\u{200d}👩\u{200d}👧",
            "می\u{200c}خواهم",
            "❤\u{fe0f}",
            "葛\u{e0100}城",
            "Zoë O’Hara-Łukasz\tمرحبا שלום",
            "\u{600}١٢",
        ] {
            assert_eq!(visible_line(text), text);
            assert!(!text.chars().all(is_blank));
        }
    }
}
