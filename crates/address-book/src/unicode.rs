//! Unicode: one spelling for what people and programs write in many.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use seat_dealer_core::{is_invisible, visible_line};

/// A number or an address in ASCII as far as it can be: NFKC, decimal digits of every script,
/// every blank as a space, every hyphen as `-`, without invisible characters.
pub(crate) fn plain(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let characters = composed.chars().filter(|c| !is_unseen(*c));
    let ascii = characters.map(|c| match c {
        _ if c.is_ascii() && !c.is_ascii_whitespace() => c,
        _ if c.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{30fc}' => '-',
        _ => decimal_digit(c).unwrap_or(c),
    });
    ascii.collect::<String>().trim().to_owned()
}

/// The words of a text for comparing: in lower case, without accents and signs. `firstName`,
/// `first_name` and `First Name` are the same two words.
pub(crate) fn words(text: &str) -> Vec<String> {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let mut spaced = String::with_capacity(composed.len() + 8);
    let mut before = ' ';
    for c in composed.chars().filter(|c| !is_unseen(*c)) {
        let is_next_word = before.is_lowercase() && c.is_uppercase()
            || before.is_alphabetic() && c.is_ascii_digit()
            || before.is_ascii_digit() && c.is_alphabetic();
        if is_next_word {
            spaced.push(' ');
        }
        match c {
            '#' => spaced.push_str(" number "),
            _ => spaced.push(c),
        }
        before = c;
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&spaced);
    let folded: String = decomposed
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .flat_map(char::to_lowercase)
        .map(|c| if is_part_of_a_word(c) { c } else { ' ' })
        .collect();
    let folded = folded
        .replace('ß', "ss")
        .replace('ł', "l")
        .replace('ø', "o");
    folded.split_whitespace().map(str::to_owned).collect()
}

/// Letters, digits, and the marks of scripts that write vowels and voices as marks.
fn is_part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{3099}' | '\u{309a}')
}

/// The text on one line, with one space between words, without what nobody sees.
pub(crate) fn one_line(text: &str) -> String {
    let visible = visible_line(text).replace(char::is_control, " ");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What no number, address or heading needs: also the joiners and selectors of letters and emoji.
fn is_unseen(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// The zeros of the scripts whose digits NFKC leaves as they are (general category Nd, Unicode 16).
/// Each is followed by one to nine.
const ZEROS: [char; 58] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e950}',
];

fn decimal_digit(c: char) -> Option<char> {
    let after = ZEROS.partition_point(|zero| *zero <= c);
    let zero = *ZEROS.get(after.checked_sub(1)?)?;
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_in_every_script() {
        for text in [
            "+٩٧١ ٥٠",
            "+۹۷۱ ۵۰",
            "＋９７１\u{3000}５０",
            "+९७१\u{a0}५०",
            "\u{202a}+971\u{202f}50\u{202c}",
            "+97\u{ad}1\u{2009}5\u{200b}0",
            "+\u{1d7e1}\u{1d7df}\u{1d7d9} 50",
        ] {
            assert_eq!(plain(text), "+971 50", "{text:?}");
        }
        assert_eq!(plain("0151‐234–56—78−9"), "0151-234-56-78-9");
        assert_eq!(plain("\u{10ffff}Ⅷ"), "\u{10ffff}VIII");
    }

    #[test]
    fn words_do_not_depend_on_how_they_are_written() {
        for text in [
            "first_name",
            "firstName",
            "First Name",
            "FIRST  NAME",
            "first-name:",
            "\u{feff}First\u{a0}Name",
        ] {
            assert_eq!(words(text), ["first", "name"], "{text:?}");
        }
        assert_eq!(words("Prénom"), ["prenom"]);
        assert_eq!(words("Pre\u{301}nom"), ["prenom"]);
        assert_eq!(words("Phone1 # (GROß)"), ["phone", "1", "number", "gross"]);
        assert_eq!(words("電話番号２"), ["電話番号", "2"]);
    }
}
