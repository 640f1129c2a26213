//! Parses a message with the tables of the languages.

use std::collections::BTreeSet;

use seat_dealer_core::{Language, Response};

use super::Inbound;
use super::message::{Clause, MOST_WORDS, Message, Sign, Word};
use super::pattern::Pattern;

/// The table of one language. Phrases are in lower case and without apostrophes; `pattern` describes their syntax.
pub(super) struct PhraseTable {
    /// The classes of alternatives that phrases use.
    pub(super) classes: &'static [(&'static str, &'static str)],
    /// The phrases with their meanings.
    pub(super) phrases: &'static [(Sense, &'static [&'static str])],
    /// The phrases that demand an end of texts at the beginning of any part of a clause.
    pub(super) demands: &'static [&'static str],
    /// The words of phones for a reaction to a text, without the quotation.
    pub(super) reactions: &'static [&'static str],
    /// The words of phones for a reaction to something that cannot be quoted.
    pub(super) reactions_to_pictures: &'static [&'static str],
    /// The words that join two names.
    pub(super) and: &'static str,
    /// The endings of adverbs, such as *partially* after *Yes*. Guests whose names end so are known by name, or asked
    /// back.
    pub(super) adverb_endings: &'static str,
    /// Words that are in no phrase and that are not names at the end of a text.
    pub(super) not_names: &'static str,
}

/// The meaning of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Answer(Response),
    /// Does not change an answer.
    Courtesy,
    /// A courtesy, after which a name may follow.
    SignOff,
    /// Contradicts all answers except NO.
    Regret,
    /// Contradicts every answer.
    Doubt,
    Stop,
    Start,
    Help,
}

/// All languages.
pub(super) struct Readers {
    of_languages: Vec<Reader>,
    /// Every word of every language.
    vocabulary: BTreeSet<String>,
    /// The words that join two names, and the endings of adverbs, in every language.
    and: BTreeSet<&'static str>,
    adverb_endings: BTreeSet<&'static str>,
}

struct Reader {
    language: Language,
    phrases: Vec<(Sense, Pattern)>,
    demands: Vec<Pattern>,
    reactions: Vec<Pattern>,
    reactions_to_pictures: Vec<Pattern>,
}

/// The request in a part of a message.
#[derive(Default)]
struct Wish {
    demands_stop: bool,
    stops: bool,
    refuses: bool,
}

/// The maximum number of words of a signature.
const MOST_NAMES: usize = 4;

