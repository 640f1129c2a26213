use proptest::{prelude::*, sample::select};

use super::message::MOST_WORDS;
use super::pattern::Pattern;
use super::*;

/// The meaning of a text without known names.
fn parse_alone(text: &str) -> Inbound {
    parse(text, &[])
}

fn answers(response: Response, texts: &[&str]) {
    for text in texts {
        assert_eq!(parse_alone(text), Inbound::Answer(response), "{text:?}");
    }
}

fn not_understood(texts: &[&str]) {
    for text in texts {
        assert_eq!(parse_alone(text), Inbound::NotUnderstood, "{text:?}");
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
            format!("{capital}!!"),
            format!("🎉 {lower} 👩🏽‍🍳"),
            format!("*{lower}*"),
            format!("- {word} -"),
            format!("\u{200f}{lower}\u{feff}"),
            format!("{lower}\u{a0}…"),
            format!("{lower} {word}"),
        ] {
            assert_eq!(parse_alone(&text), Inbound::Answer(*response), "{text:?}");
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
        "yesterday",
        "know",
        "n/a",
        "y̶e̶s̶",
        "n̶o̶",
    ]);
}

#[test]
fn a_question_is_not_an_answer() {
    not_understood(&["yes?", "Maybe?", "no?!", "Yes. When?", "Yes？"]);
}

#[test]
fn the_words_that_providers_act_on_stop_and_start_texts() {
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
            assert_eq!(parse_alone(&text), Inbound::Stop, "{text:?}");
        }
        not_understood(&[&format!("{word} party")]);
    }
    not_understood(&[
        "stop yes",
        "don't stop",
        "the end",
        "please end",
        "please cancel",
    ]);
    for text in ["START", "start", "Unstop!", " start "] {
        assert_eq!(parse_alone(text), Inbound::Start, "{text:?}");
    }
    for text in ["HELP", "help?", "Info", "info "] {
        assert_eq!(parse_alone(text), Inbound::Help, "{text:?}");
    }
    not_understood(&["start now", "help me"]);
}

#[test]
fn known_names_change_nothing_and_words_are_no_names() {
    let names = ["Ada Berg", "Nora", "Will May", "No"];
    for text in ["Hi Nora, yes", "yes nora!", "Yes, Ada", "yes - ada berg"] {
        assert_eq!(
            parse(text, &names),
            Inbound::Answer(Response::Yes),
            "{text:?}"
        );
        not_understood(&["Hi Nora, yes", "yes nora!", "Yes, Ada", "yes - ada berg"]);
    }
    for text in ["yes no", "Yes, will", "Tom, yes", "yes not"] {
        assert_eq!(parse(text, &names), Inbound::NotUnderstood, "{text:?}");
    }
}

#[test]
fn a_known_name_may_end_as_an_adverb() {
    for (text, name) in [("Yes - Emily", "Emily Stone"), ("Oui - Clément", "Clément")] {
        assert_eq!(
            parse(text, &[name]),
            Inbound::Answer(Response::Yes),
            "{text:?}"
        );
        not_understood(&[text]);
    }
}

#[test]
fn a_signature_stands_apart_and_is_made_of_names() {
    answers(
        Response::Yes,
        &[
            "Yes\nTom",
            "Yes - Tom",
            "Yes! Love, Tom and Ann",
            "YES\n--\nBea Miller",
        ],
    );
    not_understood(&[
        "Yes Tom",
        "Yes, Tom",
        "Yes. Tom",
        "Yes\ntom",
        "Yes\nTOM",
        "Yes\nTom Ann Ben Cara Dora",
        "Yes\nTomorrow",
        "Yes - Partially",
        "Yes - Rarely",
        "Ja - Teilweise",
        "Sí - Parcialmente",
        "Oui - Partiellement",
        "Sì - Parzialmente",
        "Sim - Parcialmente",
        "Tom\nYes",
        "Yes\nTom is ill",
    ]);
}

/// The words of an answer that are another answer in another language, or none: the guest is asked.
const ASKED_BACK: [&str; 1] = ["jaja"];

#[test]
fn a_phrase_means_the_same_in_every_language_or_is_asked_back() {
    let mut asked_back = std::collections::BTreeSet::new();
    for (language, sense, text) in READERS.phrases(2) {
        let (reader::Sense::Answer(response), found) = (sense, parse_alone(&text)) else {
            continue;
        };
        if found == Inbound::NotUnderstood {
            asked_back.insert(text);
        } else {
            assert_eq!(found, Inbound::Answer(response), "{language}: {text}");
        }
    }
    assert_eq!(Vec::from_iter(asked_back), ASKED_BACK);
}

#[test]
fn a_long_letter_is_not_read() {
    answers(Response::Yes, &[&"yes ".repeat(MOST_WORDS)]);
    not_understood(&[
        &"yes ".repeat(MOST_WORDS + 1),
        &"no".repeat(100_000),
        &"no ".repeat(100_000),
    ]);
}

#[test]
fn a_phrase_stands_for_many() {
    let pattern = Pattern::new(
        "{who} can? come|be_there über|=sí?",
        &[("who", "i|we_all"), ("all", "all")],
    );
    let length = |text: &str| pattern.longest(&message::words(text));
    for (text, words) in [
        ("I come", Some(2)),
        ("We all can be there", Some(5)),
        ("i can come uber", Some(4)),
        ("i come ueber alles", Some(3)),
        ("i come si", Some(2)),
        ("i come sí", Some(3)),
        ("we come", None),
        ("i can", None),
        ("", None),
    ] {
        assert_eq!(length(text), words, "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), name in any::<String>()) {
        let _ = parse(&text, &[&name]);
    }

    #[test]
    fn what_stands_around_an_answer_does_not_matter(
        response in select(Response::ALL),
        before in "[ .,!*\\-\n🎉🙏]{0,8}",
        after in "[ .,!*\\-\n🎉🙏]{0,8}",
    ) {
        let text = format!("{before}{response}{after}");
        prop_assert_eq!(parse_alone(&text), Inbound::Answer(response));
    }

    #[test]
    fn two_different_answers_are_never_one(
        a in select(Response::ALL),
        b in select(Response::ALL),
        between in "[ ,./]{1,3}",
    ) {
        let text = format!("{a}{between}{b}");
        let expected = if a == b { Inbound::Answer(a) } else { Inbound::NotUnderstood };
        let expected = match (a, b) {
            // *Probably yes* is less than a yes.
            (Response::Probably, Response::Yes) if !between.contains('.') => {
                Inbound::Answer(Response::Probably)
            }
            _ => expected,
        };
        prop_assert_eq!(parse_alone(&text), expected);
    }
}
