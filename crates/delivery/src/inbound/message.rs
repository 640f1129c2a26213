//! A tokenised text: clauses of plain words, and the symbols that affect an answer.

use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;
use seat_dealer_core::is_invisible;

/// A text with more words is not parsed.
pub(super) const MOST_WORDS: usize = 40;

/// A tokenised text.
pub(super) struct Message {
    /// The text itself, normalised (NFKC) and without invisible characters.
    pub(super) text: String,
    pub(super) clauses: Vec<Clause>,
    pub(super) signs: Vec<Sign>,
    /// Whether the text has a question mark: a question is not an answer.
    pub(super) is_question: bool,
    /// Whether the text has a quotation, which is not an answer either.
    pub(super) is_quotation: bool,
    /// Whether the text ends in dots, as *sure…*.
    pub(super) trails_off: bool,
    /// The words of the names that do not change an answer.
    pub(super) names: BTreeSet<String>,
}

/// The words of a clause; there is at least one.
#[derive(Default)]
pub(super) struct Clause {
    pub(super) words: Vec<Word>,
    /// Whether the clause follows a line break or a dash, as signatures do.
    pub(super) stands_apart: bool,
    pub(super) is_question: bool,
}

/// The word in lower case and without apostrophes, because many people write *cant*.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether the word was written like a name: a capital letter, then small ones.
    pub(super) is_capitalised: bool,
    /// Whether a comma, a bracket or a slash is before the word.
    pub(super) follows_mark: bool,
    /// Whether a hyphen joins the word to the previous one.
    pub(super) follows_hyphen: bool,
}

impl Clause {
    /// The parts between commas, brackets and slashes.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[Word]> {
        self.words.chunk_by(|_, next| !next.follows_mark)
    }
}

/// A symbol that affects an answer. All other symbols are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Approval,
    Refusal,
    Doubt,
    /// An emoji or a smiley that is not known as friendly: sad, angry, mocking or any other one.
    NotFriendly,
}

const APPROVAL: &str = "👍👌✅✔✓☑🆗💯🙆";
const REFUSAL: &str = "👎❌❎✖✗✘✕×🚫⛔🛑🙅💔";
const DOUBT: &str = "🤷🤔🤨😕🫤😐😬🤞🙄🙃😒❓❔";
/// Symbols without a meaning beside a YES.
const FRIENDLY: &str = "😀😃😄😁😊🙂😉😍🥰😘😗😙😚😋🤗🤩🥳😇☺😎🤤😺😸😻😌🙋🙏🙌👏🤝💪🤙👋🤟✌🫶💃🕺👯\
    ❤🧡💛💚💙🩵💜🤎🖤🤍🩷💕💖💗💓💞💘💝💟❣♥💋🎉🎊🎈🎁🎂✨⭐🌟💫🔥🌞☀🌈🎶🎵🎄🎅🕯🏡🏠🌹🌸🌺🌻🌷💐🌼\
    🍷🍾🥂🍻🍺🍸🍹🍴🍽🥄🥘🍝🍕🍰🧁🥧🥗🍲🌮🍛🍜🍣🥩🍗🍖🥟🧀🥖🍞🍫🍮🍩🍪☕🫖🍇🍓🍳🦃\
    👨👩👪👫👬👭🧑👶👧👦👵👴🐶🐱\
    ♀♂🏻🏼🏽🏾🏿";
/// Smileys with letters and digits, which would otherwise be words.
const SMILEYS: [&str; 16] = [
    ":D", ":-D", ";D", ";-D", "=D", ":d", ":P", ":-P", ":p", ":-p", ";P", ":O", ":o", ":3", "<3",
    "xD",
];
const SMILEYS_OF_DOUBT: [&str; 6] = [":/", ":-/", ":\\", ":-\\", ":|", ":-|"];
const SMILEYS_NOT_FRIENDLY: [&str; 20] = [
    ":(", ":-(", ":'(", ":’(", "=(", ";(", ";-(", ":[", ":-[", ":<", ":@", ":$", "):", ")-:",
    "-_-", ">_<", ">.<", "._.", ";_;", "</3",
];
const QUOTES: [char; 10] = ['"', '“', '”', '„', '‟', '«', '»', '‹', '›', '「'];

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
            is_quotation: is_quotation(&text),
            trails_off: text
                .trim_end_matches(|c: char| c != '.' && !c.is_alphanumeric())
                .ends_with(".."),
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

fn is_quotation(text: &str) -> bool {
    text.contains(QUOTES)
        || text.trim_start().starts_with(['\'', '‘'])
        || text.lines().any(|line| line.trim_start().starts_with('>'))
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
    follows_mark: bool,
    follows_hyphen: bool,
}

impl Scanner {
    fn scan(text: &str) -> (Vec<Clause>, Vec<Sign>) {
        let mut scanner = Self::default();
        let mut before = ' ';
        let mut rest = text.chars();
        loop {
            let here = rest.as_str();
            let Some(c) = rest.next() else { break };
            if let Some((smiley, sign)) = smiley(here, before) {
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
            // A combining mark without a letter of its own, such as a strike-through, makes another word.
            _ if c.is_alphanumeric() || is_combining(c) => self.word.push(c),
            '?' => {
                self.end_word();
                self.clause.is_question = true;
                self.end_clause();
            }
            '.' | '!' | ';' | ':' => self.end_clause(),
            '\n' | '\r' | '–' | '—' => self.begin_apart(),
            '-' | '~' if before.is_whitespace() => self.begin_apart(),
            _ => {
                self.end_word();
                self.follows_mark |= matches!(c, ',' | '(' | ')' | '/');
                self.follows_hyphen = c == '-';
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
            follows_mark: std::mem::take(&mut self.follows_mark),
            follows_hyphen: std::mem::take(&mut self.follows_hyphen),
        });
        self.word.clear();
    }

    fn end_clause(&mut self) {
        self.end_word();
        (self.follows_mark, self.follows_hyphen) = (false, false);
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
    .or_else(|| (is_pictorial(c) && !FRIENDLY.contains(c)).then_some(Sign::NotFriendly))
}

/// The accents and strokes that combine with a letter.
pub(super) fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Arrows, symbols and emoji. The blocks before them have punctuation and currencies.
fn is_pictorial(c: char) -> bool {
    ('\u{2190}'..='\u{2bff}').contains(&c) || c >= '\u{1f000}'
}

/// The smiley at the beginning of `text`. `before` is the previous character: a smiley with letters needs a blank
/// before it.
fn smiley(text: &str, before: char) -> Option<(&'static str, Option<Sign>)> {
    let cheerful = SMILEYS.iter().filter(|_| before.is_whitespace());
    let cheerful = cheerful.map(|smiley| (*smiley, None));
    let signed = |sign: Sign| move |smiley: &&'static str| (*smiley, Some(sign));
    cheerful
        .chain(SMILEYS_OF_DOUBT.iter().map(signed(Sign::Doubt)))
        .chain(SMILEYS_NOT_FRIENDLY.iter().map(signed(Sign::NotFriendly)))
        .find(|(smiley, _)| {
            text.strip_prefix(smiley)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

/// The word with one letter instead of three or more equal ones: *yesss*, *nooo*.
fn shortened(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    letters
        .chunk_by(|one, next| one == next && one.is_alphabetic())
        .flat_map(|run| &run[..if run.len() > 2 { 1 } else { run.len() }])
        .collect()
}
