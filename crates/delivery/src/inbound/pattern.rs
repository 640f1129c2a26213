//! The syntax of phrases in the tables of the languages.
//!
//! A phrase is a sequence of items, separated by blanks. An item is a list of alternatives, separated by `|`. `_`
//! joins the words of one alternative. An item that ends in `?` is optional. `{class}` is replaced by the
//! alternatives of the class with this name in the table. So `i|we can come|be_there` is four phrases. A word with
//! accents also matches without them, and with *ue* for *ü*, unless `=` is before it. A phrase after `^` counts only
//! as the whole text.

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::message::{Word, is_combining};

/// A parsed phrase.
pub(super) struct Pattern {
    items: Vec<Item>,
    /// Whether the phrase counts only as the whole text.
    pub(super) is_whole: bool,
}

struct Item {
    choices: Vec<Vec<Spellings>>,
    is_optional: bool,
}

/// The spellings of a word.
type Spellings = Vec<String>;

impl Pattern {
    pub(super) fn new(phrase: &str, classes: &[(&str, &str)]) -> Self {
        let mut phrase = phrase.to_owned();
        // A class may contain classes that are defined after it.
        for (name, choices) in classes {
            phrase = phrase.replace(&format!("{{{name}}}"), choices);
        }
        let (is_whole, phrase) = match phrase.strip_prefix("^ ") {
            Some(phrase) => (true, phrase),
            None => (false, phrase.as_str()),
        };
        Self {
            items: phrase.split_whitespace().map(Item::new).collect(),
            is_whole,
        }
    }

    /// The number of words of the longest of these phrases with which `words` begin.
    pub(super) fn longest(&self, words: &[Word]) -> Option<usize> {
        longest(&self.items, words)
    }

    /// The phrases of up to so many words, as they are written with accents.
    #[cfg(test)]
    pub(super) fn texts(&self, most_words: usize) -> Vec<String> {
        let mut texts = vec![Vec::new()];
        for item in &self.items {
            let choices = || item.choices.iter().map(Some);
            let left_out = || item.is_optional.then_some(None);
            texts = texts
                .into_iter()
                .flat_map(|text| {
                    choices().chain(left_out()).map(move |choice| {
                        let words = choice
                            .into_iter()
                            .flatten()
                            .filter_map(|words| words.last());
                        text.iter().copied().chain(words).collect::<Vec<_>>()
                    })
                })
                .filter(|text| text.len() <= most_words)
                .collect();
        }
        texts.retain(|text| !text.is_empty());
        let join = |words: Vec<&String>| {
            words
                .into_iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        };
        texts.into_iter().map(join).collect()
    }

    /// Every word of the phrase, in each spelling.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        self.items
            .iter()
            .flat_map(|item| item.choices.iter().flatten().flatten())
            .map(String::as_str)
    }
}

fn longest(items: &[Item], words: &[Word]) -> Option<usize> {
    let Some((item, others)) = items.split_first() else {
        return Some(0);
    };
    let taken = item
        .choices
        .iter()
        .filter(|choice| begins(words, choice))
        .filter_map(|choice| Some(choice.len() + longest(others, words.get(choice.len()..)?)?))
        .max();
    let left_out = item.is_optional.then(|| longest(others, words)).flatten();
    taken.max(left_out)
}

fn begins(words: &[Word], choice: &[Spellings]) -> bool {
    words.len() >= choice.len()
        && choice
            .iter()
            .zip(words)
            .all(|(spellings, word)| spellings.contains(&word.text))
}

impl Item {
    fn new(text: &str) -> Self {
        let (text, is_optional) = match text.strip_suffix('?') {
            Some(text) => (text, true),
            None => (text, false),
        };
        Self {
            choices: text
                .split('|')
                .map(|choice| choice.split('_').map(spellings).collect())
                .collect(),
            is_optional,
        }
    }
}

fn spellings(word: &str) -> Spellings {
    if let Some(exact) = word.strip_prefix('=') {
        return vec![exact.to_owned()];
    }
    let plain = word.replace('ß', "ss");
    let two_letters = plain
        .replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue");
    let mut spellings = vec![
        without_accents(&plain),
        without_accents(&two_letters),
        word.to_owned(),
    ];
    spellings.dedup();
    spellings
}

fn without_accents(word: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize_iter(word.chars())
        .filter(|c| !is_combining(*c))
        .collect()
}
