//! vCards, as phones and address books export them: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC
//! 6350). The crate `calcard` reads a card; this module divides a text into cards, and decodes what
//! version 2.1 leaves to its readers.

mod quoted_printable;

use std::collections::HashMap;

use calcard::common::IanaString;
use calcard::vcard::{
    VCard, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardValue,
};

use seat_dealer_core::{InvalidValue, Language};

use crate::headings::Rank;
use crate::ways::{Ways, not_to_text};
use crate::{AddressBook, LeftOut, Person, headings, names, table, unicode::one_line};

/// What a property without a preference counts as; RFC 6350 has 1 to 100.
const NO_PREFERENCE: u32 = 101;

/// Whether a text has cards.
pub(crate) fn are_cards(text: &str) -> bool {
    text.lines().any(|line| is(line, "BEGIN:VCARD"))
}

/// One person for each card; none for the card of a group.
pub(crate) fn read(text: &str, home: Option<&str>) -> AddressBook {
    let cards = divided(text).into_iter();
    AddressBook {
        people: cards
            .filter_map(|(line, card)| person(line, &card, home))
            .collect(),
        columns: Vec::new(),
    }
}

fn is(line: &str, marker: &str) -> bool {
    line.trim().eq_ignore_ascii_case(marker)
}

/// The properties of each card, with the line where it begins. A card within a card, which is
/// somebody's assistant (`AGENT`), is left out; one that is cut off ends with the text.
fn divided(text: &str) -> Vec<(u64, String)> {
    let mut cards = Vec::new();
    let mut card: Option<(u64, Vec<&str>)> = None;
    let mut depth = 0;
    for (line, number) in text.lines().zip(1..) {
        let is_agent = |line: &str| {
            let name = line.split([';', ':']).next().unwrap_or_default();
            is(name.rsplit('.').next().unwrap_or_default(), "AGENT")
        };
        let begins = is(line, "BEGIN:VCARD");
        let begins_beside = is_agent(line)
            && line
                .rsplit_once("BEGIN:")
                .is_some_and(|(_, value)| is(value, "VCARD"));
        match &mut card {
            None if begins => card = Some((number, Vec::new())),
            None => {}
            Some((_, lines)) => {
                let after_agent = lines
                    .last()
                    .is_some_and(|line| is_agent(line) && line.trim().ends_with(':'));
                if begins_beside || begins && (after_agent || depth > 0) {
                    depth += 1;
                } else if begins {
                    // The end of the card before is missing.
                    cards.extend(card.replace((number, Vec::new())));
                } else if is(line, "END:VCARD") {
                    if depth == 0 {
                        cards.extend(card.take());
                    } else {
                        depth -= 1;
                    }
                } else if depth == 0 {
                    lines.push(line);
                }
            }
        }
    }
    cards.extend(card);
    let cards = cards.into_iter();
    cards
        .map(|(line, lines)| (line, quoted_printable::decoded(&lines)))
        .collect()
}

fn person(line: u64, properties: &str, home: Option<&str>) -> Option<Person> {
    let Ok(card) = VCard::parse(format!("BEGIN:VCARD\n{properties}END:VCARD\n")) else {
        let why = InvalidValue("This is no vCard.".to_owned());
        let left_out = vec![LeftOut::new(properties, &why)];
        return Some(Person {
            line,
            left_out,
            ..Person::default()
        });
    };
    let of = |wanted: VCardProperty| {
        card.entries
            .iter()
            .filter(move |entry| entry.name == wanted)
    };
    let first = |wanted| of(wanted).map(texts).next().unwrap_or_default();
    if is_group(&card) {
        return None;
    }
    let parts = first(VCardProperty::N);
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    let parts = names::name(&one_line(&format!("{} {}", part(1), part(0))));
    let whole = of(VCardProperty::Fn).find_map(|entry| names::name(&texts(entry).join(" ")));
    let nickname = || {
        first(VCardProperty::Nickname)
            .iter()
            .find_map(|text| names::name(text))
    };
    let company = || {
        first(VCardProperty::Org)
            .iter()
            .map(|text| one_line(text))
            .find(|text| !text.is_empty())
    };
    let name = whole.or(parts).or_else(nickname).or_else(company);

    let mut person = Person {
        line,
        name: name.unwrap_or_default(),
        ..Person::default()
    };
    let labels = labels(&card);
    let mut ways = Ways::default();
    for (entry, preference) in preferred(of(VCardProperty::Tel)) {
        let beside = entry.group.as_deref().and_then(|group| labels.get(group));
        let types = types(entry)
            .chain(beside.map(String::as_str))
            .collect::<Vec<_>>();
        let rank = match headings::label_rank(&types.join(" ")) {
            Some(rank) if preference < NO_PREFERENCE => Some(rank.min(Rank::Main)),
            rank => rank,
        };
        for text in texts(entry).iter().filter(|text| !text.trim().is_empty()) {
            match rank {
                Some(rank) => ways.number(rank, text, home),
                None => ways.leave_out([not_to_text(text)]),
            }
        }
    }
    for (entry, _) in preferred(of(VCardProperty::Email)) {
        for text in texts(entry).iter().filter(|text| !text.trim().is_empty()) {
            ways.addresses(Rank::Home, text);
        }
    }
    ways.give(&mut person);
    person.language = preferred(of(VCardProperty::Lang))
        .into_iter()
        .find_map(|(entry, _)| language(&texts(entry).concat()));
    table::add_tags(&mut person, of(VCardProperty::Categories).flat_map(texts));
    Some(person)
}

