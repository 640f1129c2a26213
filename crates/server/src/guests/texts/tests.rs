//! Tests of the texts: none is empty, not translated, or without a placeholder of the English text. The
//! compiler finds missing texts.

use std::collections::BTreeSet;

use seat_dealer_api_types::Response::{Maybe, No, Probably, Yes};
use seat_dealer_api_types::{Language, RsvpSeat, RsvpState};

use super::{GuestState, Texts};

/// The texts that are the same in several languages.
const SHARED: [&str; 2] = ["Link", "No"];

fn languages() -> impl Iterator<Item = &'static Texts> {
    Language::ALL.iter().copied().map(Texts::of)
}

/// All texts of a language in the order of the struct, from its `Debug` output.
fn texts_of(texts: &Texts) -> Vec<String> {
    let described = format!("{texts:#?}");
    let lines = described.lines().filter_map(|line| {
        let (_, text) = line.split_once('"')?;
        let text = text.rsplit_once('"')?.0.replace("\\u{a0}", "\u{a0}");
        Some(text.replace("\\u{ad}", "\u{ad}"))
    });
    lines.collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect()
}

#[test]
fn every_language_has_every_text() {
    let english = texts_of(Texts::of(Language::English));
    assert!(english.len() > 80, "{}", english.len());
    for texts in languages() {
        let own = texts_of(texts);
        assert_eq!(own.len(), english.len());
        for (own, english) in own.iter().zip(&english) {
            let language = texts.language;
            assert!(!own.trim().is_empty(), "{language}: {english}");
            assert_eq!(
                placeholders(own),
                placeholders(english),
                "{language}: {own}"
            );
            assert!(!own.contains("  "), "{language}: {own}");
            let borrowed = own == english && language != Language::English;
            assert!(
                !borrowed || SHARED.contains(&own.as_str()),
                "{language}: {own}"
            );
        }
    }
    let found: Vec<_> = languages().map(|texts| texts.language).collect();
    assert_eq!(found, Language::ALL);
}

/// All states of guests.
fn guest_states() -> Vec<GuestState<'static>> {
    let open = |response, seat, kept: bool, party_size| GuestState {
        state: RsvpState::Open,
        response,
        seat,
        party_size,
        respond_by: kept.then_some("2026-12-01T17:00:00Z"),
        time_zone: "Europe/Berlin",
        host_name: "Ada",
    };
    let mut states = Vec::new();
    for party in [1, 3] {
        states.extend([
            open(None, None, true, party),
            open(Some(Yes), Some(RsvpSeat::Seated), false, party),
            open(Some(Probably), Some(RsvpSeat::Seated), false, party),
            open(Some(Yes), Some(RsvpSeat::Standby), false, party),
            open(Some(Maybe), Some(RsvpSeat::NotGuaranteed), true, party),
            GuestState {
                state: RsvpState::Past,
                ..open(Some(Yes), Some(RsvpSeat::Seated), false, party)
            },
        ]);
    }
    states.extend([
        open(None, None, false, 1),
        open(Some(Yes), None, false, 1),
        open(Some(Maybe), Some(RsvpSeat::NotGuaranteed), false, 1),
        open(Some(No), Some(RsvpSeat::None), false, 1),
    ]);
    for (state, response, seat) in [
        (RsvpState::Withdrawn, None, None),
        (RsvpState::Cancelled, None, None),
        (RsvpState::Past, None, None),
        (RsvpState::Past, Some(Yes), Some(RsvpSeat::Standby)),
    ] {
        states.push(GuestState {
            state,
            ..open(response, seat, false, 1)
        });
    }
    states
}

#[test]
fn each_state_has_its_own_sentence_in_every_language() {
    let states = guest_states();
    let mut sentences = BTreeSet::new();
    for texts in languages() {
        for state in &states {
            let sentence = texts.state_message(state);
            assert!(!sentence.contains(['{', '}']), "{sentence}");
            assert!(sentence.ends_with(['.', '!']), "{sentence}");
            assert!(sentences.insert(sentence), "{state:?}");
        }
    }
    assert_eq!(sentences.len(), states.len() * Language::ALL.len());
}

#[test]
fn each_language_has_its_own_date_format() {
    let said: Vec<_> = languages()
        .map(|texts| {
            let (day, zone) = ("2026-12-01T17:05:00Z", "Europe/Berlin");
            (
                texts.span(day, None, zone).unwrap(),
                texts.deadline(day, zone).unwrap(),
            )
        })
        .collect();
    let said: Vec<_> = said.iter().map(|(m, d)| (m.as_str(), d.as_str())).collect();
    assert_eq!(
        said,
        [
            (
                "Tuesday, 1 December 2026, 18:05 (Europe/Berlin)",
                "Tuesday, 1 December at 18:05 (Europe/Berlin)"
            ),
            (
                "martes, 1 de diciembre de 2026, 18:05 (Europe/Berlin)",
                "martes, 1 de diciembre, a las 18:05 (Europe/Berlin)"
            ),
            (
                "Dienstag, 1. Dezember 2026, 18:05 Uhr (Europe/Berlin)",
                "Dienstag, 1. Dezember, 18:05 Uhr (Europe/Berlin)"
            ),
            (
                "mardi 1er décembre 2026 à 18:05 (Europe/Berlin)",
                "mardi 1er décembre à 18:05 (Europe/Berlin)"
            ),
            (
                "martedì 1 dicembre 2026, ore 18:05 (Europe/Berlin)",
                "martedì 1 dicembre, ore 18:05 (Europe/Berlin)"
            ),
            (
                "terça-feira, 1 de dezembro de 2026, às 18:05 (Europe/Berlin)",
                "terça-feira, 1 de dezembro, às 18:05 (Europe/Berlin)"
            ),
        ]
    );
    let french = Texts::of(Language::French)
        .span("2026-12-21T17:05:00Z", None, "UTC")
        .unwrap();
    assert!(french.starts_with("lundi 21 décembre 2026"), "{french}");
}

#[test]
fn german_avoids_du_and_sie() {
    for text in texts_of(Texts::of(Language::German)) {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let address = ["du", "dir", "dich", "dein", "deine", "Ihr", "Ihre", "Ihnen"];
            assert!(!address.contains(&word), "{text}");
        }
    }
}

/// Where words differ, Brazilians and Portuguese must both find those of their own.
#[test]
fn portuguese_avoids_words_of_one_side() {
    for text in texts_of(Texts::of(Language::Portuguese)) {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let one_sided = [
                "você",
                "vocês",
                "si",
                "consigo",
                "tu",
                "te",
                "ti",
                "ficheiro",
                "arquivo",
                "contacto",
                "contato",
                "telemóvel",
                "celular",
                "partilhe",
                "compartilhe",
            ];
            assert!(!one_sided.contains(&word), "{text}");
        }
    }
}
