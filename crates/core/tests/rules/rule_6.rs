//! Rule 6: a freed seat.

use jiff::SignedDuration;
use seat_dealer_core::Command;
use seat_dealer_core::Response::{Maybe, No, Yes};

use crate::dinner::Dinner;

#[test]
fn a_freed_seat_goes_to_standby_in_the_order_in_which_they_asked() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    dinner.wait_hours(1);
    dinner.run(&Command::Tick);
    dinner.wait_hours(1);
    dinner.run(&Command::Tick);
    assert_eq!(dinner.held(), ["Cleo"]);
    dinner.answer("Ben", Yes);
    dinner.now += SignedDuration::from_mins(10);
    dinner.answer("Ada", Yes);
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.state("Ben"), "standby");
    assert_eq!(dinner.state("Ada"), "standby");
    dinner.answer("Cleo", No);
    assert_eq!(dinner.log(), ["answered Cleo", "promoted Ben"]);
    assert_eq!(dinner.messages(), ["seated to Ben by email"]);
    assert_eq!(dinner.state("Ada"), "standby");
}

#[test]
fn a_party_that_does_not_fit_stays_on_standby() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| {
            event.party_limit = 3;
            event.response_window = Some(SignedDuration::from_hours(1));
        })
        .dealing();
    dinner.wait_hours(1);
    dinner.run(&Command::Tick);
    assert_eq!(dinner.held(), ["Ben"]);
    dinner.answer_for("Ada", Yes, 2);
    assert_eq!(dinner.state("Ada"), "standby");
    dinner.answer_for("Ben", Yes, 2);
    assert_eq!(dinner.log(), ["answered Ben", "skipped Ada", "dealt Cleo"]);
    assert_eq!(dinner.state("Ada"), "standby");
}

#[test]
fn an_empty_deck_is_logged_once() {
    let mut dinner = Dinner::new(2, &[]).dealing();
    assert_eq!(dinner.log(), ["dealing", "deckEmpty"]);
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), [""; 0]);
    dinner.run(&Command::Pause);
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), ["dealing", "deckEmpty"]);
}

#[test]
fn maybes_are_offered_a_seat_once_when_the_deck_is_empty() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.held(), ["Ben"], "the next card comes first");
    dinner.answer("Ben", No);
    assert_eq!(dinner.log(), ["answered Ben", "offered Ada"]);
    assert_eq!(dinner.messages(), ["offer to Ada by email"]);
    dinner.wait_hours(3);
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.log(), [""; 0], "repeating the answer does nothing");
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.run_timer();
    assert_eq!(dinner.log(), ["lapsed Ada", "deckEmpty"]);
    dinner.answer("Ada", Yes);
    assert_eq!(dinner.state("Ada"), "seated");
    dinner.answer("Ada", Maybe);
    assert_eq!(dinner.held(), [""; 0], "nobody is offered a seat twice");
}
