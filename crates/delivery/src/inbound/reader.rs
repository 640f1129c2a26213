//! Reading a message with the tables of the languages.

use std::collections::BTreeSet;

use seat_dealer_core::Response;

use super::Inbound;
use super::message::{MOST_WORDS, Message, Sign, Word};
use super::pattern::Pattern;

/// The table of one language. Phrases are in lower case and without apostrophes; `pattern` says how
/// they are written.
pub(super) struct Language {
    /// Choices that phrases name.
    pub(super) classes: &'static [(&'static str, &'static str)],
    /// What phrases mean.
    pub(super) phrases: &'static [(Sense, &'static [&'static str])],
    /// What demands an end of texts wherever a clause begins with it.
    pub(super) demands: &'static [&'static str],
    /// How telephones report a reaction to a text, as far as the quotation.
    pub(super) reactions: &'static [&'static str],
    /// How they report a reaction to something that cannot be quoted.
    pub(super) reactions_to_pictures: &'static [&'static str],
    /// Words that no phrase contains, and that are no names at the end of a text.
    pub(super) not_names: &'static str,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Answer(Response),
    /// Changes nothing about an answer.
    Courtesy,
    /// A courtesy that a name may follow.
    SignOff,
    /// Fits only an answer without a seat.
    Regret,
    Stop,
    Start,
    Help,
}

/// All languages.
pub(super) struct Readers {
    readers: Vec<Reader>,
    /// Every word of every language.
    vocabulary: BTreeSet<String>,
}

struct Reader {
    phrases: Vec<(Sense, Pattern)>,
    demands: Vec<Pattern>,
    reactions: Vec<Pattern>,
    reactions_to_pictures: Vec<Pattern>,
}

/// The words that join two names.
const AND: [&str; 4] = ["and", "y", "und", "et"];
/// How many words a signature has at most.
const MOST_NAMES: usize = 4;

impl Readers {
    pub(super) fn new(languages: &[&Language]) -> Self {
        let readers: Vec<Reader> = languages.iter().map(|it| Reader::new(it)).collect();
        let words = readers
            .iter()
            .flat_map(|reader| &reader.phrases)
            .flat_map(|(_, pattern)| pattern.vocabulary());
        let not_names = languages.iter().flat_map(|it| it.not_names.split(' '));
        Self {
            vocabulary: words.chain(not_names).map(str::to_owned).collect(),
            readers,
        }
    }

    /// Whether a clause begins with a demand for no more texts.
    pub(super) fn demands_stop(&self, message: &Message) -> bool {
        self.readers.iter().any(|reader| {
            message
                .clauses
                .iter()
                .any(|clause| reader.demands_stop(&clause.words, self, message))
        })
    }

    /// What all languages that can read a message agree on.
    pub(super) fn meaning(&self, message: &Message) -> Option<Inbound> {
        let mut meanings = self
            .readers
            .iter()
            .filter_map(|reader| meaning(&reader.read(message, self)?, message));
        let first = meanings.next()?;
        meanings.all(|other| other == first).then_some(first)
    }

    /// Whether these words are how a telephone reports a reaction to the text quoted after them.
    pub(super) fn precede_a_quotation(&self, words: &[Word]) -> bool {
        self.readers
            .iter()
            .any(|reader| matches_all(&reader.reactions, words))
    }

    /// Whether these words are how a telephone reports a reaction to a picture or the like.
    pub(super) fn react_to_a_picture(&self, words: &[Word]) -> bool {
        self.readers
            .iter()
            .any(|reader| matches_all(&reader.reactions_to_pictures, words))
    }

    fn is_known_name(&self, word: &Word, message: &Message) -> bool {
        message.names.contains(&word.text) && !self.vocabulary.contains(&word.text)
    }

    /// Whether these words can be a signature: names that nobody has told us.
    fn is_signature(&self, words: &[Word]) -> bool {
        let is_name = |word: &Word| word.is_capitalised && !self.vocabulary.contains(&word.text);
        words.len() <= MOST_NAMES
            && words.iter().any(is_name)
            && words
                .iter()
                .all(|word| is_name(word) || AND.contains(&word.text.as_str()))
    }
}

fn matches_all(patterns: &[Pattern], words: &[Word]) -> bool {
    !words.is_empty()
        && patterns
            .iter()
            .any(|pattern| pattern.longest(words) == Some(words.len()))
}

