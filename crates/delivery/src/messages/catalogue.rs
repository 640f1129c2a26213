//! Snapshots of every message and every reply in each language.

use std::fmt::Write as _;

use super::tests::context;
use super::*;
use crate::segments::segments;

/// The guests' states in which a message has words of its own, with a name for the snapshot.
fn states(language: Language) -> Vec<(&'static str, MessageKind, MessageContext)> {
    let plain = MessageContext {
        language,
        unsubscribe_url: Some("https://dinner.example.com/unsubscribe/x".into()),
        ..context()
    };
    let bare = MessageContext {
        starts_at: None,
        location: None,
        respond_by: None,
        ..plain.clone()
    };
    let said = |response| MessageContext {
        response: Some(response),
        ..plain.clone()
    };
    let seated = MessageContext {
        seated: true,
        ..plain.clone()
    };
    let withdrawn = MessageContext {
        words: Some("Je suis malade".into()),
        ..plain.clone()
    };
    let party = |party_size, party| MessageContext {
        party_size,
        party,
        ..plain.clone()
    };
    let mut states: Vec<_> = MessageKind::ALL
        .iter()
        .map(|kind| {
            let words =
                (*kind == MessageKind::HostMessage).then(|| "Bring a chair!\nRain".to_owned());
            let context = MessageContext {
                words,
                ..plain.clone()
            };
            ("", *kind, context)
        })
        .collect();
    states.extend([
        (
            "PROBABLY",
            MessageKind::Confirmation,
            said(Response::Probably),
        ),
        ("PROBABLY", MessageKind::DayBefore, said(Response::Probably)),
        ("NO", MessageKind::Released, said(Response::No)),
        ("seated", MessageKind::Released, seated),
        ("with words", MessageKind::Released, withdrawn),
        ("with a guest", MessageKind::Invitation, party(1, 2)),
        ("with guests", MessageKind::Invitation, party(1, 3)),
        ("couple", MessageKind::Invitation, party(2, 2)),
        ("couple", MessageKind::Reminder, party(2, 2)),
        ("couple", MessageKind::MaybeNotice, party(2, 2)),
        ("couple", MessageKind::Seated, party(2, 2)),
        ("couple", MessageKind::Offer, party(2, 2)),
        ("couple", MessageKind::Confirmation, party(2, 2)),
        ("one of two", MessageKind::Invitation, party(2, 1)),
        ("four with guests", MessageKind::Invitation, party(4, 6)),
        ("bare", MessageKind::Invitation, bare.clone()),
        ("bare", MessageKind::MaybeNotice, bare.clone()),
        ("bare", MessageKind::Offer, bare),
    ]);
    states
}

const REPLIES: [Reply; 10] = [
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

fn catalogue(language: Language) -> String {
    let mut page = String::new();
    for (state, kind, context) in states(language) {
        let _ = writeln!(page, "{}", format!("# {kind} {state}").trim_end());
        for channel in Channel::ALL {
            let content = render(kind, *channel, &context).unwrap();
            let _ = match channel {
                Channel::Sms => {
                    let count = segments(&content.text).count;
                    writeln!(page, "text, {count}: {}", content.text)
                }
                Channel::ByHand => writeln!(page, "by hand: {}\n", content.text),
                Channel::Email => {
                    let subject = content.subject.unwrap();
                    writeln!(page, "Subject: {subject}\n{}", indented(&content.text))
                }
            };
        }
    }
    let context = MessageContext {
        language,
        ..context()
    };
    for kind in REPLIES {
        let text = reply(kind, &context);
        let count = segments(&text).count;
        let _ = writeln!(page, "# reply {kind:?}, {count}\n{text}");
    }
    let tea = MessageContext {
        title: "Tea".into(),
        ..context.clone()
    };
    page + "# reply to several\n" + &which_one(&[context, tea], language)
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}"));
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

#[test]
fn every_message_in_every_language() {
    for language in Language::ALL {
        insta::assert_snapshot!(format!("messages_{language}"), catalogue(*language));
    }
}

#[test]
fn no_english_words_are_left_in_other_languages() {
    const ENGLISH: [&str; 18] = [
        "the", "you", "your", "please", "answer", "with", "and", "for", "is", "here", "by",
        "until", "to", "of", "can", "what", "this", "seats",
    ];
    for language in Language::ALL {
        if *language == Language::English {
            continue;
        }
        for (_, kind, context) in states(*language) {
            let context = MessageContext {
                title: "Fondue".into(),
                description: String::new(),
                rsvp_url: String::new(),
                unsubscribe_url: None,
                ..context
            };
            for channel in Channel::ALL {
                let Content { subject, text, .. } = render(kind, *channel, &context).unwrap();
                let said = format!("{} {text}", subject.unwrap_or_default()).to_lowercase();
                for word in said.split(|c: char| !c.is_alphabetic()) {
                    assert!(!ENGLISH.contains(&word), "{language}: {word} in {said}");
                }
            }
        }
    }
}
