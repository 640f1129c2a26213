//! The search among contacts. A contact matches if its name, number or address contains every word. Case and accents
//! are ignored, and so are the separators within a number.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A search.
#[derive(Debug)]
pub(crate) struct Search(Vec<String>);

impl Search {
    pub(crate) fn new(said: &str) -> Self {
        // The databases compare control characters differently, and no contact has one.
        let said = said.replace(char::is_control, " ");
        let said = said.trim();
        Self(match number(said) {
            Some(digits) => vec![digits],
            None => folded(said).split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// Whether a contact's search text matches.
    pub(crate) fn finds(&self, search_text: &str) -> bool {
        self.0
            .iter()
            .all(|word| search_text.contains(word.as_str()))
    }

    /// LIKE patterns that must all match, with `!` as their escape character.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|word| {
            let mut pattern = String::from("%");
            for c in word.chars() {
                if matches!(c, '%' | '_' | '!') {
                    pattern.push('!');
                }
                pattern.push(c);
            }
            pattern.push('%');
            pattern
        })
    }
}

/// The digits of a text that can only be a phone number, as in the international form: without the national trunk
/// prefix 0.
fn number(said: &str) -> Option<String> {
    let is_number = said
        .chars()
        .all(|c| c.is_ascii_digit() || " -/.()+".contains(c));
    let digits: String = said.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (is_number && digits.len() >= 3).then(|| digits.to_owned())
}

/// A text in lower case and without accents, for searching and sorting.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars()) {
        match c {
            // The combining marks that the decomposition has separated from their letters.
            '\u{300}'..='\u{36f}' => {}
            // Letters with a stroke, which people type without it.
            'ø' | 'Ø' => folded.push('o'),
            'ł' | 'Ł' => folded.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'æ' | 'Æ' => folded.push_str("ae"),
            'œ' | 'Œ' => folded.push_str("oe"),
            'ß' | 'ẞ' => folded.push_str("ss"),
            'þ' | 'Þ' => folded.push_str("th"),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_make_no_difference() {
        for (written, folded_to) in [
            ("Zoë Ångström", "zoe angstrom"),
            ("SØREN Łukasz", "soren lukasz"),
            ("Straße", "strasse"),
            ("İstanbul ışık", "istanbul isik"),
            ("Ｆｕｌｌ", "full"),
            ("Đặng Ægir", "dang aegir"),
            ("Пётр 李", "петр 李"),
        ] {
            assert_eq!(folded(written), folded_to, "{written}");
            assert_eq!(folded(folded_to), folded_to);
        }
    }

    #[test]
    fn a_search_wants_every_word_and_reads_numbers_as_dialled() {
        let bea = folded("Béa Keller\n+491512345678\nbea@example.org");
        for said in [
            "kell bea",
            "BÉA",
            "example",
            "0151 23",
            "(0151) 2345-678",
            "+49 151",
            "",
            "\0",
            "kell\0bea",
            "151234",
        ] {
            assert!(Search::new(said).finds(&bea), "{said}");
        }
        for said in ["kelly", "bea cleo", "0152 23"] {
            assert!(!Search::new(said).finds(&bea), "{said}");
        }
    }

    #[test]
    fn patterns_take_signs_literally() {
        let patterns: Vec<_> = Search::new("100% a_b!").patterns().collect();
        assert_eq!(patterns, ["%100!%%", "%a!_b!!%"]);
    }
}
