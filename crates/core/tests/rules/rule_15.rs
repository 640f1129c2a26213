//! Rule 15: a guest who does not answer is reminded once.

use jiff::SignedDuration;
use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::Yes;
use seat_dealer_core::{Command, MessageKind};

use crate::dinner::{Dinner, at};

/// Guests of this event have 48 hours to answer, of which 24 are not quiet.
fn reminding(names: &[&str]) -> Dinner {
    Dinner::new(1, names).with(|event| event.reminders.unanswered = true)
}

#[test]
fn a_silent_guest_is_reminded_once_when_half_of_the_time_has_passed() {
    let mut dinner = reminding(&["Ada", "Ben"]).dealing();
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-02T12:00:00Z"));
    assert_eq!(dinner.log(), ["reminded Ada"]);
    assert_eq!(dinner.messages(), ["reminder to Ada by email"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-03T12:00:00Z"));
    assert_eq!(dinner.log(), ["lapsed Ada", "dealt Ben"]);
}

#[test]
fn an_answer_takes_a_reminder_back() {
    let mut dinner = reminding(&["Ada"]).dealing();
    dinner.sends = false;
    dinner.run_timer();
    dinner.answer("Ada", Yes);
    assert_eq!(
        dinner.outbox("Ada"),
        ["invitation sent", "reminder cancelled"]
    );
}

#[test]
fn a_guest_with_less_than_an_hour_or_a_message_by_hand_is_not_reminded() {
    let mut short = reminding(&["Ada"])
        .with(|event| event.response_window = Some(SignedDuration::from_mins(45)))
        .dealing();
    short.run_timer();
    assert_eq!(short.log(), ["lapsed Ada", "deckEmpty"]);
    let mut by_hand = reminding(&["Ada"])
        .with(|event| event.by_hand = true)
        .dealing();
    by_hand.run(&by_hand.hand_over("Ada"));
    by_hand.run_timer();
    assert_eq!(by_hand.log(), ["lapsed Ada", "deckEmpty"]);
}

#[test]
fn a_reminder_waits_for_the_end_of_the_quiet_hours() {
    let mut dinner = reminding(&["Ada"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(25)))
        .dealing();
    // The timer did not run when the reminder was due, at 18:30.
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.log(), [""; 0]);
    dinner.run_timer();
    assert_eq!(dinner.now, at("2026-06-02T09:00:00Z"));
    assert_eq!(dinner.log(), ["reminded Ada"]);
}

#[test]
fn a_reminder_that_was_missed_is_dropped() {
    let mut dinner = reminding(&["Ada"]).dealing();
    dinner.wait_until("2026-06-03T11:50:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.log(), [""; 0], "ten minutes are too few to answer");
    dinner.run_timer();
    assert_eq!(dinner.log(), ["notReminded Ada", "lapsed Ada", "deckEmpty"]);
}

#[test]
fn a_guest_is_reminded_only_when_the_invitation_has_left() {
    let mut dinner = reminding(&["Ada"]).unsent().dealing();
    dinner.wait_until("2026-06-02T12:00:00Z");
    dinner.run(&Command::Tick);
    assert_eq!(dinner.log(), [""; 0]);
    let claimed = dinner.claim("Ada", MessageKind::Invitation, Email);
    dinner.run(&dinner.accepted(&claimed));
    dinner.run_timer();
    // From 12:00 to 12:00, twelve hours are not quiet.
    assert_eq!(dinner.now, at("2026-06-02T18:00:00Z"));
    assert_eq!(dinner.log(), ["reminded Ada"]);
}

#[test]
fn a_reminder_that_fails_moves_no_seat() {
    let mut dinner = reminding(&["Ada"]).dealing();
    dinner.run_timer();
    dinner.fail("Ada", MessageKind::Reminder, Email, Some(Sms));
    assert_eq!(dinner.messages(), ["reminder to Ada by sms"]);
    dinner.fail("Ada", MessageKind::Reminder, Sms, None);
    assert_eq!(dinner.log(), ["deliveryFailed Ada"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn the_host_can_do_without_reminders() {
    let mut dinner = reminding(&["Ada"]).dealing();
    dinner.edit(|event| event.reminders.unanswered = false);
    dinner.run_timer();
    assert_eq!(dinner.log(), ["lapsed Ada", "deckEmpty"]);
    let mut waiting = reminding(&["Ada"]).dealing();
    waiting.sends = false;
    waiting.run_timer();
    waiting.edit(|event| event.reminders.unanswered = false);
    assert_eq!(
        waiting.outbox("Ada"),
        ["invitation sent", "reminder cancelled"],
        "what waits is taken back"
    );
}
