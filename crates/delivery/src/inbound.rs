//! What a guest's text means.
//!
//! A seat depends on it, so nothing is guessed. A text is an answer only when all of it is known:
//! answer words of one kind, and courtesies that change nothing. *Yes, see you there!* is a YES;
//! *yes, if I find a sitter* is not understood, and the guest is asked.

mod english;

use icu_normalizer::ComposingNormalizerBorrowed;
use seat_dealer_core::{Response, is_invisible};

/// What a guest's text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inbound {
    /// One of the four answers.
    Answer(Response),
    /// No more texts, please.
    Stop,
    /// Texts are welcome again.
    Start,
    /// What is this?
    Help,
    /// Anything else.
    NotUnderstood,
}

/// The words that stop all texts, when they are the whole text. Providers and Twilio act on them
/// whatever the language (<https://help.twilio.com/articles/223134027>).
const STOP: [&str; 8] = [
    "stop",
    "unsubscribe",
    "end",
    "quit",
    "stopall",
    "revoke",
    "optout",
    "cancel",
];
/// Those that undo it. Twilio takes YES for one as well; here it is an answer.
const START: [&str; 2] = ["start", "unstop"];
/// Those that ask who writes.
const HELP: [&str; 2] = ["help", "info"];

/// The words of one language, in lower case and without apostrophes.
struct Language {
    /// What stands for each answer.
    answers: &'static [(Response, &'static [&'static str])],
    /// What may stand beside an answer and changes nothing about it.
    courtesies: &'static [&'static str],
}

/// Every language that is understood. A text that two of them understand differently is not.
const LANGUAGES: [&Language; 1] = [&english::ENGLISH];

/// A text with more words than this is a letter.
const MOST_WORDS: usize = 40;

/// Says what a text means. Case, surrounding punctuation, emoji and blanks do not matter.
pub fn parse(text: &str) -> Inbound {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let words = words(&text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [word] if STOP.contains(&word) => Inbound::Stop,
        [word] if START.contains(&word) => Inbound::Start,
        [word] if HELP.contains(&word) => Inbound::Help,
        // A question is not an answer, whatever its words are.
        _ if text.contains(['?', '¿', '؟']) => Inbound::NotUnderstood,
        _ if words.len() > MOST_WORDS => Inbound::NotUnderstood,
        _ => answer(&words).map_or(Inbound::NotUnderstood, Inbound::Answer),
    }
}

/// The words of a text, in lower case. What is neither a letter nor a digit separates them, except
/// apostrophes, which are left out: half of the world types *cant*.
fn words(text: &str) -> Vec<String> {
    text.chars()
        .filter(|c| !is_invisible(*c) && !matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '´'))
        .collect::<String>()
        .to_lowercase()
        // An accent that belongs to no letter strikes one through, and makes another word of it.
        .split(|c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c))
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS + 1)
        .map(str::to_owned)
        .collect()
}

/// The one answer that all languages which understand the text agree on.
fn answer(words: &[&str]) -> Option<Response> {
    let mut understood = LANGUAGES
        .iter()
        .filter_map(|language| language.answer(words));
    let first = understood.next()?;
    understood.all(|other| other == first).then_some(first)
}

impl Language {
    /// Reads all words from the first to the last, the longest phrase first; `None` when some are
    /// not known, or when they name no answer or more than one.
    fn answer(&self, mut words: &[&str]) -> Option<Response> {
        let mut found = None;
        while !words.is_empty() {
            let (length, response) = self.longest_phrase(words)?;
            match (found, response) {
                (Some(earlier), Some(response)) if earlier != response => return None,
                (_, Some(response)) => found = Some(response),
                (_, None) => {}
            }
            words = words.get(length..)?;
        }
        found
    }

    /// The longest phrase with which these words begin: its length in words, and its answer if it
    /// is not only a courtesy.
    fn longest_phrase(&self, words: &[&str]) -> Option<(usize, Option<Response>)> {
        let answers = self.answers.iter().flat_map(|(response, phrases)| {
            phrases.iter().map(move |phrase| (phrase, Some(*response)))
        });
        let courtesies = self.courtesies.iter().map(|phrase| (phrase, None));
        answers
            .chain(courtesies)
            .filter_map(|(phrase, response)| Some((starts_with(words, phrase)?, response)))
            .max_by_key(|(length, _)| *length)
    }
}

/// How many words a phrase has, if these words begin with it.
fn starts_with(words: &[&str], phrase: &str) -> Option<usize> {
    let mut length = 0;
    for word in phrase.split(' ') {
        if words.get(length) != Some(&word) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

#[cfg(test)]
mod tests;
