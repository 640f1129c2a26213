//! Tests of the content of each state of the page.

mod calendar;
mod gzip;
mod languages;
mod layout;
mod safety;

use seat_dealer_api_types::{Colour, Picture, Response, RsvpPage, RsvpSeat, RsvpState};

use crate::guests::details::InvalidDetail;
use crate::guests::texts::{ENGLISH, GuestState};
use crate::guests::view::{Failure, Notice, error_page, page, unknown_page};

fn invitation() -> RsvpPage {
    with_message(RsvpPage {
        title: "Goose and red cabbage".into(),
        description: "Doors open at half past six.\nBring nothing but appetite.".into(),
        starts_at: Some("2026-12-05T18:00:00Z".into()),
        ends_at: None,
        time_zone: "Europe/Berlin".into(),
        location: Some("Lindenstraße 4, Berlin".into()),
        url: None,
        host_name: "Ada".into(),
        guest_name: "Grace".into(),
        state: RsvpState::Open,
        response: None,
        seat: None,
        party_size: 1,
        party_limit: 1,
        default_party_size: 1,
        note: None,
        companions: Vec::new(),
        colour: Colour::Wine,
        picture: Picture::Plate,
        respond_by: Some("2026-12-03T17:00:00Z".into()),
        message: String::new(),
    })
}

fn answered(response: Response, seat: RsvpSeat) -> RsvpPage {
    with_message(RsvpPage {
        response: Some(response),
        seat: Some(seat),
        respond_by: None,
        ..invitation()
    })
}

fn closed(state: RsvpState) -> RsvpPage {
    with_message(RsvpPage {
        state,
        ..answered(Response::Yes, RsvpSeat::Seated)
    })
}

fn with_message(mut page: RsvpPage) -> RsvpPage {
    page.message = ENGLISH.state_message(&GuestState::of(&page));
    page
}

/// The token of the link.
const TOKEN: &str = "7YWHMfk9JZe0LM0g1ZauHu";
const PICTURE: &str = "https://dinner.example/rsvp/pictures/wine-soup-preview.png";

fn shown(view: &RsvpPage) -> String {
    page(&ENGLISH, view, TOKEN, PICTURE, None).unwrap()
}

/// The text of a page's body without its script.
fn words(html: &str) -> String {
    let (_, body) = html.split_once("<body>").unwrap();
    let Some((before, rest)) = body.split_once("<script>") else {
        return body.to_owned();
    };
    let (_, after) = rest.split_once("</script>").unwrap();
    [before, after].concat()
}

#[test]
fn an_open_invitation_shows_the_event_and_the_answers() {
    let html = shown(&invitation());
    for part in [
        "Dear Grace,",
        "Ada invites you",
        ">Goose and red cabbage</h1>",
        "<time datetime=\"2026-12-05T18:00:00Z\">Saturday, 5 December 2026, 19:00 (Europe/Berlin)</time>",
        "Lindenstraße 4, Berlin",
        "Doors open at half past six.\nBring nothing but appetite.",
        "Will you come?",
        "Please answer by Thursday, 3 December at 18:00 (Europe/Berlin). Until then, a seat is kept for you.",
        "<form method=\"post\"",
        "name=\"response\" value=\"YES\"",
        "name=\"response\" value=\"PROBABLY\"",
        "name=\"response\" value=\"MAYBE\"",
        "name=\"response\" value=\"NO\"",
        "no seat is kept",
    ] {
        assert!(html.contains(part), "{part} is missing from\n{html}");
    }
    assert!(
        !html.contains("class=\"current\""),
        "nothing is answered yet"
    );
    assert!(!html.contains("<select"), "this guest comes alone");
    assert_eq!(html.matches("role=\"status\"").count(), 1);
}