impl Readers {
    pub(super) fn new(table: fn(Language) -> &'static PhraseTable) -> Self {
        let languages = || {
            Language::ALL
                .iter()
                .map(|language| (*language, table(*language)))
        };
        let readers: Vec<Reader> = languages()
            .map(|(language, table)| Reader::new(language, table))
            .collect();
        let words = readers
            .iter()
            .flat_map(|reader| &reader.phrases)
            .flat_map(|(_, pattern)| pattern.vocabulary());
        let words_of = |list: fn(&PhraseTable) -> &'static str| {
            languages().flat_map(move |(_, table)| list(table).split(' '))
        };
        let mut vocabulary: BTreeSet<String> = words.map(str::to_owned).collect();
        vocabulary.extend(words_of(|table| table.not_names).map(str::to_owned));
        Self {
            vocabulary,
            and: words_of(|table| table.and).collect(),
            adverb_endings: words_of(|table| table.adverb_endings).collect(),
            of_languages: readers,
        }
    }

    /// The meaning of a message with a wish for no more texts; not every word must belong to a phrase. Some part
    /// begins with a demand, or the message begins or ends with a part that is only *stop* and has no YES.
    pub(super) fn wish_to_stop(&self, message: &Message) -> Option<Inbound> {
        let wishes: Vec<Wish> = message
            .clauses
            .iter()
            .flat_map(|clause| clause.parts().map(|part| (part, clause.is_question)))
            .map(|(part, is_question)| self.wish(part, is_question, message))
            .collect();
        let ends = [wishes.first()?, wishes.last()?];
        let stops = wishes.iter().any(|wish| wish.demands_stop)
            || (ends.iter().any(|wish| wish.stops) && !self.hold_a_yes(&message.words()));
        let refuses = wishes.iter().any(|wish| wish.refuses);
        stops.then_some(if refuses {
            Inbound::NoAndStop
        } else {
            Inbound::Stop
        })
    }

    fn wish(&self, part: &[Word], is_question: bool, message: &Message) -> Wish {
        let mut all = Wish::default();
        for reader in &self.of_languages {
            if let Some(wish) = reader.wish(part, self, message) {
                all.demands_stop |= wish.demands_stop;
                all.stops |= wish.stops && !is_question;
                all.refuses |= wish.refuses && !is_question;
            }
        }
        all
    }

    fn hold_a_yes(&self, words: &[Word]) -> bool {
        let phrases = self.of_languages.iter().flat_map(|reader| &reader.phrases);
        phrases
            .filter(|(sense, pattern)| *sense == Sense::Answer(Response::Yes) && !pattern.is_whole)
            .any(|(_, yes)| (0..words.len()).any(|from| yes.longest(&words[from..]).is_some()))
    }

    /// The meaning on which all languages that can parse a message agree. In one of them it may be no answer at all:
    /// *jaja* is a YES in German, and laughter in Spanish.
    pub(super) fn meaning(&self, message: &Message) -> Option<Inbound> {
        let mut meanings = self
            .of_languages
            .iter()
            .filter_map(|reader| reader.read(message, self))
            .map(|senses| meaning(&senses, message));
        let first = meanings.next()??;
        meanings.all(|other| other == Some(first)).then_some(first)
    }

    /// All phrases of up to so many words, with their language.
    #[cfg(test)]
    pub(super) fn phrases(
        &self,
        most_words: usize,
    ) -> impl Iterator<Item = (Language, Sense, String)> {
        self.of_languages.iter().flat_map(move |reader| {
            reader.phrases.iter().flat_map(move |(sense, pattern)| {
                let texts = pattern.texts(most_words);
                texts
                    .into_iter()
                    .map(|text| (reader.language, *sense, text))
            })
        })
    }

    /// The languages in which a message has a meaning.
    pub(super) fn languages(&self, message: &Message) -> Vec<Language> {
        let understand = |reader: &&Reader| {
            let senses = reader.read(message, self);
            senses.is_some_and(|senses| meaning(&senses, message).is_some())
        };
        let readers = self.of_languages.iter().filter(understand);
        readers.map(|reader| reader.language).collect()
    }

    /// Whether these words report a reaction to the text that is quoted after them.
    pub(super) fn precede_a_quotation(&self, words: &[Word]) -> bool {
        self.of_languages
            .iter()
            .any(|reader| matches_all(&reader.reactions, words))
    }

    /// Whether these words report a reaction to a picture or the like.
    pub(super) fn react_to_a_picture(&self, words: &[Word]) -> bool {
        self.of_languages
            .iter()
            .any(|reader| matches_all(&reader.reactions_to_pictures, words))
    }

    /// The clauses without the last lines that are only a courtesy, such as *Sent from my phone*.
    fn without_last_courtesies<'a>(&self, message: &'a Message) -> &'a [Clause] {
        let is_courtesy = |clause: &Clause| {
            let mut senses = self
                .of_languages
                .iter()
                .filter_map(|reader| reader.step(&clause.words, self, message))
                .filter(|(length, _)| *length == clause.words.len())
                .peekable();
            clause.stands_apart
                && senses.peek().is_some()
                && senses.all(|(_, sense)| sense == Sense::Courtesy)
        };
        let mut clauses = &message.clauses[..];
        while let [before @ .., last] = clauses
            && !before.is_empty()
            && is_courtesy(last)
        {
            clauses = before;
        }
        clauses
    }

    fn is_known_name(&self, word: &Word, message: &Message) -> bool {
        message.names.contains(&word.text) && !self.vocabulary.contains(&word.text)
    }

    /// Whether these words can be a signature with unknown names.
    fn is_signature(&self, words: &[Word]) -> bool {
        let is_adverb = |word: &Word| {
            let mut endings = self.adverb_endings.iter();
            endings.any(|ending| word.text.ends_with(ending))
        };
        let is_name = |word: &Word| {
            word.is_capitalised && !self.vocabulary.contains(&word.text) && !is_adverb(word)
        };
        words.len() <= MOST_NAMES
            && words.iter().any(is_name)
            && words
                .iter()
                .all(|word| is_name(word) || self.and.contains(word.text.as_str()))
    }
}

fn matches_all(patterns: &[Pattern], words: &[Word]) -> bool {
    !words.is_empty()
        && patterns
            .iter()
            .any(|pattern| pattern.longest(words) == Some(words.len()))
}

