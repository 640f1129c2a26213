//! The meanings of guests' texts: the table in `texts.tsv`, and composed sentences.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails where it stands")]

use proptest::prelude::*;
use proptest::sample::select;
use seat_dealer_core::{Language, Response};
use seat_dealer_delivery::Inbound;
use seat_dealer_delivery::inbound::{parse, reply_language};

const TABLE: &str = include_str!("texts.tsv");

fn meaning(kind: &str) -> Inbound {
    match kind {
        "yes" => Inbound::Answer(Response::Yes),
        "probably" => Inbound::Answer(Response::Probably),
        "maybe" => Inbound::Answer(Response::Maybe),
        "no" => Inbound::Answer(Response::No),
        "stop" => Inbound::Stop,
        "no+stop" => Inbound::NoAndStop,
        "start" => Inbound::Start,
        "help" => Inbound::Help,
        "tapback" => Inbound::Reaction,
        "unclear" => Inbound::NotUnderstood,
        other => panic!("{other:?} is no kind of text"),
    }
}

/// The kind, the language and the text of each line; `\n` in a text is a line break.
fn table() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut fields = line.splitn(3, '\t');
            let mut field = || fields.next().expect("kind, language and text");
            (field(), field(), field().replace("\\n", "\n"))
        })
}

