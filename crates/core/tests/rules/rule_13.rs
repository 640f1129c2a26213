//! Rule 13: what the host does.

use seat_dealer_core::Channel::Sms;
use seat_dealer_core::Response::{Maybe, No, Yes};
use seat_dealer_core::{Actor, Command, Refusal};

use crate::dinner::{Dinner, answer, at, card, invite, resend, withdraw};

#[test]
fn the_host_invites_out_of_order() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo"]);
    dinner.run(&invite("Cleo"));
    assert_eq!(dinner.log(), ["dealt Cleo"]);
    assert_eq!(dinner.last.log[0].happening.detail()["by"], "host");
    let name = || "Cleo".to_owned();
    assert_eq!(
        dinner.try_run(&invite("Cleo")),
        Err(Refusal::AlreadyInvited { name: name() })
    );
    let mut unreachable = card("Dan");
    unreachable.channel = None;
    let command = Command::Invite { card: unreachable };
    assert_eq!(
        dinner.try_run(&command),
        Err(Refusal::Unreachable {
            name: "Dan".to_owned()
        })
    );
    dinner.run(&Command::Deal);
    assert_eq!(dinner.held(), ["Cleo", "Ada"], "Cleo's seat is held");
    dinner.run(&withdraw("Cleo"));
    assert_eq!(dinner.log(), ["withdrawn Cleo", "dealt Ben"]);
    assert_eq!(
        dinner.try_run(&invite("Cleo")),
        Err(Refusal::Withdrawn { name: name() })
    );
}

#[test]
fn inviting_the_next_card_keeps_the_rest_of_the_deck() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben", "Cleo", "Dan"]).dealing();
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.answer("Ada", Maybe);
    dinner.answer("Ben", No);
    // Quiet hours are over, and the timer has not run yet.
    dinner.wait_until("2026-06-02T09:00:00Z");
    dinner.run(&invite("Cleo"));
    assert_eq!(dinner.held(), ["Cleo", "Dan"], "not the maybe Ada");
}

#[test]
fn quiet_hours_apply_to_the_host() {
    let mut dinner =
        Dinner::new(1, &["Ada"]).with(|event| event.starts_at = Some(at("2026-06-02T18:00:00Z")));
    dinner.wait_until("2026-06-01T22:00:00Z");
    dinner.run(&invite("Ada"));
    assert_eq!(
        dinner.messages(),
        ["invitation to Ada by email at 2026-06-02T09:00:00Z"]
    );
    assert_eq!(dinner.state("Ada"), "held until 2026-06-02T11:00:00Z");
    let mut breakfast =
        Dinner::new(1, &["Ada"]).with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    breakfast.wait_until("2026-06-01T22:00:00Z");
    assert_eq!(
        breakfast.try_run(&invite("Ada")),
        Err(Refusal::QuietUntilBegin)
    );
}

#[test]
fn the_host_records_answers_and_sends_again() {
    let mut dinner = Dinner::new(1, &["Ada", "Ben"]).dealing();
    dinner.run(&resend("Ada", Some(Sms)));
    assert_eq!(dinner.log(), ["resent Ada"]);
    assert_eq!(dinner.messages(), ["invitation to Ada by sms"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.run(&answer("Ada", Yes, None, Actor::Host));
    assert_eq!(dinner.state("Ada"), "seated");
    assert_eq!(dinner.last.log[0].happening.detail()["by"], "host");
}
