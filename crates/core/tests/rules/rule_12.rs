//! Rule 12: pause, cancel, change.

use jiff::SignedDuration;
use seat_dealer_core::Channel::Email;
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{Actor, Command, EventStatus, MessageKind, Refusal, preview_messages};

use crate::dinner::{Dinner, answer, at, withdraw};

#[test]
fn a_pause_stops_dealing_and_not_answering() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]);
    assert_eq!(dinner.try_run(&Command::Pause), Err(Refusal::NotDealing));
    dinner.run(&Command::Deal);
    dinner.run(&Command::Pause);
    assert_eq!(dinner.log(), ["paused"]);
    dinner.run(&Command::Pause);
    assert_eq!(dinner.log(), [""; 0]);
    dinner.answer("Ada", No);
    dinner.answer("Ben", Yes);
    assert_eq!(dinner.seats(), (0, 1, 1));
    dinner.run(&Command::Deal);
    assert_eq!(dinner.log(), ["dealing", "dealt Cleo"]);
    assert_eq!(dinner.held(), ["Cleo"]);
}

#[test]
fn cancelling_tells_the_guests_who_know_and_have_not_answered_no() {
    let names = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus"];
    let mut dinner = Dinner::new(9, &names)
        .with(|event| event.hand_size = Some(9))
        .unsent()
        .dealing();
    dinner.claim("Cleo", MessageKind::Invitation, Email);
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", No);
    dinner.answer("Cleo", Maybe);
    dinner.run(&withdraw("Dan"));
    dinner.fail("Eva", MessageKind::Invitation, Email, None);
    dinner.run(&answer("Finn", Probably, None, Actor::Host));
    let cancel = Command::Cancel;
    dinner.run(&cancel);
    assert_eq!(
        dinner.messages(),
        [
            "cancelled to Ada by email",
            "cancelled to Cleo by email",
            "cancelled to Finn by email",
        ],
        "Finn's invitation was not sent, but Finn has answered; Gus knows nothing"
    );
    assert_eq!(dinner.log(), ["cancelled"]);
    assert_eq!(dinner.last.log[0].happening.detail()["told"], 3);
    assert_eq!(dinner.state("Gus"), "withdrawn");
    assert_eq!(dinner.state("Ben"), "answered", "a NO stays a NO");
    assert_eq!(dinner.last.due_at, None);
    dinner.run(&cancel);
    assert_eq!(dinner.messages(), [""; 0], "cancelled once");
    assert_eq!(
        dinner.try_run(&answer("Ada", No, None, Actor::Guest)),
        Err(Refusal::Cancelled)
    );
    assert_eq!(dinner.try_run(&Command::Deal), Err(Refusal::Cancelled));
}

#[test]
fn a_cancellation_waits_for_the_end_of_quiet_hours_unless_the_event_begins_before() {
    let mut dinner = Dinner::new(1, &["Ada"])
        .with(|event| event.starts_at = Some(at("2026-06-03T08:00:00Z")))
        .dealing();
    dinner.answer("Ada", Yes);
    for (cancelled, sent) in [
        ("2026-06-01T21:30:00Z", "2026-06-02T09:00:00Z"),
        ("2026-06-02T21:30:00Z", "2026-06-02T21:30:00Z"),
    ] {
        let before = (dinner.table.clone(), dinner.deck.clone());
        dinner.wait_until(cancelled);
        dinner.run(&Command::Cancel);
        assert_eq!(dinner.last.messages[0].not_before, at(sent));
        (dinner.table, dinner.deck) = before;
    }
}

#[test]
fn a_change_is_announced_to_seated_standby_and_maybe() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .unsent()
        .dealing();
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    dinner.run_timer();
    dinner.answer("Cleo", Yes);
    dinner.answer("Dan", Yes);
    let command = dinner.edited(true, |event| {
        event.starts_at = Some(at("2026-06-09T18:00:00Z"));
    });
    dinner.run(&command);
    assert_eq!(dinner.log(), ["changed", "changed"]);
    assert_eq!(
        dinner.messages(),
        [
            "changed to Ada by email",
            "changed to Cleo by email",
            "changed to Dan by email",
        ]
    );
    assert_eq!(
        (dinner.state("Cleo"), dinner.state("Dan")),
        ("standby".to_owned(), "seated".to_owned())
    );
    let again = dinner.edited(true, |event| event.location = Some("At home".to_owned()));
    dinner.run(&again);
    assert_eq!(dinner.messages().len(), 3);
    assert_eq!(
        dinner.outbox("Dan")[1..],
        ["changed cancelled", "changed queued"],
        "the second announcement replaces the first"
    );
}

#[test]
fn the_preview_of_an_announcement_is_what_is_sent() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"])
        .with(|event| event.response_window = Some(SignedDuration::from_hours(1)))
        .dealing();
    let announce = dinner.edited(true, |_| {});
    let preview = |dinner: &Dinner| preview_messages(&dinner.table, &announce, dinner.now);
    assert_eq!(preview(&dinner), Ok(Vec::new()));
    dinner.answer("Ada", Yes);
    dinner.answer("Ben", No);
    let before = dinner.table.clone();
    let previewed = preview(&dinner).unwrap();
    assert_eq!(dinner.table.invitations, before.invitations);
    let [(name, message)] = previewed.as_slice() else {
        panic!("{previewed:?}");
    };
    assert_eq!(name, "Ada");
    dinner.run(&announce);
    assert_eq!(dinner.last.messages, std::slice::from_ref(message));
    dinner.run(&Command::Cancel);
    assert_eq!(preview(&dinner), Err(Refusal::Cancelled));
}

#[test]
fn an_event_that_has_begun_can_be_postponed() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"])
        .with(|event| {
            event.starts_at = Some(at("2026-06-02T18:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(40));
        })
        .dealing();
    dinner.wait_until("2026-06-04T12:00:00Z");
    assert_eq!(dinner.table.event.status_at(dinner.now), EventStatus::Past);
    dinner.edit(|event| event.starts_at = Some(at("2026-06-20T18:00:00Z")));
    assert_eq!(dinner.log(), ["changed", "lapsed Ada", "dealt Ben"]);
    assert_eq!(dinner.last.due_at, Some(at("2026-06-06T10:00:00Z")));
}
