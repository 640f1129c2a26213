//! What a guest's text means.
//!
//! A seat depends on it, so nothing is guessed. A text is cut into clauses of plain words (`message`),
//! and each language tries to read it from the first word to the last, always taking the longest
//! phrase of its table (`reader`; the tables are `english`, `spanish`, `german` and `french`). A text
//! is an answer only when every word belongs to a phrase, all answers in it are the same, and nothing
//! beside them contradicts: *Yes, see you there!* is a YES; *yes, if I find a sitter*, *yes? no* and
//! *yes ❌* are not understood, and the guest is asked. A text that two languages read differently is
//! not understood either.
//!
//! A wish for no more texts is understood more generously, because nobody may have to search for the
//! right word: *Stop texting me* counts at the beginning of any clause, whatever else the text says.

mod english;
mod french;
mod german;
mod message;
mod pattern;
mod reactions;
mod reader;
mod spanish;

use std::sync::LazyLock;

use seat_dealer_core::Response;

use message::Message;
use reader::Readers;

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
    /// A telephone reports that its owner marked one of our texts with a heart or the like.
    Reaction,
    /// Anything else.
    NotUnderstood,
}

static READERS: LazyLock<Readers> = LazyLock::new(|| {
    Readers::new(&[
        &english::ENGLISH,
        &spanish::SPANISH,
        &german::GERMAN,
        &french::FRENCH,
    ])
});

/// Says what a text means. Case, punctuation, blanks and emoji that contradict nothing do not matter.
///
/// `names` are the names of the people who may be addressed or may sign: they change nothing about an
/// answer. A name that is also a word of a language is read as the word.
pub fn parse(text: &str, names: &[&str]) -> Inbound {
    let message = Message::of(text, names);
    if reactions::is_reaction(&message, &READERS) {
        Inbound::Reaction
    } else if READERS.demands_stop(&message) {
        Inbound::Stop
    } else {
        READERS.meaning(&message).unwrap_or(Inbound::NotUnderstood)
    }
}

#[cfg(test)]
mod tests;
