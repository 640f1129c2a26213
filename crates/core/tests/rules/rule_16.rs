//! Rule 16: a guest who has a seat hears once, on the day before, that they are expected.

use seat_dealer_core::Command;
use seat_dealer_core::Response::{No, Probably, Yes};

use crate::dinner::{Dinner, at};

/// An event on Friday, 5 June, at 19:00.
fn friday(seats: u32, names: &[&str]) -> Dinner {
    Dinner::new(seats, names).with(|event| {
        event.starts_at = Some(at("2026-06-05T19:00:00Z"));
        event.reminders.day_before = true;
    })
}

#[test]
fn seated_guests_hear_once_a_day_before() {
    let mut dinner = friday(3, &["Ada", "Ben", "Cleo"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Probably);
    dinner.wait_until("2026-06-04T10:00:00Z");
    dinner.answer("Cleo", Yes);
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-04T19:00:00Z"));
    assert_eq!(
        dinner.messages(),
        ["dayBefore to Ada by email", "dayBefore to Ben by email"],
        "Cleo has answered today"
    );
    assert_eq!(dinner.log(), ["reminded Ada", "reminded Ben"]);
    assert_eq!(dinner.last.due_at, None, "once");
    assert_eq!(dinner.state("Ben"), "seated", "silence changes nothing");
}

#[test]
fn an_answer_takes_the_message_back() {
    let mut dinner = friday(1, &["Ada"]).dealing();
    dinner.answer("Ada", Probably);
    dinner.sends = false;
    dinner.run_timer();
    dinner.wait_hours(1);
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.outbox("Ada"),
        ["invitation sent", "dayBefore cancelled"]
    );
}

#[test]
fn a_guest_who_has_just_been_promoted_does_not_hear_it_again() {
    let mut dinner = friday(1, &["Ada", "Ben"])
        .with(|event| event.hand_size = Some(9))
        .dealing();
    dinner.answer("Ada", No);
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.state("Ada"), "standby");
    dinner.wait_until("2026-06-05T10:00:00Z");
    dinner.answer("Ben", No);
    assert_eq!(dinner.messages(), ["seated to Ada by email"]);
    dinner.wait_until("2026-06-05T12:00:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.messages(), [""; 0]);
}

#[test]
fn with_two_hours_left_it_is_too_late() {
    let mut dinner = friday(1, &["Ada"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.wait_until("2026-06-05T17:30:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.log(), ["notReminded Ada"]);
    assert_eq!(dinner.messages(), [""; 0]);
}

#[test]
fn guests_hear_it_again_before_another_date() {
    let mut dinner = friday(1, &["Ada"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.run_timer();
    assert_eq!(dinner.log(), ["reminded Ada"]);
    dinner.edit(|event| event.starts_at = Some(at("2026-06-05T20:00:00Z")));
    assert_eq!(
        dinner.last.due_at, None,
        "an hour later is the same evening"
    );
    dinner.edit(|event| event.starts_at = Some(at("2026-06-12T19:00:00Z")));
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-11T19:00:00Z"));
    assert_eq!(dinner.messages(), ["dayBefore to Ada by email"]);
    assert_eq!(dinner.last.due_at, None, "once");
}

#[test]
fn a_host_who_does_without_it_takes_back_what_waits() {
    let mut dinner = friday(1, &["Ada"]).dealing();
    dinner.answer("Ada", Yes);
    dinner.sends = false;
    dinner.run_timer();
    dinner.edit(|event| event.reminders.day_before = false);
    assert_eq!(
        dinner.outbox("Ada"),
        ["invitation sent", "dayBefore cancelled"]
    );
}