/// The language of a tag (BCP 47), such as `de-AT`; nothing for one that no message is written in.
fn language(tag: &str) -> Option<Language> {
    let primary = tag.split(['-', '_']).next()?.trim().to_lowercase();
    primary.parse().ok()
}

/// Whether the card is a list of others: `KIND:group`, and what Apple wrote before there was one.
fn is_group(card: &VCard) -> bool {
    card.entries.iter().any(|entry| match &entry.name {
        VCardProperty::Kind => entry.values.iter().any(|value| match value {
            VCardValue::Kind(kind) => is(kind.as_str(), "GROUP"),
            VCardValue::Text(text) => is(text, "GROUP"),
            _ => false,
        }),
        VCardProperty::Other(name) if is(name, "X-ADDRESSBOOKSERVER-KIND") => {
            texts(entry).iter().any(|text| is(text, "GROUP"))
        }
        _ => false,
    })
}

fn texts(entry: &VCardEntry) -> Vec<String> {
    let texts = entry.values.iter().map(|value| match value {
        VCardValue::Text(text) => text.clone(),
        VCardValue::Component(texts) => texts.join(" "),
        _ => String::new(),
    });
    texts.collect()
}

/// The labels that Apple puts beside properties, by their group: `item1.X-ABLabel`.
fn labels(card: &VCard) -> HashMap<&str, String> {
    let labels = card
        .entries
        .iter()
        .filter_map(|entry| match (&entry.name, &entry.group) {
            (VCardProperty::Other(name), Some(group)) if is(name, "X-ABLABEL") => {
                Some((group.as_str(), texts(entry).join(" ")))
            }
            _ => None,
        });
    labels.collect()
}

/// The types of a property, in every version's spelling.
fn types(entry: &VCardEntry) -> impl Iterator<Item = &str> {
    entry
        .params
        .iter()
        .filter_map(|parameter| match (&parameter.name, &parameter.value) {
            (VCardParameterName::Type, VCardParameterValue::Type(known)) => Some(known.as_str()),
            (VCardParameterName::Type, VCardParameterValue::Text(text)) => Some(text),
            (VCardParameterName::Other(name), VCardParameterValue::Null) => Some(name),
            _ => None,
        })
}

/// Properties with how much they are preferred, the most preferred first.
fn preferred<'a>(entries: impl Iterator<Item = &'a VCardEntry>) -> Vec<(&'a VCardEntry, u32)> {
    let mut preferred: Vec<_> = entries.map(|entry| (entry, preference(entry))).collect();
    preferred.sort_by_key(|(_, preference)| *preference);
    preferred
}

/// `PREF=1`, `TYPE=pref` and `PREF` alone.
fn preference(entry: &VCardEntry) -> u32 {
    let numbers =
        entry
            .params
            .iter()
            .filter_map(|parameter| match (&parameter.name, &parameter.value) {
                (VCardParameterName::Pref, VCardParameterValue::Integer(number)) => Some(*number),
                (VCardParameterName::Pref, _) => Some(1),
                _ => None,
            });
    let types = types(entry).filter(|word| is(word, "PREF")).map(|_| 1);
    numbers.chain(types).min().unwrap_or(NO_PREFERENCE)
}
