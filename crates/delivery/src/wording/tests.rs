//! Tests of the sentences: none is empty, not translated, without a value of the English one, or outside GSM-7 in a
//! text. The compiler finds missing sentences.

use std::collections::BTreeSet;

use seat_dealer_core::MessageKind;

use super::*;
use crate::messages::MessageContext;
use crate::segments::{Encoding, segments};

/// All sentences and words of a language in the order of the struct, from its `Debug` output. Of a text with a number,
/// it is the form that every language has.
fn sentences(language: Language) -> Vec<String> {
    let described = format!("{:#?}", Wording::of(language));
    let mut is_form = false;
    let lines = described.lines().filter(|line| {
        is_form = line.ends_with("forms: [") || (is_form && line.trim() != "],");
        !is_form
    });
    let lines = lines.filter_map(|line| {
        let (_, text) = line.split_once('"')?;
        let text = text.rsplit_once('"')?.0;
        Some(text.replace("\\u{a0}", "\u{a0}"))
    });
    lines.collect()
}

fn placeholders(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect()
}

#[test]
fn every_language_has_every_sentence() {
    let english = sentences(Language::English);
    assert!(english.len() > 140, "{}", english.len());
    for language in Language::ALL {
        let own = sentences(*language);
        assert_eq!(own.len(), english.len());
        for (own, english) in own.iter().zip(&english) {
            assert!(!own.trim().is_empty(), "{language}: {english}");
            assert!(!own.contains("  "), "{language}: {own}");
            let names_a_zone = english == "{city} time";
            assert!(
                names_a_zone || placeholders(own).is_superset(&placeholders(english)),
                "{language}: {own}"
            );
            // Single words and formats of dates can be alike.
            let is_sentence = english.contains(' ') && !english.starts_with("{weekday}");
            let is_borrowed = own == english && *language != Language::English;
            assert!(!is_sentence || !is_borrowed, "{language}: {own}");
        }
    }
}

#[test]
fn values_that_may_be_absent_stand_in_brackets() {
    for language in Language::ALL {
        for sentence in sentences(*language) {
            let mut rest = sentence.as_str();
            let mut always = String::new();
            while let Some((before, from_part)) = rest.split_once('[') {
                let (part, after) = from_part.split_once(']').unwrap();
                always += before;
                always += part.split_once('|').map_or("", |(_, instead)| instead);
                rest = after;
            }
            always += rest;
            let names = placeholders(&always);
            for absent in ["place", "deadline", "words", "sentence", "courtesy"] {
                assert!(!names.contains(absent), "{language}: {sentence}");
            }
            assert!(!always.contains(['[', ']', '|']), "{language}: {sentence}");
        }
    }
}

#[test]
fn texts_are_in_gsm7() {
    for language in Language::ALL {
        let wording = Wording::of(*language);
        let context = MessageContext {
            language: *language,
            ..crate::messages::tests::context()
        };
        let messages = MessageKind::ALL
            .iter()
            .map(|kind| context.message(*kind).text);
        let mut texts: Vec<&str> = messages.collect();
        texts.extend([
            wording.confirmed_probably.text,
            wording.day_before_probably.text,
            wording.declined.text,
            wording.off_calendar.text,
            wording.on_standby,
            wording.no_longer_open,
            wording.begun,
            wording.not_noted,
            wording.not_understood,
            wording.help,
            wording.which_one,
            wording.more_links,
            wording.both,
            wording.dates.short,
            wording.dates.names.first_day,
        ]);
        texts.extend(wording.dates.short_weekdays);
        texts.extend(wording.dates.short_months);
        for counted in [wording.seats, wording.people, wording.and_guests] {
            texts.push(counted.other);
            texts.extend(counted.forms.iter().map(|(_, text)| text));
        }
        for text in texts {
            assert_eq!(
                segments(text).encoding,
                Encoding::Gsm7,
                "{language}: {text}"
            );
        }
    }
}

/// A guest may text *no* to such a question, and would give the seat away.
#[test]
fn no_text_asks_who_has_a_seat_whether_something_has_changed() {
    for language in Language::ALL {
        let wording = Wording::of(*language);
        for text in [
            wording.seated.text,
            wording.confirmed.text,
            wording.confirmed_probably.text,
            wording.day_before.text,
            wording.off_calendar.text,
            wording.on_standby,
        ] {
            assert!(!text.contains('?'), "{language}: {text}");
        }
    }
}

#[test]
fn german_avoids_du_and_sie() {
    for sentence in sentences(Language::German) {
        for word in sentence.split(|c: char| !c.is_alphabetic()) {
            let address = [
                "du", "dir", "dich", "dein", "deine", "euch", "Ihr", "Ihre", "Ihnen",
            ];
            assert!(!address.contains(&word), "{sentence}");
        }
    }
}