impl Reader {
    fn new(language: Language, table: &PhraseTable) -> Self {
        let patterns = |phrases: &[&str]| {
            phrases
                .iter()
                .map(|phrase| Pattern::new(phrase, table.classes))
                .collect::<Vec<_>>()
        };
        Self {
            language,
            phrases: table
                .phrases
                .iter()
                .flat_map(|(sense, phrases)| {
                    patterns(phrases)
                        .into_iter()
                        .map(move |pattern| (*sense, pattern))
                })
                .collect(),
            demands: patterns(table.demands),
            reactions: patterns(table.reactions),
            reactions_to_pictures: patterns(table.reactions_to_pictures),
        }
    }

    /// The request in a part; `None` if the part has anything except a wish for no more texts or a NO. The words
    /// after a demand are ignored.
    fn wish(&self, part: &[Word], all: &Readers, message: &Message) -> Option<Wish> {
        let mut wish = Wish::default();
        let mut words = part;
        while !words.is_empty() {
            if self.demands.iter().any(|it| it.longest(words).is_some()) {
                wish.demands_stop = true;
                break;
            }
            let (length, sense) = self.step(words, all, message)?;
            match sense {
                Sense::Stop => wish.stops = true,
                Sense::Answer(Response::No) => wish.refuses = true,
                Sense::Courtesy | Sense::SignOff | Sense::Regret => {}
                _ => return None,
            }
            words = &words[length..];
        }
        Some(wish)
    }

    /// The meanings of the phrases of a message; `None` if a word belongs to no phrase.
    fn read(&self, message: &Message, all: &Readers) -> Option<Vec<Sense>> {
        let words = message.words();
        if words.len() > MOST_WORDS {
            return None;
        }
        let clauses = all.without_last_courtesies(message);
        let signed = clauses.iter().map(|clause| clause.words.len()).sum();
        let whole = |(sense, pattern): &(Sense, Pattern)| {
            (pattern.is_whole && pattern.longest(&words) == Some(words.len())).then_some(*sense)
        };
        if let Some(sense) = self.phrases.iter().find_map(whole) {
            return Some(vec![sense]);
        }
        let mut senses = Vec::new();
        let mut read = 0;
        for clause in clauses {
            let mut rest = &clause.words[..];
            let mut may_be_signed = clause.stands_apart && read > 0;
            while !rest.is_empty() {
                if may_be_signed && all.is_signature(&words[read..signed]) {
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

    /// The longest phrase or name at the beginning of these words; `None` if there is none or if it has two meanings.
    fn step(&self, words: &[Word], all: &Readers, message: &Message) -> Option<(usize, Sense)> {
        if all.is_known_name(&words[0], message) {
            return Some((1, Sense::Courtesy));
        }
        let found: Vec<(usize, Sense)> = self
            .phrases
            .iter()
            .filter(|(_, pattern)| !pattern.is_whole)
            // *Non-stop* is not a wish.
            .filter(|(sense, _)| *sense != Sense::Stop || !words[0].follows_hyphen)
            .filter_map(|(sense, pattern)| Some((pattern.longest(words)?, *sense)))
            .collect();
        let length = found.iter().map(|(length, _)| *length).max()?;
        let mut longest = found.into_iter().filter(|(it, _)| *it == length);
        let first = longest.next()?;
        longest.all(|other| other == first).then_some(first)
    }
}

/// The common meaning of phrases and symbols; `None` if they contradict each other or have no meaning.
fn meaning(senses: &[Sense], message: &Message) -> Option<Inbound> {
    let mut answers: Vec<Response> = Vec::new();
    let (mut stop, mut start, mut help, mut regret) = (false, false, false, false);
    for sense in senses {
        match sense {
            Sense::Answer(response) if !answers.contains(response) => answers.push(*response),
            Sense::Answer(_) | Sense::Courtesy | Sense::SignOff => {}
            Sense::Regret => regret = true,
            Sense::Doubt => return None,
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
    // The single word of an answer may end in dots.
    let is_lukewarm = has(Sign::NotFriendly)
        || (message.trails_off && message.words().iter().any(|word| word.text != "yes"));
    match (&answers[..], stop, start, help) {
        ([], true, false, false) => Some(Inbound::Stop),
        ([Response::No], true, false, false) if !message.is_question => Some(Inbound::NoAndStop),
        ([], false, true, false) => Some(Inbound::Start),
        ([], false, false, true) => Some(Inbound::Help),
        ([answer], false, false, false) if !message.is_quotation => {
            let fits = match answer {
                Response::Yes => !(regret || refusal || doubt || is_lukewarm),
                Response::Probably => !(regret || refusal || doubt),
                Response::Maybe => !(regret || approval || refusal || message.is_question),
                Response::No => !(approval || doubt),
            };
            fits.then_some(Inbound::Answer(*answer))
        }
        _ => None,
    }
}