impl Reader {
    fn new(language: &Language) -> Self {
        let patterns = |phrases: &[&str]| {
            phrases
                .iter()
                .map(|phrase| Pattern::new(phrase, language.classes))
                .collect::<Vec<_>>()
        };
        Self {
            phrases: language
                .phrases
                .iter()
                .flat_map(|(sense, phrases)| {
                    patterns(phrases)
                        .into_iter()
                        .map(move |pattern| (*sense, pattern))
                })
                .collect(),
            demands: patterns(language.demands),
            reactions: patterns(language.reactions),
            reactions_to_pictures: patterns(language.reactions_to_pictures),
        }
    }

    fn demands_stop(&self, clause: &[Word], all: &Readers, message: &Message) -> bool {
        let mut words = clause;
        while !words.is_empty() {
            if self.demands.iter().any(|it| it.longest(words).is_some()) {
                return true;
            }
            match self.step(words, all, message) {
                Some((length, Sense::Courtesy | Sense::SignOff)) => words = &words[length..],
                _ => return false,
            }
        }
        false
    }

    /// What the phrases of a message mean; `None` when not every word belongs to one.
    fn read(&self, message: &Message, all: &Readers) -> Option<Vec<Sense>> {
        let words = message.words();
        if words.len() > MOST_WORDS {
            return None;
        }
        let whole = |(sense, pattern): &(Sense, Pattern)| {
            (pattern.is_whole && pattern.longest(&words) == Some(words.len())).then_some(*sense)
        };
        if let Some(sense) = self.phrases.iter().find_map(whole) {
            return Some(vec![sense]);
        }
        let mut senses = Vec::new();
        let mut read = 0;
        for clause in &message.clauses {
            let mut rest = &clause.words[..];
            let mut may_be_signed = clause.stands_apart && read > 0;
            while !rest.is_empty() {
                if may_be_signed && all.is_signature(&words[read..]) {
                    return Some(senses);
                }
                let (length, sense) = self.step(rest, all, message)?;
                senses.push(sense);
                rest = &rest[length..];
                read += length;
                may_be_signed = sense == Sense::SignOff;
            }
        }
        Some(senses)
    }

    /// The longest phrase, or the name, with which these words begin; `None` when there is none, or
    /// when it has two meanings.
    fn step(&self, words: &[Word], all: &Readers, message: &Message) -> Option<(usize, Sense)> {
        if all.is_known_name(&words[0], message) {
            return Some((1, Sense::Courtesy));
        }
        let found: Vec<(usize, Sense)> = self
            .phrases
            .iter()
            .filter(|(_, pattern)| !pattern.is_whole)
            .filter_map(|(sense, pattern)| Some((pattern.longest(words)?, *sense)))
            .collect();
        let length = found.iter().map(|(length, _)| *length).max()?;
        let mut longest = found.into_iter().filter(|(it, _)| *it == length);
        let first = longest.next()?;
        longest.all(|other| other == first).then_some(first)
    }
}

/// What phrases and signs mean together; `None` when they contradict each other or mean nothing.
fn meaning(senses: &[Sense], message: &Message) -> Option<Inbound> {
    let mut answers: Vec<Response> = Vec::new();
    let (mut stop, mut start, mut help, mut regret) = (false, false, false, false);
    for sense in senses {
        match sense {
            Sense::Answer(response) if !answers.contains(response) => answers.push(*response),
            Sense::Answer(_) | Sense::Courtesy | Sense::SignOff => {}
            Sense::Regret => regret = true,
            Sense::Stop => stop = true,
            Sense::Start => start = true,
            Sense::Help => help = true,
        }
    }
    let has = |sign| message.signs.contains(&sign);
    let (approval, refusal, doubt) = (
        has(Sign::Approval),
        has(Sign::Refusal),
        has(Sign::Doubt) || message.is_question,
    );
    match (&answers[..], stop, start, help) {
        ([] | [Response::No], true, false, false) => Some(Inbound::Stop),
        ([], false, true, false) => Some(Inbound::Start),
        ([], false, false, true) => Some(Inbound::Help),
        ([answer], false, false, false) => {
            let fits = match answer {
                Response::Yes | Response::Probably => !(regret || refusal || doubt),
                Response::Maybe => !(approval || refusal || message.is_question),
                Response::No => !(approval || doubt),
            };
            fits.then_some(Inbound::Answer(*answer))
        }
        _ => None,
    }
}
