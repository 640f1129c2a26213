//! Seats that are confirmed by email, and so stand in the guest's calendar.

use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{Actor, Command, MessageKind};

use crate::dinner::{Dinner, answer, answer_by_email, at, failed, resend, withdraw};

fn dinner() -> Dinner {
    Dinner::new(2, &["Ada", "Ben"]).dealing()
}

/// Ada has a seat, confirmed by email, and is written to by text otherwise.
fn texted() -> Dinner {
    let mut dinner = dinner();
    dinner.give(&resend("Ada", Some(Sms)));
    dinner.give(&answer_by_email("Ada", Yes, Actor::Guest));
    assert_eq!(dinner.sent(), ["confirmation to Ada by email"]);
    dinner
}

#[test]
fn a_seat_is_confirmed_by_email_whatever_the_hour() {
    for response in [Yes, Probably] {
        let mut dinner = dinner();
        dinner.wait_until("2026-06-01T23:00:00Z");
        dinner.give(&answer_by_email("Ada", response, Actor::Guest));
        assert_eq!(dinner.sent(), ["confirmation to Ada by email"]);
        dinner.give(&answer_by_email("Ada", response, Actor::Guest));
        assert!(dinner.sent().is_empty(), "said before");
        dinner.give(&answer_by_email("Ada", Yes, Actor::Guest));
        assert!(dinner.sent().is_empty(), "the seat is the same");
    }
}

#[test]
fn the_host_wakes_nobody_with_it() {
    let mut dinner = dinner();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.give(&answer_by_email("Ada", Yes, Actor::Host));
    assert_eq!(
        dinner.sent(),
        ["confirmation to Ada by email at 2026-06-02T09:00:00Z"]
    );
}

#[test]
fn who_has_no_email_or_no_seat_is_not_confirmed() {
    let mut dinner = dinner();
    dinner.give(&answer("Ada", Yes, None, Actor::Guest));
    assert!(dinner.sent().is_empty());
    dinner.give(&answer("Ada", No, None, Actor::Guest));
    assert!(dinner.sent().is_empty(), "nothing was confirmed");

    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", No);
    dinner.answer("Ben", Yes);
    dinner.give(&answer_by_email("Ada", Yes, Actor::Guest));
    assert_eq!(dinner.standing("Ada"), "standby");
    assert!(dinner.sent().is_empty());
    dinner.answer("Ben", No);
    assert_eq!(dinner.sent(), ["seated to Ada by email"]);
    assert!(dinner.invitation("Ada").confirmed);
}

#[test]
fn a_seat_given_back_leaves_the_calendar() {
    let mut dinner = texted();
    dinner.give(&answer_by_email("Ada", No, Actor::Guest));
    assert_eq!(dinner.sent(), ["released to Ada by email"]);
    dinner.give(&answer_by_email("Ada", No, Actor::Guest));
    assert!(dinner.sent().is_empty());
    dinner.give(&answer_by_email("Ada", Yes, Actor::Guest));
    assert_eq!(dinner.sent(), ["confirmation to Ada by email"]);
    dinner.give(&answer_by_email("Ada", Maybe, Actor::Guest));
    assert_eq!(
        dinner.sent()[..2],
        ["maybeNotice to Ada by sms", "released to Ada by email"]
    );

    let mut dinner = dinner_confirmed_by_email();
    dinner.give(&answer_by_email("Ada", Maybe, Actor::Guest));
    assert_eq!(dinner.sent()[0], "maybeNotice to Ada by email");
    assert!(
        !dinner
            .sent()
            .contains(&"released to Ada by email".to_owned())
    );
}

fn dinner_confirmed_by_email() -> Dinner {
    let mut dinner = dinner();
    dinner.give(&answer_by_email("Ada", Yes, Actor::Guest));
    dinner
}

#[test]
fn a_guest_who_would_come_hears_of_a_withdrawal() {
    let mut dinner = texted();
    dinner.give(&withdraw("Ada"));
    assert_eq!(dinner.sent(), ["released to Ada by email"]);

    let mut dinner = texted();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.give(&withdraw("Ada"));
    assert_eq!(
        dinner.sent(),
        ["released to Ada by email at 2026-06-02T09:00:00Z"]
    );
    dinner.give(&withdraw("Ben"));
    assert!(dinner.sent().is_empty(), "Ben was promised nothing");
}

#[test]
fn a_calendar_hears_of_what_its_owner_is_texted() {
    let mut dinner = texted();
    let moved = dinner.edited(true, |event| event.location = Some("The garden".to_owned()));
    dinner.give(&moved);
    assert_eq!(
        dinner.sent(),
        ["changed to Ada by sms", "confirmation to Ada by email"]
    );
    dinner.give(&Command::Cancel { untold: Vec::new() });
    assert_eq!(
        dinner.sent(),
        [
            "cancelled to Ada by sms",
            "released to Ada by email",
            "cancelled to Ben by email"
        ]
    );

    let mut dinner = dinner_confirmed_by_email();
    let moved = dinner.edited(true, |event| event.location = Some("The garden".to_owned()));
    dinner.give(&moved);
    assert_eq!(
        dinner.sent(),
        ["changed to Ada by email"],
        "which carries it"
    );
    dinner.give(&Command::Cancel { untold: Vec::new() });
    assert_eq!(
        dinner.sent(),
        ["cancelled to Ada by email", "cancelled to Ben by email"]
    );
}

#[test]
fn a_calendar_hears_of_what_its_owner_is_told_in_person() {
    let mut dinner = dinner_confirmed_by_email();
    let moved = dinner.edited(true, |event| {
        event.by_hand = true;
        event.location = Some("The garden".to_owned());
    });
    dinner.give(&moved);
    assert_eq!(
        dinner.sent(),
        ["changed to Ada by byHand", "confirmation to Ada by email"]
    );
    dinner.give(&Command::Cancel { untold: Vec::new() });
    assert_eq!(
        dinner.sent()[..2],
        ["cancelled to Ada by byHand", "released to Ada by email"]
    );
}

#[test]
fn it_is_never_texted() {
    let mut dinner = dinner_confirmed_by_email();
    dinner.give(&failed("Ada", MessageKind::Confirmation, Email, Some(Sms)));
    assert!(dinner.sent().is_empty());
    assert_eq!(
        dinner.said(),
        [
            "The confirmation of the seat could not reach Ada by email (no such address); \
             there is no other way."
        ]
    );
    assert_eq!(dinner.standing("Ada"), "seated");
}

#[test]
fn nothing_is_confirmed_that_would_arrive_after_the_begin() {
    let mut dinner = Dinner::new(2, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")))
        .dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.give(&answer_by_email("Ada", Yes, Actor::Host));
    assert!(dinner.sent().is_empty());
    dinner.give(&withdraw("Ada"));
    assert!(dinner.sent().is_empty());
}
