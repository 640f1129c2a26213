//! Normalises the host's words for messages.

use icu_normalizer::ComposingNormalizerBorrowed;
use seat_dealer_core::is_invisible;

/// One line without control characters and invisible marks that could change the reading direction, so that no value
/// in a header or a text message can begin a new line.
pub(crate) fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| {
            if c.is_control() || c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters. If some are left out, the last one is an ellipsis.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// [`one_line`], with typographic characters replaced by equivalents in the GSM-7 alphabet and with composed letters,
/// so that a curly apostrophe does not halve the size of a segment. Letters that GSM-7 does not have are kept,
/// because a name must be spelled correctly.
pub(crate) fn for_text_message(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned();
    let mut folded = String::with_capacity(composed.len());
    for character in one_line(&composed).chars() {
        match gsm7_equal(character) {
            Some(equal) => folded.push_str(equal),
            None => folded.push(character),
        }
    }
    folded
}

fn gsm7_equal(character: char) -> Option<&'static str> {
    Some(match character {
        '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | '`' | '´' | 'ʼ' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '•' | '·' => "-",
        '…' => "...",
        '×' => "x",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::segments::{Encoding, segments};

    #[test]
    fn what_has_an_equal_is_folded() {
        assert_eq!(
            for_text_message("Zoë’s “big”\u{a0}dinner – 8×… "),
            "Zoë's \"big\" dinner - 8x..."
        );
        assert_eq!(for_text_message("Cafe\u{301}"), "Café");
        assert_eq!(
            segments(&for_text_message("Cafe\u{301}")).encoding,
            Encoding::Gsm7
        );
        assert_eq!(for_text_message("Łukasz 🎉 Ивáн"), "Łukasz 🎉 Ивáн");
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(
            one_line(" Dinner\r\nBcc: x@y.z\t\u{2028}now\0 "),
            "Dinner Bcc: x@y.z now"
        );
        assert_eq!(one_line("a\u{202e}b\u{200b}c"), "abc");
        assert_eq!(one_line("👩\u{200d}🍳"), "👩\u{200d}🍳");
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in any::<String>()) {
            let once = for_text_message(&text);
            prop_assert_eq!(for_text_message(&once), once.clone());
            prop_assert!(!once.chars().any(char::is_control));
        }
    }
}