#[test]
fn each_answer_is_marked_and_its_result_is_shown() {
    use Response::{Maybe, No, Probably, Yes};
    for (response, seat, label, sentence) in [
        (
            Yes,
            RsvpSeat::Seated,
            "Your answer: Yes",
            "You have a seat. See you there!",
        ),
        (
            Probably,
            RsvpSeat::Seated,
            "Your answer: Probably",
            "You have a seat and are counted in.",
        ),
        (
            Yes,
            RsvpSeat::Standby,
            "Your answer: Yes",
            "All seats are taken right now. You are on standby",
        ),
        (
            Probably,
            RsvpSeat::Standby,
            "Your answer: Probably",
            "You are on standby",
        ),
        (
            Maybe,
            RsvpSeat::NotGuaranteed,
            "Your answer: Maybe",
            "no seat is guaranteed",
        ),
        (
            No,
            RsvpSeat::None,
            "Your answer: No",
            "Thank you for telling Ada – you will be missed.",
        ),
    ] {
        let html = shown(&answered(response, seat));
        for part in [
            label,
            sentence,
            "role=\"status\"",
            "Have your plans changed?",
        ] {
            assert!(
                html.contains(part),
                "{response} {seat:?}: {part} is missing from\n{html}"
            );
        }
        let mark = format!("value=\"{response}\" class=\"current\" aria-current=\"true\"");
        assert!(html.contains(&mark), "{response} is not marked in\n{html}");
        assert_eq!(html.matches("class=\"current\"").count(), 1);
        assert_eq!(html.matches("<button").count(), 4);
    }
}

#[test]
fn a_lapsed_invitation_can_be_answered() {
    let html = shown(&with_message(RsvpPage {
        respond_by: None,
        ..invitation()
    }));
    assert!(html.contains("You are welcome to answer. If a seat is free, it is yours;"));
    let body = words(&html);
    assert!(!body.contains("late") && !body.contains("is kept for you"));
    assert_eq!(html.matches("<button").count(), 4);
}

#[test]
fn a_maybe_with_a_hold_has_an_offer() {
    let offer = with_message(RsvpPage {
        respond_by: invitation().respond_by,
        ..answered(Response::Maybe, RsvpSeat::NotGuaranteed)
    });
    assert_eq!(
        offer.message,
        "Good news: a seat is free, and it is kept for you until Thursday, 3 December at 18:00 \
         (Europe/Berlin). With a maybe, no seat is guaranteed after that: if you would like it, \
         please answer Yes or Probably by then."
    );
    let html = shown(&offer);
    assert!(html.contains("class=\"standing seated\"") && html.contains("Will you come?"));
}

#[test]
fn the_party_size_can_be_chosen_and_is_shown() {
    let party = with_message(RsvpPage {
        party_size: 2,
        party_limit: 3,
        ..invitation()
    });
    let html = shown(&party);
    assert!(
        html.contains("How many of you?")
            && html.contains("<select id=\"party\" name=\"partySize\">")
    );
    assert!(
        html.contains("<option value=\"1\" selected>Just me</option>"),
        "{html}"
    );
    assert!(html.contains("<option value=\"2\">Me and 1 more</option>"));
    assert!(html.contains("<option value=\"3\">Me and 2 more</option>"));
    assert!(!html.contains("value=\"4\"") && html.contains("2 seats are kept for you"));

    let seated = with_message(RsvpPage {
        party_size: 3,
        party_limit: 3,
        default_party_size: 3,
        ..answered(Response::Yes, RsvpSeat::Seated)
    });
    let html = shown(&seated);
    assert!(html.contains("Your answer: Yes, for 3"));
    assert!(html.contains("You have 3 seats. See you there!"));
    assert!(html.contains("<option value=\"3\" selected>"));

    let standby = with_message(RsvpPage {
        seat: Some(RsvpSeat::Standby),
        ..seated.clone()
    });
    assert!(
        standby
            .message
            .starts_with("There is no room for 3 right now.")
    );
    let declined = RsvpPage {
        seat: Some(RsvpSeat::None),
        response: Some(Response::No),
        ..seated
    };
    assert!(shown(&declined).contains(">Your answer: No<"));
}

