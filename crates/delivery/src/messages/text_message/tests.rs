use proptest::{prelude::*, sample::select};
use seat_dealer_core::Language;

use super::*;
use crate::{
    messages::tests::{LINK, context},
    segments::{Encoding, SEGMENT_LIMIT, Segments, exceeds, segments},
};

fn text(kind: MessageKind, context: &MessageContext) -> String {
    render(kind, context)
}

fn invitation(context: &MessageContext) -> String {
    text(MessageKind::Invitation, context)
}

#[test]
fn every_kind_takes_one_segment() {
    for language in Language::ALL {
        for kind in MessageKind::ALL {
            let context = MessageContext {
                language: *language,
                ..context()
            };
            let text = text(*kind, &context);
            assert_eq!(segments(&text).count, 1, "{text}");
            assert!(text.contains("Dinner at ours"), "{text}");
        }
    }
}

#[test]
fn what_is_not_known_is_not_said() {
    let bare = MessageContext {
        starts_at: None,
        location: None,
        respond_by: None,
        ..context()
    };
    assert_eq!(
        invitation(&bare),
        format!("Ada invites you: Dinner at ours. Can you come? Please answer: {LINK}")
    );
    assert_eq!(
        text(MessageKind::MaybeNotice, &bare),
        format!(
            "Ada noted your maybe: Dinner at ours. No seat is guaranteed. Once you know: {LINK}"
        )
    );
    let asks = MessageContext {
        title: "Fondue?".into(),
        ..bare
    };
    assert!(invitation(&asks).starts_with("Ada invites you: Fondue? Can you come?"));
}

#[test]
fn everybody_who_is_invited_is_named() {
    let with = |party_size, party| {
        invitation(&MessageContext {
            party_size,
            party,
            ..context()
        })
    };
    assert!(with(1, 1).starts_with("Ada invites you: "));
    assert!(with(1, 2).starts_with("Ada invites you and a guest: "));
    assert!(with(1, 5).starts_with("Ada invites you and your guests: "));
    assert!(with(2, 2).starts_with("Ada invites you both: "));
    assert!(with(2, 1).starts_with("Ada invites you (1 person): "));
    assert!(with(2, 3).starts_with("Ada invites you both and a guest: "));
    assert!(with(4, 4).starts_with("Ada invites you (4 people): "));
}

#[test]
fn courtesy_goes_before_the_title_and_the_title_before_the_deadline() {
    let titled = |title: &str| {
        invitation(&MessageContext {
            title: title.into(),
            ..context()
        })
    };
    let text = titled("A very long dinner at our new place");
    assert_eq!(
        text,
        format!(
            "Ada invites you: A very long dinner at our new place, Sat 5 Dec 19:00. \
             Please answer by Thu 3 Dec 18:00: {LINK}"
        )
    );
    let text = titled("A very long dinner with far too many courses at our new place");
    assert_eq!(
        text,
        format!(
            "Ada invites you: A very long dinner with far too..., Sat 5 Dec 19:00. \
             Please answer by Thu 3 Dec 18:00: {LINK}"
        )
    );
    let host_name = "Ada Augusta King, Lady Lovelace".to_owned();
    let title = "A very long dinner with far too many courses".to_owned();
    let text = invitation(&MessageContext {
        host_name,
        title,
        ..context()
    });
    assert_eq!(
        text,
        format!(
            "Ada Augusta King, Lady Lovelace invites you: A very long dinner with..., \
             Sat 5 Dec 19:00. Please answer: {LINK}"
        )
    );
    assert_eq!(segments(&text).count, 1);
}

#[test]
fn typography_does_not_cost_a_segment() {
    let title = "Zo\u{2019}s \u{201c}big\u{201d} dinner \u{2013} at ours\u{2026}".to_owned();
    let text = invitation(&MessageContext { title, ..context() });
    assert!(
        text.contains("Zo's \"big\" dinner - at ours..., Sat"),
        "{text}"
    );
    assert_eq!(segments(&text).encoding, Encoding::Gsm7);
}

#[test]
fn names_outside_gsm7_stay_and_take_what_they_take() {
    let text = invitation(&MessageContext {
        host_name: "Łukasz".into(),
        ..context()
    });
    assert!(
        text.starts_with("Łukasz invites you: Dinner at ours"),
        "{text}"
    );
    let Segments {
        encoding, count, ..
    } = segments(&text);
    assert_eq!((encoding, count), (Encoding::Ucs2, 2));

    let short_link = "https://ada.example/rsvp/7YWHMfk9JZe0LM0g1ZauHu".to_owned();
    let brief = MessageContext {
        host_name: "Ewą".into(),
        title: "Tea".into(),
        starts_at: None,
        respond_by: None,
        rsvp_url: short_link,
        ..context()
    };
    assert_eq!(
        segments(&invitation(&brief)).count,
        2,
        "nothing to leave out helps here"
    );
}

#[test]
fn a_title_is_never_cut_within_a_character() {
    let title = "👩‍🍳".repeat(40);
    let text = invitation(&MessageContext {
        title: title.clone(),
        ..context()
    });
    let kept = text
        .split(": ")
        .nth(1)
        .unwrap()
        .split("...")
        .next()
        .unwrap();
    assert!(title.starts_with(kept));
    assert_eq!(kept.len() % "👩‍🍳".len(), 0);
    assert_eq!(segments(&text).count, 3);
}

#[test]
fn where_nothing_else_helps_the_hosts_name_is_shortened_too() {
    let host_name = "🎉".repeat(120);
    let title = format!("e{}", "\u{301}".repeat(159));
    let text = invitation(&MessageContext {
        host_name,
        title,
        ..context()
    });
    assert!(
        text.starts_with("🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉... invites you: é"),
        "{text}"
    );
    assert!(text.ends_with(LINK));
    assert!(segments(&text).count <= SEGMENT_LIMIT);
}

#[test]
fn a_link_that_is_too_long_stays_whole_and_is_noticed() {
    let rsvp_url = format!("https://{}.example.com/rsvp/x", "a".repeat(500));
    let text = invitation(&MessageContext {
        rsvp_url: rsvp_url.clone(),
        ..context()
    });
    assert!(text.ends_with(&rsvp_url));
    assert!(exceeds(&text, SEGMENT_LIMIT));
}

proptest! {
    #[test]
    fn the_link_is_whole_and_last_and_the_text_one_line(
        host_name in "\\PC{1,120}",
        title in "\\PC{1,160}",
        location in proptest::option::of("\\PC{0,200}"),
        kind in select(MessageKind::ALL),
        language in select(Language::ALL),
    ) {
        let text = text(kind, &MessageContext { language, host_name, title, location, ..context() });
        let end = format!(" {LINK}");
        prop_assert!(text.ends_with(&end), "{}", text);
        prop_assert!(!text.chars().any(char::is_control));
        prop_assert!(segments(&text).count <= SEGMENT_LIMIT, "{}", text);
    }

    #[test]
    fn plain_words_of_usual_length_take_one_segment(
        host_name in "[A-Za-z ]{0,19}[a-z]",
        title in "[A-Za-z0-9 .,!'&]{0,159}[a-z]",
        kind in select(MessageKind::ALL),
        language in select(Language::ALL),
    ) {
        let text = text(kind, &MessageContext { language, host_name, title, ..context() });
        prop_assert_eq!(segments(&text).count, 1, "{}", text);
    }
}
