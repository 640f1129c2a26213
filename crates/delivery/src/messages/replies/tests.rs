use proptest::{prelude::*, sample::select};
use seat_dealer_core::Response;

use super::*;
use crate::{
    inbound::{Inbound, parse},
    messages::tests::{LINK, context},
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

fn said(reply: Reply) -> String {
    super::reply(reply, &context()).unwrap()
}

#[test]
fn every_reply_has_its_words_and_takes_one_segment() {
    let expected = [
        "Thank you! Ada has a seat for you: Dinner at ours, Sat 5 Dec 19:00. See you there! \
         If plans change: LINK",
        "All seats are taken right now. You will hear from Ada as soon as one is yours: \
         Dinner at ours. LINK",
        "Ada noted your maybe: Dinner at ours. No seat is guaranteed, but one is kept until \
         Thu 3 Dec 18:00: LINK",
        "Ada knows that you can't come: Dinner at ours, Sat 5 Dec 19:00. \
         Should your plans change: LINK",
        "This invitation is no longer open: Dinner at ours, Sat 5 Dec 19:00. \
         You need not do anything. If this surprises you, please ask Ada.",
        "Ada is sorry to call this off: Dinner at ours, Sat 5 Dec 19:00. \
         You need not do anything. Details: LINK",
        "It has begun, so answers are closed: Dinner at ours, Sat 5 Dec 19:00. Details: LINK",
        "Your answer could not be noted: Dinner at ours, Sat 5 Dec 19:00. \
         Please answer here: LINK",
        "Sorry, that was not clear. Please reply with just YES, PROBABLY, MAYBE or NO, \
         or answer here: LINK",
        "Ada invites you: Dinner at ours. Reply YES, PROBABLY, MAYBE or NO, \
         or STOP for no more texts: LINK",
    ];
    for (reply, words) in ALL.into_iter().zip(expected) {
        let text = said(reply);
        assert_eq!(text, words.replace("LINK", LINK));
        assert_eq!(segments(&text).count, 1, "{text}");
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
        super::reply(Reply::Seated, &context).unwrap(),
        format!(
            "Thank you! Ada has 3 seats for you: Dinner at ours, Sat 5 Dec 19:00. \
             If you can't come, please say so: {LINK}"
        )
    );
}

#[test]
fn no_reply_speaks_of_what_guests_must_not_learn() {
    for reply in ALL {
        let text = said(reply).to_lowercase();
        for secret in [
            "order", "queue", "turn", "next", "left", "other", "standby", "list", "full", "cancel",
        ] {
            let told = text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == secret);
            assert!(!told, "{secret}: {text}");
        }
    }
}

#[test]
fn what_a_reply_asks_for_is_understood() {
    assert_eq!(parse("STOP", &[]), Inbound::Stop);
    for word in ["YES", "PROBABLY", "MAYBE", "NO"] {
        assert!(said(Reply::NotUnderstood).contains(word));
        assert!(matches!(parse(word, &[]), Inbound::Answer(_)));
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
    ) {
        let text = super::reply(reply, &MessageContext { host_name, title, ..context() }).unwrap();
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
