//! A text as it is read: clauses of plain words, and the signs that bear on an answer.

use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;
use seat_dealer_core::is_invisible;

/// A text with more words than this is a letter.
pub(super) const MOST_WORDS: usize = 40;

/// A text, ready to be read.
pub(super) struct Message {
    /// The text itself, normalised (NFKC) and without invisible characters.
    pub(super) text: String,
    pub(super) clauses: Vec<Clause>,
    pub(super) signs: Vec<Sign>,
    /// A question is not an answer, whatever its words are.
    pub(super) is_question: bool,
    /// The words of the names that may stand beside an answer.
    pub(super) names: BTreeSet<String>,
}

/// The words between two ends of clauses; there is at least one.
#[derive(Default)]
pub(super) struct Clause {
    pub(super) words: Vec<Word>,
    /// Whether it follows the end of a line or a dash, as signatures do.
    pub(super) stands_apart: bool,
}

/// A word in lower case and without apostrophes: half of the world types *cant*.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether it was written as names are: a capital letter, then small ones.
    pub(super) is_capitalised: bool,
}

/// A sign that bears on an answer. All other signs mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Approval,
    Refusal,
    Doubt,
}

const APPROVAL: &str = "👍👌✅✔✓☑🆗💯🙆";
const REFUSAL: &str = "👎❌❎✖✗✘✕×🚫⛔🛑🙅💔";
const DOUBT: &str = "🤷🤔🤨😕🫤😐😬🤞🙄🙃😒❓❔";
/// Smileys with letters and digits, which would be read as words.
const SMILEYS: [&str; 16] = [
    ":D", ":-D", ";D", ";-D", "=D", ":d", ":P", ":-P", ":p", ":-p", ";P", ":O", ":o", ":3", "<3",
    "xD",
];
const SMILEYS_OF_DOUBT: [&str; 6] = [":/", ":-/", ":\\", ":-\\", ":|", ":-|"];

impl Message {
    pub(super) fn of(text: &str, names: &[&str]) -> Self {
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let text = ComposingNormalizerBorrowed::new_nfkc()
            .normalize(&visible)
            .into_owned();
        let names = names
            .iter()
            .flat_map(|name| words(name))
            .map(|word| word.text)
            .collect();
        let (clauses, signs) = Scanner::scan(&text);
        Self {
            is_question: text.contains(['?', '¿', '؟']),
            clauses,
            signs,
            names,
            text,
        }
    }

    /// All words, across the ends of clauses.
    pub(super) fn words(&self) -> Vec<Word> {
        self.clauses
            .iter()
            .flat_map(|clause| &clause.words)
            .cloned()
            .collect()
    }
}

/// The words of a piece of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let (clauses, _) = Scanner::scan(text);
    clauses
        .into_iter()
        .flat_map(|clause| clause.words)
        .collect()
}

#[derive(Default)]
struct Scanner {
    clauses: Vec<Clause>,
    clause: Clause,
    word: String,
    signs: Vec<Sign>,
}

impl Scanner {
    fn scan(text: &str) -> (Vec<Clause>, Vec<Sign>) {
        let mut scanner = Self::default();
        let mut before = ' ';
        let mut rest = text.chars();
        loop {
            let here = rest.as_str();
            let Some(c) = rest.next() else { break };
            if before.is_whitespace()
                && let Some((smiley, sign)) = smiley(here)
            {
                scanner.signs.extend(sign);
                rest = here[smiley.len()..].chars();
                before = ' ';
                continue;
            }
            scanner.take(c, before);
            before = c;
        }
        scanner.end_clause();
        (scanner.clauses, scanner.signs)
    }

    fn take(&mut self, c: char, before: char) {
        match c {
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' => {}
            // An accent that belongs to no letter strikes one through, and makes another word of it.
            _ if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) => self.word.push(c),
            '.' | '!' | '?' | ';' | ':' => self.end_clause(),
            '\n' | '\r' | '–' | '—' => self.begin_apart(),
            '-' | '~' if before.is_whitespace() => self.begin_apart(),
            _ => {
                self.end_word();
                self.signs.extend(sign(c));
            }
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() || self.words() > MOST_WORDS {
            self.word.clear();
            return;
        }
        let mut letters = self.word.chars();
        let is_capitalised = letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some()
            && letters.all(char::is_lowercase);
        self.clause.words.push(Word {
            text: shortened(&self.word.to_lowercase()),
            is_capitalised,
        });
        self.word.clear();
    }

    fn end_clause(&mut self) {
        self.end_word();
        if !self.clause.words.is_empty() {
            self.clauses.push(std::mem::take(&mut self.clause));
        }
    }

    fn begin_apart(&mut self) {
        self.end_clause();
        self.clause.stands_apart = true;
    }

    fn words(&self) -> usize {
        let ended = self.clauses.iter().map(|clause| clause.words.len());
        self.clause.words.len() + ended.sum::<usize>()
    }
}

fn sign(c: char) -> Option<Sign> {
    [
        (APPROVAL, Sign::Approval),
        (REFUSAL, Sign::Refusal),
        (DOUBT, Sign::Doubt),
    ]
    .into_iter()
    .find_map(|(signs, sign)| signs.contains(c).then_some(sign))
}

/// The smiley with which a piece of a text begins.
fn smiley(text: &str) -> Option<(&'static str, Option<Sign>)> {
    let cheerful = SMILEYS.iter().map(|smiley| (*smiley, None));
    let doubtful = SMILEYS_OF_DOUBT
        .iter()
        .map(|smiley| (*smiley, Some(Sign::Doubt)));
    cheerful.chain(doubtful).find(|(smiley, _)| {
        text.strip_prefix(smiley)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The word with one letter where three or more of the same stand: *yesss*, *nooo*.
fn shortened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    letters
        .chunk_by(|one, next| one == next && one.is_alphabetic())
        .flat_map(|run| &run[..if run.len() > 2 { 1 } else { run.len() }])
        .collect()
}
