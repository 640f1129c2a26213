//! Whose column a heading says it is: lists of couples and parties have several people in a row.

use std::collections::HashSet;

use super::{Meaning, PHRASES, heading_words, meaning_of};

/// Words for somebody who comes with the guest.
const COMPANIONS: &str = "spouse partner partnerin wife husband companion ehefrau ehemann \
                          begleitung begleiter begleiterin conjoint conjointe pareja acompanante \
                          accompagnatore accompagnatrice acompanhante parceiro echtgenoot";

/// Words for a guest that a number behind them counts.
const GUESTS: &str = "guest attendee invitee participant person gast teilnehmer invite invitado \
                      invitato ospite convidado";

/// A heading, and the person of the row whose column it is.
#[derive(Debug)]
pub(crate) struct Heading {
    pub(crate) meaning: Option<Meaning>,
    /// The person it names: 2 for `Guest 2 Phone`, `Name 2` and `+1 Phone`.
    pub(crate) person: Option<u32>,
    /// The number in it, of a person or of a phone.
    pub(crate) number: Option<u32>,
    pub(crate) words: Vec<String>,
}

impl Heading {
    pub(crate) fn read(text: &str) -> Self {
        let words = heading_words(text);
        let is_plus_one = |pair: &[String]| pair[0] == "plus" && ["1", "one"].contains(&&*pair[1]);
        let is_companion = |word: &String| COMPANIONS.split(' ').any(|known| known == word);
        if text.contains("+1")
            || words.windows(2).any(is_plus_one)
            || words.iter().any(is_companion)
        {
            let rest = words.iter().filter(|word| {
                !is_companion(word) && !["plus", "one", "1", "s"].contains(&word.as_str())
            });
            let rest: Vec<String> = rest.cloned().collect();
            let whole = rest.is_empty().then_some(Meaning::FullName);
            return Self {
                meaning: whole.or_else(|| meaning_of(&rest)),
                person: Some(2),
                number: None,
                words,
            };
        }
        let number = words.iter().find_map(|word| word.parse().ok());
        let is_counted = |pair: &[String]| {
            GUESTS.split(' ').any(|guest| guest == pair[0]) && pair[1].parse::<u32>().is_ok()
        };
        let unnumbered = words.iter().filter(|word| word.parse::<u32>().is_err());
        let phrase = unnumbered.cloned().collect::<Vec<_>>().join(" ");
        let name = PHRASES.get(&phrase).copied().filter(|meaning| {
            number.is_some() && (meaning.is_name() || *meaning == Meaning::PartySizeOrName)
        });
        let is_person = name.is_some() || words.windows(2).any(is_counted);
        let meaning = match name {
            Some(Meaning::PartySizeOrName) if number > Some(1) => Some(Meaning::FullName),
            Some(name) => Some(name),
            None => meaning_of(&words),
        };
        Self {
            meaning,
            person: number.filter(|_| is_person),
            number,
            words,
        }
    }
}

/// The person of each column, from 1. A way behind the name of another person is that person's,
/// unless the ways of the row stand behind all of its names.
pub(crate) fn persons(headings: &[Heading]) -> Vec<u32> {
    let is_name = |heading: &Heading| heading.meaning.is_some_and(Meaning::is_name);
    let named: HashSet<u32> = headings
        .iter()
        .filter(|heading| is_name(heading) && heading.number.is_some())
        .filter_map(|heading| heading.person)
        .collect();
    let (mut current, mut last) = (1, 1);
    let mut seen = HashSet::new();
    let mut owns_ways = false;
    let person = headings.iter().map(|heading| {
        if is_name(heading) {
            match heading.person {
                Some(person) if person != current => {
                    current = person;
                    seen.clear();
                }
                None if seen.contains(&heading.words) => {
                    current = last + 1;
                    owns_ways = true;
                    seen.clear();
                }
                Some(_) | None => {}
            }
            last = last.max(current);
            seen.insert(&heading.words);
            return current;
        }
        if !heading.meaning.is_some_and(Meaning::is_way) {
            return heading.person.unwrap_or(1);
        }
        let numbered = heading
            .number
            .filter(|number| named.contains(number) || *number == 1 && !named.is_empty());
        owns_ways |= current == 1;
        heading
            .person
            .or(numbered)
            .unwrap_or(if owns_ways { current } else { 1 })
    });
    person.collect()
}
