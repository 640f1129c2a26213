//! The number of segments of a text message (3GPP TS 23.038, "GSM 03.38").
//!
//! If all characters of a text are in the GSM-7 alphabet, one segment has 160 units. One other character changes the
//! encoding of the whole text to UCS-2, with 70 units. A longer text is split, and the phone joins the segments. Each
//! of them then has a header, and 153 or 67 units. Neither an escaped character of GSM-7 nor a surrogate pair is
//! split.

/// The encoding of a text message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The GSM-7 alphabet: a unit has seven bits; `€ [ ] { } ~ ^ | \` take two units.
    Gsm7,
    /// UTF-16 code units.
    Ucs2,
}

/// The size of a text message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// The encoding.
    pub encoding: Encoding,
    /// Its length in units of that encoding.
    pub units: usize,
    /// The number of segments; 0 for an empty text.
    pub count: usize,
}

/// The maximum number of segments of a text. Each is billed like a text, and phones join only a few reliably. Three
/// are enough for the longest words and the link in the encoding that needs most units. It is not a setting, because
/// the guest's page has all further words.
pub const SEGMENT_LIMIT: usize = 3;

/// The maximum number of segments of a text with the host's own words: providers accept no longer ones.
pub const SEGMENT_LIMIT_WITH_WORDS: usize = 10;

/// Whether a text takes more segments than `limit`.
pub(crate) fn exceeds(text: &str, limit: usize) -> bool {
    segments(text).count > limit
}

/// Counts the segments of a text message.
pub fn segments(text: &str) -> Segments {
    let gsm7: Option<Vec<usize>> = text.chars().map(gsm7_units).collect();
    let (encoding, widths, alone, joined) = match gsm7 {
        Some(widths) => (Encoding::Gsm7, widths, 160, 153),
        None => (
            Encoding::Ucs2,
            text.chars().map(char::len_utf16).collect(),
            70,
            67,
        ),
    };
    let units = widths.iter().sum();
    let count = match units {
        0 => 0,
        _ if units <= alone => 1,
        _ => joined_count(&widths, joined),
    };
    Segments {
        encoding,
        units,
        count,
    }
}

/// Fills one segment after the other without splitting a character.
fn joined_count(widths: &[usize], capacity: usize) -> usize {
    let mut count = 1;
    let mut filled = 0;
    for width in widths {
        if filled + width > capacity {
            count += 1;
            filled = 0;
        }
        filled += width;
    }
    count
}

/// The units of a character in GSM-7, if it is in the alphabet.
fn gsm7_units(character: char) -> Option<usize> {
    const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";
    if character.is_ascii_alphanumeric() || BASIC.contains(character) {
        Some(1)
    } else if EXTENSION.contains(character) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gsm7(units: usize, count: usize) -> Segments {
        Segments {
            encoding: Encoding::Gsm7,
            units,
            count,
        }
    }

    fn ucs2(units: usize, count: usize) -> Segments {
        Segments {
            encoding: Encoding::Ucs2,
            units,
            count,
        }
    }

    #[test]
    fn the_alphabet_has_its_127_characters_and_ten_extensions() {
        let in_alphabet = |width| {
            (0..=0xffff_u32)
                .filter_map(char::from_u32)
                .filter(|c| gsm7_units(*c) == Some(width))
                .count()
        };
        // 128 positions less the escape; the extension table of the standard has ten.
        assert_eq!(in_alphabet(1), 127);
        assert_eq!(in_alphabet(2), 10);
    }

    #[test]
    fn plain_texts_take_160_alone_and_153_joined() {
        assert_eq!(segments(""), gsm7(0, 0));
        assert_eq!(segments("Hello"), gsm7(5, 1));
        assert_eq!(segments(&"a".repeat(160)), gsm7(160, 1));
        assert_eq!(segments(&"a".repeat(161)), gsm7(161, 2));
        assert_eq!(segments(&"a".repeat(306)), gsm7(306, 2));
        assert_eq!(segments(&"a".repeat(307)), gsm7(307, 3));
        assert_eq!(
            segments("Käse für Ångström, ¿sí? Δ"),
            ucs2(25, 1),
            "í is not in GSM-7"
        );
        assert_eq!(segments("Käse für Ångström, ¿si? Δ"), gsm7(25, 1));
        assert_eq!(
            segments("garçon"),
            ucs2(6, 1),
            "only the capital Ç is in GSM-7"
        );
        assert_eq!(
            segments("`"),
            ucs2(1, 1),
            "the grave accent is not in GSM-7"
        );
    }

    #[test]
    fn extended_characters_take_two_and_are_not_cut() {
        for character in "€[]{}~^|\\".chars() {
            assert_eq!(segments(&character.to_string()), gsm7(2, 1), "{character}");
        }
        assert_eq!(segments(&"€".repeat(80)), gsm7(160, 1));
        assert_eq!(segments(&"€".repeat(81)), gsm7(162, 2));
        // 76 of them fit into 153 units, and one unit is left, so 153 of them need a third segment.
        assert_eq!(segments(&"€".repeat(152)), gsm7(304, 2));
        assert_eq!(segments(&"€".repeat(153)), gsm7(306, 3));
    }

    #[test]
    fn other_texts_take_70_alone_and_67_joined() {
        assert_eq!(segments(&"ж".repeat(70)), ucs2(70, 1));
        assert_eq!(segments(&"ж".repeat(71)), ucs2(71, 2));
        assert_eq!(segments(&"ж".repeat(134)), ucs2(134, 2));
        assert_eq!(segments(&"ж".repeat(135)), ucs2(135, 3));
        assert_eq!(segments(&format!("{}’", "a".repeat(69))), ucs2(70, 1));
    }

    #[test]
    fn surrogate_pairs_are_not_cut() {
        assert_eq!(segments(&"🎉".repeat(35)), ucs2(70, 1));
        assert_eq!(segments(&"🎉".repeat(36)), ucs2(72, 2));
        assert_eq!(segments(&"🎉".repeat(66)), ucs2(132, 2));
        assert_eq!(segments(&"🎉".repeat(67)), ucs2(134, 3));
    }

    proptest! {
        #[test]
        fn ascii_letters_follow_the_arithmetic(length in 0_usize..2000) {
            let count = match length {
                0 => 0,
                1..=160 => 1,
                _ => length.div_ceil(153),
            };
            prop_assert_eq!(segments(&"x".repeat(length)), gsm7(length, count));
        }

        #[test]
        fn segments_hold_what_they_say(text in any::<String>()) {
            let Segments { encoding, units, count } = segments(&text);
            let (alone, joined) = match encoding {
                Encoding::Gsm7 => (160, 153),
                Encoding::Ucs2 => (70, 67),
            };
            prop_assert_eq!(count <= 1, units <= alone);
            if count > 1 {
                prop_assert!(units <= count * joined);
                // At most one unit of each segment is unused, because a pair is not split.
                prop_assert!(units > (count - 1) * (joined - 1));
            }
        }

        #[test]
        fn a_longer_text_never_takes_fewer(start in any::<String>(), end in any::<String>()) {
            let longer = format!("{start}{end}");
            prop_assert!(segments(&start).count <= segments(&longer).count);
        }
    }
}
