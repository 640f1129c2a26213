//! Tests of the page in each language.

use seat_dealer_api_types::{Language, Response, RsvpPage, RsvpSeat, RsvpState};

use super::{PICTURE, TOKEN, answered, closed, invitation, words};
use crate::guests::details::InvalidDetail;
use crate::guests::texts::{GuestState, Texts};
use crate::guests::view::{
    Failure, Notice, email_page, error_page, page, unknown_email_page, unknown_page,
};

/// All pages that a guest can see in this language.
fn every_page(texts: &Texts) -> Vec<String> {
    let party = RsvpPage {
        party_size: 2,
        party_limit: 3,
        ..answered(Response::Probably, RsvpSeat::Seated)
    };
    let lapsed = RsvpPage {
        respond_by: None,
        ..invitation()
    };
    let views = [
        invitation(),
        lapsed,
        party,
        answered(Response::Yes, RsvpSeat::Seated),
        answered(Response::Yes, RsvpSeat::Standby),
        answered(Response::Maybe, RsvpSeat::NotGuaranteed),
        answered(Response::No, RsvpSeat::None),
        closed(RsvpState::Withdrawn),
        closed(RsvpState::Cancelled),
        closed(RsvpState::Past),
    ];
    let mut pages = vec![
        unknown_page(texts).unwrap(),
        email_page(texts, "bea@example.com", false).unwrap(),
        email_page(texts, "bea@example.com", true).unwrap(),
        unknown_email_page(texts).unwrap(),
    ];
    for failure in [
        Failure::BadForm,
        Failure::Busy,
        Failure::Unavailable,
        Failure::Broken,
    ] {
        pages.push(error_page(texts, failure).unwrap());
    }
    for mut view in views {
        view.message = texts.state_message(&GuestState::of(&view));
        for notice in [
            None,
            Some(Notice::ChooseAnswer),
            Some(Notice::ChooseParty),
            Some(Notice::InvalidDetail(InvalidDetail::Note)),
            Some(Notice::NoRoom),
            Some(Notice::AskedTooOften),
            Some(Notice::ChangedMeanwhile),
            Some(Notice::TooLate),
        ] {
            pages.push(page(texts, &view, TOKEN, PICTURE, notice).unwrap());
        }
    }
    pages
}

#[test]
fn a_page_is_in_one_language_and_links_to_the_others() {
    for texts in Language::ALL.iter().copied().map(Texts::of) {
        for html in every_page(texts) {
            let lang = format!("<html lang=\"{}\"", texts.language);
            assert!(html.contains(&lang), "{html}");
            for other in texts.all() {
                let mark = if other.language == texts.language {
                    " aria-current=\"true\""
                } else {
                    ""
                };
                let link = format!(
                    "<a href=\"?lang={0}\" lang=\"{0}\" hreflang=\"{0}\"{mark}>{1}</a>",
                    other.language,
                    other.language.own_name()
                );
                assert!(html.contains(&link), "{link} is missing from\n{html}");
            }
            let said = words(&html);
            assert!(!said.contains(['{', '}']), "{said}");
            for english in ["Your", "your", "answer", "Answer", "Please", "seat "] {
                let expected =
                    texts.language == Language::English || !said.contains(&format!(">{english}"));
                assert!(expected, "{english} in\n{said}");
            }
        }
    }
}

#[test]
fn german_and_french_sentences_are_correct() {
    let seated = |texts: &Texts| {
        let mut view = answered(Response::Yes, RsvpSeat::Seated);
        view.message = texts.state_message(&GuestState::of(&view));
        page(texts, &view, TOKEN, PICTURE, None).unwrap()
    };
    let html = seated(Texts::of(Language::German));
    for part in [
        "Hallo Grace,",
        "Ada lädt ein",
        "Samstag, 5. Dezember 2026, 19:00 Uhr (Europe/Berlin)",
        "Aktuelle Antwort: Ja",
        "Der Platz ist sicher. Bis bald!",
        "In den Kalender",
        "Hat sich etwas geändert?",
    ] {
        assert!(html.contains(part), "{part} is missing from\n{html}");
    }
    let html = seated(Texts::of(Language::French));
    for part in [
        "Bonjour Grace,",
        "Ada vous invite",
        "samedi 5 décembre 2026 à 19:00 (Europe/Berlin)",
        "Votre réponse\u{a0}: Oui",
        "Vous avez une place. À bientôt\u{a0}!",
        "Ajouter à votre agenda",
    ] {
        assert!(html.contains(part), "{part} is missing from\n{html}");
    }
}
