//! Characters that nobody sees, in texts that people enter.
//!
//! They turn the reading direction around, hide a piece of a text, or make two names look alike. Nobody
//! who pastes one knows of it (phones wrap a copied number into U+202A and U+202C), so they are removed
//! and not refused. The table is Unicode's `Default_Ignorable_Code_Point`, with a few more that are drawn
//! as nothing.
//!
//! What letters and emoji need stays where they need it: the zero-width joiner and non-joiner after
//! letters that join and after emoji, and variation selectors after what has variants. The marks for the
//! reading direction (U+200E, U+200F) go: the pages take it from the letters, and RFC 8264 allows the marks
//! in no name either.

/// A line without the characters that nobody sees. Line and paragraph separators (U+2028, U+2029), which
/// few programs show as the ends of lines, become blanks, and so does the blank of braille (U+2800).
pub fn visible_line(line: &str) -> String {
    visible(line, ' ')
}

/// A text of several lines without the characters that nobody sees. Line and paragraph separators become
/// `\n`, and the blank of braille becomes a blank.
pub fn visible_text(text: &str) -> String {
    visible(text, '\n')
}

fn visible(text: &str, separator: char) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{2028}' | '\u{2029}' => visible.push(separator),
            '\u{2800}' => visible.push(' '),
            _ if is_invisible(character) => {}
            _ if (is_joiner(character) || is_selector(character))
                && !has_effect(character, visible.chars().next_back()) => {}
            _ => visible.push(character),
        }
    }
    visible
}

/// Whether a character has neither a shape nor a width, and no letter or emoji needs it: what Unicode lets
/// programs ignore, but for joiners and variation selectors; annotations; and a note without a head.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Whether a character leaves the place where it stands empty: a blank, a control character, or one that
/// only changes others.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || character == '\u{2800}'
        || is_invisible(character)
        || is_joiner(character)
        || is_selector(character)
}

/// The zero-width non-joiner and joiner.
const fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// Variation selectors, those of Mongolian and its vowel separator among them.
const fn is_selector(character: char) -> bool {
    matches!(
        character,
        '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Whether a joiner or a variation selector changes how the character before it is drawn. The letters of
/// Latin, Greek, Cyrillic, Armenian and Hebrew, which stand below U+0600, do not join and have no variants.
fn has_effect(character: char, before: Option<char>) -> bool {
    before.is_some_and(|before| {
        let joins = before >= '\u{600}' && !is_blank(before);
        if is_joiner(character) {
            joins || is_selector(before)
        } else {
            // Digits and signs that are emoji, too.
            joins || matches!(before, '#' | '*' | '0'..='9' | '©' | '®')
        }
    })
}

#[cfg(test)]
mod tests {
    use icu_properties::CodePointSetData;
    use icu_properties::props::DefaultIgnorableCodePoint;

    use super::*;

    #[test]
    fn the_table_is_that_of_unicode() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        for character in '\0'..=char::MAX {
            // Annotations, of which programs show nothing, and a note without a head.
            let more = matches!(character, '\u{fff9}'..='\u{fffb}' | '\u{1d159}');
            let in_table =
                is_invisible(character) || is_joiner(character) || is_selector(character);
            assert_eq!(
                in_table,
                more || ignorable.contains(character),
                "{character:?}"
            );
        }
    }

    #[test]
    fn what_turns_or_hides_text_is_removed() {
        for invisible in ('\0'..=char::MAX).filter(|c| is_invisible(*c)) {
            let text = format!("{invisible}A{invisible}da{invisible}");
            assert_eq!(visible_line(&text), "Ada", "{invisible:?}");
            assert!(is_blank(invisible), "{invisible:?}");
        }
        assert_eq!(visible_line("a\u{2028}b\u{2029}c\u{2800}d"), "a b c d");
        assert_eq!(visible_text("a\u{2028}b\u{2029}c\u{2800}d"), "a\nb\nc d");
    }

    #[test]
    fn joiners_and_selectors_that_change_nothing_are_removed() {
        for needless in [
            '\u{200c}',
            '\u{200d}',
            '\u{180e}',
            '\u{fe0e}',
            '\u{fe0f}',
            '\u{e0100}',
        ] {
            for (text, left) in [
                (format!("{needless}A{needless}da{needless}"), "Ada"),
                (format!("Zoë{needless} Ж{needless}ן{needless}"), "Zoë Жן"),
                (
                    format!("{needless}\u{2800}{needless}\u{3000}{needless}"),
                    " \u{3000}",
                ),
            ] {
                assert_eq!(visible_line(&text), left, "{needless:?}");
            }
            assert!(is_blank(needless), "{needless:?}");
        }
        assert_eq!(visible_line("ی\u{200c}\u{200d}\u{200c}خ"), "ی\u{200c}خ");
        assert_eq!(visible_line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}");
    }

    #[test]
    fn what_letters_and_emoji_need_stays() {
        for text in [
            "👩\u{200d}🍳 und 👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥 🏴\u{200d}☠\u{fe0f} 👩🏽\u{200d}⚕\u{fe0f}",
            "1\u{fe0f}\u{20e3} #\u{fe0f}\u{20e3} ©\u{fe0f} ☎\u{fe0e}",
            "می\u{200c}خواهم",
            "ന\u{d4d}\u{200d} ක\u{dca}\u{200d}ෂ",
            "葛\u{e0100}城",
            "ᠠ\u{180e}ᠨ\u{180b}",
            "Zoë O’Hara-Łukasz\tمرحبا שלום",
            "\u{600}١٢",
        ] {
            assert_eq!(visible_line(text), text);
            assert!(!text.chars().all(is_blank));
        }
    }
}
