//! Labels beside numbers and addresses: which kind a number is, and which number is no phone number.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Class, Meaning, Rank, WORDS, heading_words, meaning, rank, vocabulary, words_of};
use crate::unicode::words;

/// What single letters stand for beside a number: `M: 0151 …`. As headings they mean other things.
const LETTERS: [(&str, Class); 9] = [
    ("m", Class::Mobile),
    ("c", Class::Mobile),
    ("t", Class::Phone),
    ("p", Class::Phone),
    ("h", Class::Home),
    ("w", Class::Work),
    ("o", Class::Work),
    ("e", Class::Email),
    ("f", Class::Fax),
];

/// Words that count or name what stands behind them, with which a label can begin.
const NUMBER_WORDS: [&str; 9] = [
    "n",
    "no",
    "nr",
    "num",
    "number",
    "nummer",
    "numero",
    "номер",
    "nro",
];

/// The longest label behind a name, in words.
const MOST_LABEL_WORDS: usize = 4;

static REFERENCES: LazyLock<HashSet<String>> =
    LazyLock::new(|| words_of(&[vocabulary::REFERENCES, vocabulary::ROLES]));
static ROLES: LazyLock<HashSet<String>> = LazyLock::new(|| words_of(&[vocabulary::ROLES]));

fn class(word: &str) -> Option<Class> {
    let letter = LETTERS.iter().find(|(letter, _)| *letter == word);
    letter
        .map(|(_, class)| *class)
        .or_else(|| WORDS.get(word).copied())
}

/// The rank of a number by its label, such as `Mobile`, `* Work` or `iPhone`; nothing for numbers
/// that reach nobody who could come: a fax, an assistant, a company, an emergency.
pub(crate) fn label_rank(label: &str) -> Option<Rank> {
    let words = heading_words(label);
    let classes: Vec<Class> = words.iter().filter_map(|word| class(word)).collect();
    let is_of_nobody = classes.iter().any(|class| class.is_of_nobody());
    (!is_of_nobody).then(|| rank(&classes, 1))
}

/// Whether a text is nothing but a label for a number or an address, such as `Tel.:`, `mobile` or
/// `N° de tél.`.
pub(crate) fn is_label(text: &str) -> bool {
    let words = heading_words(text);
    let Some(classes) = words
        .iter()
        .map(|word| class(word))
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let begins_with_filler = classes.first() == Some(&Class::Filler)
        && !words
            .first()
            .is_some_and(|first| NUMBER_WORDS.contains(&first.as_str()));
    classes.iter().any(|class| *class != Class::Filler) && !begins_with_filler
}

/// Where the label at the end of a text begins, behind at least one other word: `(mobile)` in
/// `Ada Lovelace (mobile)`, `Tel. no.:` in `Ada Lovelace Tel. no.:`, `home` in `Ada Lovelace: home`.
pub(crate) fn label_start(text: &str) -> Option<usize> {
    let blanks = text.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let starts = blanks
        .take(MOST_LABEL_WORDS)
        .map(|(at, c)| at + c.len_utf8());
    let labels = starts.filter(|start| {
        let (name, label) = text.split_at(*start);
        is_label_at_the_end(label) || (name.trim_end().ends_with(':') && is_label(label))
    });
    // The longest one.
    labels.last()
}

fn is_label_at_the_end(label: &str) -> bool {
    let words = heading_words(label);
    let first = words.first().map(String::as_str).unwrap_or_default();
    // Surnames are words of labels, too: `Haupt`, `Home`. They begin no longer label.
    let begins_label = NUMBER_WORDS.contains(&first)
        || matches!(
            class(first),
            Some(Class::Phone | Class::Mobile | Class::Email | Class::Fax)
        );
    let is_marked = label.starts_with(['(', '[']) || label.ends_with([':', '：']);
    let says_phone = matches!(
        meaning(label),
        Some(Meaning::Phone {
            is_certain: true,
            ..
        })
    );
    let is_fax = words
        .iter()
        .any(|word| WORDS.get(word) == Some(&Class::Fax));
    is_label(label) && (begins_label || words.len() == 1) && (is_marked || says_phone || is_fax)
}

/// A text without the words at its end that make a number behind it an account, an order or a room:
/// nothing but `Ada` in `Ada, customer no.`; nothing at all, when it does not end so.
pub(crate) fn before_reference(text: &str) -> Option<&str> {
    let mut found = None;
    let mut rest = text;
    while !rest.is_empty() {
        let before = rest.trim_end().rsplit_once(char::is_whitespace);
        let (before, last) = before.unwrap_or(("", rest));
        let words = words(last);
        let is_filler = |word: &String| WORDS.get(word) == Some(&Class::Filler);
        let is_reference =
            || !words.is_empty() && words.iter().all(|word| REFERENCES.contains(word));
        if is_iban_start(last) || is_reference() {
            found = Some(before);
        } else if !words.iter().all(is_filler) {
            break;
        }
        rest = before;
    }
    found
}

/// `DE89`: the country and the check digits of a bank account, with or without what follows.
fn is_iban_start(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 4
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && (bytes.len() == 4 || bytes.len() >= 15)
        && bytes.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether a text only says what somebody is: `member`, in a cell of its own, says nothing about the
/// number in the next cell.
pub(crate) fn is_role(text: &str) -> bool {
    let words = words(text);
    !words.is_empty() && words.iter().all(|word| ROLES.contains(word))
}
