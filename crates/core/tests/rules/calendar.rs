//! Rule 4, rule 12 and rule 13: emails that confirm a seat, with an entry for the guest's calendar.

use seat_dealer_core::Channel::{Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{Actor, Command, MessageKind};

use crate::dinner::{Dinner, answer, at, resend, withdraw};

fn dinner() -> Dinner {
    Dinner::new(2, &["Ada", "Ben"]).dealing()
}

/// Ada has a seat that is confirmed by email. Other messages reach Ada by text.
fn reached_by_text() -> Dinner {
    let mut dinner = dinner();
    dinner.run(&resend("Ada", Some(Sms)));
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    assert_eq!(dinner.messages(), ["confirmation to Ada by email"]);
    dinner
}

#[test]
fn a_seat_is_confirmed_by_email_at_any_time() {
    for response in [Yes, Probably] {
        let mut dinner = dinner();
        dinner.wait_until("2026-06-01T23:00:00Z");
        dinner.answer_by_email("Ada", response, Actor::Guest);
        assert_eq!(dinner.messages(), ["confirmation to Ada by email"]);
        dinner.answer_by_email("Ada", response, Actor::Guest);
        assert!(dinner.messages().is_empty(), "the answer is the same");
        dinner.answer_by_email("Ada", Yes, Actor::Guest);
        assert!(dinner.messages().is_empty(), "the seat is the same");
    }
}

#[test]
fn the_confirmation_of_a_recorded_answer_waits_for_the_end_of_quiet_hours() {
    let mut dinner = dinner();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.answer_by_email("Ada", Yes, Actor::Host);
    assert_eq!(
        dinner.messages(),
        ["confirmation to Ada by email at 2026-06-02T09:00:00Z"]
    );
}

#[test]
fn only_guests_with_a_seat_and_an_email_address_get_a_confirmation() {
    let mut dinner = dinner();
    dinner.run(&answer("Ada", Yes, None, Actor::Guest));
    assert!(dinner.messages().is_empty());
    dinner.run(&answer("Ada", No, None, Actor::Guest));
    assert!(dinner.messages().is_empty(), "nothing was confirmed");

    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.answer("Ada", No);
    dinner.answer("Ben", Yes);
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    assert_eq!(dinner.state("Ada"), "standby");
    assert!(dinner.messages().is_empty());
    dinner.answer("Ben", No);
    assert_eq!(dinner.messages(), ["seated to Ada by email"]);
    assert!(dinner.invitation("Ada").calendar.is_some());
}

#[test]
fn a_seat_given_back_is_removed_from_the_calendar() {
    let mut dinner = reached_by_text();
    dinner.answer_by_email("Ada", No, Actor::Guest);
    assert_eq!(dinner.messages(), ["released to Ada by email"]);
    dinner.answer_by_email("Ada", No, Actor::Guest);
    assert!(dinner.messages().is_empty());
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    assert_eq!(dinner.messages(), ["confirmation to Ada by email"]);
    dinner.answer_by_email("Ada", Maybe, Actor::Guest);
    assert_eq!(
        dinner.messages()[..2],
        ["maybeNotice to Ada by sms", "released to Ada by email"]
    );

    let mut dinner = confirmed_by_email();
    dinner.answer_by_email("Ada", Maybe, Actor::Guest);
    assert_eq!(dinner.messages()[0], "maybeNotice to Ada by email");
    assert!(
        !dinner
            .messages()
            .contains(&"released to Ada by email".to_owned())
    );
}

fn confirmed_by_email() -> Dinner {
    let mut dinner = dinner();
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    dinner
}

#[test]
fn a_guest_with_a_confirmed_seat_is_told_about_a_withdrawal() {
    let mut dinner = reached_by_text();
    dinner.run(&withdraw("Ada"));
    assert_eq!(dinner.messages(), ["released to Ada by email"]);

    let mut dinner = reached_by_text();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.run(&withdraw("Ada"));
    assert_eq!(
        dinner.messages(),
        ["released to Ada by email at 2026-06-02T09:00:00Z"]
    );
    dinner.run(&withdraw("Ben"));
    assert!(dinner.messages().is_empty(), "Ben has no confirmed seat");
}

#[test]
fn calendars_change_when_guests_are_told_by_text() {
    let mut dinner = reached_by_text();
    let moved = dinner.edited(true, |event| event.location = Some("The garden".to_owned()));
    dinner.run(&moved);
    assert_eq!(
        dinner.messages(),
        ["changed to Ada by sms", "confirmation to Ada by email"]
    );
    dinner.run(&Command::Cancel);
    assert_eq!(
        dinner.messages(),
        [
            "cancelled to Ada by sms",
            "released to Ada by email",
            "cancelled to Ben by email"
        ]
    );

    let mut dinner = confirmed_by_email();
    let moved = dinner.edited(true, |event| event.location = Some("The garden".to_owned()));
    dinner.run(&moved);
    assert_eq!(
        dinner.messages(),
        ["changed to Ada by email"],
        "that email changes the calendar"
    );
    dinner.run(&Command::Cancel);
    assert_eq!(
        dinner.messages(),
        ["cancelled to Ada by email", "cancelled to Ben by email"]
    );
}

#[test]
fn calendars_change_when_guests_are_told_by_hand() {
    let mut dinner = confirmed_by_email();
    let moved = dinner.edited(true, |event| {
        event.by_hand = true;
        event.location = Some("The garden".to_owned());
    });
    dinner.run(&moved);
    assert_eq!(
        dinner.messages(),
        ["changed to Ada by byHand", "confirmation to Ada by email"]
    );
    dinner.run(&Command::Cancel);
    assert_eq!(
        dinner.messages()[..2],
        ["cancelled to Ada by byHand", "released to Ada by email"]
    );
}

#[test]
fn a_confirmation_is_not_sent_by_text() {
    let mut dinner = confirmed_by_email();
    dinner.fail("Ada", MessageKind::Confirmation, Email, Some(Sms));
    assert!(dinner.messages().is_empty());
    assert_eq!(dinner.log(), ["deliveryFailed Ada"]);
    assert_eq!(dinner.state("Ada"), "seated");
}

#[test]
fn a_confirmation_that_would_come_after_the_begin_goes_at_once() {
    let mut dinner = Dinner::new(2, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")))
        .dealing();
    dinner.wait_until("2026-06-01T23:00:00Z");
    dinner.answer_by_email("Ada", Yes, Actor::Host);
    assert_eq!(dinner.messages(), ["confirmation to Ada by email"]);
    dinner.run(&withdraw("Ada"));
    assert_eq!(dinner.messages(), ["released to Ada by email"]);
}

/// Ada and Ben have seats that were confirmed by email, at a dinner with a date.
fn dated() -> Dinner {
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-20T18:00:00Z")))
        .dealing();
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    dinner.answer_by_email("Ben", Yes, Actor::Guest);
    dinner
}

#[test]
fn a_date_that_is_taken_away_is_removed_from_calendars() {
    let mut dinner = dated();
    dinner.edit(|event| event.starts_at = None);
    assert_eq!(
        dinner.messages(),
        ["released to Ada by email", "released to Ben by email"]
    );
    dinner.run(&Command::Tick);
    assert!(dinner.messages().is_empty(), "removed once");
}

#[test]
fn a_no_and_a_cancellation_remove_an_entry_whose_date_is_gone() {
    for command in [answer("Ada", No, None, Actor::Guest), Command::Cancel] {
        let mut dinner = dated();
        dinner.sends = false;
        dinner.edit(|event| event.starts_at = None);
        dinner.run(&command);
        let outbox = dinner.outbox("Ada");
        assert!(outbox.contains(&"released queued".to_owned()), "{outbox:?}");
    }
}

#[test]
fn another_address_gets_the_entry_and_the_old_one_loses_it() {
    let mut dinner = dated();
    let reach = dinner.table.reach.values_mut().next().unwrap();
    reach[1].address = Some("another address".to_owned());
    dinner.run(&Command::Tick);
    assert_eq!(dinner.messages(), ["released to Ada by email"]);
    assert_eq!(
        dinner.outbox("Ada")[2..],
        ["released sent", "confirmation sent"]
    );
    let entry = dinner.invitation("Ada").calendar.as_ref().unwrap();
    assert_eq!(entry.address.as_deref(), Some("another address"));
}

#[test]
fn probably_and_yes_keep_an_unsent_confirmation() {
    let mut dinner = dated();
    dinner.answer("Ada", No);
    dinner.sends = false;
    dinner.answer("Ada", Yes);
    dinner.answer("Ada", Probably);
    assert_eq!(dinner.outbox("Ada").last().unwrap(), "confirmation queued");
}

#[test]
fn a_seat_that_was_never_confirmed_is_not_taken_out_of_a_calendar() {
    let mut dinner = dinner().unsent();
    dinner.answer_by_email("Ada", Yes, Actor::Guest);
    dinner.answer("Ada", No);
    assert!(dinner.messages().is_empty());
    assert_eq!(
        dinner.outbox("Ada"),
        ["invitation sent", "confirmation cancelled"]
    );
}
