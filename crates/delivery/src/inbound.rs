//! Finds the meaning of a guest's text.
//!
//! A seat depends on it, so the parser does not guess. It splits a text into clauses of plain words (`message`). The
//! parser of each language reads them from the first word to the last, always with the longest phrase of its table
//! (`reader`; the tables are in `english` and so on). A text is an answer only if every word
//! belongs to a phrase, all answers in it are the same, and nothing else contradicts them: *Yes, see you there!* is a
//! YES; *yes, if I find a sitter*, *yes? no* and *yes ❌* are not understood, and the guest is asked. A text with
//! different meanings in two languages, or with a meaning in only one of two that can read it, is not understood
//! either.
//!
//! A wish for no more texts is accepted in more forms, because a guest must not have to search for the right word:
//! *Stop texting me* counts at the beginning of any part of a text, and *stop* alone at the beginning or the end of a
//! text without a YES.

mod english;
mod french;
mod german;
mod italian;
mod message;
mod pattern;
mod portuguese;
mod reactions;
mod reader;
mod spanish;

use std::sync::LazyLock;

use seat_dealer_core::{Language, Response};

use message::Message;
use reader::{PhraseTable, Readers};

/// The meaning of a guest's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inbound {
    /// One of the four answers.
    Answer(Response),
    /// STOP: the guest wants no more texts.
    Stop,
    /// The answer NO together with STOP.
    NoAndStop,
    /// START: the guest allows texts again.
    Start,
    /// HELP: the guest asks who writes.
    Help,
    /// A phone reports a reaction, such as a heart, to a text of this server.
    Reaction,
    /// Anything else.
    NotUnderstood,
}

static READERS: LazyLock<Readers> = LazyLock::new(|| Readers::new(table));

fn table(language: Language) -> &'static PhraseTable {
    match language {
        Language::English => &english::ENGLISH,
        Language::Spanish => &spanish::SPANISH,
        Language::German => &german::GERMAN,
        Language::French => &french::FRENCH,
        Language::Italian => &italian::ITALIAN,
        Language::Portuguese => &portuguese::PORTUGUESE,
    }
}

/// Finds the meaning of a text. Case, punctuation, blanks and emoji that contradict nothing are ignored.
///
/// `names` are the names of the people who may be addressed or may sign. They do not change an answer. A name that is
/// also a word of a language is read as the word.
pub fn parse(text: &str, names: &[&str]) -> Inbound {
    let message = Message::of(text, names);
    if reactions::is_reaction(&message, &READERS) {
        Inbound::Reaction
    } else {
        READERS
            .wish_to_stop(&message)
            .or_else(|| READERS.meaning(&message))
            .unwrap_or(Inbound::NotUnderstood)
    }
}

/// The language of a reply to a text: the one in which the text has a meaning. `usual`, the language of messages to
/// its sender, if the text has a meaning in that one, in several others or in none.
pub fn reply_language(text: &str, names: &[&str], usual: Language) -> Language {
    let languages = READERS.languages(&Message::of(text, names));
    match languages[..] {
        [only] => only,
        _ => usual,
    }
}

#[cfg(test)]
mod tests;
