//! Rule 8 and rule 13: messages that the host passes on by hand.

use seat_dealer_core::{Channel, Command, MessageKind, Refusal, Response};

use crate::dinner::{Dinner, card, resend};

/// Ada is reached by hand, the others by email.
fn dinner(seats: u32) -> Dinner {
    let mut dinner = Dinner::new(seats, &["Ada", "Ben", "Cleo"]);
    dinner.deck[0].channel = Some(Channel::ByHand);
    dinner
}

#[test]
fn the_time_to_answer_begins_when_the_host_has_passed_on_the_message() {
    let mut dinner = dinner(1).dealing();
    assert_eq!(dinner.log(), ["dealing", "dealt Ada"]);
    assert_eq!(dinner.state("Ada"), "held", "without a deadline");
    assert_eq!(dinner.messages(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.seats(), (1, 0, 0), "the hold counts");
    dinner.wait_hours(24 * 30);
    dinner.run(&Command::Tick);
    assert_eq!(dinner.state("Ada"), "held", "Ada does not know yet");
    dinner.wait_until("2026-07-02T12:00:00Z");
    dinner.run(&dinner.hand_over("Ada"));
    assert_eq!(dinner.log(), ["sent Ada"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-07-04T12:00:00Z");
    dinner.run_timer();
    assert_eq!(dinner.state("Ada"), "lapsed");
    assert_eq!(dinner.held(), ["Ben"]);
}

#[test]
fn a_guest_may_answer_before_the_host_reports_the_message() {
    let mut dinner = dinner(1).dealing();
    dinner.answer("Ada", Response::Yes);
    assert_eq!(dinner.state("Ada"), "seated");
    assert_eq!(
        dinner.try_run(&dinner.hand_over("Ada")),
        Err(Refusal::NothingToHandOver {
            name: "Ada".to_owned()
        })
    );
}

#[test]
fn all_messages_of_an_event_can_be_sent_by_hand() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.hand_size = Some(1))
        .dealing();
    dinner.edit(|event| {
        event.by_hand = true;
        event.hand_size = None;
    });
    assert_eq!(dinner.messages(), ["invitation to Ben by byHand"]);
    assert_eq!(dinner.state("Ben"), "held");
    // A message that fails later is also sent by hand. The deadline stays.
    dinner.fail("Ada", MessageKind::Invitation, Channel::Email, None);
    assert_eq!(dinner.messages(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn sending_by_another_channel_starts_the_time_to_answer() {
    let mut dinner = dinner(1).dealing();
    dinner.run(&resend("Ada", Some(Channel::Email)));
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.run(&resend("Ada", Some(Channel::ByHand)));
    assert_eq!(dinner.messages(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.state("Ada"), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn the_host_may_pick_a_contact_and_invite_them_by_hand() {
    let mut dinner = Dinner::new(1, &[]);
    let mut picked = card("Ada");
    picked.channel = Some(Channel::ByHand);
    dinner.run(&Command::Invite { card: picked });
    assert_eq!(dinner.messages(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.state("Ada"), "held", "without a deadline");
}
