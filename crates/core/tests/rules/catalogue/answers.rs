//! Rule 14: log entries of answers.

use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{
    Actor, Command, Companions, Diet, GuestDetails, MessageKind, Note, TextReply,
};

use super::{Page, all_dealt, by_text, guest, party};
use crate::dinner::{Dinner, answer, id, resend};

pub(super) fn answers() -> Page {
    let mut page = Page::default();
    page.heading("Answers with a hold");
    let mut dinner = all_dealt(
        9,
        &["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal"],
    );
    page.run(&mut dinner, &guest("Ada", Yes));
    page.run(&mut dinner, &answer("Ben", Probably, None, Actor::Host));
    page.run(&mut dinner, &by_text("Cleo", Maybe, TextReply::Sent));
    page.run(&mut dinner, &by_text("Dan", Maybe, TextReply::LimitReached));
    page.run(&mut dinner, &by_text("Eva", No, TextReply::OptedOut));
    page.heading("Changed answers");
    page.run(&mut dinner, &guest("Ada", Probably));
    page.run(&mut dinner, &guest("Ada", Maybe));
    page.run(&mut dinner, &guest("Ada", No));
    page.run(&mut dinner, &guest("Ada", Yes));

    page.heading("Standby");
    let mut dinner = all_dealt(1, &["Ada", "Ben"]);
    dinner.run(&guest("Ada", No));
    page.run(&mut dinner, &guest("Ada", Yes));
    page.run(&mut dinner, &guest("Ada", Probably));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &guest("Ben", Yes));
    page.run(&mut dinner, &guest("Ben", No));

    page.heading("Parties");
    let mut dinner = Dinner::new(10, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 3)
        .dealing();
    page.run(&mut dinner, &party("Ada", Yes, 3));
    page.run(&mut dinner, &party("Ada", Probably, 3));
    page.run(&mut dinner, &party("Ada", Yes, 1));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &party("Cleo", Yes, 1));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &party("Ben", Yes, 3));
    page.heading("Parties on standby");
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.fail("Ada", MessageKind::Invitation, Email, None);
    dinner.run(&party("Ben", Yes, 1));
    dinner.run(&party("Cleo", Yes, 2));
    page.run(&mut dinner, &party("Ada", Yes, 2));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &guest("Ada", No));

    page.heading("A hold that is smaller than the party");
    let mut dinner = Dinner::new(3, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    dinner.fail("Ada", MessageKind::Invitation, Email, None);
    dinner.run(&party("Ben", Yes, 2));
    page.run(&mut dinner, &resend("Ada", Some(Sms)));
    dinner.run(&party("Ben", Yes, 1));
    page.run(&mut dinner, &party("Ada", Yes, 2));

    page.heading("Notes");
    for note in ["With joy!\nNo nuts,  please.", ""] {
        let note = Command::Answer {
            invitation: id("Ada"),
            response: Yes,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails {
                note: Some(Note::parse(note).unwrap()),
                ..GuestDetails::default()
            },
        };
        page.run(&mut dinner, &note);
    }

    page.heading("Companions");
    for names in [&["Ben", "Cara"][..], &[]] {
        let companions = Command::Answer {
            invitation: id("Ada"),
            response: Yes,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails {
                companions: Some(Companions::parse(names.iter().copied()).unwrap()),
                ..GuestDetails::default()
            },
        };
        page.run(&mut dinner, &companions);
    }

    page.heading("Diet and the answer to the question");
    for (diet, answer) in [("No nuts", "Fish,\nplease"), ("", "")] {
        let details = Command::Answer {
            invitation: id("Ada"),
            response: Yes,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails {
                diet: Some(Diet::parse(diet).unwrap()),
                answer_to_question: Some(Note::parse(answer).unwrap()),
                ..GuestDetails::default()
            },
        };
        page.run(&mut dinner, &details);
    }
    page
}

#[test]
fn log_of_answers() {
    insta::assert_snapshot!(answers().text);
}
