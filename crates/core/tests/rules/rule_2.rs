//! Rule 2: a few at a time.

use jiff::SignedDuration;
use seat_dealer_core::Response::{No, Yes};
use seat_dealer_core::{Command, Pace, Refusal};

use crate::dinner::{Dinner, at, invite};

const FRIENDS: &[&str] = &[
    "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea",
];

#[test]
fn the_hand_is_half_of_the_seats_that_are_not_taken() {
    let mut dinner = Dinner::new(8, FRIENDS).dealing();
    assert_eq!(dinner.held(), ["Ada", "Ben", "Cleo", "Dan"], "half of 8");
    dinner.answer("Ada", No);
    assert_eq!(dinner.held(), ["Ben", "Cleo", "Dan", "Eva"], "at once");
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.held().len(), 4, "half of 7, rounded up");
    dinner.answer("Cleo", Yes);
    assert_eq!(dinner.held().len(), 3, "half of 6");
    dinner.answer("Dan", Yes);
    dinner.answer("Eva", Yes);
    dinner.answer("Finn", Yes);
    assert_eq!(dinner.held().len(), 3, "never less than 3");
}

#[test]
fn the_host_can_fix_the_hand_size() {
    let dinner = Dinner::new(8, FRIENDS)
        .with(|event| event.hand_size = Some(2))
        .dealing();
    assert_eq!(dinner.held(), ["Ada", "Ben"]);
}

#[test]
fn a_quick_event_deals_every_open_seat() {
    let mut dinner = Dinner::new(8, FRIENDS)
        .with(|event| event.pace = Pace::Quick)
        .dealing();
    assert_eq!(dinner.held().len(), 8);
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", No);
    assert_eq!(dinner.held().len(), 7);
    dinner.edit(|event| event.hand_size = Some(2));
    dinner.answer("Cleo", No);
    assert_eq!(dinner.held().len(), 6, "the host's number is stronger");
}

#[test]
fn all_seats_are_dealt_in_the_last_72_hours() {
    let mut dinner = Dinner::new(8, FRIENDS)
        .with(|event| {
            event.starts_at = Some(at("2026-06-05T12:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(60));
        })
        .dealing();
    assert_eq!(dinner.held().len(), 4);
    dinner.wait_until("2026-06-02T12:00:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.held().len(), 4, "72 hours are not less than 72");
    dinner.run_timer();
    assert!(dinner.now > at("2026-06-02T12:00:00Z"), "72 hours are left");
    assert!(dinner.now < at("2026-06-02T12:00:01Z"), "{}", dinner.now);
    assert_eq!(dinner.held().len(), 8);
}

#[test]
fn nothing_is_dealt_after_the_begin_or_deal_until() {
    let mut dinner = Dinner::new(2, FRIENDS)
        .with(|event| {
            event.deal_until = Some(at("2026-06-01T13:00:00Z"));
            event.starts_at = Some(at("2026-06-01T18:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(4));
        })
        .dealing();
    dinner.wait_until("2026-06-01T13:00:00Z");
    dinner.answer("Ada", No);
    assert_eq!(dinner.log(), ["answered Ada"]);
    assert_eq!(
        dinner.try_run(&Command::Deal),
        Err(Refusal::DealUntilPassed)
    );
    dinner.wait_until("2026-06-01T18:00:00Z");
    assert_eq!(dinner.try_run(&invite("Cleo")), Err(Refusal::Past));
}
