//! Tests of the order of the content, of folding and of pictures.

use seat_dealer_api_types::{Picture, Response, RsvpPage, RsvpSeat, RsvpState};

use super::{answered, closed, invitation, shown};
use crate::guests::texts::ENGLISH;
use crate::guests::view::unknown_page;

#[test]
fn the_answers_come_before_everything_that_may_be_long() {
    let at = |html: &str, part: &str| html.find(part).unwrap_or_else(|| panic!("{part}: {html}"));
    let html = shown(&invitation());
    let buttons = at(&html, "<button");
    assert!(at(&html, "</dl>") < buttons);
    for below in ["Please answer by", "<textarea", "yours alone", "<nav"] {
        assert!(buttons < at(&html, below), "{below} in\n{html}");
    }
}

#[test]
fn a_long_description_is_folded_while_it_would_hide_the_answers() {
    let told = |view: &RsvpPage, description: String| {
        shown(&RsvpPage {
            description,
            ..view.clone()
        })
    };
    let (waiting, seated) = (invitation(), answered(Response::Yes, RsvpSeat::Seated));
    for (view, description, class) in [
        (&waiting, "x".repeat(70), None),
        (&waiting, "One.\nTwo.".into(), None),
        (&waiting, "One.\nTwo.\nThree.".into(), Some("short")),
        (&waiting, "x".repeat(71), Some("short")),
        (&waiting, "x".repeat(500), Some("short")),
        (&waiting, "x".repeat(501), Some("long")),
        (&seated, "x".repeat(500), None),
        (&seated, "x".repeat(501), Some("tall")),
        (&closed(RsvpState::Past), "x".repeat(501), None),
    ] {
        let html = told(view, description.clone());
        assert!(html.contains(&description), "all of it is there: {html}");
        let found = html.split("description folded ").nth(1);
        let found = found.and_then(|rest| rest.split('"').next());
        assert_eq!(found, class, "{html}");
        let link = html.contains("<a href=\"#all\">Read all of it</a>");
        assert_eq!(link, class.is_some(), "{html}");
    }
    assert!(!told(&waiting, String::new()).contains("class=\"description"));
}

#[test]
fn a_page_has_only_the_picture_of_its_event() {
    for &picture in Picture::ALL {
        let html = shown(&RsvpPage {
            picture,
            ..invitation()
        });
        for &drawn in Picture::ALL {
            let line = format!(" d=\"{}\"", drawn.drawing().line);
            assert_eq!(
                html.contains(&line),
                drawn == picture,
                "{drawn} for {picture}"
            );
        }
        assert_eq!(html.matches("<svg").count(), 1);
        assert!(
            html.contains("<svg class=\"picture\" viewBox=\"0 0 120 60\" aria-hidden=\"true\">")
        );
    }
    assert!(
        unknown_page(&ENGLISH)
            .unwrap()
            .contains(Picture::Plate.drawing().line)
    );
}