#[test]
fn every_text_of_the_table_means_what_it_says() {
    let wrong: Vec<String> = table()
        .filter_map(|(kind, language, text)| {
            let found = parse(&text, &["Ada Berg", "Nora"]);
            (found != meaning(kind)).then(|| format!("{language} {text:?}: {kind}, not {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_reply_is_in_the_language_of_the_text() {
    for (kind, tag, text) in table() {
        let Ok(language) = tag.parse::<Language>() else {
            continue;
        };
        if matches!(meaning(kind), Inbound::Answer(_)) {
            let found = reply_language(&text, &["Ada Berg", "Nora"], language);
            assert_eq!(found, language, "{text:?}");
        }
    }
    for (text, expected) in [
        ("Ja, gern!", Language::German),
        ("¡Claro que sí!", Language::Spanish),
        ("oui", Language::French),
        ("I'll be there", Language::English),
        // Several languages or none.
        ("no", Language::German),
        ("asdf", Language::German),
        ("", Language::German),
    ] {
        assert_eq!(
            reply_language(text, &[], Language::German),
            expected,
            "{text:?}"
        );
    }
}

#[test]
fn the_table_is_large_and_holds_each_text_once() {
    let mut texts: Vec<String> = table().map(|(.., text)| text).collect();
    assert!(texts.len() >= 300, "{}", texts.len());
    texts.sort_unstable();
    let twice = texts.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(twice, None);
}

/// Words that make an answer ambiguous anywhere in a text.
const DOUBTS: [&str; 42] = [
    "no",
    "not",
    "maybe",
    "but",
    "but maybe not",
    "if I can",
    "unless it rains",
    "except Tom",
    "maybe not",
    "only for an hour",
    "later",
    "when is it?",
    "?",
    "what time",
    "yesterday",
    "I never said that",
    "probably",
    "unfortunately",
    "another time",
    "❌",
    "🙅",
    "🤷",
    "👎",
    ":/",
    "n't",
    "without me",
    "hopefully",
    "I have to ask",
    "they said",
    "as a joke",
    "pero no",
    "si puedo",
    "quizás",
    "aber nicht",
    "vielleicht",
    "wenn es geht",
    "mais non",
    "peut-être",
    "pas",
    "leider",
    "no puedo",
    "3 of us",
];
/// Sentences that contain a YES and are not an answer.
const NO_YES: [&str; 16] = [
    "can't say {}",
    "I can't say {}",
    "I won't say {}",
    "did I say {}",
    "is it a {}",
    "Tom says {}",
    "I said {} last time",
    "“{}” is what I wanted to say",
    "reply with {}",
    "Please answer {}, MAYBE or NO",
    "not a {}",
    "if it was a {}",
    "Nora asked: {} or no?",
    "wish I could say {}",
    "no puedo decir {}",
    "ich kann nicht {} sagen",
];

/// The texts of the table that are a YES.
fn yes_texts() -> Vec<String> {
    table()
        .filter_map(|(kind, _, text)| (kind == "yes").then_some(text))
        .collect()
}

/// The texts among `texts` that are read as a YES.
fn read_as_yes(texts: impl Iterator<Item = String>) -> Vec<String> {
    let yes = Inbound::Answer(Response::Yes);
    texts
        .filter(|text| parse(text, &["Ada Berg", "Nora"]) == yes)
        .collect()
}

#[test]
fn a_yes_beside_a_name_that_does_not_sign_is_none() {
    let names = ["Tom", "Tom and Ann", "Will", "My wife", "May"];
    let mut texts = Vec::new();
    for yes in yes_texts() {
        // A name at the end of a longer text may be a part of its signature.
        let may_sign = yes.contains(['\n', '-', '—'])
            || yes.ends_with("xx")
            || yes.split_whitespace().count() > 3;
        for name in names {
            for between in [" ", ", ", ". ", "! ", ": "] {
                texts.push(format!("{name}{between}{yes}"));
                if !may_sign {
                    texts.push(format!("{yes}{between}{name}"));
                }
            }
        }
    }
    // A sentence, not a name.
    texts.retain(|text| !text.starts_with("Will Be there") && text != "Will, Be there!");
    assert_eq!(read_as_yes(texts.into_iter()), Vec::<String>::new());
}

#[test]
fn a_yes_within_another_sentence_is_none() {
    let texts = yes_texts()
        .into_iter()
        .flat_map(|yes| NO_YES.map(|sentence| sentence.replace("{}", &yes)));
    assert_eq!(read_as_yes(texts), Vec::<String>::new());
}

proptest! {
    #[test]
    fn a_yes_with_a_doubt_beside_it_is_none(
        yes in select(yes_texts()),
        doubt in select(&DOUBTS[..]),
        between in select(&[" ", ", ", ". ", "… ", " - ", "\n", " / "][..]),
        first in any::<bool>(),
    ) {
        let text = if first { format!("{doubt}{between}{yes}") } else { format!("{yes}{between}{doubt}") };
        prop_assert_ne!(parse(&text, &["Ada Berg", "Nora"]), Inbound::Answer(Response::Yes), "{}", text);
    }

    #[test]
    fn an_unknown_word_makes_a_yes_none(
        yes in select(yes_texts()),
        word in "[b-df-hj-np-tv-z]{4,9}",
        before in any::<bool>(),
    ) {
        let text = if before { format!("{word} {yes}") } else { format!("{yes} {word}") };
        prop_assert_eq!(parse(&text, &["Ada Berg", "Nora"]), Inbound::NotUnderstood, "{}", text);
    }

    #[test]
    fn a_yes_beside_another_answer_is_none(
        yes in select(yes_texts()),
        other in select(table().filter(|(kind, ..)| ["no", "maybe", "probably"].contains(kind)).map(|(.., text)| text).collect::<Vec<_>>()),
        between in select(&[" ", ", ", ". ", "\n"][..]),
        first in any::<bool>(),
    ) {
        let text = if first { format!("{other}{between}{yes}") } else { format!("{yes}{between}{other}") };
        prop_assert_ne!(parse(&text, &["Ada Berg", "Nora"]), Inbound::Answer(Response::Yes), "{}", text);
    }

    #[test]
    fn what_quotes_an_invitation_is_no_answer(
        yes in select(yes_texts()),
        quotes in select(&[("“", "”"), ("\"", "\""), ("„", "“"), ("« ", " »")][..]),
        reaction in select(&["Liked", "Loved", "Laughed at", "👍 to", "Le gustó", "A aimé", "Gefällt", "Reacted 👍 to"][..]),
    ) {
        let text = format!("{reaction} {}{yes}{}", quotes.0, quotes.1);
        prop_assert_eq!(parse(&text, &["Ada Berg", "Nora"]), Inbound::Reaction, "{}", text);
    }
}