#[test]
fn a_closed_invitation_has_a_heading_and_no_buttons() {
    for (state, said, unsaid) in [
        (
            RsvpState::Withdrawn,
            "This invitation is no longer open",
            "Lindenstraße",
        ),
        (
            RsvpState::Cancelled,
            "Sadly, Ada has had to call this off.",
            "appetite",
        ),
        (
            RsvpState::Past,
            "It has begun, so answers can no longer be changed. You have a seat.",
            "Dear",
        ),
    ] {
        let html = shown(&closed(state));
        assert!(html.contains(said), "{said} is missing from\n{html}");
        assert!(!html.contains(unsaid), "{unsaid} is in\n{html}");
        assert!(html.contains(">Goose and red cabbage</h1>"));
        assert!(html.contains("An invitation from Ada") && !html.contains("invites you"));
        assert!(html.contains("role=\"status\""));
        assert!(!html.contains("Your answer"));
    }
    let html = shown(&closed(RsvpState::Withdrawn));
    assert!(
        !html.contains("<time"),
        "a guest who is no longer invited gets no news"
    );
    let html = shown(&closed(RsvpState::Past));
    assert!(
        html.contains("Lindenstraße 4, Berlin"),
        "a guest on the way needs the address"
    );

    let closed = [
        shown(&closed(RsvpState::Withdrawn)),
        shown(&closed(RsvpState::Cancelled)),
        shown(&closed(RsvpState::Past)),
        unknown_page(&ENGLISH).unwrap(),
        error_page(&ENGLISH, Failure::BadForm).unwrap(),
    ];
    for html in closed {
        for absent in ["<form", "<button", "<select", "<input", "<textarea"] {
            assert!(!html.contains(absent), "{absent} in\n{html}");
        }
    }
}

#[test]
fn after_the_event_the_final_state_is_shown() {
    let standby = with_message(RsvpPage {
        seat: Some(RsvpSeat::Standby),
        ..closed(RsvpState::Past)
    });
    assert!(standby.message.contains("sadly no seat came free"));
    let silent = with_message(RsvpPage {
        response: None,
        seat: None,
        ..closed(RsvpState::Past)
    });
    assert_eq!(silent.message, "It has begun, so answers are closed.");
}

#[test]
fn a_notice_about_a_refused_answer_is_above_the_buttons() {
    for (notice, sentence) in [
        (
            Notice::ChooseAnswer,
            "Please choose one of the four answers.",
        ),
        (Notice::ChooseParty, "Please choose how many of you come"),
        (
            Notice::InvalidDetail(InvalidDetail::Note),
            "at most 500 characters of plain text",
        ),
        (
            Notice::NoRoom,
            "There is no room for that many right now. Nothing has changed",
        ),
        (
            Notice::AskedTooOften,
            "You have asked for more seats several times already. Nothing has changed",
        ),
        (
            Notice::ChangedMeanwhile,
            "Something changed while you were answering.",
        ),
    ] {
        let html = page(&ENGLISH, &invitation(), TOKEN, PICTURE, Some(notice)).unwrap();
        let alert = html.find("role=\"alert\"").unwrap();
        assert!(html[alert..].contains(sentence), "{html}");
        assert_eq!(html.matches("<button").count(), 4);
    }
    let past = closed(RsvpState::Past);
    let html = page(&ENGLISH, &past, TOKEN, PICTURE, Some(Notice::TooLate)).unwrap();
    assert!(html.contains("came too late") && !html.contains("<button"));
}

#[test]
fn the_page_for_invalid_links_reveals_nothing() {
    let html = unknown_page(&ENGLISH).unwrap();
    for word in [
        "withdrawn",
        "deleted",
        "expired",
        "no longer",
        "was ",
        "used",
        "href=\"\"",
    ] {
        assert!(!html.contains(word), "{word} in\n{html}");
    }
}
