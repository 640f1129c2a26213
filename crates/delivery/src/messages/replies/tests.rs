use proptest::{prelude::*, sample::select};
use seat_dealer_core::Response;

use super::*;
use crate::{
    inbound::{Inbound, parse},
    messages::tests::{LINK, context, secrets},
    segments::segments,
};

const ALL: [Reply; 10] = [
    Reply::Seated,
    Reply::Standby,
    Reply::Maybe,
    Reply::NotComing,
    Reply::Withdrawn,
    Reply::Cancelled,
    Reply::Begun,
    Reply::NotNoted,
    Reply::NotUnderstood,
    Reply::Help,
];

fn said(reply: Reply, language: Language) -> String {
    super::reply(
        reply,
        &MessageContext {
            language,
            ..context()
        },
    )
}

fn which_one(open: &[MessageContext]) -> String {
    super::which_one(open, Language::English)
}

#[test]
fn every_reply_takes_one_segment() {
    for language in Language::ALL {
        for reply in ALL {
            let text = said(reply, *language);
            assert_eq!(segments(&text).count, 1, "{text}");
        }
    }
}

#[test]
fn a_seat_is_told_as_it_was_answered() {
    let context = MessageContext {
        party: 3,
        response: Some(Response::Probably),
        ..context()
    };
    assert_eq!(
        super::reply(Reply::Seated, &context),
        format!(
            "Thank you! Ada has 3 seats for you: Dinner at ours, Sat 5 Dec 19:00. \
             If you can't come, please say so: {LINK}"
        )
    );
}

#[test]
fn no_reply_speaks_of_what_guests_must_not_learn() {
    for language in Language::ALL {
        for reply in ALL {
            let text = said(reply, *language).to_lowercase();
            for word in text.split(|c: char| !c.is_alphanumeric()) {
                assert!(!secrets(*language).contains(&word), "{word}: {text}");
                assert_ne!(word, "cancel", "it would stop all texts");
            }
        }
    }
}

#[test]
fn what_a_reply_asks_for_is_understood() {
    assert_eq!(parse("STOP", &[]), Inbound::Stop);
    for language in Language::ALL {
        let words = match language {
            Language::English => ["YES", "PROBABLY", "MAYBE", "NO"],
            Language::Spanish => ["VOY", "PROBABLEMENTE", "TAL VEZ", "NO"],
            Language::German => ["JA", "WAHRSCHEINLICH", "VIELLEICHT", "NEIN"],
            Language::French => ["OUI", "PROBABLEMENT", "PEUT-ETRE", "NON"],
            Language::Italian => ["SI", "PROBABILMENTE", "FORSE", "NO"],
            Language::Portuguese => ["SIM", "PROVAVELMENTE", "TALVEZ", "NAO"],
        };
        for (word, response) in words.into_iter().zip(Response::ALL) {
            for reply in [Reply::NotUnderstood, Reply::Help] {
                let text = said(reply, *language);
                assert!(text.contains(word) && !text.contains("  "), "{text}");
            }
            assert_eq!(parse(word, &[]), Inbound::Answer(*response), "{word}");
        }
    }
}

fn open(title: &str, host_name: &str, token: &str) -> MessageContext {
    MessageContext {
        title: title.into(),
        host_name: host_name.into(),
        rsvp_url: format!("https://dinner.example.com/rsvp/{token}"),
        ..context()
    }
}

#[test]
fn several_invitations_are_told_apart_by_their_links() {
    let text = which_one(&[open("Fondue", "Ada", "1111"), open("Tea", "Ada", "2222")]);
    assert_eq!(
        text,
        "Which one? Please answer by its link:\n\
         Fondue https://dinner.example.com/rsvp/1111\n\
         Tea https://dinner.example.com/rsvp/2222"
    );
    assert_eq!(segments(&text).count, 1);
    let text = which_one(&[open("Fondue", "Ada", "1111"), open("Tea", "Bo", "2222")]);
    assert!(text.contains("\nAda: Fondue https://"), "{text}");
    assert!(text.contains("\nBo: Tea https://"), "{text}");
}

#[test]
fn titles_are_shortened_before_links_are_left_out() {
    let title = "A very long dinner with far too many courses at our new place";
    let tokens: Vec<String> = (0..12)
        .map(|n| format!("7YWHMfk9JZe0LM0g1Zau{n:02}"))
        .collect();
    let open: Vec<MessageContext> = tokens
        .iter()
        .map(|token| open(title, "Ada", token))
        .collect();

    let text = which_one(&open[..3]);
    assert!(
        text.contains("A very long dinner with far... https://"),
        "{text}"
    );
    assert_eq!(segments(&text).count, 2, "{text}");
    for token in &tokens[..3] {
        assert!(text.contains(token), "{text}");
    }

    let text = which_one(&open);
    assert!(
        text.ends_with("\nMore are in your earlier texts."),
        "{text}"
    );
    assert_eq!(segments(&text).count, 3, "{text}");
    let shown = tokens.iter().filter(|token| text.contains(*token)).count();
    assert_eq!(shown, 6, "{text}");
}

proptest! {
    #[test]
    fn a_reply_keeps_its_limit_and_its_link(
        host_name in "\\PC{1,120}",
        title in "\\PC{1,160}",
        reply in select(ALL.to_vec()),
        language in select(Language::ALL),
    ) {
        let text = super::reply(reply, &MessageContext { language, host_name, title, ..context() });
        prop_assert!(!exceeds(&text, SEGMENT_LIMIT), "{}", text);
        prop_assert!(!text.chars().any(char::is_control), "{}", text);
        let end = format!(" {LINK}");
        prop_assert!(text.ends_with(&end) || reply == Reply::Withdrawn, "{}", text);
    }

    #[test]
    fn a_list_keeps_its_limit_and_whole_links(
        open in prop::collection::vec(("\\PC{0,160}", "\\PC{0,120}"), 1..9),
    ) {
        let open: Vec<MessageContext> = open
            .iter()
            .enumerate()
            .map(|(n, (title, host))| super::tests::open(title, host, &format!("7YWHMfk9JZe0LM0g1Z{n:04}")))
            .collect();
        let text = which_one(&open);
        let links = open.iter().filter(|context| text.contains(&context.rsvp_url)).count();
        prop_assert!(links == open.len() || text.ends_with("\nMore are in your earlier texts."));
        prop_assert!(links >= 1);
        prop_assert!(links == 1 || !exceeds(&text, SEGMENT_LIMIT), "{}", text);
    }
}
