use proptest::{prelude::*, sample::select};

use super::*;

fn answers(response: Response, texts: &[&str]) {
    for text in texts {
        assert_eq!(parse(text), Inbound::Answer(response), "{text:?}");
    }
}

fn not_understood(texts: &[&str]) {
    for text in texts {
        assert_eq!(parse(text), Inbound::NotUnderstood, "{text:?}");
    }
}

#[test]
fn the_four_words_are_understood_in_any_dress() {
    for response in Response::ALL {
        let word = response.as_str();
        let lower = word.to_lowercase();
        let capital = format!("{}{}", &word[..1], &lower[1..]);
        for text in [
            word.to_owned(),
            format!(" {lower}\r\n"),
            format!("{capital}."),
            format!("\"{capital}!!\""),
            format!("🎉 {lower} 👩🏽‍🍳"),
            format!("*{lower}*"),
            format!("- {word} -"),
            format!("\u{200f}{lower}\u{feff}"),
            format!("{lower}\u{a0}…"),
            format!("{lower} {word}"),
        ] {
            assert_eq!(parse(&text), Inbound::Answer(*response), "{text:?}");
        }
    }
    answers(Response::Yes, &["ＹＥＳ", "𝐘𝐞𝐬", "ⓨⓔⓢ"]);
}

#[test]
fn natural_variants_are_understood() {
    answers(
        Response::Yes,
        &[
            "y",
            "Yep",
            "yeah!",
            "Sure",
            "Yes please",
            "Of course, thank you!",
        ],
    );
    answers(
        Response::Yes,
        &[
            "Yes, see you there!",
            "YES can't wait",
            "I’ll be there 🎉",
            "count me in",
        ],
    );
    answers(
        Response::Probably,
        &["prob", "Likely", "Most likely.", "Probably, thanks"],
    );
    answers(
        Response::Maybe,
        &[
            "perhaps",
            "Not sure",
            "I'm not sure yet, sorry",
            "I don’t know yet",
        ],
    );
    answers(
        Response::No,
        &[
            "n",
            "Nope",
            "can't",
            "Can’t",
            "cant",
            "cannot come",
            "I can't come",
        ],
    );
    answers(
        Response::No,
        &[
            "No, sorry",
            "Sorry, I can't make it",
            "Unfortunately not coming",
            "No thanks",
        ],
    );
}

#[test]
fn two_answers_are_none() {
    not_understood(&[
        "yes or no",
        "Yes/No",
        "y/n",
        "yes... no",
        "maybe yes",
        "YES PROBABLY MAYBE NO",
        "no wait, yes",
        "Yes, probably",
        "sure, maybe",
        "I can't, yes",
    ]);
}

#[test]
fn nothing_is_guessed() {
    not_understood(&[
        "",
        " ",
        "👍",
        "ok",
        "1",
        "no problem",
        "no idea",
        "No one told me",
        "probably not",
        "not likely",
        "sure not",
        "not yes",
        "of course not",
        "yes, if I find a sitter",
        "yes but later",
        "can't say",
        "can't wait",
        "thanks!",
        "Who is this",
        "non",
        "nein",
        "yesterday",
        "know",
        "n/a",
        "y̶e̶s̶",
        "n̶o̶",
        "Liked “Ada invites you: Dinner at ours. Please answer: https://x.org/rsvp/7YWHM”",
    ]);
}

#[test]
fn a_question_is_not_an_answer() {
    not_understood(&["yes?", "Maybe?", "no?!", "Yes. When?", "Yes？"]);
}

#[test]
fn stop_words_are_the_whole_text() {
    for word in [
        "STOP",
        "UNSUBSCRIBE",
        "END",
        "QUIT",
        "STOPALL",
        "REVOKE",
        "OPTOUT",
        "CANCEL",
    ] {
        for text in [
            word.to_owned(),
            word.to_lowercase(),
            format!(" {word}\n"),
            format!("{word}."),
            format!("\"{word}\""),
        ] {
            assert_eq!(parse(&text), Inbound::Stop, "{text:?}");
        }
        not_understood(&[&format!("please {word}"), &format!("{word} it")]);
    }
    not_understood(&["stop yes", "don't stop", "the end", "stop stop"]);
}

#[test]
fn start_and_help_are_the_whole_text_too() {
    for text in ["START", "start", "Unstop!", " start "] {
        assert_eq!(parse(text), Inbound::Start, "{text:?}");
    }
    for text in ["HELP", "help?", "Info", "info "] {
        assert_eq!(parse(text), Inbound::Help, "{text:?}");
    }
    not_understood(&["start now", "help me"]);
}

#[test]
fn a_long_letter_is_not_read() {
    answers(Response::Yes, &[&"yes ".repeat(MOST_WORDS)]);
    not_understood(&[&"yes ".repeat(MOST_WORDS + 1), &"no".repeat(100_000)]);
}

#[test]
fn the_tables_hold_each_phrase_once_and_as_texts_are_read() {
    for language in LANGUAGES {
        let mut phrases: Vec<&str> = language
            .answers
            .iter()
            .flat_map(|(_, phrases)| *phrases)
            .chain(language.courtesies)
            .copied()
            .collect();
        for phrase in &phrases {
            assert_eq!(words(phrase).join(" "), *phrase);
            assert!(!STOP.contains(phrase), "{phrase}");
        }
        let count = phrases.len();
        phrases.sort_unstable();
        phrases.dedup();
        assert_eq!(phrases.len(), count);
        for (response, phrases) in language.answers {
            for phrase in *phrases {
                assert_eq!(parse(phrase), Inbound::Answer(*response), "{phrase}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
    }

    #[test]
    fn what_stands_around_an_answer_does_not_matter(
        response in select(Response::ALL),
        before in "[ .,!:*()\"'\\-\n🎉🙏]{0,8}",
        after in "[ .,!:*()\"'\\-\n🎉🙏]{0,8}",
    ) {
        let text = format!("{before}{response}{after}");
        prop_assert_eq!(parse(&text), Inbound::Answer(response));
    }

    #[test]
    fn an_unknown_word_makes_it_no_answer(
        response in select(Response::ALL),
        word in "[a-z]{2,12}",
        first in any::<bool>(),
    ) {
        let known = ENGLISH_WORDS.with(|known| known.contains(&word));
        let text = if first { format!("{word} {response}") } else { format!("{response} {word}") };
        prop_assert!(known || parse(&text) == Inbound::NotUnderstood, "{}", text);
    }

    #[test]
    fn two_different_answers_are_never_one(
        a in select(Response::ALL),
        b in select(Response::ALL),
        between in "[ ,./]{1,3}",
    ) {
        let text = format!("{a}{between}{b}");
        let expected = if a == b { Inbound::Answer(a) } else { Inbound::NotUnderstood };
        prop_assert_eq!(parse(&text), expected);
    }
}

thread_local! {
    static ENGLISH_WORDS: std::collections::BTreeSet<String> = english::ENGLISH
        .answers
        .iter()
        .flat_map(|(_, phrases)| *phrases)
        .chain(english::ENGLISH.courtesies)
        .flat_map(|phrase| phrase.split(' '))
        .map(str::to_owned)
        .collect();
}
